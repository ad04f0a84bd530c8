// What the checks know of libraries: what a call makes, which methods wait for what, which calls block.

/** What a value of a library is, as far as a check asks. */
export type Kind =
  | 'database'
  | 'database-pool'
  | 'session-maker'
  | 'http'
  | 'cache'
  | 'blocking-database'
  | 'blocking-pool'
  | 'blocking-http'
  | 'blocking-cache'
  | 'lock'
  | 'semaphore'
  | 'executor'
  | 'queue'
  | 'app';

const entries = <Value>(value: Value, names: string): [string, Value][] => names.split(' ').map((name) => [name, value]);

/** Calls that make something, by their whole name. */
export const MAKES: ReadonlyMap<string, Kind> = new Map([
  ...entries<Kind>(
    'database-pool',
    'asyncpg.create_pool psycopg_pool.AsyncConnectionPool sqlalchemy.ext.asyncio.create_async_engine pg.Pool',
  ),
  ...entries<Kind>('database', 'asyncpg.connect psycopg.AsyncConnection.connect sqlalchemy.ext.asyncio.AsyncSession pg.Client'),
  ...entries<Kind>('session-maker', 'sqlalchemy.ext.asyncio.async_sessionmaker sqlalchemy.orm.sessionmaker'),
  ...entries<Kind>('http', 'httpx.AsyncClient aiohttp.ClientSession undici.Agent undici.Pool undici.Client'),
  ...entries<Kind>('cache', 'redis.asyncio.Redis redis.asyncio.Redis.from_url redis.asyncio.from_url redis.asyncio.StrictRedis'),
  ...entries<Kind>('cache', 'aioredis.from_url aioredis.Redis ioredis ioredis.Redis redis.createClient'),
  ...entries<Kind>('blocking-database', 'psycopg.connect psycopg.Connection.connect psycopg2.connect'),
  ...entries<Kind>('blocking-pool', 'psycopg_pool.ConnectionPool psycopg2.pool.ThreadedConnectionPool psycopg2.pool.SimpleConnectionPool'),
  ...entries<Kind>('blocking-pool', 'sqlalchemy.create_engine'),
  ...entries<Kind>('blocking-http', 'requests.Session requests.session httpx.Client'),
  ...entries<Kind>('blocking-cache', 'redis.Redis redis.StrictRedis redis.from_url redis.Redis.from_url'),
  ...entries<Kind>('lock', 'asyncio.Lock anyio.Lock async-mutex.Mutex'),
  ...entries<Kind>('semaphore', 'asyncio.Semaphore asyncio.BoundedSemaphore anyio.Semaphore anyio.CapacityLimiter aiolimiter.AsyncLimiter'),
  ...entries<Kind>('semaphore', 'async-mutex.Semaphore p-limit p-queue p-limit.default p-queue.default'),
  ...entries<Kind>('executor', 'concurrent.futures.ThreadPoolExecutor concurrent.futures.ProcessPoolExecutor piscina piscina.Piscina'),
  ...entries<Kind>('queue', 'asyncio.Queue asyncio.LifoQueue asyncio.PriorityQueue'),
  ...entries<Kind>('app', 'fastapi.FastAPI fastapi.APIRouter starlette.applications.Starlette hono.Hono'),
]);

/** Types in annotations that are not what a call makes. */
export const TYPES: ReadonlyMap<string, Kind> = new Map([
  ...entries<Kind>('database', 'asyncpg.Connection psycopg.AsyncConnection sqlalchemy.ext.asyncio.AsyncConnection pg.PoolClient'),
  ...entries<Kind>('database-pool', 'asyncpg.Pool sqlalchemy.ext.asyncio.AsyncEngine'),
  ...entries<Kind>('blocking-database', 'psycopg.Connection sqlalchemy.orm.Session'),
]);

/** What a method of something gives: a connection of a pool. */
export function givenBy(kind: Kind, method: string): Kind | null {
  if (kind === 'database-pool' && /^(acquire|connect|connection|getconn|begin)$/.test(method)) return 'database';
  if (kind === 'blocking-pool' && /^(connection|getconn|connect|begin)$/.test(method)) return 'blocking-database';
  if ((kind === 'database' || kind === 'blocking-database') && /^(cursor|prepare|connection|execution_options)$/.test(method)) return kind;
  return kind === 'session-maker' && method === 'begin' ? 'database' : null;
}

const QUERIES =
  /^(fetch|fetchrow|fetchval|fetchmany|execute|executemany|query|scalar|scalars|stream|stream_scalars|copy_records_to_table|get|run)$/;
const READING_VERBS = /^(get|head|options)$/;
const VERBS = /^(get|head|options|post|put|patch|delete|request|send)$/;
const CACHE_READS = /^(get|mget|hget|hgetall|hmget|exists|ttl|pttl|smembers|sismember|zrange|zscore|zrevrange|lrange|getBuffer)$/;

