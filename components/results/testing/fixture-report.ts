// Reports for tests: a starter that falls at 5k, a reference that holds 100k, a program that never gives the loop back.
// Figures are made up but agree with each other; nothing here is random.
import type { Report, ResourceReport, StageReport, TraceReport } from '#judge/report.ts';

const LADDER = [2000, 5000, 10000, 20000, 50000, 100000];
const SECONDS = 2;
const WARMUP_SECONDS = 1;
const BUCKETS_PER_SECOND = 10;
const P99_LIMIT_MS = 250;
const SCALE = { simulated: 2, count: 32 };

/** A small repeating unevenness, so that series look like series: about 1. */
const wobble = (bucket: number) => 1 + 0.06 * (((bucket * 7) % 5) - 2);
const repeat = <Item>(times: number, valueAt: (index: number) => Item): Item[] =>
  Array.from({ length: times }, (_, index) => valueAt(index));

interface StageShape {
  readonly offeredRps: number;
  /** Share of the offered load that is answered. */
  readonly served: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly passed: boolean;
}

function buildStage({ offeredRps, served, p50Ms, p99Ms, passed }: StageShape): StageReport {
  const buckets = (SECONDS + WARMUP_SECONDS) * BUCKETS_PER_SECOND;
  const perBucket = (offeredRps * SCALE.simulated) / SCALE.count / BUCKETS_PER_SECOND;
  const errorRate = 1 - served;
  const growth = passed ? 0.002 : errorRate / 2;
  const completed = Math.round(perBucket * served * SECONDS * BUCKETS_PER_SECOND);
  return {
    offeredRps,
    seconds: SECONDS,
    warmupSeconds: WARMUP_SECONDS,
    completed,
    throughputRps: offeredRps * served,
    goodputRps: passed ? offeredRps * served : offeredRps * served * 0.42,
    errorRate,
    errors: passed ? {} : { timeout: Math.round(perBucket * errorRate * SECONDS * BUCKETS_PER_SECOND) },
    unfinished: passed ? 2 : 84,
    latencyMs: { p50: p50Ms, p90: p50Ms + (p99Ms - p50Ms) * 0.4, p99: p99Ms, max: p99Ms * 1.3 },
    loopLagMs: passed ? { mean: 0.8, p99: 6.4, max: 14.2 } : { mean: 21, p99: 88.5, max: 140 },
    slo: [
      { id: 'p99', limit: P99_LIMIT_MS, value: p99Ms, passed: p99Ms <= P99_LIMIT_MS },
      { id: 'error-rate', limit: 0.01, value: errorRate, passed: errorRate <= 0.01 },
      { id: 'wrong-rate', limit: 0, value: 0, passed: true },
      { id: 'keeps-up', limit: 0.05, value: growth, passed: growth <= 0.05 },
    ],
    invariants: [],
    passed,
    skipped: false,
    fault: null,
    series: {
      arrivals: repeat(buckets, (bucket) => perBucket * wobble(bucket)),
      completions: repeat(buckets, (bucket) => perBucket * served * wobble(bucket + 2)),
      errors: repeat(buckets, (bucket) => (passed || bucket < 20 ? 0 : perBucket * errorRate * wobble(bucket))),
      latencyMs: repeat(buckets, (bucket) => p50Ms * wobble(bucket) * (passed ? 1 : 0.4 + bucket / buckets)),
      open: repeat(buckets, (bucket) => (passed ? 12 * wobble(bucket) : 20 + bucket * 11)),
      memoryMb: repeat(buckets, (bucket) => 74 + (passed ? 0.4 : 3) * bucket),
    },
  };
}

function buildSkippedStage(offeredRps: number): StageReport {
  const none = { arrivals: [], completions: [], errors: [], latencyMs: [], open: [], memoryMb: [] };
  const stage = buildStage({ offeredRps, served: 0, p50Ms: 0, p99Ms: 0, passed: false });
  const zeros = { throughputRps: 0, goodputRps: 0, errorRate: 0, unfinished: 0, completed: 0, loopLagMs: { mean: 0, p99: 0, max: 0 } };
  return { ...stage, ...zeros, errors: {}, latencyMs: { p50: 0, p90: 0, p99: 0, max: 0 }, slo: [], skipped: true, series: none };
}

