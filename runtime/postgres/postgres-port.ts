// Real Postgres (PGlite) behind the engine's DatabasePort, synchronous, in Node and in a worker without network alike.
// Invariant: an answer is a pure function of the schema and of what was asked since the last reset; what is remembered
// changes how long it takes, never what it says. Between two calls the connection is outside any transaction.
import { ConnectionRefusal, type DatabaseAnswer, type DatabasePort, type LockGuard, type SessionTimeouts } from '#engine/database-port.ts';
import { AnswerMemo, type MemoLimits } from './answer-memo.ts';
import { failed, succeeded } from './database-answers.ts';
import { DatabaseCore } from './database-core.ts';
import { type PostgresAssets, PostgresCrash, PostgresMachine } from './postgres-machine.ts';
import { quoteName } from './row-locking.ts';
import { applySetting, type Session } from './session.ts';
import { SessionStatements, STACK_DEPTH } from './session-statements.ts';
import { NO_TIMEOUTS } from './session-timeouts.ts';
import { type Effects, effectsOf, joinEffects } from './statement-effects.ts';
import { statementInfo } from './statement-kind.ts';
import type { Column } from './wire-reader.ts';

export interface PostgresOptions extends PostgresAssets {
  readonly memoLimits?: MemoLimits;
}

export interface StatementTypes {
  readonly params: readonly number[];
  readonly columns: readonly Column[];
}

export async function createPostgres(options: PostgresOptions): Promise<PostgresDatabase> {
  return new PostgresDatabase(await PostgresMachine.start(options), options.memoLimits);
}

export class PostgresDatabase implements DatabasePort {
  readonly memo: AnswerMemo;
  private readonly ownerMemo: AnswerMemo;
  private readonly core: DatabaseCore;
  private readonly statements: SessionStatements;
  private readonly sessions = new Map<number, Session>();
  /** What describe found, by the version that it holds for. */
  private types = { version: 0, known: new Map<string, StatementTypes>() };
  private nextSession = 1;

  constructor(machine: PostgresMachine, limits?: MemoLimits) {
    this.core = new DatabaseCore(machine);
    this.memo = new AnswerMemo(statementInfo, limits);
    this.ownerMemo = new AnswerMemo(statementInfo, limits);
    this.statements = new SessionStatements(this.core, this.memo);
  }

  get version(): number {
    return this.core.version;
  }

  reset(schemaSql: string): void {
    this.sessions.clear();
    this.statements.transactions.reset();
    const isNew = this.core.reset(schemaSql);
    for (const memo of [this.memo, this.ownerMemo]) {
      if (isNew) memo.forget();
      else memo.reset();
    }
  }

  /** What now() says from here on, ns of virtual time; a reset puts it back to 0. */
  setVirtualTime(ns: number): void {
    this.core.clockNs = ns;
  }

  openSession(settings: Readonly<Record<string, string>> = {}): number {
    const id = this.nextSession++;
    const session: Session = { transaction: null, settings: [], settingsKey: '', timeouts: NO_TIMEOUTS };
    for (const [name, value] of Object.entries(settings)) {
      const sql = `SET ${quoteName(name.toLowerCase())} = '${value.replaceAll("'", "''")}'`;
      this.core.speakAs('app', null);
      const { failure } = this.core.connection.run(sql, []);
      this.core.connection.forgetSettings();
      if (failure) throw new ConnectionRefusal(JSON.stringify({ ...failure, severity: 'FATAL' }));
      applySetting(session, sql);
    }
    this.sessions.set(id, session);
    return id;
  }

  closeSession(session: number): void {
    this.sessions.delete(session);
  }

  inTransaction(session: number): boolean {
    const transaction = this.sessions.get(session)?.transaction;
    return transaction !== null && transaction !== undefined && !transaction.failed;
  }

  abortTransaction(session: number): void {
    const transaction = this.sessions.get(session)?.transaction;
    if (transaction) transaction.failed = true;
  }

