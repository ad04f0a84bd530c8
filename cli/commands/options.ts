// Numbers on the command line, with errors that name the option.
import { UsageError } from '../usage-error.ts';

function parseNumber(option: string, text: string, valid: (value: number) => boolean, must: string): number {
  const value = Number(text);
  if (text.trim() === '' || !valid(value)) throw new UsageError(`${option}: must be ${must}, not "${text}"`);
  return value;
}

export function parseSeed(text = '1'): number {
  return parseNumber('--seed', text, (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32, 'an integer from 0 to 4294967295');
}

export function parseSimulated(text: string | undefined, count: number): number | undefined {
  if (text === undefined) return undefined;
  return parseNumber('--simulated', text, (value) => Number.isInteger(value) && value >= 1 && value <= count, `an integer from 1 to ${count} (the world's workers)`);
}

export function parseRates(text: string): number[] {
  return text.split(',').map((part) => parseNumber('--rate', part, (value) => value > 0 && value <= 10_000_000, 'requests per second, one number or several with commas'));
}

export function parseSeconds(option: string, text: string, least: number): number {
  return parseNumber(option, text, (value) => value >= least && value <= 3600, `seconds from ${least} to 3600`);
}
