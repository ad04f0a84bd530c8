// piscina 4: functions of the program's own modules in worker threads.
import { notSimulated, stateOf, worker } from '../../kernel/worker.ts';
import { EventEmitter } from '../emitter.ts';
import { makeTask, type PoolOptions, type Task, ThreadPool } from './thread-pool.ts';

interface Options {
  readonly filename?: string | URL | null;
  readonly name?: string | null;
  readonly minThreads?: number;
  readonly maxThreads?: number;
  readonly idleTimeout?: number;
  readonly maxQueue?: number | 'auto';
  readonly concurrentTasksPerWorker?: number;
}

interface Signal {
  readonly aborted?: boolean;
  addEventListener?(name: 'abort', listener: () => void, options?: object): void;
  removeEventListener?(name: 'abort', listener: () => void): void;
}

interface RunOptions {
  readonly filename?: string | null;
  readonly name?: string | null;
  readonly signal?: Signal | null;
  readonly transferList?: readonly unknown[];
}

const AVAILABLE =
  'filename, name, minThreads, maxThreads, idleTimeout, maxQueue, concurrentTasksPerWorker; run, destroy, close, queueSize, completed, threads, utilization and events';
const KNOWN_OPTIONS: ReadonlySet<string> = new Set(
  'filename name minThreads maxThreads idleTimeout maxQueue concurrentTasksPerWorker atomics useAtomics closeTimeout recordTiming'.split(
    ' ',
  ),
);

class AbortError extends Error {
  constructor(reason?: unknown) {
    super('The task has been aborted', reason === undefined ? undefined : { cause: reason });
  }

  override get name(): string {
    return 'AbortError';
  }
}

const terminated = () => new Error('Terminating worker thread');

