// Runs what the application's sessions send: from memory, outside transactions, inside them, one command or several.
import type { DatabaseAnswer, LockGuard } from '#engine/database-port.ts';
import type { AnswerMemo, RememberedText } from './answer-memo.ts';
import { blocked, failed, succeeded, tagged } from './database-answers.ts';
import type { DatabaseCore } from './database-core.ts';
import { readParameters } from './parameters.ts';
import type { Outcome, Values } from './postgres-connection.ts';
import { applySetting, type Session } from './session.ts';
import { effectsOf, mayOnlyRead, overlaps, wroteRows } from './statement-effects.ts';
import type { StatementInfo } from './statement-kind.ts';
import { announceAdvisory, locksOf, mayLock, needsFrame, passGuard, prepareStatement, readLocks } from './statement-locks.ts';
import type { Touched } from './table-states.ts';
import { ABORTED, TransactionRunner } from './transaction-runner.ts';
import type { PostgresFailure } from './wire-reader.ts';

export const STACK_DEPTH: PostgresFailure = { severity: 'ERROR', sqlstate: '54001', message: 'stack depth limit exceeded' };

export class SessionStatements {
  readonly transactions: TransactionRunner;

  constructor(
    private readonly core: DatabaseCore,
    private readonly memo: AnswerMemo,
  ) {
    this.transactions = new TransactionRunner(core);
  }

  run(session: Session, text: RememberedText, params: string, guard?: LockGuard): DatabaseAnswer {
    const heard = readBefore(session, text, params);
    if (heard) return heard;
    const remembered = this.answerFromMemory(session, text, params);
    if (remembered) return this.noteRead(session, text, params, remembered);
    const { info } = text;
    if (info.pieces.length === 0) return tagged('', false);
    const values = readParameters(params);
    if (info.pieces.length === 1 || values.length > 0) return this.runOne(session, text, params, values, guard);
    return this.runSeveral(session, info, guard);
  }

  private answerFromMemory(session: Session, text: RememberedText, params: string): DatabaseAnswer | null {
    if (text.info.kind !== 'planned') return null;
    const { transaction } = session;
    if (transaction && (transaction.failed || transaction.altered || transaction.touched === 'all')) return null;
    const found = this.memo.find(text, session.settingsKey + params, this.core.version);
    if (!found) return null;
    if (transaction && transaction.writes.length > 0) {
      const { touched } = transaction;
      if (touched === 'all' || found.tables.some((table) => touched.has(table.name) || table === this.core.states.everything)) return null;
    }
    return found.answer;
  }

  /** Several commands of the simple protocol: one transaction, unless they begin one themselves. The last answer counts; the results of those
   *  before it stand in it. */
  private runSeveral(session: Session, info: StatementInfo, guard: LockGuard | undefined): DatabaseAnswer {
    const before = session.transaction && { ...session.transaction, writes: [...session.transaction.writes] };
    const implicit = session.transaction === null;
    if (implicit) this.transactions.begin(session, 'BEGIN', [], this.core.clockNs);
    const opened = session.transaction;
    let planCost = 0;
    let sleepMs = 0;
    let changedRows = 0;
    let wrote = false;
    let answer = tagged('', false);
    let at = 0;
    const texts: string[] = [];
    for (const piece of info.pieces) {
      answer = this.run(session, this.memo.text(piece.text), '[]', guard);
      if (answer.blocked) {
        // All of the text is run again when it may go on.
        session.transaction = before;
        return answer;
      }
      planCost += answer.planCost;
      sleepMs += answer.sleepMs;
      changedRows += answer.changedRows;
      wrote ||= answer.wrote;
      at = piece.offset;
      if (!answer.ok) break;
      texts.push(answer.text);
    }
    if (implicit && session.transaction === opened) {
      const failure = answer.ok ? this.transactions.commit(session, this.core.clockNs) : null;
      session.transaction = null;
      if (failure) answer = failed(failure);
    }
    const text = answer.ok ? withEarlier(answer.text, texts.slice(0, -1)) : inWholeText(answer.text, at);
    return { ...answer, text, resultId: 0, planCost, sleepMs, changedRows, commands: info.pieces.length, wrote: wrote && answer.ok };
  }

