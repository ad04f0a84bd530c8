'use client';

import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { Submission, Task } from '#judge/task.ts';
import type { ProgramLanguage } from '../language/program-language.ts';
import { INITIAL_RUN_STATE, type RunAction, type RunState, reduceRun } from '../results/run-state.ts';
import { browserParts, SandboxHost, type SandboxStatus } from '../sandbox/sandbox-host.ts';

export interface RunControls {
  readonly state: RunState;
  readonly status: SandboxStatus;
  run(task: Task, submission: Submission): void;
  stop(): void;
  /** Loads the runtimes again after they failed to. */
  retry(): void;
}

const NOTHING_YET: SandboxStatus = { phase: 'fetching', loadedBytes: 0, totalBytes: 0 };

type RunStates = Readonly<Record<ProgramLanguage, RunState>>;
const INITIAL: RunStates = {
  python: INITIAL_RUN_STATE,
  typescript: { ...INITIAL_RUN_STATE, language: 'typescript' },
};

function reduceOne(states: RunStates, { language, action }: { language: ProgramLanguage; action: RunAction }): RunStates {
  return { ...states, [language]: reduceRun(states[language], action) };
}

/**
 * The run on this page and the sandbox behind it, which loads as soon as the page is there and warms up with the starter. Each language keeps
 * its last result; only the starter's language has a sandbox, and leaving it ends its run.
 */
export function useRun(task: Task, starter: Submission): RunControls {
  const { language } = starter;
  const [states, dispatchOne] = useReducer(reduceOne, INITIAL);
  const dispatch = useCallback((action: RunAction) => dispatchOne({ language, action }), [language]);
  const [status, setStatus] = useState<{ readonly of: ProgramLanguage; readonly status: SandboxStatus }>({
    of: language,
    status: NOTHING_YET,
  });
  const host = useRef<SandboxHost | null>(null);
  const ready = useRef(false);

  useEffect(() => {
    ready.current = false;
    const own = new SandboxHost(
      {
        onStatus(next) {
          ready.current = next.phase === 'ready';
          setStatus({ of: language, status: next });
          if (next.phase === 'fetching') {
            dispatch({ type: 'runtimes', loadedShare: next.totalBytes > 0 ? next.loadedBytes / next.totalBytes : null });
          } else if (next.phase === 'running') {
            dispatch({ type: 'ready' });
          }
        },
        onMessage: dispatch,
        onFailure: (_runId, kind, message) => dispatch({ type: 'failed', kind, message }),
      },
      browserParts(language),
    );
    host.current = own;
    own.start();
    return () => {
      host.current = null;
      own.dispose();
      dispatch({ type: 'stopped' });
    };
  }, [language, dispatch]);

  useEffect(() => host.current?.rehearse(task, starter), [task, starter]);

  const run = useCallback(
    (task: Task, submission: Submission) => {
      dispatch({ type: 'start', ladder: task.ladder.map((stage) => stage.offeredRps), runtimesReady: ready.current });
      host.current?.run(task, submission);
    },
    [dispatch],
  );

  const stop = useCallback(() => {
    host.current?.stop();
    dispatch({ type: 'stopped' });
  }, [dispatch]);

  const retry = useCallback(() => host.current?.start(), []);

  return { state: states[language], status: status.of === language ? status.status : NOTHING_YET, run, stop, retry };
}
