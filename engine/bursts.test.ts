import { describe, expect, it } from 'vitest';
import { runStage } from './simulation.ts';
import type { StageOptions, StageRecording } from './stage.ts';
import { answer, ScriptedGuest } from './testing/scripted-guest.ts';
import { smallWorld, stageOptions } from './testing/small-world.ts';
import { Bursts, rateFactors } from './world/bursts.ts';
import { Load } from './world/load.ts';
import type { Burst } from './world/world.ts';

const MS = 1e6;
const WINDOW = { startNs: 100 * MS, endNs: 1100 * MS };

/** Half a second of warm-up, then two seconds are measured, at 400 requests/s. */
function run(bursts: readonly Burst[], change: Partial<StageOptions> = {}, workers = {}): StageRecording {
  const guest = new ScriptedGuest(() => answer());
  return runStage(stageOptions(guest, smallWorld({ load: { bursts }, workers }), { offeredRps: 400, ...change }));
}

function arrivals({ series }: StageRecording, fromMs: number, toMs: number): number {
  return series.arrivals.slice((fromMs + 500) / 100, (toMs + 500) / 100).reduce((sum, count) => sum + count, 0);
}

describe('a gap between arrivals', () => {
  const bursts = new Bursts(
    [
      { fromMs: 20, toMs: 30, factor: 0.5 },
      { fromMs: 10, toMs: 20, factor: 4 },
    ],
    WINDOW,
  );

  it('is spent as it was drawn where the rate is the offered one', () => {
    expect(bursts.after(50 * MS, 7 * MS)).toBe(57 * MS);
    expect(bursts.after(200 * MS, 12_345)).toBe(200 * MS + 12_345);
  });

  it('is spent as much faster as the rate is higher', () => {
    expect(bursts.after(112 * MS, 8 * MS)).toBe(114 * MS);
  });

  it('is spent over the changes of the rate that lie in it', () => {
    // 5 ms before the burst, 40 ms in its 10, 5 ms in the 10 of the lull, the rest after it.
    expect(bursts.after(105 * MS, 53 * MS)).toBe(133 * MS);
  });

  it('is never nothing', () => {
    expect(new Bursts([{ fromMs: 0, toMs: 10, factor: 1e9 }], WINDOW).after(101 * MS, 1)).toBe(101 * MS + 1);
  });
});

describe('the load in bursts and lulls', () => {
  it('is Poisson at the rate of each moment', () => {
    const load = new Load(smallWorld().load, { rps: 1000, workers: 1, seed: 3 });
    // One second at the offered rate, one at four times, one at half of it, and so on.
    const all = Array.from({ length: 40 }, (_, i) => i * 3000).flatMap((fromMs) => [
      { fromMs: fromMs + 1000, toMs: fromMs + 2000, factor: 4 },
      { fromMs: fromMs + 2000, toMs: fromMs + 3000, factor: 0.5 },
    ]);
    const bursts = new Bursts(all, { startNs: 0, endNs: 1 });
    const slots = new Array<number>(120 * 100).fill(0);
    for (let at = bursts.after(0, load.draw().gapNs); at < 120e9; at = bursts.after(at, load.draw().gapNs)) {
      const slot = Math.floor(at / 1e7);
      slots[slot] = (slots[slot] as number) + 1;
    }
    for (const [second, perSlot] of [10, 40, 5].entries()) {
      const counts = slots.filter((_, slot) => Math.floor(slot / 100) % 3 === second);
      const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
      const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
      expect(Math.abs(mean / perSlot - 1)).toBeLessThan(0.03);
      expect(Math.abs(variance / mean - 1)).toBeLessThan(0.1);
    }
  });

  it('arrives at so many times the rate for as long, from the beginning of the measured window', () => {
    const recording = run([
      { fromMs: -200, toMs: 0, factor: 0.01 },
      { fromMs: 500, toMs: 1000, factor: 5 },
    ]);
    expect(Math.abs(arrivals(recording, -500, -200) - 120)).toBeLessThan(35);
    expect(arrivals(recording, -200, 0)).toBeLessThan(6);
    expect(Math.abs(arrivals(recording, 0, 500) - 200)).toBeLessThan(45);
    expect(Math.abs(arrivals(recording, 500, 1000) - 1000)).toBeLessThan(100);
    expect(Math.abs(arrivals(recording, 1000, 2000) - 400)).toBeLessThan(60);
  });

  it('is told by its mean and its highest rate beside the offered one', () => {
    const recording = run([{ fromMs: 500, toMs: 1000, factor: 5 }]);
    expect(recording).toMatchObject({ offeredRps: 400, arrivalRps: { mean: 800, peak: 2000 } });
    expect(Math.abs(recording.arrivals / 2 / 800 - 1)).toBeLessThan(0.08);
    expect(rateFactors([{ fromMs: -100, toMs: 5000, factor: 0.5 }], 2)).toEqual({ mean: 0.5, peak: 0.5 });
    expect(rateFactors([{ fromMs: 2000, toMs: 5000, factor: 3 }], 2)).toEqual({ mean: 1, peak: 1 });
  });

  it('is as many times as much for the simulated part of a fleet', () => {
    const { arrivals: arrived } = run([{ fromMs: 0, toMs: 2000, factor: 3 }], {}, { count: 4, simulated: 2 });
    expect(Math.abs(arrived / 1200 - 1)).toBeLessThan(0.1);
  });

  it('gives the same bits twice, and those of a load without bursts where it has none', () => {
    const bursts = [{ fromMs: 500, toMs: 1000, factor: 5 }];
    expect(JSON.stringify(run(bursts))).toBe(JSON.stringify(run(bursts)));
    expect(JSON.stringify(run([{ fromMs: 9000, toMs: 9100, factor: 5 }]))).toBe(JSON.stringify(run([])));
  });

  it('draws the same requests in the same order as without bursts', () => {
    const order = (bursts: readonly Burst[]) => {
      const seen: string[] = [];
      const guest = new ScriptedGuest(({ text, worker }) => {
        seen.push(`${worker} ${text}`);
        return answer();
      });
      const load = { bursts, requests: [{ method: 'GET', path: '/{key}', weight: 1 }], keys: { count: 50, zipf: 1, first: 0 } };
      runStage(stageOptions(guest, smallWorld({ load, workers: { count: 2, simulated: 2 } })));
      return seen;
    };
    // What comes to two workers at once may be taken in either order.
    const plain = order([]).slice(0, 100).sort();
    expect(
      order([{ fromMs: -500, toMs: 2000, factor: 1.5 }])
        .slice(0, 100)
        .sort(),
    ).toEqual(plain);
  });
});
