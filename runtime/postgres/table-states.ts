// Which state each table is in. `data` changes when committed rows change; `physical` also when rolled-back work left dead
// rows behind, which plans and the order of rows can show. A physical state is named by the chain of everything that wrote
// since the schema was loaded, so equal names mean equal states, in this stage or an earlier one.

export interface TableState {
  readonly name: string;
  data: number;
  physical: number;
}

/** Everything that a statement touches: tables by name, or all there is. */
export type Touched = ReadonlySet<string> | 'all';

/** Names remembered at once; each may hold a statement with its parameters. */
const CHAIN_LIMIT = 100_000;

export class TableStates {
  /** Named by no statement: changes with the schema. Everything depends on it. */
  readonly catalogue: TableState = { name: '', data: 0, physical: 0 };
  /** Changes with every table: for answers whose tables are not known. */
  readonly everything: TableState = { name: '*', data: 0, physical: 0 };
  private tables = new Map<string, TableState>();
  private known = new Map<string, number>();
  private chain = 0;
  private nextChain = 1;
  private nextData = 1;
  private allData = 0;
  private allPhysical = 0;

  /** Nothing wrote since the schema was loaded. */
  get pristine(): boolean {
    return this.chain === 0;
  }

  /** The state right after the schema was loaded. */
  reset(): void {
    this.chain = 0;
    this.allData = 0;
    this.allPhysical = 0;
    for (const table of [this.catalogue, this.everything, ...this.tables.values()]) {
      table.data = 0;
      table.physical = 0;
    }
  }

  /** Another schema: nothing that was named means anything now. */
  forget(): void {
    this.tables = new Map();
    this.known = new Map();
    this.reset();
  }

  get(name: string): TableState {
    let table = this.tables.get(name);
    if (!table) {
      table = { name, data: this.allData, physical: this.allPhysical };
      this.tables.set(name, table);
    }
    return table;
  }

  /** Something wrote: committed or not, it left its traces. */
  mark(operation: string, touched: Touched): void {
    this.chain = this.name(`${this.chain}|${operation}`);
    this.everything.physical = this.chain;
    for (const table of this.each(touched)) table.physical = this.chain;
    if (touched === 'all') this.allPhysical = this.chain;
  }

  /** Committed rows changed; schema: perhaps the tables themselves too. */
  commit(touched: Touched, schema: boolean): void {
    const data = this.nextData++;
    this.everything.data = data;
    for (const table of this.each(touched)) if (schema || table !== this.catalogue) table.data = data;
    if (touched === 'all') this.allData = data;
  }

  /** A short name for a long text, the same for the same text. */
  name(text: string): number {
    let id = this.known.get(text);
    if (id === undefined) {
      // Numbers are never used again, so forgetting only makes old answers unreachable.
      if (this.known.size >= CHAIN_LIMIT) this.known.clear();
      id = this.nextChain++;
      this.known.set(text, id);
    }
    return id;
  }

  private *each(touched: Touched): Iterable<TableState> {
    if (touched === 'all') {
      yield this.catalogue;
      yield* this.tables.values();
    } else {
      for (const name of touched) yield this.get(name);
    }
  }
}
