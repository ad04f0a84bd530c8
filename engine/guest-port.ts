// The guest interface: batches of messages in numbers and strings, so that a guest can live beside the engine
// (browser, terminal) or behind a pipe (verifier). The engine never learns which language runs.
//
// One turn = the engine gives one worker the events that are due, the guest runs its loop until nothing is ready or
// its local time has reached the horizon, and answers with the syscalls that it made. Timers belong to the guest's
// loop; it only says when the next one is due. Local time at any point of a turn is
//   startNs + counted CPU so far (the guest counts it) + declared CPU of the syscalls so far (DECLARED below).
// The guest keeps the same sum for its own clock; the engine computes it again and does not trust the guest's.

import type { Lift } from './lift.ts';

/** Kinds of events, engine to guest. Each event is EVENT_FIELDS numbers [kind, token, a, b] and one string. */
export const EVENT = {
  /** token: request. text: "METHOD target\nheaders as JSON\nbody". */
  REQUEST: 1,
  /** token: operation. Meaning of a, b and text by operation, see SYSCALL. */
  COMPLETION: 2,
  /** The program's start-up: run lifespan / on_event("startup"). Answered with STARTED. token 0. */
  STARTUP: 3,
  /** The program's end: lifespan's second half. */
  SHUTDOWN: 4,
  /** A query's answer with a name. token: operation, b: result id. text: the result as JSON, or empty when an earlier event of
   *  this stage, to whichever worker, had the same id: a guest keeps texts by id as they arrive. */
  RESULT: 5,
} as const;
export const EVENT_FIELDS = 4;

/** Kinds of syscalls, guest to engine. Each is SYSCALL_FIELDS numbers [kind, token, countedNs, line, a, b, request] and one string.
 *  countedNs: CPU counted since the turn began, cumulative, without declared costs.
 *  request: the request on whose behalf it is made, 0 if none.
 *  line: file index * 100000 + line of the user's code, 0 if unknown. Strings must not contain NUL. */
export const SYSCALL = {
  /** Open a database connection. text: dsn. Completion: a = 0, b = session; or a = 1, text = error JSON {sqlstate, message, ...}. */
  DB_CONNECT: 1,
  /** Run a statement. a: session, text: sql + "\u0001" + parameters as JSON array.
   *  b: how (HOW). A pool's reset costs databaseReset instead of databaseCall, and no statement is run. For many rows the
   *  parameters are an array of arrays, and the answer is the last row's.
   *  Answered by RESULT, or by a completion: a = 0, text = result JSON that has no id; a = 1, text = error JSON. */
  DB_QUERY: 2,
  /** Close a session (a). No completion. An open transaction is rolled back. */
  DB_CLOSE: 3,
  /** Open an HTTP connection. text: origin "http://pricing.test". Completion: a = 0, b = connection; a = 1: refused, text = message. */
  HTTP_CONNECT: 4,
  /** One HTTP exchange. a: connection, b: the client library, which only decides the cost (HTTP_LIBRARY), text: "METHOD url\nheaders as JSON\nbody". Completion: a = status, b = Retry-After in s (0: none), text = body;
   *  a = 0: connection broke, text = message. */
  HTTP_REQUEST: 5,
  /** Close an HTTP connection (a). */
  HTTP_CLOSE: 6,
  /** The guest no longer waits for operation `token` (time-out, cancellation). The session or connection that it used is lost. */
  CANCEL: 7,
  /** Answer a request. token: request, a: status, text: body. It leaves at the end of the loop pass. */
  RESPOND: 8,
  /** The worker was blocked for a ns (time.sleep in a coroutine). It occupies the worker. */
  BLOCK: 9,
  /** A resource inside the guest was declared. token: resource index, a: servers, text: "kind\u0001name", kind = pool | lock | semaphore | queue | threads | gil | processes. */
  RESOURCE: 10,
  /** Somebody waited for a guest resource and got it. token: resource index, a: waited ns, b: queue length seen on arrival. */
  WAITED: 11,
  /** A guest resource was given back. token: resource index, a: held ns. Of threads and processes with a line: what the request's function
   *  ran for there; b: ns that it had waited before, where WAITED did not tell it on the request's behalf when that ended. */
  HELD: 12,
  /** Console. a: 0 debug, 1 info, 2 warning, 3 error. */
  LOG: 13,
  /** One step of a task kept the loop longer than SLOW_STEP_NS. a: ns, line: where, text: what kept it, and for a built-in that
   *  took long for the size of its argument "what\u0001unit" with the size in b ("json.dumps\u0001characters"). */
  SLOW_STEP: 14,
  /** A request's task begins: costs requestCpuUs. token: request. */
  ACCEPT: 15,
  /** Start-up ended. a: 0 fine, 1 failed (text: traceback). */
  STARTED: 16,
  /** An HTTP client was constructed: costs httpClient, which blocks the loop. */
  HTTP_CLIENT: 17,
  /** A function went to a thread: costs threadHop. */
  THREAD_HOP: 18,
  /** The guest cannot go on: limit or fatal error. text: JSON {verdict, message, line}. The stage ends. */
  FAULT: 19,
  /** A blocking call that kept the loop was answered during this turn (BlockingCall): it occupies the worker until its end.
   *  One entry for each, in order. text: what blocked ("requests.get"). */
  BLOCKING: 20,
  /** Open a connection to the cache. text: number of its database. Completion: a = 0, b = connection; a = 1: refused, text = message. */
  CACHE_CONNECT: 21,
  /** Commands in one packet. a: connection, b: how many, text: JSON list of commands, each a list of byte strings (one character a byte).
   *  Completion: a = 0, text = JSON list of replies: null, number, string, list, {ok}, {error}, {integer: digits beyond 2**53};
   *  a = 1: the connection is closed; a = 2: text names what is not simulated. */
  CACHE_CALL: 22,
  /** Close a connection to the cache (a). */
  CACHE_CLOSE: 23,
  /** The program's memory has moved by a megabyte and more since it was last told of. a: bytes resident, b: open requests,
   *  text: JSON {name, bytes, line} of what holds most. */
  MEMORY: 24,
  /** The process ends itself: nothing of it runs after this. text: JSON {reason, message, line}, reason = uncaughtException | unhandledRejection | exit.
   *  The worker is restarted as after a kill; before load begins its start-up has failed. */
  CRASH: 25,
  /** Only reports, for the profile: the CPU counted since the syscall before was spent up to this line; a ns of it in a call of a built-in, whose
   *  name is the text. */
  RAN: 26,
  /** Only reports, for the profile: from here on the line is called along the path `token`, a number of the guest's own from 1; 0: by nobody.
   *  text: where the path's functions begin, the outermost first, as lines joined by commas (line 0 of a file: its top), when the path is
   *  told for the first time. */
  CALLED: 27,
} as const;
export const SYSCALL_FIELDS = 7;