function buildResource(
  name: string,
  kind: string,
  servers: number,
  utilisation: number,
  meanWaitMs: number,
  maxQueue: number,
): ResourceReport {
  const buckets = SECONDS * BUCKETS_PER_SECOND;
  return {
    name,
    kind,
    servers,
    utilisation,
    meanWaitMs,
    maxQueue,
    errors: 0,
    series: {
      utilisation: repeat(buckets, (bucket) => Math.min(1, utilisation * wobble(bucket))),
      queue: repeat(buckets, (bucket) => maxQueue * 0.9 * ((bucket + 1) / buckets) * wobble(bucket)),
    },
  };
}

function buildStarterResources(load: number): ResourceReport[] {
  const full = load >= 1;
  return [
    buildResource('event loop', 'loop', 32, Math.min(0.62, 0.3 * load), full ? 3.2 : 0.6, full ? 320 : 40),
    buildResource('AnyIO threads', 'threads', 1280, 0, 0, 0),
    buildResource('asyncpg pool', 'pool', 320, Math.min(1, 0.8 * load), full ? 380 : 14, full ? 6720 : 96),
    buildResource('httpx pool', 'pool', 3200, 0.08 * load, 0, 0),
    buildResource('database', 'database', 64, Math.min(0.24, 0.12 * load), 0.2, 12),
    buildResource('connections', 'connections', 600, 0.53, 0, 0),
    buildResource('pricing.test', 'service', 5000, Math.min(0.41, 0.2 * load), 0, 0),
  ];
}

const span = (kind: string, label: string, line: number, startMs: number, endMs: number, queueMs = 0): TraceReport['spans'][number] => ({
  kind,
  label,
  file: line > 0 ? 'main.py' : null,
  line: line > 0 ? line : null,
  startMs,
  endMs,
  queueMs,
});

function buildStarterTrace(stage: number, position: number): TraceReport {
  const stretch = 1 + 0.2 * position;
  const wait = 380 * stretch;
  const items = repeat(4, (item) => [
    span('query', 'SELECT id, sku, quantity FROM items WHERE id = $1', 31, wait + 10 + item * 14, wait + 16 + item * 14, 0.4),
    span('http', 'GET http://pricing.test/prices/17', 36, wait + 70 + item * 46, wait + 112 + item * 46),
  ]).flat();
  const spans = [
    span('accept', 'event loop', 0, 0, 9 * stretch, 8 * stretch),
    span('acquire', 'asyncpg pool', 24, 9 * stretch, wait, wait - 9 * stretch),
    span('query', 'SELECT id, customer FROM orders WHERE id = $1', 25, wait, wait + 6, 0.2),
    span('block', 'httpx.AsyncClient()', 34, wait + 66, wait + 70),
    ...items,
    span('cpu', 'main.py', 40, wait + 252, wait + 254),
  ].sort((a, b) => a.startMs - b.startMs);
  const late = position > 2;
  return {
    stage,
    worker: position % 2,
    method: 'GET',
    path: `/orders/${310 + position * 17}`,
    status: late ? 'timeout' : 200,
    startMs: 1400 + position * 120,
    latencyMs: late ? 2000 : wait + 256,
    spans,
  };
}

function assemble(
  changes: Pick<
    Report,
    'stages' | 'survivedRps' | 'score' | 'decidingStage' | 'stageResources' | 'diagnosis' | 'codeChecks' | 'upperBound'
  > &
    Partial<Report>,
): Report {
  return {
    engineVersion: '1',
    challenge: 'n-plus-one',
    language: 'python',
    seed: 1,
    scale: SCALE,
    resources: changes.stageResources[changes.decidingStage] ?? [],
    console: [],
    consoleDropped: 0,
    traces: [],
    loops: [],
    profiles: [],
    hash: '4d1f0c2a97e85b36',
    ...changes,
  };
}

const NO_FINDING = { resource: null, evidence: {}, file: null, line: null };

