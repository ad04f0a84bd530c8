import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT, EVENT_FIELDS, type GuestBatch, SYSCALL } from './guest-port.ts';
import { runStage } from './simulation.ts';
import type { ResourceRecording, StageOptions, StageProgress, StageRecording } from './stage.ts';
import { answer, type Completion, type Script, ScriptedGuest } from './testing/scripted-guest.ts';
import { smallWorld, stageOptions } from './testing/small-world.ts';
import type { World } from './world/world.ts';

function run(
  handle: (request: { token: number; worker: number }) => Script,
  world: World = smallWorld(),
  change: Partial<StageOptions> = {},
): StageRecording {
  return runStage(stageOptions(new ScriptedGuest(handle), world, change));
}

function resource(recording: StageRecording, name: string): ResourceRecording {
  const found = recording.resources.find((each) => each.name === name);
  if (!found) throw new Error(`no resource ${name}`);
  return found;
}

function* cpu(ns: number): Script {
  yield { do: 'cpu', ns };
  yield* answer();
}

function* query(sql: string): Script {
  const connected: Completion = yield { do: 'call', kind: SYSCALL.DB_CONNECT };
  if (connected.a !== 0) {
    yield { do: 'emit', kind: SYSCALL.RESPOND, a: 503, text: connected.text };
    return;
  }
  yield { do: 'call', kind: SYSCALL.DB_QUERY, a: connected.b, text: `${sql}\u0001[]` };
  yield { do: 'emit', kind: SYSCALL.DB_CLOSE, a: connected.b };
  yield* answer();
}

function* get(url = 'http://api.test/x'): Script {
  const connected: Completion = yield { do: 'call', kind: SYSCALL.HTTP_CONNECT, text: 'http://api.test' };
  const response: Completion = yield { do: 'call', kind: SYSCALL.HTTP_REQUEST, a: connected.b, text: `GET ${url}\n\n` };
  yield { do: 'emit', kind: SYSCALL.RESPOND, a: response.a, text: response.text };
}

describe('progress', () => {
  it('tells the figures so far, and telling them changes nothing', () => {
    const program = () => query('cost 300');
    const seen: StageProgress[] = [];
    const watched = run(program, smallWorld(), { onProgress: (progress) => seen.push(progress) });
    expect(JSON.stringify(watched)).toBe(JSON.stringify(run(program)));
    expect(seen[0]?.resources).toEqual([]);
    const last = seen.findLast(({ resources }) => resources.length > 0);
    expect(last?.resources.map(({ name }) => name)).toEqual(watched.resources.map(({ name }) => name));
    for (const { name, utilisation } of last?.resources ?? []) {
      expect(Math.abs(utilisation - resource(watched, name).utilisation)).toBeLessThan(0.02);
    }
  });
});

function* refuse(): Script {
  yield { do: 'emit', kind: SYSCALL.RESPOND, a: 503, text: '' };
}

describe('latency', () => {
  it('is that of 2xx answers: errors that come fast make no service fast', () => {
    let asked = 0;
    const recording = run(function* () {
      asked += 1;
      if (asked % 4 !== 0) return yield* refuse();
      yield { do: 'sleep', ns: 50_000_000 };
      yield* answer();
    });
    expect(Object.keys(recording.outcomes)).toEqual(['200', '503']);
    expect(recording.latencyNs.p50).toBeGreaterThan(50_000_000);
    expect(run(refuse).latencyNs.p50).toBeGreaterThan(0);
  });
});

