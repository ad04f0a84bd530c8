// One stage of a run: the world under one offered load, from a fresh start. Its recording is all that the judge sees.
import type { DatabasePort } from './database-port.ts';
import type { Guest, StuckRequest } from './guest-port.ts';
import type { Lift } from './lift.ts';
import type { ResourceKind } from './resource-kind.ts';
import type { LineTable } from './world/line-tables.ts';
import type { HotLock } from './world/lock-books.ts';
import type { MemoryHolder } from './world/worker.ts';
import type { World } from './world/world.ts';

export interface StageOptions {
  readonly world: World;
  readonly seed: number;
  /** Offered load of the whole fleet, requests/s. */
  readonly offeredRps: number;
  /** Measured window, virtual seconds; the warm-up comes before it. */
  readonly seconds: number;
  readonly warmupSeconds: number;
  readonly files: Readonly<Record<string, string>>;
  readonly guest: Guest;
  readonly database: DatabasePort;
  /** Called for each 2xx answer inside the window; says whether the body is right. Absent: every 2xx is right. */
  readonly checkResponse?: (response: CheckedResponse) => ResponseVerdict;
  /** Called about 20 times a stage. */
  readonly onProgress?: (progress: StageProgress) => void;
  readonly limits: StageLimits;
  /** Absent: the stage as it is. */
  readonly lift?: Lift;
}

export interface CheckedResponse {
  /** Index into world.load.requests. */
  readonly request: number;
  readonly key: number;
  readonly status: number;
  readonly body: string;
  /** Virtual ns since the stage began. */
  readonly arrivedNs: number;
  readonly answeredNs: number;
}
export type ResponseVerdict = 'right' | 'wrong' | 'stale';

export interface StageProgress {
  /** 0 to 1 of the stage's virtual time. */
  readonly fraction: number;
  readonly virtualNs: number;
  readonly completed: number;
  readonly inFlight: number;
  /** Empty before the measured window begins. */
  readonly resources: readonly ResourceSoFar[];
}

/** Figures of a resource from the beginning of the window until now, at fleet scale like those of its recording. */
export type ResourceSoFar = Pick<ResourceRecording, 'name' | 'kind' | 'servers' | 'utilisation' | 'meanWaitNs' | 'maxQueue' | 'errors'>;

export interface StageLimits {
  readonly events: number;
  /** Task steps of all workers. */
  readonly steps: number;
  /** Tasks alive in one worker. */
  readonly tasks: number;
  /** Console lines kept; further ones are counted. */
  readonly consoleLines: number;
}
export const DEFAULT_LIMITS: StageLimits = { events: 20_000_000, steps: 2_000_000, tasks: 100_000, consoleLines: 200 };

/** Shared things (database, services) at fleet scale: servers and queue counted for the whole fleet. */
export interface ResourceRecording {
  readonly name: string;
  readonly kind: ResourceKind;
  readonly servers: number;
  /** 0 to 1, over the window. */
  readonly utilisation: number;
  readonly meanWaitNs: number;
  /** Sum of all waiting in the window (simulated workers, not scaled). */
  readonly totalWaitNs: number;
  readonly waits: number;
  readonly maxQueue: number;
  readonly errors: number;
  /** Per 100 ms of the window: utilisation and queue length. */
  readonly series: { readonly utilisation: readonly number[]; readonly queue: readonly number[] };
}

/** Time that requests spent waiting at one line of the user's code, by what they waited for. */
export interface LineWait {
  /** file index * 100000 + line. */
  readonly line: number;
  /** Name of the resource, as in ResourceRecording. */
  readonly resource: string;
  /** queue: waiting for the resource; service: being served by it (query time, API latency, sleep). */
  readonly queueNs: number;
  readonly serviceNs: number;
  readonly count: number;
  /** Those of `count` that whoever asked gave up: a time-out, a cancelled task. They are told with the time until then. */
  readonly givenUp?: number;
}

/** Where answered requests spent their time, each from its arrival to its answer. */
export interface RequestTimes {
  readonly requests: number;
  readonly latencyNs: number;
  /** Those that made an HTTP call themselves. */
  readonly callers: number;
  /** Time of the others in which nothing of their own was under way: they waited for what another request or a task does, for a timer, or for the loop. */
  readonly elsewhereNs: number;
  readonly resources: readonly {
    readonly resource: string;
    readonly queueNs: number;
    readonly serviceNs: number;
    readonly count: number;
  }[];
}

/** An unanswered request, and the pools of which it holds a connection while nothing of its own is under way. */
export interface Standing extends StuckRequest {
  readonly holds?: readonly string[];
}

/** CPU that was spent up to a line since the syscall before, and waiting in blocking calls there; in the window. */
export interface LineCpu {
  /** file index * 100000 + line. */
  readonly line: number;
  readonly cpuNs: number;
  readonly blockedNs: number;
}

