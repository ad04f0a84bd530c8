// The world as the engine sees it: every default filled in, every number checked (catalogue/world-schema.ts does both).
// Times are milliseconds or microseconds as in the world file, named with their unit; the engine turns them into integer ns.

export type Latency =
  | { readonly fixedMs: number }
  | { readonly exponentialMs: number }
  | { readonly lognormal: { readonly medianMs: number; readonly sigma: number } }
  /** The milliseconds that the request's query parameter of this name says. */
  | { readonly query: string };

export interface Failures {
  /** Share of requests that fail, 0 to 1. */
  readonly rate: number;
  /** Status of a failed answer. */
  readonly status: number;
}

/** CPU that a library spends in the worker for one call, in microseconds. Declared, never measured. */
export interface LibraryCpuUs {
  /** One statement sent by a database driver and its answer parsed. */
  readonly databaseCall: number;
  /** Each row of an answer. */
  readonly databaseRow: number;
  /** Opening one database connection. */
  readonly databaseConnect: number;
  /** The reset statement that a pool sends when a connection is given back. */
  readonly databaseReset: number;
  /** One HTTP call through a client that exists: httpx.AsyncClient, aiohttp, blocking ones (requests, httpx.Client), Node's fetch. */
  readonly httpCall: number;
  readonly aiohttpCall: number;
  readonly requestsCall: number;
  readonly undiciCall: number;
  /** Opening one HTTP connection (TCP and TLS). */
  readonly httpConnect: number;
  /** Constructing an HTTP client: it builds a TLS context, and blocks the loop meanwhile. */
  readonly httpClient: number;
  /** Handing a function to a thread and getting its result back. */
  readonly threadHop: number;
  /** A command, or a pipeline of one, sent by a cache's client and its answer parsed. */
  readonly cacheCall: number;
  /** Each further command of a pipeline. */
  readonly cacheCommand: number;
  /** Opening one connection to the cache. */
  readonly cacheConnect: number;
}

export interface Workers {
  /** Workers of the fleet. */
  readonly count: number;
  /** How many of them are run in full; what they share is scaled by simulated / count. */
  readonly simulated: number;
  /** CPU of the framework for one request. */
  readonly requestCpuUs: number;
  /** CPU that a wake-up costs when the loop slept: caches are cold and the core has to be switched to it. The most that it can be: a
   *  sleep of WAKE_UP_HALF_NS costs half of it (engine/simulation.ts). */
  readonly wakeUpUs: number;
  /** How late a timer wakes a loop that sleeps. */
  readonly timerSlackUs: number;
  /** How fast the CPU is for the user's own code: what 50,000 times `t += i * i` take. */
  readonly userCodeUs: number;
  /** CPU of one step of a task. */
  readonly stepCpuUs: number;
  /** Threads for `def` routes (AnyIO's limiter). */
  readonly threadTokens: number;
  /** What os.cpu_count() says; the default executor has min(32, cpuCount + 4) threads. */
  readonly cpuCount: number;
  /** Memory of a worker's container; beyond it the worker is killed. */
  readonly memoryMb: number;
  /** From a worker's kill until its successor's program begins its start-up. */
  readonly restartMs: number;
  readonly libraryCpuUs: LibraryCpuUs;
}

export interface DatabaseWorld {
  readonly cores: number;
  /** Workers and database run on one machine: a turn of a worker's loop takes one of `cores` too. */
  readonly sharesCores: boolean;
  readonly maxConnections: number;
  readonly roundTripMs: number;
  /** Core time that the server spends to open one connection; three round trips come on top. */
  readonly connectMs: number;
  /** Core time of any statement, whatever it does: its process wakes up, reads, plans, answers. A pool's reset is one too. */
  readonly statementUs: number;
  /** Core time of one unit of the planner's cost. */
  readonly costUnitUs: number;
  /** Core time added per row returned. */
  readonly rowUs: number;
  /** Core time of each 1,024 bytes of values returned: reading, forming and sending them, µs. */
  readonly kbUs: number;
  /** Core time added per row inserted, updated or deleted. */
  readonly writeRowUs: number;
  /** A transaction that wrote waits so long for its log to be on disk (fsync); it holds its rows, but no core. */
  readonly commitMs: number;
  /** SQL text of the tables (already read from the file that the world names); empty if there is none. */
  readonly schemaSql: string;
}