export const STARTER_REPORT: Report = assemble({
  stages: [
    buildStage({ offeredRps: 2000, served: 1, p50Ms: 96, p99Ms: 184, passed: true }),
    buildStage({ offeredRps: 5000, served: 0.62, p50Ms: 690, p99Ms: 1840, passed: false }),
    ...LADDER.slice(2).map(buildSkippedStage),
  ],
  survivedRps: 2000,
  decidingStage: 1,
  score: {
    total: 19,
    criteria: [
      {
        id: 'survival',
        points: 11,
        max: 60,
        why: {
          en: 'Survived 2k of 100k requests/s; each doubling counts the same. At 5k it served 26 % in time and right, which counts half.',
          zh: '扛住了每秒 2k 个请求（目标 100k），每翻一倍得分相同。在 5k 档，26% 的请求按时且正确地得到应答，按一半计分。',
        },
      },
      {
        id: 'latency',
        points: 1,
        max: 15,
        why: {
          en: 'At 2k the p99 was 184 ms of 250 ms; full headroom is 62.5 ms or less, weighted by how far up the ladder it holds.',
          zh: '在 2k 档，p99 为 184 ms，上限 250 ms；不超过 62.5 ms 才算余量充足，并按所达到的档位加权。',
        },
      },
      { id: 'correctness', points: 15, max: 15, why: { en: 'Every checked answer was right.', zh: '所有被检查的应答都正确。' } },
      {
        id: 'efficiency',
        points: 0,
        max: 10,
        why: {
          en: 'At 2k the busiest resource (asyncpg pool) was 80 % busy and the longest loop lag was 14.2 ms; full points at 60 % or less and a lag under 50 ms, weighted by how far up the ladder it holds.',
          zh: '在 2k 档，最忙的资源（asyncpg pool）利用率为 80%，事件循环最长延迟 14.2 ms；利用率不超过 60% 且延迟低于 50 ms 得满分，并按所达到的档位加权。',
        },
      },
    ],
  },
  stageResources: [buildStarterResources(0.5), buildStarterResources(1.3)],
  diagnosis: [
    {
      cause: 'pool-exhausted',
      resource: 'asyncpg pool',
      evidence: { utilisation: 1, servers: 320, waitMs: 380, waitingShare: 0.82, heldMs: 210, perWorker: 10 },
      file: 'main.py',
      line: 24,
      text: {
        en: 'Every connection of asyncpg pool (10 per worker) is in use 100 % of the time: a request waits 380 ms for one at main.py line 24, 82 % of its latency. Hold a connection only while a query runs, and ask with one query: `WHERE order_id = $1`.',
        zh: 'asyncpg pool 的连接（每个 worker 10 个）100% 的时间都被占用：每个请求在 main.py 第 24 行等待连接 380 ms，占其延迟的 82%。请只在执行查询时持有连接，并改为一条查询：`WHERE order_id = $1`。',
      },
    },
    {
      cause: 'database-slow',
      resource: 'database',
      evidence: { statementsPerRequest: 5, statementsAtLine: 4, serviceMs: 30, latencyShare: 0.06 },
      file: 'main.py',
      line: 31,
      text: {
        en: 'A request sends 5 statements, 4 of them at main.py line 31, one after the other: 30 ms of database time, 6 % of the latency. That is N+1: fetch them with one statement (`WHERE id = ANY($1)` or a join).',
        zh: '每个请求发出 5 条语句，其中 4 条来自同一处（main.py 第 31 行），逐条执行：数据库耗时 30 ms，占延迟的 6%。这就是 N+1：请合并为一条语句（`WHERE id = ANY($1)` 或 JOIN）。',
      },
    },
    {
      cause: 'timeouts',
      ...NO_FINDING,
      evidence: { share: 0.38 },
      text: { en: '38 % of the requests were given up by the client after 2 s.', zh: '38% 的请求在 2 s 后被客户端放弃。' },
    },
  ],
  codeChecks: [
    {
      rule: 'query-in-loop',
      file: 'main.py',
      line: 31,
      endLine: 31,
      name: 'load_item',
      text: {
        en: '`load_item` asks the database once for each element (N+1): the number of statements grows with the list. One statement for all of them helps: a join, or a list of keys as its parameter.',
        zh: '`load_item` 对每个元素各查询一次数据库（N+1）：语句数量随列表长度增长。应改为一条语句查出全部：使用 JOIN，或把键的列表作为参数。',
      },
      effect: { share: 0.88, callsPerRequest: 4, waitedMs: 410, latencyShare: 0.88 },
      effectText: {
        en: 'At 5k requests/s a request spent 410 ms on 4 statements here, 88 % of its latency.',
        zh: '每秒 5k 个请求时，每个请求在这里的 4 条语句上花费 410 ms，占其延迟的 88%。',
      },
      cause: 'database-slow',
    },
    {
      rule: 'no-timeout',
      file: 'main.py',
      line: 38,
      endLine: 38,
      name: 'client.get',
      text: {
        en: '`client.get` has no time-out of its own worth the name: when the other side hangs, the request hangs with it and keeps what it holds. A limit below the time that the caller has helps, with an answer for when it is reached.',
        zh: '`client.get` 没有设置真正有用的超时：对方一旦卡住，请求就跟着卡住，并一直占用它持有的资源。应设置短于调用方时间预算的超时，并准备好超时后的应答。',
      },
      effect: null,
      effectText: {
        en: 'At 5k requests/s no recorded call took long enough for it to matter.',
        zh: '每秒 5k 个请求时，没有记录到慢到需要它的调用。',
      },
      cause: null,
    },
  ],
  upperBound: {
    rps: 2500,
    limitedBy: 'asyncpg pool',
    text: {
      en: 'This design tops out near 2.5k of 100k requests/s because every connection of asyncpg pool is then in use all the time.',
      zh: '这个设计的上限约为每秒 2.5k 个请求（目标 100k）：到那时asyncpg pool 的连接已全部被占用。',
    },
  },
  console: [
    { timeNs: 0, worker: 0, level: 'info', text: 'pool of 10 is open' },
    { timeNs: 0, worker: 1, level: 'info', text: 'pool of 10 is open' },
    { timeNs: 1_840_000_000, worker: 1, level: 'warning', text: 'order 404 has no items' },
    {
      timeNs: 2_214_500_000,
      worker: 0,
      level: 'error',
      text: 'Traceback (most recent call last):\n  File "main.py", line 36, in price_of\n    response = await client.get(f"{API}/prices/{item}")\nhttpx.PoolTimeout: no free connection within 5 s',
    },
    ...repeat(3, (index) => ({ timeNs: 2_400_000_000 + index * 1_000_000, worker: 0, level: 'info', text: 'slow order' })),
  ],
  consoleDropped: 1240,
  traces: [...repeat(5, (position) => buildStarterTrace(1, 4 - position)), buildStarterTrace(0, 0)],
});

