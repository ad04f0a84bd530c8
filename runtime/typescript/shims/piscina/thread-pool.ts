// The threads of a Piscina: which of them takes which task, and when each is done. A thread computes on one of the process's cores; where there
// are more threads than cores, they wait for each other there.
import { SYSCALL } from '#engine/guest-port.ts';
import { S } from '../../kernel/counters.ts';
import { current, type Frame, inFrame } from '../../kernel/frame.ts';
import { setTimer, setTimerAtNs } from '../../kernel/loop.ts';
import { addMemory } from '../../kernel/memory.ts';
import { loadModule } from '../../kernel/modules.ts';
import { Thread } from '../../kernel/thread.ts';
import { emit, nowNs, Resource, stateOf, type TimerEntry, worker } from '../../kernel/worker.ts';
import { clone } from './clone.ts';

/** Measured with Node 20: 35 ms of CPU and 7.5 MB from `new Worker` to its first message; piscina and a module or two of the program's on top. */
const START_NS = 40_000_000;
const THREAD_BYTES = 8_000_000;
/** Measured with Node 20: 40 µs for a message to a thread and one back, half of it on either side. */
const MESSAGE_NS = 10_000;
/** A pool that is lifted has so many threads at most, with cores of their own. */
const LIFTED_THREADS = 256;

export interface PoolOptions {
  readonly filename: string | null;
  readonly name: string;
  readonly minThreads: number;
  readonly maxThreads: number;
  readonly idleTimeout: number;
  readonly maxQueue: number;
  readonly concurrentTasksPerWorker: number;
}

export interface Task {
  readonly data: unknown;
  readonly path: string;
  readonly name: string;
  readonly askedNs: number;
  readonly line: number;
  readonly ahead: number;
  readonly frame: Frame;
  readonly abortable: boolean;
  readonly done: (error: unknown, failed: boolean, result: unknown) => void;
  thread: PoolThread | null;
  over: boolean;
}

interface PoolThread {
  readonly thread: Thread;
  readonly tasks: Set<Task>;
  ready: boolean;
  /** Of its latest task, or its start. */
  computing: Computing;
  idle: TimerEntry | null;
  gone: boolean;
}

/** When each core of the process's machine is free. */
const coresOf = () => stateOf('cores', () => new Array<number>(Math.max(1, worker().options.cpuCount)).fill(0));
const threadIds = () => stateOf('thread ids', () => ({ next: 1 }));

interface Computing {
  readonly core: number;
  /** When the CPU has been had. */
  readonly endNs: number;
}

/** CPU on the core that is free first. */
function compute(fromNs: number, cpuNs: number): Computing {
  const cores = coresOf();
  const core = cores.indexOf(Math.min(...cores));
  const endNs = Math.max(fromNs, cores[core] as number) + cpuNs;
  cores[core] = endNs;
  return { core, endNs };
}

/** A thread that is stopped lets go of its core, if nobody has been told yet when it will be free. */
function stopComputing({ core, endNs }: Computing): void {
  const cores = coresOf();
  if (cores[core] === endNs) cores[core] = Math.min(endNs, nowNs());
}

export class ThreadPool {
  readonly options: PoolOptions;
  readonly queue: Task[] = [];
  readonly threads: PoolThread[] = [];
  completed = 0;
  readonly #resource: Resource;
  /** The queue has changed, or a place is free. */
  readonly #changed: () => void;

  constructor(options: PoolOptions, name: string, changed: () => void) {
    this.#changed = changed;
    this.#resource = new Resource('threads', name, Math.ceil(options.maxThreads) * options.concurrentTasksPerWorker);
    this.options = this.#resource.lifted ? { ...options, maxThreads: LIFTED_THREADS } : options;
    if (this.#resource.lifted) while (coresOf().length < LIFTED_THREADS) coresOf().push(0);
    while (this.threads.length < options.minThreads) this.#addThread();
    // Nobody waits for the first ones to say that they are ready: tasks may lie in their mailbox.
    for (const each of this.threads) each.ready = true;
  }

  get places(): number {
    return this.options.maxQueue + this.pendingPlaces;
  }

  /** Of threads that are starting. */
  get pendingPlaces(): number {
    return this.threads.filter(({ ready }) => !ready).length * this.options.concurrentTasksPerWorker;
  }

  /** Whether the task was taken. */
  submit(task: Task): boolean {
    if (this.queue.length > 0) {
      if (this.queue.length >= this.places) return false;
      if (this.threads.length < this.options.maxThreads) this.#addThread();
      this.queue.push(task);
      return true;
    }
    let free = this.#findFree();
    if (free && free.tasks.size > 0 && task.abortable) free = null;
    let starting = false;
    if ((free === null || free.tasks.size > 0) && this.threads.length < this.options.maxThreads) {
      this.#addThread();
      starting = true;
    }
    if (free === null) {
      if (this.options.maxQueue <= 0 && !starting) return false;
      this.queue.push(task);
      return true;
    }
    this.#post(free, task);
    return true;
  }

  /** The task's caller has gone. */
  abort(task: Task): void {
    task.over = true;
    const { thread } = task;
    if (thread) {
      this.#remove(thread);
      while (this.threads.length < this.options.minThreads) this.#addThread();
    } else this.queue.splice(this.queue.indexOf(task), 1);
  }

  destroy(error: () => Error): void {
    for (const task of this.queue.splice(0)) this.#end(task, error(), true, undefined);
    for (const each of [...this.threads]) {
      const tasks = [...each.tasks];
      this.#remove(each);
      for (const task of tasks) this.#end(task, error(), true, undefined);
    }
  }

  #findFree(): PoolThread | null {
    let found: PoolThread | null = null;
    for (const each of this.threads) {
      const busy = [...each.tasks].some((task) => task.abortable) ? Number.POSITIVE_INFINITY : each.tasks.size;
      if (!each.ready || busy >= this.options.concurrentTasksPerWorker) continue;
      if (busy === 0) return each;
      if (found === null || busy < found.tasks.size) found = each;
    }
    return found;
  }

