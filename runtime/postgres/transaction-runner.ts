// Transactions of the sessions: the statements that control them, statements inside them, and COMMIT.
import { LOCK_MODE, type LockGuard } from '#engine/database-port.ts';
import { resultText } from './database-answers.ts';
import type { DatabaseCore } from './database-core.ts';
import { NO_REPORTS } from './lock-reports.ts';
import type { Outcome, PostgresConnection, Values } from './postgres-connection.ts';
import { applySetting, type Session } from './session.ts';
import { afterSetting } from './session-timeouts.ts';
import { type Effects, effectsOf, joinTouched } from './statement-effects.ts';
import type { StatementInfo } from './statement-kind.ts';
import { announceAdvisory, type LockVerdict, locksOf, mayLock, passGuard, prepareStatement, readLocks } from './statement-locks.ts';
import type { Touched } from './table-states.ts';
import { CONFLICT, type Transaction, TransactionFrame, type TransactionWrite } from './transaction.ts';
import type { PostgresFailure } from './wire-reader.ts';

export interface TransactionStep {
  readonly outcome: Outcome;
  readonly effects: Effects;
  /** The guard refused: nothing was done. */
  readonly blocked: boolean;
}

export type Control = { readonly tag: string; readonly wrote: boolean } | { readonly failure: PostgresFailure };

/** A statement to run inside a transaction. */
export interface Submitted {
  readonly info: StatementInfo;
  readonly sql: string;
  /** Parameters as they came, and as Postgres reads them. */
  readonly params: string;
  readonly values: Values;
  readonly batch: readonly Values[] | null;
  /** Short name of the statement with all that its outcome depends on. */
  readonly operation: number;
}

export const ABORTED: PostgresFailure = {
  severity: 'ERROR',
  sqlstate: '25P02',
  message: 'current transaction is aborted, commands ignored until end of transaction block',
};
/** Words without which a statement fills no column from its default. */
const DRAWS = new Set(['insert', 'merge', 'default']);
const NOTHING: ReadonlySet<string> = new Set();

export class TransactionRunner {
  /** What Postgres says to a BEGIN with these words; they are few. */
  private readonly begins = new Map<string, PostgresFailure | null>();
  private nextSeed = 1;

  constructor(private readonly core: DatabaseCore) {}

  private get connection(): PostgresConnection {
    return this.core.connection;
  }

  /** A new stage draws the same random() seeds. */
  reset(): void {
    this.nextSeed = 1;
  }

  /** Answers statements that begin, end or mark a transaction, and refuses others in an aborted one. Null: run it. */
  control(session: Session, info: StatementInfo, sql: string, clockNs: number): Control | null {
    const { transaction } = session;
    if (info.kind === 'commit') return this.end(session, info, clockNs, true);
    if (info.kind === 'rollback') return this.end(session, info, clockNs, false);
    if (info.kind === 'rollback-to') return rollBackTo(transaction, info.argument);
    if (transaction?.failed) return { failure: ABORTED };
    if (info.kind === 'savepoint' || info.kind === 'release') return markSavepoint(transaction, info);
    if (info.kind !== 'begin') return null;
    // A BEGIN inside a transaction is a warning to Postgres.
    const failure = transaction ? null : this.begin(session, sql, info.words, clockNs);
    if (failure) return { failure };
    return { tag: info.verb === 'START' ? 'START TRANSACTION' : 'BEGIN', wrote: false };
  }

  begin(session: Session, sql: string, words: readonly string[], clockNs: number): PostgresFailure | null {
    let failure = this.begins.get(sql);
    if (failure === undefined) {
      this.core.speakAs('app', session, clockNs);
      failure = this.connection.begin(sql);
      if (!failure) this.connection.rollback();
      this.begins.set(sql, failure);
    }
    if (failure) return failure;
    session.transaction = {
      beginSql: sql,
      clockNs,
      strict: words.includes('repeatable') || words.includes('serializable'),
      serializable: words.includes('serializable'),
      reads: [],
      failed: false,
      altered: false,
      schema: false,
      writes: [],
      savepoints: [],
      touched: NOTHING,
      changed: NOTHING,
      settings: [],
      timeouts: session.timeouts,
      rows: new Set(),
      seenChanges: -1,
    };
    return null;
  }

