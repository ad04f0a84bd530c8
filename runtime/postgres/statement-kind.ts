// What kind of statement a text is, so that the port knows whether it has a plan, belongs to a transaction's frame,
// changes the session only, or cannot be simulated on one shared connection.
import { findLockingClause, type LockingClause } from './row-locking.ts';
import { NESTING_MAX, nestingOf } from './statement-nesting.ts';
import { type StatementPiece, splitStatements, tokensOf, wordsOf } from './statement-text.ts';

export type StatementKind =
  | 'planned'
  | 'explain'
  | 'begin'
  | 'commit'
  | 'rollback'
  | 'savepoint'
  | 'release'
  | 'rollback-to'
  | 'set'
  | 'reset-all'
  | 'show'
  | 'lock'
  | 'harmless'
  | 'refused'
  | 'other';

export interface StatementInfo {
  readonly kind: StatementKind;
  /** First word, upper case: what errors and tags call the statement. */
  readonly verb: string;
  readonly words: readonly string[];
  /** Name of a savepoint; why a statement is refused; tag of a harmless one. */
  readonly argument: string;
  /** Commands of the text; one, or several of the simple protocol. */
  readonly pieces: readonly StatementPiece[];
  /** FOR UPDATE and the like; null: it has none. */
  readonly locking: LockingClause | null;
  /** The text with our advisory functions instead of Postgres' own; null: it calls none. */
  readonly advisorySql: string | null;
  /** It nests deeper than Postgres can follow here. */
  readonly tooDeep: boolean;
}

const PLANNED = new Set(['select', 'with', 'values', 'table', 'insert', 'update', 'delete', 'merge', '(']);
/** Why these cannot be had: sessions share one connection, and a transaction's statements are run again. */
const REFUSED: Readonly<Record<string, string>> = {
  copy: 'COPY as a statement (use the copy methods of psycopg, psycopg2 and asyncpg, or INSERT with unnest($1::int[]) for many rows)',
  listen: 'LISTEN',
  notify: 'NOTIFY',
  prepare: 'PREPARE (drivers prepare by themselves)',
  execute: 'EXECUTE (drivers prepare by themselves)',
  declare: 'DECLARE (SQL cursors)',
  fetch: 'FETCH (SQL cursors)',
  move: 'MOVE (SQL cursors)',
  load: 'LOAD',
};
const IDENTITY = new Set(['role', 'session_authorization']);

export function statementInfo(sql: string): StatementInfo {
  const pieces = splitStatements(sql);
  const words = wordsOf(sql);
  const [kind, argument] = classify(words);
  const locking = kind === 'planned' && words.includes('for') ? findLockingClause(sql) : null;
  const advisorySql = words.some(isAdvisory) ? withOwnAdvisory(sql) : null;
  return {
    locking,
    advisorySql,
    kind,
    verb: (words[0] ?? '').toUpperCase(),
    words,
    argument,
    pieces,
    tooDeep: nestingOf(tokensOf(sql)) > NESTING_MAX,
  };
}

function isAdvisory(word: string): boolean {
  return word.startsWith('pg_advisory_') || word.startsWith('pg_try_advisory_');
}

function withOwnAdvisory(sql: string): string {
  let rewritten = '';
  let copied = 0;
  for (const token of tokensOf(sql)) {
    if (token.kind !== 'word' || !isAdvisory(token.text)) continue;
    const start = token.end - token.text.length;
    rewritten += `${sql.slice(copied, start).replace(/pg_catalog\s*\.\s*$/i, '')}surge.${token.text}`;
    copied = token.end;
  }
  return rewritten + sql.slice(copied);
}

function classify(words: readonly string[]): [StatementKind, string] {
  const [first = '', second = '', third = '', fourth = ''] = words;
  if (words.some((word) => word === 'pg_notify')) return ['refused', 'pg_notify'];
  if (PLANNED.has(first)) return ['planned', ''];
  switch (first) {
    case 'begin':
      return ['begin', ''];
    case 'start':
      return second === 'transaction' ? ['begin', ''] : ['other', ''];
    case 'commit':
    case 'end':
      return second === 'prepared' ? ['refused', 'two-phase commit'] : ['commit', ''];
    case 'rollback':
    case 'abort':
      if (second === 'prepared') return ['refused', 'two-phase commit'];
      return classifyRollback(words);
    case 'savepoint':
      return ['savepoint', second];
    case 'release':
      return ['release', second === 'savepoint' ? third : second];
    case 'set':
    case 'reset':
      return classifySetting(first, second === 'session' || second === 'local' ? [third, fourth, second] : [second, third, '']);
    case 'show':
      return ['show', ''];
    case 'explain':
      return ['explain', ''];
    case 'lock':
      return ['lock', ''];
    case 'discard':
      return ['reset-all', 'DISCARD ALL'];
    case 'unlisten':
      return ['harmless', 'UNLISTEN'];
    case 'close':
      return second === 'all' ? ['harmless', 'CLOSE CURSOR ALL'] : ['refused', 'CLOSE (SQL cursors)'];
    case 'deallocate':
      return ['harmless', second === 'all' ? 'DEALLOCATE ALL' : 'DEALLOCATE'];
    case 'create':
      return second === 'temp' || second === 'temporary' ? ['refused', 'temporary tables'] : ['other', ''];
    default:
      return REFUSED[first] ? ['refused', REFUSED[first]] : ['other', ''];
  }
}

function classifyRollback(words: readonly string[]): [StatementKind, string] {
  const to = words.indexOf('to');
  if (to < 0) return ['rollback', ''];
  return ['rollback-to', (words[to + 1] === 'savepoint' ? words[to + 2] : words[to + 1]) ?? ''];
}

function classifySetting(verb: string, [name = '', next = '', scope = '']: string[]): [StatementKind, string] {
  if (IDENTITY.has(name) || (name === 'authorization' && scope === 'session') || (name === 'session' && next === 'authorization')) {
    return ['refused', 'another role than app'];
  }
  if (name === 'authorization' || next === 'authorization') return ['refused', 'another role than app'];
  if (name === 'client_encoding' || name === 'names') return ['refused', 'client encodings other than UTF8'];
  if (verb === 'reset' && name === 'all') return ['reset-all', 'RESET'];
  return ['set', name];
}
