// SELECT ... FOR UPDATE and the like, read far enough to learn which rows it locks (columns added to its list) and to
// skip rows that other transactions hold (a condition added to WHERE: SKIP LOCKED). Statements that lock rows may not
// group, aggregate or combine, so both additions keep their meaning.
import { LOCK_MODE, type LockMode } from '#engine/database-port.ts';
import { type Token, tokensOf } from './statement-text.ts';

export interface LockedTable {
  readonly table: string;
  readonly alias: string;
}

export interface LockingClause {
  readonly mode: LockMode;
  readonly policy: 'wait' | 'nowait' | 'skip';
  readonly tables: readonly LockedTable[];
  /** It is the statement's own, not a subquery's: its list can carry more columns. */
  readonly outermost: boolean;
  /** Offsets into the text: end of the select list; where WHERE's condition begins and ends (equal: there is none). */
  readonly listEnd: number;
  readonly emptyList: boolean;
  readonly whereBegin: number;
  readonly whereEnd: number;
}

interface PlacedToken extends Token {
  readonly start: number;
  readonly depth: number;
}

const STRENGTHS: readonly (readonly [string, LockMode])[] = [
  ['no key update', LOCK_MODE.NO_KEY_UPDATE],
  ['key share', LOCK_MODE.KEY_SHARE],
  ['update', LOCK_MODE.UPDATE],
  ['share', LOCK_MODE.SHARE],
];
const AFTER_FROM = new Set(['where', 'order', 'limit', 'offset', 'fetch', 'for', 'group', 'having', 'window', 'union']);
const AFTER_WHERE = new Set(['order', 'limit', 'offset', 'fetch', 'for']);
const NO_ALIAS = new Set([
  ...AFTER_FROM,
  'join',
  'inner',
  'left',
  'right',
  'full',
  'cross',
  'natural',
  'on',
  'using',
  'tablesample',
  'lateral',
]);

/** The locking clause of a statement; null if it has none, or one that is not understood. */
export function findLockingClause(sql: string): LockingClause | null {
  const tokens = place(sql);
  for (let at = 0; at < tokens.length; at++) {
    const clause = tokens[at]?.text === 'for' && tokens[at]?.kind === 'word' ? readClause(tokens, at) : null;
    if (clause) return clause;
  }
  return null;
}

function place(sql: string): PlacedToken[] {
  const placed: PlacedToken[] = [];
  let depth = 0;
  for (const token of tokensOf(sql)) {
    const mark = token.kind === 'mark' ? token.text : '';
    if (mark === ')') depth--;
    const length = token.kind === 'mark' || token.kind === 'word' ? token.text.length : 0;
    // Quoted names are longer in the text than they read; only bare words and marks are looked at by place.
    placed.push({ ...token, start: token.end - length, depth });
    if (mark === '(') depth++;
  }
  return placed;
}

function readClause(tokens: readonly PlacedToken[], at: number): LockingClause | null {
  const { depth } = tokens[at] as PlacedToken;
  const words = tokens.slice(at + 1, at + 16).map((token) => token.text);
  const strength = STRENGTHS.find(([text]) => words.slice(0, text.split(' ').length).join(' ') === text);
  if (!strength) return null;
  let next = strength[0].split(' ').length;
  const only: string[] = [];
  if (words[next] === 'of') {
    do {
      only.push(words[next + 1] ?? '');
      next += 2;
    } while (words[next] === ',');
  }
  const policy = words[next] === 'nowait' ? 'nowait' : words[next] === 'skip' && words[next + 1] === 'locked' ? 'skip' : 'wait';
  const select = outerSelect(tokens, at, depth);
  if (select < 0) return null;
  const level = tokens.slice(select, at + 1).filter((token) => token.depth === depth);
  const from = level.findIndex((token) => token.kind === 'word' && token.text === 'from');
  if (from < 0) return null;
  const end = level.findIndex((token, index) => index > from && token.kind === 'word' && AFTER_FROM.has(token.text));
  const listed = readTables(level.slice(from + 1, end < 0 ? undefined : end));
  const where = level.findIndex((token, index) => index > from && token.kind === 'word' && token.text === 'where');
  const last = level.find((token, index) => index > Math.max(from, where) && token.kind === 'word' && AFTER_WHERE.has(token.text));
  const stop = (last ?? (tokens[at] as PlacedToken)).start;
  return {
    mode: strength[1],
    policy,
    tables: only.length === 0 ? listed : listed.filter(({ alias }) => only.includes(alias)),
    outermost: depth === 0,
    listEnd: (level[from] as PlacedToken).start,
    emptyList: from === 1,
    whereBegin: where < 0 ? stop : (level[where] as PlacedToken).end,
    whereEnd: stop,
  };
}

function outerSelect(tokens: readonly PlacedToken[], at: number, depth: number): number {
  for (let i = at - 1; i >= 0; i--) {
    const token = tokens[i] as PlacedToken;
    if (token.depth < depth) return -1;
    if (token.depth === depth && token.kind === 'word' && token.text === 'select') return i;
  }
  return -1;
}

/** Tables of a FROM clause with their aliases; subqueries and functions are left out: they have no rows to lock. */
function readTables(tokens: readonly PlacedToken[]): LockedTable[] {
  const tables: LockedTable[] = [];
  let expected = true;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as PlacedToken;
    if (token.text === ',' || token.text === 'join') expected = true;
    else if (expected && token.kind === 'word' && token.text !== 'only' && !NO_ALIAS.has(token.text)) {
      expected = false;
      let table = token.text;
      while (tokens[i + 1]?.text === '.') {
        table = tokens[i + 2]?.text ?? '';
        i += 2;
      }
      if (tokens[i + 1]?.text === '(') continue;
      if (tokens[i + 1]?.text === 'as') i++;
      const following = tokens[i + 1];
      const named = following?.kind === 'word' && !NO_ALIAS.has(following.text);
      tables.push({ table, alias: named ? following.text : table });
    } else if (token.text === '(') expected = false;
  }
  return tables;
}

/** The text with a column for each locked table that tells its row, and without rows whose values are held. */
export function rewriteLocking(
  sql: string,
  clause: LockingClause,
  rowValue: (table: LockedTable) => string | null,
  held: (table: LockedTable) => readonly string[],
): { readonly sql: string; readonly reported: readonly LockedTable[] } {
  let text = sql;
  const conditions: string[] = [];
  const reported: LockedTable[] = [];
  const columns: string[] = [];
  for (const table of clause.tables) {
    const value = rowValue(table);
    if (value === null) continue;
    const values = held(table);
    if (values.length > 0) conditions.push(`(${value}) <> ALL (ARRAY[${values.map(quoteText).join(', ')}]::text[])`);
    if (!clause.outermost) continue;
    reported.push(table);
    columns.push(`${value} AS surge_row_${columns.length}`);
  }
  if (conditions.length > 0) {
    const given = text.slice(clause.whereBegin, clause.whereEnd);
    const added = conditions.join(' AND ');
    const where = clause.whereBegin === clause.whereEnd ? ` WHERE ${added} ` : ` ${added} AND (${given}) `;
    text = text.slice(0, clause.whereBegin) + where + text.slice(clause.whereEnd);
  }
  if (columns.length > 0) {
    text = `${text.slice(0, clause.listEnd)}${clause.emptyList ? ' ' : ', '}${columns.join(', ')} ${text.slice(clause.listEnd)}`;
  }
  return { sql: text, reported };
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
