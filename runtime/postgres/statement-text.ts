// Reads SQL as far as the port must know it: where statements end, which word begins one, which words occur. It follows
// Postgres' lexical rules (nested comments, dollar quotes, E'' escapes); where it errs, Postgres still refuses, because
// each statement is sent as a prepared statement, which may hold one command only.

export interface StatementPiece {
  readonly text: string;
  /** Where the piece begins in the whole text. */
  readonly offset: number;
}

export interface Token {
  /** Lower case for bare words; quoted names as they are; strings with their opening quote. */
  readonly text: string;
  readonly kind: 'word' | 'string' | 'mark';
  readonly end: number;
}

const SPACE = /[\s\uFEFF]/;
const WORD_START = /[A-Za-z_\u0080-\uFFFF]/;
const WORD = /[A-Za-z0-9_$\u0080-\uFFFF]+/y;
const NUMBER = /[0-9][0-9A-Za-z_.]*/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uFFFF][A-Za-z0-9_\u0080-\uFFFF]*)?\$/y;

export function splitStatements(sql: string): StatementPiece[] {
  const pieces: StatementPiece[] = [];
  let start = 0;
  let empty = true;
  for (let token = nextToken(sql, 0); token; token = nextToken(sql, token.end)) {
    if (token.text !== ';' || token.kind !== 'mark') {
      empty = false;
      continue;
    }
    if (!empty) pieces.push({ text: sql.slice(start, token.end - 1), offset: start });
    start = token.end;
    empty = true;
  }
  if (!empty) pieces.push({ text: sql.slice(start), offset: start });
  return pieces;
}

/** Words and quoted names in order, strings as 'text; marks are left out, except leading ones of interest. */
export function wordsOf(sql: string): string[] {
  const words: string[] = [];
  for (let token = nextToken(sql, 0); token; token = nextToken(sql, token.end)) {
    if (token.kind !== 'mark' || (token.text === '(' && words.length === 0)) words.push(token.text);
  }
  return words;
}

export function* tokensOf(sql: string): Iterable<Token> {
  for (let token = nextToken(sql, 0); token; token = nextToken(sql, token.end)) yield token;
}

function nextToken(sql: string, from: number): Token | null {
  let at = from;
  for (;;) {
    while (at < sql.length && SPACE.test(sql[at] as string)) at++;
    if (sql.startsWith('--', at)) at = endOfLine(sql, at);
    else if (sql.startsWith('/*', at)) at = endOfComment(sql, at);
    else break;
  }
  if (at >= sql.length) return null;
  const first = sql[at] as string;
  if (first === "'") return stringToken(sql, at, false);
  if (first === '"') return quotedName(sql, at);
  if (first === '$') return dollarToken(sql, at);
  if (WORD_START.test(first)) {
    if (sql[at + 1] === "'" && /[eE]/.test(first)) return stringToken(sql, at + 1, true);
    if (sql[at + 1] === "'" && /[bBxXnN]/.test(first)) return stringToken(sql, at + 1, false);
    if (/[uU]/.test(first) && sql[at + 1] === '&' && sql[at + 2] === "'") return stringToken(sql, at + 2, false);
    const word = match(WORD, sql, at) as string;
    return { text: word.toLowerCase(), kind: 'word', end: at + word.length };
  }
  const number = match(NUMBER, sql, at);
  if (number) return { text: number, kind: 'mark', end: at + number.length };
  return { text: first, kind: 'mark', end: at + 1 };
}

function match(pattern: RegExp, sql: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0] ?? null;
}

function endOfLine(sql: string, at: number): number {
  let end = at;
  while (end < sql.length && sql[end] !== '\n' && sql[end] !== '\r') end++;
  return end;
}

function endOfComment(sql: string, at: number): number {
  let depth = 1;
  let end = at + 2;
  for (; end < sql.length && depth > 0; end++) {
    if (sql.startsWith('/*', end)) {
      depth++;
      end++;
    } else if (sql.startsWith('*/', end)) {
      depth--;
      end++;
    }
  }
  return end;
}

function stringToken(sql: string, quote: number, escapes: boolean): Token {
  let end = quote + 1;
  for (; end < sql.length; end++) {
    if (escapes && sql[end] === '\\') end++;
    else if (sql[end] === "'") {
      if (sql[end + 1] !== "'") break;
      end++;
    }
  }
  return { text: sql.slice(quote, end), kind: 'string', end: Math.min(end + 1, sql.length) };
}

function quotedName(sql: string, at: number): Token {
  let end = at + 1;
  while (end < sql.length && (sql[end] !== '"' || sql[end + 1] === '"')) end += sql[end] === '"' ? 2 : 1;
  return { text: sql.slice(at + 1, end).replaceAll('""', '"'), kind: 'word', end: Math.min(end + 1, sql.length) };
}

function dollarToken(sql: string, at: number): Token {
  const tag = match(DOLLAR_TAG, sql, at);
  if (!tag) return { text: '$', kind: 'mark', end: at + 1 };
  const close = sql.indexOf(tag, at + tag.length);
  const end = close < 0 ? sql.length : close + tag.length;
  return { text: `'${sql.slice(at + tag.length, close < 0 ? sql.length : close)}`, kind: 'string', end };
}
