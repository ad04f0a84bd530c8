// What the advice of a diagnosis is called in the language of the program: its libraries, its primitives, its habits.
import type { Text } from './text.ts';

export type Language = 'python' | 'typescript';

export interface LanguageWords {
  /** Where an error came from, as the console shows it. */
  readonly traceback: Text;
  /** The setting that bounds a pool of database connections. */
  readonly poolSize: string;
  readonly spinning: { readonly how: Text; readonly instead: Text };
  readonly stackOverflow: (at: Text) => Text;
  /** A lock that the loop can wait for without standing still. */
  readonly loopLock: string;
  /** What to look for in a deadlock, by what is awaited; the first that fits. */
  readonly deadlocks: readonly (readonly [RegExp, Text])[];
  readonly anyDeadlock: Text;
  /** Concurrency with a bound. */
  readonly together: Text;
  /** Why a pool of threads is full. cores: of a worker. */
  readonly threads: (cores: number) => Text;
  /** What to do about a call that blocks the loop, by its name; the first that fits. */
  readonly blocking: readonly (readonly [RegExp, Text])[];
  readonly anyBlocking: Text;
  /** ... about a computation where a worker has more cores than one. */
  readonly computing: Text;
  readonly bounded: Text;
  /** Why connections of a pool do not last. */
  readonly poolChurn: Text;
  readonly cacheConnections: Text;
  /** How a connection always comes back to its pool. */
  readonly givenBack: Text;
  /** Who works on what is in a queue, and how to have more of them. */
  readonly queues: { readonly served: (count: Text) => Text; readonly by: Text; readonly more: Text; readonly useless: Text };
}

