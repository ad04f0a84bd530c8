// Async generators and for await, as Babel lowers them: `await x` in one yields AwaitOperand, `yield*` a delegation, everything else is a yield.
import { S } from './counters.ts';
import { GuestPromise } from './promise.ts';

/** Babel's OverloadYield: k = 0 for await, 1 for yield*. */
class Operand {
  constructor(
    readonly v: unknown,
    readonly k: 0 | 1,
  ) {}
}

type Key = 'next' | 'throw' | 'return';
interface Request {
  readonly key: Key;
  readonly argument: unknown;
  readonly promise: GuestPromise;
}

class AsyncGenerator {
  readonly #body: Generator<unknown, unknown, unknown>;
  readonly #queue: Request[] = [];

  constructor(body: Generator<unknown, unknown, unknown>) {
    this.#body = body;
  }

  next(argument?: unknown): GuestPromise {
    return this.#send('next', argument);
  }

  throw(argument?: unknown): GuestPromise {
    return this.#send('throw', argument);
  }

  return(argument?: unknown): GuestPromise {
    return this.#send('return', argument);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  get [Symbol.toStringTag](): string {
    return 'AsyncGenerator';
  }

  #send(key: Key, argument: unknown): GuestPromise {
    const promise = GuestPromise.pending();
    this.#queue.push({ key, argument, promise });
    if (this.#queue.length === 1) this.#resume(key, argument);
    return promise;
  }

  #resume(key: Key, argument: unknown): void {
    let result: IteratorResult<unknown, unknown>;
    try {
      result = this.#body[key](argument as never);
    } catch (error) {
      S.c(error);
      this.#settle('throw', error);
      return;
    }
    const { value } = result;
    const operand = value instanceof Operand ? value : null;
    GuestPromise.from(operand ? operand.v : value).then(
      (settled: unknown) => {
        let answer = settled;
        if (operand) {
          const next: Key = key === 'return' ? 'return' : 'next';
          if (operand.k === 0 || (settled as IteratorResult<unknown>).done) {
            this.#resume(next, settled);
            return;
          }
          answer = (this.#body[next](settled as never) as IteratorResult<unknown>).value;
        }
        this.#settle(result.done ? 'return' : 'next', answer);
      },
      (error: unknown) => this.#resume('throw', error),
    );
  }

  #settle(key: Key, value: unknown): void {
    const request = this.#queue.shift() as Request;
    if (key === 'throw') GuestPromise.rejectWith(request.promise, value);
    else GuestPromise.fulfill(request.promise, { value, done: key === 'return' });
    const next = this.#queue[0];
    if (next) this.#resume(next.key, next.argument);
  }
}

export function wrapAsyncGenerator(
  body: (...args: unknown[]) => Generator<unknown, unknown, unknown>,
): (...args: unknown[]) => AsyncGenerator {
  return function (this: unknown) {
    // biome-ignore lint/complexity/noArguments: passed on as they came
    return new AsyncGenerator(body.apply(this, arguments as unknown as unknown[]));
  };
}

export function awaitAsyncGenerator(value: unknown): Operand {
  return new Operand(value, 0);
}

/** yield* in an async generator. */
export function asyncGeneratorDelegate(inner: Iterator<unknown> | AsyncIterator<unknown>): Iterator<unknown> {
  const iterator = {} as Iterator<unknown> & { [Symbol.iterator](): unknown };
  let waiting = false;
  const pump = (key: Key, value: unknown): IteratorResult<unknown> => {
    waiting = true;
    const answer = GuestPromise.from((inner[key] as (value: unknown) => unknown).call(inner, value));
    return { done: false, value: new Operand(answer, 1) };
  };
  iterator[Symbol.iterator] = function () {
    return this;
  };
  iterator.next = (value?: unknown) => {
    if (waiting) {
      waiting = false;
      return value as IteratorResult<unknown>;
    }
    return pump('next', value);
  };
  if (typeof inner.throw === 'function') {
    iterator.throw = (value?: unknown) => {
      if (waiting) {
        waiting = false;
        throw value;
      }
      return pump('throw', value);
    };
  }
  if (typeof inner.return === 'function') {
    iterator.return = (value?: unknown) => {
      if (waiting) {
        waiting = false;
        return value as IteratorResult<unknown>;
      }
      return pump('return', value);
    };
  }
  return iterator;
}

/** The iterator of a for await. */
export function asyncIterator(iterable: unknown): AsyncIterator<unknown> {
  const object = iterable as { [Symbol.asyncIterator]?: () => AsyncIterator<unknown>; [Symbol.iterator]?: () => Iterator<unknown> };
  const asynchronous = object[Symbol.asyncIterator];
  if (asynchronous !== undefined && asynchronous !== null) return asynchronous.call(object);
  const synchronous = object[Symbol.iterator];
  if (typeof synchronous !== 'function')
    throw new TypeError(`${typeof iterable === 'object' ? 'object' : String(iterable)} is not async iterable`);
  return new AsyncFromSync(synchronous.call(object)) as unknown as AsyncIterator<unknown>;
}

class AsyncFromSync {
  readonly #inner: Iterator<unknown>;

  constructor(inner: Iterator<unknown>) {
    this.#inner = inner;
  }

  next(value?: unknown): unknown {
    return this.#continue(() => this.#inner.next(value as never));
  }

  return(value?: unknown): unknown {
    return this.#continue(() => this.#inner.return?.(value) ?? { value, done: true });
  }

  throw(value?: unknown): unknown {
    return this.#continue(() => {
      if (this.#inner.throw) return this.#inner.throw(value);
      throw value;
    });
  }

  #continue(take: () => IteratorResult<unknown>): unknown {
    let result: IteratorResult<unknown>;
    try {
      result = take();
    } catch (error) {
      S.c(error);
      return GuestPromise.reject(error);
    }
    const { value, done } = result;
    return GuestPromise.from(value).then((settled: unknown) => ({ value: settled, done: Boolean(done) }));
  }
}
