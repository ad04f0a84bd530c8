// Reads numbers from options. Commander turns the error into a usage error that names the option.
import { InvalidArgumentError } from 'commander';

export function parseRates(text: string): number[] {
  return text.split(',').map((each) => {
    const rate = parsePositive(each);
    if (rate > 10_000_000) throw new InvalidArgumentError('A rate is at most 10000000 requests/s.');
    return rate;
  });
}

export function parsePositive(text: string): number {
  const number = parseNumber(text);
  if (number <= 0) throw new InvalidArgumentError('It must be more than 0.');
  return number;
}

export function parseAmount(text: string): number {
  const number = parseNumber(text);
  if (number < 0) throw new InvalidArgumentError('It must be at least 0.');
  return number;
}

export function parseSeed(text: string): number {
  const seed = parseNumber(text);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw new InvalidArgumentError('It must be a whole number from 0 to 4294967295.');
  return seed;
}

export function parseCount(text: string): number {
  const count = parseNumber(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return count;
}

function parseNumber(text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) throw new InvalidArgumentError('It must be a number.');
  return number;
}
