// undici.request: status, headers and a body that is read once.
import { S } from '../../kernel/counters.ts';
import { SHARED } from '../../kernel/globals.ts';
import { GuestPromise } from '../../kernel/promise.ts';
import { type Answer, notSimulated, worker } from '../../kernel/worker.ts';
import { signalInternals } from '../events/abort.ts';
import { Body, bodyInternals, extractBody } from '../web/body.ts';
import { headersInternals } from '../web/headers.ts';
import { streamInternals } from '../web/readable-stream.ts';
import { invalidUrl } from '../web/response.ts';
import { isPlainUrl, parseUrl, serializeUrl } from '../web/url-parser.ts';
import { URLSearchParams } from '../web/url-search-params.ts';
import { wireHeaders } from '../web/wire-headers.ts';
import { InvalidArgumentError, ResponseStatusCodeError } from './errors.ts';
import { Call, type OriginPool } from './origin-pool.ts';
import { originOfUrl, reasonOf, wireText } from './wire.ts';

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Record<string, unknown> | unknown[] | null;
  readonly body?: unknown;
  readonly query?: Record<string, unknown>;
  readonly signal?: unknown;
  readonly headersTimeout?: number;
  readonly throwOnError?: boolean;
  readonly dispatcher?: unknown;
  readonly opaque?: unknown;
}

const READS = 'body.text(), json(), arrayBuffer(), bytes(), blob(), dump(), for await';

/** The body of an answer. */
export class BodyReadable extends Body {
  readonly #type: string | null;

  constructor(text: string, type: string | null) {
    super();
    this.#type = type;
    bodyInternals.setSource(this, text);
  }

  protected override contentType(): string | null {
    return this.#type;
  }

  dump(): unknown {
    bodyInternals.take(this);
    return GuestPromise.from(null);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown> {
    const bytes = (await (this.bytes() as Promise<Uint8Array>)) as Uint8Array;
    const { Buffer } = worker().globals as { Buffer?: { from(bytes: Uint8Array): unknown } };
    if (bytes.length > 0) yield Buffer ? Buffer.from(bytes) : bytes;
  }

  on(): never {
    return notSimulated('undici: events of a body', READS);
  }

  pipe(): never {
    return notSimulated('undici: body.pipe()', READS);
  }
}

SHARED.push(BodyReadable);

function headersOf(given: RequestOptions['headers']): string {
  if (given === undefined || given === null) return '{}';
  if (headersInternals.isHeaders(given)) return JSON.stringify(Object.fromEntries(given.entries()));
  if (!Array.isArray(given)) return JSON.stringify(given);
  const headers: Record<string, unknown> = {};
  for (let i = 0; i < given.length; i += 2) headers[String(given[i])] = given[i + 1];
  return JSON.stringify(headers);
}

function urlOf(given: unknown, query: RequestOptions['query']): string {
  if (query === undefined && typeof given === 'string' && isPlainUrl(given)) return given;
  const url = parseUrl(String(given), null);
  if (!url) throw invalidUrl(given);
  if (!/^https?$/.test(url.scheme)) throw new InvalidArgumentError('Invalid URL protocol: the URL must start with `http:` or `https:`.');
  if (query) url.query = new URLSearchParams(query).toString().replaceAll('+', '%20');
  return serializeUrl(url, false);
}

/** Sends a call to an origin, and says through which pool it goes. */
export type SendCall = (origin: string, call: Call) => OriginPool;

export function requestBy(sendCall: SendCall, given: unknown, options: RequestOptions): unknown {
  const promise = GuestPromise.pending();
  try {
    send(promise, sendCall, given, options);
  } catch (error) {
    S.c(error);
    GuestPromise.rejectWith(promise, error);
  }
  return promise;
}

function send(promise: GuestPromise, sendCall: SendCall, given: unknown, options: RequestOptions): void {
  const { body = null, method = body === null ? 'GET' : 'PUT', headersTimeout = null, signal } = options;
  if (signal !== undefined && signal !== null && !signalInternals.isSignal(signal))
    throw new InvalidArgumentError('signal must be an EventEmitter or EventTarget');
  if (signal?.aborted) throw signal.reason;
  const url = urlOf(given, options.query);
  const { source } = extractBody(body);
  if (streamInternals.isStream(source)) notSimulated('undici: a streamed request body', 'text and bytes');
  let pool: OriginPool | null = null;
  const call = new Call(
    wireText(method, url, headersOf(options.headers), source),
    headersTimeout,
    (answer) => {
      if (signal && abort) signalInternals.unfollow(signal, abort);
      settle(promise, answer, method, options);
    },
    (error) => {
      if (signal && abort) signalInternals.unfollow(signal, abort);
      GuestPromise.rejectWith(promise, error);
    },
  );
  const abort =
    signal &&
    (() => {
      pool?.abort(call);
      GuestPromise.rejectWith(promise, signal.reason);
    });
  if (signal && abort) signalInternals.follow(signal, abort);
  pool = sendCall(originOfUrl(url), call);
}

function settle(promise: GuestPromise, { a, b, text }: Answer, method: string, options: RequestOptions): void {
  const headers = wireHeaders(text, b)();
  if (options.throwOnError && a >= 400) {
    const parsed = headers['content-type'] === 'application/json' ? JSON.parse(text) : text;
    GuestPromise.rejectWith(promise, new ResponseStatusCodeError(`Response status code ${a}: ${reasonOf(a)}`, a, headers, parsed));
    return;
  }
  GuestPromise.fulfill(promise, {
    statusCode: a,
    headers,
    trailers: {},
    opaque: options.opaque ?? null,
    body: new BodyReadable(method === 'HEAD' ? '' : text, headers['content-type'] ?? null),
    context: undefined,
  });
}
