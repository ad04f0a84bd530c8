'use client';

import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LanguageTurn } from '../language/language-service.ts';
import type { ProgramLanguage } from '../language/program-language.ts';
import { isUnderWay } from '../results/run-state.ts';
import { ResultsWithRuns } from '../runs/results-with-runs.tsx';
import type { KeptRun } from '../runs/run-store.ts';
import { type Runs, useRuns } from '../runs/use-runs.ts';
import type { SandboxStatus } from '../sandbox/sandbox-host.ts';
import { BriefPane } from './brief-pane.tsx';
import { rememberLanguage } from './chosen-language.ts';
import type { Files } from './draft-store.ts';
import { EditorPane } from './editor-pane.tsx';
import { KeySheet } from './key-sheet.tsx';
import type { LineMark, LineTarget } from './line-mark.ts';
import type { Pane, PaneLayout } from './pane.ts';
import { RunAnnouncer } from './run-announcer.tsx';
import { type DraftControls, useDraft } from './use-draft.ts';
import { type KeyAction, useKeys } from './use-keys.ts';
import { useLineMarks } from './use-line-marks.ts';
import { useRun } from './use-run.ts';
import type { WorkbenchChallenge } from './workbench-challenge.ts';
import { WorkbenchHeader } from './workbench-header.tsx';
import type { Bench, WorkbenchInterview } from './workbench-interview.ts';
import { paneId, WorkbenchLayout } from './workbench-layout.tsx';

/** Every visitor meets the same weather, so that results can be compared. */
const SEED = 1;
const NO_MARKS: readonly LineMark[] = [];
const NO_FILES: Files = {};
/** In an interview the brief shares its pane with the interviewer. */
const BRIEF_AND_CODE: readonly Pane[] = ['brief', 'code'];
const LANGUAGES: readonly ProgramLanguage[] = ['python', 'typescript'];

export interface WorkbenchProps {
  readonly challenge: WorkbenchChallenge;
  readonly layout: PaneLayout;
  /** The language that was chosen before, or that the address asks for. */
  readonly firstLanguage: ProgramLanguage;
  /** Absent in practice. */
  readonly interview?: WorkbenchInterview;
  /** Beside the title, in practice. */
  readonly clock?: ReactNode;
}

/** What was true of a language's program when it was last run. */
interface RunMemory {
  readonly version: string;
  readonly atMs: number;
  readonly files: Files;
  readonly replacements: number;
}

