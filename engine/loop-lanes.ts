// The event loop around one moment, lane by lane: who ran, what blocked, how many waited meanwhile. Only a window is kept, around
// the turn that began latest (the largest loop lag of the measured window), so a recording stays small however long its stage is.
import type { LoopLane, LoopRecording, LoopTurn } from './stage.ts';

/** Segments of all lanes together, and of one lane. */
const SEGMENTS = 1000;
const MOST_OF_A_LANE = 500;
const FEWEST_OF_A_LANE = 40;

const CPU = 0;
const SLOW = 1;
const BLOCKED = 2;
const KINDS = ['cpu', 'slow', 'blocked'] as const;

type Writable<T> = { -readonly [K in keyof T]: T[K] };
interface KeptLane extends LoopLane {
  readonly turns: Writable<LoopTurn>[];
}

/** One worker's ring of segments. Typed arrays: it is written at every syscall. */
class Ring {
  readonly size: number;
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
  readonly request: Float64Array;
  readonly line: Float64Array;
  readonly kind: Uint8Array;
  readonly what: string[];
  /** Of the turn that begins with the segment; -1: it goes on within one. */
  readonly ready: Float64Array;
  readonly lagNs: Float64Array;
  readonly open: Float64Array;
  readonly threads: Float64Array;
  /** Segments written so far. */
  count = 0;
  /** The first segment from the moment on. */
  mark = 0;
  /** What lies around the moment, taken out before it is written over. */
  kept: KeptLane | null = null;
  /** The turn that runs and has no segment yet. */
  turnReady = -1;
  turnLagNs = 0;
  turnOpen = 0;

  constructor(size: number) {
    this.size = size;
    const numbers = () => new Float64Array(size);
    [this.fromNs, this.toNs, this.request, this.line] = [numbers(), numbers(), numbers(), numbers()];
    [this.ready, this.lagNs, this.open, this.threads] = [numbers(), numbers(), numbers(), numbers()];
    this.kind = new Uint8Array(size);
    this.what = new Array<string>(size).fill('');
  }

  push(worker: number, fromNs: number, toNs: number, request: number, line: number, kind: number, what: string): void {
    if (this.turnReady < 0 && kind === CPU && this.#goesOn(toNs, request, line)) return;
    if (this.count === this.mark + this.size / 2 && this.kept === null) this.kept = this.list(worker);
    const at = this.count++ % this.size;
    this.fromNs[at] = fromNs;
    this.toNs[at] = toNs;
    this.request[at] = request;
    this.line[at] = line;
    this.kind[at] = kind;
    this.what[at] = what;
    this.ready[at] = this.turnReady;
    if (this.turnReady < 0) return;
    this.lagNs[at] = this.turnLagNs;
    this.open[at] = this.turnOpen;
    this.threads[at] = 0;
    this.turnReady = -1;
  }

  /** The same request ran on, up to a line that is known now, or whose end is not known. */
  #goesOn(toNs: number, request: number, line: number): boolean {
    if (this.count === 0) return false;
    const last = (this.count - 1) % this.size;
    if (this.kind[last] !== CPU || this.request[last] !== request) return false;
    const before = this.line[last] as number;
    if (before !== line && before !== 0 && line !== 0) return false;
    this.toNs[last] = toNs;
    if (line !== 0) this.line[last] = line;
    return true;
  }

  /** A step that kept the loop since then: what took a good part of it is told by name. */
  tellSlow(fromNs: number, tookNs: number, line: number, what: string): void {
    for (let i = this.count - 1; i >= Math.max(0, this.count - this.size); i--) {
      const at = i % this.size;
      if ((this.toNs[at] as number) <= fromNs) return;
      if (this.kind[at] !== CPU || ((this.toNs[at] as number) - (this.fromNs[at] as number)) * 4 < tookNs) continue;
      this.kind[at] = SLOW;
      this.what[at] = what;
      if (line > 0) this.line[at] = line;
    }
  }

  /** A thread was in use for so long, which is known only now: turns that began meanwhile had one more. */
  tellThread(fromNs: number, toNs: number): void {
    for (let i = this.count - 1; i >= Math.max(0, this.count - this.size); i--) {
      const at = i % this.size;
      const beganNs = this.fromNs[at] as number;
      if (beganNs < fromNs) break;
      if (beganNs < toNs && (this.ready[at] as number) >= 0) this.threads[at] = (this.threads[at] as number) + 1;
    }
    const last = this.kept?.turns.at(-1);
    if (last === undefined || last.atNs < fromNs) return;
    for (const turn of this.kept?.turns ?? []) if (turn.atNs >= fromNs && turn.atNs < toNs) turn.threads++;
  }

