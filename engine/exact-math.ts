// ln, exp and powers from + - * / alone. Math.log and Math.exp differ in the last digit between engines, and one digit
// moves an event; IEEE 754 arithmetic does not differ. Accuracy is about 1e-15, far below what a simulation can see.

const LN2 = Math.LN2;
const SQRT2 = Math.SQRT2;

/** Natural logarithm of a positive, normal number. */
export function ln(x: number): number {
  let mantissa = x;
  let exponent = 0;
  // Powers of two scale exactly.
  while (mantissa > SQRT2) {
    mantissa *= 0.5;
    exponent++;
  }
  while (mantissa < SQRT2 / 2) {
    mantissa *= 2;
    exponent--;
  }
  // ln m = 2 artanh z, z = (m - 1) / (m + 1), |z| <= 0.1716.
  const z = (mantissa - 1) / (mantissa + 1);
  const z2 = z * z;
  let sum = 0;
  for (let k = 21; k >= 1; k -= 2) sum = 1 / k + z2 * sum;
  return 2 * z * sum + exponent * LN2;
}

/** e to the power of x, |x| below 700. */
export function exp(x: number): number {
  const turns = Math.round(x / LN2);
  const r = x - turns * LN2;
  let sum = 1;
  for (let k = 18; k >= 1; k--) sum = 1 + (r / k) * sum;
  let scale = 1;
  for (let i = 0; i < turns; i++) scale *= 2;
  for (let i = 0; i > turns; i--) scale *= 0.5;
  return sum * scale;
}

/** x to the power of y, for positive x. */
export function power(x: number, y: number): number {
  return y === 0 ? 1 : exp(y * ln(x));
}
