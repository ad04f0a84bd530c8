// exp and ln as double doubles.
import { add, divide, multiply, out } from './double-double.ts';

export const LN2_HIGH = Math.LN2;
const LN2_LOW = 2.3190468138462996e-17;
const TERMS = 9;
const HALVINGS = 8;

const high = (): number => out[0] as number;
const low = (): number => out[1] as number;

/** e to the power of x, less 1, for |x| < 0.35. */
function smallExponential(xh: number, xl: number): void {
  const scale = powerOfTwo(-HALVINGS);
  const [rh, rl] = [xh * scale, xl * scale];
  // r + r^2/2! + ... by Horner.
  let [sh, sl] = [1, 0];
  for (let k = TERMS; k >= 2; k--) {
    divide(rh, rl, k, 0);
    multiply(high(), low(), sh, sl);
    add(1, 0, high(), low());
    [sh, sl] = [high(), low()];
  }
  multiply(sh, sl, rh, rl);
  for (let i = 0; i < HALVINGS; i++) {
    const [eh, el] = [high(), low()];
    multiply(eh, el, eh, el);
    add(2 * eh, 2 * el, high(), low());
  }
}

/** e to the power of x, without the power of two that is returned; |x| < 800. */
export function exponential(xh: number, xl: number): number {
  const turns = Math.floor(xh / LN2_HIGH + 0.5);
  multiply(LN2_HIGH, LN2_LOW, -turns, 0);
  add(xh, xl, high(), low());
  smallExponential(high(), low());
  add(1, 0, high(), low());
  return turns;
}

/** ... less 1, whole; |x| < 700. */
export function exponentialLess1(xh: number, xl: number): void {
  if (Math.abs(xh) < 0.34) smallExponential(xh, xl);
  else {
    const scale = powerOfTwo(exponential(xh, xl));
    add(high() * scale, low() * scale, -1, 0);
  }
}

/** For |exponent| < 1023. */
export function powerOfTwo(exponent: number): number {
  let power = 1;
  let base = exponent < 0 ? 0.5 : 2;
  for (let rest = Math.abs(exponent); rest > 0; rest >>= 1) {
    if (rest & 1) power *= base;
    base *= base;
  }
  return power;
}

/** value * 2 ** exponent, rounded once where the result is normal. */
export function scaled(value: number, exponent: number): number {
  const half = exponent >> 1;
  return value * powerOfTwo(half) * powerOfTwo(exponent - half);
}

/** 2 artanh(z) for small z: the logarithm of (1 + z) / (1 - z). */
function smallLogarithm(zh: number, zl: number): void {
  multiply(zh, zl, zh, zl);
  const [sh, sl] = [high(), low()];
  let [th, tl] = [0, 0];
  for (let k = 19; k >= 1; k -= 2) {
    divide(1, 0, k, 0);
    add(high(), low(), th, tl);
    if (k > 1) multiply(high(), low(), sh, sl);
    [th, tl] = [high(), low()];
  }
  multiply(th, tl, 2 * zh, 2 * zl);
}

/** ln(1 + d). */
export function logarithmOf1Plus(dh: number, dl: number): void {
  if (Math.abs(dh) > 0.015) {
    add(1, 0, dh, dl);
    logarithm(high(), low());
  } else {
    add(2, 0, dh, dl);
    divide(dh, dl, high(), low());
    smallLogarithm(high(), low());
  }
}

/** Natural logarithm of a positive number. */
export function logarithm(xh: number, xl: number): void {
  let [mh, ml, exponent] = [xh, xl, 0];
  for (let step = 512; step >= 1; step >>= 1) {
    // Powers of two scale exactly.
    if (mh >= powerOfTwo(step)) [mh, ml, exponent] = [mh * powerOfTwo(-step), ml * powerOfTwo(-step), exponent + step];
    else if (mh < powerOfTwo(-step)) [mh, ml, exponent] = [mh * powerOfTwo(step), ml * powerOfTwo(step), exponent - step];
  }
  while (mh > Math.SQRT2) [mh, ml, exponent] = [mh * 0.5, ml * 0.5, exponent + 1];
  while (mh < Math.SQRT1_2) [mh, ml, exponent] = [mh * 2, ml * 2, exponent - 1];
  add(mh, ml, -1, 0);
  if (Math.abs(high()) <= 0.015) logarithmOf1Plus(high(), low());
  else {
    const z = (mh - 1) / (mh + 1);
    let sum = 0;
    for (let k = 21; k >= 1; k -= 2) sum = 1 / k + z * z * sum;
    const guess = 2 * z * sum;
    // Halley's step from 50 bits to more than there are.
    const scale = powerOfTwo(exponential(guess, 0));
    const [eh, el] = [high() * scale, low() * scale];
    add(mh, ml, eh, el);
    const [sh, sl] = [high(), low()];
    add(mh, ml, -eh, -el);
    divide(high(), low(), sh, sl);
    add(guess, 0, 2 * high(), 2 * low());
  }
  const [yh, yl] = [high(), low()];
  multiply(LN2_HIGH, LN2_LOW, exponent, 0);
  add(high(), low(), yh, yl);
}
