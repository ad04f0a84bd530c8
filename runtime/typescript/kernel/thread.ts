// A worker thread of a simulated process: its own modules, globals and loop. What it is given runs at once, on a clock of its own that says how
// much CPU it took and how long it waited; when it is done in virtual time is the pool's business (shims/piscina). It computes: the world is the
// main thread's.
import { SYSCALL } from '#engine/guest-port.ts';
import { seedThread } from '../shims/random.ts';
import { end, resetCounters, S } from './counters.ts';
import { current, ROOT } from './frame.ts';
import { makeGlobals } from './globals.ts';
import { dropJobs } from './jobs.ts';
import { nextTimerNs, readyLeft, runCallback, runPhases } from './loop.ts';
import { shareMemory } from './memory.ts';
import { log } from './program.ts';
import { GuestPromise, rejected } from './promise.ts';
import { notSimulated, switchTo, Worker } from './worker.ts';

/** What is the process's own affair, or already known of by the pool. */
const SILENT: ReadonlySet<number> = new Set([SYSCALL.RESOURCE, SYSCALL.WAITED, SYSCALL.HELD, SYSCALL.SLOW_STEP, SYSCALL.MEMORY]);

export interface ThreadRun {
  readonly value: unknown;
  readonly failed: boolean;
  readonly cpuNs: number;
  readonly waitedNs: number;
}

export class Thread extends Worker {
  readonly #parent: Worker;
  #prints: { readonly level: number; readonly text: string }[] = [];
  #cpuNs = 0;
  #waitedNs = 0;

  constructor(
    parent: Worker,
    readonly threadId: number,
  ) {
    super(parent.index, parent.options);
    this.#parent = parent;
    shareMemory(this);
    this.#inside(() => {
      seedThread(parent.options.seed, parent.index, threadId);
      this.globals = makeGlobals();
    });
  }

  /** Its CPU is not the loop's. */
  override tellLine(): void {}

  override emit(kind: number, _token: number, a: number, _b: number, text: string): void {
    if (SILENT.has(kind)) return;
    if (kind === SYSCALL.LOG) this.#prints.push({ level: a, text });
    else if (kind === SYSCALL.CRASH) {
      const { reason, message } = JSON.parse(text) as { reason: string; message: string };
      // Its last words are the error of who waits for it.
      if (reason !== 'exit') this.#prints.pop();
      else this.diedOf = new Error(`worker exited with code: ${/\((\d+)\)/.exec(message)?.[1] ?? 0}`);
    } else if (kind === SYSCALL.FAULT) {
      const { verdict, message, line } = JSON.parse(text) as { verdict: string; message: string; line: number };
      throw end(verdict, message, line);
    } else notSimulated('databases, HTTP and caches in a worker thread', 'computations; what waits for others belongs to the main thread');
  }

  /** Runs a function from this moment on until its promise has settled. To be called in a callback of the process's loop, before it starts jobs. */
  run(beginNs: number, work: () => unknown): ThreadRun {
    this.#cpuNs = 0;
    this.#waitedNs = 0;
    const outcome = this.#inside(() => this.#complete(beginNs, work));
    const prints = this.#prints;
    this.#prints = [];
    for (const { level, text } of prints) log(level, text);
    return { ...outcome, cpuNs: this.#cpuNs, waitedNs: this.#waitedNs };
  }

  #complete(beginNs: number, work: () => unknown): { value: unknown; failed: boolean } {
    let settled: { value: unknown; failed: boolean } | null = null;
    this.begin(beginNs);
    try {
      runCallback(
        this,
        () => {
          const promise = GuestPromise.try(work) as GuestPromise;
          GuestPromise.whenSettled(
            promise,
            (value) => {
              settled = { value, failed: false };
            },
            (value) => {
              settled = { value, failed: true };
            },
          );
        },
        ROOT,
      );
      while (settled === null) {
        if (!readyLeft(this)) this.#waitForTimer();
        runPhases(this, Number.MAX_SAFE_INTEGER);
      }
    } catch (error) {
      // Its end is not the process's.
      if (!this.gone) throw error;
      S.f = null;
      dropJobs();
      rejected.list = [];
      settled = { value: this.diedOf, failed: true };
    }
    this.#cpuNs += this.countedNs();
    return settled;
  }

  #waitForTimer(): void {
    const dueNs = nextTimerNs(this);
    if (dueNs < 0) throw end('deadlock', 'a function in a worker thread awaits what nothing will ever complete', S.l);
    this.#cpuNs += this.countedNs();
    const waitedNs = Math.max(0, dueNs - this.nowNs());
    this.#waitedNs += waitedNs;
    this.begin(this.nowNs() + waitedNs);
  }

  /** In the thread's own surroundings. */
  #inside<Result>(run: () => Result): Result {
    const { n, m, q, l, y } = S;
    const { frame } = current;
    switchTo(this);
    resetCounters();
    try {
      return run();
    } finally {
      switchTo(this.#parent);
      S.n = n;
      if (!S.f) Object.assign(S, { m, q, l, y });
      current.frame = frame;
    }
  }
}
