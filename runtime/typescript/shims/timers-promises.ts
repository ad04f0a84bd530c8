// node:timers and node:timers/promises.
import { GuestPromise } from '../kernel/promise.ts';
import type { AbortSignal } from './events/abort.ts';
import { AbortError, invalidArgument } from './node-errors.ts';
import { timers } from './timers.ts';
import { PROMISIFIED } from './util.ts';

interface Options {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

function checkOptions(options: unknown): Options {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null) throw invalidArgument('options', 'of type object', options);
  const { signal } = options as { signal?: unknown };
  if (signal !== undefined && (typeof signal !== 'object' || signal === null || !('aborted' in signal)))
    throw invalidArgument('options.signal', 'an instance of AbortSignal', signal);
  return options as Options;
}

/** A promise that `begin` fulfils, unless the signal comes first. */
function abortable(options: unknown, value: unknown, begin: (done: () => void) => () => void): GuestPromise {
  const promise = GuestPromise.pending();
  let signal: AbortSignal | undefined;
  try {
    ({ signal } = checkOptions(options));
  } catch (error) {
    GuestPromise.rejectWith(promise, error);
    return promise;
  }
  if (signal?.aborted) {
    GuestPromise.rejectWith(promise, new AbortError(signal.reason));
    return promise;
  }
  const onAbort = () => {
    cancel();
    GuestPromise.rejectWith(promise, new AbortError(signal?.reason));
  };
  const cancel = begin(() => {
    signal?.removeEventListener('abort', onAbort);
    GuestPromise.resolveWith(promise, value);
  });
  signal?.addEventListener('abort', onAbort);
  return promise;
}

function later(ms?: unknown, value?: unknown, options?: unknown): GuestPromise {
  return abortable(options, value, (done) => {
    const timeout = timers.setTimeout(done, ms);
    return () => timers.clearTimeout(timeout);
  });
}

function soon(value?: unknown, options?: unknown): GuestPromise {
  return abortable(options, value, (done) => {
    const immediate = timers.setImmediate(done);
    return () => timers.clearImmediate(immediate);
  });
}

async function* every(ms?: unknown, value?: unknown, given?: unknown): AsyncGenerator<unknown> {
  const { signal } = checkOptions(given);
  if (signal?.aborted) throw new AbortError(signal.reason);
  let due = 0;
  let wake: (() => void) | null = null;
  const interval = timers.setInterval(() => {
    due++;
    wake?.();
  }, ms);
  const onAbort = () => wake?.();
  signal?.addEventListener('abort', onAbort);
  try {
    for (;;) {
      if (due === 0 && !signal?.aborted)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (signal?.aborted) throw new AbortError(signal.reason);
      for (; due > 0; due--) yield value;
    }
  } finally {
    timers.clearInterval(interval);
    signal?.removeEventListener('abort', onAbort);
  }
}

const named = <Made extends object>(name: string, made: Made): Made => Object.defineProperty(made, 'name', { value: name });
const promised = {
  setTimeout: named('setTimeout', later),
  setImmediate: named('setImmediate', soon),
  setInterval: named('setInterval', every),
};

Object.defineProperty(timers.setTimeout, PROMISIFIED, { value: later });
Object.defineProperty(timers.setImmediate, PROMISIFIED, { value: soon });

const makePromised = () => ({
  ...promised,
  scheduler: { wait: (ms: unknown, options?: unknown) => later(ms, undefined, options), yield: () => soon() },
});

export const TIMERS_MODULES = {
  'node:timers': () => {
    const { queueMicrotask: _, ...own } = timers;
    return { ...own, promises: makePromised() };
  },
  'node:timers/promises': makePromised,
};
