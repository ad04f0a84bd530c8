// Log-linear histogram of durations in ns (as HdrHistogram): 128 linear steps per power of two, so a value is known to
// 0.8 %. Integers only: merging and percentiles are exact arithmetic.

const STEPS = 128;
const STEP_BITS = 7;

export class Histogram {
  count = 0;
  sum = 0;
  max = 0;
  readonly #buckets: number[] = [];

  add(ns: number): void {
    const value = Math.max(0, Math.round(ns));
    const index = bucketOf(value);
    this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
    this.count++;
    this.sum += value;
    if (value > this.max) this.max = value;
  }

  get mean(): number {
    return this.count === 0 ? 0 : this.sum / this.count;
  }

  /** Smallest value that a share q (0 to 1) of the values does not exceed; 0 when empty. */
  percentile(q: number): number {
    if (this.count === 0) return 0;
    const rank = Math.max(1, Math.ceil(q * this.count - 1e-9));
    let seen = 0;
    for (let i = 0; i < this.#buckets.length; i++) {
      seen += this.#buckets[i] ?? 0;
      if (seen >= rank) return Math.min(this.max, upperOf(i));
    }
    return this.max;
  }
}

/** Values below STEPS are their own bucket; above, the exponent and the STEP_BITS bits after the leading one. */
function bucketOf(value: number): number {
  if (value < STEPS) return value;
  let exponent = 0;
  let scaled = value;
  while (scaled >= 2 * STEPS) {
    scaled /= 2;
    exponent++;
  }
  return ((exponent + 1) << STEP_BITS) + Math.floor(scaled) - STEPS;
}

/** Largest value of a bucket. */
function upperOf(index: number): number {
  if (index < STEPS) return index;
  const exponent = (index >> STEP_BITS) - 1;
  const scaled = (index & (STEPS - 1)) + STEPS;
  let upper = scaled + 1;
  for (let i = 0; i < exponent; i++) upper *= 2;
  return upper - 1;
}