const PYTHON: LanguageWords = {
  traceback: { en: 'traceback', zh: ' traceback ' },
  poolSize: 'max_size',
  spinning: {
    how: { en: 'a busy loop with sleep(0)', zh: '用 sleep(0) 轮询' },
    instead: { en: 'Wait for an Event, Condition or Queue instead.', zh: '请改为等待 Event、Condition 或 Queue。' },
  },
  stackOverflow: (at) => ({
    en: `The interpreter's stack overflowed${at.en}: something is nested thousands deep (a chain of tuples, dictionaries or objects, each inside the next), and comparing it, copying it or letting go of it goes down all of it. Keep such data flat: a list, a deque, a table by key.`,
    zh: `解释器的栈溢出${at.zh}：某些数据嵌套了几千层（元组、字典或对象一个套一个），比较、复制或释放它时都要逐层深入。请使用扁平结构：列表、deque，或按键索引的字典。`,
  }),
  loopLock: 'asyncio.Lock',
  anyDeadlock: {
    en: 'Look for a second acquire inside a first, a lock taken twice, or an event that is never set.',
    zh: '请检查是否在持有一个资源时又申请第二个、重复加锁，或等待一个从未被 set 的 Event。',
  },
  deadlocks: [
    [
      /Lock\.acquire|Condition\.(acquire|__aenter__)/,
      {
        en: 'asyncio.Lock is not reentrant: look for code that takes it twice, and for a path on which it is not released (an exception); `async with` always releases it.',
        zh: 'asyncio.Lock 不可重入：请检查是否重复加锁，以及是否有路径（例如异常）没有释放；`async with` 总会释放。',
      },
    ],
    [
      /Semaphore\.acquire/,
      {
        en: 'Look for code that takes a second place while it holds one, and for a path on which it is not released (an exception).',
        zh: '请检查是否在占用一个名额时又申请第二个，以及是否有路径（例如异常）没有释放。',
      },
    ],
    [
      /Queue\./,
      {
        en: 'Look at the other end of the queue: has the task that should serve it ended, by an exception perhaps, or does it wait for this one?',
        zh: '请检查队列的另一端：负责处理它的任务是否已经结束（例如因异常），或者正在等待当前任务？',
      },
    ],
    [
      /Event\.wait|Condition\.wait|Barrier/,
      { en: 'Nobody sets or notifies it: look for the code that should.', zh: '没有任何代码会 set 或 notify 它：请检查本应这样做的代码。' },
    ],
    [
      /^a (Future|future)/,
      {
        en: 'Has the task that should complete the future ended, by an exception perhaps?',
        zh: '本应完成该 Future 的任务是否已经结束（例如因异常）？',
      },
    ],
    [
      /^Pool\.|acquire|connect|getconn|AsyncSession|execute|begin/i,
      {
        en: 'All connections are held: look for a request that asks for a second one while it holds the first, and for a path on which one is not given back (an exception); `async with` always gives it back.',
        zh: '所有连接都被占用：请检查是否有请求在持有一个连接时又申请第二个，以及是否有路径（例如异常）没有归还；`async with` 总会归还。',
      },
    ],
  ],
  together: { en: 'gather and a semaphore', zh: 'gather 加信号量' },
  threads: () => ({
    en: '`def` routes and to_thread share a few threads: use `async def` with an asynchronous client for what waits. What computes needs a core in a thread, too: do less of it.',
    zh: '`def` 路由和 to_thread 共用少量线程：对等待型操作请使用 `async def` 加异步客户端。计算在线程里同样要占一个核：请减少计算量。',
  }),
  blocking: [
    [/sleep/, { en: 'Use `await asyncio.sleep(...)`.', zh: '请改用 `await asyncio.sleep(...)`。' }],
    [
      /AsyncClient|httpx\.Client/,
      {
        en: 'Constructing a client builds a TLS context: make one client at start-up (lifespan) and share it.',
        zh: '构造客户端会创建 TLS 上下文：请在启动时（lifespan）创建一个客户端并共享。',
      },
    ],
    [
      /pbkdf2|^hashlib|compress/,
      {
        en: 'It releases the interpreter lock: `await asyncio.to_thread(...)` lets the loop go on, as far as there are cores; or do less of it.',
        zh: '它会释放 GIL：用 `await asyncio.to_thread(...)` 可让事件循环继续运行（以 CPU 核数为限）；或者减少这类计算。',
      },
    ],
  ],
  anyBlocking: {
    en: 'Use an asynchronous client, or move the call to a thread (`asyncio.to_thread`).',
    zh: '请使用异步客户端，或把调用移到线程中（`asyncio.to_thread`）。',
  },
  computing: {
    en: 'Do less, do it once, or move it to a process pool; a thread does not help, because the GIL lets only one run.',
    zh: '请减少计算量、只算一次，或移到进程池；线程没有帮助，因为 GIL 同一时刻只允许一个线程运行。',
  },
  bounded: {
    en: 'Bound it: a maximum size, an expiry, or a queue with maxsize.',
    zh: '请为其设定上限：最大容量、过期时间，或带 maxsize 的队列。',
  },
  poolChurn: {
    en: 'They come from a pool, but do not last: a statement that is given up (a time-out) costs its connection, and those beyond pool_size (max_overflow) are closed when they come back. Let the server end statements (statement_timeout), and make the pool as large as it needs to be, without overflow.',
    zh: '它们来自连接池，但不能持久：被放弃的语句（超时）会失去其连接，超出 pool_size 的连接（max_overflow）归还时即被关闭。请让服务器终止语句（statement_timeout），并把连接池设为所需的大小，不依赖 overflow。',
  },
  cacheConnections: {
    en: "redis-py's ConnectionPool raises when all are in use: bound what runs at once, or let requests wait with a BlockingConnectionPool.",
    zh: 'redis-py 的 ConnectionPool 在连接全部占用时直接抛出异常：请限制并发，或改用 BlockingConnectionPool 让请求排队。',
  },
  givenBack: { en: '`async with pool.acquire()` always gives it back', zh: '`async with pool.acquire()` 总会归还' },
  queues: {
    served: (count) => ({ en: `is served by ${count.en}, each`, zh: `由 ${count.zh}处理，每个任务` }),
    by: { en: 'one of the tasks', zh: '某个任务' },
    more: { en: 'Start more tasks', zh: '增加任务' },
    useless: { en: 'More tasks', zh: '增加任务' },
  },
};

