// The operator ** of compiled code (compiler/powers.ts).
import { pow } from './functions.ts';

/** Of a BigInt too. */
const numeric = (value: unknown): number | bigint => -(-(value as number));

export function power(base: unknown, exponent: unknown): number | bigint {
  if (typeof base === 'number' && typeof exponent === 'number') return pow(base, exponent);
  const [x, y] = [numeric(base), numeric(exponent)];
  if (typeof x === 'number' && typeof y === 'number') return pow(x, y);
  if (typeof x === 'bigint' && typeof y === 'bigint' && y < 0n) throw new RangeError('Exponent must be non-negative');
  // BigInts are exact; both kinds together are an error.
  return ((x as bigint) ** (y as bigint)) as bigint;
}
