import { describe, expect, it } from 'vitest';
import { climbLadder, decidingStageOf, survivedRpsOf } from './ladder.ts';
import { buildRecording, FILES, type RecordingChanges } from './testing/recording-builder.ts';
import { buildTask } from './testing/task-builder.ts';

const good: RecordingChanges = {};
const mild: RecordingChanges = { p99Ms: 260 };
const collapsed: RecordingChanges = { p99Ms: 2000, completed: 300 };

function climbWith(stages: readonly RecordingChanges[], runEveryStage = false) {
  const task = buildTask({ runEveryStage });
  const done: number[] = [];
  const climb = climbLadder(
    task,
    () => FILES,
    (stage, index) => ({
      recording: { ...buildRecording(stages[index] ?? good), offeredRps: stage.offeredRps / 100 },
      wrongExample: null,
      invariants: [],
    }),
    (index) => done.push(index),
  );
  return { ...climb, done };
}

describe('climbing the ladder', () => {
  it('runs every stage while all hold, and the last one decides', () => {
    const { stages, done } = climbWith([]);
    expect(done).toEqual([0, 1, 2, 3, 4, 5]);
    expect(stages.every((stage) => stage.passed && !stage.skipped)).toBe(true);
    expect(survivedRpsOf(stages)).toBe(1000);
    expect(decidingStageOf(stages)).toBe(5);
  });

  it('skips what comes after a collapse and shows it with zeros', () => {
    const { stages, runs, done } = climbWith([good, good, collapsed]);
    expect(done).toEqual([0, 1, 2]);
    expect(runs).toHaveLength(3);
    expect(stages.map((stage) => stage.skipped)).toEqual([false, false, false, true, true, true]);
    expect(stages[4]).toMatchObject({ offeredRps: 50000, completed: 0, passed: false, slo: [] });
    expect(survivedRpsOf(stages)).toBe(50);
    expect(decidingStageOf(stages)).toBe(2);
  });

  it('goes on for one stage after a mild failure, and survived counts only up to the first failure', () => {
    expect(climbWith([good, mild, good, good, good, good]).done).toEqual([0, 1, 2, 3, 4, 5]);
    const { stages, done } = climbWith([good, mild, good, mild, good, good]);
    expect(done).toEqual([0, 1, 2, 3]);
    expect(survivedRpsOf(stages)).toBe(20);
    expect(decidingStageOf(stages)).toBe(1);
  });

  it('ends with a fault, unless every stage was asked for', () => {
    const fault = { ...good, fault: { verdict: 'endless-loop', message: 'x', line: 3 } };
    expect(climbWith([fault]).done).toEqual([0]);
    expect(climbWith([fault, collapsed, mild], true).done).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
