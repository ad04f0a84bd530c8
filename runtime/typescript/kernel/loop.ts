// The loop of one simulated Node process, turn by turn. Phases as in libuv: completions (poll), immediates (check), timers; after every callback
// first process.nextTick, then microtasks, to their end. Time passes only by charged CPU.
import { SLOW_STEP_NS, SYSCALL } from '#engine/guest-port.ts';
import { liftsStep } from '#engine/lift.ts';
import { NOBODY } from './call-path.ts';
import { beginCallback, S } from './counters.ts';
import { current, type Frame, ROOT } from './frame.ts';
import { clearSamples, hottestLine } from './hot-lines.ts';
import { drainJobs, endless, hasJobs, jobs } from './jobs.ts';
import { slowest } from './meter.ts';
import { rejectionHandled, uncaughtException, unhandledRejection } from './process-events.ts';
import { GuestPromise, rejected } from './promise.ts';
import { emit, type TimerEntry, type Worker, worker } from './worker.ts';

const MS = 1_000_000;
/** CPU of one microtask (modelled: a resumed await takes Node 20 some 100 ns). */
const JOB_NS = 100;
/** As many as may follow from one callback of the loop. */
const MOST_JOBS = 5_000_000;
const MOST_MS = 2 ** 31 - 1;
/** Operations after which a turn does not go far beyond its horizon: what has piled up at a loop that was blocked is a turn for each then. */
const LONG_TURN_OPERATIONS = 10_000_000_000;
/** Callbacks that a turn may make without a syscall. A turn that yields this often is a busy-wait. */
const SPIN_CALLBACKS = 100_000;

/** One callback of the loop and all that follows from it before the next one. Errors end the process. */
export function runCallback(at: Worker, callback: () => void, frame: Frame): void {
  if (at.gone) return;
  at.steps++;
  at.chargedNs += at.options.costs.step;
  const before = at.nowNs();
  slowest.ns = 0;
  clearSamples();
  beginCallback();
  current.frame = frame;
  S.y = NOBODY;
  try {
    callback();
  } catch (error) {
    S.c(error);
    uncaughtException(at, error);
  }
  settleDown(at);
  const tookNs = at.nowNs() - before;
  if (tookNs > SLOW_STEP_NS) reportSlowStep(at, tookNs);
  current.frame = ROOT;
}

/** What kept the loop: a built-in by its name if it was most of it. Built-ins are counted for the usual machine, this world's may be another. */
function reportSlowStep(at: Worker, tookNs: number): void {
  const { ns, what, size, unit, line } = slowest;
  const { costs, lift } = at.options;
  const builtIn = ns * costs.userCode * 2 > tookNs;
  const told = builtIn ? `${what}\u0001${unit}` : 'CPU';
  const where = builtIn ? line : hottestLine() || S.l;
  emit(SYSCALL.SLOW_STEP, 0, tookNs, builtIn ? size : 0, told, where);
  // It ran beside the loop, whose clock did not move: the engine does the same.
  if (liftsStep(lift, where, told)) at.startNs -= tookNs;
}

/** nextTick and microtasks, to their end; then rejections that nobody has handled. */
export function settleDown(at: Worker): void {
  jobs.limit = jobs.ran + MOST_JOBS;
  jobs.check = Math.max(jobs.check, jobs.ran);
  let ticks = 0;
  do {
    do {
      for (let tick = at.ticks.shift(); tick !== undefined; tick = at.ticks.shift()) {
        if (at.gone) return;
        if (++ticks > MOST_JOBS) throw endless();
        current.frame = tick.frame;
        S.y = NOBODY;
        try {
          tick.run();
        } catch (error) {
          S.c(error);
          uncaughtException(at, error);
        }
      }
      runJobs(at);
    } while (at.ticks.length > 0 && !at.gone);
    reportRejections(at);
  } while ((at.ticks.length > 0 || hasJobs() || rejected.list.length > 0) && !at.gone);
  if (S.f) throw S.f;
}

function runJobs(at: Worker): void {
  for (;;) {
    const before = jobs.ran;
    try {
      drainJobs();
    } catch (error) {
      // queueMicrotask's callback has nobody to tell.
      S.c(error);
      uncaughtException(at, error);
    }
    at.chargedNs += (jobs.ran - before) * JOB_NS;
    if (!hasJobs()) return;
  }
}

function reportRejections(at: Worker): void {
  const { list, late } = rejected;
  if (late.length > 0) {
    rejected.late = [];
    for (const promise of late) rejectionHandled(at, promise);
  }
  if (list.length === 0) return;
  rejected.list = [];
  for (const promise of list) {
    if (at.gone) return;
    if (GuestPromise.isHandled(promise)) continue;
    GuestPromise.noteTold(promise);
    unhandledRejection(at, GuestPromise.reasonOf(promise), promise);
  }
}