/** How a DB_QUERY is meant; AFTER_CANCEL: a DB_CONNECT that stands for the cancel request of a statement whose session was lost. */
export const HOW = { ONE: 0, RESET: 1, MANY: 2, COPY: 3, AFTER_CANCEL: 4 } as const;

/** b of HTTP_REQUEST: whose call it is. */
export const HTTP_LIBRARY = { httpx: 0, aiohttp: 1, requests: 2, undici: 3 } as const;

/** A step longer than this is reported as SLOW_STEP. asyncio's own debug default is 100 ms; 5 ms already hurts a p99. */
export const SLOW_STEP_NS = 5_000_000;

export interface GuestBatch {
  readonly worker: number;
  /** Local time at which the turn begins, ns. */
  readonly startNs: number;
  /** While callbacks are ready, the guest goes on with further loop passes as long as its local time is below this. */
  readonly horizonNs: number;
  /** EVENT_FIELDS numbers an event. */
  readonly events: readonly number[];
  /** One string an event. */
  readonly texts: readonly string[];
}

/** An operation whose caller does not give way: asked in the middle of a turn and answered at once with the time of its end. */
export interface BlockingCall {
  /** DB_CONNECT, DB_QUERY, DB_CLOSE, HTTP_CONNECT, HTTP_REQUEST, HTTP_CLOSE or one of CACHE_; a, b, line, request and text as in the syscall. */
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly line: number;
  readonly request: number;
  readonly text: string;
  /** Local time of the caller, ns, with the declared cost of the call: of the worker, or of the thread that it runs in. */
  readonly nowNs: number;
  /** In a virtual thread: only that thread waits. Otherwise the loop does, and a BLOCKING entry says so. */
  readonly inThread: boolean;
  /** How long the caller waits at most, ns; 0: for ever. */
  readonly timeoutNs: number;
}

