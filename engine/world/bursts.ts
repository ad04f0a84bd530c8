// The arrival rate over a stage: the offered one, times a factor in bursts and lulls.
import type { MeterWindow } from '../meter.ts';
import type { Burst } from './world.ts';

export class Bursts {
  readonly #all: readonly Burst[];
  readonly #window: MeterWindow;

  constructor(all: readonly Burst[], window: MeterWindow) {
    this.#all = all;
    this.#window = window;
  }

  /**
   * When a gap that was drawn for the offered rate and begins now is over, ns. At a rate `factor` times as high it is spent so much
   * faster: an exponential gap has no memory, so arrivals stay Poisson at the rate of each moment.
   */
  after(nowNs: number, gapNs: number): number {
    let atNs = nowNs;
    let leftNs = gapNs;
    for (;;) {
      const { factor, untilNs } = this.#rateAt(atNs);
      const spentNs = (untilNs - atNs) * factor;
      if (leftNs <= spentNs) return Math.max(nowNs + 1, atNs + Math.round(leftNs / factor));
      leftNs -= spentNs;
      atNs = untilNs;
    }
  }

  #rateAt(ns: number): { readonly factor: number; readonly untilNs: number } {
    let untilNs = Number.POSITIVE_INFINITY;
    for (const { fromMs, toMs, factor } of this.#all) {
      const fromNs = this.#timeNs(fromMs);
      const toNs = this.#timeNs(toMs);
      if (fromNs <= ns && ns < toNs) return { factor, untilNs: toNs };
      if (fromNs > ns) untilNs = Math.min(untilNs, fromNs);
    }
    return { factor: 1, untilNs };
  }

  #timeNs(ms: number): number {
    return this.#window.startNs + Math.round(ms * 1e6);
  }
}

/** Factors of the arrival rate in a measured window of that length: the mean, and the highest. */
export function rateFactors(bursts: readonly Burst[], seconds: number): { readonly mean: number; readonly peak: number } {
  const windowMs = seconds * 1000;
  let mean = 1;
  let coveredMs = 0;
  let peak = 0;
  for (const { fromMs, toMs, factor } of bursts) {
    const ms = Math.min(toMs, windowMs) - Math.max(fromMs, 0);
    if (ms <= 0) continue;
    mean += ((factor - 1) * ms) / windowMs;
    coveredMs += ms;
    peak = Math.max(peak, factor);
  }
  return { mean, peak: coveredMs < windowMs ? Math.max(peak, 1) : peak };
}
