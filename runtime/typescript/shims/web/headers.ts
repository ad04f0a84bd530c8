// Headers of the Fetch standard, with the error texts of Node's.
import { takeInternals } from '../internals.ts';

const NAME = /^[!#$%&'*+\-.^_`|~\w]+$/;
const BAD_VALUE = /[\0\r\n]|[^\0-\xff]/;
const EDGES = /^[\t\r\n ]+|[\t\r\n ]+$/g;
const TO_TRIM = /^[\t\r\n ]|[\t\r\n ]$/;

type Init = Headers | Iterable<Iterable<unknown>> | Record<string, unknown>;
interface Entry {
  /** As it was written first. */
  readonly name: string;
  value: string;
}

function checkName(name: unknown, where: string): string {
  const text = String(name);
  if (!NAME.test(text)) throw new TypeError(`Headers.${where}: "${text}" is an invalid header name.`);
  return text.toLowerCase();
}

function checkValue(value: unknown, where: string): string {
  const text = typeof value === 'string' ? value : String(value);
  const trimmed = TO_TRIM.test(text) ? text.replace(EDGES, '') : text;
  if (!BAD_VALUE.test(trimmed)) return trimmed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255)
      throw new TypeError(
        `Cannot convert argument to a ByteString because the character at index ${i} has a value of ${code} which is greater than 255.`,
      );
  }
  throw new TypeError(`Headers.${where}: "${trimmed}" is an invalid header value.`);
}

export class Headers {
  readonly #entries = new Map<string, Entry>();
  #cookies: string[] | null = null;
  #immutable = false;

  constructor(init?: Init) {
    if (init === undefined) return;
    if ((typeof init !== 'object' && typeof init !== 'function') || init === null)
      throw new TypeError(
        'Headers constructor: Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>.',
      );
    this.#fill(init);
  }

  static isHeaders(value: unknown): value is Headers {
    return typeof value === 'object' && value !== null && #entries in value;
  }

  static freeze(headers: Headers): Headers {
    headers.#immutable = true;
    return headers;
  }

  /** Names in lower case; for what came over the wire. */
  static fromRecord(record: Readonly<Record<string, string>>): Headers {
    const made = new Headers();
    for (const name of Object.keys(record)) {
      const lower = name.toLowerCase();
      made.#entries.set(lower, { name: lower, value: String(record[name]) });
    }
    return made;
  }

  /** One value by its lower case name, without any check. */
  static peek(headers: Headers, name: string): string | null {
    return headers.#entries.get(name)?.value ?? null;
  }

