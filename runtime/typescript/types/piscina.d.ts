// A pool of worker threads, as far as it is simulated.

declare module 'piscina' {
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
  class Piscina<Task = any, Result = any> {
    constructor(options?: PiscinaOptions);
    readonly queueSize: number;
    readonly completed: number;
    readonly threads: readonly unknown[];
    run(task: Task, options?: RunOptions): Promise<Result>;
    destroy(): Promise<void>;
    close(): Promise<void>;
  }

  export { Piscina };
  export default Piscina;
}
