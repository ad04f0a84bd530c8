// Time limits of one length, in the order in which they began: one timer of the loop for all of them. A timer for each would stay in the loop's heap
// until it is due, although nearly all of them are called off long before.
import { current, type Frame } from '../kernel/frame.ts';
import { setTimerAtNs } from '../kernel/loop.ts';
import { stateOf, worker } from '../kernel/worker.ts';

const MS = 1_000_000;

export interface Deadline {
  readonly dueNs: number;
  readonly expire: () => void;
  readonly frame: Frame;
  cancelled: boolean;
}

class Deadlines {
  readonly #ms: number;
  #waiting: Deadline[] = [];
  #head = 0;
  #armed = false;

  constructor(ms: number) {
    this.#ms = ms;
  }

  begin(expire: () => void): Deadline {
    // Counted in whole milliseconds, as the loop's timers are.
    const dueNs = (Math.floor(worker().nowNs() / MS) + this.#ms) * MS;
    const deadline = { dueNs, expire, frame: current.frame, cancelled: false };
    this.#waiting.push(deadline);
    if (!this.#armed) this.#arm();
    return deadline;
  }

  /** For the first one that still counts. */
  #arm(): void {
    while (this.#waiting[this.#head]?.cancelled) this.#head++;
    const first = this.#waiting[this.#head];
    if (this.#head > 1024 || !first) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    this.#armed = first !== undefined;
    // As AbortSignal.timeout in Node, it does not keep a script alive.
    if (first) setTimerAtNs(first.dueNs, () => this.#fire(first), first.frame).background = true;
  }

  #fire(deadline: Deadline): void {
    if (!deadline.cancelled) {
      deadline.cancelled = true;
      deadline.expire();
    }
    this.#arm();
  }
}

/** Calls `expire` after `ms`, unless the deadline is cancelled before. */
export function deadlineAfter(ms: number, expire: () => void): Deadline {
  const known = stateOf('deadlines', () => new Map<number, Deadlines>());
  const whole = ms >= 1 ? Math.trunc(ms) : 1;
  let deadlines = known.get(whole);
  if (!deadlines) {
    deadlines = new Deadlines(whole);
    known.set(whole, deadlines);
  }
  return deadlines.begin(expire);
}