  private runOne(session: Session, text: RememberedText, params: string, values: Values, guard: LockGuard | undefined): DatabaseAnswer {
    const { info, sql } = text;
    const { transaction } = session;
    const control = this.transactions.control(session, info, sql, this.core.clockNs);
    if (control) return 'failure' in control ? this.fail(session, control.failure) : tagged(control.tag, control.wrote);
    if (info.kind === 'refused') {
      return this.fail(session, { severity: 'ERROR', sqlstate: '0A000', message: `not simulated: ${info.argument}` });
    }
    if (info.tooDeep) return this.fail(session, STACK_DEPTH);
    if (info.kind === 'harmless') return tagged(info.argument, false);
    if (info.kind === 'reset-all' && !transaction) {
      session.settings = [];
      session.settingsKey = '';
      return tagged(info.argument, false);
    }
    if (transaction) {
      const alone = mayOnlyRead(info) && !transaction.altered && transaction.touched !== 'all';
      const outside = alone ? this.readOutside(session, text, params, values, transaction.touched) : null;
      return outside ? this.noteRead(session, text, params, outside) : this.runInTransaction(session, text, params, values, guard);
    }
    if (info.kind === 'set') return this.setForSession(session, info, sql);
    this.core.speakAs('app', session);
    const { connection } = this.core;
    if (guard && mayLock(info)) return this.runGuarded(session, text, params, values, guard);
    return this.finish(session, text, params, info.kind === 'planned' ? connection.runPlanned(sql, values) : connection.run(sql, values));
  }

  /** In a transaction: a read that meets none of its writes is answered as if there was no transaction, and remembered. */
  private readOutside(session: Session, text: RememberedText, params: string, values: Values, touched: Touched): DatabaseAnswer | null {
    this.core.speakAs('app', session);
    const plan = this.core.connection.plan(text.sql, values);
    if (!plan) return null;
    const effects = effectsOf(text.info, plan, this.core.loader.facts, params);
    if (!effects.reads || effects.touched || overlaps(touched, effects.reads)) return null;
    return this.finish(session, text, params, this.core.connection.runWithPlan(text.sql, values, plan));
  }

  private runInTransaction(
    session: Session,
    text: RememberedText,
    params: string,
    values: Values,
    guard: LockGuard | undefined,
  ): DatabaseAnswer {
    const { info, sql } = text;
    const operation = this.core.operation(info, sql, params, session.settingsKey);
    const submitted = { info, sql, params, values, batch: null, operation };
    const { outcome, effects, blocked: refused } = this.transactions.run(session, submitted, this.core.clockNs, guard);
    if (refused) return blocked();
    if (outcome.failure) return this.fail(session, outcome.failure, outcome);
    const answer = succeeded(outcome, 0, wroteRows(outcome, effects));
    return effects.changed ? answer : this.noteRead(session, text, params, answer);
  }

  /** One statement for many rows of parameters. Alone, it is a transaction of its own. */
  runMany(session: Session, text: RememberedText, paramRows: string, guard?: LockGuard): DatabaseAnswer {
    const { info, sql } = text;
    const batch = (JSON.parse(paramRows) as unknown[]).map((row) => readParameters(JSON.stringify(row)));
    const [values] = batch;
    if (info.kind !== 'planned' || info.pieces.length !== 1 || !values) return tagged('', false);
    if (session.transaction?.failed) return failed(ABORTED);
    const implicit = session.transaction === null;
    if (implicit) this.transactions.begin(session, 'BEGIN', [], this.core.clockNs);
    const operation = this.core.operation(info, sql, paramRows, session.settingsKey);
    const submitted = { info, sql, params: paramRows, values, batch, operation };
    const { outcome, effects, blocked: refused } = this.transactions.run(session, submitted, this.core.clockNs, guard);
    let failure = outcome.failure;
    if (implicit) {
      if (!failure && !refused) failure = this.transactions.commit(session, this.core.clockNs);
      session.transaction = null;
    }
    if (refused) return blocked();
    return failure ? this.fail(session, failure, outcome) : succeeded(outcome, 0, wroteRows(outcome, effects));
  }

