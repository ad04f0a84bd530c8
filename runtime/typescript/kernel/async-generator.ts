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
type Body = Generator<unknown, unknown, unknown>;
interface Request {
  readonly key: Key;
  readonly argument: unknown;
  readonly promise: GuestPromise;
}

/** Where the body stands between two steps. */
const UNSTARTED = 0;
const AT_YIELD = 1;
const AT_DELEGATION = 2;
const DONE = 3;

/** As ECMA-262 says (27.6): requests wait in a queue, one at a time is being worked on. */
class AsyncGenerator {
  readonly #body: Body;
  readonly #queue: Request[] = [];
  #state = UNSTARTED;

  constructor(body: Body) {
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
    if (this.#queue.length === 1) this.#begin(key, argument);
    return promise;
  }

  #begin(key: Key, argument: unknown): void {
    if (this.#state === UNSTARTED && key !== 'next') this.#state = DONE;
    if (this.#state === DONE) {
      if (key === 'next') this.#answer(undefined, true);
      else if (key === 'throw') this.#refuse(argument);
      else
        this.#whenSettled(
          argument,
          (value) => this.#answer(value, true),
          (error) => this.#refuse(error),
        );
    } else if (key === 'return' && this.#state === AT_YIELD)
      this.#whenSettled(
        argument,
        (value) => this.#step('return', value),
        (error) => this.#step('throw', error),
      );
    else this.#step(key, argument);
  }

  /** Runs the body to its next await, yield or end. */
  #step(key: Key, argument: unknown): void {
    let result: IteratorResult<unknown, unknown>;
    try {
      result = this.#body[key](argument as never);
    } catch (error) {
      S.c(error);
      this.#state = DONE;
      this.#refuse(error);
      return;
    }
    const { value } = result;
    if (result.done) {
      // A return statement has awaited its value (compiler/instrument.ts).
      this.#state = DONE;
      this.#answer(value, true);
      return;
    }
    const fails = (error: unknown) => this.#step('throw', error);
    if (!(value instanceof Operand)) {
      const yields = (settled: unknown) => {
        this.#state = AT_YIELD;
        this.#answer(settled, false);
      };
      this.#whenSettled(value, yields, fails);
    } else if (value.k === 0) this.#whenSettled(value.v, (settled) => this.#step('next', settled), fails);
    else this.#whenSettled(value.v, (settled) => this.#delegated(key, settled), fails);
  }

  /** The generator that yield* stands for has answered. */
  #delegated(key: Key, result: unknown): void {
    const resumed = key === 'return' ? 'return' : 'next';
    if ((typeof result !== 'object' && typeof result !== 'function') || result === null) {
      this.#step('throw', new TypeError(`Iterator result ${String(result)} is not an object`));
      return;
    }
    try {
      if ((result as IteratorResult<unknown>).done) {
        this.#step(resumed, result);
        return;
      }
      const { value } = this.#body.next(result) as IteratorResult<unknown>;
      this.#state = AT_DELEGATION;
      this.#answer(value, false);
    } catch (error) {
      S.c(error);
      this.#step('throw', error);
    }
  }

  #whenSettled(value: unknown, fulfilled: (value: unknown) => void, failed: (error: unknown) => void): void {
    let promise: GuestPromise;
    try {
      promise = GuestPromise.from(value);
    } catch (error) {
      S.c(error);
      failed(error);
      return;
    }
    GuestPromise.whenSettled(promise, fulfilled, failed);
  }

  #answer(value: unknown, done: boolean): void {
    const request = this.#queue.shift() as Request;
    GuestPromise.fulfill(request.promise, { value, done });
    this.#goOn();
  }

  #refuse(error: unknown): void {
    const request = this.#queue.shift() as Request;
    GuestPromise.rejectWith(request.promise, error);
    this.#goOn();
  }

  #goOn(): void {
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      if (this.#state !== DONE || next.key === 'return') {
        this.#begin(next.key, next.argument);
        return;
      }
      this.#queue.shift();
      if (next.key === 'next') GuestPromise.fulfill(next.promise, { value: undefined, done: true });
      else GuestPromise.rejectWith(next.promise, next.argument);
    }
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

/** yield* in an async generator. Each call of the inner iterator is an operand; its settled result comes back by the next call. */
export function asyncGeneratorDelegate(inner: AsyncIterator<unknown>): object {
  let waiting = false;
  const operand = (value: unknown): IteratorResult<unknown> => {
    waiting = true;
    return { done: false, value: new Operand(value, 1) };
  };
  const resumed = () => {
    const was = waiting;
    waiting = false;
    return was;
  };
  const { next } = inner;
  return {
    [Symbol.iterator]() {
      return this;
    },
    next: (value?: unknown) => (resumed() ? (value as IteratorResult<unknown>) : operand(next.call(inner, value as never))),
    throw(value?: unknown) {
      if (resumed()) throw value;
      if (typeof inner.throw === 'function') return operand(inner.throw(value));
      const refuse = () => {
        throw new TypeError("The iterator does not provide a 'throw' method");
      };
      const closed = typeof inner.return === 'function' ? GuestPromise.from(inner.return()).then(refuse) : GuestPromise.try(refuse);
      return operand(closed);
    },
    return(value?: unknown) {
      if (resumed()) return value;
      if (typeof inner.return === 'function') return operand(inner.return(value));
      return operand(GuestPromise.from(value).then((settled: unknown) => ({ value: settled, done: true })));
    },
  };
}

/** What an iterator has answered. */
export function iteratorResult(result: unknown): unknown {
  if ((typeof result === 'object' && result !== null) || typeof result === 'function') return result;
  throw new TypeError(`Iterator result ${String(result)} is not an object`);
}

/** The iterator of a for await. text: how the program writes what it goes through. */
export function asyncIterator(iterable: unknown, text?: string): AsyncIterator<unknown> {
  const object = iterable as { [Symbol.asyncIterator]?: () => AsyncIterator<unknown>; [Symbol.iterator]?: () => Iterator<unknown> };
  const asynchronous = object[Symbol.asyncIterator];
  if (asynchronous !== undefined && asynchronous !== null) return asynchronous.call(object);
  const synchronous = object[Symbol.iterator];
  if (typeof synchronous !== 'function')
    throw new TypeError(`${text ?? (typeof iterable === 'object' ? 'object' : String(iterable))} is not async iterable`);
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