export type WaitsFor = 'query' | 'http' | 'cache';

/** What a method of a client waits for, and whether it only reads; `sql`: its first text, null where it is not known. */
export function waitOf(kind: Kind, method: string, sql: string | null): { readonly waitsFor: WaitsFor; readonly reads: boolean } | null {
  if (kind === 'database' || kind === 'database-pool') {
    if (!QUERIES.test(method)) return null;
    return { waitsFor: 'query', reads: sql === null ? /^(fetch|scalar|get)/.test(method) : isReading(sql) };
  }
  if (kind === 'http') return VERBS.test(method) ? { waitsFor: 'http', reads: READING_VERBS.test(method) } : null;
  if (kind !== 'cache' || /^(close|aclose|quit|disconnect|pipeline|multi|on|connect)$/.test(method)) return null;
  return { waitsFor: 'cache', reads: CACHE_READS.test(method) };
}

export const isReading = (sql: string): boolean =>
  /^\s*(SELECT|WITH|SHOW|TABLE|VALUES)\b/i.test(sql) && !/\b(INSERT|UPDATE|DELETE|nextval|pg_advisory\w*|set_config)\b/i.test(sql);

/** One statement for many rows: in a loop it goes over batches. */
export const isForMany = (sql: string): boolean =>
  /\b(ANY|UNNEST|jsonb?_to_recordset|jsonb?_array_elements)\s*\(|\bIN\s*\(\s*\{\}/i.test(sql);

/** Calls that keep the loop, by their whole name; `httpx.get` and the like have no form that waits. */
const BLOCKING_NAMES = new Set(
  [
    'time.sleep hashlib.pbkdf2_hmac hashlib.scrypt bcrypt.hashpw bcrypt.checkpw bcrypt.hashSync bcrypt.compareSync urllib.request.urlopen',
    'subprocess.run subprocess.check_output os.system psycopg.connect psycopg.Connection.connect psycopg2.connect socket.create_connection',
    'crypto.pbkdf2Sync crypto.scryptSync crypto.generateKeyPairSync crypto.generatePrimeSync Atomics.wait',
    'zlib.gzipSync zlib.gunzipSync zlib.deflateSync zlib.inflateSync zlib.brotliCompressSync zlib.brotliDecompressSync',
    'fs.readFileSync fs.writeFileSync fs.appendFileSync fs.readdirSync fs.statSync child_process.execSync child_process.spawnSync',
  ]
    .join(' ')
    .split(' '),
);
const BLOCKING_FAMILIES = /^(requests|httpx)\.(get|head|options|post|put|patch|delete|request|stream)$/;
const BLOCKING_METHODS: ReadonlyMap<Kind, RegExp> = new Map<Kind, RegExp>([
  ['blocking-http', /^(get|head|options|post|put|patch|delete|request|send|stream)$/],
  ['blocking-database', /^(execute|executemany|commit|rollback|query|scalar|scalars|get|flush)$/],
  ['blocking-pool', /^(connection|getconn|connect|begin)$/],
  ['blocking-cache', /^(?!from_url$|close$|pipeline$)[a-z]\w*$/],
]);

export const isBlockingName = (name: string): boolean => BLOCKING_NAMES.has(name) || BLOCKING_FAMILIES.test(name);
export const isBlockingMethod = (kind: Kind, method: string): boolean => BLOCKING_METHODS.get(kind)?.test(method) === true;

/** What runs a function that it is given elsewhere than on the loop, or in its own time. */
export const RUNS_ELSEWHERE =
  /(^|\.)(to_thread|run_in_executor|run_in_threadpool|run_sync|submit|apply_async|Thread|Process|Timer|start_new_thread)$/;

/** Decorators and wrappers after which a function is called once for the same arguments. */
export const REMEMBERS = /(^|\.)(lru_cache|cache|cached|alru_cache|memoize|memoise|cached_property)$/;

/** What starts many calls at once. */
export const GATHERS = /^(asyncio\.(gather|wait|as_completed)|Promise\.(all|allSettled|any|race))$/;
export const STARTS_TASK = /(^|\.)(create_task|ensure_future|start_soon)$/;

/** What gives up after a while. */
export const GIVES_UP = /(^|\.)(wait_for|timeout|timeout_at|fail_after|move_on_after|race|pTimeout|p-timeout)$|time_?out|deadline/i;

/** Only what puts the rest of the work behind what is ready. */
export const YIELDS = /^(timers\/promises\.(setImmediate|scheduler\.yield)|scheduler\.yield)$/;
export const SLEEPS = /^(asyncio\.sleep|anyio\.sleep|timers\/promises\.setTimeout|timers\/promises\.scheduler\.wait)$/;
