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

/** Numbers of a segment, side by side: a ring is written at every syscall, and so touches one line of the processor's cache. */
const FIELDS = 8;
const FROM = 0;
const TO = 1;
const REQUEST = 2;
const LINE = 3;
const KIND = 4;
/** Of the turn that begins with the segment; -1: it goes on within one. */
const READY = 5;
const LAG = 6;
const OPEN = 7;

/** One worker's ring of segments. */
class Ring {
  readonly size: number;
  readonly numbers: Float64Array;
  /** Of segments that are not CPU. */
  readonly what: string[];
  /** In use as the segment's turn began. */
  readonly threads: Uint16Array;
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
  /** Where the last segment's numbers begin, and the next one's. */
  #last = 0;
  #next = 0;

  constructor(size: number) {
    this.size = size;
    this.numbers = new Float64Array(size * FIELDS);
    this.what = new Array<string>(size).fill('');
    this.threads = new Uint16Array(size);
  }

  push(worker: number, fromNs: number, toNs: number, request: number, line: number, kind: number, what: string): void {
    const { numbers } = this;
    if (this.turnReady < 0 && kind === CPU && this.count > 0) {
      // The same request ran on, up to a line that is known now, or whose end is not known.
      const last = this.#last;
      const before = numbers[last + LINE] as number;
      if (numbers[last + KIND] === CPU && numbers[last + REQUEST] === request && (before === line || before === 0 || line === 0)) {
        numbers[last + TO] = toNs;
        if (line !== 0) numbers[last + LINE] = line;
        return;
      }
    }
    if (this.count === this.mark + this.size / 2 && this.kept === null) this.kept = this.list(worker);
    const at = this.#next;
    numbers[at + FROM] = fromNs;
    numbers[at + TO] = toNs;
    numbers[at + REQUEST] = request;
    numbers[at + LINE] = line;
    numbers[at + KIND] = kind;
    numbers[at + READY] = this.turnReady;
    if (kind !== CPU) this.what[at / FIELDS] = what;
    if (this.turnReady >= 0) {
      numbers[at + LAG] = this.turnLagNs;
      numbers[at + OPEN] = this.turnOpen;
      this.threads[at / FIELDS] = 0;
      this.turnReady = -1;
    }
    this.count++;
    this.#last = at;
    this.#next = at + FIELDS === numbers.length ? 0 : at + FIELDS;
  }

  /** A step that kept the loop since then: what took a good part of it is told by name. */
  tellSlow(fromNs: number, tookNs: number, line: number, what: string): void {
    const { numbers } = this;
    for (let i = this.count - 1; i >= Math.max(0, this.count - this.size); i--) {
      const at = (i % this.size) * FIELDS;
      const endNs = numbers[at + TO] as number;
      if (endNs <= fromNs) return;
      if (numbers[at + KIND] !== CPU || (endNs - (numbers[at + FROM] as number)) * 4 < tookNs) continue;
      numbers[at + KIND] = SLOW;
      this.what[i % this.size] = what;
      if (line > 0) numbers[at + LINE] = line;
    }
  }

  /** A thread was in use for so long, which is known only now: turns that began meanwhile had one more. */
  tellThread(fromNs: number, toNs: number): void {
    const { numbers, threads } = this;
    for (let i = this.count - 1; i >= Math.max(0, this.count - this.size); i--) {
      const slot = i % this.size;
      const beganNs = numbers[slot * FIELDS + FROM] as number;
      if (beganNs < fromNs) break;
      if (beganNs < toNs && (numbers[slot * FIELDS + READY] as number) >= 0) threads[slot] = (threads[slot] as number) + 1;
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
      const slot = i % this.size;
      const of = (field: number) => this.numbers[slot * FIELDS + field] as number;
      const kind = KINDS[of(KIND)] ?? 'cpu';
      const what = kind === 'cpu' ? '' : (this.what[slot] as string);
      segments.push({ fromNs: of(FROM), toNs: of(TO), request: of(REQUEST), line: of(LINE), kind, what });
      if (of(READY) < 0) continue;
      turns.push({ atNs: of(FROM), lagNs: of(LAG), ready: of(READY), open: of(OPEN), threads: this.threads[slot] as number });
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
    if (idleNs === 0) {
      ring.push(worker, fromNs, toNs, request, line, CPU, '');
      return;
    }
    const busyNs = toNs - idleNs;
    if (busyNs > fromNs) ring.push(worker, fromNs, busyNs, request, line, CPU, '');
    ring.push(worker, busyNs, toNs, request, line, BLOCKED, what);
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