  #addThread(): void {
    const thread = new Thread(worker(), threadIds().next++);
    addMemory(THREAD_BYTES);
    const computing = compute(nowNs(), START_NS);
    const added: PoolThread = { thread, tasks: new Set(), ready: false, computing, idle: null, gone: false };
    this.threads.push(added);
    setTimerAtNs(computing.endNs, () => {
      added.ready = true;
      this.#available(added);
    });
  }

  #remove(thread: PoolThread): void {
    thread.gone = true;
    stopComputing(thread.computing);
    if (thread.idle) thread.idle.cancelled = true;
    thread.tasks.clear();
    const at = this.threads.indexOf(thread);
    if (at >= 0) {
      this.threads.splice(at, 1);
      addMemory(-THREAD_BYTES);
    }
  }

  #post(thread: PoolThread, task: Task): void {
    task.thread = thread;
    thread.tasks.add(task);
    if (thread.idle) thread.idle.cancelled = true;
    thread.idle = null;
    // Whoever gave the thread back belongs to another request.
    inFrame(task.frame, () => this.#resource.waited(nowNs() - task.askedNs, task.ahead, task.line));
    // In a callback of its own: what the thread does is no part of what runs here.
    setTimerAtNs(Math.max(nowNs() + MESSAGE_NS, thread.computing.endNs), () => this.#execute(thread, task), task.frame);
  }

  #execute(pooled: PoolThread, task: Task): void {
    if (task.over || pooled.gone) return;
    const { thread } = pooled;
    const beginNs = nowNs();
    const { value, failed, cpuNs, waitedNs } = thread.run(beginNs, () => callHandler(task));
    pooled.computing = compute(beginNs, cpuNs);
    const endNs = pooled.computing.endNs + waitedNs + MESSAGE_NS;
    if (thread.gone) pooled.ready = false;
    setTimerAtNs(
      endNs,
      () => {
        if (task.over || pooled.gone) return;
        this.#resource.ran(nowNs() - beginNs, task.line);
        pooled.tasks.delete(task);
        if (thread.gone) {
          this.#remove(pooled);
          while (this.threads.length < this.options.minThreads) this.#addThread();
        } else this.#available(pooled);
        this.#receive(task, value, failed);
      },
      task.frame,
    );
  }

  #receive(task: Task, value: unknown, failed: boolean): void {
    let received: unknown;
    try {
      received = clone(value);
    } catch (error) {
      S.c(error);
      this.#end(task, error, true, undefined);
      return;
    }
    if (failed) this.#end(task, received, true, undefined);
    else this.#end(task, null, false, received);
  }

  #end(task: Task, error: unknown, failed: boolean, result: unknown): void {
    if (task.over) return;
    task.over = true;
    this.completed++;
    task.done(error, failed, result);
    this.#changed();
  }

  #available(thread: PoolThread): void {
    if (thread.gone) return;
    while (this.queue.length > 0 && thread.tasks.size < this.options.concurrentTasksPerWorker) {
      const next = this.queue[0] as Task;
      if (next.abortable && thread.tasks.size > 0) break;
      this.queue.shift();
      this.#post(thread, next);
    }
    this.#changed();
    if (thread.tasks.size > 0 || this.threads.length <= this.options.minThreads) return;
    thread.idle = setTimer(this.options.idleTimeout, () => {
      if (thread.tasks.size === 0 && this.threads.length > this.options.minThreads) this.#remove(thread);
    });
  }
}

/** In the thread. Its module is loaded by the first task that names it. */
function callHandler({ path, name, data }: Task): unknown {
  const { exports, pending } = loadModule(`./${path}`, '');
  const call = () => {
    const handler = handlerOf(exports as Record<string, unknown>, name);
    if (handler === null) throw new Error(`No handler function exported from /app/${path}`);
    return handler(data);
  };
  return pending ? pending.then(call) : call();
}

function handlerOf(exports: Record<string, unknown>, name: string): ((data: unknown) => unknown) | null {
  const { default: main } = exports;
  const candidates = name === 'default' ? [main, (main as { default?: unknown } | undefined)?.default] : [exports[name]];
  const found = candidates.find((each) => typeof each === 'function');
  return (found as ((data: unknown) => unknown) | undefined) ?? null;
}

/** A task as it is asked for: its data is copied at once. */
export function makeTask(
  pool: ThreadPool,
  data: unknown,
  options: { readonly path: string; readonly name: string; readonly abortable: boolean },
  done: Task['done'],
): Task {
  emit(SYSCALL.THREAD_HOP);
  return {
    data: clone(data),
    ...options,
    askedNs: nowNs(),
    line: S.l,
    ahead: pool.queue.length,
    frame: current.frame,
    done,
    thread: null,
    over: false,
  };
}