describe('a worker is a single server', () => {
  it('queues like M/D/1, and a little longer: answers of one loop pass leave together at its end', () => {
    const recording = run(() => cpu(8_000_000), smallWorld(), { seconds: 60 });
    // Pollaczek-Khinchine at utilisation 0.8: mean wait 2 services, 24 ms in all.
    expect(resource(recording, 'event loop').utilisation).toBeCloseTo(0.8, 1);
    expect(recording.latencyNs.mean / 24e6).toBeGreaterThan(0.9);
    expect(recording.latencyNs.mean / 24e6).toBeLessThan(1.6);
    expect(recording.loopLagNs.max).toBeGreaterThan(8e6);
  });

  it('blocking blocks it like CPU', () => {
    const busy = run(() => cpu(5_000_000));
    const blocked = run(function* () {
      yield { do: 'block', ns: 5_000_000 };
      yield* answer();
    });
    expect(blocked.latencyNs.p99).toBe(busy.latencyNs.p99);
  });

  it('sleeping does not', () => {
    const recording = run(function* () {
      yield { do: 'sleep', ns: 50_000_000 };
      yield* answer();
    });
    expect(recording.latencyNs.p99).toBeLessThan(51_000_000);
    expect(resource(recording, 'event loop').utilisation).toBeLessThan(0.01);
  });

  it('saturates: throughput is what one CPU can do', () => {
    const patient = smallWorld({ load: { clientTimeoutMs: 600_000 } });
    const recording = run(() => cpu(20_000_000), patient, { seconds: 60, warmupSeconds: 0 });
    expect(recording.throughputRps).toBeGreaterThan(25);
    expect(recording.throughputRps).toBeLessThanOrEqual(50.5);
    expect(run(() => cpu(20_000_000)).outcomes.timeout).toBeGreaterThan(0);
  });

  it('has no more requests open than its clients have connections; the others wait there, and their latency counts', () => {
    const sleep = function* () {
      yield { do: 'sleep' as const, ns: 100_000_000 };
      yield* answer();
    };
    // 100 arrivals a second of 100 ms each: five connections answer half of them.
    const few = run(sleep, smallWorld({ load: { connections: 5, clientTimeoutMs: 600_000 } }), {
      offeredRps: 100,
      seconds: 10,
      warmupSeconds: 0,
    });
    expect(few.throughputRps).toBeGreaterThan(45);
    expect(few.throughputRps).toBeLessThanOrEqual(50);
    expect(few.latencyNs.p99).toBeGreaterThan(4_000_000_000);
    // First come, first served: whoever is sent has waited nearly as long as anybody is ready to.
    const impatient = run(sleep, smallWorld({ load: { connections: 5, clientTimeoutMs: 1000 } }), {
      offeredRps: 100,
      seconds: 10,
      warmupSeconds: 0,
    });
    expect(impatient.outcomes.timeout).toBeGreaterThan(300);
    expect(impatient.outcomes['200']).toBeLessThan(250);
    const many = run(sleep, smallWorld({ load: { connections: 100 } }), { offeredRps: 100, seconds: 10 });
    const all = run(sleep, smallWorld(), { offeredRps: 100, seconds: 10 });
    expect(many.hash).toBe(all.hash);
  });
});

describe('the database', () => {
  it('a statement costs a round trip and its plan; connecting costs three round trips and core time', () => {
    const recording = run(() => query('cost 4'));
    // Connect 3 + 5 ms, statement 1 + 4 ms.
    expect(recording.latencyNs.p50 / 1e6).toBeCloseTo(13, 0);
  });

  it('cores are a station: statements queue and the queue is told', () => {
    const recording = run(() => query('cost 30'), smallWorld(), { offeredRps: 200, seconds: 4 });
    const database = resource(recording, 'database');
    expect(database.utilisation).toBeGreaterThan(0.99);
    expect(database.maxQueue).toBeGreaterThan(10);
    // Four cores, 35 ms of core time a request.
    expect(recording.throughputRps).toBeLessThan(4 / 0.035 + 5);
  });

  it('pg_sleep holds the connection but no core', () => {
    const recording = run(() => query('cost 0 sleep 100'), smallWorld({ database: { connectMs: 0 } }));
    expect(recording.latencyNs.p50 / 1e6).toBeCloseTo(104.6, 0);
    expect(resource(recording, 'database').utilisation).toBeLessThan(0.01);
  });

  it('refuses connections beyond max_connections with 53300', () => {
    const recording = run(() => query('cost 0 sleep 500'), smallWorld({ database: { maxConnections: 10 } }));
    expect(recording.outcomes['503']).toBeGreaterThan(0);
    expect(resource(recording, 'connections').errors).toBeGreaterThan(0);
  });
});

