// What a call costs in the simulated world, by the name of what is called. The words are in messages (editor.cost), the
// figures come from the world. A language brings a table of its own; the kinds are the same for all.

export type CostKind =
  | 'acquire'
  | 'backgroundTask'
  | 'blockingHttp'
  | 'blockingQuery'
  | 'cacheCall'
  | 'connect'
  | 'copy'
  | 'createPool'
  | 'cursor'
  | 'dump'
  | 'gather'
  | 'httpCall'
  | 'httpClient'
  | 'httpSession'
  | 'lazyPool'
  | 'many'
  | 'pipeline'
  | 'poolQuery'
  | 'pooledQuery'
  | 'query'
  | 'release'
  | 'route'
  | 'sleep'
  | 'sleepBlocking'
  | 'thread'
  | 'transaction'
  | 'workerThread';

const each = (kind: CostKind, owner: string, names: string): [string, CostKind][] =>
  names.split(' ').map((name) => [`${owner}.${name}`, kind]);

const HTTP_METHODS = 'get head options delete post put patch request';

/** By qualified name, as the stubs in runtime/python/stubs and the standard library's define it. */
export const PYTHON_CALL_COSTS: ReadonlyMap<string, CostKind> = new Map<string, CostKind>([
  ...each('query', 'asyncpg.Connection', 'fetch fetchrow fetchval execute'),
  ...each('query', 'asyncpg.prepared_stmt.PreparedStatement', 'fetch fetchrow fetchval'),
  ...each('many', 'asyncpg.Connection', 'executemany fetchmany'),
  ...each('many', 'asyncpg.prepared_stmt.PreparedStatement', 'executemany fetchmany'),
  ...each('many', 'asyncpg.Pool', 'executemany fetchmany'),
  ...each('copy', 'asyncpg.Connection', 'copy_records_to_table'),
  ...each('copy', 'asyncpg.Pool', 'copy_records_to_table'),
  ...each('poolQuery', 'asyncpg.Pool', 'fetch fetchrow fetchval execute'),
  ...each('cursor', 'asyncpg.Connection', 'cursor'),
  ...each('cursor', 'asyncpg.cursor.Cursor', 'fetch fetchrow forward'),
  ...each('transaction', 'asyncpg.Connection', 'transaction'),
  ...each('acquire', 'asyncpg.Pool', 'acquire'),
  ...each('release', 'asyncpg.Pool', 'release'),
  ['asyncpg.connect', 'connect'],
  ['asyncpg.create_pool', 'createPool'],

  ...each('query', 'sqlalchemy.ext.asyncio.AsyncSession', 'execute scalars scalar get flush refresh'),
  ...each('query', 'sqlalchemy.ext.asyncio.AsyncConnection', 'execute scalars scalar exec_driver_sql'),
  ...each('release', 'sqlalchemy.ext.asyncio.AsyncSession', 'commit rollback'),
  ...each('acquire', 'sqlalchemy.ext.asyncio.AsyncEngine', 'connect begin'),
  ...each('blockingQuery', 'sqlalchemy.orm.Session', 'execute scalars scalar get flush refresh commit rollback'),
  ...each('blockingQuery', 'sqlalchemy.engine.Connection', 'execute scalars scalar exec_driver_sql commit rollback'),
  ...each('query', 'psycopg.AsyncConnection', 'execute'),
  ...each('query', 'psycopg.AsyncCursor', 'execute'),
  ...each('blockingQuery', 'psycopg.Connection', 'execute commit rollback'),
  ...each('blockingQuery', 'psycopg.Cursor', 'execute executemany'),
  ...each('acquire', 'psycopg_pool.AsyncConnectionPool', 'connection getconn'),
  ...each('blockingQuery', 'psycopg2.extensions.connection', 'commit rollback'),
  ...each('blockingQuery', 'psycopg2.extensions.cursor', 'execute executemany'),

  ['httpx.AsyncClient', 'httpClient'],
  ...each('httpCall', 'httpx.AsyncClient', `${HTTP_METHODS} stream send`),
  ['httpx.Client', 'httpClient'],
  ...each('blockingHttp', 'httpx', `${HTTP_METHODS} stream`),
  ...each('blockingHttp', 'httpx.Client', `${HTTP_METHODS} stream send`),
  ['aiohttp.ClientSession', 'httpSession'],
  ...each('httpCall', 'aiohttp.ClientSession', HTTP_METHODS),
  ...each('blockingHttp', 'requests.api', HTTP_METHODS),
  ...each('blockingHttp', 'requests.sessions.Session', HTTP_METHODS),

  ...each(
    'cacheCall',
    'redis.asyncio.Redis',
    'get set setex setnx getset getdel mget mset delete exists expire pexpire ttl pttl incr incrby decr decrby hget hset hgetall hmget hdel hincrby sadd srem smembers sismember zadd zrange zrem lpush rpush lpop rpop lrange llen publish eval evalsha ping',
  ),
  ['redis.asyncio.client.Pipeline.execute', 'pipeline'],

  ['time.sleep', 'sleepBlocking'],
  ['asyncio.tasks.sleep', 'sleep'],
  ['asyncio.tasks.gather', 'gather'],
  ['asyncio.taskgroups.TaskGroup', 'gather'],
  ['asyncio.threads.to_thread', 'thread'],
  ['asyncio.events.AbstractEventLoop.run_in_executor', 'thread'],
  ['starlette.concurrency.run_in_threadpool', 'thread'],
  ...each('dump', 'json', 'dumps loads'),
  ...each('route', 'fastapi.routing.APIRouter', 'get put post delete patch head options'),
  ['starlette.background.BackgroundTasks.add_task', 'backgroundTask'],
]);

/** By qualified name, as runtime/typescript/types declares it; globals by their names. */
export const TYPESCRIPT_CALL_COSTS: ReadonlyMap<string, CostKind> = new Map<string, CostKind>([
  ['pg.Pool', 'lazyPool'],
  ['pg.Pool.query', 'pooledQuery'],
  ['pg.Pool.connect', 'acquire'],
  ...each('query', 'pg.ClientBase', 'query'),
  ['pg.Client.connect', 'connect'],

  ['fetch', 'httpCall'],
  ...each('httpCall', 'undici', 'fetch request'),
  ...each('httpCall', 'undici.Dispatcher', 'request'),

  ...each(
    'cacheCall',
    'ioredis.Commands',
    'get set setex setnx getset getdel mget mset del exists expire pexpire ttl pttl incr incrby decr decrby hget hset hgetall hmget hdel hincrby sadd srem smembers sismember zadd zrange zrem lpush rpush lpop rpop lrange llen eval evalsha ping',
  ),
  ['ioredis.ChainableCommander.exec', 'pipeline'],

  ['setTimeout', 'sleep'],
  ['node:timers/promises.setTimeout', 'sleep'],
  ...each('gather', 'PromiseConstructor', 'all allSettled race any'),
  ['piscina.Piscina.run', 'workerThread'],
  ...each('dump', 'JSON', 'stringify parse'),
]);
