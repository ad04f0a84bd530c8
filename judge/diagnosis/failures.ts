// Reads the tracebacks that failed requests left on the console: what kind of failure the last line tells of, and the
// user's line it came from. An exception is often a symptom (a pool's time-out), so the kind decides which rule speaks.
import type { ConsoleLine } from '#engine/stage.ts';
import { lineInTraceback } from '../traceback.ts';

export type FailureKind =
  | 'too-many-connections'
  | 'cache-connections'
  | 'deadlock'
  | 'conflict'
  | 'pool-timeout'
  | 'timeout'
  | 'rate-limited'
  | 'api-failed'
  | 'bug';

/** What a program throws itself of an answer: "pricing answered 503", "HTTP 502". */
const ANSWERED = /\b(?:HTTP|status|answered|responded|returned|failed|got)\b\D{0,16}\b5\d\d\b/i;

/** In the words of asyncpg, psycopg and Postgres itself, which is all that pg tells. */
export const TOO_MANY_CONNECTIONS = /TooManyConnections|53300|too many clients|remaining connection slots/i;

/** First match decides; the words are those of asyncpg, psycopg, SQLAlchemy, httpx, aiohttp, requests, asyncio, pg and undici. */
const KINDS: readonly (readonly [FailureKind, RegExp])[] = [
  ['too-many-connections', TOO_MANY_CONNECTIONS],
  ['deadlock', /DeadlockDetected|40P01|deadlock detected/i],
  [
    'conflict',
    /SerializationError|SerializationFailure|40001|could not serialize access|QueryCanceled|LockNotAvailable|canceling statement|could not obtain lock/i,
  ],
  ['cache-connections', /MaxConnectionsError|No connection available|max number of clients/],
  ['rate-limited', /\b429\b|Too Many Requests|RateLimit/i],
  [
    'pool-timeout',
    /QueuePool limit|PoolTimeout|couldn't get a connection after|connection pool exhausted|timeout exceeded when trying to connect/,
  ],
  ['timeout', /Timeout|timed out/i],
  [
    'api-failed',
    /HTTPStatusError|HTTPError|ConnectError|RemoteProtocolError|ReadError|fetch failed|Server error '5\d\d|Client(Response|Connector|Payload)Error|ServerDisconnectedError|exceptions\.(ConnectionError|RetryError)|URLError/,
  ],
  ['api-failed', ANSWERED],
];

export function readFailures(
  lines: readonly ConsoleLine[],
  files: readonly string[],
): Map<FailureKind, { count: number; lastLine: string; line: number }> {
  const failures = new Map<FailureKind, { count: number; lastLine: string; line: number }>();
  for (const { level, text } of lines) {
    const lastLine = level === 'error' ? exceptionLine(text) : null;
    if (lastLine === null) continue;
    const kind = KINDS.find(([, pattern]) => pattern.test(lastLine))?.[0] ?? 'bug';
    const known = failures.get(kind);
    if (known === undefined) failures.set(kind, { count: 1, lastLine, line: lineInTraceback(text, files) });
    else known.count += 1;
  }
  return failures;
}

/** The line of a console text that names an exception: the last one of a traceback, the first of a stack. */
export function exceptionLine(text: string): string | null {
  // Exception groups indent with bars.
  const lines = text.split('\n').map((line) => line.replace(/^[\s|+-]+/, '').trimEnd());
  // JavaScript tells what was thrown first, and then where: the stack follows it.
  // An error with fields of its own, as Postgres' are, opens a brace behind its place.
  const stack = lines.findIndex((line) => /^at \S+\.[cm]?[jt]sx?:\d+(?: \{)?$/.test(line));
  if (stack > 0) return (lines[stack - 1] ?? '').slice(0, 200);
  // Of a chain of tracebacks the last one is what was raised in the end.
  const last = lines.findLastIndex((line) => line.startsWith('Traceback (most recent call last)'));
  for (let i = lines.length - 1; i > last; i--) {
    const line = lines[i] ?? '';
    if (!/^[A-Za-z_][\w.]*(Error|Exception|Timeout|Exit|Interrupt|Group|Violation)\w*(:|$)/.test(line)) continue;
    // A stand-in says what the library's own words leave unsaid.
    const hint = lines.slice(i + 1).find((each) => each.startsWith('Hint: '));
    return `${line.slice(0, 200)}${hint === undefined ? '' : ` (${hint.slice(6, 206)})`}`;
  }
  if (last < 0) return null;
  // A name of another shape (MissingGreenlet, a class of the program's): what stands unindented below the frames.
  const named = text.split('\n').findIndex((line, i) => i > last && /^\S/.test(line));
  return (lines[named] ?? lines.findLast((line) => line !== '') ?? '').slice(0, 200);
}