/** What a line took when it was called that way. what: in a library ("database-call"), a built-in ("json.dumps"), or blocked ("time.sleep"). */
export interface CallLeaf {
  /** Index into frames. */
  readonly frame: number;
  readonly line: number;
  readonly kind: 'own' | 'library' | 'built-in' | 'blocked';
  readonly what: string;
  readonly cpuNs: number;
  readonly blockedNs: number;
}

/** Functions by who called them, and what their lines took. */
export interface CallRecording {
  /** The first is nobody. place: where the function begins, as a line; line 0 of a file: its top. */
  readonly frames: readonly { readonly caller: number; readonly place: number }[];
  readonly leaves: readonly CallLeaf[];
}

export interface LineProfileRecording {
  /** Most time first. */
  readonly lines: readonly LineCpu[];
  /** Of these lines, as far as there is room. */
  readonly calls: CallRecording;
  /** The server's own work of taking requests over. */
  readonly acceptNs: number;
  /** Of no known line: the framework's work around the handler, and the loop's own. */
  readonly elsewhereNs: number;
  readonly blockedElsewhereNs: number;
}

/** A stretch of time in which a worker was occupied, on behalf of one request. */
export interface LoopSegment {
  readonly fromNs: number;
  readonly toNs: number;
  /** 0: of none. */
  readonly request: number;
  /** Where it came to, file index * 100000 + line; 0 if unknown. */
  readonly line: number;
  /** slow: CPU of a step that kept the loop longer than SLOW_STEP_NS; blocked: waiting in a call that does not give way. */
  readonly kind: 'cpu' | 'slow' | 'blocked';
  /** Of slow and blocked: what ("json.dumps", "time.sleep", "CPU"). */
  readonly what: string;
}

/** A turn as it began: how long the oldest event had been due, how many were, requests open, threads of its pools in use. */
export interface LoopTurn {
  readonly atNs: number;
  readonly lagNs: number;
  readonly ready: number;
  readonly open: number;
  readonly threads: number;
}

export interface LoopLane {
  readonly worker: number;
  readonly segments: readonly LoopSegment[];
  readonly turns: readonly LoopTurn[];
  /** There was more before, or afterwards, than was kept. */
  readonly beganBefore: boolean;
  readonly wentOn: boolean;
}

/** The event loops of all workers around the largest lag of the window. */
export interface LoopRecording {
  /** What all lanes tell of in full. */
  readonly fromNs: number;
  readonly toNs: number;
  /** Null: no turn began in the window. */
  readonly largestLag: { readonly worker: number; readonly atNs: number; readonly lagNs: number } | null;
  readonly lanes: readonly LoopLane[];
}

export interface SlowStep {
  readonly line: number;
  /** "time.sleep", "httpx.AsyncClient()", "json.dumps", "CPU". */
  readonly what: string;
  /** Of a built-in that takes long for the size of its argument: the largest argument seen, and what is counted ("characters"). 0 and "": does not apply. */
  readonly maxSize: number;
  readonly unit: string;
  readonly count: number;
  readonly totalNs: number;
  readonly maxNs: number;
}

/** A worker that was killed because it used more memory than its container allows, or whose process ended itself, and that started anew. */
export interface Restart {
  readonly worker: number;
  /** ns since load began, warm-up included. */
  readonly atNs: number;
  readonly cause: 'memory' | 'uncaughtException' | 'unhandledRejection' | 'exit';
  /** What the process ended of, as its language prints it; line as in `holder`. Null for a kill. */
  readonly error: { readonly message: string; readonly line: number } | null;
  readonly memoryBytes: number;
  /** What held most of it, by its name in the program; line: file index * 100000 + line, 0 if unknown. */
  readonly holder: { readonly name: string; readonly bytes: number; readonly line: number } | null;
  /** Requests that it had taken and did not answer. */
  readonly lostRequests: number;
}

export type SpanKind = 'accept' | 'cpu' | 'acquire' | 'connect' | 'query' | 'http' | 'cache' | 'wait' | 'block' | 'thread';
export interface Span {
  readonly kind: SpanKind;
  readonly label: string;
  readonly line: number;
  readonly startNs: number;
  readonly endNs: number;
  /** Part of it spent queueing. */
  readonly queueNs: number;
}
export interface Trace {
  readonly request: number;
  readonly worker: number;
  readonly method: string;
  readonly path: string;
  readonly status: number | 'timeout';
  readonly arrivedNs: number;
  readonly answeredNs: number;
  readonly spans: readonly Span[];
}

export interface ConsoleLine {
  readonly timeNs: number;
  readonly worker: number;
  readonly level: 'debug' | 'info' | 'warning' | 'error';
  readonly text: string;
}

