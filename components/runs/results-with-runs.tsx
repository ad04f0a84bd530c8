'use client';

import { Maximize2, Minimize2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Task } from '#judge/task.ts';
import type { GoToLine } from '../results/place-button.tsx';
import { ResultsPanel } from '../results/results-panel.tsx';
import type { RunState } from '../results/run-state.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { type Files, sameFiles } from '../workbench/draft-store.ts';
import { useKeyNames } from '../workbench/use-keys.ts';
import { Comparison } from './comparison.tsx';
import { RunList } from './run-list.tsx';
import { EarlierRunNotice, TroubleNotice, UnreadableNotice } from './run-notices.tsx';
import type { KeptRun } from './run-store.ts';
import { RunStrip } from './run-strip.tsx';
import { useShownRun } from './shown-run.ts';
import type { Runs } from './use-runs.ts';

export interface ResultsWithRunsProps {
  readonly state: RunState;
  readonly task: Task;
  readonly runs: Runs;
  /** What the editor holds. */
  readonly files: Files;
  readonly onGoToLine: GoToLine;
  /** Null: the program cannot be changed. */
  readonly onRestore: ((run: KeptRun) => void) | null;
  /** Whether the results have the whole width of a large screen. */
  readonly wide: boolean;
  readonly onWide: (wide: boolean) => void;
}

/** The results of the run of this page, or of any that came before it. */
export function ResultsWithRuns({ state, task, runs, files, onGoToLine, onRestore, wide, onWide }: ResultsWithRunsProps) {
  const t = useTranslations('runs');
  const shown = useShownRun(runs, state);
  const keys = useKeyNames();
  const { list } = runs;
  const shownId = shown.run?.id ?? null;
  const tab =
    list.length === 0 ? (
      <p className="max-w-prose text-sm text-pretty text-muted">{t('empty')}</p>
    ) : (
      <div className="space-y-8">
        <RunList runs={list} shownId={shownId} files={files} onShow={shown.show} onRestore={onRestore} />
        <Comparison runs={list} shownId={shownId} limitMs={task.slo.p99Ms} />
      </div>
    );
  return (
    <ResultsPanel
      state={shown.state}
      task={task}
      onGoToLine={onGoToLine}
      before={
        <>
          <div className="flex items-center gap-2 border-b border-line px-4 py-1.5">
            <RunStrip runs={list} shownId={shownId} onShow={shown.show} />
            <IconButton
              label={wide ? t('beside', { keys: keys.wide }) : t('wide', { keys: keys.wide })}
              onClick={() => onWide(!wide)}
              className="-mr-2 max-lg:hidden"
            >
              {wide ? <Minimize2 size={16} aria-hidden /> : <Maximize2 size={16} aria-hidden />}
            </IconButton>
          </div>
          <TroubleNotice trouble={runs.trouble} />
          {shown.unreadable && <UnreadableNotice run={shown.unreadable} onClose={() => shown.show(null)} />}
          {shown.chosen && shown.run && (
            <EarlierRunNotice
              run={shown.run}
              total={list.at(-1)?.number ?? 0}
              sameCode={sameFiles(shown.run.files, files)}
              canGoBack={state.phase !== 'idle'}
              onRestore={onRestore && (() => shown.run && onRestore(shown.run))}
              onBack={() => shown.show(null)}
            />
          )}
        </>
      }
      runsTab={{ label: t('title'), count: list.length, content: tab }}
    />
  );
}
