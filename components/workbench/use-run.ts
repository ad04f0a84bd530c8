'use client';

import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { Submission, Task } from '#judge/task.ts';
import { INITIAL_RUN_STATE, type RunState, reduceRun } from '../results/run-state.ts';
import { SandboxHost, type SandboxStatus } from '../sandbox/sandbox-host.ts';

export interface RunControls {
  readonly state: RunState;
  readonly status: SandboxStatus;
  run(task: Task, submission: Submission): void;
  stop(): void;
  /** Loads the runtimes again after they failed to. */
  retry(): void;
}

/** The run on this page and the sandbox behind it, which loads as soon as the page is there and warms up with the starter. */
export function useRun(task: Task, starter: Submission): RunControls {
  const [state, dispatch] = useReducer(reduceRun, INITIAL_RUN_STATE);
  const [status, setStatus] = useState<SandboxStatus>({ phase: 'fetching', loadedBytes: 0, totalBytes: 0 });
  const host = useRef<SandboxHost | null>(null);
  const ready = useRef(false);

  useEffect(() => {
    const own = new SandboxHost({
      onStatus(next) {
        ready.current = next.phase === 'ready';
        setStatus(next);
        if (next.phase === 'fetching') {
          dispatch({ type: 'runtimes', loadedShare: next.totalBytes > 0 ? next.loadedBytes / next.totalBytes : null });
        } else if (next.phase === 'running') {
          dispatch({ type: 'ready' });
        }
      },
      onMessage: dispatch,
      onFailure: (_runId, kind, message) => dispatch({ type: 'failed', kind, message }),
    });
    host.current = own;
    own.start();
    return () => {
      host.current = null;
      own.dispose();
    };
  }, []);

  useEffect(() => host.current?.rehearse(task, starter), [task, starter]);

  const run = useCallback((task: Task, submission: Submission) => {
    dispatch({ type: 'start', ladder: task.ladder.map((stage) => stage.offeredRps), runtimesReady: ready.current });
    host.current?.run(task, submission);
  }, []);

  const stop = useCallback(() => {
    host.current?.stop();
    dispatch({ type: 'stopped' });
  }, []);

  const retry = useCallback(() => host.current?.start(), []);

  return { state, status, run, stop, retry };
}
