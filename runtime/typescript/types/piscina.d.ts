// A pool of worker threads, as far as it is simulated.

declare module 'piscina' {
  import type { EventEmitter } from 'node:events';

  interface PiscinaOptions {
    filename?: string | URL | null;
    name?: string;
    minThreads?: number;
    maxThreads?: number;
    idleTimeout?: number;
    maxQueue?: number | 'auto';
    concurrentTasksPerWorker?: number;
    workerData?: any;
  }
  interface RunOptions {
    filename?: string;
    name?: string;
    signal?: AbortSignal;
    transferList?: readonly unknown[];
  }
  class Piscina<Task = any, Result = any> extends EventEmitter {
    static readonly isWorkerThread: boolean;
    static readonly workerData: any;
    static move<Value>(value: Value): Value;
    constructor(options?: PiscinaOptions);
    readonly queueSize: number;
    readonly completed: number;
    readonly threads: readonly unknown[];
    readonly needsDrain: boolean;
    readonly maxThreads: number;
    readonly minThreads: number;
    run(task: Task, options?: RunOptions): Promise<Result>;
    destroy(): Promise<void>;
    close(): Promise<void>;
  }

  const isWorkerThread: boolean;
  const workerData: any;
  function move<Value>(value: Value): Value;

  export { isWorkerThread, move, Piscina, workerData };
  export default Piscina;
}