  /** Runs one statement behind the transaction's earlier writes, and takes all of it back. */
  run(session: Session, { info, sql, params, values, batch, operation }: Submitted, clockNs: number, guard?: LockGuard): TransactionStep {
    const transaction = session.transaction as Transaction;
    const { machine } = this.connection;
    this.core.speakAs('app', session, clockNs);
    const frame = new TransactionFrame(this.connection, this.core.loader.facts);
    const conflict = frame.open(transaction, false);
    const { facts } = this.core.loader;
    const prepared = prepareStatement(info, sql, facts, guard);
    let blocked = false;
    const seed = info.words.some((word) => word.startsWith('random')) || facts.randomDefaults ? this.drawSeed() : null;
    let outcome: Outcome = { result: null, failure: conflict, plan: null, sleepMs: 0, reports: NO_REPORTS };
    let write: TransactionWrite | null = null;
    if (!conflict) {
      if (seed !== null) frame.seed(seed);
      const sequences = this.mayDrawFromSequence(info) ? frame.sequences(transaction) : null;
      write = { sql: prepared.sql, values, batch, clockNs, randomState: machine.randomState, seed, sequences, operation, answered: '' };
      if (guard && info.advisorySql !== null) announceAdvisory(this.connection, guard);
      outcome =
        info.kind === 'planned' ? this.runPlanned(transaction, frame, sql, prepared.sql, values, batch) : this.connection.run(sql, values);
      outcome = readLocks(this.connection, info, prepared, outcome, facts);
      this.connection.rollback();
      if (mayLock(info)) {
        const verdict = this.passGuard(transaction, info, outcome, guard);
        blocked = verdict.blocked;
        if (verdict.failure) outcome = { ...outcome, failure: verdict.failure };
      }
    }
    if (transaction.seenChanges < 0 && !blocked) transaction.seenChanges = this.core.rowChanges.count;
    const effects = effectsOf(info, outcome.plan, this.core.loader.facts, params);
    if (transaction.writes.length > 0 || effects.touched) {
      this.core.states.mark(`${writesOf(transaction)}${operation}r`, joinTouched(transaction.touched, effects.touched ?? NOTHING));
    }
    const alters = info.kind === 'set' || info.kind === 'reset-all';
    if (alters && !outcome.failure) {
      transaction.timeouts = afterSetting(transaction.timeouts, sql);
      if (info.argument === 'transaction') setIsolation(transaction, info.words);
    }
    if (!outcome.failure && !blocked && write && (effects.changed || alters)) {
      transaction.writes.push({ ...write, answered: outcome.result ? resultText(outcome.result) : '' });
      transaction.touched = joinTouched(transaction.touched, effects.touched ?? NOTHING);
      transaction.changed = joinTouched(transaction.changed, effects.changed ?? NOTHING);
      transaction.schema ||= effects.schema;
      transaction.altered ||= alters;
      if (alters && info.words[1] !== 'local' && info.argument !== 'transaction' && info.argument !== 'constraints')
        transaction.settings.push(sql);
      if (effects.changed) for (const { key } of outcome.reports.locks) transaction.rows.add(key);
    }
    return { outcome, effects, blocked };
  }

  /** The locks of a statement: those that it reported, and its tables' once a program locks whole tables. */
  private passGuard(transaction: Transaction, info: StatementInfo, outcome: Outcome, guard: LockGuard | undefined): LockVerdict {
    const locks = locksOf(this.core, info, outcome);
    const { seenChanges } = transaction;
    const rows = locks.filter((wish) => wish.mode >= LOCK_MODE.NO_KEY_UPDATE).map(({ key }) => key);
    const verdict = passGuard(info, outcome, locks, guard);
    const late = transaction.strict && seenChanges >= 0 && !verdict.blocked && this.core.rowChanges.changedSince(rows, seenChanges);
    return late ? { blocked: false, failure: CONFLICT } : verdict;
  }

  private runPlanned(
    transaction: Transaction,
    frame: TransactionFrame,
    sql: string,
    preparedSql: string,
    values: Values,
    batch: readonly Values[] | null,
  ): Outcome {
    const plan = this.connection.plan(sql, values);
    if (plan && batch) return this.connection.runMany(preparedSql, batch, plan);
    if (plan) return this.connection.runWithPlan(preparedSql, values, plan);
    // The failed EXPLAIN aborted the transaction: the statement's own error needs it once more.
    this.connection.rollback();
    frame.open(transaction, false);
    const outcome = this.connection.run(sql, values);
    return batch && outcome.failure ? { ...outcome, failure: { ...outcome.failure, row: 1 } } : outcome;
  }