  /** Segments around the moment that are still there. */
  list(worker: number): KeptLane {
    const half = this.size / 2;
    const first = Math.max(0, this.mark - half);
    const segments: LoopLane['segments'][number][] = [];
    const turns: Writable<LoopTurn>[] = [];
    const end = Math.min(this.count, this.mark + half);
    for (let i = first; i < end; i++) {
      const at = i % this.size;
      const of = (numbers: Float64Array) => numbers[at] as number;
      const kind = KINDS[this.kind[at] as number] ?? 'cpu';
      const [fromNs, toNs] = [of(this.fromNs), of(this.toNs)];
      segments.push({ fromNs, toNs, request: of(this.request), line: of(this.line), kind, what: this.what[at] as string });
      if (of(this.ready) < 0) continue;
      turns.push({ atNs: fromNs, lagNs: of(this.lagNs), ready: of(this.ready), open: of(this.open), threads: of(this.threads) });
    }
    return { worker, segments, turns, beganBefore: first > 0, wentOn: end < this.count };
  }
}

export class LoopLanes {
  readonly #rings: Ring[];
  #lagNs = -1;
  #atNs = 0;
  #worker = 0;

  constructor(workers: number) {
    const size = Math.min(MOST_OF_A_LANE, Math.max(FEWEST_OF_A_LANE, Math.floor(SEGMENTS / workers)));
    this.#rings = Array.from({ length: workers }, () => new Ring(size - (size % 2)));
  }

  /** A turn begins: with how many events that were due, the oldest so long ago. */
  turn(worker: number, startNs: number, lagNs: number, ready: number, open: number, inWindow: boolean): void {
    const ring = this.#rings[worker] as Ring;
    ring.turnReady = ready;
    ring.turnLagNs = lagNs;
    ring.turnOpen = open;
    if (!inWindow || lagNs <= this.#lagNs) return;
    this.#lagNs = lagNs;
    this.#atNs = startNs;
    this.#worker = worker;
    for (const each of this.#rings) {
      each.mark = each.count;
      each.kept = null;
    }
  }

  /** The worker ran on behalf of a request (0: of none) and came to a line; the last idleNs it waited in a blocking call. */
  ran(worker: number, fromNs: number, toNs: number, idleNs: number, request: number, line: number, what: string): void {
    const ring = this.#rings[worker] as Ring;
    const busyNs = toNs - idleNs;
    if (busyNs > fromNs) ring.push(worker, fromNs, busyNs, request, line, CPU, '');
    if (idleNs > 0) ring.push(worker, busyNs, toNs, request, line, BLOCKED, what);
  }

  /** A SLOW_STEP syscall. */
  slowStep(worker: number, nowNs: number, tookNs: number, line: number, text: string): void {
    (this.#rings[worker] as Ring).tellSlow(nowNs - tookNs, tookNs, line, text.split('\u0001')[0] as string);
  }

  /** A thread of a pool was given back. */
  thread(worker: number, fromNs: number, toNs: number): void {
    (this.#rings[worker] as Ring).tellThread(fromNs, toNs);
  }

  list(): LoopRecording {
    const lanes = this.#rings.map((ring, worker) => ring.kept ?? ring.list(worker));
    // What every lane tells of in full.
    const firsts = lanes.filter(({ beganBefore }) => beganBefore).map(({ segments }) => segments[0]?.fromNs ?? 0);
    const lasts = lanes.filter(({ wentOn }) => wentOn).map(({ segments }) => segments.at(-1)?.toNs ?? 0);
    const all = lanes.flatMap(({ segments }) => segments);
    const fromNs = firsts.length > 0 ? Math.max(...firsts) : Math.min(...all.map((segment) => segment.fromNs), this.#atNs);
    const toNs = lasts.length > 0 ? Math.min(...lasts) : Math.max(...all.map((segment) => segment.toNs), this.#atNs);
    return {
      fromNs,
      toNs,
      largestLag: this.#lagNs < 0 ? null : { worker: this.#worker, atNs: this.#atNs, lagNs: this.#lagNs },
      lanes: lanes.map((lane) => ({
        ...lane,
        segments: lane.segments.filter((segment) => segment.toNs > fromNs && segment.fromNs < toNs),
        turns: lane.turns.filter(({ atNs }) => atNs >= fromNs && atNs < toNs),
      })),
    };
  }
}
