// An open transaction of a session. The sessions share one connection, so it is not kept open there: each statement is
// answered by BEGIN, the transaction's earlier writes once more, the statement, ROLLBACK; COMMIT does the writes for good.
// Invisibility and rollback are thereby Postgres' own. A replayed write sees the clock, the random numbers and the
// sequence values of its first run, so that what it returned then stays true.
import type { DatabaseAnswer, SessionTimeouts } from '#engine/database-port.ts';
import { resultText } from './database-answers.ts';
import { readParameters } from './parameters.ts';
import type { Plan } from './plan.ts';
import type { PostgresConnection, Values } from './postgres-connection.ts';
import type { SchemaFacts } from './schema-facts.ts';
import type { Touched } from './table-states.ts';
import type { PostgresFailure } from './wire-reader.ts';

/** A write that the transaction made, with all that it must meet again. */
export interface TransactionWrite {
  readonly sql: string;
  readonly values: Values;
  /** Rows of parameters of a statement that was run for many; null: values are its only ones. */
  readonly batch: readonly Values[] | null;
  readonly clockNs: number;
  readonly randomState: number;
  /** For setseed before it; null: it draws no random(). */
  readonly seed: number | null;
  /** State of all sequences before it; null: there is none. */
  readonly sequences: string | null;
  /** Short name for the record of what wrote. */
  readonly operation: number;
  /** What it answered. */
  readonly answered: string;
}

export interface TransactionRead {
  readonly sql: string;
  readonly params: string;
  readonly answer: DatabaseAnswer;
  /** How many of the transaction's writes came before it. */
  readonly afterWrites: number;
}

export interface Savepoint {
  readonly name: string;
  /** The transaction when it was set: lengths of its lists, and what it had touched. */
  readonly writes: number;
  readonly settings: number;
  readonly touched: Touched;
  readonly changed: Touched;
  readonly schema: boolean;
  readonly altered: boolean;
}

export interface Transaction {
  readonly beginSql: string;
  readonly clockNs: number;
  /** REPEATABLE READ or SERIALIZABLE: it may not change rows that changed since its first statement, and COMMIT fails if a
   *  write would now answer otherwise. */
  strict: boolean;
  /** SERIALIZABLE: COMMIT also fails if a read would. */
  serializable: boolean;
  /** What a strict one has read: asked again, it hears the same. */
  reads: TransactionRead[];
  failed: boolean;
  /** It changed its own settings (SET): no answer of others holds for it. */
  altered: boolean;
  /** It changed the schema. */
  schema: boolean;
  writes: TransactionWrite[];
  savepoints: Savepoint[];
  touched: Touched;
  changed: Touched;
  /** SET statements that become the session's at COMMIT. */
  settings: string[];
  /** In force until it ends: the session's, changed by its own SET and SET LOCAL. */
  timeouts: SessionTimeouts;
  /** Rows that it locked: what it changes for others when it commits. */
  rows: Set<string>;
  /** Changes of rows that it knows of: those before its first statement. -1: it has made none. */
  seenChanges: number;
}

export const CONFLICT: PostgresFailure = {
  severity: 'ERROR',
  sqlstate: '40001',
  message: 'could not serialize access due to concurrent update',
};

export const DEPENDENCY: PostgresFailure = {
  severity: 'ERROR',
  sqlstate: '40001',
  message: 'could not serialize access due to read/write dependencies among transactions',
  detail: 'Reason code: Canceled on identification as a pivot, during commit attempt.',
  hint: 'The transaction might succeed if retried.',
};

/** Its cost has been counted. */
const FREE: Plan = { cost: 0, relations: new Set(), changed: new Set(), locks: false, scanned: '' };

export class TransactionFrame {
  private highSequences: string | null = null;
  private highRandom = 0;

  constructor(
    private readonly connection: PostgresConnection,
    private readonly facts: SchemaFacts,
  ) {}

  /** BEGIN and the earlier writes. On failure the connection is outside a transaction again. */
  open(transaction: Transaction, compare: boolean): PostgresFailure | null {
    const { connection } = this;
    const { machine } = connection;
    const clockNs = machine.clockNs;
    this.highRandom = machine.randomState;
    if (transaction.writes.some((write) => write.sequences !== null)) this.highSequences = this.readSequences();
    machine.clockNs = transaction.clockNs;
    let failure = connection.begin(transaction.beginSql);
    for (const [index, write] of transaction.writes.entries()) {
      if (compare) failure ??= this.compareReads(transaction, index);
      if (failure) break;
      machine.clockNs = write.clockNs;
      machine.randomState = write.randomState;
      if (write.sequences !== null) this.writeSequences(write.sequences);
      if (write.seed !== null) this.seed(write.seed);
      const outcome = write.batch ? connection.runMany(write.sql, write.batch, FREE) : connection.run(write.sql, write.values);
      failure = outcome.failure;
      if (!failure && compare && outcome.result && resultText(outcome.result) !== write.answered) failure = CONFLICT;
    }
    if (compare) failure ??= this.compareReads(transaction, transaction.writes.length);
    machine.clockNs = clockNs;
    machine.randomState = this.highRandom;
    if (failure) connection.rollback();
    // A transaction that changed the schema may have dropped them.
    if (this.highSequences !== null && !transaction.schema) this.writeSequences(this.highSequences);
    return failure;
  }

  /** The reads that came after so many writes, once more. */
  private compareReads(transaction: Transaction, afterWrites: number): PostgresFailure | null {
    if (!transaction.serializable) return null;
    for (const read of transaction.reads) {
      if (read.afterWrites !== afterWrites) continue;
      const { result, failure } = this.connection.run(read.sql, readParameters(read.params));
      if (failure || (result && resultText(result) !== read.answer.text)) return DEPENDENCY;
    }
    return null;
  }

  /** Sequences before the next statement, null if there is none: what a TransactionWrite keeps. */
  sequences(transaction: Transaction): string | null {
    if (this.facts.sequences.length === 0 || transaction.schema) return null;
    this.highSequences ??= this.readSequences();
    return this.highSequences;
  }

  seed(seed: number): void {
    this.connection.machine.command(`SELECT setseed(${seed})`);
  }

  private readSequences(): string {
    const names = this.facts.sequences;
    // One after the other: a join of many relations takes Postgres milliseconds to plan.
    const rows = this.connection.machine.command(names.map((name) => `SELECT last_value, is_called FROM ${name}`).join(' UNION ALL '))
      .commands[0]?.rows;
    const calls = names.map((name, i) => `setval('${name.replaceAll("'", "''")}', ${rows?.[i]?.[0]}, '${rows?.[i]?.[1]}')`);
    return `SELECT ${calls.join(', ')}`;
  }

  private writeSequences(statement: string): void {
    this.connection.machine.command(statement);
  }
}
