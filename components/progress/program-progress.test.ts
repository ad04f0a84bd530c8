import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../home/catalogue-entry.ts';
import { REFERENCE_REPORT, STARTER_REPORT } from '../results/testing/fixture-report.ts';
import { type Run, recordRun } from '../runs/run-record.ts';
import { latencyBins, progressByProgram, rungBins, scoreBins } from './program-progress.ts';

const ladderRps = [2000, 5000, 10000, 20000, 50000, 100000];
const entry = (slug: string): CatalogueEntry => ({
  slug,
  title: slug,
  level: 'easy',
  minutes: 10,
  prerequisites: [],
  goalRps: 100_000,
  ladderRps,
});
const files = { 'main.py': '' };
const starter = (atMs: number, changes: Partial<Run> = {}): Run => ({
  ...recordRun(STARTER_REPORT, { id: `s${atMs}`, atMs, files }),
  ...changes,
});
const reference = (atMs: number): Run => recordRun(REFERENCE_REPORT, { id: `r${atMs}`, atMs, files });

function only(runs: readonly Run[]) {
  const [program] = progressByProgram(runs, [entry('n-plus-one')]);
  if (!program) throw new Error('no progress');
  return program;
}

describe('progress', () => {
  it('is told for each language of each challenge of the catalogue, the one that was run last first', () => {
    const runs = [
      starter(1),
      starter(2, { language: 'typescript' }),
      reference(3),
      starter(4, { challenge: 'hot-row' }),
      starter(5, { challenge: 'gone' }),
    ];
    const progress = progressByProgram(runs, [entry('n-plus-one'), entry('hot-row')]);
    expect(progress.map(({ challenge, language, runs, held }) => [challenge, language, runs.length, held])).toEqual([
      ['hot-row', 'python', 1, 1],
      ['n-plus-one', 'python', 2, 6],
      ['n-plus-one', 'typescript', 1, 1],
    ]);
  });

  it('counts the stages at which the runs ended, and knows the best and the last run', () => {
    const program = only([starter(1, { survivedRps: 0 }), reference(2), starter(3)]);
    const bins = rungBins(program, ladderRps);
    expect(bins.map(({ to, count }) => [to, count])).toEqual([
      [0, 1],
      [2000, 1],
      [5000, 0],
      [10000, 0],
      [20000, 0],
      [50000, 0],
      [100000, 1],
    ]);
    expect(bins.findIndex((bin) => bin.hasBest)).toBe(6);
    expect(bins.findIndex((bin) => bin.hasLast)).toBe(1);
  });

  it('counts scores in tens, with 100 in the last ten', () => {
    const program = only([starter(1, { score: 0 }), starter(2, { score: 9 }), starter(3, { score: 10 }), starter(4, { score: 100 })]);
    expect(scoreBins(program).map(({ count }) => count)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('compares the p99 against its limit, at the highest stage that was held and that half of the runs came to', () => {
    const { atRps, bins, notThere } = latencyBins(only([starter(1), reference(2)]), ladderRps, 250);
    expect([atRps, notThere]).toEqual([100_000, 1]);
    expect(bins.map(({ to, count }) => [to, count])).toEqual([
      [62.5, 0],
      [125, 0],
      [250, 1],
      [500, 0],
      [1000, 0],
      [Number.POSITIVE_INFINITY, 0],
    ]);
    expect(latencyBins(only([starter(1), starter(2), reference(3)]), ladderRps, 250)).toMatchObject({ atRps: 5000, notThere: 0 });
    expect(latencyBins(only([starter(1, { survivedRps: 0 })]), ladderRps, 250).atRps).toBe(2000);
  });
});
