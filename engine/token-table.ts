// What is open, by its number: a table of numbers that come in rising order and mostly leave soon. A Map of so many comings and goings makes a new
// table every few entries, and the old ones keep what they once held alive until the next full garbage collection: half of the time of a run.
import { type BareList, bareList } from './bare-list.ts';

const SMALLEST = 64;

/** Keys are positive integers. Iterates in the order of the keys. */
export class TokenTable<Value> {
  #keys = new Float64Array(SMALLEST);
  #values: BareList<Value> = bareList(SMALLEST);
  #mask = SMALLEST - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Where the key is, or the empty place where it would be. */
  #place(key: number): number {
    let at = key & this.#mask;
    for (let found = this.#keys[at]; found !== key && found !== 0; found = this.#keys[at]) at = (at + 1) & this.#mask;
    return at;
  }

  get(key: number): Value | undefined {
    return this.#values[this.#place(key)];
  }

  has(key: number): boolean {
    return this.#keys[this.#place(key)] === key;
  }

  set(key: number, value: Value): void {
    const at = this.#place(key);
    this.#values[at] = value;
    if (this.#keys[at] === key) return;
    this.#keys[at] = key;
    this.#size++;
    if (this.#size * 2 > this.#mask) this.#resize((this.#mask + 1) * 2);
  }

  delete(key: number): boolean {
    const at = this.#place(key);
    if (this.#keys[at] !== key) return false;
    this.#size--;
    this.#close(at);
    return true;
  }

  /** Moves up who stands behind the gap only because its place was taken. */
  #close(gap: number): void {
    let empty = gap;
    for (let at = (gap + 1) & this.#mask; ; at = (at + 1) & this.#mask) {
      const key = this.#keys[at] as number;
      if (key === 0) break;
      const home = key & this.#mask;
      if (((at - home) & this.#mask) < ((at - empty) & this.#mask)) continue;
      this.#keys[empty] = key;
      this.#values[empty] = this.#values[at];
      empty = at;
    }
    this.#keys[empty] = 0;
    this.#values[empty] = undefined;
  }

  #resize(places: number): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Float64Array(places);
    this.#values = bareList(places);
    this.#mask = places - 1;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as number;
      if (key === 0) continue;
      const at = this.#place(key);
      this.#keys[at] = key;
      this.#values[at] = values[i];
    }
  }

  clear(): void {
    this.#keys = new Float64Array(SMALLEST);
    this.#values = bareList(SMALLEST);
    this.#mask = SMALLEST - 1;
    this.#size = 0;
  }

  values(): Value[] {
    return this.keys().map((key) => this.get(key) as Value);
  }

  keys(): number[] {
    return [...this.#keys].filter((key) => key !== 0).sort((a, b) => a - b);
  }
}
