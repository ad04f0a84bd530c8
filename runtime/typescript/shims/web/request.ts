// Request of the Fetch standard, with the error texts of Node's. One that arrives is read lazily: most programs look at a part of it.

import { type AbortSignal, signalInternals } from '../events/abort.ts';
import { takeInternals } from '../internals.ts';
import { Body, type BodySource, bodyInternals, extractBody } from './body.ts';
import { Headers, headersInternals } from './headers.ts';
import { invalidUrl } from './response.ts';
import { isPlainUrl, parseUrl, serializeUrl } from './url-parser.ts';

interface RequestInit {
  readonly method?: string;
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly body?: unknown;
  readonly redirect?: string;
  readonly mode?: string;
  readonly credentials?: string;
  readonly cache?: string;
  readonly referrer?: string;
  readonly referrerPolicy?: string;
  readonly integrity?: string;
  readonly keepalive?: boolean;
  readonly duplex?: string;
  readonly signal?: unknown;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/;
const NORMALIZED = /^(delete|get|head|options|post|put)$/i;
const FORBIDDEN = /^(connect|trace|track)$/i;

/** One of a closed list, or the default. */
const CHOICES = {
  redirect: ['follow', 'manual', 'error'],
  mode: ['cors', 'navigate', 'no-cors', 'same-origin'],
  credentials: ['same-origin', 'include', 'omit'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
} as const;

function choose(init: RequestInit, name: keyof typeof CHOICES): string | undefined {
  const given = init[name];
  if (given === undefined) return undefined;
  const allowed: readonly string[] = CHOICES[name];
  if (allowed.includes(String(given))) return String(given);
  throw new TypeError(`Request constructor: ${String(given)} is not an accepted type. Expected one of ${allowed.join(', ')}.`);
}

function methodOf(given: string): string {
  const method = String(given);
  if (!TOKEN.test(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  if (FORBIDDEN.test(method)) throw new TypeError(`'${method}' HTTP method is unsupported.`);
  return NORMALIZED.test(method) ? method.toUpperCase() : method;
}

export class Request extends Body {
  #method = 'GET';
  #url = '';
  #headers: Headers | null = null;
  /** Headers as they arrived, until somebody looks at them. */
  #headersJson = '';
  #options: RequestInit = {};
  #signal: AbortSignal | null = null;

  constructor(input: unknown, init: RequestInit = {}) {
    super();
    if (input === ARRIVED) return;
    // biome-ignore lint/complexity/noArguments: undefined given is not nothing given
    if (arguments.length === 0) throw new TypeError('Request constructor: 1 argument required, but 0 found.');
    const from = requestInternals.isRequest(input) ? input : null;
    this.#options = from ? { ...from.#options } : {};
    if (from) this.#url = from.#url;
    else this.#parse(input);
    const given = init ?? {};
    if (given.mode === 'navigate') throw new TypeError('Request constructor: invalid request mode navigate.');
    const options = this.#options as Record<string, unknown>;
    for (const name of Object.keys(CHOICES) as (keyof typeof CHOICES)[]) {
      const chosen = choose(given, name);
      if (chosen !== undefined) options[name] = chosen;
    }
    for (const name of ['referrer', 'referrerPolicy', 'integrity', 'keepalive'] as const)
      if (given[name] !== undefined) options[name] = given[name];
    this.#method = given.method === undefined ? (from ? from.#method : 'GET') : methodOf(given.method);
    if (given.headers !== undefined) this.#headers = new Headers(given.headers);
    else if (from) this.#headers = new Headers(from.headers);
    this.#takeSignal(given, from);
    this.#takeBody(given, from);
  }

  #takeSignal(init: RequestInit, from: Request | null): void {
    const { signal } = init;
    if (signal !== undefined && signal !== null && !signalInternals.isSignal(signal))
      throw new TypeError("Failed to construct 'Request': member signal is not of type AbortSignal.");
    this.#signal = signal === undefined ? (from ? from.#signal : null) : signal;
  }

  #parse(input: unknown): void {
    const text = String(input);
    if (isPlainUrl(text)) {
      this.#url = text;
      return;
    }
    const url = parseUrl(text, null);
    if (!url) throw new TypeError(`Failed to parse URL from ${text}`, { cause: invalidUrl(input) });
    if (url.username || url.password) throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${text}`);
    this.#url = serializeUrl(url);
  }

  #takeBody(init: RequestInit, from: Request | null): void {
    const given = init.body !== undefined && init.body !== null;
    const inherited = from !== null && !given && bodyInternals.has(from);
    if ((given || inherited) && (this.#method === 'GET' || this.#method === 'HEAD'))
      throw new TypeError('Request with GET/HEAD method cannot have body.');
    if (inherited) {
      if (bodyInternals.isUnusable(from))
        throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
      bodyInternals.setSource(this, bodyInternals.take(from));
      return;
    }
    if (!given) return;
    const { source, type } = extractBody(init.body);
    if (typeof source === 'object' && !ArrayBuffer.isView(source) && init.duplex === undefined)
      throw new TypeError('RequestInit: duplex option is required when sending a body.');
    bodyInternals.setSource(this, source);
    if (type !== null && headersInternals.peek(this.headers, 'content-type') === null) this.headers.set('content-type', type);
  }

  static isRequest(value: unknown): value is Request {
    return typeof value === 'object' && value !== null && #method in value;
  }

  /** A request that came to the server. */
  static arrived(method: string, url: string, headersJson: string, body: BodySource): Request {
    const made = new Request(ARRIVED);
    made.#method = method;
    made.#url = url;
    made.#headersJson = headersJson;
    if (body !== '') bodyInternals.setSource(made, body);
    return made;
  }

  /** The signal that was given, if one was. */
  static signalOf(request: Request): AbortSignal | null {
    return request.#signal;
  }

  /** Headers as JSON, for the wire. */
  static wireHeaders(request: Request): string {
    if (!request.#headers) return request.#headersJson || '{}';
    return JSON.stringify(Object.fromEntries(request.#headers.entries()));
  }

  static #check(request: unknown): void {
    if (!requestInternals.isRequest(request)) throw Object.assign(new TypeError('Illegal invocation'), { code: 'ERR_INVALID_THIS' });
  }

  get method(): string {
    Request.#check(this);
    return this.#method;
  }

  get url(): string {
    Request.#check(this);
    return this.#url;
  }

  get headers(): Headers {
    Request.#check(this);
    this.#headers ??= this.#headersJson
      ? headersInternals.fromRecord(JSON.parse(this.#headersJson) as Record<string, string>)
      : new Headers();
    return this.#headers;
  }

  get destination(): string {
    return '';
  }

  get referrer(): string {
    return this.#options.referrer ?? 'about:client';
  }

  get referrerPolicy(): string {
    return this.#options.referrerPolicy ?? '';
  }

  get mode(): string {
    return this.#options.mode ?? 'cors';
  }

  get credentials(): string {
    return this.#options.credentials ?? 'same-origin';
  }

  get cache(): string {
    return this.#options.cache ?? 'default';
  }

  get redirect(): string {
    return this.#options.redirect ?? 'follow';
  }

  get integrity(): string {
    return this.#options.integrity ?? '';
  }

  get keepalive(): boolean {
    return Boolean(this.#options.keepalive);
  }

  get isReloadNavigation(): boolean {
    return false;
  }

  get isHistoryNavigation(): boolean {
    return false;
  }

  get signal(): AbortSignal {
    this.#signal ??= signalInternals.make();
    return this.#signal;
  }

  get duplex(): string {
    return 'half';
  }

  clone(): Request {
    Request.#check(this);
    if (bodyInternals.isUnusable(this)) throw new TypeError('unusable');
    const made = new Request(ARRIVED);
    made.#method = this.#method;
    made.#url = this.#url;
    made.#headers = new Headers(this.headers);
    made.#options = this.#options;
    made.#signal = this.#signal;
    bodyInternals.copy(this, made);
    return made;
  }

  protected override contentType(): string | null {
    return headersInternals.peek(this.headers, 'content-type');
  }

  get [Symbol.toStringTag](): string {
    return 'Request';
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: unknown, _options: unknown, inspect?: (value: unknown) => string): unknown {
    const { method, url, headers, destination, referrer, referrerPolicy, mode, credentials, cache, redirect, integrity, keepalive } = this;
    const { isReloadNavigation, isHistoryNavigation, signal } = this;
    const shown = { method, url, headers, destination, referrer, referrerPolicy, mode, credentials, cache, redirect, integrity, keepalive };
    return inspect ? `Request ${inspect({ ...shown, isReloadNavigation, isHistoryNavigation, signal })}` : shown;
  }
}

export const requestInternals = takeInternals(Request, 'isRequest', 'arrived', 'signalOf', 'wireHeaders');

/** Asks the constructor for an empty request. */
const ARRIVED = Symbol('arrived');
