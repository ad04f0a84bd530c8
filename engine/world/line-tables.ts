// Which lines of the user's code did something with which tables, and how often.

export interface LineTable {
  /** Where one statement is about several: joined by spaces. */
  readonly table: string;
  readonly line: number;
  count: number;
}

export class LineTables {
  readonly #entries = new Map<string, LineTable>();

  count(table: string, line: number): void {
    const key = `${line} ${table}`;
    const known = this.#entries.get(key);
    if (known) known.count++;
    else this.#entries.set(key, { table, line, count: 1 });
  }

  /** The most frequent first. */
  list(): LineTable[] {
    return [...this.#entries.values()].sort((a, b) => b.count - a.count || a.line - b.line || (a.table < b.table ? -1 : 1));
  }
}
