import { describe, expect, it } from 'vitest';
import { SYSCALL } from './guest-port.ts';
import { runStage } from './simulation.ts';
import type { StageOptions, StageRecording } from './stage.ts';
import { type Completion, type Script, ScriptedGuest } from './testing/scripted-guest.ts';
import { smallWorld, stageOptions } from './testing/small-world.ts';
import type { ServiceWorld } from './world/world.ts';

/** Half a second of warm-up, then two seconds are measured: 100 requests/s, each a call of 10 ms and 4 ms of network. */
function run(service: Partial<ServiceWorld>, change: Partial<StageOptions> = {}, workers = {}): StageRecording {
  const plain = smallWorld({ workers });
  const world = { ...plain, services: plain.services.map((each) => ({ ...each, ...service })) };
  return runStage(stageOptions(new ScriptedGuest(callOnce), world, change));
}

function* callOnce(): Script {
  const connected: Completion = yield { do: 'call', kind: SYSCALL.HTTP_CONNECT, text: 'http://api.test' };
  const response: Completion = yield { do: 'call', kind: SYSCALL.HTTP_REQUEST, a: connected.b, text: 'GET http://api.test/x\n\n' };
  yield { do: 'emit', kind: SYSCALL.RESPOND, a: response.a, text: response.text };
}

/** Of a series over the whole stage: what lies between two times of the measured window. */
function between(series: readonly number[], fromMs: number, toMs: number): readonly number[] {
  return series.slice((fromMs + 500) / 100, (toMs + 500) / 100);
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

describe('a service that is browned out', () => {
  it('answers slowly for as long, and as before afterwards', () => {
    const { series } = run({ brownOuts: [{ fromMs: 500, toMs: 1000, latency: { fixedMs: 100 } }] });
    for (const ns of between(series.latencyNs, 0, 500)) expect(ns / 1e6).toBeCloseTo(14, 0);
    for (const ns of between(series.latencyNs, 700, 1000)) expect(ns / 1e6).toBeCloseTo(104, 0);
    for (const ns of between(series.latencyNs, 1200, 2000)) expect(ns / 1e6).toBeCloseTo(14, 0);
  });

  it('fails requests for as long', () => {
    const { series, outcomes } = run({ brownOuts: [{ fromMs: 500, toMs: 1000, failures: { rate: 1, status: 502 } }] });
    expect(sum(between(series.errors, 0, 500))).toBe(0);
    expect(sum(between(series.completions, 600, 1000))).toBe(0);
    expect(sum(between(series.errors, 1100, 2000))).toBe(0);
    expect(outcomes['502']).toBeGreaterThan(30);
  });

  it('can be so before the measured window begins', () => {
    const { series, outcomes } = run({ brownOuts: [{ fromMs: -500, toMs: 0, failures: { rate: 1, status: 502 } }] });
    expect(sum(between(series.errors, -500, 0))).toBeGreaterThan(30);
    expect(outcomes['502'] ?? 0).toBeLessThan(3);
  });

  it('serves who waits in line as holds when the turn comes, and who is being served to the end', () => {
    const { series } = run({ brownOuts: [{ fromMs: 0, toMs: 500, latency: { fixedMs: 400 }, concurrency: 1 }] });
    expect(sum(between(series.completions, 100, 500))).toBe(1);
    // The line is served at once, in 10 ms; the second one takes its 400 ms.
    expect(sum(between(series.completions, 500, 600))).toBeGreaterThan(40);
    expect(sum(between(series.latencyNs, 800, 900)) / 1e6).toBeGreaterThan(20);
    expect(series.open.at(-1)).toBeLessThan(10);
  });

  it('is busy in the share of the slots that it has then', () => {
    const { resources } = run({ brownOuts: [{ fromMs: 500, toMs: 1000, latency: { fixedMs: 100 }, concurrency: 1 }] });
    const { utilisation } = resources.find(({ name }) => name === 'api.test')?.series ?? { utilisation: [] };
    expect(utilisation.slice(6, 10)).toEqual([1, 1, 1, 1]);
    expect(Math.max(...utilisation.slice(0, 5), ...utilisation.slice(12))).toBeLessThan(0.01);
  });

  it('has as many slots for the simulated workers as is their share of the fleet', () => {
    const brownOuts = [{ fromMs: 0, toMs: 2000, latency: { fixedMs: 100 }, concurrency: 4 }];
    const { throughputRps } = run({ brownOuts }, { offeredRps: 200 }, { count: 4, simulated: 2 });
    expect(throughputRps).toBeGreaterThan(36);
    expect(throughputRps).toBeLessThan(45);
  });

  it('is so on routes that have a latency, failures or slots of their own', () => {
    const routes = [{ pattern: 'GET /x', json: 1, latency: { fixedMs: 20 }, failures: { rate: 0, status: 500 }, concurrency: 50 }];
    const slow = run({ routes, brownOuts: [{ fromMs: 0, toMs: 3000, latency: { fixedMs: 100 } }] });
    expect(slow.latencyNs.p50 / 1e6).toBeCloseTo(104, 0);
    const failing = run({ routes, brownOuts: [{ fromMs: 0, toMs: 3000, failures: { rate: 1, status: 502 } }] });
    expect(failing.outcomes['502']).toBe(failing.arrivals);
    const narrow = run({ routes, brownOuts: [{ fromMs: 0, toMs: 3000, concurrency: 1 }] });
    expect(narrow.throughputRps).toBeLessThanOrEqual(51);
  });

  it('keeps the latency that a route has of its own while only failures are given', () => {
    const routes = [{ pattern: 'GET /x', json: 1, latency: { fixedMs: 20 } }];
    const { latencyNs } = run({ routes, brownOuts: [{ fromMs: 0, toMs: 3000, failures: { rate: 0, status: 503 } }] });
    expect(latencyNs.p50 / 1e6).toBeCloseTo(24, 0);
  });

  it('goes from one brown-out into the next without a gap', () => {
    const brownOuts = [
      { fromMs: 500, toMs: 1000, failures: { rate: 1, status: 502 }, concurrency: 1 },
      { fromMs: 1000, toMs: 1500, failures: { rate: 1, status: 504 }, concurrency: 2 },
    ];
    const { series, outcomes } = run({ brownOuts });
    expect(sum(between(series.completions, 600, 1500))).toBe(0);
    expect(outcomes['502']).toBeGreaterThan(20);
    expect(outcomes['504']).toBeGreaterThan(20);
  });

  it('gives the same bits twice, and those of a service that is not where it never is', () => {
    const never = run({ brownOuts: [{ fromMs: 60_000, toMs: 70_000, latency: { fixedMs: 100 } }] });
    expect(JSON.stringify(never)).toBe(JSON.stringify(run({})));
    const once = run({ brownOuts: [{ fromMs: 500, toMs: 1000, latency: { exponentialMs: 100 }, concurrency: 3 }] });
    const again = run({ brownOuts: [{ fromMs: 500, toMs: 1000, latency: { exponentialMs: 100 }, concurrency: 3 }] });
    expect(JSON.stringify(again)).toBe(JSON.stringify(once));
    expect(once.hash).not.toBe(never.hash);
  });
});
