// Intl and the toLocale methods: without a locale they take en-US and without a time zone UTC, whatever the host has.
import { GLOBAL_MAKERS } from '../kernel/globals.ts';
import { isPatched, meter } from '../kernel/meter.ts';

const LOCALE = 'en-US';
/** CPU of making a formatter (measured: 5 to 10 us, Node 20): known for being made in a loop. */
const MAKE_NS = 6_000;

type Made = new (locales?: unknown, options?: unknown) => object;

function withDefaults(name: string, native: Made): Made {
  function Formatter(locales?: unknown, options?: unknown): object {
    meter.spend(MAKE_NS, `Intl.${name}`, 1, 'formatters');
    const zoned =
      name === 'DateTimeFormat' ? { ...(options as object), timeZone: (options as { timeZone?: string })?.timeZone ?? 'UTC' } : options;
    const target = new.target === undefined || (new.target as unknown) === Formatter ? native : (new.target as unknown as Made);
    return Reflect.construct(native, [locales ?? LOCALE, zoned], target);
  }
  for (const key of Reflect.ownKeys(native)) {
    const found = Reflect.getOwnPropertyDescriptor(native, key) as PropertyDescriptor;
    if (key !== 'length' && key !== 'name' && key !== 'arguments' && key !== 'caller') Object.defineProperty(Formatter, key, found);
  }
  Object.defineProperty(Formatter, 'name', { value: name });
  Object.defineProperty(native.prototype, 'constructor', { value: Formatter, writable: true, configurable: true });
  return Object.freeze(Formatter) as unknown as Made;
}

/** A date that is not given is now: virtual. */
function patchNow(): void {
  const { prototype } = Intl.DateTimeFormat;
  const format = Object.getOwnPropertyDescriptor(prototype, 'format')?.get as (this: unknown) => (date?: unknown) => string;
  const { formatToParts } = prototype;
  const bound = new WeakMap<object, (date?: unknown) => string>();
  Object.defineProperty(prototype, 'format', {
    configurable: true,
    get(this: object) {
      const native = format.call(this);
      const known = bound.get(this) ?? ((date?: unknown) => native(date === undefined ? meter.nowMs() : date));
      bound.set(this, known);
      return known;
    },
  });
  Object.defineProperty(prototype, 'formatToParts', {
    writable: true,
    configurable: true,
    value(this: Intl.DateTimeFormat, date?: Date) {
      return formatToParts.call(this, date === undefined ? meter.nowMs() : date);
    },
  });
}

function patchToLocale(prototype: object, name: string, position: number): void {
  const native = (prototype as Record<string, unknown>)[name] as ((...args: unknown[]) => unknown) | undefined;
  if (!native) return;
  const value = {
    [name](this: unknown, ...args: unknown[]) {
      args[position] ??= LOCALE;
      return Reflect.apply(native, this, args);
    },
  }[name];
  Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}

function makeIntl(): object {
  const made = Object.create(Object.prototype) as Record<string | symbol, unknown>;
  for (const key of Reflect.ownKeys(Intl)) {
    const value = (Intl as unknown as Record<string | symbol, unknown>)[key];
    const isClass = typeof value === 'function' && typeof key === 'string' && /^[A-Z]/.test(key) && key !== 'Locale';
    const shown = isClass ? withDefaults(key, value as Made) : value;
    Object.defineProperty(made, key, { value: shown, writable: typeof key === 'string', configurable: true });
  }
  patchNow();
  patchToLocale(Number.prototype, 'toLocaleString', 0);
  patchToLocale(BigInt.prototype, 'toLocaleString', 0);
  for (const name of ['toLocaleUpperCase', 'toLocaleLowerCase']) patchToLocale(String.prototype, name, 0);
  patchToLocale(String.prototype, 'localeCompare', 1);
  return Object.freeze(made);
}

const KEY = Symbol.for('surge.intl');
const realm = globalThis as unknown as Record<symbol, object>;
if (!isPatched) realm[KEY] = makeIntl();

GLOBAL_MAKERS.push(() => ({ Intl: realm[KEY] }));
