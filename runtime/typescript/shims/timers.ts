// setTimeout, setInterval, setImmediate, queueMicrotask, process.nextTick.
import { current } from '../kernel/frame.ts';
import { GLOBAL_MAKERS, SHARED } from '../kernel/globals.ts';
import { enqueue } from '../kernel/jobs.ts';
import { setTimer } from '../kernel/loop.ts';
import { stateOf, type TimerEntry, worker } from '../kernel/worker.ts';
import { checkFunction } from './node-errors.ts';

function checkCallback(callback: unknown): asserts callback is (...args: unknown[]) => void {
  checkFunction(callback, 'callback');
}

/** Timers that somebody knows by number. */
const numbered = () => stateOf('timers', () => new Map<number, Timeout>());

export class Timeout {
  #entry: TimerEntry;
  readonly #repeat: boolean;
  readonly #ms: number;
  readonly #run: () => void;
  readonly #frame = current.frame;
  #closed = false;

  constructor(callback: (...args: unknown[]) => void, ms: number, args: unknown[], repeat: boolean) {
    this.#ms = ms;
    this.#repeat = repeat;
    this.#run = () => {
      const ran = this.#entry;
      try {
        Reflect.apply(callback, this, args);
      } finally {
        // An interval counts from the end of its callback.
        if (this.#repeat && !this.#closed && this.#entry === ran) this.#set();
      }
    };
    this.#entry = setTimer(ms, this.#run);
  }

  #set(): void {
    this.#entry.cancelled = true;
    const { background } = this.#entry;
    this.#entry = setTimer(this.#ms, this.#run, this.#frame);
    this.#entry.background = background;
  }

  ref(): this {
    this.#entry.background = false;
    return this;
  }

  /** A server does not end by having nothing left to wait for: it changes something for a script only. */
  unref(): this {
    this.#entry.background = true;
    return this;
  }

  hasRef(): boolean {
    return !this.#entry.background;
  }

  refresh(): this {
    if (!this.#closed) this.#set();
    return this;
  }

  close(): this {
    this.#closed = true;
    this.#entry.cancelled = true;
    return this;
  }

  static clear(timeout: unknown): void {
    if (timeout instanceof Timeout) timeout.close();
    else if (typeof timeout === 'number' || typeof timeout === 'string') numbered().get(Number(timeout))?.close();
  }

  [Symbol.toPrimitive](): number {
    const number = this.#entry.sequence;
    numbered().set(number, this);
    return number;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

export class Immediate {
  readonly #entry: { run: () => void; frame: typeof current.frame; cancelled: boolean; background: boolean };

  constructor(callback: (...args: unknown[]) => void, args: unknown[]) {
    this.#entry = { run: () => Reflect.apply(callback, this, args), frame: current.frame, cancelled: false, background: false };
    worker().immediates.push(this.#entry);
  }

  ref(): this {
    this.#entry.background = false;
    return this;
  }

  unref(): this {
    this.#entry.background = true;
    return this;
  }

  hasRef(): boolean {
    return !this.#entry.background;
  }

  static clear(immediate: unknown): void {
    if (immediate instanceof Immediate) immediate.#entry.cancelled = true;
  }

  [Symbol.dispose](): void {
    this.#entry.cancelled = true;
  }
}

export const timers = {
  setTimeout(callback: unknown, ms?: unknown, ...args: unknown[]): Timeout {
    checkCallback(callback);
    return new Timeout(callback, Number(ms), args, false);
  },
  setInterval(callback: unknown, ms?: unknown, ...args: unknown[]): Timeout {
    checkCallback(callback);
    return new Timeout(callback, Number(ms), args, true);
  },
  setImmediate(callback: unknown, ...args: unknown[]): Immediate {
    checkCallback(callback);
    return new Immediate(callback, args);
  },
  clearTimeout: (timeout?: unknown) => Timeout.clear(timeout),
  clearInterval: (timeout?: unknown) => Timeout.clear(timeout),
  clearImmediate: (immediate?: unknown) => Immediate.clear(immediate),
  queueMicrotask(callback: unknown): void {
    checkCallback(callback);
    const { frame } = current;
    enqueue({
      run() {
        current.frame = frame;
        callback();
      },
    });
  },
};

// Node's own say so many parameters.
const LENGTHS: Readonly<Record<string, number>> = { setTimeout: 5, setInterval: 5, setImmediate: 4 };
for (const [name, length] of Object.entries(LENGTHS))
  Object.defineProperty(timers[name as keyof typeof timers], 'length', { value: length });

export function nextTick(callback: unknown, ...args: unknown[]): void {
  checkCallback(callback);
  worker().ticks.push({ run: () => callback(...args), frame: current.frame });
}

SHARED.push(Timeout, Immediate);
GLOBAL_MAKERS.push(() => ({ ...timers }));
