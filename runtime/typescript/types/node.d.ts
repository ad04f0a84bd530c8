// Node's own modules, as far as they are simulated.

declare module 'node:events' {
  type Listener = (...args: any[]) => void;
  class EventEmitter {
    static defaultMaxListeners: number;
    static once(emitter: EventEmitter | EventTarget, event: string | symbol, options?: { signal?: AbortSignal }): Promise<any[]>;
    static on(emitter: EventEmitter, event: string | symbol, options?: { signal?: AbortSignal }): AsyncIterableIterator<any[]>;
    static EventEmitter: typeof EventEmitter;
    constructor(options?: { captureRejections?: boolean });
    addListener(event: string | symbol, listener: Listener): this;
    emit(event: string | symbol, ...args: any[]): boolean;
    eventNames(): (string | symbol)[];
    getMaxListeners(): number;
    listenerCount(event: string | symbol): number;
    listeners(event: string | symbol): Listener[];
    off(event: string | symbol, listener: Listener): this;
    on(event: string | symbol, listener: Listener): this;
    once(event: string | symbol, listener: Listener): this;
    prependListener(event: string | symbol, listener: Listener): this;
    prependOnceListener(event: string | symbol, listener: Listener): this;
    rawListeners(event: string | symbol): Listener[];
    removeAllListeners(event?: string | symbol): this;
    removeListener(event: string | symbol, listener: Listener): this;
    setMaxListeners(count: number): this;
  }
  function once(emitter: EventEmitter | EventTarget, event: string | symbol, options?: { signal?: AbortSignal }): Promise<any[]>;
  function on(emitter: EventEmitter, event: string | symbol, options?: { signal?: AbortSignal }): AsyncIterableIterator<any[]>;

  export { EventEmitter, on, once };
  export default EventEmitter;
}

declare module 'node:async_hooks' {
  class AsyncLocalStorage<Store> {
    static bind<Fn extends (...args: any[]) => any>(fn: Fn): Fn;
    static snapshot(): <Result>(fn: (...args: any[]) => Result, ...args: any[]) => Result;
    disable(): void;
    enterWith(store: Store): void;
    exit<Result>(callback: (...args: any[]) => Result, ...args: any[]): Result;
    getStore(): Store | undefined;
    run<Result>(store: Store, callback: (...args: any[]) => Result, ...args: any[]): Result;
  }
  class AsyncResource {
    static bind<Fn extends (...args: any[]) => any>(fn: Fn, type?: string): Fn;
    constructor(type: string);
    bind<Fn extends (...args: any[]) => any>(fn: Fn): Fn;
    runInAsyncScope<Result>(fn: (...args: any[]) => Result, thisArg?: unknown, ...args: any[]): Result;
  }

  export { AsyncLocalStorage, AsyncResource };
}

declare module 'node:timers/promises' {
  interface TimerOptions {
    ref?: boolean;
    signal?: AbortSignal;
  }
  /** Fulfils after this time. Costs no CPU while it waits. */
  function setTimeout<Value = void>(milliseconds?: number, value?: Value, options?: TimerOptions): Promise<Value>;
  function setImmediate<Value = void>(value?: Value, options?: TimerOptions): Promise<Value>;
  function setInterval<Value = void>(milliseconds?: number, value?: Value, options?: TimerOptions): AsyncIterableIterator<Value>;
  const scheduler: { wait(milliseconds: number, options?: TimerOptions): Promise<void>; yield(): Promise<void> };

  export { scheduler, setImmediate, setInterval, setTimeout };
}

declare module 'node:timers' {
  export const setTimeout: typeof globalThis.setTimeout;
  export const setInterval: typeof globalThis.setInterval;
  export const setImmediate: typeof globalThis.setImmediate;
  export const clearTimeout: typeof globalThis.clearTimeout;
  export const clearInterval: typeof globalThis.clearInterval;
  export const clearImmediate: typeof globalThis.clearImmediate;
}

declare module 'node:perf_hooks' {
  export const performance: Performance;
}

declare module 'node:process' {
  const process: NodeJS.Process;
  export const env: NodeJS.ProcessEnv;
  export const nextTick: NodeJS.Process['nextTick'];
  export const hrtime: NodeJS.Process['hrtime'];
  export default process;
}

declare module 'node:buffer' {
  const buffer: typeof globalThis.Buffer;

  export { buffer as Buffer };
}

declare module 'node:crypto' {
  interface Hash {
    update(data: string | Uint8Array, encoding?: BufferEncoding): this;
    digest(): Buffer;
    digest(encoding: BufferEncoding): string;
  }
  function createHash(algorithm: string): Hash;
  type Binary = string | Uint8Array;
  function pbkdf2Sync(password: Binary, salt: Binary, iterations: number, keylen: number, digest: string): Buffer;
  function pbkdf2(
    password: Binary,
    salt: Binary,
    iterations: number,
    keylen: number,
    digest: string,
    callback: (error: Error | null, key: Buffer) => void,
  ): void;
  function createHmac(algorithm: string, key: string | Uint8Array): Hash;
  function randomBytes(size: number): Buffer;
  function randomInt(max: number): number;
  function randomInt(min: number, max: number): number;
  function randomUUID(): `${string}-${string}-${string}-${string}-${string}`;
  function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
  const subtle: SubtleCrypto;
  const webcrypto: Crypto;

