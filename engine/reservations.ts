// The calendar of a station for blocking calls: such a call is answered at once, with the time at which it will end, so
// its service is reserved ahead. The reservations of a station never use more than its servers at any moment; who asks
// later may still use a gap.

export class Reservations {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  get size(): number {
    return this.#ends.length;
  }

  /** Reserves `serviceNs` of one of `servers`, at the earliest moment that is not before `fromNs`. Returns that moment, ns. */
  reserve(fromNs: number, serviceNs: number, servers: number): number {
    let startNs = fromNs;
    if (this.#peak(startNs, serviceNs, servers) >= servers) {
      const candidates = this.#ends.filter((end) => end > fromNs).sort((a, b) => a - b);
      startNs = candidates.find((end) => this.#peak(end, serviceNs, servers) < servers) ?? fromNs;
    }
    this.#starts.push(startNs);
    this.#ends.push(startNs + serviceNs);
    return startNs;
  }

  /** Forgets what is over. */
  prune(nowNs: number): void {
    let kept = 0;
    for (let i = 0; i < this.#ends.length; i++) {
      if ((this.#ends[i] as number) <= nowNs) continue;
      this.#starts[kept] = this.#starts[i] as number;
      this.#ends[kept] = this.#ends[i] as number;
      kept++;
    }
    this.#starts.length = this.#ends.length = kept;
  }

  /** Most reservations at once at any moment of startNs .. startNs + serviceNs. */
  #peak(startNs: number, serviceNs: number, servers: number): number {
    const endNs = startNs + serviceNs;
    const changes: { readonly atNs: number; readonly by: number }[] = [];
    let overlapping = 0;
    for (let i = 0; i < this.#ends.length; i++) {
      const start = this.#starts[i] as number;
      const end = this.#ends[i] as number;
      if (start >= endNs || end <= startNs) continue;
      overlapping++;
      changes.push({ atNs: start, by: 1 }, { atNs: end, by: -1 });
    }
    if (overlapping < servers) return overlapping;
    // At equal times an end comes before a start.
    changes.sort((a, b) => a.atNs - b.atNs || a.by - b.by);
    let now = 0;
    let peak = 0;
    for (const { by } of changes) {
      now += by;
      if (now > peak) peak = now;
    }
    return peak;
  }
}
