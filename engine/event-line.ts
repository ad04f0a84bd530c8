// Events whose times never fall from one to the next: first in, first out. A ring over typed arrays.
const INITIAL_CAPACITY = 256;

export class EventLine {
  /** Of the first event; Infinity if there is none. */
  headNs = Number.POSITIVE_INFINITY;
  headSequence = 0;
  headKind = 0;
  headA = 0;
  size = 0;
  #head = 0;
  #lastNs = Number.NEGATIVE_INFINITY;
  #times = new Float64Array(INITIAL_CAPACITY);
  #sequences = new Float64Array(INITIAL_CAPACITY);
  #kinds = new Uint8Array(INITIAL_CAPACITY);
  #as = new Float64Array(INITIAL_CAPACITY);

  /** Throws RangeError for an event before the last one. */
  push(timeNs: number, sequence: number, kind: number, a: number): void {
    if (timeNs < this.#lastNs) throw new RangeError(`an event at ${timeNs} ns behind one at ${this.#lastNs} ns`);
    if (this.size === this.#times.length) this.#grow();
    const at = (this.#head + this.size++) & (this.#times.length - 1);
    this.#lastNs = timeNs;
    this.#times[at] = timeNs;
    this.#sequences[at] = sequence;
    this.#kinds[at] = kind;
    this.#as[at] = a;
    if (this.size === 1) this.#show();
  }

  /** Takes the first event out. Only when there is one. */
  shift(): void {
    this.#head = (this.#head + 1) & (this.#times.length - 1);
    if (--this.size === 0) this.headNs = Number.POSITIVE_INFINITY;
    else this.#show();
  }

  #show(): void {
    const at = this.#head;
    this.headNs = this.#times[at] as number;
    this.headSequence = this.#sequences[at] as number;
    this.headKind = this.#kinds[at] as number;
    this.headA = this.#as[at] as number;
  }

  #grow(): void {
    const capacity = this.#times.length * 2;
    this.#times = unrolled(this.#times, this.#head, new Float64Array(capacity));
    this.#sequences = unrolled(this.#sequences, this.#head, new Float64Array(capacity));
    this.#kinds = unrolled(this.#kinds, this.#head, new Uint8Array(capacity));
    this.#as = unrolled(this.#as, this.#head, new Float64Array(capacity));
    this.#head = 0;
  }
}

/** A full ring's items from its head on, at the beginning of `larger`. */
function unrolled<Items extends Float64Array | Uint8Array>(ring: Items, head: number, larger: Items): Items {
  larger.set(ring.subarray(head));
  larger.set(ring.subarray(0, head), ring.length - head);
  return larger;
}