describe('a result with a name', () => {
  it('brings its text in the first turn that a guest takes for it, although an earlier one waits for a busy worker', () => {
    const seen = new Set<number>();
    let without = 0;
    class Watching extends ScriptedGuest {
      override turn(batch: GuestBatch) {
        for (const [index, text] of batch.texts.entries()) {
          if (batch.events[index * EVENT_FIELDS] !== EVENT.RESULT) continue;
          const id = batch.events[index * EVENT_FIELDS + 3] as number;
          if (text === '') {
            without++;
            expect(seen).toContain(id);
          }
          seen.add(id);
        }
        return super.turn(batch);
      }
    }
    const guest = new Watching(function* ({ token, worker }) {
      const { b } = (yield { do: 'call', kind: SYSCALL.DB_CONNECT }) as Completion;
      yield { do: 'call', kind: SYSCALL.DB_QUERY, a: b, text: `cost 1 named ${1 + Math.floor(token / 4)}\u0001[]` };
      yield { do: 'emit', kind: SYSCALL.DB_CLOSE, a: b };
      // One worker is far behind: what is meant for it arrives long before its turn.
      yield { do: 'cpu', ns: worker === 0 ? 15_000_000 : 1_000 };
      yield* answer();
    });
    runStage(stageOptions(guest, smallWorld({ workers: { count: 2, simulated: 2 } })));
    expect(seen.size).toBeGreaterThan(10);
    expect(without).toBeGreaterThan(10);
  });
});

describe('an HTTP service', () => {
  const service = smallWorld().services[0] as World['services'][number];

  it('costs connection set-up, a round trip and its latency', () => {
    expect(run(() => get()).latencyNs.p50 / 1e6).toBeCloseTo(14, 0);
  });

  it('answers 429 beyond its rate', () => {
    const recording = run(() => get(), smallWorld({ services: [{ ...service, rateLimitPerSecond: 50 }] }), { seconds: 10 });
    expect(recording.outcomes['429']).toBeGreaterThan(0);
    expect(recording.throughputRps).toBeGreaterThan(45);
    expect(recording.throughputRps).toBeLessThan(55);
  });

  it('queues beyond its concurrency', () => {
    const recording = run(() => get(), smallWorld({ services: [{ ...service, concurrency: 1, latency: { fixedMs: 20 } }] }), {
      seconds: 4,
    });
    expect(recording.throughputRps).toBeLessThanOrEqual(51);
    expect(resource(recording, 'api.test').utilisation).toBeGreaterThan(0.98);
  });

  it('fails at its rate', () => {
    const recording = run(() => get(), smallWorld({ services: [{ ...service, failures: { rate: 0.3, status: 500 } }] }), { seconds: 20 });
    expect((recording.outcomes['500'] ?? 0) / recording.arrivals).toBeCloseTo(0.3, 1);
  });

  it('an unknown origin is refused by name', () => {
    const recording = run(function* () {
      const connected: Completion = yield { do: 'call', kind: SYSCALL.HTTP_CONNECT, text: 'http://other.test' };
      yield { do: 'emit', kind: SYSCALL.LOG, a: 3, text: connected.text };
      yield* answer();
    });
    expect(recording.console[0]?.text).toContain('http://api.test');
  });
});

