// A worker as a single server. Events that are due for it wait in its inbox; a turn hands them over and occupies the
// worker for the CPU that the turn was charged. What comes due meanwhile waits: that is loop lag.
import { EVENT } from '../guest-port.ts';

export interface MemoryHolder {
  /** Name in the program: "cache", "app.state.queue", "open requests". */
  readonly name: string;
  readonly bytes: number;
  readonly line: number;
}

/** A process that ended itself. */
export interface Crash {
  readonly reason: 'uncaughtException' | 'unhandledRejection' | 'exit';
  /** The error as its language prints it. */
  readonly message: string;
  /** Of the guest interface, 0 if unknown. */
  readonly line: number;
}

const NOTHING: number[] = [];
const NO_TEXTS: string[] = [];

export class WorkerServer {
  readonly index: number;
  /** The worker is occupied until then. */
  busyUntilNs = 0;
  /** A turn is on the event list. */
  turnScheduled = false;
  /** The timer event that counts; older ones are stale. */
  timerGeneration = 0;
  timerNs = -1;
  started = false;
  /** Killed, and its successor does not serve yet. */
  down = false;
  /** Bytes, and what holds most of them, as the guest last told. */
  memoryBytes = 0;
  memoryHolder: MemoryHolder | null = null;
  /** Its process has ended itself in the turn that ends next. */
  crash: Crash | null = null;
  tasks = 0;
  readyLeft = false;
  /** Blocking calls of the turn that runs, in order: their declared cost, and the local time at which each ended. */
  readonly blockedNs: { readonly costNs: number; readonly untilNs: number }[] = [];
  #events = NOTHING;
  #texts = NO_TEXTS;
  #dueNs = NOTHING;

  constructor(index: number) {
    this.index = index;
  }

  get pending(): number {
    return this.#texts.length;
  }

  /** An event is due for the worker. */
  put(dueNs: number, kind: number, token: number, a: number, b: number, text: string): void {
    if (this.#texts.length === 0) {
      // Mostly there is only one: a list written out has just its size, and one that is pushed into has room for sixteen more.
      this.#events = [kind, token, a, b];
      this.#texts = [text];
      this.#dueNs = [dueNs];
      return;
    }
    this.#events.push(kind, token, a, b);
    this.#texts.push(text);
    this.#dueNs.push(dueNs);
  }

  /** Empties the inbox. */
  take(): { events: number[]; texts: string[]; dueNs: number[] } {
    const inbox = { events: this.#events, texts: this.#texts, dueNs: this.#dueNs };
    this.#events = NOTHING;
    this.#texts = NO_TEXTS;
    this.#dueNs = NOTHING;
    return inbox;
  }

  /** The process is gone, and what it had not read with it. */
  stop(): void {
    this.take();
    this.down = true;
    this.started = false;
    // A turn that is on the event list finds nobody; nothing wakes the worker before its restart.
    this.turnScheduled = true;
    this.timerGeneration++;
    this.timerNs = -1;
    this.readyLeft = false;
    this.tasks = 0;
    this.memoryBytes = 0;
    this.crash = null;
    this.blockedNs.length = 0;
  }

  startUp(nowNs: number): void {
    this.put(nowNs, EVENT.STARTUP, 0, 0, 0, '');
  }
}