  /** Does the transaction's writes for good. The session is outside a transaction afterwards, whatever comes of it. */
  commit(session: Session, clockNs: number): PostgresFailure | null {
    const transaction = session.transaction as Transaction;
    session.transaction = null;
    if (transaction.writes.length === 0) return null;
    this.core.speakAs('app', session, clockNs);
    const operations = writesOf(transaction);
    const frame = new TransactionFrame(this.connection, this.core.loader.facts);
    const failure = frame.open(transaction, transaction.strict) ?? this.connection.commit();
    this.core.states.mark(`${operations}${failure ? 'f' : 'c'}`, transaction.touched);
    if (failure) return failure;
    this.core.rowChanges.committed(transaction.rows);
    if (transaction.altered) this.connection.forgetSettings();
    for (const setting of transaction.settings) applySetting(session, setting);
    if (isTouched(transaction.changed)) this.core.noteCommit(transaction.changed, transaction.schema);
    return null;
  }

  private end(session: Session, info: StatementInfo, clockNs: number, commit: boolean): Control {
    const { transaction } = session;
    if (!transaction) return { tag: commit ? 'COMMIT' : 'ROLLBACK', wrote: false };
    const wrote = commit && !transaction.failed && isTouched(transaction.changed);
    let tag = 'ROLLBACK';
    if (commit && !transaction.failed) {
      const failure = this.commit(session, clockNs);
      if (failure) return { failure };
      tag = 'COMMIT';
    }
    session.transaction = null;
    const chain = info.words.indexOf('chain');
    if (chain > 0 && info.words[chain - 1] !== 'no') {
      const isolation = transaction.serializable ? ['serializable'] : transaction.strict ? ['repeatable'] : [];
      this.begin(session, transaction.beginSql, isolation, clockNs);
    }
    return { tag, wrote };
  }

  private mayDrawFromSequence(info: StatementInfo): boolean {
    const { fickle, writers } = this.core.loader.facts;
    if (info.kind !== 'planned') return false;
    return writers.size > 0 || info.words.some((word) => DRAWS.has(word) || fickle.has(word));
  }

  /** Between -1 and 1, as setseed wants it. */
  private drawSeed(): number {
    const seed = this.nextSeed++;
    return ((seed * 7919) % 100_003) / 100_003;
  }
}

/** SET TRANSACTION ISOLATION LEVEL ... */
function setIsolation(transaction: Transaction, words: readonly string[]): void {
  transaction.serializable = words.includes('serializable');
  transaction.strict = transaction.serializable || words.includes('repeatable');
}

function markSavepoint(transaction: Transaction | null, info: StatementInfo): Control {
  if (!transaction) return outsideTransaction(info.kind === 'savepoint' ? 'SAVEPOINT' : 'RELEASE SAVEPOINT');
  if (info.kind === 'savepoint') {
    const { writes, touched, changed, schema, altered, settings } = transaction;
    transaction.savepoints.push({
      name: info.argument,
      writes: writes.length,
      settings: settings.length,
      touched,
      changed,
      schema,
      altered,
    });
    return { tag: 'SAVEPOINT', wrote: false };
  }
  const index = transaction.savepoints.findLastIndex((savepoint) => savepoint.name === info.argument);
  if (index < 0) return noSavepoint(info.argument);
  transaction.savepoints.length = index;
  return { tag: 'RELEASE', wrote: false };
}

function rollBackTo(transaction: Transaction | null, name: string): Control {
  if (!transaction) return outsideTransaction('ROLLBACK TO SAVEPOINT');
  const index = transaction.savepoints.findLastIndex((savepoint) => savepoint.name === name);
  const savepoint = transaction.savepoints[index];
  if (!savepoint) return noSavepoint(name);
  transaction.savepoints.length = index + 1;
  transaction.writes.length = savepoint.writes;
  transaction.settings.length = savepoint.settings;
  transaction.touched = savepoint.touched;
  transaction.changed = savepoint.changed;
  transaction.schema = savepoint.schema;
  transaction.altered = savepoint.altered;
  transaction.failed = false;
  return { tag: 'ROLLBACK', wrote: false };
}

function outsideTransaction(what: string): Control {
  return { failure: { severity: 'ERROR', sqlstate: '25P01', message: `${what} can only be used in transaction blocks` } };
}

function noSavepoint(name: string): Control {
  return { failure: { severity: 'ERROR', sqlstate: '3B001', message: `savepoint "${name}" does not exist` } };
}

function writesOf(transaction: Transaction): string {
  return transaction.writes.map((write) => `${write.operation},`).join('');
}

function isTouched(touched: Touched): boolean {
  return touched === 'all' || touched.size > 0;
}
