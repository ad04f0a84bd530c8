// What a Node process has without an import. Time, randomness and the process itself are those of the simulated machine.

interface Console {
  assert(condition?: unknown, ...data: unknown[]): void;
  count(label?: string): void;
  countReset(label?: string): void;
  debug(...data: unknown[]): void;
  dir(item?: unknown, options?: object): void;
  error(...data: unknown[]): void;
  group(...data: unknown[]): void;
  groupEnd(): void;
  info(...data: unknown[]): void;
  log(...data: unknown[]): void;
  table(data?: unknown, columns?: readonly string[]): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  timeLog(label?: string, ...data: unknown[]): void;
  trace(...data: unknown[]): void;
  warn(...data: unknown[]): void;
}
declare var console: Console;

declare namespace NodeJS {
  interface Timeout {
    hasRef(): boolean;
    ref(): this;
    refresh(): this;
    unref(): this;
    close(): this;
    [Symbol.toPrimitive](): number;
    [Symbol.dispose](): void;
  }
  interface Immediate {
    hasRef(): boolean;
    ref(): this;
    unref(): this;
    [Symbol.dispose](): void;
  }
  interface ErrnoException extends Error {
    errno?: number;
    code?: string;
    path?: string;
    syscall?: string;
  }
  interface MemoryUsage {
    rss: number;
    heapTotal: number;
    heapUsed: number;
    external: number;
    arrayBuffers: number;
  }
  type ProcessEnv = Record<string, string | undefined>;
  type Emitter = import('node:events').EventEmitter;
  interface Process extends Emitter {
    readonly arch: string;
    readonly argv: string[];
    readonly env: ProcessEnv;
    exitCode: number | string | undefined;
    readonly pid: number;
    readonly ppid: number;
    title: string;
    readonly stdout: { write(text: string): boolean };
    readonly stderr: { write(text: string): boolean };
    readonly platform: string;
    readonly version: string;
    readonly versions: Record<string, string>;
    cpuUsage(previous?: { user: number; system: number }): { user: number; system: number };
    cwd(): string;
    emitWarning(warning: string | Error, type?: string, code?: string): void;
    exit(code?: number | string): never;
    hrtime: { (previous?: [number, number]): [number, number]; bigint(): bigint };
    memoryUsage: { (): MemoryUsage; rss(): number };
    nextTick<Args extends unknown[]>(callback: (...args: Args) => void, ...args: Args): void;
    uptime(): number;
    on(event: 'unhandledRejection', listener: (reason: unknown, promise: Promise<unknown>) => void): this;
    on(event: 'uncaughtException', listener: (error: Error, origin: string) => void): this;
    on(event: string, listener: (...args: any[]) => void): this;
  }
}
declare var process: NodeJS.Process;
declare var global: typeof globalThis;

/** Calls back after at least this time; others may come first. Costs no CPU while it waits. */
declare function setTimeout<Args extends any[]>(callback: (...args: Args) => void, milliseconds?: number, ...args: Args): NodeJS.Timeout;
declare function setInterval<Args extends any[]>(callback: (...args: Args) => void, milliseconds?: number, ...args: Args): NodeJS.Timeout;
declare function setImmediate<Args extends any[]>(callback: (...args: Args) => void, ...args: Args): NodeJS.Immediate;
declare function clearTimeout(timeout: NodeJS.Timeout | string | number | undefined): void;
declare function clearInterval(timeout: NodeJS.Timeout | string | number | undefined): void;
declare function clearImmediate(immediate: NodeJS.Immediate | undefined): void;
declare function queueMicrotask(callback: () => void): void;

interface EventLoopUtilization {
  idle: number;
  active: number;
  utilization: number;
}
interface PerformanceEntry {
  readonly name: string;
  readonly entryType: string;
  readonly startTime: number;
  readonly duration: number;
}
interface Performance {
  readonly timeOrigin: number;
  now(): number;
  /** Share of the time in which the loop was busy. */
  eventLoopUtilization(before?: EventLoopUtilization, after?: EventLoopUtilization): EventLoopUtilization;
  getEntries(): PerformanceEntry[];
  getEntriesByName(name: string, type?: string): PerformanceEntry[];
  mark(name: string): PerformanceEntry;
  measure(name: string, start?: string, end?: string): PerformanceEntry;
}
declare var performance: Performance;

interface SubtleCrypto {
  digest(algorithm: string | { name: string }, data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer>;
}
interface Crypto {
  readonly subtle: SubtleCrypto;
  getRandomValues<Numbers extends ArrayBufferView | null>(array: Numbers): Numbers;
  randomUUID(): `${string}-${string}-${string}-${string}-${string}`;
}
declare var crypto: Crypto;

interface ImportMeta {
  readonly url: string;
}

type BufferEncoding = 'ascii' | 'base64' | 'base64url' | 'binary' | 'hex' | 'latin1' | 'ucs2' | 'utf-8' | 'utf16le' | 'utf8';
interface Buffer extends Uint8Array {
  equals(other: Uint8Array): boolean;
  toString(encoding?: BufferEncoding, start?: number, end?: number): string;
  write(text: string, offset?: number, length?: number, encoding?: BufferEncoding): number;
  readUInt8(offset?: number): number;
  readUInt16BE(offset?: number): number;
  readUInt32BE(offset?: number): number;
  readInt32BE(offset?: number): number;
  writeUInt8(value: number, offset?: number): number;
  writeUInt16BE(value: number, offset?: number): number;
  writeUInt32BE(value: number, offset?: number): number;
  writeInt32BE(value: number, offset?: number): number;
}
declare var Buffer: {
  alloc(size: number, fill?: string | number): Buffer;
  allocUnsafe(size: number): Buffer;
  byteLength(text: string | ArrayBufferView | ArrayBuffer, encoding?: BufferEncoding): number;
  concat(list: readonly Uint8Array[], totalLength?: number): Buffer;
  from(data: string, encoding?: BufferEncoding): Buffer;
  from(data: ArrayBuffer | Uint8Array | readonly number[]): Buffer;
  isBuffer(value: unknown): value is Buffer;
};
