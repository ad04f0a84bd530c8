import { describe, expect, it } from 'vitest';
import type { LineWait } from '#engine/stage.ts';
import { diagnose } from '../diagnosis.ts';
import type { InvariantResult } from '../invariants.ts';
import { buildLoop, buildRecording, buildResource, buildRun, FILES, type RecordingChanges } from '../testing/recording-builder.ts';
import { buildTask } from '../testing/task-builder.ts';

const MS = 1e6;
/** Waiting per request, ms. */
const waitAt = (line: number, resource: string, queueMs: number): LineWait => ({
  line,
  resource,
  queueNs: queueMs * MS * 1000,
  serviceNs: 0,
  count: 1000,
});
const NO_LOCKS = buildRecording({}).locks;
const HOT = { table: 'items', row: '1', kind: 'row', waits: 900, waitNs: 90_000 * MS } as const;

function diagnoseStage(changes: RecordingChanges, invariants: readonly InvariantResult[] = []) {
  const task = buildTask();
  return diagnose(task, FILES, buildRun(task, buildRecording({ p99Ms: 3000, ...changes }), 0, invariants));
}

describe('a lock that each request makes for itself', () => {
  it('is told from one that all wait for', () => {
    const lock = buildResource({ name: 'Lock main.py:30', kind: 'lock', utilisation: 0.002 });
    const [entry] = diagnoseStage({ resources: [buildLoop(0.1), lock], lineWaits: [waitAt(33, 'Lock main.py:30', 400)] });
    expect(entry).toMatchObject({ cause: 'lock-contention', line: 33 });
    expect(entry?.text.en).toContain('a lock that a request makes for itself');
    expect(entry?.text.zh).toContain('请求为自己创建的锁');
  });
});

describe('locks of the database', () => {
  it('names the hot row before the pool that is full because of it', () => {
    const rows = buildResource({ name: 'row locks', kind: 'rows', servers: 1, utilisation: 1 });
    const pool = buildResource({ name: 'asyncpg pool', kind: 'pool', servers: 20, utilisation: 1 });
    const lineWaits = [waitAt(12, 'row locks', 100), waitAt(9, 'asyncpg pool', 400)];
    const locks = { ...NO_LOCKS, waits: 900, totalWaitNs: 60_000 * MS, hottest: [HOT] };
    const entries = diagnoseStage({ resources: [buildLoop(0.1), rows, pool], lineWaits, locks });
    expect(entries.slice(0, 2).map((entry) => entry.cause)).toEqual(['hot-row', 'pool-exhausted']);
    expect(entries[0]).toMatchObject({ line: 12, evidence: { table: 'items', row: '1' } });
    expect(entries[0]?.text.en).toContain('row 1 of items');
    expect(entries[0]?.text.zh).toContain('表 items 的行 1');
  });

  it('names deadlocks and what to do about them', () => {
    const entries = diagnoseStage({ locks: { ...NO_LOCKS, deadlocks: 7 } });
    expect(entries[0]).toMatchObject({ cause: 'transaction-deadlock', evidence: { deadlocks: 7 } });
    expect(entries[0]?.text.en).toContain('sort the ids');
  });

  it('names the line of NOWAIT and of serialization failures, first where that is what requests fail of', () => {
    const refused = diagnoseStage({
      p99Ms: 20,
      outcomes: { '200': 700, '409': 300 },
      locks: { ...NO_LOCKS, notAvailable: 300, notAvailableLine: 14 },
    });
    expect(refused[0]).toMatchObject({ cause: 'lock-not-available', line: 14, evidence: { count: 300, failedShare: 0.3 } });
    const failed = diagnoseStage({
      p99Ms: 20,
      outcomes: { '200': 700, '500': 300 },
      locks: { ...NO_LOCKS, serializationFailures: 300, serializationLine: 16 },
    });
    expect(failed[0]).toMatchObject({ cause: 'serialization-failures', line: 16 });
  });

  it('counts cancelled statements and transactions that must be tried again', () => {
    const entries = diagnoseStage({ locks: { ...NO_LOCKS, statementTimeouts: 4, lockTimeouts: 2, serializationFailures: 9 } });
    expect(entries.find((entry) => entry.cause === 'statement-timeouts')).toMatchObject({ evidence: { count: 6 } });
    expect(entries.find((entry) => entry.cause === 'serialization-failures')).toMatchObject({ evidence: { count: 9 } });
  });

  it('puts lost updates first: speed without correctness is worth nothing', () => {
    const entries = diagnoseStage({}, [{ id: 'stock', broken: 135, off: -136, successes: 397, share: 0.34 }]);
    expect(entries[0]).toMatchObject({ cause: 'lost-updates', evidence: { invariant: 'stock', broken: 135, share: 0.34 } });
    expect(entries[0]?.text.en).toContain('gives -136 and not 0 after 397 successful requests, of which 1 may be on their way');
  });

  it('tells writes of requests that failed from lost updates', () => {
    const entries = diagnoseStage({}, [{ id: 'stock', broken: 76, off: 76, successes: 476, share: 0.16 }]);
    expect(entries[0]).toMatchObject({ cause: 'unreported-writes', evidence: { broken: 76 } });
    expect(entries[0]?.text.en).toContain('More has changed than clients were told');
  });

  it('an invariant that holds is no finding', () => {
    const entries = diagnoseStage({}, [{ id: 'stock', broken: 0, off: -1, successes: 397, share: 0 }]);
    expect(entries.some((entry) => entry.cause === 'lost-updates')).toBe(false);
  });
});