  #fill(init: Init): void {
    if (headersInternals.isHeaders(init)) {
      for (const [key, { name, value }] of init.#entries) this.#entries.set(key, { name, value });
      this.#cookies = init.#cookies && [...init.#cookies];
      return;
    }
    if (typeof (init as { [Symbol.iterator]?: unknown })[Symbol.iterator] !== 'function') {
      for (const name of Reflect.ownKeys(init)) {
        if (!Object.getOwnPropertyDescriptor(init, name)?.enumerable) continue;
        if (typeof name === 'symbol')
          throw new TypeError(`Headers constructor: init (${String(name)}) is a symbol, which cannot be converted to a ByteString.`);
        this.#append(name, (init as Record<string, unknown>)[name]);
      }
      return;
    }
    let index = 0;
    for (const each of init as Iterable<unknown>) {
      if (typeof each !== 'object' || each === null || !(Symbol.iterator in each))
        throw new TypeError(`Headers contructor: init[${index}] (${String(each)}) is not iterable.`);
      const pair = [...(each as Iterable<unknown>)];
      if (pair.length !== 2) throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${pair.length}.`);
      this.#append(pair[0], pair[1]);
      index++;
    }
  }

  #append(givenName: unknown, givenValue: unknown): void {
    const key = checkName(givenName, 'append');
    const value = checkValue(givenValue, 'append');
    const known = this.#entries.get(key);
    if (key === 'set-cookie') {
      this.#cookies ??= [];
      this.#cookies.push(value);
    }
    if (known) known.value += `${key === 'cookie' ? '; ' : ', '}${value}`;
    else this.#entries.set(key, { name: String(givenName), value });
  }

  static #check(headers: unknown, given: IArguments, method: string, needed: number): void {
    if (!headersInternals.isHeaders(headers)) throw Object.assign(new TypeError('Illegal invocation'), { code: 'ERR_INVALID_THIS' });
    if (given.length < needed)
      throw new TypeError(
        `Headers.${method}: ${needed} argument${needed > 1 ? 's' : ''} required, but${given.length > 0 ? ' only' : ''} ${given.length} found.`,
      );
  }

  #mutable(): void {
    if (this.#immutable) throw new TypeError('immutable');
  }

  append(name: string, value: string): void {
    // biome-ignore lint/complexity/noArguments: how many were given matters
    Headers.#check(this, arguments, 'append', 2);
    checkName(name, 'append');
    checkValue(value, 'append');
    this.#mutable();
    this.#append(name, value);
  }

  delete(name: string): void {
    // biome-ignore lint/complexity/noArguments: how many were given matters
    Headers.#check(this, arguments, 'delete', 1);
    const key = checkName(name, 'delete');
    this.#mutable();
    this.#entries.delete(key);
    if (key === 'set-cookie') this.#cookies = null;
  }

  get(name: string): string | null {
    // biome-ignore lint/complexity/noArguments: how many were given matters
    Headers.#check(this, arguments, 'get', 1);
    return this.#entries.get(checkName(name, 'get'))?.value ?? null;
  }

  has(name: string): boolean {
    // biome-ignore lint/complexity/noArguments: how many were given matters
    Headers.#check(this, arguments, 'has', 1);
    return this.#entries.has(checkName(name, 'has'));
  }

  set(name: string, value: string): void {
    // biome-ignore lint/complexity/noArguments: how many were given matters
    Headers.#check(this, arguments, 'set', 2);
    const key = checkName(name, 'set');
    const checked = checkValue(value, 'set');
    this.#mutable();
    if (key === 'set-cookie') this.#cookies = [checked];
    const known = this.#entries.get(key);
    if (known) known.value = checked;
    else this.#entries.set(key, { name: String(name), value: checked });
  }

  getSetCookie(): string[] {
    return [...(this.#cookies ?? [])];
  }

  #sorted(): [string, string][] {
    const pairs: [string, string][] = [];
    for (const key of [...this.#entries.keys()].sort()) {
      if (key === 'set-cookie') for (const cookie of this.#cookies ?? []) pairs.push([key, cookie]);
      else pairs.push([key, (this.#entries.get(key) as Entry).value]);
    }
    return pairs;
  }

  *entries(): IterableIterator<[string, string]> {
    for (let i = 0; ; i++) {
      const pair = this.#sorted()[i];
      if (!pair) return;
      yield pair;
    }
  }

  *keys(): IterableIterator<string> {
    for (const pair of this.entries()) yield pair[0];
  }

  *values(): IterableIterator<string> {
    for (const pair of this.entries()) yield pair[1];
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, thisArgument?: unknown): void {
    if (typeof callback !== 'function')
      throw new TypeError("Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.");
    for (const [name, value] of this.entries()) callback.call(thisArgument, value, name, this);
  }

  get [Symbol.toStringTag](): string {
    return 'Headers';
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: unknown, _options: unknown, inspect?: (value: unknown) => string): unknown {
    const shown: Record<string, string> = {};
    for (const { name, value } of this.#entries.values()) shown[name] = value;
    return inspect ? `Headers ${inspect(shown)}` : shown;
  }
}

export const headersInternals = takeInternals(Headers, 'isHeaders', 'freeze', 'fromRecord', 'peek');