  timeouts(session: number): SessionTimeouts {
    const found = this.sessions.get(session);
    return found?.transaction?.timeouts ?? found?.timeouts ?? NO_TIMEOUTS;
  }

  run(sessionId: number, sql: string, params: string, guard?: LockGuard): DatabaseAnswer {
    return this.inSession(sessionId, (session) => this.statements.run(session, this.memo.text(sql), params, guard));
  }

  runMany(sessionId: number, sql: string, paramRows: string, guard?: LockGuard): DatabaseAnswer {
    return this.inSession(sessionId, (session) => this.statements.runMany(session, this.memo.text(sql), paramRows, guard));
  }

  private inSession(sessionId: number, ask: (session: Session) => DatabaseAnswer): DatabaseAnswer {
    const session = this.sessions.get(sessionId);
    if (!session) return failed({ severity: 'ERROR', sqlstate: '08003', message: 'connection does not exist' });
    try {
      return ask(session);
    } catch (error) {
      if (!(error instanceof PostgresCrash && error.outOfStack && this.core.recover())) throw error;
      if (session.transaction) session.transaction.failed = true;
      return failed(STACK_DEPTH);
    }
  }

  /** Types of a statement's parameters and columns; null if it is wrong. */
  describe(sql: string): StatementTypes | null {
    if (this.types.version !== this.version) this.types = { version: this.version, known: new Map() };
    const known = this.types.known.get(sql);
    if (known) return known;
    this.core.speakAs('app', null);
    const { result, failure } = this.core.connection.describe(sql);
    if (failure) return null;
    const types = { params: result?.params ?? [], columns: result?.columns ?? [] };
    this.types.known.set(sql, types);
    return types;
  }

  ownerQuery(sql: string, params: readonly (string | number)[]): (string | null)[] {
    const text = this.ownerMemo.text(sql);
    const key = JSON.stringify(params);
    const found = this.ownerMemo.find(text, key, this.version);
    if (found) return [...found.firstColumn];
    this.core.speakAs('owner', null);
    const outcome = this.core.connection.runPlanned(sql, params.map(String));
    if (outcome.failure) throw new Error(`the owner's query failed: ${outcome.failure.message} in: ${sql}`);
    const effects = effectsOf(text.info, outcome.plan, this.core.loader.facts, key);
    this.core.noteEffects(effects, `${this.core.operation(text.info, sql, key, '')}o`, true);
    const firstColumn = outcome.result?.rows.map((row) => row[0] ?? null) ?? [];
    if (effects.reads) this.core.remember(this.ownerMemo, text, key, effects.reads, succeeded(outcome, 0, false), firstColumn);
    return [...firstColumn];
  }

  ownerExecute(sql: string): void {
    this.core.speakAs('owner', null);
    const { info } = this.ownerMemo.text(sql);
    let effects: Effects | null = null;
    for (const piece of info.pieces) {
      const pieceInfo = statementInfo(piece.text);
      const plan = pieceInfo.kind === 'planned' ? this.core.connection.plan(piece.text, []) : null;
      effects = joinEffects(
        effects,
        pieceInfo.kind === 'planned' && !plan ? ANYTHING : effectsOf(pieceInfo, plan, this.core.loader.facts, ''),
      );
    }
    this.core.machine.writer.query(sql);
    const { failure, status } = this.core.machine.send();
    if (status !== 'I') this.core.connection.rollback();
    if (effects) this.core.noteEffects(effects, `${this.core.operation(info, sql, '', '')}${failure ? 'f' : 'o'}`, !failure);
    if (failure) throw new Error(`the owner's statement failed: ${failure.message} in: ${sql}`);
  }

  async close(): Promise<void> {
    await this.core.machine.close();
  }
}

/** Without a plan there is no telling: a table that an earlier command of the same text makes, or a mistake. */
const ANYTHING: Effects = { touched: 'all', changed: 'all', schema: true, reads: null };
