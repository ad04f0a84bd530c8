// Math's functions whose last digit ECMA-262 leaves open: every engine has its own, and V8 has changed it. Here they are rounded from 100 bits,
// which is the nearest double but for one case in many thousand millions.
import { add, divide, multiply, out, squareRoot } from './double-double.ts';
import { exponential, exponentialLess1, LN2_HIGH, logarithm, logarithmOf1Plus, powerOfTwo, scaled } from './exponential.ts';
import { angle, HALF_PI_HIGH, sine, tangent } from './trigonometry.ts';

const LN10 = [Math.LN10, -2.1707562233822494e-16] as const;
const LN2 = [LN2_HIGH, 2.3190468138462996e-17] as const;
const TINY = 1e-8;

const high = (): number => out[0] as number;
const low = (): number => out[1] as number;
/** NaN, infinities and zeros: what plain arithmetic says of them is right. */
const isPlain = (x: number): boolean => x !== 0 && Number.isFinite(x);

function exp(x: number): number {
  if (!isPlain(x) || x > 710 || x < -746) return x === 0 ? 1 : x < 0 ? 0 : x > 0 ? Number.POSITIVE_INFINITY : x;
  const turns = exponential(x, 0);
  return scaled(high(), turns);
}

function expm1(x: number): number {
  if (!isPlain(x) || Math.abs(x) < 1e-300) return x === Number.NEGATIVE_INFINITY ? -1 : x;
  if (x > 600) return exp(x);
  if (x < -40) return -1;
  exponentialLess1(x, 0);
  return high();
}

function logBy(x: number, by: readonly [number, number] | null): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
  if (x < 1e-290) {
    // Its parts would be too small to split.
    logarithm(x * powerOfTwo(600), 0);
    const [lh, ll] = [high(), low()];
    multiply(LN2[0], LN2[1], -600, 0);
    add(lh, ll, high(), low());
  } else logarithm(x, 0);
  if (by) divide(high(), low(), by[0], by[1]);
  return high();
}

function log1p(x: number): number {
  if (!isPlain(x) || x <= -1) return x === -1 ? Number.NEGATIVE_INFINITY : x < -1 ? Number.NaN : x;
  if (Math.abs(x) < 1e-290) return x;
  logarithmOf1Plus(x, 0);
  return high();
}

/** Integers whose power is exact. */
function exactPower(x: number, y: number): number | null {
  if (y === 1) return x;
  if (y === -1) return 1 / x;
  if (y === 2) return x * x;
  if (!Number.isInteger(x) || !Number.isInteger(y) || y < 0 || y > 64) return null;
  let product = 1;
  for (let i = 0; i < y; i++) product *= x;
  return Math.abs(product) <= Number.MAX_SAFE_INTEGER ? product : null;
}

export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const size = Math.abs(x);
  if (!Number.isFinite(y)) return size === 1 ? Number.NaN : size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
  const isOdd = Number.isInteger(y) && Math.abs(y) <= Number.MAX_SAFE_INTEGER && y % 2 !== 0;
  const signed = (value: number) => (isOdd && (x < 0 || Object.is(x, -0)) ? -value : value);
  if (!isPlain(x)) return signed((size === 0) === y > 0 ? 0 : Number.POSITIVE_INFINITY);
  if (x < 0 && !Number.isInteger(y)) return Number.NaN;
  const exact = exactPower(x, y);
  if (exact !== null) return exact;
  if (size === 1) return signed(1);
  logBy(size, null);
  const bits = y * high();
  if (bits > 710 || bits < -746) return signed(bits > 0 ? Number.POSITIVE_INFINITY : 0);
  multiply(high(), low(), y, 0);
  const turns = exponential(high(), low());
  return signed(scaled(high(), turns));
}

function cbrt(x: number): number {
  if (!isPlain(x)) return x;
  logBy(Math.abs(x), null);
  divide(high(), low(), 3, 0);
  const turns = exponential(high(), low());
  const root = scaled(high(), turns);
  return x < 0 ? -root : root;
}

const turned =
  (of: (x: number) => void, atZero: number | null) =>
  (x: number): number => {
    if (!Number.isFinite(x)) return Number.NaN;
    if (Math.abs(x) < TINY) return atZero ?? x;
    of(x);
    return high();
  };

function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const isNegative = y < 0 || Object.is(y, -0);
  const signed = (value: number) => (isNegative ? -value : value);
  if (y === 0) return signed(x > 0 || Object.is(x, 0) ? 0 : 2 * HALF_PI_HIGH);
  if (x === 0) return signed(HALF_PI_HIGH);
  if (!Number.isFinite(y) && !Number.isFinite(x)) return signed(x > 0 ? HALF_PI_HIGH / 2 : 3 * (HALF_PI_HIGH / 2));
  if (!Number.isFinite(y)) return signed(HALF_PI_HIGH);
  if (!Number.isFinite(x)) return signed(x > 0 ? 0 : 2 * HALF_PI_HIGH);
  const ratio = Math.abs(y / x);
  if (ratio < 1e-18) return signed(x > 0 ? Math.abs(y) / x : 2 * HALF_PI_HIGH);
  if (ratio > 1e18) return signed(HALF_PI_HIGH);
  // Into a range where products neither overflow nor vanish.
  const size = Math.max(Math.abs(x), Math.abs(y));
  const scale = size > 1e150 ? powerOfTwo(-600) : size < 1e-150 ? powerOfTwo(600) : 1;
  angle(Math.abs(y) * scale, 0, x * scale, 0);
  return signed(high());
}

