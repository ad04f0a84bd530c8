// Agent, Pool and Client of undici, and the dispatcher that fetch and request use by default.

import { S } from '../../kernel/counters.ts';
import { SHARED } from '../../kernel/globals.ts';
import { GuestPromise } from '../../kernel/promise.ts';
import { notSimulated, stateOf } from '../../kernel/worker.ts';
import { EventEmitter } from '../emitter.ts';
import { takeInternals } from '../internals.ts';
import { invalidUrl } from '../web/response.ts';
import { originOf, parseUrl } from '../web/url-parser.ts';
import { ClientClosedError, ClientDestroyedError, InvalidArgumentError } from './errors.ts';
import { type Call, OriginPool, type PoolSettings } from './origin-pool.ts';
import { type RequestOptions, requestBy } from './request.ts';

export interface DispatcherOptions {
  readonly connections?: number | null;
  readonly pipelining?: number;
  readonly keepAliveTimeout?: number;
  readonly headersTimeout?: number;
  readonly connectTimeout?: number;
  readonly connect?: { readonly timeout?: number } | unknown;
  readonly [other: string]: unknown;
}

const KEEP_ALIVE_MS = 4_000;
const CONNECT_MS = 10_000;
const AVAILABLE = 'Agent, Pool, Client with request(), close(), destroy(); fetch; request';

function settingsOf(options: DispatcherOptions): PoolSettings {
  const { connections = null, pipelining = 1, keepAliveTimeout = KEEP_ALIVE_MS, headersTimeout, connectTimeout, connect } = options;
  if (connections !== null && (!Number.isFinite(connections) || connections < 0)) throw new InvalidArgumentError('invalid connections');
  if (!Number.isFinite(keepAliveTimeout) || keepAliveTimeout <= 0) throw new InvalidArgumentError('invalid keepAliveTimeout');
  if (headersTimeout !== undefined && (!Number.isInteger(headersTimeout) || headersTimeout < 0))
    throw new InvalidArgumentError('headersTimeout must be a positive integer or zero');
  if (typeof connect === 'function') notSimulated('undici: a connector of its own', 'connect: { timeout }');
  if (pipelining > 1) notSimulated('undici: pipelining', 'connections');
  const { timeout = connectTimeout ?? CONNECT_MS } = (connect ?? {}) as { timeout?: number };
  return {
    connections: connections === 0 ? null : connections,
    keepAliveMs: pipelining === 0 ? 0 : keepAliveTimeout,
    connectMs: timeout,
    headersMs: headersTimeout ?? null,
  };
}

export class Dispatcher extends EventEmitter {
  readonly #settings: PoolSettings;
  /** By origin. */
  readonly #pools = new Map<string, OriginPool>();
  /** Of a dispatcher for one origin. */
  readonly #own: OriginPool | null;
  readonly #line = S.l;
  #closed = false;
  #destroyed = false;

