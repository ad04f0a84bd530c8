// events.once and events.on: an emitter's or a target's events as a promise, or as an async iterator.
import { GuestPromise } from '../../kernel/promise.ts';
import { type EventEmitter, isEmitter, type Listener } from '../emitter.ts';
import { AbortError, invalidArgument } from '../node-errors.ts';
import { type AbortSignal, signalInternals } from './abort.ts';
import { type EventTarget, targetInternals } from './event-target.ts';

type Name = string | symbol;
type Source = EventEmitter | EventTarget;

interface Options {
  readonly signal?: AbortSignal;
  readonly close?: readonly Name[];
}

/** Listens until the function that it returns is called. */
function listen(source: Source, name: Name, listener: Listener, once: boolean): () => void {
  if (targetInternals.isTarget(source)) {
    const type = name as string;
    source.addEventListener(type, listener as (event: unknown) => unknown, { once });
    return () => source.removeEventListener(type, listener as (event: unknown) => unknown);
  }
  if (!isEmitter(source)) throw invalidArgument('emitter', 'an instance of EventEmitter', source);
  if (once) source.once(name, listener);
  else source.on(name, listener);
  return () => {
    source.removeListener(name, listener);
  };
}

function checkSignal(options: Options): AbortSignal | undefined {
  const { signal } = options ?? {};
  if (signal !== undefined && !signalInternals.isSignal(signal))
    throw invalidArgument('options.signal', 'an instance of AbortSignal', signal);
  return signal;
}

export async function once(source: Source, name: Name, options: Options = {}): Promise<unknown[]> {
  const signal = checkSignal(options);
  if (signal?.aborted) throw new AbortError(signal.reason);
  // Given back as it is: as many jobs later as in Node.
  return new Promise<unknown[]>((resolve, reject) => {
    const ended: (() => void)[] = [];
    const end = () => {
      for (const each of ended) each();
    };
    const settle =
      (how: (value: never) => void) =>
      (...values: unknown[]) => {
        end();
        how(values as never);
      };
    const fail = settle(([error]: unknown[]) => reject(error));
    ended.push(listen(source, name, settle(resolve as (value: never) => void), true));
    if (name !== 'error' && !targetInternals.isTarget(source)) ended.push(listen(source, 'error', fail, true));
    if (signal) ended.push(listen(signal, 'abort', () => fail(new AbortError(signal.reason)), true));
  });
}

export function on(source: Source, name: Name, options: Options = {}): AsyncIterableIterator<unknown[]> {
  const signal = checkSignal(options);
  if (signal?.aborted) throw new AbortError(signal.reason);
  const events: unknown[][] = [];
  const waiting: GuestPromise[] = [];
  let failure: { readonly error: unknown } | null = null;
  let finished = false;
  const ended: (() => void)[] = [];
  const finish = () => {
    finished = true;
    for (const end of ended) end();
    for (const promise of waiting.splice(0)) GuestPromise.fulfill(promise, { value: undefined, done: true });
  };
  const fail = (error: unknown) => {
    const first = waiting.shift();
    if (first) GuestPromise.rejectWith(first, error);
    else failure = { error };
    finish();
  };
  ended.push(
    listen(
      source,
      name,
      (...args) => {
        const first = waiting.shift();
        if (first) GuestPromise.fulfill(first, { value: args, done: false });
        else events.push(args);
      },
      false,
    ),
  );
  if (name !== 'error' && !targetInternals.isTarget(source)) ended.push(listen(source, 'error', fail, false));
  for (const each of options.close ?? []) ended.push(listen(source, each, finish, false));
  if (signal) ended.push(listen(signal, 'abort', () => fail(new AbortError(signal.reason)), true));
  const iterator = {
    next(): unknown {
      const value = events.shift();
      if (value) return GuestPromise.from({ value, done: false });
      if (failure) {
        const { error } = failure;
        failure = null;
        return GuestPromise.reject(error);
      }
      if (finished) return GuestPromise.from({ value: undefined, done: true });
      const promise = GuestPromise.pending();
      waiting.push(promise);
      return promise;
    },
    return(): unknown {
      finish();
      return GuestPromise.from({ value: undefined, done: true });
    },
    throw(error: unknown): void {
      if (!(error instanceof Error)) throw invalidArgument('EventEmitter.AsyncIterator', 'an instance of Error', error);
      fail(error);
    },
    [Symbol.asyncIterator](): unknown {
      return iterator;
    },
  };
  return iterator as unknown as AsyncIterableIterator<unknown[]>;
}