  export { createHash, createHmac, pbkdf2, pbkdf2Sync, randomBytes, randomInt, randomUUID, subtle, timingSafeEqual, webcrypto };
}

declare module 'node:util' {
  function format(format?: unknown, ...args: unknown[]): string;
  function inspect(value: unknown, options?: object): string;
  function isDeepStrictEqual(a: unknown, b: unknown): boolean;
  function promisify<Args extends any[], Result>(
    fn: (...args: [...Args, (error: any, result: Result) => void]) => void,
  ): (...args: Args) => Promise<Result>;
  function promisify(fn: (...args: any[]) => void): (...args: any[]) => Promise<any>;

  export { format, inspect, isDeepStrictEqual, promisify };
}

declare module 'node:assert' {
  function assert(value: unknown, message?: string | Error): asserts value;
  namespace assert {
    function ok(value: unknown, message?: string | Error): asserts value;
    function equal(actual: unknown, expected: unknown, message?: string | Error): void;
    function strictEqual<T>(actual: unknown, expected: T, message?: string | Error): asserts actual is T;
    function notStrictEqual(actual: unknown, expected: unknown, message?: string | Error): void;
    function deepStrictEqual<T>(actual: unknown, expected: T, message?: string | Error): asserts actual is T;
    function deepEqual(actual: unknown, expected: unknown, message?: string | Error): void;
    function throws(fn: () => unknown, expected?: RegExp | object, message?: string | Error): void;
    function rejects(promise: Promise<unknown> | (() => Promise<unknown>), expected?: RegExp | object): Promise<void>;
    function fail(message?: string | Error): never;
  }
  export default assert;
}

declare module 'node:os' {
  function availableParallelism(): number;
  function cpus(): { model: string; speed: number }[];
  function freemem(): number;
  function hostname(): string;
  function totalmem(): number;
  const EOL: string;

  export { availableParallelism, cpus, EOL, freemem, hostname, totalmem };
}

declare module 'node:worker_threads' {
  const isMainThread: boolean;
  const workerData: any;
  const threadId: number;

  export { isMainThread, threadId, workerData };
}

declare module 'node:assert/strict' {
  export { default } from 'node:assert';
}

declare module 'node:path' {
  function basename(path: string, suffix?: string): string;
  function dirname(path: string): string;
  function extname(path: string): string;
  function isAbsolute(path: string): boolean;
  function join(...paths: string[]): string;
  function normalize(path: string): string;
  function relative(from: string, to: string): string;
  function resolve(...paths: string[]): string;
  const sep: string;

  export { basename, dirname, extname, isAbsolute, join, normalize, relative, resolve, sep };

  const path: typeof import('node:path');
  export default path;
}

declare module 'node:path/posix' {
  export * from 'node:path';
  export { default } from 'node:path';
}

declare module 'events' {
  export * from 'node:events';
  export { default } from 'node:events';
}
declare module 'async_hooks' {
  export * from 'node:async_hooks';
}
declare module 'timers/promises' {
  export * from 'node:timers/promises';
}
declare module 'timers' {
  export * from 'node:timers';
}
declare module 'perf_hooks' {
  export * from 'node:perf_hooks';
}
declare module 'process' {
  export * from 'node:process';
  export { default } from 'node:process';
}
declare module 'buffer' {
  export * from 'node:buffer';
}
declare module 'crypto' {
  export * from 'node:crypto';
}
declare module 'util' {
  export * from 'node:util';
}
declare module 'os' {
  export * from 'node:os';
}
declare module 'worker_threads' {
  export * from 'node:worker_threads';
}
declare module 'path' {
  export * from 'node:path';
  export { default } from 'node:path';
}
declare module 'assert' {
  export { default } from 'node:assert';
}

declare module 'node:fs/promises' {
  type Encoding = 'utf8' | 'utf-8' | { encoding: 'utf8' | 'utf-8' };
  function readFile(path: string | URL, options: Encoding): Promise<string>;
  function readFile(path: string | URL): Promise<Buffer>;
  function access(path: string | URL): Promise<void>;

  export { access, readFile };
}

/** The program's own files, to be read. */
declare module 'node:fs' {
  import * as promises from 'node:fs/promises';

  type Encoding = 'utf8' | 'utf-8' | { encoding: 'utf8' | 'utf-8' };
  type Callback<Value> = (error: (Error & { code: string }) | null, value: Value) => void;
  function readFile(path: string | URL, options: Encoding, callback: Callback<string>): void;
  function readFile(path: string | URL, callback: Callback<Buffer>): void;
  function readFileSync(path: string | URL, options: Encoding): string;
  function readFileSync(path: string | URL): Buffer;
  function access(path: string | URL, callback: (error: (Error & { code: string }) | null) => void): void;
  function existsSync(path: string | URL): boolean;

  export { access, existsSync, promises, readFile, readFileSync };
}

declare module 'node:url' {
  function fileURLToPath(url: string | URL): string;
  function pathToFileURL(path: string): URL;
  const Url: typeof globalThis.URL;
  const Params: typeof globalThis.URLSearchParams;

  export { fileURLToPath, Params as URLSearchParams, pathToFileURL, Url as URL };
}

declare module 'fs' {
  export * from 'node:fs';
}
declare module 'fs/promises' {
  export * from 'node:fs/promises';
}
declare module 'url' {
  export * from 'node:url';
}
