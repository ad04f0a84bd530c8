// Workers and database on one machine: a turn of a worker takes one of the database's cores.
import { describe, expect, it } from 'vitest';
import { HOW, SYSCALL } from './guest-port.ts';
import { runStage } from './simulation.ts';
import type { StageRecording } from './stage.ts';
import { answer, type Completion, type Script, ScriptedGuest } from './testing/scripted-guest.ts';
import { smallWorld, stageOptions } from './testing/small-world.ts';
import type { World } from './world/world.ts';

const MS = 1_000_000;

function* query(sql: string, how: number = HOW.ONE): Script {
  const connected: Completion = yield { do: 'call', kind: SYSCALL.DB_CONNECT };
  yield { do: 'call', kind: SYSCALL.DB_QUERY, a: connected.b, b: how, text: `${sql}\u0001[]` };
  yield { do: 'emit', kind: SYSCALL.DB_CLOSE, a: connected.b };
  yield* answer();
}

function* queryThenCompute(): Script {
  yield* query('cost 4');
  yield { do: 'cpu', ns: 4 * MS };
}

function world(database: Partial<World['database']>, workers: Partial<World['workers']> = {}): World {
  return smallWorld({ workers, database: { cores: 1, connectMs: 0, roundTripMs: 0, ...database }, load: { clientTimeoutMs: 600_000 } });
}

function run(handle: (request: { worker: number }) => Script, machine: World, offeredRps: number): StageRecording {
  return runStage(stageOptions(new ScriptedGuest(handle), machine, { offeredRps, seconds: 10, warmupSeconds: 1 }));
}

const throughput = (recording: StageRecording) => (recording.outcomes['200'] ?? 0) / 10;
const used = (recording: StageRecording, name: string) => recording.resources.find((each) => each.name === name)?.utilisation ?? 0;

describe('one machine for workers and database', () => {
  it('4 ms of each on one core are 125 requests a second; on cores of their own, 250', () => {
    const offered = 200;
    const shared = run(queryThenCompute, world({ sharesCores: true }), offered);
    // Both are books of their own, and together they fill the core.
    expect(used(shared, 'database') + used(shared, 'event loop')).toBeGreaterThan(0.99);
    expect(used(shared, 'database') + used(shared, 'event loop')).toBeLessThan(1.01);
    expect(used(shared, 'database') * 250).toBeLessThan(135);
    const apart = run(queryThenCompute, world({}), offered);
    expect(used(apart, 'database') * 250).toBeGreaterThan(190);
  });

  it('a worker that sleeps in the middle of its turn needs no core', () => {
    const blockedOrQuery = ({ worker }: { worker: number }) => (worker === 0 ? block() : query('cost 1'));
    function* block(): Script {
      yield { do: 'block', ns: 5 * MS };
      yield* answer();
    }
    const two = { count: 2, simulated: 2 };
    const shared = run(blockedOrQuery, world({ sharesCores: true }, two), 200);
    const apart = run(blockedOrQuery, world({}, two), 200);
    expect(shared.latencyNs.p50).toBeLessThan(apart.latencyNs.p50 + 0.01 * MS);
    expect(throughput(shared)).toBe(throughput(apart));
  });

  it('repeats itself', () => {
    const once = () => JSON.stringify(run(queryThenCompute, world({ sharesCores: true }), 120));
    expect(once()).toBe(once());
  });
});

describe('what any statement costs', () => {
  it('is core time of the database, for a reset too', () => {
    const plain = run(() => query('cost 0'), world({}), 20);
    const dear = run(() => query('cost 0'), world({ statementUs: 3000 }), 20);
    expect(dear.latencyNs.p50 - plain.latencyNs.p50).toBeCloseTo(3 * MS, -5);
    const reset = run(() => query('', HOW.RESET), world({ statementUs: 3000 }), 20);
    expect(reset.latencyNs.p50 / MS).toBeCloseTo(3, 0);
    expect(used(dear, 'database')).toBeCloseTo(0.06, 1);
  });
});
