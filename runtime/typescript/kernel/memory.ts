// How much memory a worker's program keeps: an estimate by walking what its modules hold, at moments of virtual time. Containers are sampled, so
// that a walk costs the same whether a cache holds a thousand entries or a million. Sizes are those of V8 on 64 bits; nothing of the host's is
// asked, so that the figure is the same on every machine and in every run. What only closures and waiting functions hold is not seen.
import { SYSCALL } from '#engine/guest-port.ts';
import { S } from './counters.ts';
import { dropJobs } from './jobs.ts';
import { Walk } from './memory-walk.ts';
import { emit, stateOf, type Worker } from './worker.ts';

/** Node 20 with an HTTP server, hono and fetch in use has 62 MB resident; pg and its connections are put at 3 more. */
export const BASE_BYTES = 65_000_000;
/** Measured: 7.8 kB of heap for an open request of node:http with its Request and promise; the socket's buffers are put at 4 more. */
const REQUEST_BYTES = 12_000;
/** A change that the engine is told of. */
const STEP_BYTES = 1_000_000;
/** Virtual time between two walks: the longer, the further away the limit is. */
const RARELY_NS = 100_000_000;
const OFTEN_NS = 2_000_000;
/** ... and so long that walks take little real time of a run. */
const NS_PER_VISIT = 1_000;

interface Kept {
  readonly name: string;
  readonly line: number;
  readonly read: () => unknown;
}

interface Books {
  readonly kept: Kept[];
  /** Beside the program's own: threads. */
  extraBytes: number;
  toldBytes: number;
  checkedNs: number;
  nextNs: number;
}

const books = () => stateOf<Books>('memory', () => ({ kept: [], extraBytes: 0, toldBytes: 0, checkedNs: 0, nextNs: 0 }));

/** A module has a binding (compiler/keep.ts). */
export function keep(name: string, line: number, read: () => unknown): void {
  books().kept.push({ name, line, read });
}

/** The process holds more, or less, that is none of the program's values. */
export function addMemory(bytes: number): void {
  books().extraBytes += bytes;
}

/** What a thread's modules hold is memory of the process that runs. */
export function shareMemory(thread: Worker): void {
  thread.state.set('memory', books());
}

/** What the program held when it was looked at last. */
export function heldBytes(): number {
  return books().toldBytes;
}

/** At the end of a turn: tells the engine when the estimate has moved. `soon`: now, inside of one. */
export function checkMemory(at: Worker, soon = false): void {
  const state = books();
  const nowNs = at.nowNs();
  if (nowNs < state.nextNs && !soon) return;
  const operations = S.n;
  const line = S.l;
  const walk = new Walk();
  let total = BASE_BYTES + state.extraBytes;
  let holder = { name: '', bytes: 0, line: 0 };
  for (const { name, line: declared, read } of state.kept) {
    const bytes = walk.root(read);
    total += bytes;
    if (bytes > holder.bytes) holder = { name, bytes, line: declared };
  }
  const requests = at.open.size * REQUEST_BYTES;
  total += requests;
  if (requests > holder.bytes) holder = { name: 'open requests', bytes: requests, line: 0 };
  // The walk is no work of the program's.
  S.n = operations;
  S.l = line;
  if (!soon) dropJobs();
  const grown = total - state.toldBytes;
  if (Math.abs(grown) >= STEP_BYTES) {
    state.toldBytes = total;
    emit(SYSCALL.MEMORY, 0, Math.round(total), at.open.size, JSON.stringify({ ...holder, bytes: Math.round(holder.bytes) }), 0);
  }
  // A quarter of the time that is left at this rate of growth.
  const left = Math.max(0, at.options.memoryBytes - total);
  const passed = Math.max(1, nowNs - state.checkedNs);
  const wait = grown > 0 ? Math.min(RARELY_NS, Math.max(OFTEN_NS, Math.floor((left * passed) / grown / 4))) : RARELY_NS;
  state.checkedNs = nowNs;
  state.nextNs = nowNs + Math.max(wait, walk.visits * NS_PER_VISIT);
}