function buildReferenceResources(load: number): ResourceReport[] {
  return [
    buildResource('event loop', 'loop', 32, 0.68 * load, 1.1, 64),
    buildResource('AnyIO threads', 'threads', 1280, 0, 0, 0),
    buildResource('asyncpg pool', 'pool', 512, 0.44 * load, 0.3, 12),
    buildResource('httpx pool', 'pool', 3200, 0.2 * load, 0, 0),
    buildResource('Semaphore main.py:18', 'semaphore', 640, 0.31 * load, 0.1, 8),
    buildResource('database', 'database', 64, 0.52 * load, 0.1, 20),
    buildResource('connections', 'connections', 600, 0.85, 0, 0),
    buildResource('pricing.test', 'service', 5000, 0.12 * load, 0, 0),
  ];
}

export const REFERENCE_REPORT: Report = assemble({
  stages: LADDER.map((offeredRps) =>
    buildStage({ offeredRps, served: 1, p50Ms: 8 + offeredRps / 10_000, p99Ms: 48 + offeredRps / 1000, passed: true }),
  ),
  survivedRps: 100_000,
  decidingStage: 5,
  score: {
    total: 94,
    criteria: [
      {
        id: 'survival',
        points: 60,
        max: 60,
        why: {
          en: 'Survived 100k of 100k requests/s; each doubling counts the same.',
          zh: '扛住了每秒 100k 个请求（目标 100k），每翻一倍得分相同。',
        },
      },
      {
        id: 'latency',
        points: 11,
        max: 15,
        why: { en: 'At 100k the p99 was 148 ms of 250 ms.', zh: '在 100k 档，p99 为 148 ms，上限 250 ms。' },
      },
      { id: 'correctness', points: 15, max: 15, why: { en: 'Every checked answer was right.', zh: '所有被检查的应答都正确。' } },
      {
        id: 'efficiency',
        points: 8,
        max: 10,
        why: { en: 'At 100k the busiest resource (event loop) was 68 % busy.', zh: '在 100k 档，最忙的资源（event loop）利用率为 68%。' },
      },
    ],
  },
  stageResources: LADDER.map((offeredRps) => buildReferenceResources(offeredRps / 100_000)),
  diagnosis: [
    {
      ...NO_FINDING,
      cause: 'none',
      resource: 'event loop',
      evidence: { utilisation: 0.68 },
      text: {
        en: 'Nothing gave way at 100k. The event loops are the busiest, at 68 %.',
        zh: '在 100k 档没有任何瓶颈。最忙的是事件循环，利用率 68%。',
      },
    },
  ],
  codeChecks: [],
  upperBound: {
    rps: 147_000,
    limitedBy: 'event loop',
    text: {
      en: 'This design could carry about 147k requests/s, beyond the goal of 100k; at that rate the event loops would be 100 % busy (218 µs of their time a request).',
      zh: '这个设计最多可承受约每秒 147k 个请求，超过目标 100k；到那时事件循环已 100% 繁忙（每个请求占用 218 µs）。',
    },
  },
  traces: repeat(3, (position) => buildStarterTrace(5, position)),
  hash: 'b07c54d1a3f2e896',
});