/** Locks of the database in the window (simulated workers, not scaled). */
export interface LockRecording {
  readonly waits: number;
  readonly totalWaitNs: number;
  /** Victims of a deadlock (40P01), lock_timeout (55P03), statement_timeout (57014), serialization failures (40001), NOWAIT (55P03); of the whole stage. */
  readonly deadlocks: number;
  readonly lockTimeouts: number;
  readonly statementTimeouts: number;
  readonly serializationFailures: number;
  readonly notAvailable: number;
  /** Lines of the user's code where the first of them happened, 0 if none. */
  readonly serializationLine: number;
  readonly notAvailableLine: number;
  /** What was waited for longest in all, first the worst. */
  readonly hottest: readonly HotLock[];
  /** Which lines changed which tables in the whole stage, the most frequent first. */
  readonly writes: readonly LineTable[];
}

/** Why a stage ended early, or that it did not. */
export interface StageFault {
  /** endless-loop | endless-call | spinning | too-many-events | too-many-tasks | memory | stack-overflow | deadlock | startup-failed | guest-crashed */
  readonly verdict: string;
  readonly message: string;
  readonly line: number;
}

export interface StageRecording {
  readonly offeredRps: number;
  /** Arrivals per second that the load's bursts and lulls make of it in the window: offeredRps where there are none. */
  readonly arrivalRps: { readonly mean: number; readonly peak: number };
  readonly seconds: number;
  readonly warmupSeconds: number;
  readonly scale: { readonly simulated: number; readonly count: number };
  /** Requests whose intended start lies in the window (simulated, not scaled). */
  readonly arrivals: number;
  /** Answered inside the window with 2xx (simulated). */
  readonly completed: number;
  /** Same at fleet scale per second. */
  readonly throughputRps: number;
  /** Outcome of the window's arrivals, followed until answered or given up: by status, "timeout", "wrong", "stale" (the last two are also 2xx). */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Window's arrivals still open when the window closed. */
  readonly unfinished: number;
  /** 2xx answers of the whole stage, warm-up and answers that came too late included, by index into load.requests. */
  readonly succeeded: readonly number[];
  /** Requests that the guest had not answered when the stage ended. */
  readonly unanswered: number;
  /** Requests open when the window began. */
  readonly openAtStart: number;
  /**
   * Latency of the window's arrivals that got a 2xx answer (of all, if none did), from their intended start; a client that gave up
   * counts with its time-out. mean: of all answers.
   */
  readonly latencyNs: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number; readonly mean: number };
  /** 2xx, right, and within `limitNs` of the arrival: counted for any limit. */
  readonly answeredWithin: (limitNs: number) => number;
  readonly loopLagNs: { readonly mean: number; readonly p99: number; readonly max: number };
  readonly resources: readonly ResourceRecording[];
  readonly locks: LockRecording;
  /** Which lines read which whole tables and kept a part, the most frequent first; of the whole stage. */
  readonly scans: readonly LineTable[];
  readonly lineWaits: readonly LineWait[];
  /** Core time of the stage's statements over what they would have taken with no more of them than cores. */
  readonly statementSlowdown?: number;
  /** Waits for a connection of a pool by requests that hold another one of it, in the window. */
  readonly nestedWaits?: readonly LineWait[];
  /** Requests of the window that were answered; and those answered with 429 or 503. */
  readonly answered?: RequestTimes;
  readonly refused?: RequestTimes;
  readonly slowSteps: readonly SlowStep[];
  readonly profile: LineProfileRecording;
  readonly loop: LoopRecording;
  /** When the measured window began, on the clock of traces and lanes. */
  readonly windowStartNs: number;
  readonly traces: readonly Trace[];
  readonly console: readonly ConsoleLine[];
  readonly consoleDropped: number;
  readonly fault: StageFault | null;
  readonly restarts: readonly Restart[];
  /** Memory of the fullest worker at the end of each 100 ms of the whole stage, bytes; what a container allows; and what held most in it at the end. */
  readonly memory: { readonly limitBytes: number; readonly series: readonly number[]; readonly holder: MemoryHolder | null };
  /** Requests that never got an answer, where they stand. */
  readonly stuck: readonly Standing[];
  /** Per 100 ms of the whole stage, warm-up included: arrivals, completions, errors, mean latency (ns), open requests. */
  readonly series: {
    readonly arrivals: readonly number[];
    readonly completions: readonly number[];
    readonly errors: readonly number[];
    readonly latencyNs: readonly number[];
    readonly open: readonly number[];
  };
  readonly events: number;
  /** Rolling hash over (time, kind, id) of every event and over every answer's body, 16 hex digits. */
  readonly hash: string;
}
