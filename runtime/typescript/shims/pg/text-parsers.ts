// Values in Postgres' text format, turned into what pg-types gives for them. Dates are local time there, and the simulated machines' local time is UTC.
import { worker } from '../../kernel/worker.ts';
import { parseArray } from './parse-array.ts';
import { parseInterval } from './parse-interval.ts';

export type Parse = (text: string) => unknown;

function dateOf(ms: number): Date {
  return new (worker().globals.Date as DateConstructor)(ms);
}

const DATE_TIME = /(\d+)-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(\.\d+)?.*?( BC)?$/;
const DATE = /^(\d+)-(\d{2})-(\d{2})( BC)?$/;
const TIME_ZONE = /([Z+-])(\d{2})?:?(\d{2})?:?(\d{2})?/;

/** Of the years 0 to 99 too, which Date.UTC takes for those of the 20th century. */
function utc(year: number, month: number, day: number, ms: number): number {
  const date = new Date(Date.UTC(2000, month, day) + ms);
  if (year >= 100) return Date.UTC(year, month, day) + ms;
  date.setUTCFullYear(year);
  return date.getTime();
}

function parseDate(text: string): unknown {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  const match = DATE_TIME.exec(text) ?? DATE.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction] = match;
  const isDate = match.length === 5;
  const yearGiven = Number(year);
  const yearAD = (isDate ? match[4] : match[8]) ? -(yearGiven - 1) : yearGiven;
  if (isDate) return dateOf(utc(yearAD, Number(month) - 1, Number(day), 0));
  const ms = Math.trunc(fraction ? 1000 * Number.parseFloat(fraction) : 0);
  const time = (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1000 + ms;
  return dateOf(utc(yearAD, Number(month) - 1, Number(day), time) - zoneOffsetMs(text));
}

function zoneOffsetMs(text: string): number {
  if (text.endsWith('+00')) return 0;
  const zone = TIME_ZONE.exec(text.split(' ')[1] ?? '');
  if (!zone || zone[1] === 'Z') return 0;
  const seconds = Number(zone[2]) * 3600 + Number(zone[3] ?? 0) * 60 + Number(zone[4] ?? 0);
  return seconds * 1000 * (zone[1] === '-' ? -1 : 1);
}

const TRUE = new Set(['TRUE', 't', 'true', 'y', 'yes', 'on', '1']);
const parseBool = (text: string) => TRUE.has(text);
const parseInteger = (text: string) => Number.parseInt(text, 10);
const parseJson = (text: string) => JSON.parse(text);

function parseBytea(text: string): unknown {
  const { from } = worker().globals.Buffer as { from(text: string, encoding: string): unknown };
  return from(text.slice(2), 'hex');
}

function parsePoint(text: string): { x: number; y: number; radius?: number } | null {
  if (text[0] !== '(') return null;
  const [x = '', y = ''] = text.slice(1, -1).split(',');
  return { x: Number.parseFloat(x), y: Number.parseFloat(y) };
}

function parseCircle(text: string): unknown {
  const [, point = '', radius = ''] = /^<(\(.*?\)),(.*)>$/.exec(text) ?? [];
  return { ...parsePoint(point), radius: Number.parseFloat(radius) };
}

const arrayOf = (parse: Parse | null) => (text: string) => parseArray(text, parse);

/** Parsers whose values cannot be changed: one value serves all readers of a result. */
export const SIMPLE_PARSERS = new Map<number, Parse>([
  [16, parseBool],
  [21, parseInteger],
  [23, parseInteger],
  [26, parseInteger],
  [700, Number.parseFloat],
  [701, Number.parseFloat],
]);

/** int8 stays text: a number would lose digits. */
const asText = (text: string) => text;

/** Parsers that make an object: each reader gets one of its own. */
export const OBJECT_PARSERS = new Map<number, Parse>([
  [17, parseBytea],
  [114, parseJson],
  [3802, parseJson],
  [600, parsePoint],
  [718, parseCircle],
  [1082, parseDate],
  [1114, parseDate],
  [1184, parseDate],
  [1186, parseInterval],
  [1000, arrayOf(parseBool)],
  [1001, arrayOf(parseBytea)],
  [1017, arrayOf(parsePoint)],
  [1187, arrayOf(parseInterval)],
  ...[1005, 1007, 1028].map((oid) => [oid, arrayOf(parseInteger)] as const),
  ...[1021, 1022, 1231].map((oid) => [oid, arrayOf(Number.parseFloat)] as const),
  ...[1115, 1182, 1185].map((oid) => [oid, arrayOf(parseDate)] as const),
  ...[199, 3807].map((oid) => [oid, arrayOf(parseJson)] as const),
  ...[651, 791, 1008, 1009, 1014, 1015, 1016, 1040, 1041, 1183, 1270, 2951, 3907].map((oid) => [oid, arrayOf(null)] as const),
]);

// The program is handed them, and all workers share them.
for (const parse of [asText, ...SIMPLE_PARSERS.values(), ...OBJECT_PARSERS.values()]) Object.freeze(parse);

export function defaultParser(oid: number): Parse {
  return SIMPLE_PARSERS.get(oid) ?? OBJECT_PARSERS.get(oid) ?? asText;
}
