// What the page knows about a run while it goes on and after it ended. Pure: the same messages give the same state.
// Messages from the sandbox are checked with the judge's schema here, so whatever reads the state can trust its shape.
import { Report, StageReport } from '#judge/report.ts';
import { chooseLimit } from '#judge/what-if/choose-limit.ts';
import { type WhatIf, WhatIfReport } from '#judge/what-if/what-if-report.ts';
import type { FromSandbox, ResourceProgress } from '#runtime/protocol.ts';

type Language = Report['language'];

export type RunPhase = 'idle' | 'loading' | 'running' | 'stopped' | 'done' | 'failed';

export type Rung = { readonly offeredRps: number } & (
  | { readonly state: 'waiting' }
  | { readonly state: 'running'; readonly fraction: number; readonly completed: number; readonly inFlight: number }
  | { readonly state: 'done'; readonly stage: StageReport }
  | { readonly state: 'skipped' }
);

/** guest: the program; internal: our fault; the rest is what ended the sandbox from outside. */
export type FailureKind = 'guest' | 'internal' | 'no-answer' | 'wall-limit' | 'crashed' | 'flood' | 'load-failed' | 'bad-report';

export interface RunFailure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly traceback: string;
  readonly file: string | null;
  readonly line: number | null;
}

export type WhatIfState =
  /** Nothing fell, or by nothing that could be lifted. */
  | { readonly phase: 'none' }
  | { readonly phase: 'measuring' }
  /** Null: it could not be measured. */
  | { readonly phase: 'done'; readonly result: WhatIf | null };

export interface RunState {
  readonly language: Language;
  readonly phase: RunPhase;
  readonly ladder: readonly Rung[];
  /** Figures of the stage that runs, so far; those of the stage before until it has some. Empty outside a run. */
  readonly live: readonly ResourceProgress[];
  /** Share of the runtimes that is there while the phase is `loading`; null while unknown. */
  readonly loadedShare: number | null;
  readonly report: Report | null;
  /** The last complete report before this run. */
  readonly previousReport: Report | null;
  readonly failure: RunFailure | null;
  /** Comes after the report. */
  readonly whatIf: WhatIfState;
}

export type RunAction =
  | FromSandbox
  /** Run was pressed. `runtimesReady` false: the run begins when they are. */
  | { readonly type: 'start'; readonly ladder: readonly number[]; readonly runtimesReady?: boolean }
  | { readonly type: 'runtimes'; readonly loadedShare: number | null }
  | { readonly type: 'stopped' }
  /** The host ended the run: no sign of life, too long, crashed. */
  | { readonly type: 'failed'; readonly kind: FailureKind; readonly message: string }
  /** Another challenge, or forget everything. */
  | { readonly type: 'reset' };

export const INITIAL_RUN_STATE: RunState = {
  language: 'python',
  phase: 'idle',
  ladder: [],
  live: [],
  loadedShare: null,
  report: null,
  previousReport: null,
  failure: null,
  whatIf: { phase: 'none' },
};

export function reduceRun(state: RunState, action: RunAction): RunState {
  switch (action.type) {
    case 'start':
      return {
        ...state,
        phase: (action.runtimesReady ?? true) ? 'running' : 'loading',
        ladder: action.ladder.map((offeredRps) => ({ offeredRps, state: 'waiting' })),
        live: [],
        loadedShare: null,
        report: null,
        previousReport: state.report ?? state.previousReport,
        failure: null,
        whatIf: { phase: 'none' },
      };
    case 'runtimes':
      return state.phase === 'loading' ? { ...state, loadedShare: action.loadedShare } : state;
    case 'ready':
      return state.phase === 'loading' ? { ...state, phase: 'running', loadedShare: null } : state;
    case 'reset':
      return { ...INITIAL_RUN_STATE, language: state.language };
    case 'loading':
      return state;
    case 'what-if':
      return receiveWhatIf(state, action.result);
    default:
      return isUnderWay(state) ? reduceActiveRun(state, action) : state;
  }
}

