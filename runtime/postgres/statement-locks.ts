// The locks of one statement: what is added to its text so that it tells them, what is read from its answer, and whether
// the guard lets it go on.
import { LOCK_MODE, type LockGuard, type LockMode, type LockWish } from '#engine/database-port.ts';
import type { DatabaseCore } from './database-core.ts';
import { ADVISORY_PREFIX, rowLock, rowPrefix } from './lock-reports.ts';
import type { Outcome, PostgresConnection } from './postgres-connection.ts';
import { type LockedTable, quoteName, rewriteLocking } from './row-locking.ts';
import type { SchemaFacts } from './schema-facts.ts';
import type { StatementInfo } from './statement-kind.ts';
import { changedRows, type PostgresFailure } from './wire-reader.ts';

export interface PreparedStatement {
  readonly sql: string;
  /** Tables whose rows the last columns of the answer tell. */
  readonly reported: readonly LockedTable[];
}

export type LockVerdict = { readonly blocked: boolean; readonly failure: PostgresFailure | null };
const ADMITTED: LockVerdict = { blocked: false, failure: null };
const WRITES = new Set(['insert', 'update', 'delete', 'merge']);
const TABLE_KEY = 'table';

/** It may take locks, so it has to pass the guard. */
export function mayLock(info: StatementInfo): boolean {
  if (info.kind === 'lock') return true;
  return info.kind === 'planned' && (info.locking !== null || info.advisorySql !== null || info.words.some((word) => WRITES.has(word)));
}

/** Rows of this statement are known only when it has run to its end, and it may have to be taken back then. */
export function needsFrame(info: StatementInfo): boolean {
  return info.locking !== null || info.advisorySql !== null;
}

export function prepareStatement(info: StatementInfo, sql: string, facts: SchemaFacts, guard: LockGuard | undefined): PreparedStatement {
  const { locking } = info;
  if (!guard) return { sql: info.advisorySql ?? sql, reported: [] };
  if (!locking) return { sql: info.advisorySql ?? sql, reported: [] };
  const held = ({ table }: LockedTable) => {
    if (locking.policy !== 'skip') return [];
    const prefix = rowPrefix(table);
    return guard.heldByOthers(prefix, locking.mode).map((key) => key.slice(prefix.length));
  };
  return rewriteLocking(sql, locking, (table) => rowValue(facts, table), held);
}

/** Tells the advisory functions, inside the statement's transaction, what others hold. */
export function announceAdvisory(connection: PostgresConnection, guard: LockGuard): void {
  const numbers = (keys: readonly string[]) => keys.map((key) => key.slice(ADVISORY_PREFIX.length)).join(',');
  const settings = {
    advisory: guard.heldByOthers(ADVISORY_PREFIX, LOCK_MODE.UPDATE),
    advisory_exclusive: guard.heldByOthers(ADVISORY_PREFIX, LOCK_MODE.SHARE),
    advisory_own: guard.heldBySelf(ADVISORY_PREFIX),
  };
  for (const [name, keys] of Object.entries(settings)) connection.machine.command(`SET LOCAL surge.${name} = '${numbers(keys)}'`);
}

/** Takes the added columns out of the answer and adds what they tell to the locks. Inside the statement's transaction. */
export function readLocks(
  connection: PostgresConnection,
  info: StatementInfo,
  prepared: PreparedStatement,
  outcome: Outcome,
  facts: SchemaFacts,
): Outcome {
  const { result, plan } = outcome;
  if (outcome.failure || !info.locking) return outcome;
  const { mode } = info.locking;
  if (prepared.reported.length > 0 && result) {
    const kept = result.columns.length - prepared.reported.length;
    const locks = result.rows.flatMap((row) => prepared.reported.map(({ table }, i) => rowLock(table, row[kept + i] ?? '', mode)));
    const bytes = result.rows.reduce((sum, row) => sum + row.slice(kept).reduce((all, value) => all + 4 + (value?.length ?? 0), 0), 0);
    const stripped = {
      ...result,
      columns: result.columns.slice(0, kept),
      rows: result.rows.map((row) => row.slice(0, kept)),
      bytes: result.bytes - bytes,
    };
    return { ...outcome, result: stripped, reports: { ...outcome.reports, locks: [...locks, ...outcome.reports.locks] } };
  }
  // A subquery's rows: this transaction has left its mark on them. Rows that it then changed have told already.
  const locks: LockWish[] = [];
  for (const { table } of info.locking.tables) {
    const value = rowValue(facts, { table, alias: table });
    if (value === null || plan?.changed.has(table)) continue;
    const found = connection.machine.command(`SELECT ${value} FROM ${quoteName(table)} WHERE xmax = pg_catalog.pg_current_xact_id()::xid`);
    for (const [row] of found.commands[0]?.rows ?? []) locks.push(rowLock(table, row ?? '', mode));
  }
  return { ...outcome, reports: { ...outcome.reports, locks: [...locks, ...outcome.reports.locks] } };
}