export function Workbench({ challenge, layout, firstLanguage, interview, clock }: WorkbenchProps) {
  const [language, setLanguage] = useState(firstLanguage);
  const { starters } = challenge;
  // Both at once, each under keys of its own: switching moves no text.
  const drafts: Readonly<Record<ProgramLanguage, DraftControls>> = {
    python: useDraft(challenge.slug, 'python', starters.python ?? NO_FILES, interview?.id),
    typescript: useDraft(challenge.slug, 'typescript', starters.typescript ?? NO_FILES, interview?.id),
  };
  const draft = drafts[language];
  const starter = useMemo(() => ({ language, files: starters[language] ?? NO_FILES, seed: SEED }), [language, starters]);
  const run = useRun(challenge.task, starter);
  const runs = useRunsOf(challenge.slug, language, interview?.runNumbers);
  const marksOfRun = useLineMarks(run.state);
  const [shown, setShown] = useState<Pane>('brief');
  const [wide, setWide] = useState(false);
  const [keysOpen, setKeysOpen] = useState(false);
  const [target, setTarget] = useState<LineTarget | null>(null);
  const memories = useRef<Partial<Record<ProgramLanguage, RunMemory>>>({});
  const marks = (memories.current[language]?.replacements ?? 0) === draft.replacements ? marksOfRun : NO_MARKS;
  const underWay = isUnderWay(run.state);

  const onRun = interview?.onRun;
  const measure = useCallback(
    (files: Files) => {
      const version = draft.keepRun();
      memories.current[language] = { version, atMs: Date.now(), files, replacements: draft.replacements };
      run.run(challenge.task, { language, files, seed: SEED });
      onRun?.(version, language, files);
      setShown('results');
    },
    [draft, run, challenge, language, onRun],
  );
  const over = interview?.over ?? false;
  /** What is asked for is seen, also while the results have the whole width. */
  const show = useCallback((pane: Pane) => {
    setShown(pane);
    if (pane !== 'results') setWide(false);
  }, []);
  const start = useCallback(() => {
    if (!underWay && draft.ready && !over) measure(draft.files);
  }, [underWay, draft, over, measure]);

  const { report } = run.state;
  const { setSurvived } = draft;
  const { add } = runs;
  useEffect(() => {
    const memory = memories.current[language];
    if (!report || !memory) return;
    setSurvived(memory.version, report.survivedRps, report.score.total);
    add(report, { id: memory.version, atMs: memory.atMs, files: memory.files });
  }, [report, setSurvived, add, language]);

  useObservation(interview, {
    language,
    status: run.status,
    state: run.state,
    ready: draft.ready,
    files: draft.files,
    save: draft.saveNow,
  });
  const toMeasure = interview?.toMeasure ?? null;
  const measured = useRef(false);
  useEffect(() => {
    if (!toMeasure || measured.current || underWay || !draft.ready) return;
    if (toMeasure.language !== language) return setLanguage(toMeasure.language);
    if (run.status.phase !== 'ready') return;
    measured.current = true;
    measure(toMeasure.files);
  }, [toMeasure, underWay, draft.ready, language, run.status.phase, measure]);

  useKeys((action: KeyAction) => {
    if (action === 'run') start();
    else if (action === 'stop') run.stop();
    else if (action === 'sheet') setKeysOpen((open) => !open);
    else if (action === 'wide') setWide(!wide);
    else {
      show(action);
      focusPane(action);
    }
  });

  const goToLine = useCallback(
    (file: string, line: number) => {
      if (!(file in draft.files)) return;
      draft.open(file);
      show('code');
      setTarget({ file, line });
    },
    [draft, show],
  );

  const restoreRun = ({ id, atMs, files }: KeptRun) => {
    draft.restore({ id, savedAtMs: atMs, reason: 'run', files });
    show('code');
  };

  const chooseLanguage = useCallback(
    (next: ProgramLanguage) => {
      setLanguage(next);
      setTarget(null);
      rememberLanguage(challenge.slug, next);
    },
    [challenge.slug],
  );

  const goal = challenge.task.goalRps;
  const reachedGoal = Object.values(drafts).some(({ versions }) => versions.some((version) => (version.survivedRps ?? 0) >= goal));
  const kept = useMemo(
    () => [...Object.keys(drafts.python.files), ...Object.keys(drafts.typescript.files)],
    [drafts.python.files, drafts.typescript.files],
  );
  const offered = LANGUAGES.filter((each) => starters[each]);
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <WorkbenchHeader
        title={challenge.title}
        language={language}
        offered={offered}
        onLanguage={chooseLanguage}
        run={run}
        isUnderWay={underWay}
        closed={over}
        clock={interview?.clock ?? clock}
        onRun={start}
        onShowKeys={() => setKeysOpen(true)}
      />
      <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        {interview?.notices}
        <WorkbenchLayout
          layout={layout}
          shown={shown}
          onShow={show}
          wide={wide}
          messages={interview?.messages ?? 0}
          {...(interview ? { filled: BRIEF_AND_CODE } : {})}
          panes={{
            brief: (
              <BriefPane
                challenge={challenge}
                draft={draft}
                reachedGoal={reachedGoal}
                interview={interview}
                // An interviewer asks about the run himself.
                cause={interview ? null : (report?.diagnosis[0] ?? null)}
                onGoToLine={goToLine}
              />
            ),
            code: (
              <EditorPane
                draft={draft}
                readOnly={over}
                kept={kept}
                marks={marks}
                target={target}
                world={challenge.task.world}
                languageTurn={languageTurn(run.status.phase)}
                onRun={start}
              />
            ),
            results: (
              <ResultsWithRuns
                key={language}
                state={run.state}
                task={challenge.task}
                runs={runs}
                files={draft.files}
                onGoToLine={goToLine}
                onRestore={over ? null : restoreRun}
                wide={wide}
                onWide={setWide}
              />
            ),
          }}
        />
      </main>
      <RunAnnouncer state={run.state} />
      <KeySheet open={keysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  );
}

/** In an interview only its own runs, under the numbers by which the interviewer speaks of them. */
function useRunsOf(challenge: string, language: ProgramLanguage, numbers: ReadonlyMap<string, number> | undefined): Runs {
  const runs = useRuns(challenge, language);
  return useMemo(() => {
    if (!numbers) return runs;
    const list = runs.list.flatMap((run) => ({ ...run, number: numbers.get(run.id) ?? 0 })).filter(({ number }) => number > 0);
    return { ...runs, list };
  }, [runs, numbers]);
}

/** Shows the bench to the interview after every change. */
function useObservation(interview: WorkbenchInterview | undefined, { language, status, state, ready, files, save }: Bench): void {
  const observe = interview?.observe;
  useEffect(() => observe?.({ language, status, state, ready, files, save }), [observe, language, status, state, ready, files, save]);
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
