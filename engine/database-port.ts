// What the engine asks of a database: rows and errors from the real thing, the plan's cost for the engine to turn into
// time. Synchronous: the engine calls it in the middle of an event. runtime/postgres implements it with PGlite.

export interface DatabaseAnswer {
  /** True: text is a result as JSON (see runtime/postgres/README.md). False: text is an error {sqlstate, message, detail?, hint?, constraint?, column?, table?, position?}. */
  readonly ok: boolean;
  /** Same id, same text: a guest that has seen the id needs no text. 0: not to be remembered. */
  readonly resultId: number;
  readonly text: string;
  readonly rows: number;
  readonly bytes: number;
  /** Planner's total cost of the plan that Postgres chose, in its own units. */
  readonly planCost: number;
  /** Virtual time that pg_sleep asked for, ms. */
  readonly sleepMs: number;
  /** The statement changed data or schema. */
  readonly wrote: boolean;
}

export interface DatabasePort {
  /** Back to the state right after the schema was loaded, cheap when nothing was written. Closes all sessions. */
  reset(schemaSql: string): void;
  openSession(): number;
  closeSession(session: number): void;
  /** params: JSON array text. Runs as the application's role. Transactions belong to the session (BEGIN, COMMIT, ROLLBACK, savepoints). */
  run(session: number, sql: string, params: string): DatabaseAnswer;
  /** Runs as the database's owner and returns the first column of each row as text (null for NULL). Sees committed data only. Memoised for unchanged tables. */
  ownerQuery(sql: string, params: readonly (string | number)[]): (string | null)[];
  /** Runs one or more statements as the owner. */
  ownerExecute(sql: string): void;
  /** Virtual time that now() and defaults tell from here on, ns; a reset puts it back to 0. */
  setVirtualTime(ns: number): void;
  /** Counts up with each committed change: equal versions mean equal data. A reset to the same schema brings its first version back. */
  readonly version: number;
}
