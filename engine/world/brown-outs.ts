// When a service is browned out: stretches of a stage in which it answers slower, fails more or serves fewer at once.
import type { MeterWindow } from '../meter.ts';
import type { BrownOut } from './world.ts';

export class BrownOuts {
  readonly #all: readonly BrownOut[];
  readonly #window: MeterWindow;

  constructor(all: readonly BrownOut[], window: MeterWindow) {
    this.#all = all;
    this.#window = window;
  }

  /** The one that holds at a time; none before load begins. */
  at(nowNs: number): BrownOut | undefined {
    return this.#all.find(({ fromMs, toMs }) => this.#timeNs(fromMs) <= nowNs && nowNs < this.#timeNs(toMs));
  }

  /** When the number of slots changes. */
  resizesAtNs(): number[] {
    return this.#all
      .filter(({ concurrency }) => concurrency !== undefined)
      .flatMap(({ fromMs, toMs }) => [this.#timeNs(fromMs), this.#timeNs(toMs)]);
  }

  #timeNs(ms: number): number {
    return this.#window.startNs + Math.round(ms * 1e6);
  }
}
