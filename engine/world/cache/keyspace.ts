// The data of one cache database: keys with a type and an expiry in virtual time, in the order in which they were made.
// Texts are byte strings, one character a byte, so that anything a client stores survives JSON.
import type { SortedSet } from './sorted-set.ts';

export type Reply = null | number | string | readonly Reply[] | { readonly ok: string } | { readonly error: string };

/** An error that the server sends; the message begins with its code ("ERR ...", "WRONGTYPE ..."). */
export class CacheError extends Error {}

/** Something real that this cache does not have. */
export class NotSimulated extends Error {}

export const OK: Reply = { ok: 'OK' };

export const NOT_AN_INTEGER = 'ERR value is not an integer or out of range';
const NOT_A_FLOAT = 'ERR value is not a valid float';
const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';
export const SYNTAX_ERROR = 'ERR syntax error';
export const NO_SUCH_KEY = 'ERR no such key';

interface Values {
  readonly string: string;
  readonly hash: Map<string, string>;
  readonly list: string[];
  readonly set: Set<string>;
  readonly zset: SortedSet;
}
export type ValueType = keyof Values;

interface Entry {
  type: ValueType;
  value: Values[ValueType];
  /** Unix time, ms; Infinity: never. */
  expiresMs: number;
  readonly serial: number;
}

export class Keyspace {
  /** Unix time of the command that runs, ms. */
  nowMs = 0;
  /** Elements looked at by the command that runs, beyond its own constant work. */
  work = 0;
  /** Lists that were pushed to since somebody looked: blocked clients may be waiting for them. */
  readonly pushed: string[] = [];
  readonly draw: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #watchers = new Map<string, Set<Watcher>>();
  #nextSerial = 1;

  /** draw: uniform in 0 .. 1, for SPOP and its like. */
  constructor(draw: () => number) {
    this.draw = draw;
  }

  /** The value at a key if it has the type; undefined if there is none. Throws WRONGTYPE. */
  read<Type extends ValueType>(key: string, type: Type): Values[Type] | undefined {
    const entry = this.#live(key);
    if (!entry) return undefined;
    if (entry.type !== type) throw new CacheError(WRONG_TYPE);
    return entry.value as Values[Type];
  }

  /** The collection at a key, made if there is none. Throws WRONGTYPE. */
  open<Type extends ValueType>(key: string, type: Type, make: () => Values[Type]): Values[Type] {
    const found = this.read(key, type);
    if (found !== undefined) return found;
    const made = make();
    this.write(key, type, made);
    return made;
  }

  /** Puts a value at a key, whatever was there; its expiry goes unless it is kept. */
  write<Type extends ValueType>(key: string, type: Type, value: Values[Type], expiresMs = Number.POSITIVE_INFINITY): void {
    const known = this.#live(key);
    if (known) Object.assign(known, { type, value, expiresMs });
    else this.#entries.set(key, { type, value, expiresMs, serial: this.#nextSerial++ });
    this.touch(key);
  }

  /** A collection changed; an empty one goes away. */
  changed(key: string): void {
    const entry = this.#entries.get(key);
    if (entry && entry.type !== 'string') {
      const { value } = entry;
      const size = Array.isArray(value) ? value.length : (value as { readonly size: number }).size;
      if (size === 0) this.#entries.delete(key);
    }
    this.touch(key);
  }

