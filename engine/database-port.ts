// What the engine asks of a database: rows and errors from the real thing, the plan's cost for the engine to turn into
// time. Synchronous: the engine calls it in the middle of an event. runtime/postgres implements it with PGlite.

export interface DatabaseAnswer {
  /** True: text is a result as JSON (see runtime/postgres/README.md). False: text is an error {sqlstate, message, detail?, hint?, constraint?, column?, table?, position?}. */
  readonly ok: boolean;
  /** Same id, same text: a guest that has seen the id needs no text. 0: not to be remembered. */
  readonly resultId: number;
  readonly text: string;
  readonly rows: number;
  /** Rows that it inserted, updated or deleted. */
  readonly changedRows: number;
  /** Of the values in its rows. */
  readonly bytes: number;
  /** Planner's total cost of the plan that Postgres chose, in its own units. */
  readonly planCost: number;
  /** How many commands the text had; not given: one. */
  readonly commands?: number;
  /** The table that most of that cost is for, where Postgres reads all of it (Seq Scan) to keep the rows that fit a condition. */
  readonly scanned?: string;
  /** Virtual time that pg_sleep asked for, ms. */
  readonly sleepMs: number;
  /** The statement changed data or schema. */
  readonly wrote: boolean;
  /** The guard refused: nothing was done, and the statement is to be run again when it may go on. */
  readonly blocked?: boolean;
}

/** Strengths of a row lock, as in Postgres: FOR KEY SHARE, FOR SHARE, FOR NO KEY UPDATE (what UPDATE takes), FOR UPDATE (what DELETE takes). */
export const LOCK_MODE = { KEY_SHARE: 0, SHARE: 1, NO_KEY_UPDATE: 2, UPDATE: 3 } as const;
export type LockMode = (typeof LOCK_MODE)[keyof typeof LOCK_MODE];

/** A lock that a statement takes: a row, a value of a unique key that it inserts, a table, an advisory number. */
export interface LockWish {
  /** "table\u0001key\u0001value"; equal keys are the same thing. */
  readonly key: string;
  readonly mode: LockMode;
  /** session: an advisory lock that outlives its transaction. */
  readonly scope: 'transaction' | 'session';
}

/** What a statement would do, told before it counts. */
export interface StatementAttempt {
  readonly locks: readonly LockWish[];
  /** Advisory locks of the session that it gives back; a key that ends in * stands for all that begin like it. */
  readonly unlocks: readonly string[];
  readonly planCost: number;
  readonly rows: number;
  readonly bytes: number;
  readonly changedRows: number;
  readonly sleepMs: number;
}

/** Who decides whether a statement may do what it would do: the engine knows who holds which lock, and the time. */
export interface LockGuard {
  /** No session holds a lock or has a time-out: `admit` will say yes. */
  readonly free: boolean;
  /** Takes the locks in order until one is held by another session. False: undo the statement. */
  admit(attempt: StatementAttempt): boolean;
  /** Another session holds it, or waits for it already. */
  mustWait(wish: LockWish): boolean;
  /** Keys with this prefix whose lock of this mode would have to wait. */
  heldByOthers(prefix: string, mode: LockMode): string[];
  /** Keys with this prefix that the session itself holds. */
  heldBySelf(prefix: string): string[];
}

/** Time-outs of a session that the server enforces, ms; 0: none. */
export interface SessionTimeouts {
  readonly statementMs: number;
  readonly lockMs: number;
}

/** The server refuses a connection; text is an error as in DatabaseAnswer. */
export class ConnectionRefusal extends Error {
  constructor(readonly text: string) {
    super(text);
    this.name = 'ConnectionRefusal';
  }
}

export interface DatabasePort {
  /** Back to the state right after the schema was loaded, cheap when nothing was written. Closes all sessions. */
  reset(schemaSql: string): void;
  /** settings: run-time parameters that the client sent at connect. Throws ConnectionRefusal if Postgres does not accept one. */
  openSession(settings?: Readonly<Record<string, string>>): number;
  closeSession(session: number): void;
  /** params: JSON array text. Runs as the application's role. Transactions belong to the session (BEGIN, COMMIT, ROLLBACK, savepoints). */
  run(session: number, sql: string, params: string, guard?: LockGuard): DatabaseAnswer;
  /** One statement for many rows of parameters, all or nothing: paramRows is a JSON array of arrays. The answer is the last one's. */
  runMany(session: number, sql: string, paramRows: string, guard?: LockGuard): DatabaseAnswer;
  /** Whether a transaction is open that could still commit. */
  inTransaction(session: number): boolean;
  /** A statement was given up: the open transaction, if any, is aborted. */
  abortTransaction(session: number): void;
  timeouts(session: number): SessionTimeouts;
  /** Runs as the database's owner and returns the first column of each row as text (null for NULL). Sees committed data only. Memoised for unchanged tables. */
  ownerQuery(sql: string, params: readonly (string | number)[]): (string | null)[];
  /** Runs one or more statements as the owner. */
  ownerExecute(sql: string): void;
  /** Virtual time that now() and defaults tell from here on, ns; a reset puts it back to 0. */
  setVirtualTime(ns: number): void;
  /** Counts up with each committed change: equal versions mean equal data. A reset to the same schema brings its first version back. */
  readonly version: number;
}