/** a, b and text as in the completion of the operation; a = TIMED_OUT when the caller's patience ended first. */
export interface BlockingAnswer {
  readonly endNs: number;
  readonly a: number;
  readonly b: number;
  readonly text: string;
}
export const TIMED_OUT = -1;
export type AskBlocking = (call: BlockingCall) => BlockingAnswer;

export interface GuestTurn {
  /** CPU counted in this turn, ns, without declared costs. */
  readonly countedNs: number;
  /** When the guest's next timer is due, ns; -1: none. */
  readonly nextTimerNs: number;
  /** Callbacks are still ready: the worker wants another turn at once. */
  readonly readyLeft: boolean;
  /** Task steps run in this turn. */
  readonly steps: number;
  /** Tasks alive after the turn. */
  readonly tasks: number;
  /** SYSCALL_FIELDS numbers a syscall; valid until the next call. */
  readonly syscalls: ArrayLike<number>;
  /** One string a syscall. */
  readonly texts: readonly string[];
}

/** Where an unanswered request stands: the innermost line of the user's code that it awaits. */
export interface StuckRequest {
  readonly request: number;
  readonly line: number;
  /** What it awaits, in the language's words: "asyncio.Event.wait". */
  readonly awaits: string;
}

/** Lines of a file, the first and the last. */
export interface CodePlace {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
}

/** What a check of the program's own code has found, without running it. */
export interface CodeFinding extends CodePlace {
  /** blocking-call | unbounded-fan-out | no-timeout | client-per-request | lock-across-await | query-in-loop | sequential-awaits | sleep-zero | wall-time */
  readonly rule: string;
  /** What is called there, in the program's own words: "requests.get", "chain_lock". */
  readonly name: string;
  /** Where what it costs can be measured: the calls themselves, which may be in other functions and files. */
  readonly at: readonly CodePlace[];
}

/** One program, loaded once per simulated worker. A fresh stage loads it anew. */
export interface Guest {
  readonly language: 'python' | 'typescript';
  /** File names in the order of the file index in `line`. */
  readonly files: readonly string[];
  /** Checks the code of a program that need not be loaded. Asked once a run, before the first stage; nothing of the program runs. A program with an error of syntax has no findings. */
  check(files: Readonly<Record<string, string>>): CodeFinding[];
  /** Loads the program into `workers` fresh workers. Throws GuestLoadError for errors of the user's code at import. */
  load(options: GuestLoadOptions): void;
  /** `ask` answers the blocking calls of this turn. */
  turn(batch: GuestBatch, ask: AskBlocking): GuestTurn;
  /** A worker was killed: its program is loaded anew. Its next event is STARTUP. Throws GuestLoadError. */
  restart(worker: number): void;
  /** Asked at the end of a stage, when requests stayed open. */
  stuck(worker: number, requests: readonly number[]): StuckRequest[];
}

export interface GuestLoadOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly workers: number;
  /** Seed of the guest's own randomness, 32 bit unsigned. */
  readonly seed: number;
  readonly env: Readonly<Record<string, string>>;
  /** Declared costs in integer ns, by the names of DeclaredCosts. */
  readonly costs: DeclaredCosts;
  readonly threadTokens: number;
  readonly cpuCount: number;
  /** What a worker's container allows. */
  readonly memoryBytes: number;
  /** What the stage does without (lift.ts); absent: it is as it is. */
  readonly lift?: Lift;
}

/** Integer ns. */
export interface DeclaredCosts {
  readonly request: number;
  readonly step: number;
  readonly databaseCall: number;
  readonly databaseRow: number;
  readonly databaseConnect: number;
  readonly databaseReset: number;
  readonly httpCall: number;
  readonly aiohttpCall: number;
  readonly requestsCall: number;
  readonly undiciCall: number;
  readonly httpConnect: number;
  readonly httpClient: number;
  readonly threadHop: number;
  readonly cacheCall: number;
  readonly cacheCommand: number;
  readonly cacheConnect: number;
  /** The most that waking up from a blocking wait costs (WAKE_UP_HALF_NS in engine/world/costs.ts). */
  readonly wakeUp: number;
  /** The user's own code, as a multiple of what opcode_costs.py and call_costs.py say. */
  readonly userCode: number;
}

/** An error of the user's program before or while it runs, with the place in the user's own files. */
export class GuestLoadError extends Error {
  constructor(
    message: string,
    readonly traceback: string,
    readonly file: string | null,
    readonly line: number | null,
    /** Console lines that the program printed before it failed. */
    readonly console: readonly string[] = [],
  ) {
    super(message);
    this.name = 'GuestLoadError';
  }
}
