// Real Postgres (PGlite) behind the engine's DatabasePort, synchronous, in Node and in a worker without network alike.
// Invariant: an answer is a pure function of the schema and of what was asked since the last reset; what is remembered
// changes how long it takes, never what it says. Between two calls the connection is outside any transaction.
import type { DatabaseAnswer, DatabasePort } from '#engine/database-port.ts';
import { AnswerMemo, type MemoLimits, type RememberedText } from './answer-memo.ts';
import { readParameters } from './parameters.ts';
import { type Outcome, PostgresConnection, type Role, type Values } from './postgres-connection.ts';
import { type PostgresAssets, PostgresMachine } from './postgres-machine.ts';
import { asksClock } from './schema-facts.ts';
import { SchemaLoader } from './schema-loader.ts';
import type { Session } from './session.ts';
import { type Effects, effectsOf, overlaps } from './statement-effects.ts';
import { type StatementInfo, statementInfo } from './statement-kind.ts';
import { TableStates, type Touched } from './table-states.ts';
import { resultText } from './transaction.ts';
import { applySetting, TransactionRunner } from './transaction-runner.ts';
import type { Column, PostgresFailure } from './wire-reader.ts';

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
  private readonly connection: PostgresConnection;
  private readonly loader: SchemaLoader;
  private readonly states = new TableStates();
  private readonly ownerMemo: AnswerMemo;
  private readonly sessions = new Map<number, Session>();
  private readonly transactions: TransactionRunner;
  private types = new Map<string, StatementTypes>();
  private nextSession = 1;
  private nextResult = 1;
  private nextVersion = 2;
  private initialVersion = 1;
  private currentVersion = 1;
  private clockNs = 0;
  private mustRestore = false;

  constructor(
    private readonly machine: PostgresMachine,
    limits?: MemoLimits,
  ) {
    this.connection = new PostgresConnection(machine);
    this.loader = new SchemaLoader(this.connection);
    this.memo = new AnswerMemo(statementInfo, limits);
    this.ownerMemo = new AnswerMemo(statementInfo, limits);
    this.transactions = new TransactionRunner(this.connection, this.loader, this.states, {
      prepare: (session, clockNs) => this.speakAs('app', session, clockNs),
      committed: (changed, schema) => this.noteCommit(changed, schema),
    });
  }

  get version(): number {
    return this.currentVersion;
  }

  reset(schemaSql: string): void {
    this.sessions.clear();
    this.clockNs = 0;
    if (this.loader.holds(schemaSql)) {
      // The machine is put back when Postgres is next asked; a stage that is answered from memory never asks.
      if (!this.states.pristine || this.machine.broken) {
        this.mustRestore = true;
        this.types = new Map();
        this.loader.rewindFacts();
      }
      this.transactions.reset();
      this.states.reset();
      this.memo.reset();
      this.ownerMemo.reset();
      this.currentVersion = this.initialVersion;
      return;
    }
    this.transactions.reset();
    this.states.forget();
    this.memo.forget();
    this.ownerMemo.forget();
    this.types = new Map();
    this.mustRestore = false;
    this.loader.load(schemaSql);
    this.initialVersion = this.nextVersion++;
    this.currentVersion = this.initialVersion;
  }

  /** What now() says from here on, ns of virtual time; a reset puts it back to 0. */
  setVirtualTime(ns: number): void {
    this.clockNs = ns;
  }

  openSession(): number {
    const id = this.nextSession++;
    this.sessions.set(id, { transaction: null, settings: [], settingsKey: '' });
    return id;
  }

  closeSession(session: number): void {
    this.sessions.delete(session);
  }

  run(sessionId: number, sql: string, params: string): DatabaseAnswer {
    const session = this.sessions.get(sessionId);
    if (!session) return failed({ severity: 'ERROR', sqlstate: '08003', message: 'connection does not exist' });
    const text = this.memo.text(sql);
    return this.answerFromMemory(session, text, params) ?? this.runText(session, text, params);
  }

  /** Types of a statement's parameters and columns; null if it is wrong. */
  describe(sql: string): StatementTypes | null {
    const known = this.types.get(sql);
    if (known) return known;
    this.speakAs('app', null);
    const { result, failure } = this.connection.describe(sql);
    if (failure) return null;
    const types = { params: result?.params ?? [], columns: result?.columns ?? [] };
    this.types.set(sql, types);
    return types;
  }

  ownerQuery(sql: string, params: readonly (string | number)[]): (string | null)[] {
    const text = this.ownerMemo.text(sql);
    const key = JSON.stringify(params);
    const found = this.ownerMemo.find(text, key, this.currentVersion);
    if (found) return [...found.firstColumn];
    this.speakAs('owner', null);
    const values = params.map(String);
    const outcome = this.connection.runPlanned(sql, values);
    if (outcome.failure) throw new Error(`the owner's query failed: ${outcome.failure.message} in: ${sql}`);
    const effects = effectsOf(text.info, outcome.plan, this.loader.facts, key);
    this.noteEffects(effects, `${this.operation(text.info, sql, key, '')}o`, true);
    const firstColumn = outcome.result?.rows.map((row) => row[0] ?? null) ?? [];
    const answer = this.succeeded(outcome, effects);
    if (effects.reads) this.ownerMemo.remember(text, key, this.remembered(effects.reads, answer, firstColumn), this.currentVersion);
    return [...firstColumn];
  }

  ownerExecute(sql: string): void {
    this.speakAs('owner', null);
    const info = this.ownerMemo.text(sql).info;
    let effects: Effects | null = null;
    for (const piece of info.pieces) {
      const pieceInfo = statementInfo(piece.text);
      const plan = pieceInfo.kind === 'planned' ? this.connection.plan(piece.text, []) : null;
      const next = pieceInfo.kind === 'planned' && !plan ? ANYTHING : effectsOf(pieceInfo, plan, this.loader.facts, '');
      effects = effects ? joinEffects(effects, next) : next;
    }
    this.machine.writer.query(sql);
    const { failure, status } = this.machine.send();
    if (status !== 'I') this.connection.rollback();
    if (effects) this.noteEffects(effects, `${this.operation(info, sql, '', '')}${failure ? 'f' : 'o'}`, !failure);
    if (failure) throw new Error(`the owner's statement failed: ${failure.message} in: ${sql}`);
  }

  async close(): Promise<void> {
    await this.machine.close();
  }

  private answerFromMemory(session: Session, text: RememberedText, params: string): DatabaseAnswer | null {
    if (text.info.kind !== 'planned') return null;
    const { transaction } = session;
    if (transaction && (transaction.failed || transaction.altered || transaction.touched === 'all')) return null;
    const found = this.memo.find(text, session.settingsKey + params, this.currentVersion);
    if (!found) return null;
    if (transaction && transaction.writes.length > 0) {
      const { touched } = transaction;
      if (touched === 'all' || found.tables.some((table) => touched.has(table.name) || table === this.states.everything)) return null;
    }
    return found.answer;
  }

  private runText(session: Session, text: RememberedText, params: string): DatabaseAnswer {
    const { info } = text;
    if (info.pieces.length === 0) return this.succeeded({ result: null, failure: null, plan: null, sleepMs: 0 }, null);
    const values = readParameters(params);
    if (info.pieces.length === 1 || values.length > 0) return this.runOne(session, text, params, values);
    return this.runSeveral(session, info);
  }

  /** Several commands of the simple protocol: one transaction, unless they begin one themselves. The last answer counts. */
  private runSeveral(session: Session, info: StatementInfo): DatabaseAnswer {
    const implicit = session.transaction === null;
    if (implicit) this.transactions.begin(session, 'BEGIN', [], this.clockNs);
    const opened = session.transaction;
    let planCost = 0;
    let sleepMs = 0;
    let wrote = false;
    let answer: DatabaseAnswer | null = null;
    for (const piece of info.pieces) {
      const text = this.memo.text(piece.text);
      answer = this.answerFromMemory(session, text, '[]') ?? this.runOne(session, text, '[]', []);
      planCost += answer.planCost;
      sleepMs += answer.sleepMs;
      wrote ||= answer.wrote;
      if (!answer.ok) break;
    }
    if (implicit && session.transaction === opened) {
      const failure = answer?.ok ? this.transactions.commit(session, this.clockNs) : null;
      session.transaction = null;
      if (failure) answer = failed(failure);
    }
    return { ...(answer as DatabaseAnswer), resultId: 0, planCost, sleepMs, wrote };
  }

  private runOne(session: Session, text: RememberedText, params: string, values: Values): DatabaseAnswer {
    const { info, sql } = text;
    const { transaction } = session;
    const control = this.transactions.control(session, info, sql, this.clockNs);
    if (control) return 'failure' in control ? this.fail(session, control.failure) : tagged(control.tag, control.wrote);
    switch (info.kind) {
      case 'refused':
        return this.fail(session, { severity: 'ERROR', sqlstate: '0A000', message: `not simulated: ${info.argument}` });
      case 'harmless':
        return tagged(info.argument, false);
      case 'reset-all':
        session.settings = [];
        session.settingsKey = '';
        return tagged(info.argument, false);
      case 'set':
        if (!transaction) return this.setForSession(session, info, sql);
        break;
    }
    const planned = info.kind === 'planned';
    if (transaction && (transaction.writes.length > 0 || !planned)) {
      if (mayOnlyRead(info) && !transaction.altered && transaction.touched !== 'all') {
        const outside = this.readOutside(session, text, params, values, transaction.touched);
        if (outside) return outside;
      }
      return this.runInTransaction(session, text, params, values);
    }
    if (transaction) {
      const outside = mayOnlyRead(info) ? this.readOutside(session, text, params, values, new Set()) : null;
      return outside ?? this.runInTransaction(session, text, params, values);
    }
    this.speakAs('app', session);
    const outcome = planned ? this.runPlanned(sql, values) : this.connection.run(sql, values);
    return this.finish(session, text, params, outcome);
  }

  /** In a transaction: a read that meets none of its writes is answered as if there was no transaction, and remembered. */
  private readOutside(session: Session, text: RememberedText, params: string, values: Values, touched: Touched): DatabaseAnswer | null {
    this.speakAs('app', session);
    const plan = this.connection.plan(text.sql, values);
    if (!plan) return null;
    const effects = effectsOf(text.info, plan, this.loader.facts, params);
    if (!effects.reads || effects.touched || overlaps(touched, effects.reads)) return null;
    const outcome = this.connection.run(text.sql, values);
    return this.finish(session, text, params, { ...outcome, plan });
  }

  private runInTransaction(session: Session, text: RememberedText, params: string, values: Values): DatabaseAnswer {
    const operation = this.operation(text.info, text.sql, params, session.settingsKey);
    const { outcome, effects } = this.transactions.run(session, text.info, text.sql, params, values, operation, this.clockNs);
    if (outcome.failure) return this.fail(session, outcome.failure, outcome);
    return this.succeeded(outcome, { ...effects, reads: null });
  }

  /** Outside transactions: what the statement did, and its answer. */
  private finish(session: Session, text: RememberedText, params: string, outcome: Outcome): DatabaseAnswer {
    const effects = effectsOf(text.info, outcome.plan, this.loader.facts, params);
    const operation = this.operation(text.info, text.sql, params, session.settingsKey);
    if (outcome.failure) {
      // Class 42: refused before anything was written.
      if (!outcome.failure.sqlstate.startsWith('42')) this.noteEffects(effects, `${operation}f`, false);
      return this.fail(session, outcome.failure, outcome);
    }
    this.noteEffects(effects, `${operation}c`, wroteRows(outcome, effects));
    const answer = this.succeeded(outcome, effects);
    if (effects.reads) {
      this.memo.remember(text, session.settingsKey + params, this.remembered(effects.reads, answer, []), this.currentVersion);
    }
    return answer;
  }

  private runPlanned(sql: string, values: Values): Outcome {
    const outcome = this.connection.runPlanned(sql, values);
    // Without a plan the error is EXPLAIN's: ask for the statement's own, with its position.
    return outcome.failure && !outcome.plan ? this.connection.run(sql, values) : outcome;
  }

  private setForSession(session: Session, info: StatementInfo, sql: string): DatabaseAnswer {
    this.speakAs('app', session);
    const outcome = this.connection.run(sql, []);
    if (outcome.failure) return this.fail(session, outcome.failure, outcome);
    if (info.argument !== 'transaction' && info.words[1] !== 'local') {
      applySetting(session, sql);
    }
    this.connection.forgetSettings();
    return this.succeeded(outcome, null);
  }

  private speakAs(role: Role, session: Session | null, clockNs = session?.transaction?.clockNs ?? this.clockNs): void {
    if (this.mustRestore) {
      this.mustRestore = false;
      this.loader.restore();
    }
    this.connection.speakAs(role, session?.settings ?? [], clockNs);
  }

  private noteEffects(effects: Effects, operation: string, committed: boolean): void {
    if (effects.touched) this.states.mark(operation, effects.touched);
    if (effects.changed && committed) this.noteCommit(effects.changed, effects.schema);
  }

  private noteCommit(changed: Touched, schema: boolean): void {
    this.states.commit(changed, schema);
    this.currentVersion = this.nextVersion++;
    if (!schema) return;
    this.types = new Map();
    this.speakAs('owner', null);
    this.loader.refresh();
  }

  /** A short name for a write and all that its outcome depends on. */
  private operation(info: StatementInfo, sql: string, params: string, settingsKey: string): number {
    const clock = asksClock(info.words) || this.loader.facts.timedDefaults ? this.clockNs : '';
    return this.states.name(`${settingsKey}${sql}\u0001${params}\u0001${clock}`);
  }

  private remembered(reads: Touched, answer: DatabaseAnswer, firstColumn: (string | null)[]) {
    const named = reads === 'all' ? [this.states.everything] : [...reads].map((name) => this.states.get(name));
    const tables = [this.states.catalogue, ...named];
    return { answer, firstColumn, tables, physical: tables.map((table) => table.physical) };
  }

  private succeeded(outcome: Outcome, effects: Effects | null): DatabaseAnswer {
    const { result, plan, sleepMs } = outcome;
    return {
      ok: true,
      resultId: effects?.reads ? this.nextResult++ : 0,
      text: resultText(result ?? { columns: [], params: [], rows: [], bytes: 0, tag: '' }),
      rows: result?.rows.length ?? 0,
      bytes: result?.bytes ?? 0,
      planCost: plan?.cost ?? 0,
      sleepMs,
      wrote: effects !== null && wroteRows(outcome, effects),
    };
  }

  private fail(session: Session, failure: PostgresFailure, outcome?: Outcome): DatabaseAnswer {
    if (session.transaction) session.transaction.failed = true;
    return failed(failure, outcome);
  }
}

