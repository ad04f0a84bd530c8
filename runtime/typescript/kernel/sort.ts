// sort with the program's own comparator: how often it is called, and with what, is the engine's affair (V8 itself has changed it), and each call is
// counted CPU. So it is Node 20's here, wherever the simulation runs: timsort for arrays, a merge sort for typed arrays.
type Compare = (a: unknown, b: unknown) => unknown;

/** Runs of at least half as many elements are merged; shorter ones are filled up by insertion. */
const LEAST_RUN = 64;
/** So many elements in a row from the same side, and the merge gallops. */
const GALLOP_AFTER = 7;

function minimalRun(length: number): number {
  let rest = length;
  let odd = 0;
  while (rest >= LEAST_RUN) {
    odd |= rest & 1;
    rest >>= 1;
  }
  return rest + odd;
}

function copy(from: readonly unknown[], start: number, to: unknown[], at: number, count: number): void {
  if (from === to && start < at) for (let i = count - 1; i >= 0; i--) to[at + i] = from[start + i];
  else for (let i = 0; i < count; i++) to[at + i] = from[start + i];
}

class TimSort {
  readonly #list: unknown[];
  readonly #compare: Compare;
  #gallopAfter = GALLOP_AFTER;
  /** Runs that wait to be merged. */
  readonly #bases: number[] = [];
  readonly #lengths: number[] = [];

  constructor(list: unknown[], compare: Compare) {
    this.#list = list;
    this.#compare = compare;
  }

  run(): void {
    let remaining = this.#list.length;
    const least = minimalRun(remaining);
    for (let low = 0; remaining > 0; ) {
      let length = this.#takeRun(low, low + remaining);
      if (length < least) {
        const forced = Math.min(least, remaining);
        this.#insert(low, low + length, low + forced);
        length = forced;
      }
      this.#bases.push(low);
      this.#lengths.push(length);
      this.#collapse();
      low += length;
      remaining -= length;
    }
    while (this.#lengths.length > 1) this.#mergeAt(this.#smaller(this.#lengths.length - 2));
  }

  #isLess(a: unknown, b: unknown): boolean {
    // What is no number (NaN) counts as equal.
    return +(this.#compare(a, b) as number) < 0;
  }

  /** Length of the run that begins at low; one that descends is turned round. */
  #takeRun(low: number, high: number): number {
    const list = this.#list;
    if (low + 1 === high) return 1;
    let end = low + 2;
    const descends = this.#isLess(list[low + 1], list[low]);
    while (end < high && this.#isLess(list[end], list[end - 1]) === descends) end++;
    if (descends) {
      for (let left = low, right = end - 1; left < right; left++, right--) {
        [list[left], list[right]] = [list[right], list[left]];
      }
    }
    return end - low;
  }

  /** Binary insertion of start..high into low..start. */
  #insert(low: number, start: number, high: number): void {
    const list = this.#list;
    for (let at = start; at < high; at++) {
      const pivot = list[at];
      let left = low;
      let right = at;
      while (left < right) {
        const middle = left + ((right - left) >> 1);
        if (this.#isLess(pivot, list[middle])) right = middle;
        else left = middle + 1;
      }
      for (let i = at; i > left; i--) list[i] = list[i - 1];
      list[left] = pivot;
    }
  }

  #length(run: number): number {
    return this.#lengths[run] as number;
  }

  /** Each run is longer than the next, and than the next two together. */
  #collapse(): void {
    while (this.#lengths.length > 1) {
      const run = this.#lengths.length - 2;
      if (!this.#isOrdered(run + 1) || !this.#isOrdered(run)) this.#mergeAt(this.#smaller(run));
      else if (this.#length(run) <= this.#length(run + 1)) this.#mergeAt(run);
      else return;
    }
  }

  #isOrdered(run: number): boolean {
    return run < 2 || this.#length(run - 2) > this.#length(run - 1) + this.#length(run);
  }

