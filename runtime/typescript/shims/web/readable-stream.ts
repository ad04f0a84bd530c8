// ReadableStream as far as bodies need it: a queue of chunks, one reader at a time, pull when it is asked.

import { GuestPromise } from '../../kernel/promise.ts';
import { takeInternals } from '../internals.ts';

interface Source {
  readonly type?: string;
  start?(controller: Controller): unknown;
  pull?(controller: Controller): unknown;
  cancel?(reason: unknown): unknown;
}

interface Result {
  readonly value: unknown;
  readonly done: boolean;
}

interface Core {
  readonly source: Source;
  readonly chunks: unknown[];
  readonly waiting: GuestPromise[];
  state: 'readable' | 'closed' | 'errored';
  /** No more chunks come; those that are there may still be read. */
  closing: boolean;
  pulling: boolean;
  started: boolean;
  error: unknown;
  reader: Reader | null;
  closed: GuestPromise;
  controller: Controller;
}

function invalidState(message: string): TypeError {
  return Object.assign(new TypeError(`Invalid state: ${message}`), { code: 'ERR_INVALID_STATE' });
}

export class Controller {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  get desiredSize(): number | null {
    const { state, chunks } = this.#core;
    return state === 'errored' ? null : state === 'closed' ? 0 : 1 - chunks.length;
  }

  enqueue(chunk?: unknown): void {
    const core = this.#core;
    if (core.closing || core.state !== 'readable') throw invalidState('Controller is already closed');
    const waiting = core.waiting.shift();
    if (waiting) GuestPromise.fulfill(waiting, { value: chunk, done: false });
    else core.chunks.push(chunk);
    pull(core);
  }

  close(): void {
    const core = this.#core;
    if (core.closing || core.state !== 'readable') throw invalidState('Controller is already closed');
    core.closing = true;
    if (core.chunks.length === 0) finish(core);
  }

  error(reason?: unknown): void {
    fail(this.#core, reason);
  }
}

function finish(core: Core): void {
  core.state = 'closed';
  for (const waiting of core.waiting.splice(0)) GuestPromise.fulfill(waiting, { value: undefined, done: true });
  GuestPromise.fulfill(core.closed, undefined);
}

function fail(core: Core, reason: unknown): void {
  if (core.state !== 'readable') return;
  core.state = 'errored';
  core.error = reason;
  core.chunks.length = 0;
  for (const waiting of core.waiting.splice(0)) GuestPromise.rejectWith(waiting, reason);
  core.closed.catch(() => undefined);
  GuestPromise.rejectWith(core.closed, reason);
}

function pull(core: Core): void {
  if (!core.started || core.pulling || core.closing || core.state !== 'readable' || !core.source.pull) return;
  if (core.waiting.length === 0 && core.chunks.length > 0) return;
  core.pulling = true;
  const pulled = GuestPromise.try(() => core.source.pull?.(core.controller)) as GuestPromise;
  pulled.then(
    () => {
      core.pulling = false;
      if (core.waiting.length > 0 || core.chunks.length === 0) pull(core);
    },
    (reason: unknown) => fail(core, reason),
  );
}

function readFrom(core: Core): GuestPromise {
  if (core.chunks.length > 0) {
    const value = core.chunks.shift();
    if (core.closing && core.chunks.length === 0) finish(core);
    else pull(core);
    return GuestPromise.from({ value, done: false });
  }
  if (core.state === 'closed') return GuestPromise.from({ value: undefined, done: true });
  if (core.state === 'errored') return GuestPromise.reject(core.error) as GuestPromise;
  const waiting = GuestPromise.pending();
  core.waiting.push(waiting);
  pull(core);
  return waiting;
}

function cancelCore(core: Core, reason: unknown): GuestPromise {
  if (core.state === 'closed') return GuestPromise.from(undefined);
  if (core.state === 'errored') return GuestPromise.reject(core.error) as GuestPromise;
  core.chunks.length = 0;
  core.closing = true;
  finish(core);
  return (GuestPromise.try(() => core.source.cancel?.(reason)) as GuestPromise).then(() => undefined) as GuestPromise;
}

export class Reader {
  #core: Core | null;
  readonly #closed: GuestPromise;

