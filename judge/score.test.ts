import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StageRun } from './ladder.ts';
import { describeSkippedStage } from './metrics.ts';
import type { StageReport } from './report.ts';
import { climbShare, scoreRun } from './score.ts';
import { buildLoop, buildRecording, buildRun, type RecordingChanges } from './testing/recording-builder.ts';
import { buildTask } from './testing/task-builder.ts';

const task = buildTask();

/** A climb whose first `survived` stages passed, whatever their figures say; later ones failed, or were skipped. */
function climb(stageChanges: readonly RecordingChanges[], survived: number): { stages: StageReport[]; runs: StageRun[] } {
  const runs = stageChanges.map((changes, index) => {
    const run = buildRun(task, buildRecording(changes), index);
    const offeredRps = task.ladder[index]?.offeredRps ?? 0;
    const goodputRps = (run.report.goodputRps * offeredRps) / run.report.offeredRps;
    return { ...run, report: { ...run.report, offeredRps, goodputRps, passed: index < survived } };
  });
  const stages = task.ladder.map((stage, index) => runs[index]?.report ?? describeSkippedStage(stage));
  return { stages, runs };
}

const scoreOf = (changes: readonly RecordingChanges[], survived: number) => {
  const { stages, runs } = climb(changes, survived);
  return scoreRun(task, stages, runs);
};

const stageFigures = fc.record({
  p99Ms: fc.double({ min: 1, max: 2000, noNaN: true }),
  loopLagMaxMs: fc.double({ min: 0, max: 200, noNaN: true }),
  resources: fc.double({ min: 0.01, max: 1, noNaN: true }).map((utilisation) => [buildLoop(utilisation)]),
  completed: fc.integer({ min: 1, max: 1000 }),
  wrong: fc.integer({ min: 0, max: 100 }),
});
const toChanges = ({ wrong, completed, ...rest }: { wrong: number; completed: number }): RecordingChanges => ({
  ...rest,
  completed,
  outcomes: { '200': Math.max(0, completed - wrong), wrong: Math.min(wrong, completed), timeout: 1000 - completed },
});

describe('score', () => {
  it('surviving one stage more, with the same figures, never lowers any criterion', () => {
    fc.assert(
      fc.property(fc.array(stageFigures, { minLength: 1, maxLength: 6 }), fc.nat(5), (figures, at) => {
        const changes = figures.map(toChanges);
        const survived = Math.min(at, changes.length - 1);
        const before = scoreOf(changes, survived);
        const after = scoreOf(changes, survived + 1);
        for (const [i, criterion] of before.criteria.entries()) expect(after.criteria[i]?.points).toBeGreaterThanOrEqual(criterion.points);
        expect(after.total).toBeGreaterThanOrEqual(before.total);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('is an integer from 0 to 100, with stable criteria that explain themselves in both languages', () => {
    fc.assert(
      fc.property(fc.array(stageFigures, { minLength: 1, maxLength: 6 }), fc.nat(6), (figures, survived) => {
        const { total, criteria } = scoreOf(figures.map(toChanges), Math.min(survived, figures.length));
        expect(Number.isInteger(total)).toBe(true);
        expect(total).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(100);
        expect(criteria.map(({ id, max }) => [id, max])).toEqual([
          ['survival', 60],
          ['latency', 15],
          ['correctness', 15],
          ['efficiency', 10],
        ]);
        for (const { points, max, why } of criteria) {
          expect(points >= 0 && points <= max && Number.isInteger(points)).toBe(true);
          expect(why.en).toMatch(/^[A-Z]/);
          expect(why.zh).toMatch(/[一-鿿]/);
        }
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('gives everything to a run that reaches the goal with room to spare', () => {
    const easy = { p99Ms: 40, resources: [buildLoop(0.4)] };
    expect(scoreOf([easy, easy, easy, easy, easy, easy], 6).total).toBe(100);
  });

  it('gives few points, and says why, to a run that survives nothing', () => {
    const { total, criteria } = scoreOf([{ p99Ms: 900, completed: 400 }], 0);
    expect(total).toBeLessThan(5);
    expect(criteria[0]?.why.en).toContain('No stage of the ladder held. At 2k');
    expect(criteria[2]).toMatchObject({ points: 0, max: 15 });
  });

  it('takes correctness points for wrong answers in any stage, at least one for a single one', () => {
    const wrongOnce = { outcomes: { '200': 999, wrong: 1 } };
    const correctness = (changes: RecordingChanges[]) => scoreOf(changes, 1).criteria[2]?.points;
    expect(correctness([{}, {}])).toBe(15);
    expect(correctness([{}, wrongOnce])).toBe(14);
    expect(correctness([{}, { outcomes: { '200': 950, stale: 50 } }])).toBe(7);
    expect(correctness([{}, { outcomes: { '200': 500, wrong: 500 } }])).toBe(0);
  });

  it('counts each doubling the same on the way to the goal', () => {
    expect(climbShare(0, task)).toBe(0);
    expect(climbShare(100000, task)).toBe(1);
    expect(climbShare(20000, task) - climbShare(10000, task)).toBeCloseTo(climbShare(10000, task) - climbShare(5000, task), 9);
  });

  it('names the invariants that held where no answer is checked by itself', () => {
    const invariants = [
      { id: 'chain', sql: 'SELECT 0' },
      { id: 'devices', sql: 'SELECT 0' },
    ];
    const unchecked = { ...task, expected: [], world: { ...task.world, invariants } };
    const { stages, runs } = climb([{}, {}], 1);
    const off = { id: 'devices', broken: 3, off: 3, successes: 100, share: 0.03 };
    const why = (all: StageRun[]) => scoreRun(unchecked, stages, all).criteria.find(({ id }) => id === 'correctness')?.why.en;
    expect(why(runs)).toBe('The invariants "chain", "devices" held at the end of every stage that ran (2).');
    const broken = runs.map((run, index) => (index === 1 ? { ...run, invariants: [off] } : run));
    expect(why(broken)).toContain('"devices" did not hold at the end of a stage');
  });
});
