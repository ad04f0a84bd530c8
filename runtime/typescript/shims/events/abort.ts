// AbortController and AbortSignal. Time-outs are of virtual time.

import { deadlineAfter } from '../deadlines.ts';
import { DOMException } from '../dom-exception.ts';
import { takeInternals } from '../internals.ts';
import { illegalConstructor, invalidArgument, outOfRange } from '../node-errors.ts';
import { Event, EventTarget, eventInternals } from './event-target.ts';

const MOST_MS = 2 ** 32 - 1;
/** Lets the constructor pass. */
const INTERNAL = Symbol('internal');

export class AbortSignal extends EventTarget {
  #aborted = false;
  #reason: unknown;
  #onabort: ((event: Event) => unknown) | null = null;
  #algorithms: Set<() => void> | null = null;
  /** Signals made of this one by any(). */
  readonly #dependents: AbortSignal[] = [];
  #sources: readonly AbortSignal[] | null = null;

  constructor(internal?: symbol) {
    if (internal !== INTERNAL) throw illegalConstructor();
    super();
  }

  static isSignal(value: unknown): value is AbortSignal {
    return typeof value === 'object' && value !== null && #aborted in value;
  }

  static make(): AbortSignal {
    return new AbortSignal(INTERNAL);
  }

  /** Calls `algorithm` when the signal aborts, before any listener. */
  static follow(signal: AbortSignal, algorithm: () => void): void {
    signal.#algorithms ??= new Set();
    signal.#algorithms.add(algorithm);
  }

  static unfollow(signal: AbortSignal, algorithm: () => void): void {
    signal.#algorithms?.delete(algorithm);
  }

  static abortNow(signal: AbortSignal, reason: unknown): void {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason = reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
    const algorithms = signal.#algorithms;
    signal.#algorithms = null;
    if (algorithms) for (const algorithm of algorithms) algorithm();
    signal.dispatchEvent(eventInternals.trust(new Event('abort')));
    for (const each of signal.#dependents) signalInternals.abortNow(each, signal.#reason);
  }

  static abort(reason?: unknown): AbortSignal {
    const signal = signalInternals.make();
    signal.#aborted = true;
    signal.#reason = reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
    return signal;
  }

  static timeout(delay: number): AbortSignal {
    if (typeof delay !== 'number') throw invalidArgument('delay', 'of type number', delay);
    if (!Number.isInteger(delay)) throw outOfRange('delay', 'an integer', delay);
    if (delay < 0 || delay > MOST_MS) throw outOfRange('delay', `>= 0 && <= ${MOST_MS}`, delay);
    const signal = signalInternals.make();
    deadlineAfter(delay, () =>
      signalInternals.abortNow(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
    );
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    if (typeof signals !== 'object' || signals === null || !(Symbol.iterator in signals))
      throw invalidArgument('signals', 'an instance of Array', signals);
    const sources = [...signals];
    for (const [i, source] of sources.entries())
      if (!signalInternals.isSignal(source)) throw invalidArgument(`signals[${i}]`, 'an instance of AbortSignal', source);
    const aborted = sources.find((source) => source.#aborted);
    if (aborted) return AbortSignal.abort(aborted.#reason);
    const made = signalInternals.make();
    // One made of another any() follows that one's own sources.
    made.#sources = [...new Set(sources.flatMap((source) => source.#sources ?? [source]))];
    for (const source of made.#sources) source.#dependents.push(made);
    return made;
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  get onabort(): ((event: Event) => unknown) | null {
    return this.#onabort;
  }

  set onabort(callback: ((event: Event) => unknown) | null) {
    if (this.#onabort) this.removeEventListener('abort', this.#onabort);
    this.#onabort = typeof callback === 'function' ? callback : null;
    if (this.#onabort) this.addEventListener('abort', this.#onabort);
  }

  override get [Symbol.toStringTag](): string {
    return 'AbortSignal';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): unknown {
    return `AbortSignal { aborted: ${this.#aborted} }`;
  }
}

export const signalInternals = takeInternals(AbortSignal, 'isSignal', 'make', 'abortNow', 'follow', 'unfollow');

export class AbortController {
  readonly #signal = signalInternals.make();

  get signal(): AbortSignal {
    return this.#signal;
  }

  abort(reason?: unknown): void {
    signalInternals.abortNow(this.#signal, reason);
  }

  get [Symbol.toStringTag](): string {
    return 'AbortController';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): unknown {
    return `AbortController { signal: AbortSignal { aborted: ${this.#signal.aborted} } }`;
  }
}
