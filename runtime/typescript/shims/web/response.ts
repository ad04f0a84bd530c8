// Response of the Fetch standard, with the error texts of Node's.

import { S } from '../../kernel/counters.ts';
import { takeInternals } from '../internals.ts';
import { Body, bodyInternals, extractBody } from './body.ts';
import { Headers, headersInternals } from './headers.ts';
import { writeJson } from './json-cost.ts';
import { URL } from './url.ts';
import { parseUrl, serializeUrl } from './url-parser.ts';
import { wireHeaders } from './wire-headers.ts';

interface ResponseInit {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: ConstructorParameters<typeof Headers>[0];
}

type Kind = 'default' | 'basic' | 'error';

const NO_BODY = new Set([101, 204, 205, 304]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const REASON = /^[\t\x20-\x7e\x80-\xff]*$/;

export class Response extends Body {
  #status = 200;
  #statusText = '';
  #type: Kind = 'default';
  #url = '';
  #redirected = false;
  /** Until somebody asks, headers are only what the body says. */
  #headers: Headers | null = null;
  #bodyType: string | null = null;
  #wire: (() => Record<string, string>) | null = null;

  constructor(body?: unknown, init?: ResponseInit | null) {
    super();
    if (init !== undefined && init !== null) this.#init(init);
    if (body === undefined || body === null) return;
    if (NO_BODY.has(this.#status)) throw new TypeError(`Response constructor: Invalid response status code ${this.#status}`);
    const { source, type } = extractBody(body);
    bodyInternals.setSource(this, source);
    this.#setBodyType(type);
  }

  #init(init: ResponseInit): void {
    if (typeof init !== 'object' && typeof init !== 'function')
      throw new TypeError('Response constructor: Expected init ("Argument 2") to be one of: Null, Undefined, Object.');
    const { status, statusText, headers } = init;
    if (status !== undefined) {
      const code = Math.trunc(Number(status)) & 0xffff;
      if (code < 200 || code > 599) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
      this.#status = code;
    }
    if (statusText !== undefined) {
      if (!REASON.test(String(statusText))) throw new TypeError('Invalid statusText');
      this.#statusText = String(statusText);
    }
    if (headers !== undefined && headers !== null) this.#headers = new Headers(headers);
  }

  #setBodyType(type: string | null): void {
    if (type === null) return;
    if (!this.#headers) this.#bodyType = type;
    else if (headersInternals.peek(this.#headers, 'content-type') === null) this.#headers.set('content-type', type);
  }

  static isResponse(value: unknown): value is Response {
    return typeof value === 'object' && value !== null && #status in value;
  }

  static statusOf(response: Response): number {
    return response.#status;
  }

  /** What came over the wire. Its headers are written when somebody asks for them. */
  static arrived(status: number, statusText: string, retryAfterS: number, text: string | null, url: string): Response {
    const made = new Response();
    made.#status = status;
    made.#statusText = statusText;
    made.#type = 'basic';
    made.#url = url;
    made.#wire = wireHeaders(text ?? '', retryAfterS);
    bodyInternals.setSource(made, NO_BODY.has(status) ? null : text);
    return made;
  }

  static error(): Response {
    const made = new Response();
    made.#status = 0;
    made.#type = 'error';
    made.#headers = headersInternals.freeze(new Headers());
    return made;
  }

  static json(data?: unknown, init?: ResponseInit): Response {
    // biome-ignore lint/complexity/noArguments: undefined given is not nothing given
    if (arguments.length === 0) throw new TypeError('Response.json: 1 argument required, but 0 found.');
    const text = writeJson(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const made = new Response(null, init);
    if (NO_BODY.has(made.#status)) throw new TypeError(`Response constructor: Invalid response status code ${made.#status}`);
    bodyInternals.setSource(made, text);
    made.#setBodyType('application/json');
    return made;
  }

  static redirect(url: unknown, status: number = 302): Response {
    // biome-ignore lint/complexity/noArguments: undefined given is not nothing given
    if (arguments.length === 0) throw new TypeError('Response.redirect: 1 argument required, but 0 found.');
    const parsed = parseUrl(String(url), null);
    if (!parsed) throw new TypeError(`Failed to parse URL from ${String(url)}`, { cause: invalidUrl(url) });
    const code = Number(status);
    if (!REDIRECTS.has(code)) throw new RangeError(`Invalid status code ${code}`);
    const made = new Response();
    made.#status = code;
    made.#headers = headersInternals.freeze(new Headers({ location: serializeUrl(parsed) }));
    return made;
  }

  get type(): Kind {
    return this.#type;
  }

  get url(): string {
    return this.#url;
  }

  get redirected(): boolean {
    return this.#redirected;
  }

  get status(): number {
    Response.#check(this);
    return this.#status;
  }

  static #check(response: unknown): void {
    if (!responseInternals.isResponse(response)) throw Object.assign(new TypeError('Illegal invocation'), { code: 'ERR_INVALID_THIS' });
  }

  get ok(): boolean {
    return this.#status >= 200 && this.#status <= 299;
  }

  get statusText(): string {
    return this.#statusText;
  }

  get headers(): Headers {
    if (this.#wire && !this.#headers) this.#headers = headersInternals.freeze(headersInternals.fromRecord(this.#wire()));
    this.#headers ??= new Headers(this.#bodyType === null ? undefined : { 'content-type': this.#bodyType });
    return this.#headers;
  }

  clone(): Response {
    Response.#check(this);
    if (bodyInternals.isUnusable(this)) throw new TypeError('Response.clone: Body has already been consumed.');
    const made = new Response();
    made.#status = this.#status;
    made.#statusText = this.#statusText;
    made.#type = this.#type;
    made.#url = this.#url;
    made.#redirected = this.#redirected;
    made.#headers = new Headers(this.headers);
    bodyInternals.copy(this, made);
    return made;
  }

  protected override contentType(): string | null {
    return this.#headers || this.#wire ? headersInternals.peek(this.headers, 'content-type') : this.#bodyType;
  }

  get [Symbol.toStringTag](): string {
    return 'Response';
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: unknown, _options: unknown, inspect?: (value: unknown) => string): unknown {
    const { status, statusText, headers, body, bodyUsed, ok, redirected, type, url } = this;
    const shown = { status, statusText, headers, body, bodyUsed, ok, redirected, type, url };
    return inspect ? `Response ${inspect(shown)}` : shown;
  }
}

export const responseInternals = takeInternals(Response, 'isResponse', 'statusOf', 'arrived');

/** The error that new URL() throws for it. */
export function invalidUrl(url: unknown): unknown {
  try {
    return new URL(url);
  } catch (error) {
    S.c(error);
    return error;
  }
}
