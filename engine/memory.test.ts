import { describe, expect, it } from 'vitest';
import { SYSCALL } from './guest-port.ts';
import { runStage } from './simulation.ts';
import { answer, type Completion, type Script, ScriptedGuest } from './testing/scripted-guest.ts';
import { smallWorld, stageOptions } from './testing/small-world.ts';

const LIMIT_MB = 100;

/** One worker at 100 requests/s for 2.5 s; its successor begins to start after half a second. */
function run(handle: () => Script, startUp?: () => Script) {
  const world = smallWorld({ database: { maxConnections: 1 } });
  const workers = { ...world.workers, memoryMb: LIMIT_MB, restartMs: 500 };
  return runStage(stageOptions(new ScriptedGuest(handle, startUp), { ...world, workers }));
}

/** A program that keeps a megabyte more with each request until it has been killed once. */
function leak(bytesEach: number): () => Script {
  let kept = 0;
  return function* () {
    kept += bytesEach;
    const bytes = kept;
    if (kept > LIMIT_MB * 1e6) kept = Number.NEGATIVE_INFINITY;
    yield {
      do: 'emit',
      kind: SYSCALL.MEMORY,
      a: Math.max(0, bytes),
      text: JSON.stringify({ name: 'cache', bytes: bytes / 2, line: 12 }),
    };
    yield* answer();
  };
}

describe('memory of a worker', () => {
  it('below the limit nothing happens', () => {
    const { restarts, memory } = run(leak(1));
    expect(restarts).toEqual([]);
    expect(memory.limitBytes).toBe(LIMIT_MB * 1e6);
  });

  it('beyond it the worker is killed; what arrives before its successor has started is answered with 502', () => {
    const { restarts, outcomes, arrivals, memory } = run(leak(1e6));
    expect(restarts).toHaveLength(1);
    expect(restarts[0]).toMatchObject({ worker: 0, memoryBytes: 101e6, holder: { name: 'cache', line: 12 } });
    expect(Math.max(...memory.series)).toBeLessThanOrEqual(101e6);
    expect(memory.series.some((bytes, index) => index > 10 && bytes === 0)).toBe(true);
    // Half a second of 100 requests/s.
    expect(outcomes['502']).toBeGreaterThan(30);
    expect(outcomes['502']).toBeLessThan(70);
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(arrivals);
  });

  it('its database connections are closed, and open operations reach nobody', () => {
    const leaking = leak(2e6);
    const { restarts, outcomes, fault } = run(function* () {
      const connected: Completion = yield { do: 'call', kind: SYSCALL.DB_CONNECT };
      yield* leaking();
      // Kept open: only a kill closes it, and then one more request gets the only connection.
      if (connected.a === 0) yield { do: 'call', kind: SYSCALL.DB_QUERY, a: connected.b, text: 'cost 1\u0001[]' };
    });
    expect(fault).toBeNull();
    expect(restarts).toHaveLength(1);
    expect(outcomes['200']).toBeGreaterThan(50);
  });

  it('at start-up, before load begins, it ends the stage with a verdict', () => {
    const { fault } = run(answer, function* () {
      yield { do: 'emit', kind: SYSCALL.MEMORY, a: 2e8, text: JSON.stringify({ name: 'index', bytes: 2e8, line: 3 }) };
      yield { do: 'emit', kind: SYSCALL.STARTED, a: 0 };
    });
    expect(fault).toEqual({ verdict: 'memory', message: '200 MB at start-up, more than the 100 MB of a worker', line: 3 });
  });
});