const FAULT_MESSAGE = 'main.py line 12 never gives the event loop back';

/** The program never gives the loop back: the first stage ends with a fault. */
export const ENDLESS_LOOP_REPORT: Report = assemble({
  stages: [
    {
      ...buildStage({ offeredRps: 2000, served: 0, p50Ms: 2000, p99Ms: 2000, passed: false }),
      fault: { verdict: 'endless-loop', message: FAULT_MESSAGE, file: 'main.py', line: 12 },
    },
    ...LADDER.slice(1).map(buildSkippedStage),
  ],
  survivedRps: 0,
  decidingStage: 0,
  score: {
    total: 0,
    criteria: [{ id: 'survival', points: 0, max: 60, why: { en: 'No stage of the ladder held.', zh: '没有任何一档达标。' } }],
  },
  stageResources: [[buildResource('event loop', 'loop', 32, 1, 900, 4000)]],
  diagnosis: [
    {
      cause: 'endless-loop',
      resource: null,
      evidence: { verdict: 'endless-loop', message: FAULT_MESSAGE },
      file: 'main.py',
      line: 12,
      text: {
        en: 'A loop at main.py line 12 never ends and never awaits: the event loop cannot serve anybody else. Give the loop an end, or await inside it.',
        zh: '循环（main.py 第 12 行）永不结束，也没有 await：事件循环无法再处理其他请求。请为循环设定终止条件，或在其中 await。',
      },
    },
  ],
  codeChecks: [],
  upperBound: {
    rps: 0,
    limitedBy: '',
    text: {
      en: 'No request was completed, so there is nothing to work out an upper bound from.',
      zh: '没有完成任何请求，无法推算上限。',
    },
  },
  hash: '00c1d4a7b2e5f863',
});

/** As the sandbox tells of a program that cannot be loaded. */
export const SYNTAX_ERROR_MESSAGE = {
  type: 'run-failed',
  runId: 1,
  kind: 'guest',
  message: "SyntaxError: expected ':'",
  traceback:
    '  File "main.py", line 19\n    async def order(order_id: int)\n                                  ^\nSyntaxError: expected \':\'',
  file: 'main.py',
  line: 19,
} as const;
