// The program: what its main file exports, and how a request gets to it.
import { SYSCALL } from '#engine/guest-port.ts';
import { end, S } from './counters.ts';
import { current, noteAwait } from './frame.ts';
import { GuestPromise } from './promise.ts';
import { emit, type Worker, worker } from './worker.ts';

/** Writes of one worker that are shown, and those that are too much: the same as Python's. */
const KEPT_WRITES = 2_000;
const MAX_WRITES = 500_000;

type Fetch = (request: unknown) => unknown;

const SHAPE = 'export default { async fetch(request: Request): Promise<Response> }, or an `app` of Hono';

/** A program that serves nobody: it runs as a script, to its end. */
export class NoServer extends TypeError {}

/** The handler of requests. Throws NoServer where the module exports none. */
export function programOf(exports: object): Fetch {
  const { default: main, app } = exports as { default?: unknown; app?: unknown };
  for (const candidate of [main, app]) {
    if (typeof candidate === 'function' && !/^class\s/.test(Function.prototype.toString.call(candidate))) return candidate as Fetch;
    const fetch = (candidate as { fetch?: unknown } | null | undefined)?.fetch;
    if (typeof fetch === 'function') return (request) => fetch.call(candidate, request);
  }
  throw new NoServer(`main.ts exports no server: write ${SHAPE}`);
}

/** Makes the request and reads the response: set by the stand-in of the web's Request and Response (shims/web). */
export const web: {
  makeRequest(method: string, target: string, headersJson: string, body: string): unknown;
  /** Status and body of what a handler gave back; the body may come later. Throws a TypeError for what is no Response. */
  readResponse(response: unknown): { status: number; body: string | GuestPromise };
} = {
  makeRequest: () => ({}),
  readResponse: () => ({ status: 500, body: '' }),
};

/** text: "METHOD target\nheaders as JSON\nbody". */
export function handleRequest(at: Worker, token: number, text: string): void {
  emit(SYSCALL.ACCEPT, token, 0, 0, '', 0);
  const lineEnd = text.indexOf('\n');
  const headersEnd = text.indexOf('\n', lineEnd + 1);
  const space = text.indexOf(' ');
  const request = web.makeRequest(
    text.slice(0, space),
    text.slice(space + 1, lineEnd),
    text.slice(lineEnd + 1, headersEnd),
    text.slice(headersEnd + 1),
  );
  let answered: unknown;
  try {
    answered = at.handler?.(request);
  } catch (error) {
    S.c(error);
    fail(at, token, error);
    return;
  }
  // A handler that hands on a promise without an await stands there.
  noteAwait(current.frame, S.l);
  GuestPromise.from(answered).then(
    (response: unknown) => answer(at, token, response),
    (error: unknown) => fail(at, token, error),
  );
}

function answer(at: Worker, token: number, response: unknown): void {
  try {
    const { status, body } = web.readResponse(response);
    if (typeof body === 'string') respond(at, token, status, body);
    else
      body.then(
        (text: unknown) => respond(at, token, status, String(text)),
        (error: unknown) => fail(at, token, error),
      );
  } catch (error) {
    S.c(error);
    fail(at, token, error);
  }
}

function respond(at: Worker, token: number, status: number, body: string): void {
  if (!at.open.delete(token)) return;
  emit(SYSCALL.RESPOND, token, status, 0, body, 0);
}

function fail(at: Worker, token: number, error: unknown): void {
  emit(SYSCALL.LOG, 0, 3, 0, describeError(error), 0);
  respond(at, token, 500, 'Internal Server Error');
}

/** An error with its place in the user's files, as Node would print it. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `Uncaught ${describeValue(error)}`;
  const stack = typeof error.stack === 'string' ? error.stack : `${error.name}: ${error.message}`;
  const cause = error.cause === undefined ? '' : `\n  [cause]: ${describeError(error.cause).replaceAll('\n', '\n  ')}`;
  return stack + cause;
}

export function describeValue(value: unknown): string {
  try {
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  } catch {
    return 'a value that cannot be shown';
  }
}

/** The program's own log. level: 0 debug, 1 info, 2 warning, 3 error. */
export function log(level: number, text: string): void {
  const at = worker();
  if (at.gone) return;
  if (++at.writes > MAX_WRITES)
    throw end('too-much-output', `more than ${MAX_WRITES.toLocaleString('en')} writes to the console by one worker`, S.l);
  if (at.writes > KEPT_WRITES) return;
  emit(SYSCALL.LOG, 0, level, 0, text, 0);
}
