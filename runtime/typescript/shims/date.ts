// Date in virtual time. The machine's time zone is UTC and its language en-US: local getters, setters, texts and parsing say so wherever the
// simulation runs.
import { GLOBAL_MAKERS } from '../kernel/globals.ts';
import { isPatched, meter } from '../kernel/meter.ts';

const NativeDate = Date;
/** Reading the clock, and a text by locale (measured: Node 20). */
const CLOCK_NS = 40;
const LOCALE_NS = 850;

const ISO_LOCAL = /^(?:[+-]\d{6}|\d{4})(?:-\d\d(?:-\d\d)?)?T\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?$/;
const HAS_ZONE = /\b(?:UTC?|GMT|Z|[ECMP][SD]T)\b|\d:\d\d.*[+-]\d\d?:?\d\d|\d[zZ]\s*$/;
const ISO = /^(?:[+-]\d{6}|\d{4})-\d\d(?:-\d\d)?$|^(?:[+-]\d{6}|\d{4})$/;

/** Date.parse: what names no zone is UTC. */
function parse(text: string): number {
  const trimmed = text.trim();
  if (ISO_LOCAL.test(trimmed)) return NativeDate.parse(`${trimmed}Z`);
  if (ISO.test(trimmed) || HAS_ZONE.test(trimmed)) return NativeDate.parse(text);
  return NativeDate.parse(`${trimmed} UTC`);
}

/** Date.now. */
function clock(): number {
  meter.spend(CLOCK_NS, 'Date.now', 1, 'calls');
  return meter.nowMs();
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

function dateText(date: Date): string {
  const year = date.getUTCFullYear();
  const shown = year < 0 ? `-${String(-year).padStart(6, '0')}` : String(year).padStart(4, '0');
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())} ${shown}`;
}

function timeText(date: Date): string {
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} GMT+0000 (Coordinated Universal Time)`;
}

const orInvalid = (date: Date, text: (date: Date) => string): string => (Number.isNaN(date.getTime()) ? 'Invalid Date' : text(date));

function makeDate(): typeof Date {
  function GuestDate(...args: unknown[]): unknown {
    if (!new.target) return orInvalid(new NativeDate(meter.nowMs()), (date) => `${dateText(date)} ${timeText(date)}`);
    let ms: number;
    if (args.length === 0) ms = clock();
    else if (args.length === 1) {
      const [given] = args;
      const value = given instanceof NativeDate ? given.getTime() : toPrimitive(given);
      ms = typeof value === 'string' ? parse(value) : Number(value);
    } else ms = (NativeDate.UTC as (...args: unknown[]) => number)(...args);
    return Reflect.construct(NativeDate, [ms], new.target);
  }
  Object.defineProperties(GuestDate, {
    name: { value: 'Date' },
    length: { value: 7 },
    prototype: { value: NativeDate.prototype, writable: false },
    now: { value: clock, writable: true, configurable: true },
    parse: { value: (text: unknown) => parse(String(text)), writable: true, configurable: true },
    UTC: { value: NativeDate.UTC, writable: true, configurable: true },
  });
  return Object.freeze(GuestDate) as unknown as typeof Date;
}

function toPrimitive(value: unknown): unknown {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return value;
  const own = (value as { [Symbol.toPrimitive]?: (hint: string) => unknown })[Symbol.toPrimitive];
  if (typeof own === 'function') return own.call(value, 'default');
  const plain = (value as { valueOf(): unknown }).valueOf();
  return typeof plain === 'object' || typeof plain === 'function' ? String(value) : plain;
}

/** Local means UTC in the prototype that all dates of the realm have. */
function patchPrototype(made: typeof Date): void {
  const { prototype } = NativeDate;
  const native = { both: prototype.toLocaleString, date: prototype.toLocaleDateString, time: prototype.toLocaleTimeString };
  const put = (name: string, value: unknown) => Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  for (const name of ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'])
    for (const verb of ['get', 'set']) {
      const utc = (prototype as unknown as Record<string, unknown>)[`${verb}UTC${name}`];
      if (utc) put(`${verb}${name}`, utc);
    }
  const methods = {
    constructor: made,
    getTimezoneOffset(this: Date) {
      return Number.isNaN(this.getTime()) ? Number.NaN : 0;
    },
    getYear(this: Date) {
      return this.getUTCFullYear() - 1900;
    },
    toString(this: Date) {
      return orInvalid(this, (date) => `${dateText(date)} ${timeText(date)}`);
    },
    toDateString(this: Date) {
      return orInvalid(this, dateText);
    },
    toTimeString(this: Date) {
      return orInvalid(this, timeText);
    },
    toLocaleString(this: Date, locales?: string, options?: Intl.DateTimeFormatOptions) {
      meter.spend(LOCALE_NS, 'Date.toLocaleString', 1, 'calls');
      return native.both.call(this, locales ?? 'en-US', { ...options, timeZone: options?.timeZone ?? 'UTC' });
    },
    toLocaleDateString(this: Date, locales?: string, options?: Intl.DateTimeFormatOptions) {
      meter.spend(LOCALE_NS, 'Date.toLocaleString', 1, 'calls');
      return native.date.call(this, locales ?? 'en-US', { ...options, timeZone: options?.timeZone ?? 'UTC' });
    },
    toLocaleTimeString(this: Date, locales?: string, options?: Intl.DateTimeFormatOptions) {
      meter.spend(LOCALE_NS, 'Date.toLocaleString', 1, 'calls');
      return native.time.call(this, locales ?? 'en-US', { ...options, timeZone: options?.timeZone ?? 'UTC' });
    },
  };
  for (const [name, value] of Object.entries(methods)) put(name, value);
}

const GuestDate = isPatched ? (NativeDate.prototype.constructor as typeof Date) : makeDate();
if (!isPatched) patchPrototype(GuestDate);

GLOBAL_MAKERS.push(() => ({ Date: GuestDate }));
