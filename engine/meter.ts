// Measures a resource: how many servers are busy and how many customers wait, integrated over virtual time inside the
// measured window and per 100 ms of it; and how long each customer waited.

export const BUCKET_NS = 100_000_000;

export interface MeterWindow {
  readonly startNs: number;
  readonly endNs: number;
}

export class Meter {
  waits = 0;
  totalWaitNs = 0;
  maxQueue = 0;
  errors = 0;
  readonly #busyNs: Float64Array;
  readonly #queueNs: Float64Array;
  readonly #window: MeterWindow;
  #busy = 0;
  #queue = 0;
  #sinceNs = 0;
  /** Servers more than those that `figures` is told, and their integral; null: always as many. */
  #extra = 0;
  #extraNs: Float64Array | null = null;

  constructor(window: MeterWindow) {
    this.#window = window;
    const buckets = Math.max(1, Math.ceil((window.endNs - window.startNs) / BUCKET_NS));
    this.#busyNs = new Float64Array(buckets);
    this.#queueNs = new Float64Array(buckets);
  }

  inWindow(nowNs: number): boolean {
    return nowNs >= this.#window.startNs && nowNs < this.#window.endNs;
  }

  /** From now on so many servers are busy and so many customers wait. */
  set(nowNs: number, busy: number, queue: number): void {
    this.#advance(nowNs);
    this.#busy = busy;
    this.#queue = queue;
    if (queue > this.maxQueue && this.inWindow(nowNs)) this.maxQueue = queue;
  }

  /** From now on there are so many servers more (negative: fewer) than `figures` will be told. */
  setExtra(nowNs: number, extra: number): void {
    this.#advance(nowNs);
    this.#extra = extra;
    this.#extraNs ??= new Float64Array(this.#busyNs.length);
  }

  /** A customer began service after waiting. */
  waited(nowNs: number, ns: number): void {
    if (!this.inWindow(nowNs)) return;
    this.waits++;
    this.totalWaitNs += ns;
  }

  failed(nowNs: number): void {
    if (this.inWindow(nowNs)) this.errors++;
  }

  /** One server was busy from..to, told afterwards. */
  busyBetween(fromNs: number, toNs: number): void {
    this.#spread(this.#busyNs, fromNs, toNs, 1);
  }

  /** One customer waited from..to, told afterwards. */
  queuedBetween(fromNs: number, toNs: number): void {
    this.#spread(this.#queueNs, fromNs, toNs, 1);
  }

  noteQueue(nowNs: number, length: number): void {
    if (length > this.maxQueue && this.inWindow(nowNs)) this.maxQueue = length;
  }

  /** Closes the books at the end of the stage. */
  finish(nowNs: number): void {
    this.#advance(nowNs);
  }

  /** Busy server-nanoseconds in the window. */
  busyNs(): number {
    return sum(this.#busyNs);
  }

  /** Share of `servers` busy, over the window and per bucket; and mean queue per bucket, times `scale` (fleet over simulated). */
  figures(servers: number, scale: number): { utilisation: number; series: { utilisation: number[]; queue: number[] } } {
    const { startNs, endNs } = this.#window;
    const length = (bucket: number) => Math.min(BUCKET_NS, endNs - startNs - bucket * BUCKET_NS);
    const share = (busy: number, ns: number, extraNs: number) => (servers > 0 && ns > 0 ? Math.min(1, busy / (servers * ns + extraNs)) : 0);
    return {
      utilisation: share(this.busyNs(), endNs - startNs, this.#allExtraNs()),
      series: {
        utilisation: Array.from(this.#busyNs, (busy, bucket) => share(busy, length(bucket), this.#extraNs?.[bucket] ?? 0)),
        queue: Array.from(this.#queueNs, (queued, bucket) => (queued / length(bucket)) * scale),
      },
    };
  }

  /** Share of `servers` busy since the window began. */
  utilisationUntil(nowNs: number, servers: number): number {
    const ns = Math.min(nowNs, this.#window.endNs) - this.#window.startNs;
    return servers > 0 && ns > 0 ? Math.min(1, this.busyNs() / (servers * ns + this.#allExtraNs())) : 0;
  }

  #allExtraNs(): number {
    return this.#extraNs ? sum(this.#extraNs) : 0;
  }

  #advance(nowNs: number): void {
    if (this.#busy > 0) this.#spread(this.#busyNs, this.#sinceNs, nowNs, this.#busy);
    if (this.#queue > 0) this.#spread(this.#queueNs, this.#sinceNs, nowNs, this.#queue);
    if (this.#extraNs) this.#spread(this.#extraNs, this.#sinceNs, nowNs, this.#extra);
    this.#sinceNs = nowNs;
  }

  #spread(buckets: Float64Array, fromNs: number, toNs: number, weight: number): void {
    const { startNs, endNs } = this.#window;
    let from = Math.max(fromNs, startNs);
    const to = Math.min(toNs, endNs);
    while (from < to) {
      const bucket = Math.floor((from - startNs) / BUCKET_NS);
      const end = Math.min(to, startNs + (bucket + 1) * BUCKET_NS);
      buckets[bucket] = (buckets[bucket] as number) + (end - from) * weight;
      from = end;
    }
  }
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