/** Phases until nothing is ready or the worker's time has reached the horizon. */
export function runPhases(at: Worker, horizonNs: number): void {
  let callbacks = 0;
  for (;;) {
    const started = at.steps;
    const { poll } = at;
    at.poll = [];
    for (let i = 0; i < poll.length; i++) {
      (poll[i] as () => void)();
      if (S.n > LONG_TURN_OPERATIONS && at.nowNs() >= horizonNs && i + 1 < poll.length) {
        at.poll = [...poll.slice(i + 1), ...at.poll];
        return;
      }
    }
    const immediates = at.immediates;
    if (immediates.length > 0) {
      at.immediates = [];
      for (const immediate of immediates) if (!immediate.cancelled) runCallback(at, immediate.run, immediate.frame);
    }
    runTimers(at);
    if (at.gone || !readyLeft(at) || at.nowNs() >= horizonNs) return;
    callbacks += at.steps - started;
    if (callbacks > SPIN_CALLBACKS && at.texts.length === 0) {
      emit(
        SYSCALL.FAULT,
        0,
        0,
        0,
        JSON.stringify({
          verdict: 'spinning',
          message: `${SPIN_CALLBACKS.toLocaleString('en')} callbacks without any I/O: a loop only yields (setImmediate) and never waits`,
          line: S.l,
        }),
      );
      return;
    }
  }
}

function runTimers(at: Worker): void {
  // Timers set meanwhile wait for the next pass, also if they are due.
  const last = at.sequence;
  const nowNs = at.nowNs();
  for (let timer = peek(at); timer !== null && timer.dueNs <= nowNs && timer.sequence <= last; timer = peek(at)) {
    pop(at.timers);
    timer.fire();
    if (at.gone) return;
  }
}

export function readyLeft(at: Worker): boolean {
  if (at.poll.length > 0 || at.immediates.length > 0) return true;
  const timer = peek(at);
  return timer !== null && timer.dueNs <= at.nowNs();
}

/** When the next timer is due, ns; -1: none. */
export function nextTimerNs(at: Worker): number {
  return peek(at)?.dueNs ?? -1;
}

function peek(at: Worker): TimerEntry | null {
  const { timers } = at;
  while (timers.length > 0 && (timers[0] as TimerEntry).cancelled) pop(timers);
  return timers[0] ?? null;
}

/** A callback after `ms`, counted in whole milliseconds from the one that runs, as libuv does: 1 to 2^31 - 1, everything else is 1. */
export function setTimer(ms: number, callback: () => void, frame: Frame = current.frame): TimerEntry {
  const at = worker();
  const whole = ms >= 1 && ms <= MOST_MS ? Math.trunc(ms) : 1;
  const entry: TimerEntry = {
    dueNs: (Math.floor(at.nowNs() / MS) + whole) * MS,
    sequence: ++at.sequence,
    cancelled: false,
    background: false,
    fire: () => runCallback(at, callback, frame),
  };
  push(at.timers, entry);
  return entry;
}

/** A callback at an exact local time: for the stand-ins' own waits (a thread's end). */
export function setTimerAtNs(dueNs: number, callback: () => void, frame: Frame = current.frame): TimerEntry {
  const at = worker();
  const entry: TimerEntry = {
    dueNs,
    sequence: ++at.sequence,
    cancelled: false,
    background: false,
    fire: () => runCallback(at, callback, frame),
  };
  push(at.timers, entry);
  return entry;
}

/** Whether anything keeps the process alive that serves nobody. */
export function isAlive(at: Worker): boolean {
  return at.poll.length > 0 || at.immediates.some(keepsAlive) || at.operations.size > 0 || at.timers.some(keepsAlive);
}

const keepsAlive = ({ cancelled, background }: { cancelled: boolean; background?: boolean }): boolean => !cancelled && !background;

function before(a: TimerEntry, b: TimerEntry): boolean {
  return a.dueNs < b.dueNs || (a.dueNs === b.dueNs && a.sequence < b.sequence);
}

function push(heap: TimerEntry[], entry: TimerEntry): void {
  let i = heap.length;
  heap.push(entry);
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = heap[parent] as TimerEntry;
    if (!before(entry, above)) break;
    heap[i] = above;
    i = parent;
  }
  heap[i] = entry;
}

function pop(heap: TimerEntry[]): void {
  const last = heap.pop() as TimerEntry;
  const { length } = heap;
  if (length === 0) return;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= length) break;
    if (child + 1 < length && before(heap[child + 1] as TimerEntry, heap[child] as TimerEntry)) child++;
    const below = heap[child] as TimerEntry;
    if (!before(below, last)) break;
    heap[i] = below;
    i = child;
  }
  heap[i] = last;
}