const TYPESCRIPT: LanguageWords = {
  traceback: { en: 'stack', zh: '调用栈' },
  poolSize: 'max',
  spinning: {
    how: { en: 'a busy loop with setImmediate or setTimeout(0)', zh: '用 setImmediate 或 setTimeout(0) 轮询' },
    instead: {
      en: 'Await a promise that is resolved when the time has come, or an event.',
      zh: '请改为 await 一个条件满足时才 resolve 的 Promise，或等待事件。',
    },
  },
  stackOverflow: (at) => ({
    en: `The call stack is used up${at.en}: a recursion that never ends, or that goes down data nested thousands deep. Give it an end, or walk such data with a loop.`,
    zh: `调用栈耗尽${at.zh}：递归没有终点，或递归深入了嵌套几千层的数据。请为递归设定终止条件，或用循环遍历这类数据。`,
  }),
  loopLock: 'async-mutex',
  anyDeadlock: {
    en: 'Look for a second acquire inside a first, a lock taken twice, or a promise that nobody ever settles.',
    zh: '请检查是否在持有一个资源时又申请第二个、重复加锁，或等待一个永远不会 settle 的 Promise。',
  },
  deadlocks: [
    [
      /mutex|lock/i,
      {
        en: 'A Mutex is not reentrant: look for code that takes it twice, and for a path on which it is not released (an error); `runExclusive` always releases it.',
        zh: 'Mutex 不可重入：请检查是否重复加锁，以及是否有路径（例如异常）没有释放；`runExclusive` 总会释放。',
      },
    ],
    [
      /sem|limit/i,
      {
        en: 'Look for code that takes a second place while it holds one (a limited function that awaits another of the same limit), and for a path on which it is not released (an error).',
        zh: '请检查是否在占用一个名额时又申请第二个（受限函数中又等待同一限制器的函数），以及是否有路径（例如异常）没有释放。',
      },
    ],
    [
      /queue/i,
      {
        en: 'Look at the other end of the queue: does a job in it wait for one that stands behind it, or has what should serve it ended, by an error perhaps?',
        zh: '请检查队列的另一端：队列中的任务是否在等待排在其后的任务，或者负责处理它的代码已经结束（例如因异常）？',
      },
    ],
    [
      /once|event|signal/i,
      { en: 'Nobody emits it: look for the code that should.', zh: '没有任何代码会触发该事件：请检查本应 emit 的代码。' },
    ],
    [
      /connect|query|client|pool|begin|transaction/i,
      {
        en: 'All connections are held: look for a request that asks for a second one while it holds the first (`pool.query` inside a transaction), and for a path on which one is not given back (an error); release it in a `finally`.',
        zh: '所有连接都被占用：请检查是否有请求在持有一个连接时又申请第二个（在事务中调用 `pool.query`），以及是否有路径（例如异常）没有归还；请在 `finally` 中 release。',
      },
    ],
  ],
  together: { en: 'Promise.all and p-limit', zh: 'Promise.all 加 p-limit' },
  threads: (cores) => ({
    en: `Each thread needs a core (there are ${cores} a worker): compute less, batch, or cache results.`,
    zh: `每个线程需要一个核（每个 worker 有 ${cores} 个）：请减少计算、合并批处理或缓存结果。`,
  }),
  blocking: [
    [
      /pbkdf2|scrypt/,
      {
        en: 'Its form with a callback (by `promisify`) runs in one of the threads of libuv: the loop goes on, as far as there are cores. Or do less of it, or do it once.',
        zh: '请改用其回调形式（配合 `promisify`），它在 libuv 的线程中运行，事件循环可继续（以 CPU 核数为限）；或者减少这类计算，或只算一次。',
      },
    ],
  ],
  anyBlocking: {
    en: 'Use an asynchronous form of it, or move it to a worker thread (piscina).',
    zh: '请使用其异步形式，或移到 worker 线程（piscina）。',
  },
  computing: {
    en: 'Do less, do it once, or move it to worker threads (piscina), which have cores of their own; `async` alone moves nothing off the event loop.',
    zh: '请减少计算量、只算一次，或移到拥有自己的核的 worker 线程（piscina）；仅仅加上 `async` 并不会让计算离开事件循环。',
  },
  bounded: {
    en: 'Bound it: a maximum size (`max` of lru-cache), an expiry, or a queue that refuses when it is full.',
    zh: '请为其设定上限：最大容量（lru-cache 的 `max`）、过期时间，或满时拒绝的队列。',
  },
  poolChurn: {
    en: 'They come from a pool, but do not last: a statement that is given up (a time-out) costs its connection, and those that idle longer than idleTimeoutMillis are closed. Let the server end statements (statement_timeout), and keep as many connections as the load needs.',
    zh: '它们来自连接池，但不能持久：被放弃的语句（超时）会失去其连接，空闲超过 idleTimeoutMillis 的连接会被关闭。请让服务器终止语句（statement_timeout），并保留负载所需数量的连接。',
  },
  cacheConnections: {
    en: 'One client of ioredis carries all calls of a process over one connection: make it once, at start-up, and share it.',
    zh: '一个 ioredis 客户端用一条连接即可承载整个进程的所有调用：请在启动时只创建一个并共享。',
  },
  givenBack: {
    en: '`pool.query` always gives it back, and so does `client.release()` in a `finally`',
    zh: '`pool.query` 总会归还，在 `finally` 中调用 `client.release()` 也是如此',
  },
  queues: {
    served: (count) => ({ en: `lets ${count.en} run at a time, and its places are`, zh: `最多同时运行 ${count.zh}，名额` }),
    by: { en: 'it', zh: '它' },
    more: { en: 'Raise its concurrency', zh: '调大 concurrency' },
    useless: { en: 'A higher concurrency', zh: '调大 concurrency' },
  },
};

const WORDS: Readonly<Record<Language, LanguageWords>> = { python: PYTHON, typescript: TYPESCRIPT };

/** The language that a program's files are written in. */
export function languageOf(files: readonly string[]): Language {
  return files.some((file) => /\.[cm]?[jt]sx?$/.test(file)) ? 'typescript' : 'python';
}

export function wordsOf(files: readonly string[]): LanguageWords {
  return WORDS[languageOf(files)];
}
