import { describe, expect, it } from 'vitest';
import { diagnose } from '../diagnosis.ts';
import { buildLoop, buildRecording, buildResource, buildRun, FILES, type RecordingChanges } from '../testing/recording-builder.ts';
import { buildTask } from '../testing/task-builder.ts';

/** 1,000 requests of 400 ms each. */
function sharesOf(changes: RecordingChanges) {
  const task = buildTask();
  const entries = diagnose(task, FILES, buildRun(task, buildRecording({ p99Ms: 900, meanMs: 400, ...changes })));
  return Object.fromEntries(entries.map(({ cause, share }) => [cause, share]));
}
const pool = buildResource({ name: 'asyncpg pool', kind: 'pool', servers: 10, utilisation: 1 });
const database = buildResource({ name: 'database', kind: 'database', servers: 64, utilisation: 0.2 });
const wait = (resource: string, queueMs: number, serviceMs: number, line = 12) => ({
  line,
  resource,
  queueNs: queueMs * 1e9,
  serviceNs: serviceMs * 1e9,
  count: 1000,
});

describe('the share of the waiting', () => {
  it('is what requests spend in the queue or being served, of all their time', () => {
    const shares = sharesOf({
      resources: [buildLoop(0.3), pool, database],
      lineWaits: [wait('asyncpg pool', 248, 0), wait('database', 0, 140)],
    });
    expect(shares['pool-exhausted']).toBe(0.62);
    expect(shares['database-slow']).toBe(0.35);
  });

  it('never makes more than the whole, however many things a request waits for at once', () => {
    const lineWaits = [wait('asyncpg pool', 900, 0), wait('database', 0, 700, 14)];
    const shares = sharesOf({ resources: [buildLoop(0.3), pool, database], lineWaits });
    expect(shares['pool-exhausted']).toBe(0.5625);
    expect(shares['database-slow']).toBe(0.4375);
  });

  it('is all that is neither another wait nor CPU for what keeps the loop', () => {
    const loop = buildResource({ name: 'event loop', kind: 'loop', utilisation: 1, totalWaitNs: 200e9 });
    expect(sharesOf({ resources: [loop] })['loop-saturated']).toBe(0.99);
    expect(sharesOf({ resources: [loop, database], lineWaits: [wait('database', 0, 100)] })['loop-saturated']).toBe(0.74);
    const late = { ...loop, totalWaitNs: 360e9 };
    expect(sharesOf({ resources: [late, database], lineWaits: [wait('database', 0, 100)] })['loop-saturated']).toBe(0.7826);
  });

  it('counts what is held for a call once, as the call', () => {
    const lineWaits = [wait('asyncpg pool', 250, 140), wait('database', 0, 140)];
    const shares = sharesOf({ resources: [buildLoop(0.3), pool, database], lineWaits });
    expect(shares['pool-exhausted']).toBe(0.625);
    expect(shares['database-slow']).toBe(0.35);
  });

  it('of a queue is what its items wait, as nobody waits for a place in it', () => {
    const queue = buildResource({ name: 'Queue main.py:21', kind: 'queue', servers: 10, utilisation: 0.98 });
    const answered = { requests: 1000, latencyNs: 400e9, callers: 1000, elsewhereNs: 0, resources: [] };
    const shares = sharesOf({ resources: [buildLoop(0.3), queue], lineWaits: [wait('Queue main.py:21', 300, 0)], answered });
    expect(shares['queue-saturated']).toBe(0.75);
  });

  it('is none of what is no waiting', () => {
    expect(sharesOf({ p99Ms: 80, meanMs: 20, outcomes: { '200': 500, wrong: 500 }, completed: 1000 })['wrong-answers']).toBeNull();
  });
});
