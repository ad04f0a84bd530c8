// The event list: a binary heap over typed arrays, keyed (time, sequence). Equal times fire in the order in which they
// were scheduled. Times are integer nanoseconds in a double; a payload is a kind and two numbers.
//
// Events that all lie equally far ahead (the clients' patience) come in order anyway. They stand in a line of their own: tens of thousands of them in
// the heap made every other event's way through it long. And an event that is due at once, while nothing else is (a worker's turn as its only answer
// arrives), stands in front of the heap.
import { EventLine } from './event-line.ts';

const INITIAL_CAPACITY = 1024;

export class EventList {
  /** The event that `next` took out last. */
  timeNs = 0;
  kind = 0;
  a = 0;
  b = 0;

  #size = 0;
  #sequence = 0;
  #times = new Float64Array(INITIAL_CAPACITY);
  #sequences = new Float64Array(INITIAL_CAPACITY);
  #kinds = new Uint8Array(INITIAL_CAPACITY);
  #as = new Float64Array(INITIAL_CAPACITY);
  #bs = new Float64Array(INITIAL_CAPACITY);
  readonly #line = new EventLine();
  /** The event in front; kind 0: there is none. */
  #frontNs = 0;
  #frontKind = 0;
  #frontA = 0;
  #frontB = 0;

  get size(): number {
    return this.#size + this.#line.size + (this.#frontKind === 0 ? 0 : 1);
  }

  /** Time of the earliest event; Infinity if there is none. */
  peekNs(): number {
    return this.#frontKind === 0 ? this.#othersNs() : Math.min(this.#frontNs, this.#othersNs());
  }

  #othersNs(): number {
    const heapNs = this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#times[0] as number);
    return Math.min(heapNs, this.#line.headNs);
  }

  /** Like schedule, for events whose times never fall from one call to the next. Throws RangeError if one does. */
  scheduleInLine(timeNs: number, kind: number, a: number): void {
    this.#line.push(timeNs, this.#sequence++, kind, a);
  }

  /** Kinds are positive. */
  schedule(timeNs: number, kind: number, a: number, b: number): void {
    // Whatever else comes to this moment from now on comes behind it.
    if (timeNs === this.timeNs && this.#frontKind === 0 && this.#othersNs() > timeNs) {
      this.#frontNs = timeNs;
      this.#frontKind = kind;
      this.#frontA = a;
      this.#frontB = b;
      return;
    }
    if (this.#size === this.#times.length) this.#grow();
    const times = this.#times;
    const sequences = this.#sequences;
    const sequence = this.#sequence++;
    let hole = this.#size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      // A new event has the highest sequence: it goes up only past strictly later ones.
      if ((times[parent] as number) <= timeNs) break;
      this.#move(parent, hole);
      hole = parent;
    }
    times[hole] = timeNs;
    sequences[hole] = sequence;
    this.#kinds[hole] = kind;
    this.#as[hole] = a;
    this.#bs[hole] = b;
  }

  /** Takes the earliest event out into timeNs, kind, a, b. False if there is none. */
  next(): boolean {
    if (this.#frontKind !== 0 && this.#frontNs <= this.#othersNs()) {
      this.timeNs = this.#frontNs;
      this.kind = this.#frontKind;
      this.a = this.#frontA;
      this.b = this.#frontB;
      this.#frontKind = 0;
      return true;
    }
    const line = this.#line;
    if (this.#size === 0) return line.size > 0 && this.#takeFromLine();
    const headNs = this.#times[0] as number;
    if (line.headNs < headNs || (line.headNs === headNs && line.headSequence < (this.#sequences[0] as number))) return this.#takeFromLine();
    const times = this.#times;
    const sequences = this.#sequences;
    this.timeNs = times[0] as number;
    this.kind = this.#kinds[0] as number;
    this.a = this.#as[0] as number;
    this.b = this.#bs[0] as number;
    const last = --this.#size;
    if (last === 0) return true;
    const time = times[last] as number;
    const sequence = sequences[last] as number;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= last) break;
      const right = child + 1;
      if (right < last && earlier(times, sequences, right, child)) child = right;
      const childTime = times[child] as number;
      if (childTime > time || (childTime === time && (sequences[child] as number) > sequence)) break;
      this.#move(child, hole);
      hole = child;
    }
    if (hole !== last) this.#move(last, hole);
    return true;
  }

  #takeFromLine(): boolean {
    const line = this.#line;
    this.timeNs = line.headNs;
    this.kind = line.headKind;
    this.a = line.headA;
    this.b = 0;
    line.shift();
    return true;
  }

  #move(from: number, to: number): void {
    this.#times[to] = this.#times[from] as number;
    this.#sequences[to] = this.#sequences[from] as number;
    this.#kinds[to] = this.#kinds[from] as number;
    this.#as[to] = this.#as[from] as number;
    this.#bs[to] = this.#bs[from] as number;
  }

  #grow(): void {
    const capacity = this.#times.length * 2;
    const larger = <T extends Float64Array | Uint8Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.#times = larger(this.#times, new Float64Array(capacity));
    this.#sequences = larger(this.#sequences, new Float64Array(capacity));
    this.#kinds = larger(this.#kinds, new Uint8Array(capacity));
    this.#as = larger(this.#as, new Float64Array(capacity));
    this.#bs = larger(this.#bs, new Float64Array(capacity));
  }
}

function earlier(times: Float64Array, sequences: Float64Array, i: number, j: number): boolean {
  const a = times[i] as number;
  const b = times[j] as number;
  return a < b || (a === b && (sequences[i] as number) < (sequences[j] as number));
}
