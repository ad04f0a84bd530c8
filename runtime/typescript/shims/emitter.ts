// EventEmitter of node:events. A function, because old code calls it on its own objects.
import { stateOf } from '../kernel/worker.ts';
import { inspect } from './inspect/inspect.ts';
import { checkFunction, invalidArgument, outOfRange } from './node-errors.ts';
import { nextTick } from './timers.ts';

type Name = string | symbol;
export type Listener = (...args: unknown[]) => unknown;
type Wrapped = Listener & { listener?: Listener };

export const errorMonitor = Symbol('events.errorMonitor');
export const captureRejectionSymbol = Symbol.for('nodejs.rejection');

export interface EventEmitter {
  on(name: Name, listener: Listener): this;
  addListener(name: Name, listener: Listener): this;
  prependListener(name: Name, listener: Listener): this;
  once(name: Name, listener: Listener): this;
  prependOnceListener(name: Name, listener: Listener): this;
  off(name: Name, listener: Listener): this;
  removeListener(name: Name, listener: Listener): this;
  removeAllListeners(name?: Name): this;
  emit(name: Name, ...args: unknown[]): boolean;
  listeners(name: Name): Listener[];
  rawListeners(name: Name): Listener[];
  listenerCount(name: Name, listener?: Listener): number;
  eventNames(): Name[];
  setMaxListeners(most: number): this;
  getMaxListeners(): number;
}

interface Options {
  readonly captureRejections?: boolean;
}

interface Fields extends EventEmitter {
  _events: Record<Name, Wrapped | Wrapped[]> | undefined;
  _eventsCount: number;
  _maxListeners: number | undefined;
  [SHAPE_MODE]?: boolean;
  [CAPTURE]?: boolean;
}

/** Fields of Node's emitters that people see when they print one. The second: it catches what its async listeners reject with. */
const SHAPE_MODE = Symbol('shapeMode');
const CAPTURE = Symbol('kCapture');

export const defaults = {
  get mostListeners(): number {
    return stateOf('events', () => ({ most: 10 })).most;
  },
  set mostListeners(most: number) {
    stateOf('events', () => ({ most: 10 })).most = most;
  },
};

function construct(this: Fields, options?: Options): void {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null) as Record<Name, Wrapped | Wrapped[]>;
    this._eventsCount = 0;
    this[SHAPE_MODE] = false;
  } else this[SHAPE_MODE] = true;
  this._maxListeners = this._maxListeners || undefined;
  this[CAPTURE] = Boolean(options?.captureRejections);
}
Object.defineProperty(construct, 'name', { value: 'EventEmitter' });

export const EventEmitter = construct as unknown as (new (options?: Options) => EventEmitter) & { prototype: EventEmitter };

function eventsOf(emitter: Fields): Record<Name, Wrapped | Wrapped[]> {
  if (emitter._events === undefined) {
    emitter._events = Object.create(null) as Record<Name, Wrapped | Wrapped[]>;
    emitter._eventsCount = 0;
  }
  return emitter._events;
}

function add(emitter: Fields, name: Name, listener: Wrapped, first: boolean): Fields {
  checkFunction(listener, 'listener');
  if (emitter._events?.newListener !== undefined) emitter.emit('newListener', name, listener.listener ?? listener);
  const events = eventsOf(emitter);
  const known = events[name];
  if (known === undefined) {
    events[name] = listener;
    emitter._eventsCount++;
    return emitter;
  }
  const list = typeof known === 'function' ? [known] : known;
  // The list that is being emitted stays as it is.
  const next = first ? [listener, ...list] : [...list, listener];
  events[name] = next;
  warnOfLeak(emitter, name, next);
  return emitter;
}

const warned = new WeakSet<object>();

function warnOfLeak(emitter: Fields, name: Name, list: Wrapped[]): void {
  const most = emitter.getMaxListeners();
  if (most <= 0 || list.length <= most || warned.has(emitter)) return;
  warned.add(emitter);
  const text = `Possible EventEmitter memory leak detected. ${list.length} ${String(name)} listeners added to [${emitter.constructor.name}]. MaxListeners is ${most}. Use emitter.setMaxListeners() to increase limit`;
  warnings.show(text, 'MaxListenersExceededWarning');
}

/** process.emitWarning, which imports this module. */
export const warnings: { show: (text: string, type: string) => void } = { show: () => undefined };

function onceWrapper(emitter: EventEmitter, name: Name, listener: Listener): Wrapped {
  checkFunction(listener, 'listener');
  let fired = false;
  const wrapped: Wrapped = (...args) => {
    if (fired) return undefined;
    emitter.removeListener(name, wrapped);
    fired = true;
    return listener.apply(emitter, args);
  };
  wrapped.listener = listener;
  return wrapped;
}

function raise(args: unknown[]): never {
  const [error] = args;
  if (error instanceof Error) throw error;
  const shown = inspect(error);
  throw Object.assign(new Error(`Unhandled error. (${shown})`), { code: 'ERR_UNHANDLED_ERROR', context: error });
}

