// First in, first out: a ring that grows. What it takes the place of, Array.prototype.shift, is slow once the realm's prototypes are frozen.
import { type BareList, bareList } from '#engine/bare-list.ts';

const SMALLEST = 8;

export class Fifo<Item> {
  #ring: BareList<Item> = bareList(SMALLEST);
  #head = 0;
  length = 0;

  push(item: Item): void {
    if (this.length === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.length++) & (this.#ring.length - 1)] = item;
  }

  shift(): Item | undefined {
    if (this.length === 0) return undefined;
    const item = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.length--;
    return item;
  }

  /** Takes an item out of the middle. False: it is not there. */
  remove(item: Item): boolean {
    const items = this.toArray();
    const at = items.indexOf(item);
    if (at < 0) return false;
    this.clear();
    for (let i = 0; i < items.length; i++) if (i !== at) this.push(items[i] as Item);
    return true;
  }

  clear(): void {
    while (this.length > 0) this.shift();
  }

  toArray(): Item[] {
    const items: Item[] = [];
    for (let i = 0; i < this.length; i++) items.push(this.#ring[(this.#head + i) & (this.#ring.length - 1)] as Item);
    return items;
  }

  #grow(): void {
    const larger: BareList<Item> = bareList(this.#ring.length * 2);
    for (let i = 0; i < this.length; i++) larger[i] = this.#ring[(this.#head + i) & (this.#ring.length - 1)];
    this.#ring = larger;
    this.#head = 0;
  }
}
