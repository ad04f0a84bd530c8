// What the realm's patched built-ins report to. In the browser the realm outlives a kernel: its built-ins are patched once, and find the kernel of
// the day here.
import { S } from './counters.ts';
import * as limits from './size-limits.ts';
import { count, tellLine, worker } from './worker.ts';

export interface Meter {
  /** The guest runs: what is called is charged. */
  on: boolean;
  /** CPU of one call of a built-in, ns; what it is and how large its argument was, for the diagnosis. */
  spend(ns: number, what: string, size: number, unit: string): void;
  /** Before a built-in runs (size-limits.ts). */
  readonly limits: typeof limits;
  /** Virtual milliseconds since 1970. */
  nowMs(): number;
}

/** Virtual time 0 is this moment: 1 January 2026, 00:00 UTC. The same in Python. */
export const EPOCH_MS = 1_767_225_600_000;
/** Shorter calls are not worth a name. */
const NAMED_NS = 600_000;

const KEY = Symbol.for('surge.meter');
const realm = globalThis as unknown as Record<symbol, Meter | undefined>;

/** Another kernel has patched this realm. */
export const isPatched = realm[KEY] !== undefined;

realm[KEY] ??= { on: false, spend: () => undefined, limits, nowMs: () => EPOCH_MS };
export const meter: Meter & { limits: typeof limits } = realm[KEY];

/** A call that takes longer has its line told. */
const TOLD_NS = 100_000;

/** The built-in that took longest since the callback of the loop began. */
export const slowest = { ns: 0, what: '', size: 0, unit: '', line: 0 };

/** Counts the CPU of a built-in or of a stand-in's call. */
export function spend(ns: number, what: string, size: number, unit: string): void {
  if (ns > NAMED_NS && ns > slowest.ns) Object.assign(slowest, { ns, what, size, unit, line: S.l });
  count(Math.ceil(ns));
  if (ns > TOLD_NS) tellLine(S.l, Math.ceil(ns * worker().options.costs.userCode), what);
}

function nowMs(): number {
  return EPOCH_MS + Math.floor(worker().nowNs() / 1e6);
}

/** At the beginning of a turn: built-ins report to this kernel. Another one may have been made since, for the next run. */
export function takeMeter(): void {
  meter.spend = spend;
  meter.limits = limits;
  meter.nowMs = nowMs;
  meter.on = true;
}