function call(emitter: Fields, listener: Listener, name: Name, args: unknown[]): void {
  const result = listener.apply(emitter, args);
  if (result === undefined || result === null || !emitter[CAPTURE]) return;
  const { then } = result as { then?: unknown };
  if (typeof then !== 'function') return;
  then.call(result, undefined, (error: unknown) => nextTick(() => rejected(emitter, error, name, args)));
}

function rejected(emitter: Fields, error: unknown, name: Name, args: unknown[]): void {
  const own = (emitter as unknown as Record<symbol, unknown>)[captureRejectionSymbol];
  if (typeof own === 'function') {
    own.call(emitter, error, name, ...args);
    return;
  }
  // An error of the listener for errors is not given to it again.
  emitter[CAPTURE] = false;
  try {
    emitter.emit('error', error);
  } finally {
    emitter[CAPTURE] = true;
  }
}

const methods = {
  setMaxListeners(this: Fields, most: number) {
    if (typeof most !== 'number') throw invalidArgument('setMaxListeners', 'of type number', most);
    if (Number.isNaN(most) || most < 0) throw outOfRange('setMaxListeners', '>= 0', most);
    this._maxListeners = most;
    return this;
  },
  getMaxListeners(this: Fields) {
    return this._maxListeners ?? defaults.mostListeners;
  },
  emit(this: Fields, name: Name, ...args: unknown[]) {
    const events = this._events;
    if (name === 'error') {
      if (events?.[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
      if (events?.error === undefined) raise(args);
    }
    const known = events?.[name];
    if (known === undefined) return false;
    if (typeof known === 'function') call(this, known, name, args);
    else for (const listener of known) call(this, listener, name, args);
    return true;
  },
  addListener(this: Fields, name: Name, listener: Listener) {
    return add(this, name, listener, false);
  },
  on(this: Fields, name: Name, listener: Listener) {
    return add(this, name, listener, false);
  },
  prependListener(this: Fields, name: Name, listener: Listener) {
    return add(this, name, listener, true);
  },
  once(this: Fields, name: Name, listener: Listener) {
    return this.on(name, onceWrapper(this, name, listener));
  },
  prependOnceListener(this: Fields, name: Name, listener: Listener) {
    return this.prependListener(name, onceWrapper(this, name, listener));
  },
  removeListener(this: Fields, name: Name, listener: Listener) {
    checkFunction(listener, 'listener');
    const known = this._events?.[name];
    if (known === undefined || this._events === undefined) return this;
    const list = typeof known === 'function' ? [known] : known;
    const at = list.findLastIndex((each) => each === listener || each.listener === listener);
    if (at < 0) return this;
    const left = list.filter((_, index) => index !== at);
    if (left.length === 0) {
      delete this._events[name];
      this._eventsCount--;
    } else this._events[name] = left.length === 1 ? (left[0] as Wrapped) : left;
    if (this._events.removeListener !== undefined) this.emit('removeListener', name, list[at]?.listener ?? listener);
    return this;
  },
  off(this: Fields, name: Name, listener: Listener) {
    return this.removeListener(name, listener);
  },
  removeAllListeners(this: Fields, name?: Name) {
    const events = this._events;
    if (events === undefined) return this;
    if (events.removeListener === undefined) {
      if (name === undefined) {
        this._events = Object.create(null) as Record<Name, Wrapped | Wrapped[]>;
        this._eventsCount = 0;
      } else if (events[name] !== undefined) {
        delete events[name];
        this._eventsCount--;
      }
      return this;
    }
    if (name === undefined) {
      for (const each of Reflect.ownKeys(events)) if (each !== 'removeListener') this.removeAllListeners(each);
      return this.removeAllListeners('removeListener');
    }
    for (const each of this.rawListeners(name).reverse()) this.removeListener(name, each);
    return this;
  },
  listeners(this: Fields, name: Name) {
    return this.rawListeners(name).map((each: Wrapped) => each.listener ?? each);
  },
  rawListeners(this: Fields, name: Name): Listener[] {
    const known = this._events?.[name];
    return known === undefined ? [] : typeof known === 'function' ? [known] : [...known];
  },
  listenerCount(this: Fields, name: Name, listener?: Listener) {
    const list: Wrapped[] = this.rawListeners(name);
    return listener ? list.filter((each) => each === listener || each.listener === listener).length : list.length;
  },
  eventNames(this: Fields) {
    return this._eventsCount > 0 ? Reflect.ownKeys(this._events ?? {}) : [];
  },
};

for (const [name, value] of Object.entries({ _events: undefined, _eventsCount: 0, _maxListeners: undefined, ...methods }))
  Object.defineProperty(construct.prototype, name, { value, writable: true, configurable: true, enumerable: true });

export function isEmitter(value: unknown): value is EventEmitter {
  return typeof (value as { on?: unknown } | null)?.on === 'function' && typeof (value as { emit?: unknown }).emit === 'function';
}
