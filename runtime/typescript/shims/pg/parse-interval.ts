// Intervals in Postgres' own style ("1 year 2 mons 3 days 04:05:06.789"), as postgres-interval shows them.
import { freezeClass } from '../../kernel/realm.ts';

const NUMBER = '([+-]?\\d+)';
const INTERVAL = new RegExp(
  [`${NUMBER}\\s+years?`, `${NUMBER}\\s+mons?`, `${NUMBER}\\s+days?`, '([+-])?(\\d*):(\\d\\d):(\\d\\d)\\.?(\\d{1,6})?']
    .map((part) => `(?:${part})?`)
    .join('\\s*'),
);
const UNITS = ['years', 'months', 'days', 'hours', 'minutes', 'seconds', 'milliseconds'] as const;
type Unit = (typeof UNITS)[number];
const LETTERS: Readonly<Record<string, string>> = { years: 'Y', months: 'M', days: 'D', hours: 'H', minutes: 'M', seconds: 'S' };

export class PostgresInterval {
  declare years?: number;
  declare months?: number;
  declare days?: number;
  declare hours?: number;
  declare minutes?: number;
  declare seconds?: number;
  declare milliseconds?: number;

  toPostgres(): string {
    const parts = [...UNITS].reverse().filter((unit) => unit !== 'milliseconds' && Object.hasOwn(this, unit));
    if (this.milliseconds && !parts.includes('seconds')) parts.push('seconds');
    return parts.length === 0 ? '0' : parts.map((unit) => `${this.#shown(unit, /\.?0+$/)} ${unit}`).join(' ');
  }

  toISO(): string {
    const part = (units: readonly Unit[]) => units.map((unit) => `${this.#shown(unit, /0+$/)}${LETTERS[unit]}`).join('');
    return `P${part(['years', 'months', 'days'])}T${part(['hours', 'minutes', 'seconds'])}`;
  }

  toISOString(): string {
    return this.toISO();
  }

  #shown(unit: Unit, zeroes: RegExp): string {
    const value = this[unit] ?? 0;
    return unit === 'seconds' && this.milliseconds ? (value + this.milliseconds / 1000).toFixed(6).replace(zeroes, '') : String(value);
  }
}

freezeClass(PostgresInterval);

export function parseInterval(text: string): PostgresInterval {
  const interval = new PostgresInterval();
  const [, years, months, days, sign, hours, minutes, seconds, fraction] = INTERVAL.exec(text) ?? [];
  const direction = sign === '-' ? -1 : 1;
  const set = (unit: Unit, value: number) => {
    if (value) interval[unit] = value;
  };
  set('years', Number(years ?? 0));
  set('months', Number(months ?? 0));
  set('days', Number(days ?? 0));
  set('hours', Number(hours ?? 0) * direction);
  set('minutes', Number(minutes ?? 0) * direction);
  set('seconds', Number(seconds ?? 0) * direction);
  set('milliseconds', (Number((fraction ?? '').padEnd(6, '0')) / 1000) * direction);
  return interval;
}