  /** A transaction of its own for one statement that takes locks: done at once, or taken back if it has to wait. */
  private runGuarded(session: Session, text: RememberedText, params: string, values: Values, guard: LockGuard): DatabaseAnswer {
    const { info, sql } = text;
    const { connection, loader } = this.core;
    if (guard.free && !needsFrame(info)) {
      const outcome = connection.runPlanned(sql, values);
      const locks = locksOf(this.core, info, outcome);
      if (!outcome.failure) this.core.rowChanges.committed(locks.map(({ key }) => key));
      passGuard(info, outcome, locks, guard);
      return this.finish(session, text, params, outcome);
    }
    const plan = connection.plan(sql, values);
    // Wrong in itself: it says so.
    if (!plan) return this.finish(session, text, params, connection.run(sql, values));
    connection.begin('BEGIN');
    if (info.advisorySql !== null) announceAdvisory(connection, guard);
    const prepared = prepareStatement(info, sql, loader.facts, guard);
    const ran = connection.runWithPlan(prepared.sql, values, plan);
    const outcome = readLocks(connection, info, prepared, ran, loader.facts);
    const locks = locksOf(this.core, info, outcome);
    const verdict = passGuard(info, outcome, locks, guard);
    const failure = outcome.failure ?? verdict.failure;
    if (failure || verdict.blocked) {
      connection.rollback();
      if (failure) return this.finish(session, text, params, { ...outcome, failure });
      const operation = this.core.operation(info, sql, params, session.settingsKey);
      this.core.noteEffects(effectsOf(info, plan, loader.facts, params), `${operation}b`, false);
      return blocked();
    }
    const uncommitted = connection.commit();
    if (!uncommitted) this.core.rowChanges.committed(locks.map(({ key }) => key));
    return this.finish(session, text, params, { ...outcome, failure: uncommitted });
  }

  /** A transaction with a snapshot remembers what it read. */
  private noteRead(session: Session, { sql }: RememberedText, params: string, answer: DatabaseAnswer): DatabaseAnswer {
    const { transaction } = session;
    if (!transaction) return answer;
    if (transaction.seenChanges < 0) transaction.seenChanges = this.core.rowChanges.count;
    if (transaction.strict && answer.ok) transaction.reads.push({ sql, params, answer, afterWrites: transaction.writes.length });
    return answer;
  }

  /** Outside transactions: what the statement did, and its answer. */
  private finish(session: Session, text: RememberedText, params: string, outcome: Outcome): DatabaseAnswer {
    const effects = effectsOf(text.info, outcome.plan, this.core.loader.facts, params);
    const operation = this.core.operation(text.info, text.sql, params, session.settingsKey);
    if (outcome.failure) {
      // Class 42: refused before anything was written.
      if (!outcome.failure.sqlstate.startsWith('42')) this.core.noteEffects(effects, `${operation}f`, false);
      return this.fail(session, outcome.failure, outcome);
    }
    const wrote = wroteRows(outcome, effects);
    this.core.noteEffects(effects, `${operation}c`, wrote);
    const answer = succeeded(outcome, 0, wrote);
    return effects.reads ? this.core.remember(this.memo, text, session.settingsKey + params, effects.reads, answer, []) : answer;
  }

  private setForSession(session: Session, info: StatementInfo, sql: string): DatabaseAnswer {
    this.core.speakAs('app', session);
    const outcome = this.core.connection.run(sql, []);
    if (outcome.failure) return this.fail(session, outcome.failure, outcome);
    if (info.argument !== 'transaction' && info.words[1] !== 'local') applySetting(session, sql);
    this.core.connection.forgetSettings();
    return succeeded(outcome, 0, false);
  }

  private fail(session: Session, failure: PostgresFailure, outcome?: Outcome): DatabaseAnswer {
    if (session.transaction) session.transaction.failed = true;
    return failed(failure, outcome);
  }
}

function withEarlier(text: string, earlier: readonly string[]): string {
  return earlier.length === 0 ? text : `${text.slice(0, -1)},"earlier":[${earlier.join(',')}]}`;
}

/** A failure's position is counted from the beginning of the whole text. */
function inWholeText(text: string, before: number): string {
  const failure = JSON.parse(text) as PostgresFailure;
  return failure.position && before > 0 ? JSON.stringify({ ...failure, position: String(Number(failure.position) + before) }) : text;
}

/** REPEATABLE READ: the same read again, with no write of one's own in between. */
function readBefore({ transaction }: Session, { info, sql }: RememberedText, params: string): DatabaseAnswer | null {
  if (!transaction?.strict || transaction.failed || info.locking) return null;
  const found = transaction.reads.find((read) => read.sql === sql && read.params === params);
  return found && found.afterWrites === transaction.writes.length ? found.answer : null;
}
