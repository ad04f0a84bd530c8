// URLSearchParams of the URL standard.
import { takeInternals } from '../internals.ts';
import { FORM, percentDecode, percentEncode } from './percent.ts';
import { scalarText } from './utf8.ts';

type Pair = [name: string, value: string];

function nodeError(code: string, message: string): TypeError {
  return Object.assign(new TypeError(message), { code });
}

const text = (value: unknown): string => scalarText(String(value));

/** Told when the list has changed: the URL whose query it is. */
export type Changed = (query: string) => void;

export class URLSearchParams {
  #pairs: Pair[];
  #changed: Changed | null = null;

  constructor(init?: unknown) {
    if (init === undefined || init === null) this.#pairs = [];
    else if (typeof init === 'object' || typeof init === 'function') this.#pairs = pairsOf(init);
    else this.#pairs = parseForm(text(init).replace(/^\?/, ''));
  }

  /** The parameters of a URL. */
  static of(query: string, changed: Changed): URLSearchParams {
    const made = new URLSearchParams(query);
    made.#changed = changed;
    return made;
  }

  /** The URL has a new query. */
  static renew(params: URLSearchParams, query: string): void {
    params.#pairs = parseForm(query);
  }

  static #check(params: URLSearchParams, given: IArguments, ...names: string[]): void {
    if (typeof params !== 'object' || params === null || !(#pairs in params))
      throw nodeError('ERR_INVALID_THIS', 'Value of "this" must be of type URLSearchParams');
    if (given.length >= names.length) return;
    const quoted = names.map((name) => `"${name}"`).join(' and ');
    throw nodeError('ERR_MISSING_ARGS', `The ${quoted} ${names.length > 1 ? 'arguments' : 'argument'} must be specified`);
  }

  #update(): void {
    this.#changed?.(this.toString());
  }

  get size(): number {
    return this.#pairs.length;
  }

  append(name: string, value: string): void {
    // biome-ignore lint/complexity/noArguments: how many were given matters
    URLSearchParams.#check(this, arguments, 'name', 'value');
    this.#pairs.push([text(name), text(value)]);
    this.#update();
  }

  delete(name: string, value?: string): void {
    // biome-ignore lint/complexity/noArguments: how many were given matters
    URLSearchParams.#check(this, arguments, 'name');
    const wanted = text(name);
    this.#pairs = this.#pairs.filter((pair) => pair[0] !== wanted || (value !== undefined && pair[1] !== text(value)));
    this.#update();
  }

  get(name: string): string | null {
    // biome-ignore lint/complexity/noArguments: how many were given matters
    URLSearchParams.#check(this, arguments, 'name');
    const wanted = text(name);
    for (const pair of this.#pairs) if (pair[0] === wanted) return pair[1];
    return null;
  }

  getAll(name: string): string[] {
    // biome-ignore lint/complexity/noArguments: how many were given matters
    URLSearchParams.#check(this, arguments, 'name');
    const wanted = text(name);
    return this.#pairs.filter((pair) => pair[0] === wanted).map((pair) => pair[1]);
  }

  has(name: string, value?: string): boolean {
    // biome-ignore lint/complexity/noArguments: how many were given matters
    URLSearchParams.#check(this, arguments, 'name');
    const wanted = text(name);
    return this.#pairs.some((pair) => pair[0] === wanted && (value === undefined || pair[1] === text(value)));
  }

  set(name: string, value: string): void {
    // biome-ignore lint/complexity/noArguments: how many were given matters
    URLSearchParams.#check(this, arguments, 'name', 'value');
    const wanted = text(name);
    const first = this.#pairs.find((pair) => pair[0] === wanted);
    if (first) {
      first[1] = text(value);
      this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== wanted);
    } else this.#pairs.push([wanted, text(value)]);
    this.#update();
  }

  sort(): void {
    this.#pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    this.#update();
  }

  forEach(callback: (value: string, name: string, params: URLSearchParams) => void, thisArgument?: unknown): void {
    if (typeof callback !== 'function')
      throw nodeError('ERR_INVALID_ARG_TYPE', `The "callback" argument must be of type function. Received ${String(callback)}`);
    for (let i = 0; i < this.#pairs.length; i++) {
      const [name, value] = this.#pairs[i] as Pair;
      callback.call(thisArgument, value, name, this);
    }
  }

  *entries(): IterableIterator<Pair> {
    for (let i = 0; i < this.#pairs.length; i++) yield [...(this.#pairs[i] as Pair)];
  }

  *keys(): IterableIterator<string> {
    for (let i = 0; i < this.#pairs.length; i++) yield (this.#pairs[i] as Pair)[0];
  }

  *values(): IterableIterator<string> {
    for (let i = 0; i < this.#pairs.length; i++) yield (this.#pairs[i] as Pair)[1];
  }

  toString(): string {
    return this.#pairs.map(([name, value]) => `${encodeForm(name)}=${encodeForm(value)}`).join('&');
  }

  get [Symbol.toStringTag](): string {
    return 'URLSearchParams';
  }

  [Symbol.iterator](): IterableIterator<Pair> {
    return this.entries();
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: unknown, _options: unknown, inspect?: (value: unknown) => string): string {
    const shown = this.#pairs.map(([name, value]) => (inspect ? `${inspect(name)} => ${inspect(value)}` : `'${name}' => '${value}'`));
    return shown.length === 0 ? 'URLSearchParams {}' : `URLSearchParams { ${shown.join(', ')} }`;
  }
}

export const paramsInternals = takeInternals(URLSearchParams, 'of', 'renew');

function pairsOf(init: object): Pair[] {
  const iterator = (init as { [Symbol.iterator]?: unknown })[Symbol.iterator];
  if (iterator === undefined || iterator === null) return Reflect.ownKeys(init).flatMap((key) => fieldOf(init, key));
  if (typeof iterator !== 'function') throw nodeError('ERR_ARG_NOT_ITERABLE', 'Query pairs must be iterable');
  return [...(init as Iterable<unknown>)].map((each) => {
    const pair =
      typeof each === 'object' && each !== null && Symbol.iterator in each ? [...(each as Iterable<unknown>)] : ([] as unknown[]);
    if (pair.length !== 2) throw nodeError('ERR_INVALID_TUPLE', 'Each query pair must be an iterable [name, value] tuple');
    return [text(pair[0]), text(pair[1])];
  });
}

function fieldOf(init: object, key: string | symbol): Pair[] {
  if (typeof key !== 'string' || !Object.getOwnPropertyDescriptor(init, key)?.enumerable) return [];
  return [[text(key), text((init as Record<string, unknown>)[key])]];
}

function parseForm(query: string): Pair[] {
  const pairs: Pair[] = [];
  if (query === '') return pairs;
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const plain = part.includes('+') ? part.replaceAll('+', ' ') : part;
    pairs.push(equals < 0 ? [percentDecode(plain), ''] : [percentDecode(plain.slice(0, equals)), percentDecode(plain.slice(equals + 1))]);
  }
  return pairs;
}

const PLAIN = /^[\w*.-]*$/;

function encodeForm(value: string): string {
  if (PLAIN.test(value)) return value;
  return percentEncode(value, (code) => code !== 0x20 && FORM(code)).replaceAll(' ', '+');
}