  constructor(core: Core) {
    this.#core = core;
    this.#closed = core.closed;
    core.reader = this;
  }

  get closed(): GuestPromise {
    return this.#closed;
  }

  read(): GuestPromise {
    if (!this.#core) return GuestPromise.reject(invalidState('The reader is not attached to a stream')) as GuestPromise;
    return readFrom(this.#core);
  }

  releaseLock(): void {
    if (this.#core) this.#core.reader = null;
    this.#core = null;
  }

  cancel(reason?: unknown): GuestPromise {
    if (!this.#core) return GuestPromise.reject(invalidState('The reader is not attached to a stream')) as GuestPromise;
    return cancelCore(this.#core, reason);
  }
}

export class ReadableStream {
  readonly #core: Core;

  constructor(source: Source = {}) {
    const core = {
      source,
      chunks: [],
      waiting: [],
      state: 'readable',
      closing: false,
      pulling: false,
      started: false,
      error: undefined,
      reader: null,
      closed: GuestPromise.pending(),
    } as unknown as Core;
    core.controller = new Controller(core);
    this.#core = core;
    const started = source.start?.(core.controller);
    GuestPromise.from(started).then(
      () => {
        core.started = true;
        pull(core);
      },
      (reason: unknown) => fail(core, reason),
    );
  }

  static isStream(value: unknown): value is ReadableStream {
    return typeof value === 'object' && value !== null && #core in value;
  }

  static from(iterable: Iterable<unknown> | AsyncIterable<unknown>): ReadableStream {
    const asynchronous = (iterable as AsyncIterable<unknown>)[Symbol.asyncIterator];
    const iterator = asynchronous ? asynchronous.call(iterable) : (iterable as Iterable<unknown>)[Symbol.iterator]();
    return new ReadableStream({
      async pull(controller) {
        const { value, done } = (await iterator.next()) as Result;
        if (done) controller.close();
        else controller.enqueue(await value);
      },
      cancel: (reason) => iterator.return?.(reason),
    });
  }

  get locked(): boolean {
    return this.#core.reader !== null;
  }

  getReader(): Reader {
    if (this.locked) throw invalidState('ReadableStream is locked');
    return new Reader(this.#core);
  }

  cancel(reason?: unknown): GuestPromise {
    if (this.locked) return GuestPromise.reject(invalidState('ReadableStream is locked')) as GuestPromise;
    return cancelCore(this.#core, reason);
  }

  tee(): [ReadableStream, ReadableStream] {
    const reader = this.getReader();
    const branches: ReadableStream[] = [];
    const controllers: Controller[] = [];
    let reading = false;
    const pullBoth = async () => {
      if (reading) return;
      reading = true;
      const { value, done } = await (reader.read() as unknown as Promise<Result>);
      reading = false;
      for (const controller of controllers) done ? controller.close() : controller.enqueue(value);
    };
    for (let i = 0; i < 2; i++)
      branches.push(
        new ReadableStream({
          start: (controller) => {
            controllers.push(controller);
          },
          pull: pullBoth,
        }),
      );
    return branches as [ReadableStream, ReadableStream];
  }

  async *values(): AsyncGenerator<unknown> {
    const reader = this.getReader();
    let ended = false;
    try {
      for (;;) {
        const { value, done } = await (reader.read() as unknown as Promise<Result>);
        if (done) {
          ended = true;
          return;
        }
        yield value;
      }
    } finally {
      if (!ended) reader.cancel();
      reader.releaseLock();
    }
  }

  get [Symbol.toStringTag](): string {
    return 'ReadableStream';
  }

  [Symbol.asyncIterator](): AsyncGenerator<unknown> {
    return this.values();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): unknown {
    return `ReadableStream { locked: ${this.locked}, state: '${this.#core.state}', supportsBYOB: ${this.#core.source.type === 'bytes'} }`;
  }
}

export const streamInternals = takeInternals(ReadableStream, 'isStream');