export interface CacheWorld {
  readonly roundTripMs: number;
  /** Time of the single thread for one command. */
  readonly operationUs: number;
  /** Same for each further command of a packet. */
  readonly pipelinedUs: number;
  readonly maxConnections: number;
}

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface ServiceRoute {
  /** "GET /prices/{id}": names in braces match one path segment, or the query parameter of that name. */
  readonly pattern: string;
  readonly latency?: Latency;
  readonly failures?: Failures;
  readonly concurrency?: number;
  readonly rateLimitPerSecond?: number;
  /** Body as data; "{id}" in strings is replaced by the request's value. */
  readonly json?: JsonValue;
  /** Or: a query on the world's database, run as its owner, that builds the JSON body; $1, $2 ... are the pattern's names in order. No row: 404. */
  readonly sql?: string;
}

/** A stretch of a stage, in milliseconds after its measured window begins; negative: during the warm-up. */
export interface Stretch {
  readonly fromMs: number;
  /** Not in it any more. */
  readonly toMs: number;
}

/** What holds for a service and all its routes in a stretch instead of their own; what is left out stays theirs. */
export interface BrownOut extends Stretch {
  readonly latency?: Latency;
  readonly failures?: Failures;
  readonly concurrency?: number;
}

export interface ServiceWorld {
  /** Base URL, without a slash at the end. */
  readonly baseUrl: string;
  readonly roundTripMs: number;
  /** Time to open a connection (TCP and TLS together). */
  readonly connectMs: number;
  readonly latency: Latency;
  /** Requests in service at once; more wait in line. */
  readonly concurrency: number;
  /** Requests per second before 429 with Retry-After; Infinity for none. */
  readonly rateLimitPerSecond: number;
  readonly failures: Failures;
  readonly routes: readonly ServiceRoute[];
  /** No two at the same time. */
  readonly brownOuts: readonly BrownOut[];
}

export interface LoadRequest {
  readonly method: string;
  /** May hold {key}. */
  readonly path: string;
  readonly body?: JsonValue;
  readonly weight: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The arrival rate in a stretch is the offered one times a factor; below 1 it is a lull. */
export interface Burst extends Stretch {
  readonly factor: number;
}

export interface LoadWorld {
  readonly requests: readonly LoadRequest[];
  readonly clientTimeoutMs: number;
  /** How many requests the clients of the whole fleet have open at most; further ones wait at the client. null: no limit. */
  readonly connections: number | null;
  /** {key} is drawn from first .. first + count - 1; zipf is the exponent (0: uniform). */
  readonly keys: { readonly count: number; readonly zipf: number; readonly first: number };
  /** No two at the same time. */
  readonly bursts: readonly Burst[];
}

/** Something that happens in the world at a time: SQL run as the database's owner (a price changes). */
export interface WorldEvent {
  /** Milliseconds after the measured window of a stage begins; negative: during the warm-up. */
  readonly atMs: number;
  readonly sql: string;
}

/** What must hold in the database at the end of a stage. */
export interface Invariant {
  readonly id: string;
  /** A query as the database's owner that gives one number: by how many the database is off, 0 if the invariant holds.
   *  $1, $2, ...: how many requests of load.requests[0], [1], ... were answered with 2xx. */
  readonly sql: string;
}

export interface World {
  readonly workers: Workers;
  readonly database: DatabaseWorld;
  readonly cache: CacheWorld;
  readonly services: readonly ServiceWorld[];
  readonly env: Readonly<Record<string, string>>;
  readonly load: LoadWorld;
  readonly events: readonly WorldEvent[];
  readonly invariants: readonly Invariant[];
}
