// Sine, cosine and arc tangent as double doubles.
import { add, divide, multiply, out } from './double-double.ts';
import { powerOfTwo } from './exponential.ts';

export const HALF_PI_HIGH = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;
/** pi / 2 in three parts that an integer below 2^20 multiplies exactly enough. */
const HALF_PI_REST = -1.4973849048591833e-33;
const EXACT_BELOW = 100_000;
const BITS = 1_300n;
const KEPT_BITS = 200n;

const high = (): number => out[0] as number;
const low = (): number => out[1] as number;

let halfPi: bigint | null = null;

/** pi / 2 with BITS bits behind the point: Machin, pi / 4 = 4 arctan 1/5 - arctan 1/239. */
function longHalfPi(): bigint {
  const inverseTangent = (n: bigint) => {
    let sum = 0n;
    for (let [term, k] = [(1n << (BITS + 16n)) / n, 1n]; term !== 0n; k += 2n) {
      sum += (k & 2n) === 0n ? term / k : -(term / k);
      term /= n * n;
    }
    return sum;
  };
  halfPi ??= (2n * (4n * inverseTangent(5n) - inverseTangent(239n))) >> 16n;
  return halfPi;
}

/** A large x, an integer times a power of two, less its quarter turns. Returns them. */
function reduceLarge(x: number): number {
  let exponent = 0;
  let mantissa = x;
  while (!Number.isInteger(mantissa)) [mantissa, exponent] = [mantissa * 2, exponent + 1];
  const unit = longHalfPi();
  const value = (BigInt(mantissa) << BITS) >> BigInt(exponent);
  const turns = (value + unit / 2n) / unit;
  const rest = value - turns * unit;
  const kept = rest >> (BITS - KEPT_BITS);
  const first = Number(kept);
  const scale = powerOfTwo(-Number(KEPT_BITS));
  out[0] = first * scale;
  out[1] = Number(kept - BigInt(first)) * scale;
  return Number(turns % 4n);
}

/** x less its quarter turns, |rest| <= pi / 4. Returns them, 0 to 3. */
function reduce(x: number): number {
  if (Math.abs(x) >= EXACT_BELOW) {
    const turns = reduceLarge(Math.abs(x));
    if (x > 0) return turns;
    out[0] = -high();
    out[1] = -low();
    return (4 - turns) % 4;
  }
  const turns = Math.floor(x / HALF_PI_HIGH + 0.5);
  multiply(HALF_PI_HIGH, 0, -turns, 0);
  add(x, 0, high(), low());
  const [rh, rl] = [high(), low()];
  multiply(HALF_PI_LOW, HALF_PI_REST, -turns, 0);
  add(rh, rl, high(), low());
  return ((turns % 4) + 4) % 4;
}

/** The series of sine (first: 1) or cosine (first: 0), |r| <= pi / 4. */
function series(rh: number, rl: number, first: 0 | 1): void {
  multiply(rh, rl, rh, rl);
  const [sh, sl] = [-high(), -low()];
  let [th, tl] = [1, 0];
  for (let k = first + 26; k > first; k -= 2) {
    divide(sh, sl, k * (k - 1), 0);
    multiply(high(), low(), th, tl);
    add(1, 0, high(), low());
    [th, tl] = [high(), low()];
  }
  if (first === 1) multiply(th, tl, rh, rl);
}

/** Sine of x, or its cosine a quarter turn on. */
export function sine(x: number, quarters: 0 | 1): void {
  const turns = (reduce(x) + quarters) % 4;
  series(high(), low(), turns % 2 === 0 ? 1 : 0);
  if (turns < 2) return;
  out[0] = -high();
  out[1] = -low();
}

export function tangent(x: number): void {
  sine(x, 1);
  const [ch, cl] = [high(), low()];
  sine(x, 0);
  divide(high(), low(), ch, cl);
}

/** Arc tangent to 50 bits, for t in 0 to 1. */
function roughInverse(t: number): number {
  let x = t;
  for (let i = 0; i < 2; i++) x /= 1 + Math.sqrt(1 + x * x);
  let sum = 0;
  for (let k = 25; k >= 1; k -= 2) sum = 1 / k - x * x * sum;
  return 4 * x * sum;
}

/** The angle of the point (x, y), y >= 0, not both 0. */
export function angle(yh: number, yl: number, xh: number, xl: number): void {
  const ax = Math.abs(xh);
  let guess = yh <= ax ? roughInverse(yh / ax) : HALF_PI_HIGH - roughInverse(ax / yh);
  if (xh < 0) guess = 2 * HALF_PI_HIGH - guess;
  sine(guess, 0);
  const [sh, sl] = [high(), low()];
  sine(guess, 1);
  const [ch, cl] = [high(), low()];
  // The rest: (y cos - x sin) / (x cos + y sin).
  multiply(xh, xl, ch, cl);
  const [ah, al] = [high(), low()];
  multiply(yh, yl, sh, sl);
  add(ah, al, high(), low());
  const [bh, bl] = [high(), low()];
  multiply(xh, xl, -sh, -sl);
  const [dh, dl] = [high(), low()];
  multiply(yh, yl, ch, cl);
  add(high(), low(), dh, dl);
  divide(high(), low(), bh, bl);
  add(guess, 0, high(), low());
}
