// Promise as ECMA-262 says (27.2), on our own queue of jobs, which the loop can drain to its end and know it. Steps that the standard counts
// as jobs are jobs here, so that the order is Node's.
import type { CallPath } from './call-path.ts';
import { S } from './counters.ts';
import { current, type Frame, noteAwait } from './frame.ts';
import { enqueue, type Job } from './jobs.ts';

const PENDING = 0;
const FULFILLED = 1;
const REJECTED = 2;

type Settle = (value: unknown) => void;
interface Capability {
  readonly promise: unknown;
  readonly resolve: Settle;
  readonly reject: Settle;
}

/** What waits for a promise. */
interface Reaction extends Job {
  /** The promise has settled: the job is due. */
  settled(rejected: boolean, value: unknown): void;
}

/** What runs a generator to its end: the body of an async function. */
type Body = Generator<unknown, unknown, unknown>;

/** Since the loop looked last: promises rejected without a handler, and those that got one after the process was told that they have none. */
export const rejected: { list: GuestPromise[]; late: GuestPromise[] } = { list: [], late: [] };
const told = new WeakSet<GuestPromise>();

export class GuestPromise {
  #state = PENDING;
  #value: unknown;
  /** One in nearly all cases. */
  #reactions: Reaction | Reaction[] | null = null;
  #handled = false;

  constructor(executor: (resolve: Settle, reject: Settle) => void) {
    if (executor === INTERNAL) return;
    if (typeof executor !== 'function') throw new TypeError(`Promise resolver ${show(executor)} is not a function`);
    const { resolve, reject } = GuestPromise.#settlers(this);
    try {
      executor(resolve, reject);
    } catch (error) {
      S.c(error);
      reject(error);
    }
  }