  remove(key: string): boolean {
    if (!this.#live(key)) return false;
    this.#entries.delete(key);
    this.touch(key);
    return true;
  }

  typeOf(key: string): ValueType | undefined {
    return this.#live(key)?.type;
  }

  has(key: string): boolean {
    return this.#live(key) !== undefined;
  }

  /** Unix time, ms; Infinity: never; undefined: no such key. */
  expiry(key: string): number | undefined {
    return this.#live(key)?.expiresMs;
  }

  /** False: there is no such key. A time that is over removes it. */
  expire(key: string, atMs: number): boolean {
    const entry = this.#live(key);
    if (!entry) return false;
    if (atMs <= this.nowMs) return this.remove(key);
    entry.expiresMs = atMs;
    this.touch(key);
    return true;
  }

  move(from: string, to: string): void {
    const entry = this.#live(from);
    if (!entry) throw new CacheError(NO_SUCH_KEY);
    const { type, value, expiresMs } = entry;
    this.remove(from);
    this.write(to, type, value as never, expiresMs);
  }

  /** Live keys after a serial, oldest first, with their serials. */
  *keysAfter(serial: number): Generator<readonly [string, number]> {
    for (const [key, entry] of this.#entries) {
      if (entry.serial <= serial || entry.expiresMs <= this.nowMs) continue;
      yield [key, entry.serial];
    }
  }

  get size(): number {
    let size = 0;
    for (const _ of this.keysAfter(0)) size++;
    return size;
  }

  clear(): void {
    for (const key of this.#entries.keys()) this.touch(key);
    this.#entries.clear();
  }

  watch(key: string, watcher: Watcher): void {
    // A key that expires before EXEC is no change: it is looked at now.
    this.#live(key);
    const watchers = this.#watchers.get(key) ?? new Set();
    this.#watchers.set(key, watchers.add(watcher));
    watcher.keys.add(key);
  }

  unwatch(watcher: Watcher): void {
    for (const key of watcher.keys) {
      const watchers = this.#watchers.get(key);
      watchers?.delete(watcher);
      if (watchers?.size === 0) this.#watchers.delete(key);
    }
    watcher.keys.clear();
    watcher.dirty = false;
  }

  touch(key: string): void {
    const watchers = this.#watchers.get(key);
    if (watchers) for (const watcher of watchers) watcher.dirty = true;
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry && entry.expiresMs <= this.nowMs) {
      this.#entries.delete(key);
      return undefined;
    }
    return entry;
  }
}

/** Who watches keys until its EXEC. */
export interface Watcher {
  readonly keys: Set<string>;
  dirty: boolean;
}

export type Run = (db: Keyspace, args: readonly string[]) => Reply;
/** Arguments with the command's own name, as Redis counts: exactly so many, or at least -n. */
export type Command = readonly [arity: number, run: Run];
export type Commands = Readonly<Record<string, Command>>;

const INTEGER = /^(0|-?[1-9]\d*)$/;
export const MAX_INTEGER = 2n ** 63n - 1n;
export const MIN_INTEGER = -(2n ** 63n);

export function parseBig(text: string | undefined, message = NOT_AN_INTEGER): bigint {
  if (text === undefined || text.length > 20 || !INTEGER.test(text)) throw new CacheError(message);
  const value = BigInt(text);
  if (value > MAX_INTEGER || value < MIN_INTEGER) throw new CacheError(message);
  return value;
}

export function parseInteger(text: string | undefined, message = NOT_AN_INTEGER): number {
  if (text === undefined || text.length > 20 || !INTEGER.test(text)) throw new CacheError(message);
  return Number(text);
}

export function parseFloatText(text: string | undefined, message = NOT_A_FLOAT): number {
  const trimmed = text ?? '';
  if (/^[+-]?inf(inity)?$/i.test(trimmed)) return trimmed.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) throw new CacheError(message);
  return Number(trimmed);
}

export function floatText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  return String(value);
}

/** Redis' start and stop of a range as indexes from..to (exclusive) into `length` elements. */
export function sliceOf(start: number, stop: number, length: number): readonly [number, number] {
  const from = Math.max(0, start < 0 ? length + start : start);
  const to = Math.min(length - 1, stop < 0 ? length + stop : stop);
  return from > to ? [0, 0] : [from, to + 1];
}

/** A pattern of KEYS and SCAN: * ? [abc] [^a] [a-z] and backslash. */
export function globToRegExp(pattern: string): RegExp {
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string;
    if (char === '*') source += '.*';
    else if (char === '?') source += '.';
    else if (char === '[' && pattern.indexOf(']', i) > i) {
      const end = pattern.indexOf(']', i);
      source += `[${pattern.slice(i + 1, end).replaceAll('\\', '\\\\')}]`;
      i = end;
    } else {
      const literal = char === '\\' && i + 1 < pattern.length ? (pattern[++i] as string) : char;
      source += literal.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
    }
  }
  return new RegExp(`^${source}$`, 's');
}