const WRITES = new Set(['insert', 'update', 'delete', 'merge']);
const LOCKS = new Set(['update', 'share', 'no', 'key']);
const ANYTHING: Effects = { touched: 'all', changed: 'all', schema: true, reads: null };

function joinEffects(a: Effects, b: Effects): Effects {
  const join = (x: Touched | null, y: Touched | null): Touched | null => {
    if (!x || !y) return x ?? y;
    return x === 'all' || y === 'all' ? 'all' : new Set([...x, ...y]);
  };
  return { touched: join(a.touched, b.touched), changed: join(a.changed, b.changed), schema: a.schema || b.schema, reads: null };
}

/** Not certain, but worth asking for the plan first. */
function mayOnlyRead(info: StatementInfo): boolean {
  if (info.kind !== 'planned' || WRITES.has(info.words[0] ?? '')) return false;
  return !info.words.some((word, i) => word === 'for' && LOCKS.has(info.words[i + 1] ?? ''));
}

/** "UPDATE 0" changed nothing, unless more than the one command's rows may have changed. */
function wroteRows(outcome: Outcome, effects: Effects): boolean {
  if (!effects.changed) return false;
  const alone = effects.changed !== 'all' && effects.changed.size === 1;
  return !(alone && /^(INSERT 0|UPDATE|DELETE|MERGE) 0$/.test(outcome.result?.tag ?? ''));
}

function failed(failure: PostgresFailure, outcome?: Outcome): DatabaseAnswer {
  const text = JSON.stringify(failure);
  return {
    ok: false,
    resultId: 0,
    text,
    rows: 0,
    bytes: text.length,
    planCost: outcome?.plan?.cost ?? 0,
    sleepMs: outcome?.sleepMs ?? 0,
    wrote: false,
  };
}

function tagged(tag: string, wrote: boolean): DatabaseAnswer {
  const text = resultText({ columns: [], params: [], rows: [], bytes: 0, tag });
  return { ok: true, resultId: 0, text, rows: 0, bytes: 0, planCost: 0, sleepMs: 0, wrote };
}