/** All locks that a statement takes. */
export function locksOf(core: DatabaseCore, info: StatementInfo, outcome: Outcome): LockWish[] {
  if (info.kind === 'lock') {
    core.locksTables = true;
    return lockTableWishes(info);
  }
  const { locks } = outcome.reports;
  if (!core.locksTables || !outcome.plan) return [...locks];
  const tables = outcome.plan.locks ? outcome.plan.relations : outcome.plan.changed;
  return [...tableLocks(tables, LOCK_MODE.SHARE), ...locks];
}

/** What LOCK TABLE locks; and what every writer shares once a program locks whole tables. */
function tableLocks(tables: Iterable<string>, mode: LockMode): LockWish[] {
  return [...tables].map((table) => ({ key: `${table}\u0001${TABLE_KEY}\u0001`, mode, scope: 'transaction' }));
}

/** LOCK TABLE a, b IN ... MODE: row share and row exclusive are what readers and writers take anyway. */
function lockTableWishes(info: StatementInfo): LockWish[] {
  const words = info.words.slice(1).filter((word) => word !== 'table' && word !== 'only');
  const end = words.findIndex((word) => word === 'in' || word === 'nowait');
  const names = end < 0 ? words : words.slice(0, end);
  const mode = words.slice(end < 0 ? words.length : end).includes('row') ? LOCK_MODE.SHARE : LOCK_MODE.UPDATE;
  return tableLocks(
    names.filter((name) => name !== 'public'),
    mode,
  );
}

/** Asks the guard. On refusal the statement has to be taken back. */
export function passGuard(info: StatementInfo, outcome: Outcome, locks: readonly LockWish[], guard: LockGuard | undefined): LockVerdict {
  if (!guard || outcome.failure) return ADMITTED;
  const nowait = info.locking?.policy === 'nowait' || (info.kind === 'lock' && info.words.at(-1) === 'nowait');
  if (nowait) {
    const refused = locks.find((wish) => guard.mustWait(wish));
    if (refused) return { blocked: false, failure: notAvailable(info, refused) };
  }
  const admitted = guard.admit({
    locks,
    unlocks: outcome.reports.unlocks,
    planCost: outcome.plan?.cost ?? 0,
    rows: outcome.result?.rows.length ?? 0,
    bytes: outcome.result?.bytes ?? 0,
    changedRows: changedRows(outcome.result),
    sleepMs: outcome.sleepMs,
  });
  return admitted ? ADMITTED : { blocked: true, failure: null };
}

function notAvailable(info: StatementInfo, wish: LockWish): PostgresFailure {
  const what = info.kind === 'lock' ? 'lock on relation' : 'lock on row in relation';
  const table = wish.key.slice(0, wish.key.indexOf('\u0001'));
  return { severity: 'ERROR', sqlstate: '55P03', message: `could not obtain ${what} "${table}"` };
}

/** SQL for the text that names a row: its primary key, or the whole row. Null: no such table. */
function rowValue(facts: SchemaFacts, { table, alias }: LockedTable): string | null {
  const columns = facts.rowKeys.get(table);
  if (!columns) return null;
  const name = quoteName(alias);
  return columns.length === 0 ? `${name}::text` : columns.map((column) => `${name}.${quoteName(column)}::text`).join(" || '|' || ");
}
