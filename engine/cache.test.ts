import { describe, expect, it } from 'vitest';
import { SYSCALL } from './guest-port.ts';
import { runStage } from './simulation.ts';
import type { StageOptions, StageRecording } from './stage.ts';
import { answer, type Script, ScriptedGuest } from './testing/scripted-guest.ts';
import { smallWorld, stageOptions } from './testing/small-world.ts';

const MS = 1e6;

/** Each request sends one packet of commands on a connection that its worker opened at start-up. */
function guestThatSends(packet: (request: number) => string[][], seen: unknown[] = []): ScriptedGuest {
  const connections: number[] = [];
  return new ScriptedGuest(
    function* ({ token, worker }): Script {
      const commands = packet(token);
      const call = { kind: SYSCALL.CACHE_CALL, a: connections[worker] ?? 0, b: commands.length, text: JSON.stringify(commands) };
      const completion = yield { do: 'call', ...call };
      seen.push(JSON.parse(completion.text));
      yield* answer();
    },
    function* (worker): Script {
      const opened = yield { do: 'call', kind: SYSCALL.CACHE_CONNECT, text: '0' };
      connections[worker] = opened.b;
      yield { do: 'emit', kind: SYSCALL.STARTED };
    },
  );
}

const cacheOf = (recording: StageRecording) => recording.resources.find((resource) => resource.kind === 'cache');
const run = (guest: ScriptedGuest, change: Partial<StageOptions> = {}, world = smallWorld()) =>
  runStage(stageOptions(guest, world, change));

describe('the cache', () => {
  it('answers after a round trip and one operation of its thread', () => {
    const recording = run(guestThatSends(() => [['GET', 'a']]));
    expect(recording.latencyNs.p50).toBeGreaterThanOrEqual(0.313 * MS);
    expect(recording.latencyNs.p50).toBeLessThan(0.33 * MS);
  });

  it('saturates its single thread at one operation each 13 us', () => {
    const busy = run(
      guestThatSends(() => [['GET', 'a']]),
      { offeredRps: 40_000, seconds: 0.4, warmupSeconds: 0.1 },
    );
    expect(cacheOf(busy)?.utilisation).toBeCloseTo(0.52, 1);
    const full = run(
      guestThatSends(() => [['GET', 'a']]),
      { offeredRps: 90_000, seconds: 0.4, warmupSeconds: 0.1 },
    );
    expect(cacheOf(full)?.utilisation).toBeGreaterThan(0.99);
    expect(full.throughputRps).toBeGreaterThan(75_500);
    expect(full.throughputRps).toBeLessThan(77_500);
  });

  it('carries more commands when they come in pipelines', () => {
    const packet = Array.from({ length: 16 }, (_, i) => ['SET', `key ${i}`, 'x']);
    const recording = run(
      guestThatSends(() => packet),
      { offeredRps: 30_000, seconds: 0.4, warmupSeconds: 0.1 },
    );
    // 13 + 15 * 2.2 us for sixteen commands.
    expect(recording.throughputRps * 16).toBeGreaterThan(340_000);
    expect(recording.throughputRps * 16).toBeLessThan(352_000);
  });

  it('shares its thread with the part of the fleet that is not simulated', () => {
    const world = smallWorld({ workers: { count: 16, simulated: 1 } });
    const recording = run(
      guestThatSends(() => [['GET', 'a']]),
      { offeredRps: 90_000, seconds: 0.5, warmupSeconds: 0.1 },
      world,
    );
    expect(cacheOf(recording)?.utilisation).toBeGreaterThan(0.99);
    expect(recording.throughputRps).toBeGreaterThan(74_000);
    expect(recording.throughputRps).toBeLessThan(79_000);
  });

  it('makes calls wait as a single thread does, however much of the fleet is simulated', () => {
    // M/D/1: half load, 13 us of service, 6.5 us of waiting.
    for (const count of [1, 16]) {
      const world = smallWorld({ workers: { count, simulated: 1 } });
      const recording = run(
        guestThatSends(() => [['GET', 'a']]),
        { offeredRps: 38_460, seconds: 1, warmupSeconds: 0.1 },
        world,
      );
      expect(cacheOf(recording)?.utilisation).toBeCloseTo(0.5, 1);
      expect(cacheOf(recording)?.meanWaitNs).toBeGreaterThan(5_000);
      expect(cacheOf(recording)?.meanWaitNs).toBeLessThan(8_000);
    }
  });

  it('begins every stage empty and gives the same recording for the same seed', () => {
    const once = () => {
      const seen: unknown[] = [];
      const recording = run(
        guestThatSends(
          (token) => [
            ['INCR', 'n'],
            ['SADD', 's', String(token % 7)],
            ['SPOP', 's'],
          ],
          seen,
        ),
      );
      return { hash: recording.hash, first: seen[0], seen: JSON.stringify(seen) };
    };
    const first = once();
    expect(first.first).toEqual([1, 1, expect.any(String)]);
    expect(once()).toEqual(first);
  });

  it('forgets a key when its time is over', () => {
    const seen: unknown[] = [];
    run(
      guestThatSends(() => [['SET', 'k', 'v', 'NX', 'PX', '100']], seen),
      { offeredRps: 1000, seconds: 1, warmupSeconds: 0 },
    );
    const set = seen.filter((replies) => (replies as unknown[])[0] !== null).length;
    expect(set).toBeGreaterThanOrEqual(9);
    expect(set).toBeLessThanOrEqual(11);
  });

  it('is told of only where it is used', () => {
    expect(cacheOf(run(new ScriptedGuest(() => answer())))).toBeUndefined();
  });

  it('refuses a connection beyond its maximum', () => {
    const answers: number[] = [];
    const guest = new ScriptedGuest(
      () => answer(),
      function* (): Script {
        for (let i = 0; i < 3; i++) {
          const opened = yield { do: 'call', kind: SYSCALL.CACHE_CONNECT, text: '0' };
          answers.push(opened.a);
        }
        yield { do: 'emit', kind: SYSCALL.STARTED };
      },
    );
    run(guest, {}, smallWorld({ cache: { maxConnections: 2 } }));
    expect(answers).toEqual([0, 0, 1]);
  });
});