  constructor(options: DispatcherOptions = {}, origin: string | null = null) {
    super();
    this.#settings = settingsOf(options);
    this.#own = origin === null ? null : new OriginPool(origin, this.#settings, this.#line);
    if (this.#own) this.#pools.set(this.#own.origin, this.#own);
  }

  static isDispatcher(value: unknown): value is Dispatcher {
    return typeof value === 'object' && value !== null && #closed in value;
  }

  /** Sends a call and gives the pool that it goes through, where it can be aborted. */
  static send(dispatcher: Dispatcher, origin: string, call: Call): OriginPool {
    if (dispatcher.#destroyed) throw new ClientDestroyedError();
    if (dispatcher.#closed) throw new ClientClosedError();
    let pool = dispatcher.#own ?? dispatcher.#pools.get(origin);
    if (!pool) {
      pool = new OriginPool(origin, dispatcher.#settings, dispatcher.#line);
      dispatcher.#pools.set(origin, pool);
    }
    pool.send(call);
    return pool;
  }

  static statsOf(dispatcher: Dispatcher): OriginPool['stats'] | null {
    return dispatcher.#own?.stats ?? null;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get destroyed(): boolean {
    return this.#destroyed;
  }

  request(options: RequestOptions & { readonly origin?: unknown; readonly path?: string }, callback?: unknown): unknown {
    if (callback !== undefined) notSimulated('undici: callbacks', 'promises');
    const origin = this.#own?.origin ?? options.origin;
    const path = options.path ?? '/';
    if (!/^(\/|https?:)/.test(path))
      return GuestPromise.reject(new InvalidArgumentError('path must be an absolute URL or start with a slash'));
    return requestBy((to, call) => dispatcherInternals.send(this, to, call), `${String(origin).replace(/\/$/, '')}${path}`, options);
  }

  close(): unknown {
    if (this.#destroyed) return GuestPromise.reject(new ClientDestroyedError());
    this.#closed = true;
    return this.#end();
  }

  destroy(error?: unknown): unknown {
    this.#closed = true;
    this.#destroyed = true;
    for (const pool of this.#pools.values()) pool.refuseQueue(error ?? new ClientDestroyedError());
    return this.#end();
  }

  #end(): unknown {
    const ends = [...this.#pools.values()].map((pool) => {
      const ended = GuestPromise.pending();
      pool.close(() => GuestPromise.fulfill(ended, undefined));
      return ended;
    });
    return (GuestPromise.all(ends) as GuestPromise).then(() => {
      this.#destroyed = true;
    });
  }

  dispatch(): never {
    return notSimulated('undici: dispatch()', AVAILABLE);
  }

  stream(): never {
    return notSimulated('undici: stream()', AVAILABLE);
  }

  pipeline(): never {
    return notSimulated('undici: pipeline()', AVAILABLE);
  }

  compose(): never {
    return notSimulated('undici: compose()', AVAILABLE);
  }
}

export const dispatcherInternals = takeInternals(Dispatcher, 'isDispatcher', 'send', 'statsOf');

export class Agent extends Dispatcher {
  constructor(options: DispatcherOptions = {}) {
    super(options);
  }
}

function checkedOrigin(url: unknown): string {
  const parsed = parseUrl(String(url), null);
  if (!parsed) throw invalidUrl(url);
  if (!/^https?$/.test(parsed.scheme)) throw new InvalidArgumentError('Invalid URL protocol: the URL must start with `http:` or `https:`.');
  if (parsed.path !== '/' || parsed.query !== null || parsed.fragment !== null) throw new InvalidArgumentError('invalid url');
  return originOf(parsed);
}

export class Pool extends Dispatcher {
  constructor(url: unknown, options: DispatcherOptions = {}) {
    super(options, checkedOrigin(url));
  }

  get stats(): unknown {
    return dispatcherInternals.statsOf(this);
  }
}

export class Client extends Pool {
  constructor(url: unknown, options: DispatcherOptions = {}) {
    super(url, { ...options, connections: 1 });
  }
}

const defaults = () => stateOf('undici', () => ({ dispatcher: null as Dispatcher | null }));

export function getGlobalDispatcher(): Dispatcher {
  const state = defaults();
  state.dispatcher ??= new Agent();
  return state.dispatcher;
}

export function setGlobalDispatcher(dispatcher: unknown): void {
  if (!dispatcherInternals.isDispatcher(dispatcher)) throw new InvalidArgumentError('Argument agent must implement Agent');
  defaults().dispatcher = dispatcher;
}

/** The one that a call names, or the default. */
export function dispatcherOf(given: unknown): Dispatcher {
  if (given === undefined || given === null) return getGlobalDispatcher();
  if (!dispatcherInternals.isDispatcher(given)) throw new TypeError('agent.dispatch is not a function');
  return given;
}

SHARED.push(Dispatcher, Agent, Pool, Client);
