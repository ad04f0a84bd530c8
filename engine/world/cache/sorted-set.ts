// Members in the order of their scores, members of one score by their bytes.

export interface Scored {
  readonly member: string;
  readonly score: number;
}

export class SortedSet {
  /** Ascending. */
  readonly members: Scored[] = [];
  readonly #scores = new Map<string, number>();

  get size(): number {
    return this.members.length;
  }

  score(member: string): number | undefined {
    return this.#scores.get(member);
  }

  set(member: string, score: number): void {
    this.delete(member);
    this.#scores.set(member, score);
    this.members.splice(this.#place(member, score), 0, { member, score });
  }

  delete(member: string): boolean {
    const score = this.#scores.get(member);
    if (score === undefined) return false;
    this.#scores.delete(member);
    this.members.splice(this.#place(member, score), 1);
    return true;
  }

  /** Removes members from..to (exclusive) and gives them back. */
  remove(from: number, to: number): Scored[] {
    const removed = this.members.splice(from, to - from);
    for (const { member } of removed) this.#scores.delete(member);
    return removed;
  }

  rank(member: string): number {
    const score = this.#scores.get(member);
    return score === undefined ? -1 : this.#place(member, score);
  }

  /** Index of the first member whose score is at least (above: greater than) the score. */
  first(score: number, above: boolean): number {
    let low = 0;
    let high = this.members.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = (this.members[middle] as Scored).score;
      if (above ? found <= score : found < score) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #place(member: string, score: number): number {
    let low = 0;
    let high = this.members.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = this.members[middle] as Scored;
      if (found.score < score || (found.score === score && found.member < member)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
