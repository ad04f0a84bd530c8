// Numbers of 106 bits as the sum of two doubles, from + - * / alone: IEEE 754 has one answer to those, on every engine. The result of each
// function lies in `out`, so that nothing is allocated.

export const out = new Float64Array(2);

/** Veltkamp: halves a double's 53 bits. */
const SPLIT = 134_217_729;

function set(high: number, low: number): void {
  const sum = high + low;
  out[0] = sum;
  out[1] = low - (sum - high);
}

/** a * b - p, exactly, for p = a * b. */
function productError(a: number, b: number, p: number): number {
  const sa = SPLIT * a;
  const ah = sa - (sa - a);
  const al = a - ah;
  const sb = SPLIT * b;
  const bh = sb - (sb - b);
  const bl = b - bh;
  return al * bl - (p - ah * bh - al * bh - ah * bl);
}

export function add(ah: number, al: number, bh: number, bl: number): void {
  const sum = ah + bh;
  const back = sum - ah;
  const low = al + bl;
  const lowBack = low - al;
  const error = ah - (sum - back) + (bh - back) + low;
  const high = sum + error;
  set(high, error - (high - sum) + (al - (low - lowBack) + (bl - lowBack)));
}

export function multiply(ah: number, al: number, bh: number, bl: number): void {
  const p = ah * bh;
  set(p, productError(ah, bh, p) + (ah * bl + al * bh));
}

export function divide(ah: number, al: number, bh: number, bl: number): void {
  const first = ah / bh;
  multiply(bh, bl, first, 0);
  add(ah, al, -(out[0] as number), -(out[1] as number));
  const [rest, restLow] = [out[0] as number, out[1] as number];
  const second = rest / bh;
  multiply(bh, bl, second, 0);
  add(rest, restLow, -(out[0] as number), -(out[1] as number));
  const third = (out[0] as number) / bh;
  const high = first + second;
  set(high, second - (high - first) + third);
}

export function squareRoot(ah: number, al: number): void {
  const root = Math.sqrt(ah);
  if (root === 0) {
    set(0, 0);
    return;
  }
  multiply(root, 0, root, 0);
  add(ah, al, -(out[0] as number), -(out[1] as number));
  set(root, (out[0] as number) / (2 * root));
}