  /** The run before, where it is shorter than the one after. */
  #smaller(run: number): number {
    return run > 0 && this.#length(run - 1) < this.#length(run + 1) ? run - 1 : run;
  }

  #mergeAt(run: number): void {
    const list = this.#list;
    let baseA = this.#bases[run] as number;
    let lengthA = this.#length(run);
    const baseB = this.#bases[run + 1] as number;
    let lengthB = this.#length(run + 1);
    this.#lengths[run] = lengthA + lengthB;
    this.#bases.splice(run + 1, 1);
    this.#lengths.splice(run + 1, 1);
    // What of A is not above the first of B, and of B not below the last of A, is in place.
    const placed = this.#gallopRight(list, list[baseB], baseA, lengthA, 0);
    baseA += placed;
    lengthA -= placed;
    if (lengthA === 0) return;
    lengthB = this.#gallopLeft(list, list[baseA + lengthA - 1], baseB, lengthB, lengthB - 1);
    if (lengthB === 0) return;
    if (lengthA <= lengthB) this.#mergeLow(baseA, lengthA, baseB, lengthB);
    else this.#mergeHigh(baseA, lengthA, baseB, lengthB);
  }

  /** How many elements lie before the key: those that are less. */
  #gallopLeft(list: readonly unknown[], key: unknown, base: number, length: number, hint: number): number {
    let [last, offset] = [0, 1];
    if (this.#isLess(list[base + hint], key)) {
      const most = length - hint;
      while (offset < most && this.#isLess(list[base + hint + offset], key)) {
        last = offset;
        offset = offset * 2 + 1;
      }
      [last, offset] = [last + hint, Math.min(offset, most) + hint];
    } else {
      const most = hint + 1;
      while (offset < most && !this.#isLess(list[base + hint - offset], key)) {
        last = offset;
        offset = offset * 2 + 1;
      }
      [last, offset] = [hint - Math.min(offset, most), hint - last];
    }
    for (last++; last < offset; ) {
      const middle = last + ((offset - last) >> 1);
      if (this.#isLess(list[base + middle], key)) last = middle + 1;
      else offset = middle;
    }
    return offset;
  }

  /** ... and those that are equal to it too. */
  #gallopRight(list: readonly unknown[], key: unknown, base: number, length: number, hint: number): number {
    let [last, offset] = [0, 1];
    if (this.#isLess(key, list[base + hint])) {
      const most = hint + 1;
      while (offset < most && this.#isLess(key, list[base + hint - offset])) {
        last = offset;
        offset = offset * 2 + 1;
      }
      [last, offset] = [hint - Math.min(offset, most), hint - last];
    } else {
      const most = length - hint;
      while (offset < most && !this.#isLess(key, list[base + hint + offset])) {
        last = offset;
        offset = offset * 2 + 1;
      }
      [last, offset] = [last + hint, Math.min(offset, most) + hint];
    }
    for (last++; last < offset; ) {
      const middle = last + ((offset - last) >> 1);
      if (this.#isLess(key, list[base + middle])) offset = middle;
      else last = middle + 1;
    }
    return offset;
  }

  /** From the left, with A set aside. A is not longer than B, its first element is above B's first, its last above all of B. */
  #mergeLow(baseA: number, lengthA: number, baseB: number, lengthB: number): void {
    const list = this.#list;
    const aside = list.slice(baseA, baseA + lengthA);
    let [to, a, b] = [baseA, 0, baseB];
    let [leftA, leftB] = [lengthA, lengthB];
    list[to++] = list[b++];
    leftB--;
    merge: while (leftB > 0 && leftA > 1) {
      let [rowA, rowB] = [0, 0];
      do {
        if (this.#isLess(list[b], aside[a])) {
          list[to++] = list[b++];
          rowB++;
          rowA = 0;
          if (--leftB === 0) break merge;
        } else {
          list[to++] = aside[a++];
          rowA++;
          rowB = 0;
          if (--leftA === 1) break merge;
        }
      } while ((rowA | rowB) < this.#gallopAfter);
      this.#gallopAfter++;
      do {
        this.#gallopAfter = Math.max(1, this.#gallopAfter - 1);
        rowA = this.#gallopRight(aside, list[b], a, leftA, 0);
        copy(aside, a, list, to, rowA);
        to += rowA;
        a += rowA;
        leftA -= rowA;
        if (rowA > 0 && leftA <= 1) break merge;
        list[to++] = list[b++];
        if (--leftB === 0) break merge;
        rowB = this.#gallopLeft(list, aside[a], b, leftB, 0);
        copy(list, b, list, to, rowB);
        to += rowB;
        b += rowB;
        leftB -= rowB;
        if (leftB === 0) break merge;
        list[to++] = aside[a++];
        if (--leftA === 1) break merge;
      } while (rowA >= GALLOP_AFTER || rowB >= GALLOP_AFTER);
      // Leaving it is made dearer.
      this.#gallopAfter++;
    }
    if (leftA === 1) {
      // The last of A belongs behind what is left of B.
      copy(list, b, list, to, leftB);
      list[to + leftB] = aside[a];
    } else copy(aside, a, list, to, leftA);
  }

  /** From the right, with B set aside. */
  #mergeHigh(baseA: number, lengthA: number, baseB: number, lengthB: number): void {
    const list = this.#list;
    const aside = list.slice(baseB, baseB + lengthB);
    let [to, a, b] = [baseB + lengthB - 1, baseA + lengthA - 1, lengthB - 1];
    let [leftA, leftB] = [lengthA, lengthB];
    list[to--] = list[a--];
    leftA--;
    merge: while (leftA > 0 && leftB > 1) {
      let [rowA, rowB] = [0, 0];
      do {
        if (this.#isLess(aside[b], list[a])) {
          list[to--] = list[a--];
          rowA++;
          rowB = 0;
          if (--leftA === 0) break merge;
        } else {
          list[to--] = aside[b--];
          rowB++;
          rowA = 0;
          if (--leftB === 1) break merge;
        }
      } while ((rowA | rowB) < this.#gallopAfter);
      this.#gallopAfter++;
      do {
        this.#gallopAfter = Math.max(1, this.#gallopAfter - 1);
        rowA = leftA - this.#gallopRight(list, aside[b], baseA, leftA, leftA - 1);
        to -= rowA;
        a -= rowA;
        copy(list, a + 1, list, to + 1, rowA);
        leftA -= rowA;
        if (leftA === 0) break merge;
        list[to--] = aside[b--];
        if (--leftB === 1) break merge;
        rowB = leftB - this.#gallopLeft(aside, list[a], 0, leftB, leftB - 1);
        to -= rowB;
        b -= rowB;
        copy(aside, b + 1, list, to + 1, rowB);
        leftB -= rowB;
        if (rowB > 0 && leftB <= 1) break merge;
        list[to--] = list[a--];
        if (--leftA === 0) break merge;
      } while (rowA >= GALLOP_AFTER || rowB >= GALLOP_AFTER);
      this.#gallopAfter++;
    }
    if (leftB === 1) {
      // The first of B belongs before what is left of A.
      copy(list, a - leftA + 1, list, to - leftA + 1, leftA);
      list[to - leftA] = aside[b];
    } else copy(aside, 0, list, to - leftB + 1, leftB);
  }
}

export function sortDense(list: unknown[], compare: Compare): void {
  if (list.length > 1) new TimSort(list, compare).run();
}
