// Event, CustomEvent and EventTarget, as Node has them: no tree, so nothing bubbles.

import { S } from '../../kernel/counters.ts';
import { nowNs } from '../../kernel/worker.ts';
import { takeInternals } from '../internals.ts';
import { invalidArgument, missingArguments } from '../node-errors.ts';
import { nextTick } from '../timers.ts';

interface EventInit {
  readonly bubbles?: boolean;
  readonly cancelable?: boolean;
  readonly composed?: boolean;
}

type Callback = ((event: Event) => unknown) | { handleEvent(event: Event): unknown };

interface ListenerOptions {
  readonly once?: boolean;
  readonly capture?: boolean;
  readonly passive?: boolean;
  readonly signal?: EventTarget & { readonly aborted: boolean };
}

export class Event {
  static readonly NONE = 0;
  static readonly CAPTURING_PHASE = 1;
  static readonly AT_TARGET = 2;
  static readonly BUBBLING_PHASE = 3;

  readonly #type: string;
  readonly #init: EventInit;
  readonly #timeStamp = nowNs() / 1e6;
  #target: EventTarget | null = null;
  #dispatching = false;
  #prevented = false;
  #stopped = false;
  #propagationStopped = false;
  #trusted = false;

  constructor(type: unknown, init: EventInit | null = null) {
    // biome-ignore lint/complexity/noArguments: undefined given is not nothing given
    if (arguments.length === 0) throw missingArguments('type');
    if (init !== null && typeof init !== 'object') throw invalidArgument('options', 'of type object', init);
    this.#type = String(type);
    this.#init = { ...init };
  }

  static isEvent(value: unknown): value is Event {
    return typeof value === 'object' && value !== null && #type in value;
  }

  /** Begins and ends a dispatch. */
  static aim(event: Event, target: EventTarget, dispatching: boolean): void {
    event.#target = target;
    event.#dispatching = dispatching;
  }

  static isDispatching(event: Event): boolean {
    return event.#dispatching;
  }

  static isStopped(event: Event): boolean {
    return event.#stopped;
  }

  get type(): string {
    return this.#type;
  }

  get target(): EventTarget | null {
    return this.#target;
  }

  get currentTarget(): EventTarget | null {
    return this.#dispatching ? this.#target : null;
  }

  get srcElement(): EventTarget | null {
    return this.#target;
  }

  get eventPhase(): number {
    return this.#dispatching ? Event.AT_TARGET : Event.NONE;
  }

