// node:async_hooks: AsyncLocalStorage and AsyncResource, on the frames that go along with asynchronous work.

import { current, type Frame } from '../kernel/frame.ts';
import { SHARED } from '../kernel/globals.ts';
import { inFrame, notSimulated, stateOf } from '../kernel/worker.ts';
import { checkFunction, invalidArgument } from './node-errors.ts';

type Callback = (...args: never[]) => unknown;

function frameWith(storage: object, store: unknown): Frame {
  const stores = new Map(current.frame.stores);
  stores.set(storage, store);
  return { request: current.frame.request, stores };
}

export class AsyncLocalStorage {
  #enabled = true;

  static bind(callback: Callback): Callback {
    checkFunction(callback, 'fn');
    const { frame } = current;
    return function (this: unknown, ...args: never[]) {
      return inFrame(frame, () => callback.apply(this, args));
    };
  }

  static snapshot(): (callback: Callback, ...args: never[]) => unknown {
    const { frame } = current;
    return (callback, ...args) => inFrame(frame, () => callback(...args));
  }

  run(store: unknown, callback: Callback, ...args: never[]): unknown {
    if (current.frame.stores?.get(this) === store && this.#enabled) return callback(...args);
    this.#enabled = true;
    return inFrame(frameWith(this, store), () => callback(...args));
  }

  exit(callback: Callback, ...args: never[]): unknown {
    return inFrame(frameWith(this, undefined), () => callback(...args));
  }

  getStore(): unknown {
    return this.#enabled ? current.frame.stores?.get(this) : undefined;
  }

  enterWith(store: unknown): void {
    this.#enabled = true;
    current.frame = frameWith(this, store);
  }

  disable(): void {
    this.#enabled = false;
  }
}

const nextId = (): number => {
  const ids = stateOf('async ids', () => ({ last: 1 }));
  ids.last++;
  return ids.last;
};

export class AsyncResource {
  readonly #frame = current.frame;
  readonly #id = nextId();

  constructor(type: string) {
    if (typeof type !== 'string') throw invalidArgument('type', 'of type string', type);
  }

  static bind(callback: Callback, type?: string, thisArgument?: unknown): Callback {
    return new AsyncResource(type ?? callback.name ?? 'bound-anonymous-fn').bind(callback, thisArgument);
  }

  runInAsyncScope(callback: Callback, thisArgument?: unknown, ...args: never[]): unknown {
    return inFrame(this.#frame, () => callback.apply(thisArgument, args));
  }

  bind(callback: Callback, thisArgument?: unknown): Callback {
    checkFunction(callback, 'fn');
    const resource = this;
    return function (this: unknown, ...args: never[]) {
      return resource.runInAsyncScope(callback, thisArgument ?? this, ...args);
    };
  }

  emitDestroy(): this {
    return this;
  }

  asyncId(): number {
    return this.#id;
  }

  triggerAsyncId(): number {
    return 1;
  }
}

SHARED.push(AsyncLocalStorage, AsyncResource);

export const ASYNC_HOOKS_MODULES: Record<string, () => object> = {
  'node:async_hooks': () => ({
    AsyncLocalStorage,
    AsyncResource,
    executionAsyncId: () => current.frame.request?.token ?? 1,
    triggerAsyncId: () => 0,
    createHook: () => notSimulated('async_hooks.createHook', 'AsyncLocalStorage, AsyncResource'),
  }),
};