  /** Resolving functions: only the first call counts. */
  static #settlers(promise: GuestPromise): { resolve: Settle; reject: Settle } {
    let done = false;
    return {
      resolve: (value) => {
        if (done) return;
        done = true;
        GuestPromise.#resolve(promise, value);
      },
      reject: (reason) => {
        if (done) return;
        done = true;
        GuestPromise.#settle(promise, REJECTED, reason);
      },
    };
  }

  static #resolve(promise: GuestPromise, value: unknown): void {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') {
      GuestPromise.#settle(promise, FULFILLED, value);
      return;
    }
    if (value === promise) {
      GuestPromise.#settle(promise, REJECTED, new TypeError('Chaining cycle detected for promise #<Promise>'));
      return;
    }
    let then: unknown;
    try {
      then = (value as { then?: unknown }).then;
    } catch (error) {
      S.c(error);
      GuestPromise.#settle(promise, REJECTED, error);
      return;
    }
    if (typeof then === 'function') enqueue(new ThenableJob(promise, value, then as Then));
    else GuestPromise.#settle(promise, FULFILLED, value);
  }

  static #settle(promise: GuestPromise, state: number, value: unknown): void {
    const reactions = promise.#reactions;
    promise.#state = state;
    promise.#value = value;
    promise.#reactions = null;
    if (state === REJECTED && !promise.#handled) rejected.list.push(promise);
    if (reactions === null) return;
    if (Array.isArray(reactions)) for (const reaction of reactions) reaction.settled(state === REJECTED, value);
    else reactions.settled(state === REJECTED, value);
  }

  static #react(promise: GuestPromise, reaction: Reaction): void {
    if (!promise.#handled) {
      promise.#handled = true;
      if (promise.#state === REJECTED && told.has(promise)) rejected.late.push(promise);
    }
    if (promise.#state !== PENDING) reaction.settled(promise.#state === REJECTED, promise.#value);
    else if (promise.#reactions === null) promise.#reactions = reaction;
    else if (Array.isArray(promise.#reactions)) promise.#reactions.push(reaction);
    else promise.#reactions = [promise.#reactions, reaction];
  }

  // For the kernel and its stand-ins.

  static isPromise(value: unknown): value is GuestPromise {
    return typeof value === 'object' && value !== null && #state in value;
  }

  static isHandled(promise: GuestPromise): boolean {
    return promise.#handled;
  }

  /** The process is told that nobody handles its rejection. */
  static noteTold(promise: GuestPromise): void {
    told.add(promise);
  }

  static reasonOf(promise: GuestPromise): unknown {
    return promise.#value;
  }

  /** A pending promise, settled by fulfill, resolveWith or rejectWith. */
  static pending(): GuestPromise {
    return new GuestPromise(INTERNAL);
  }

  /** With a value that is no promise. */
  static fulfill(promise: GuestPromise, value: unknown): void {
    if (promise.#state === PENDING) GuestPromise.#settle(promise, FULFILLED, value);
  }

  static resolveWith(promise: GuestPromise, value: unknown): void {
    if (promise.#state === PENDING) GuestPromise.#resolve(promise, value);
  }

  static rejectWith(promise: GuestPromise, reason: unknown): void {
    if (promise.#state === PENDING) GuestPromise.#settle(promise, REJECTED, reason);
  }

  static isPending(promise: GuestPromise): boolean {
    return promise.#state === PENDING;
  }

  /** Await: no derived promise, one job. */
  static awaitFor(value: unknown, reaction: Reaction): void {
    GuestPromise.#react(GuestPromise.from(value), reaction);
  }

  /** What waits for it goes on at once, and not in a job of its own. */
  static passGate(promise: GuestPromise): void {
    const reaction = promise.#reactions as Reaction;
    promise.#state = FULFILLED;
    promise.#reactions = null;
    reaction.run();
  }

  /** A then without a derived promise: what the callbacks throw is nobody's. */
  static whenSettled(promise: GuestPromise, fulfilled: Settle, failed: Settle): void {
    GuestPromise.#react(promise, new Watcher(fulfilled, failed));
  }

  /** PromiseResolve(%Promise%, value). */
  static from(value: unknown): GuestPromise {
    if (GuestPromise.isPromise(value) && value.constructor === GuestPromise) return value;
    const promise = new GuestPromise(INTERNAL);
    GuestPromise.#resolve(promise, value);
    return promise;
  }

  /** util.inspect's words. */
  static describe(promise: GuestPromise): { state: 'pending' | 'fulfilled' | 'rejected'; value: unknown } {
    const state = promise.#state === PENDING ? 'pending' : promise.#state === FULFILLED ? 'fulfilled' : 'rejected';
    return { state, value: promise.#value };
  }

  // The user's.

  // biome-ignore lint/suspicious/noThenProperty: this is a promise
  then(onFulfilled?: unknown, onRejected?: unknown): unknown {
    if (!GuestPromise.isPromise(this)) throw new TypeError(`Method Promise.prototype.then called on incompatible receiver ${show(this)}`);
    const species = speciesOf(this);
    if (species === GuestPromise) {
      const derived = new GuestPromise(INTERNAL);
      GuestPromise.#react(this, new Handler(derived, null, onFulfilled, onRejected));
      return derived;
    }
    const capability = capabilityOf(species);
    GuestPromise.#react(this, new Handler(null, capability, onFulfilled, onRejected));
    return capability.promise;
  }

  catch(onRejected?: unknown): unknown {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: unknown): unknown {
    if (typeof this !== 'object' || this === null) throw new TypeError(`Promise.prototype.finally called on a non-object`);
    const species = speciesOf(this);
    if (typeof onFinally !== 'function') return this.then(onFinally, onFinally);
    const settle = (pass: () => unknown) => {
      const result = onFinally();
      return (resolveIn(species, result) as GuestPromise).then(pass);
    };
    return this.then(
      (value: unknown) => settle(() => value),
      (reason: unknown) =>
        settle(() => {
          throw reason;
        }),
    );
  }

  get [Symbol.toStringTag](): string {
    return 'Promise';
  }

  static get [Symbol.species](): unknown {
    return this;
  }

  static resolve(value?: unknown): unknown {
    return resolveIn(this as unknown as PromiseClass, value);
  }

  static reject(reason?: unknown): unknown {
    const capability = capabilityOf(this as unknown as PromiseClass);
    capability.reject(reason);
    return capability.promise;
  }

  static withResolvers(): Capability {
    const { promise, resolve, reject } = capabilityOf(this as unknown as PromiseClass);
    return { promise, resolve, reject };
  }

  static try(callback: (...args: unknown[]) => unknown, ...args: unknown[]): unknown {
    const capability = capabilityOf(this as unknown as PromiseClass);
    try {
      capability.resolve(callback(...args));
    } catch (error) {
      S.c(error);
      capability.reject(error);
    }
    return capability.promise;
  }

  static all(iterable: Iterable<unknown>): unknown {
    return combine(this as unknown as PromiseClass, iterable, (values, capability) => ({
      fulfilled: (index) => (value) => values.set(index, value),
      rejected: () => capability.reject,
      finish: (all) => capability.resolve(all),
    }));
  }

  static allSettled(iterable: Iterable<unknown>): unknown {
    return combine(this as unknown as PromiseClass, iterable, (values, capability) => ({
      fulfilled: (index) => (value) => values.set(index, { status: 'fulfilled', value }),
      rejected: (index) => (reason) => values.set(index, { status: 'rejected', reason }),
      finish: (all) => capability.resolve(all),
    }));
  }

  static any(iterable: Iterable<unknown>): unknown {
    return combine(this as unknown as PromiseClass, iterable, (values, capability) => ({
      fulfilled: () => capability.resolve,
      rejected: (index) => (reason) => values.set(index, reason),
      finish: (all) => capability.reject(new AggregateError(all, 'All promises were rejected')),
    }));
  }

  static race(iterable: Iterable<unknown>): unknown {
    const species = this as unknown as PromiseClass;
    const capability = capabilityOf(species);
    try {
      const resolve = resolverOf(species);
      checkIterable(iterable);
      for (const item of iterable) (resolve(item) as GuestPromise).then(capability.resolve, capability.reject);
    } catch (error) {
      S.c(error);
      capability.reject(error);
    }
    return capability.promise;
  }
}

/** Asks the constructor for a promise that nobody resolves by functions. */
const INTERNAL = (): void => undefined;

type Then = (resolve: Settle, reject: Settle) => unknown;
type PromiseClass = new (executor: (resolve: Settle, reject: Settle) => void) => unknown;

class ThenableJob implements Job {
  readonly #promise: GuestPromise;
  readonly #thenable: unknown;
  readonly #then: Then;
  readonly #frame: Frame = current.frame;

  constructor(promise: GuestPromise, thenable: unknown, then: Then) {
    this.#promise = promise;
    this.#thenable = thenable;
    this.#then = then;
  }

  run(): void {
    current.frame = this.#frame;
    let done = false;
    const once = (settle: (promise: GuestPromise, value: unknown) => void) => (value: unknown) => {
      if (done) return;
      done = true;
      settle(this.#promise, value);
    };
    const reject = once(GuestPromise.rejectWith);
    try {
      this.#then.call(this.#thenable, once(GuestPromise.resolveWith), reject);
    } catch (error) {
      S.c(error);
      reject(error);
    }
  }
}

/** A then: the handlers, and the promise that they settle. */
class Handler implements Reaction {
  readonly #derived: GuestPromise | null;
  readonly #capability: Capability | null;
  readonly #onFulfilled: unknown;
  readonly #onRejected: unknown;
  readonly #frame: Frame = current.frame;
  readonly #path: CallPath = S.y;
  #rejected = false;
  #value: unknown;

  constructor(derived: GuestPromise | null, capability: Capability | null, onFulfilled: unknown, onRejected: unknown) {
    this.#derived = derived;
    this.#capability = capability;
    this.#onFulfilled = onFulfilled;
    this.#onRejected = onRejected;
  }

  settled(rejected: boolean, value: unknown): void {
    this.#rejected = rejected;
    this.#value = value;
    enqueue(this);
  }

  run(): void {
    const handler = this.#rejected ? this.#onRejected : this.#onFulfilled;
    if (typeof handler !== 'function') {
      if (this.#rejected) this.#reject(this.#value);
      else this.#resolve(this.#value);
      return;
    }
    current.frame = this.#frame;
    if (this.#frame.request) this.#frame.request.ran = true;
    S.y = this.#path;
    let result: unknown;
    try {
      result = handler(this.#value);
    } catch (error) {
      S.c(error);
      this.#reject(error);
      return;
    }
    this.#resolve(result);
  }

  #resolve(value: unknown): void {
    if (this.#derived) GuestPromise.resolveWith(this.#derived, value);
    else this.#capability?.resolve(value);
  }

  #reject(reason: unknown): void {
    if (this.#derived) GuestPromise.rejectWith(this.#derived, reason);
    else this.#capability?.reject(reason);
  }
}

/** Callbacks of the kernel's own: they handle their errors themselves. */
class Watcher implements Reaction {
  readonly #fulfilled: Settle;
  readonly #failed: Settle;
  readonly #frame: Frame = current.frame;
  #rejected = false;
  #value: unknown;

  constructor(fulfilled: Settle, failed: Settle) {
    this.#fulfilled = fulfilled;
    this.#failed = failed;
  }

  settled(rejected: boolean, value: unknown): void {
    this.#rejected = rejected;
    this.#value = value;
    enqueue(this);
  }

  run(): void {
    current.frame = this.#frame;
    if (this.#frame.request) this.#frame.request.ran = true;
    if (this.#rejected) this.#failed(this.#value);
    else this.#fulfilled(this.#value);
  }
}

/** An async function that runs. It waits for one promise at a time, so it is its own reaction and its own job. */
class Coroutine implements Reaction {
  readonly #body: Body;
  readonly #promise: GuestPromise;
  #frame: Frame = current.frame;
  #path: CallPath = S.y;
  #rejected = false;
  #value: unknown;

  constructor(body: Body, promise: GuestPromise) {
    this.#body = body;
    this.#promise = promise;
  }

  settled(rejected: boolean, value: unknown): void {
    this.#rejected = rejected;
    this.#value = value;
    enqueue(this);
  }

  run(): void {
    current.frame = this.#frame;
    if (this.#frame.request) this.#frame.request.ran = true;
    this.step();
  }

  step(): void {
    let result: IteratorResult<unknown, unknown>;
    const value = this.#value;
    this.#value = undefined;
    const caller = S.y;
    S.y = this.#path;
    try {
      result = this.#rejected ? this.#body.throw(value) : this.#body.next(value);
    } catch (error) {
      S.y = caller;
      S.c(error);
      GuestPromise.rejectWith(this.#promise, error);
      return;
    }
    this.#path = S.y;
    S.y = caller;
    if (result.done) {
      GuestPromise.resolveWith(this.#promise, result.value);
      return;
    }
    this.#frame = current.frame;
    noteAwait(this.#frame, S.l);
    try {
      GuestPromise.awaitFor(result.value, this);
    } catch (error) {
      // PromiseResolve reads the operand's constructor, which may throw: into the function.
      S.c(error);
      this.#rejected = true;
      this.#value = error;
      this.step();
    }
  }
}

/** Babel's helper asyncToGenerator: the async function whose body is the generator function. */
export function asyncToGenerator(body: (...args: unknown[]) => Body): (...args: unknown[]) => GuestPromise {
  return function (this: unknown) {
    const promise = GuestPromise.pending();
    // Parameters' initial values run here, and may throw.
    let generator: Body;
    try {
      // biome-ignore lint/complexity/noArguments: passed on as they came
      generator = body.apply(this, arguments as unknown as unknown[]);
    } catch (error) {
      S.c(error);
      GuestPromise.rejectWith(promise, error);
      return promise;
    }
    new Coroutine(generator, promise).step();
    return promise;
  };
}

function speciesOf(promise: object): PromiseClass {
  const made = (promise as { constructor?: unknown }).constructor;
  if (made === GuestPromise || made === undefined) return GuestPromise as unknown as PromiseClass;
  if ((typeof made !== 'object' || made === null) && typeof made !== 'function')
    throw new TypeError('The .constructor property is not an object');
  const species = (made as { [Symbol.species]?: unknown })[Symbol.species];
  if (species === undefined || species === null) return GuestPromise as unknown as PromiseClass;
  return species as PromiseClass;
}

function capabilityOf(species: PromiseClass): Capability {
  if (typeof species !== 'function') throw new TypeError('Promise resolve or reject function is not callable');
  let resolve: unknown;
  let reject: unknown;
  const promise = new species((givenResolve, givenReject) => {
    if (resolve !== undefined || reject !== undefined)
      throw new TypeError('Promise executor has already been invoked with non-undefined arguments');
    resolve = givenResolve;
    reject = givenReject;
  });
  if (typeof resolve !== 'function' || typeof reject !== 'function')
    throw new TypeError('Promise resolve or reject function is not callable');
  return { promise, resolve: resolve as Settle, reject: reject as Settle };
}

function resolveIn(species: PromiseClass, value: unknown): unknown {
  if (GuestPromise.isPromise(value) && (value as { constructor: unknown }).constructor === species) return value;
  if ((species as unknown) === GuestPromise) return GuestPromise.from(value);
  const capability = capabilityOf(species);
  capability.resolve(value);
  return capability.promise;
}

function resolverOf(species: PromiseClass): (value: unknown) => unknown {
  const { resolve } = species as unknown as { resolve?: unknown };
  if (typeof resolve !== 'function') throw new TypeError('Promise resolve or reject function is not callable');
  return (value) => resolve.call(species, value);
}

interface Combination {
  fulfilled(index: number): Settle;
  rejected(index: number): Settle;
  finish(values: unknown[]): void;
}

/** The common part of all, allSettled and any. */
function combine(
  species: PromiseClass,
  iterable: Iterable<unknown>,
  make: (values: { set(index: number, value: unknown): void }, capability: Capability) => Combination,
): unknown {
  const capability = capabilityOf(species);
  try {
    const resolve = resolverOf(species);
    const all: unknown[] = [];
    let left = 1;
    const set = (index: number, value: unknown) => {
      all[index] = value;
      if (--left === 0) combination.finish(all);
    };
    const combination = make({ set }, capability);
    let index = 0;
    checkIterable(iterable);
    for (const item of iterable) {
      all.push(undefined);
      left++;
      const at = index++;
      let called = false;
      // Both functions of one element count as one.
      const once = (settle: Settle) => (value: unknown) => {
        if (called) return;
        called = true;
        settle(value);
      };
      (resolve(item) as GuestPromise).then(once(combination.fulfilled(at)), once(combination.rejected(at)));
    }
    if (--left === 0) combination.finish(all);
  } catch (error) {
    S.c(error);
    capability.reject(error);
  }
  return capability.promise;
}

function checkIterable(value: unknown): void {
  if (value !== undefined && value !== null && typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === 'function') return;
  const shown =
    value === undefined || value === null || typeof value === 'object' ? `${value && 'object'}` : `${typeof value} ${String(value)}`;
  throw new TypeError(`${shown} is not iterable (cannot read property Symbol(Symbol.iterator))`);
}

function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) return '#<Object>';
  return typeof value === 'string' ? value : String(value);
}

Object.defineProperty(GuestPromise, 'name', { value: 'Promise' });
