import { describe, expect, it } from 'vitest';
import { REFERENCE_REPORT, STARTER_REPORT } from '../testing/fixture-report.ts';
import { logDomain, logTicks, niceTicks, rowsByStage, rowsOverTime } from './chart-data.ts';

describe('rows of the charts', () => {
  it('leave skipped stages out', () => {
    expect(rowsByStage(STARTER_REPORT).map((row) => row.offered)).toEqual([2000, 5000]);
    expect(rowsByStage(REFERENCE_REPORT)).toHaveLength(6);
  });

  it('put the beginning of the window at zero and rates at fleet scale', () => {
    const stage = STARTER_REPORT.stages[1];
    if (stage === undefined) throw new Error('the fixture has a second stage');
    const rows = rowsOverTime(stage, STARTER_REPORT.scale);
    expect(rows[0]?.second).toBe(-1);
    expect(rows[10]?.second).toBe(0);
    expect(rows.at(-1)?.second).toBeCloseTo(1.9);
    const mean = rows.reduce((sum, row) => sum + row.arrivals, 0) / rows.length;
    expect(mean).toBeCloseTo(5000, -2);
  });

  it('have no latency where nothing was answered', () => {
    const stage = STARTER_REPORT.stages[1];
    if (stage === undefined) throw new Error('the fixture has a second stage');
    const nothing = stage.series.arrivals.map(() => 0);
    const quiet = { ...stage, series: { ...stage.series, completions: nothing, errors: nothing } };
    expect(rowsOverTime(quiet, STARTER_REPORT.scale).every((row) => row.latencyMs === null)).toBe(true);
  });
});

describe('a logarithmic axis', () => {
  it('ends at round values around its own', () => {
    expect(logDomain([1300, 5000])).toEqual([1000, 10_000]);
    expect(logDomain([2000, 102_000])).toEqual([2000, 200_000]);
    expect(logDomain([2000, 100_000])).toEqual([2000, 100_000]);
    expect(logDomain([0, 42])).toEqual([20, 200]);
    expect(logDomain([10, 10])).toEqual([10, 100]);
    expect(logDomain([0])).toEqual([1, 10]);
  });

  it('has a tick at each power, and between them where there are few', () => {
    expect(logTicks([1, 2000])).toEqual([1, 10, 100, 1000]);
    expect(logTicks([2000, 100_000])).toEqual([2000, 5000, 10_000, 20_000, 50_000, 100_000]);
  });
});

describe('a linear axis', () => {
  it('has a few round steps from nothing to beyond the highest value', () => {
    expect(niceTicks(165_000)).toEqual([0, 50_000, 100_000, 150_000, 200_000]);
    expect(niceTicks(34)).toEqual([0, 10, 20, 30, 40]);
    expect(niceTicks(0)).toEqual([0, 1]);
  });
});