/** Arc sine, or with `ofCosine` arc cosine. */
function inverse(x: number, ofCosine: boolean): number {
  if (!(Math.abs(x) <= 1)) return Number.NaN;
  if (Math.abs(x) < TINY && !ofCosine) return x;
  add(1, 0, -x, 0);
  const [dh, dl] = [high(), low()];
  add(1, 0, x, 0);
  multiply(dh, dl, high(), low());
  squareRoot(high(), low());
  if (ofCosine) {
    if (x === 1) return 0;
    angle(high(), low(), x, 0);
    return high();
  }
  if (Math.abs(x) === 1) return x * HALF_PI_HIGH;
  angle(Math.abs(x), 0, high(), low());
  return x < 0 ? -high() : high();
}

/** (e^x + sign e^-x) / 2 for x >= 0. */
function hyperbolic(x: number, sign: 1 | -1): number {
  if (x > 40) {
    if (x > 711) return Number.POSITIVE_INFINITY;
    const turns = exponential(x, 0);
    return scaled(high(), turns - 1);
  }
  exponentialLess1(x, 0);
  const [eh, el] = [high(), low()];
  // With E = e^x - 1: sinh = (E + E / (1 + E)) / 2, cosh = 1 + E^2 / (2 (1 + E)).
  add(1, 0, eh, el);
  const [uh, ul] = [high(), low()];
  if (sign === -1) {
    divide(eh, el, uh, ul);
    add(eh, el, high(), low());
    return high() / 2;
  }
  multiply(eh, el, eh, el);
  divide(high(), low(), 2 * uh, 2 * ul);
  add(1, 0, high(), low());
  return high();
}

function tanh(x: number): number {
  if (!isPlain(x) || Math.abs(x) < TINY) return x === Number.POSITIVE_INFINITY ? 1 : x === Number.NEGATIVE_INFINITY ? -1 : x;
  const size = Math.abs(x);
  if (size > 22) return x < 0 ? -1 : 1;
  exponentialLess1(2 * size, 0);
  const [eh, el] = [high(), low()];
  add(eh, el, 2, 0);
  divide(eh, el, high(), low());
  return x < 0 ? -high() : high();
}

/** ln(t + sqrt(t^2 + sign)): asinh, and acosh above 1. */
function inverseHyperbolic(t: number, sign: 1 | -1): number {
  if (t > 1e9) {
    logarithm(t, 0);
    add(high(), low(), LN2[0], LN2[1]);
    return high();
  }
  multiply(t, 0, t, 0);
  const [sh, sl] = [high(), low()];
  add(sh, sl, sign, 0);
  squareRoot(high(), low());
  const [rh, rl] = [high(), low()];
  if (sign === 1) {
    // t + t^2 / (1 + sqrt(t^2 + 1)) above 1.
    add(1, 0, rh, rl);
    divide(sh, sl, high(), low());
    add(high(), low(), t, 0);
  } else {
    add(t, 0, -1, 0);
    add(high(), low(), rh, rl);
  }
  logarithmOf1Plus(high(), low());
  return high();
}

function asinh(x: number): number {
  if (!isPlain(x) || Math.abs(x) < TINY) return x;
  const value = inverseHyperbolic(Math.abs(x), 1);
  return x < 0 ? -value : value;
}

function acosh(x: number): number {
  if (!(x > 1) || x === Number.POSITIVE_INFINITY) return x === 1 ? 0 : x > 1 ? x : Number.NaN;
  return inverseHyperbolic(x, -1);
}

function atanh(x: number): number {
  if (!(Math.abs(x) < 1)) return x === 1 ? Number.POSITIVE_INFINITY : x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (Math.abs(x) < TINY) return x;
  const size = Math.abs(x);
  add(1, 0, -size, 0);
  divide(2 * size, 0, high(), low());
  logarithmOf1Plus(high(), low());
  return x < 0 ? -high() / 2 : high() / 2;
}

/** As V8: scaled by the largest, summed with Kahan's correction. */
function hypot(...values: number[]): number {
  let most = 0;
  let unknown = false;
  const sizes: number[] = [];
  for (const value of values) {
    const size = Math.abs(+value);
    sizes.push(size);
    if (Number.isNaN(size)) unknown = true;
    else if (size > most) most = size;
  }
  if (most === Number.POSITIVE_INFINITY) return most;
  if (unknown) return Number.NaN;
  if (most === 0) return 0;
  let [sum, correction] = [0, 0];
  for (const size of sizes) {
    const share = size / most;
    const part = share * share - correction;
    const next = sum + part;
    correction = next - sum - part;
    sum = next;
  }
  return Math.sqrt(sum) * most;
}

const sinh = (x: number): number => (!isPlain(x) || Math.abs(x) < TINY ? x : x < 0 ? -hyperbolic(-x, -1) : hyperbolic(x, -1));
const cosh = (x: number): number => (Number.isNaN(x) ? x : hyperbolic(Math.abs(x), 1));

export const EXACT: Readonly<Record<string, (...values: number[]) => number>> = {
  exp,
  expm1,
  log: (x) => logBy(x as number, null),
  log2: (x) => logBy(x as number, LN2),
  log10: (x) => logBy(x as number, LN10),
  log1p,
  pow,
  cbrt,
  sin: turned((x) => sine(x, 0), null),
  cos: turned((x) => sine(x, 1), 1),
  tan: turned(tangent, null),
  asin: (x) => inverse(x as number, false),
  acos: (x) => inverse(x as number, true),
  atan: (x) => atan2(x as number, 1),
  atan2,
  sinh,
  cosh,
  tanh,
  asinh,
  acosh,
  atanh,
  hypot,
};
