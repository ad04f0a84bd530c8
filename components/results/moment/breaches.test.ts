import { describe, expect, it } from 'vitest';
import type { StageReport, TraceReport } from '#judge/report.ts';
import { STARTER_REPORT } from '../testing/fixture-report.ts';
import { type BreachSource, findBreaches } from './breaches.ts';

/** One second after half a second of warm-up, all promises broken, nothing to be seen of it. */
function stageOf(series: Partial<StageReport['series']>, passed: readonly string[] = []): StageReport {
  const stage = STARTER_REPORT.stages[1];
  if (stage === undefined) throw new Error('the fixture has a second stage');
  const always = (value: number) => new Array<number>(15).fill(value);
  return {
    ...stage,
    seconds: 1,
    warmupSeconds: 0.5,
    slo: [
      { id: 'p99', limit: 250, value: 900, passed: passed.includes('p99') },
      { id: 'error-rate', limit: 0.01, value: 0.2, passed: passed.includes('error-rate') },
      { id: 'wrong-rate', limit: 0, value: 0.5, passed: false },
      { id: 'keeps-up', limit: 0.05, value: 0.3, passed: passed.includes('keeps-up') },
    ],
    series: {
      arrivals: always(100),
      completions: always(100),
      errors: always(0),
      latencyMs: always(20),
      open: always(4),
      memoryMb: [],
      ...series,
    },
  };
}

const from = (bucket: number, value: number, before: number) => Array.from({ length: 15 }, (_, at) => (at >= bucket ? value : before));
const breachesOf = (stage: StageReport, more: Partial<BreachSource> = {}) => findBreaches({ stage, traces: [], loop: undefined, ...more });

describe('the moment when a promise broke', () => {
  it('is the first 100 ms in which the mean latency is over the limit of the p99', () => {
    expect(breachesOf(stageOf({ latencyMs: from(8, 400, 20) }))).toEqual([
      { kind: 'mean', rule: 'p99', atMs: 300, value: 400, limit: 250 },
    ]);
  });

  it('does not lie in the warm-up, which is not counted', () => {
    expect(breachesOf(stageOf({ latencyMs: from(2, 400, 20) }))[0]?.atMs).toBe(0);
  });

  it('is that of the first late request among the sampled ones where the mean stays below', () => {
    const trace = { startMs: 740, latencyMs: 600 } as TraceReport;
    const traces = [{ ...trace, startMs: 900 }, trace, { ...trace, startMs: 600, latencyMs: 90 }];
    const loop = { windowStartMs: 500 };
    expect(breachesOf(stageOf({}), { traces, loop })).toEqual([{ kind: 'request', rule: 'p99', atMs: 490, value: 600, limit: 250 }]);
  });

  it('is the first 100 ms with too many errors among its answers', () => {
    const [breach] = breachesOf(stageOf({ errors: from(10, 25, 1), completions: from(0, 100, 0) }));
    expect(breach).toMatchObject({ kind: 'errors', atMs: 500, value: 0.2 });
    // One among a hundred is what the limit allows.
    expect(breachesOf(stageOf({ errors: from(0, 1, 0) }))).toEqual([]);
  });

  it('is when the open requests have grown by too large a share of all arrivals', () => {
    const open = Array.from({ length: 15 }, (_, at) => 20 + Math.max(0, at - 6) * 40);
    const [breach] = breachesOf(stageOf({ open }));
    expect(breach).toMatchObject({ kind: 'backlog', rule: 'keeps-up', atMs: 300 });
    expect(breach?.value).toBeGreaterThan(0.05);
  });

  it('comes for each promise that broke, the first one first', () => {
    const stage = stageOf({ latencyMs: from(12, 400, 20), errors: from(7, 50, 0) });
    expect(breachesOf(stage).map(({ kind }) => kind)).toEqual(['errors', 'mean']);
  });

  it('does not exist where the promise was kept, however slow one 100 ms was', () => {
    const stage = stageOf({ latencyMs: from(8, 400, 20), errors: from(8, 50, 0) }, ['p99', 'error-rate']);
    expect(breachesOf(stage)).toEqual([]);
  });

  it('does not exist in a stage that was skipped', () => {
    const skipped = STARTER_REPORT.stages.find((stage) => stage.skipped);
    if (skipped === undefined) throw new Error('the fixture skips stages');
    expect(breachesOf(skipped)).toEqual([]);
  });
});
