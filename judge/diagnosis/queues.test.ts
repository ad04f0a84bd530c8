import { describe, expect, it } from 'vitest';
import { diagnose } from '../diagnosis.ts';
import { buildLoop, buildRecording, buildResource, buildRun, FILES, type RecordingChanges } from '../testing/recording-builder.ts';
import { buildTask } from '../testing/task-builder.ts';

const MS = 1e6;
const NAME = 'Queue jobs (main.py:5)';
const waitMs = (queueMs: number) => [{ line: 12, resource: NAME, queueNs: queueMs * MS * 1000, serviceNs: 0, count: 1000 }];
const jobs = (utilisation: number) => buildResource({ name: NAME, kind: 'queue', servers: 4, utilisation });

function diagnoseStage(changes: RecordingChanges) {
  const task = buildTask();
  return diagnose(task, FILES, buildRun(task, buildRecording({ p99Ms: 3000, ...changes })));
}

describe('a queue of the program', () => {
  it('is named when its few tasks are the limit, before the refusals that come of it', () => {
    const outcomes = { '200': 700, '503': 300 };
    const entries = diagnoseStage({ resources: [buildLoop(0.1), jobs(1)], lineWaits: waitMs(900), outcomes });
    expect(entries.map((entry) => entry.cause).slice(0, 2)).toEqual(['queue-saturated', 'load-shed']);
    expect(entries[0]).toMatchObject({ line: 12, resource: NAME, evidence: { servers: 4, utilisation: 1, refusedShare: 0.3 } });
    expect(entries[0]?.text.en).toContain('is served by 4 tasks, each busy 100 % of the time');
    expect(entries[0]?.text.en).toContain('Start more tasks');
    expect(entries[0]?.text.zh).toContain('由 4 个任务处理');
  });

  it('comes after what its tasks themselves wait for', () => {
    const pool = buildResource({ name: 'asyncpg pool', kind: 'pool', servers: 2, utilisation: 1 });
    const lineWaits = [...waitMs(900), { line: 9, resource: 'asyncpg pool', queueNs: 400 * MS * 1000, serviceNs: 0, count: 1000 }];
    const entries = diagnoseStage({ resources: [buildLoop(0.1), jobs(1), pool], lineWaits });
    expect(entries.map((entry) => entry.cause).slice(0, 2)).toEqual(['pool-exhausted', 'queue-saturated']);
    expect(entries[1]?.text.en).toContain('More tasks would not help, as asyncpg pool is 100 % busy too');
  });

  it('is no cause when its tasks have time left, or nobody waits', () => {
    for (const changes of [
      { resources: [buildLoop(0.1), jobs(0.5)], lineWaits: waitMs(900) },
      { resources: [buildLoop(0.1), jobs(1)], lineWaits: waitMs(1) },
    ]) {
      expect(diagnoseStage(changes).map((entry) => entry.cause)).not.toContain('queue-saturated');
    }
  });
});
