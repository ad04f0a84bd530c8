'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LanguageTurn } from '../language/use-python-service.ts';
import { ResultsPanel } from '../results/results-panel.tsx';
import { isUnderWay } from '../results/run-state.ts';
import type { SandboxStatus } from '../sandbox/sandbox-host.ts';
import { BriefPane } from './brief-pane.tsx';
import { EditorPane } from './editor-pane.tsx';
import { KeySheet } from './key-sheet.tsx';
import type { LineMark, LineTarget } from './line-mark.ts';
import type { Pane, PaneLayout } from './pane.ts';
import { RunAnnouncer } from './run-announcer.tsx';
import { useDraft } from './use-draft.ts';
import { type KeyAction, useKeys } from './use-keys.ts';
import { useLineMarks } from './use-line-marks.ts';
import { useRun } from './use-run.ts';
import type { WorkbenchChallenge } from './workbench-challenge.ts';
import { WorkbenchHeader } from './workbench-header.tsx';
import { paneId, WorkbenchLayout } from './workbench-layout.tsx';

/** Every visitor meets the same weather, so that results can be compared. */
const SEED = 1;
const NO_MARKS: readonly LineMark[] = [];

export interface WorkbenchProps {
  readonly challenge: WorkbenchChallenge;
  readonly layout: PaneLayout;
}

export function Workbench({ challenge, layout }: WorkbenchProps) {
  const draft = useDraft(challenge.slug, challenge.language, challenge.starter);
  const starter = useMemo(() => ({ language: challenge.language, files: challenge.starter, seed: SEED }), [challenge]);
  const run = useRun(challenge.task, starter);
  const marksOfRun = useLineMarks(run.state);
  const [shown, setShown] = useState<Pane>('brief');
  const [keysOpen, setKeysOpen] = useState(false);
  const [target, setTarget] = useState<LineTarget | null>(null);
  const versionOfRun = useRef('');
  const replacementsAtRun = useRef(0);
  const marks = replacementsAtRun.current === draft.replacements ? marksOfRun : NO_MARKS;
  const underWay = isUnderWay(run.state);

  const start = useCallback(() => {
    if (underWay || !draft.ready) return;
    versionOfRun.current = draft.keepRun();
    replacementsAtRun.current = draft.replacements;
    run.run(challenge.task, { language: challenge.language, files: draft.files, seed: SEED });
    setShown('results');
  }, [underWay, draft, run, challenge]);

  const { report } = run.state;
  const { setSurvived } = draft;
  useEffect(() => {
    if (report && versionOfRun.current) setSurvived(versionOfRun.current, report.survivedRps, report.score.total);
  }, [report, setSurvived]);

  useKeys((action: KeyAction) => {
    if (action === 'run') start();
    else if (action === 'stop') run.stop();
    else if (action === 'sheet') setKeysOpen((open) => !open);
    else {
      setShown(action);
      focusPane(action);
    }
  });

  const goToLine = useCallback(
    (file: string, line: number) => {
      if (!(file in draft.files)) return;
      draft.open(file);
      setShown('code');
      setTarget({ file, line });
    },
    [draft],
  );

  const goal = challenge.task.goalRps;
  const reachedGoal = draft.versions.some((version) => (version.survivedRps ?? 0) >= goal);
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <WorkbenchHeader title={challenge.title} run={run} isUnderWay={underWay} onRun={start} onShowKeys={() => setKeysOpen(true)} />
      <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        <WorkbenchLayout
          layout={layout}
          shown={shown}
          onShow={setShown}
          panes={{
            brief: <BriefPane challenge={challenge} draft={draft} reachedGoal={reachedGoal} />,
            code: (
              <EditorPane
                draft={draft}
                marks={marks}
                target={target}
                world={challenge.task.world}
                languageTurn={languageTurn(run.status.phase)}
              />
            ),
            results: <ResultsPanel state={run.state} task={challenge.task} onGoToLine={goToLine} />,
          }}
        />
      </main>
      <RunAnnouncer state={run.state} />
      <KeySheet open={keysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  );
}

/** The editor's completions come after what a run needs. */
function languageTurn(phase: SandboxStatus['phase']): LanguageTurn {
  if (phase === 'fetching') return 'wait';
  return phase === 'ready' || phase === 'failed' ? 'start' : 'fetch';
}

/** After the pane is shown: a hidden one cannot take the focus. */
function focusPane(pane: Pane): void {
  requestAnimationFrame(() => {
    const section = document.getElementById(paneId(pane));
    const field = pane === 'code' ? section?.querySelector<HTMLElement>('[role="textbox"], textarea') : null;
    (field ?? section)?.focus();
  });
}
