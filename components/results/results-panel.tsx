'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import type { Task } from '#judge/task.ts';
import { EmptyView } from './empty-view.tsx';
import { FailureView } from './failure/failure-view.tsx';
import { Headline } from './headline.tsx';
import { LadderSteps } from './ladder-steps.tsx';
import { LoadingView } from './loading-view.tsx';
import type { GoToLine } from './place-button.tsx';
import { ResultsTabs } from './results-tabs.tsx';
import { isUnderWay, type Rung, type RunState } from './run-state.ts';
import { StoppedNote } from './stopped-note.tsx';
import { VerdictSection } from './verdict/verdict-section.tsx';

export interface ResultsPanelProps {
  readonly state: RunState;
  readonly onGoToLine: GoToLine;
  /** What will be run: with it the ladder and the system can be seen before there is a report. */
  readonly task?: Task | undefined;
}

/** Everything a run has to say: the verdict always on top, the rest in tabs. */
export function ResultsPanel({ state, onGoToLine, task }: ResultsPanelProps) {
  const t = useTranslations('results');
  const ladder = useLadder(state, task);
  const [choice, setChoice] = useState<{ readonly of: unknown; readonly index: number } | null>(null);
  // A choice belongs to one result: the next run begins with the stage that decides it.
  const result = state.report ?? state.phase;
  const chosen = choice?.of === result ? choice.index : null;
  const stage = chosen ?? defaultStage(state, ladder);
  const goalRps = task?.goalRps ?? ladder.at(-1)?.offeredRps ?? null;
  return (
    <div className="@container min-h-full bg-surface" role="group" aria-label={t('label')}>
      <div className="space-y-4 p-4">
        <div className="space-y-3">
          <Headline state={state} goalRps={goalRps} />
          {ladder.length > 0 && (
            <LadderSteps
              ladder={ladder}
              survivedRps={state.report?.survivedRps ?? null}
              selected={stage}
              onSelect={(index) => setChoice({ of: result, index })}
            />
          )}
        </div>
        {state.phase === 'loading' && <LoadingView loadedShare={state.loadedShare} />}
        {state.phase === 'idle' && <EmptyView firstRps={ladder[0]?.offeredRps ?? null} />}
        {state.phase === 'stopped' && <StoppedNote finished={ladder.some((rung) => rung.state === 'done')} />}
        {state.phase === 'failed' && state.failure && <FailureView failure={state.failure} onGoToLine={onGoToLine} />}
        {state.phase !== 'loading' && state.phase !== 'idle' && (
          <VerdictSection state={state} ladder={ladder} stage={stage} onGoToLine={onGoToLine} />
        )}
        {state.phase !== 'failed' && <ResultsTabs state={state} ladder={ladder} stage={stage} task={task} onGoToLine={onGoToLine} />}
      </div>
    </div>
  );
}

function useLadder(state: RunState, task: Task | undefined): readonly Rung[] {
  return useMemo(() => {
    if (state.ladder.length > 0 || task === undefined) return state.ladder;
    return task.ladder.map(({ offeredRps }) => ({ offeredRps, state: 'waiting' }));
  }, [state.ladder, task]);
}

/** The stage that decides; while there is no verdict, the last one that has figures. */
function defaultStage(state: RunState, ladder: readonly Rung[]): number | null {
  if (state.phase === 'done' && state.report) return state.report.decidingStage;
  const finished = ladder.findLastIndex((rung) => rung.state === 'done');
  return finished < 0 || (isUnderWay(state) && finished < 0) ? null : finished;
}
