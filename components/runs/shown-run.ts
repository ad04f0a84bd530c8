'use client';

import { useEffect, useMemo, useState } from 'react';
import type { Report } from '#judge/report.ts';
import { describeLadder, INITIAL_RUN_STATE, isUnderWay, type RunState } from '../results/run-state.ts';
import type { KeptRun } from './run-store.ts';
import { type Runs, useReportOf } from './use-runs.ts';

export interface ShownRun {
  /** What the results show: the run of this page, or the earlier one that was chosen. */
  readonly state: RunState;
  /** The run that the results show; null: there is none, or it has not ended. */
  readonly run: KeptRun | null;
  /** It is not the run of this page: it was chosen, or is the last one of an earlier visit. */
  readonly chosen: boolean;
  /** Chosen, but its report is one of an older form. */
  readonly unreadable: KeptRun | null;
  /** Null: back to the run of this page. */
  show(id: string | null): void;
}

function stateOf(report: Report, previousReport: Report | null): RunState {
  const { language } = report;
  return { ...INITIAL_RUN_STATE, language, phase: 'done', ladder: describeLadder(report), report, previousReport };
}

export function useShownRun(runs: Runs, state: RunState): ShownRun {
  // undefined: nobody has chosen yet. Whoever comes back finds the result that was there last.
  const [choice, setChoice] = useState<string | null | undefined>(undefined);
  const { list } = runs;
  const last = list.at(-1) ?? null;
  const ended = state.report !== null && last?.hash === state.report.hash ? last : null;
  // A choice does not outlive the start of the next run.
  const underWay = isUnderWay(state);
  useEffect(() => {
    if (underWay) setChoice(null);
  }, [underWay]);
  const found =
    choice === undefined && state.phase === 'idle' ? list.findLast((run) => run.hasReport) : list.find((run) => run.id === choice);
  const wanted = found ?? null;
  const chosen = wanted !== null && wanted !== ended ? wanted : null;
  const run = chosen ?? ended;
  const report = useReportOf(chosen);
  const before = run === null ? null : (list[list.indexOf(run) - 1] ?? null);
  // The page knows the report before its own only when it was made here.
  const previous = useReportOf(chosen === null && state.previousReport !== null ? null : before);
  const shown = useMemo(() => {
    if (report) return stateOf(report, previous ?? null);
    return state.report !== null && state.previousReport === null && previous ? { ...state, previousReport: previous } : state;
  }, [state, report, previous]);
  return {
    state: shown,
    run: chosen !== null && !report ? null : run,
    chosen: chosen !== null && report !== null && report !== undefined,
    unreadable: report === null && choice !== undefined ? chosen : null,
    show: setChoice,
  };
}
