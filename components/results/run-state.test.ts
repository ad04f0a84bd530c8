import { describe, expect, it } from 'vitest';
import { INITIAL_RUN_STATE, type RunAction, type RunState, reduceRun } from './run-state.ts';
import { REFERENCE_REPORT, STARTER_REPORT, SYNTAX_ERROR_MESSAGE } from './testing/fixture-report.ts';

const LADDER = [2000, 5000, 10000];
const play = (actions: readonly RunAction[], from: RunState = INITIAL_RUN_STATE) => actions.reduce(reduceRun, from);
const start: RunAction = { type: 'start', ladder: LADDER };
const begun = (index: number): RunAction => ({ type: 'stage-started', runId: 1, index, offeredRps: LADDER[index] ?? 0 });
const LOOP = { name: 'event loop', kind: 'loop', servers: 32, utilisation: 0, meanWaitMs: 0, maxQueue: 0, errors: 0 };
const progress = (index: number, fraction: number): RunAction => ({
  type: 'progress',
  runId: 1,
  index,
  fraction,
  completed: 40,
  inFlight: 3,
  resources: fraction > 0.3 ? [{ ...LOOP, utilisation: fraction }] : [],
});
const done = (index: number): RunAction => ({ type: 'stage-done', runId: 1, index, stage: STARTER_REPORT.stages[index] });
const report = (value: unknown): RunAction => ({ type: 'report', runId: 1, report: value });

const FIGURES = { p99Ms: 400, goodputRps: 900, errorRate: 0, survived: false };
const WHAT_IF = {
  engineVersion: '0.1.0',
  hash: '0',
  whatIf: [
    {
      resource: 'asyncpg pool',
      kind: 'pool',
      stage: 1,
      offeredRps: 5000,
      before: FIGURES,
      after: { ...FIGURES, p99Ms: 96, survived: true },
      nextCause: null,
      upperBound: { rps: 9000, limitedBy: 'database' },
      text: { en: 'With an unlimited asyncpg pool ...', zh: '如果 asyncpg pool 没有上限……' },
    },
  ],
};

describe('the state of a run', () => {
  it('begins with every rung waiting', () => {
    const state = play([start]);
    expect(state.phase).toBe('running');
    expect(state.ladder.map((rung) => rung.state)).toEqual(['waiting', 'waiting', 'waiting']);
  });

  it('waits for the runtimes when Run comes first, and goes on when they are ready', () => {
    const waiting = play([
      { type: 'start', ladder: LADDER, runtimesReady: false },
      { type: 'runtimes', loadedShare: 0.4 },
    ]);
    expect(waiting).toMatchObject({ phase: 'loading', loadedShare: 0.4 });
    expect(reduceRun(waiting, { type: 'ready' })).toMatchObject({ phase: 'running', loadedShare: null });
    expect(reduceRun(waiting, begun(0)).phase).toBe('running');
  });

  it('fills the rung that runs, and never empties it', () => {
    const state = play([start, begun(0), progress(0, 0.6), progress(0, 0.4)]);
    expect(state.ladder[0]).toEqual({ offeredRps: 2000, state: 'running', fraction: 0.6, completed: 40, inFlight: 3 });
    expect(state.ladder[1]?.state).toBe('waiting');
  });

  it('shows the figures of the stage that runs, and those of the one before until it has some', () => {
    const first = play([start, begun(0), progress(0, 0.2)]);
    expect(first.live).toEqual([]);
    const second = play([progress(0, 0.6), done(0), begun(1), progress(1, 0.1)], first);
    expect(second.live).toMatchObject([{ name: 'event loop', utilisation: 0.6 }]);
    expect(play([progress(1, 0.9)], second).live).toMatchObject([{ utilisation: 0.9 }]);
    expect(play([{ type: 'stopped' }], second).live).toEqual([]);
  });

  it('keeps a finished rung when a late progress message arrives', () => {
    const state = play([start, begun(0), done(0), progress(0, 0.9)]);
    expect(state.ladder[0]).toMatchObject({ state: 'done', stage: { passed: true } });
  });

  it('takes the rungs from the report when it comes, skipped ones included', () => {
    const state = play([start, begun(0), done(0), begun(1), done(1), report(STARTER_REPORT)]);
    expect(state.phase).toBe('done');
    expect(state.report?.hash).toBe(STARTER_REPORT.hash);
    expect(state.ladder.map((rung) => rung.state)).toEqual(['done', 'done', 'skipped', 'skipped', 'skipped', 'skipped']);
  });

  it('keeps a place for the what-if of a run that fell, and takes only its own', () => {
    const measuring = play([start, report(STARTER_REPORT)]);
    expect(measuring.whatIf).toEqual({ phase: 'measuring' });
    const of = (hash: string): RunAction => ({ type: 'what-if', runId: 1, result: { ...WHAT_IF, report: hash } });
    expect(reduceRun(measuring, of(STARTER_REPORT.hash)).whatIf).toMatchObject({ phase: 'done', result: { kind: 'pool' } });
    expect(reduceRun(measuring, of('another')).whatIf).toEqual({ phase: 'done', result: null });
    expect(reduceRun(play([start], measuring), of(STARTER_REPORT.hash)).whatIf).toEqual({ phase: 'none' });
    expect(play([start, report(REFERENCE_REPORT)]).whatIf).toEqual({ phase: 'none' });
  });

  it('remembers the last complete report across runs that were stopped or failed', () => {
    const state = play([
      start,
      report(STARTER_REPORT),
      start,
      { type: 'stopped' },
      start,
      SYNTAX_ERROR_MESSAGE,
      start,
      report(REFERENCE_REPORT),
    ]);
    expect(state.previousReport?.hash).toBe(STARTER_REPORT.hash);
    expect(state.report?.hash).toBe(REFERENCE_REPORT.hash);
  });

  it('keeps finished rungs on Stop and takes back the one that was cut short', () => {
    const state = play([start, begun(0), done(0), begun(1), progress(1, 0.5), { type: 'stopped' }]);
    expect(state.phase).toBe('stopped');
    expect(state.ladder.map((rung) => rung.state)).toEqual(['done', 'waiting', 'waiting']);
  });

  it('says where the program failed', () => {
    const state = play([start, SYNTAX_ERROR_MESSAGE]);
    expect(state).toMatchObject({ phase: 'failed', report: null, failure: { kind: 'guest', file: 'main.py', line: 19 } });
  });

  it('tells a run that was ended from outside', () => {
    const state = play([start, begun(0), { type: 'failed', kind: 'no-answer', message: 'ended' }]);
    expect(state.failure).toEqual({ kind: 'no-answer', message: 'ended', traceback: '', file: null, line: null });
  });

  it('refuses a report that does not have the shape of one', () => {
    expect(play([start, report({ survivedRps: 'all of them' })])).toMatchObject({
      phase: 'failed',
      report: null,
      failure: { kind: 'bad-report' },
    });
    expect(play([start, begun(0), { type: 'stage-done', runId: 1, index: 0, stage: null }]).failure?.kind).toBe('bad-report');
  });

  it('hears nothing of a run that has ended', () => {
    const stopped = play([start, begun(0), { type: 'stopped' }]);
    expect(play([progress(0, 0.9), done(0), report(STARTER_REPORT)], stopped)).toBe(stopped);
  });
});
