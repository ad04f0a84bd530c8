// setTimeout, setInterval, setImmediate, queueMicrotask, process.nextTick.
import { current } from '../kernel/frame.ts';
import { GLOBAL_MAKERS } from '../kernel/globals.ts';
import { enqueue } from '../kernel/jobs.ts';
import { setTimer } from '../kernel/loop.ts';
import { type TimerEntry, worker } from '../kernel/worker.ts';

function checkCallback(callback: unknown): asserts callback is (...args: unknown[]) => void {
  if (typeof callback === 'function') return;
  const shown = callback === undefined ? 'undefined' : callback === null ? 'null' : `type ${typeof callback}`;
  throw Object.assign(new TypeError(`The "callback" argument must be of type function. Received ${shown}`), {
    code: 'ERR_INVALID_ARG_TYPE',
  });
}

export class Timeout {
  #entry: TimerEntry;
  readonly #repeat: boolean;
  readonly #ms: number;
  readonly #run: () => void;

  constructor(callback: (...args: unknown[]) => void, ms: number, args: unknown[], repeat: boolean) {
    this.#ms = ms;
    this.#repeat = repeat;
    this.#run = () => {
      if (this.#repeat) this.#entry = setTimer(this.#ms, this.#run);
      callback(...args);
    };
    this.#entry = setTimer(ms, this.#run);
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  refresh(): this {
    if (!this.#entry.cancelled) {
      this.#entry.cancelled = true;
      this.#entry = setTimer(this.#ms, this.#run);
    }
    return this;
  }

  close(): this {
    this.#entry.cancelled = true;
    return this;
  }

  static clear(timeout: unknown): void {
    if (timeout instanceof Timeout) timeout.#entry.cancelled = true;
  }

  [Symbol.toPrimitive](): number {
    return this.#entry.sequence;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

export class Immediate {
  readonly #entry: { run: () => void; frame: typeof current.frame; cancelled: boolean };

  constructor(callback: (...args: unknown[]) => void, args: unknown[]) {
    this.#entry = { run: () => callback(...args), frame: current.frame, cancelled: false };
    worker().immediates.push(this.#entry);
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
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

export function nextTick(callback: unknown, ...args: unknown[]): void {
  checkCallback(callback);
  worker().ticks.push({ run: () => callback(...args), frame: current.frame });
}

GLOBAL_MAKERS.push(() => ({ ...timers }));