/** A run has been asked for and has not ended. */
export function isUnderWay(state: RunState): boolean {
  return state.phase === 'running' || state.phase === 'loading';
}

type ActiveAction = Exclude<RunAction, { type: 'start' | 'runtimes' | 'ready' | 'reset' | 'loading' | 'what-if' }>;

function reduceActiveRun(state: RunState, action: ActiveAction): RunState {
  switch (action.type) {
    case 'stage-started':
      return {
        ...state,
        phase: 'running',
        ladder: replaceRung(state.ladder, action.index, (rung) => ({
          offeredRps: rung.offeredRps,
          state: 'running',
          fraction: 0,
          completed: 0,
          inFlight: 0,
        })),
      };
    case 'progress':
      return {
        ...state,
        ladder: replaceRung(state.ladder, action.index, (rung) => advanceRung(rung, action)),
        live: action.resources.length > 0 ? action.resources : state.live,
      };
    case 'stage-done': {
      const stage = StageReport.safeParse(action.stage).data;
      if (stage === undefined) return failRun(state, { kind: 'bad-report', message: '' });
      return { ...state, ladder: replaceRung(state.ladder, action.index, (rung) => closeRung(rung, stage)) };
    }
    case 'report': {
      const report = Report.safeParse(action.report).data;
      if (report === undefined) return failRun(state, { kind: 'bad-report', message: '' });
      const whatIf: WhatIfState = { phase: chooseLimit(report) === null ? 'none' : 'measuring' };
      return { ...state, phase: 'done', report, live: [], ladder: describeLadder(report), whatIf };
    }
    case 'run-failed':
      return failRun(state, action);
    case 'failed':
      return failRun(state, action);
    case 'load-failed':
      return failRun(state, { kind: 'load-failed', message: action.message });
    case 'stopped':
      return { ...state, phase: 'stopped', live: [], ladder: state.ladder.map(abandonRung) };
  }
}

/** Another run's is none of this one. */
function receiveWhatIf(state: RunState, result: unknown): RunState {
  if (state.whatIf.phase !== 'measuring') return state;
  const read = WhatIfReport.safeParse(result).data;
  const first = read?.report === state.report?.hash ? read?.whatIf[0] : undefined;
  return { ...state, whatIf: { phase: 'done', result: first ?? null } };
}

/** The rungs of a finished run. */
export function describeLadder(report: Report): readonly Rung[] {
  return report.stages.map((stage) => closeRung({ offeredRps: stage.offeredRps }, stage));
}

function replaceRung(ladder: readonly Rung[], index: number, replace: (rung: Rung) => Rung): readonly Rung[] {
  return ladder.map((rung, position) => (position === index ? replace(rung) : rung));
}

/** Progress never goes back, and a rung that is done stays done. */
function advanceRung(rung: Rung, progress: { readonly fraction: number; readonly completed: number; readonly inFlight: number }): Rung {
  if (rung.state === 'done' || rung.state === 'skipped') return rung;
  const before = rung.state === 'running' ? rung.fraction : 0;
  const fraction = Math.min(1, Math.max(before, progress.fraction));
  return { offeredRps: rung.offeredRps, state: 'running', fraction, completed: progress.completed, inFlight: progress.inFlight };
}

function closeRung(rung: { readonly offeredRps: number }, stage: StageReport): Rung {
  return stage.skipped ? { offeredRps: rung.offeredRps, state: 'skipped' } : { offeredRps: rung.offeredRps, state: 'done', stage };
}

/** A rung that was cut short says nothing. */
function abandonRung(rung: Rung): Rung {
  return rung.state === 'running' ? { offeredRps: rung.offeredRps, state: 'waiting' } : rung;
}

function failRun(state: RunState, failure: Pick<RunFailure, 'kind' | 'message'> & Partial<RunFailure>): RunState {
  const { kind, message, traceback = '', file = null, line = null } = failure;
  return { ...state, phase: 'failed', live: [], ladder: state.ladder.map(abandonRung), failure: { kind, message, traceback, file, line } };
}