describe('faults and limits', () => {
  it('requests that nobody answers are a deadlock with the place where they stand', () => {
    const recording = run(function* () {
      yield { do: 'emit', kind: SYSCALL.ACCEPT };
      yield { do: 'forever' };
    });
    expect(recording.fault?.verdict).toBe('deadlock');
    expect(recording.stuck[0]).toMatchObject({ line: 1, awaits: 'forever' });
  });

  it('a start-up that fails or never ends is told', () => {
    const guest = new ScriptedGuest(
      () => answer(),
      function* () {
        yield { do: 'emit', kind: SYSCALL.STARTED, a: 1, text: 'KeyError: DSN' };
      },
    );
    expect(runStage(stageOptions(guest, smallWorld())).fault).toMatchObject({ verdict: 'startup-failed', message: 'KeyError: DSN' });
    const silent = new ScriptedGuest(
      () => answer(),
      function* () {
        yield { do: 'forever' };
      },
    );
    expect(runStage(stageOptions(silent, smallWorld())).fault?.verdict).toBe('startup-failed');
  });

  it('a guest that answers twice or sends nonsense is a fault, not a crash', () => {
    const twice = run(function* () {
      yield* answer();
      yield* answer();
    });
    expect(twice.fault?.verdict).toBe('guest-crashed');
    const nonsense = run(function* () {
      yield { do: 'emit', kind: 77 };
    });
    expect(nonsense.fault?.verdict).toBe('guest-crashed');
    const negative = run(function* () {
      yield { do: 'emit', kind: SYSCALL.LOG, a: -1 };
    });
    expect(negative.fault?.verdict).toBe('guest-crashed');
  });
});

describe('determinism and scale', () => {
  it('same seed, same hash; another seed, another one', () => {
    const hash = (seed: number) => run(() => query('cost 3'), smallWorld(), { seed }).hash;
    expect(hash(1)).toBe(hash(1));
    expect(hash(1)).not.toBe(hash(2));
  });

  it('a wrong answer changes the hash', () => {
    expect(run(() => answer('a')).hash).not.toBe(run(() => answer('b')).hash);
  });

  it('2 of 32 workers and 32 of 32 tell the same throughput', () => {
    const rate = (simulated: number) =>
      run(() => query('cost 2'), smallWorld({ workers: { count: 32, simulated }, database: { cores: 32, maxConnections: 3200 } }), {
        offeredRps: 1600,
      }).throughputRps;
    expect(rate(2) / rate(32)).toBeGreaterThan(0.9);
    expect(rate(2) / rate(32)).toBeLessThan(1.1);
  });
});

describe('conservation and Little', () => {
  const worlds = fc.record({
    cores: fc.integer({ min: 1, max: 8 }),
    maxConnections: fc.integer({ min: 1, max: 60 }),
    cost: fc.integer({ min: 0, max: 40 }),
    rps: fc.integer({ min: 10, max: 300 }),
    cpuUs: fc.integer({ min: 0, max: 4000 }),
    seed: fc.integer({ min: 0, max: 1000 }),
  });

  it('every arrival of the window has exactly one outcome', () => {
    fc.assert(
      fc.property(worlds, ({ cores, maxConnections, cost, rps, cpuUs, seed }) => {
        const recording = run(
          function* () {
            yield { do: 'cpu', ns: cpuUs * 1000 };
            yield* query(`cost ${cost}`);
          },
          smallWorld({ database: { cores, maxConnections } }),
          { offeredRps: rps, seconds: 1, seed },
        );
        const outcomes = Object.values(recording.outcomes).reduce((sum, count) => sum + count, 0);
        expect(outcomes).toBe(recording.arrivals);
        for (const each of recording.resources) {
          expect(each.utilisation).toBeGreaterThanOrEqual(0);
          expect(each.utilisation).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it("Little's law: mean open requests = arrival rate x mean latency", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 5, max: 80 }),
        fc.integer({ min: 0, max: 1000 }),
        (rps, sleepMs, seed) => {
          const recording = run(
            function* () {
              yield { do: 'sleep', ns: sleepMs * 1e6 };
              yield* answer();
            },
            smallWorld(),
            { offeredRps: rps, seconds: 20, warmupSeconds: 1, seed },
          );
          const open = recording.series.open.slice(10);
          const meanOpen = open.reduce((sum, value) => sum + value, 0) / open.length;
          const expected = (recording.arrivals / 20) * (recording.latencyNs.mean / 1e9);
          expect(Math.abs(meanOpen - expected)).toBeLessThan(0.5 + 0.2 * expected);
        },
      ),
      { numRuns: 15, seed: 1 },
    );
  });
});