  get bubbles(): boolean {
    return Boolean(this.#init.bubbles);
  }

  get cancelable(): boolean {
    return Boolean(this.#init.cancelable);
  }

  get composed(): boolean {
    return Boolean(this.#init.composed);
  }

  get defaultPrevented(): boolean {
    return this.#prevented;
  }

  get returnValue(): boolean {
    return !this.#prevented;
  }

  get cancelBubble(): boolean {
    return this.#propagationStopped;
  }

  /** Node's own, and not made by the program. */
  static trust(event: Event): Event {
    event.#trusted = true;
    return event;
  }

  get isTrusted(): boolean {
    return this.#trusted;
  }

  get timeStamp(): number {
    return this.#timeStamp;
  }

  composedPath(): EventTarget[] {
    return this.#dispatching && this.#target ? [this.#target] : [];
  }

  preventDefault(): void {
    if (this.cancelable) this.#prevented = true;
  }

  stopPropagation(): void {
    this.#propagationStopped = true;
  }

  stopImmediatePropagation(): void {
    this.#propagationStopped = true;
    this.#stopped = true;
  }

  get [Symbol.toStringTag](): string {
    return 'Event';
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: unknown, _options: unknown, inspect?: (value: unknown) => string): unknown {
    const { type, defaultPrevented, cancelable, timeStamp } = this;
    const shown = { type, defaultPrevented, cancelable, timeStamp };
    return inspect ? `${this.constructor.name} ${inspect(shown)}` : shown;
  }
}

export const eventInternals = takeInternals(Event, 'isEvent', 'aim', 'isDispatching', 'isStopped', 'trust');

export class CustomEvent extends Event {
  readonly #detail: unknown;

  constructor(type: unknown, init: (EventInit & { readonly detail?: unknown }) | null = null) {
    super(type, init);
    this.#detail = init?.detail ?? null;
  }

  get detail(): unknown {
    return this.#detail;
  }
}

interface Listener {
  readonly callback: Callback;
  readonly capture: boolean;
  readonly once: boolean;
  removed: boolean;
}

export class EventTarget {
  readonly #listeners = new Map<string, Listener[]>();

  static isTarget(value: unknown): value is EventTarget {
    return typeof value === 'object' && value !== null && #listeners in value;
  }

  /** The callbacks of a type, for events.getEventListeners(). */
  static listenersOf(target: EventTarget, type: string): Callback[] {
    return (target.#listeners.get(type) ?? []).map((listener) => listener.callback);
  }

  addEventListener(type: string, callback: Callback | null, options: ListenerOptions | boolean = {}): void {
    // biome-ignore lint/complexity/noArguments: how many were given matters
    if (arguments.length < 2) throw missingArguments('type', 'listener');
    if (callback === null || callback === undefined) return;
    if (typeof callback !== 'function' && typeof callback !== 'object')
      throw invalidArgument('listener', 'an instance of EventListener', callback);
    const { once = false, capture = false, signal } = typeof options === 'boolean' ? { capture: options } : (options ?? {});
    if (signal?.aborted) return;
    const name = String(type);
    const list = this.#listeners.get(name) ?? [];
    if (list.some((each) => each.callback === callback && each.capture === Boolean(capture))) return;
    this.#listeners.set(name, [...list, { callback, capture: Boolean(capture), once: Boolean(once), removed: false }]);
    signal?.addEventListener('abort', () => this.removeEventListener(name, callback, { capture }), { once: true });
  }

  removeEventListener(type: string, callback: Callback | null, options: ListenerOptions | boolean = {}): void {
    const capture = Boolean(typeof options === 'boolean' ? options : options?.capture);
    const list = this.#listeners.get(String(type)) ?? [];
    const found = list.find((each) => each.callback === callback && each.capture === capture);
    if (!found) return;
    found.removed = true;
    this.#listeners.set(
      String(type),
      list.filter((each) => each !== found),
    );
  }

  dispatchEvent(event: Event): boolean {
    if (!eventInternals.isEvent(event)) throw invalidArgument('event', 'an instance of Event', event);
    if (eventInternals.isDispatching(event))
      throw Object.assign(new Error('The event is already being dispatched'), { code: 'ERR_EVENT_RECURSION' });
    eventInternals.aim(event, this, true);
    for (const listener of this.#listeners.get(event.type) ?? []) {
      if (listener.removed) continue;
      if (eventInternals.isStopped(event)) break;
      if (listener.once) this.removeEventListener(event.type, listener.callback, { capture: listener.capture });
      this.#call(listener.callback, event);
    }
    eventInternals.aim(event, this, false);
    return !event.defaultPrevented;
  }

  /** An error of a listener is nobody's who dispatches: it ends the process. */
  #call(callback: Callback, event: Event): void {
    const raise = (error: unknown) =>
      nextTick(() => {
        throw error;
      });
    try {
      const result = typeof callback === 'function' ? callback.call(this, event) : callback.handleEvent(event);
      const then = (result as { then?: unknown } | null | undefined)?.then;
      if (typeof then === 'function') then.call(result, undefined, raise);
    } catch (error) {
      S.c(error);
      raise(error);
    }
  }

  get [Symbol.toStringTag](): string {
    return 'EventTarget';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): unknown {
    return `${this.constructor.name} {}`;
  }
}

export const targetInternals = takeInternals(EventTarget, 'isTarget', 'listenersOf');
