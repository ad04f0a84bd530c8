// Which rows committed transactions changed, in order: a transaction with a snapshot must not change a row that changed
// after its snapshot was taken.

/** Rows of one transaction beyond which nobody counts: a bulk load meets no other transaction. */
const ROWS_MAX = 10_000;

export class RowChanges {
  count = 0;
  private last = new Map<string, number>();

  reset(): void {
    this.count = 0;
    this.last = new Map();
  }

  committed(rows: Iterable<string>): void {
    this.count++;
    let counted = 0;
    for (const row of rows) {
      if (++counted > ROWS_MAX) return;
      this.last.set(row, this.count);
    }
  }

  /** Whether one of the rows changed after the first `seen` changes. */
  changedSince(rows: Iterable<string>, seen: number): boolean {
    for (const row of rows) if ((this.last.get(row) ?? 0) > seen) return true;
    return false;
  }
}
