import { describe, expect, it } from 'vitest';
import { diagnose } from '../diagnosis.ts';
import { buildLoop, buildRecording, buildResource, buildRun, FILES } from '../testing/recording-builder.ts';
import { buildTask } from '../testing/task-builder.ts';

function causesWith(gilShare: number, loopBusy: number): string[] {
  const task = buildTask();
  const gil = buildResource({ name: 'GIL', kind: 'gil', servers: 1, utilisation: gilShare });
  const recording = buildRecording({ p99Ms: 3000, resources: [buildLoop(loopBusy), gil] });
  return diagnose(task, FILES, buildRun(task, recording)).map((entry) => entry.cause);
}

describe('functions that compute in threads', () => {
  it('are the reason when they use up the workers, before the loop that is full because of them', () => {
    expect(causesWith(0.9, 0.99).slice(0, 2)).toEqual(['gil-bound', 'loop-saturated']);
  });

  it('are not the reason when the loop is full of its own work, or when nothing is full', () => {
    expect(causesWith(0.1, 0.99)).not.toContain('gil-bound');
    expect(causesWith(0.5, 0.5)).not.toContain('gil-bound');
  });
});
