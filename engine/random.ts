// Randomness of the world: integer generators (xoshiro128**, Blackman and Vigna 2018), one named stream per purpose, all
// derived from the run's seed. A stream that draws more does not move another: two solutions meet the same weather.
import { exp, ln, power } from './exact-math.ts';

const TWO_32 = 4_294_967_296;

function rotateLeft(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

/** SplitMix32-like mixing: spreads a seed over the generator's state. */
function mix(x: number): number {
  let z = (x + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** FNV-1a over the UTF-16 units of a name. */
export function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

export class RandomStream {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number, name: string) {
    const start = mix((seed >>> 0) ^ mix(hashName(name)));
    this.#a = mix(start);
    this.#b = mix(this.#a ^ 0x1b873593);
    this.#c = mix(this.#b ^ start);
    this.#d = mix(this.#c) | 1;
  }

  /** 32 random bits, unsigned. */
  bits(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = rotateLeft(this.#d, 11);
    return result;
  }

  /** Uniform in (0, 1): never 0, never 1. */
  uniform(): number {
    return (this.bits() + 0.5) / TWO_32;
  }

  /** Uniform integer in [0, n). */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Exponential with the given mean. */
  exponential(mean: number): number {
    return -ln(this.uniform()) * mean;
  }

  /** Standard normal by Marsaglia's polar method: only a logarithm and square roots, which IEEE 754 defines exactly. */
  normal(): number {
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * ln(s)) / s);
    }
  }

  /** Lognormal with the given median; sigma is the standard deviation of the logarithm. */
  lognormal(median: number, sigma: number): number {
    return median * exp(sigma * this.normal());
  }
}

/** Keys 0 .. count - 1 with probability proportional to 1 / (rank + 1)^exponent; exponent 0 is uniform. */
export class ZipfKeys {
  readonly #cumulative: Float64Array;

  constructor(count: number, exponent: number) {
    this.#cumulative = new Float64Array(count);
    let sum = 0;
    for (let i = 0; i < count; i++) {
      sum += 1 / power(i + 1, exponent);
      this.#cumulative[i] = sum;
    }
  }

  draw(stream: RandomStream): number {
    const table = this.#cumulative;
    const target = stream.uniform() * (table[table.length - 1] as number);
    let low = 0;
    let high = table.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((table[middle] as number) < target) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