/** Path among the program's files. */
function pathOf(filename: string): string {
  return filename
    .replace(/^file:\/\//, '')
    .replace(/^\/app\//, '')
    .replace(/^(\.?\/)+/, '');
}

function check(options: Options): void {
  const wrong = (text: string) => {
    throw new TypeError(`options.${text}`);
  };
  const { filename, name, minThreads, maxThreads, idleTimeout, maxQueue, concurrentTasksPerWorker } = options;
  const isBelow = (value: unknown, least: number) => value !== undefined && (typeof value !== 'number' || value < least);
  if (typeof filename !== 'string' && filename != null) wrong('filename must be a string or null');
  if (typeof name !== 'string' && name != null) wrong('name must be a string or null');
  if (isBelow(minThreads, 0)) wrong('minThreads must be a non-negative integer');
  if (isBelow(maxThreads, 1)) wrong('maxThreads must be a positive integer');
  if (minThreads !== undefined && maxThreads !== undefined && minThreads > maxThreads)
    throw new RangeError('options.minThreads and options.maxThreads must not conflict');
  if (isBelow(idleTimeout, 0)) wrong('idleTimeout must be a non-negative integer');
  if (maxQueue !== 'auto' && isBelow(maxQueue, 0)) wrong('maxQueue must be a non-negative integer');
  if (isBelow(concurrentTasksPerWorker, 1)) wrong('concurrentTasksPerWorker must be a positive integer');
  for (const key of Object.keys(options)) if (!KNOWN_OPTIONS.has(key)) notSimulated(`the option '${key}' of Piscina`, AVAILABLE);
}

function fill(options: Options): PoolOptions {
  const cpus = Math.max(1, worker().options.cpuCount);
  let minThreads = options.minThreads ?? Math.max(cpus / 2, 1);
  let maxThreads = options.maxThreads ?? cpus * 1.5;
  if (options.maxThreads !== undefined && minThreads >= options.maxThreads) minThreads = options.maxThreads;
  if (options.minThreads !== undefined && maxThreads <= options.minThreads) maxThreads = options.minThreads;
  return {
    filename: options.filename == null ? null : String(options.filename),
    name: options.name ?? 'default',
    minThreads,
    maxThreads,
    idleTimeout: options.idleTimeout ?? 0,
    maxQueue: options.maxQueue === 'auto' ? maxThreads ** 2 : (options.maxQueue ?? Number.POSITIVE_INFINITY),
    concurrentTasksPerWorker: options.concurrentTasksPerWorker ?? 1,
  };
}

export class Piscina extends EventEmitter {
  readonly #pool: ThreadPool;
  #needsDrain = false;
  #closed = false;

  constructor(options: Options = {}) {
    super();
    check(options);
    const made = stateOf('piscinas', () => ({ count: 0 }));
    made.count++;
    this.#pool = new ThreadPool(fill(options), made.count === 1 ? 'piscina' : `piscina ${made.count}`, () => this.#maybeDrain());
  }

  get options(): PoolOptions {
    return { ...this.#pool.options };
  }

  get queueSize(): number {
    return Math.max(this.#pool.queue.length - this.#pool.pendingPlaces, 0);
  }

  get completed(): number {
    return this.#pool.completed;
  }

  get threads(): readonly object[] {
    return this.#pool.threads.map(({ thread }) => ({ threadId: thread.threadId }));
  }

  get needsDrain(): boolean {
    return this.#needsDrain;
  }

  get maxThreads(): number {
    return this.#pool.options.maxThreads;
  }

  get minThreads(): number {
    return this.#pool.options.minThreads;
  }

  run(data: unknown, options: RunOptions = {}): Promise<unknown> {
    if (options === null || typeof options !== 'object') return Promise.reject(new TypeError('options must be an object'));
    const { filename = this.#pool.options.filename, name = this.#pool.options.name, signal } = options;
    if (options.filename != null && typeof options.filename !== 'string')
      return Promise.reject(new TypeError('filename argument must be a string'));
    if (this.#closed) return Promise.reject(new AbortError('queue is closing up'));
    if (typeof filename !== 'string') return Promise.reject(new Error('filename must be provided to run() or in options object'));
    if (signal?.aborted) return Promise.reject(new AbortError());
    return new Promise((resolve, reject) => {
      let task: Task | null = null;
      const abort = () => {
        reject(new AbortError());
        if (task) this.#pool.abort(task);
      };
      task = makeTask(
        this.#pool,
        data,
        { path: pathOf(filename), name: name ?? 'default', abortable: signal != null },
        (error, failed, result) => {
          signal?.removeEventListener?.('abort', abort);
          if (failed) reject(error);
          else resolve(result);
        },
      );
      if (!this.#pool.submit(task)) {
        reject(
          new Error(this.#pool.options.maxQueue === 0 ? 'No task queue available and all Workers are busy' : 'Task queue is at limit'),
        );
        return;
      }
      signal?.addEventListener?.('abort', abort, { once: true });
      this.#maybeDrain();
    });
  }

  /** Of the older name. */
  runTask(data: unknown, transferList?: readonly unknown[], filename?: string, signal?: Signal): Promise<unknown> {
    return this.run(data, { transferList, filename: filename ?? null, signal: signal ?? null });
  }

  async destroy(): Promise<void> {
    this.#closed = true;
    this.#pool.destroy(terminated);
  }

  /** Waits for what runs and what waits. */
  async close({ force = false }: { readonly force?: boolean } = {}): Promise<void> {
    this.#closed = true;
    if (!force) {
      while (this.#pool.queue.length > 0 || this.#pool.threads.some(({ tasks }) => tasks.size > 0)) await this.#next();
    }
    this.#pool.destroy(terminated);
    this.emit('close');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #waiting: (() => void)[] = [];

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #maybeDrain(): void {
    for (const wake of this.#waiting.splice(0)) wake();
    const { queue, places } = this.#pool;
    if (this.#needsDrain && queue.length === 0) {
      this.#needsDrain = false;
      this.emit('drain');
    } else if (!this.#needsDrain && queue.length > 0 && queue.length >= places) {
      this.#needsDrain = true;
      this.emit('needsDrain');
    }
  }
}
