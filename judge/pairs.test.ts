// The same idea in both languages leads to the same cause, in the words of each, and to as much as the same world lets through.
import { beforeAll, describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import type { Report } from './report.ts';
import { type Language, type Machines, NAMES, openMachines, pairProgram, pairTask } from './testing/pair-runs.ts';

interface Pair {
  readonly program: string;
  readonly rps: number;
  readonly cause: string;
  /** What the diagnosis says in each language. */
  readonly words: Readonly<Record<Language, string>>;
  readonly chinese: string;
  /** Each request takes one of the stock. */
  readonly counted?: boolean;
}

const PAIRS: readonly Pair[] = [
  {
    program: 'n-plus-one',
    rps: 2500,
    cause: 'loop-saturated',
    words: { python: 'N+1', typescript: 'N+1' },
    chinese: '即 N+1',
  },
  {
    program: 'held-over-call',
    rps: 400,
    cause: 'pool-exhausted',
    words: { python: 'The asyncpg pool of 10 is busy', typescript: 'The pg pool of 10 is busy' },
    chinese: '期间在 await 别的操作',
  },
  {
    program: 'lost-connections',
    rps: 100,
    cause: 'pool-exhausted',
    words: { python: '`async with pool.acquire()`', typescript: '`client.release()` in a `finally`' },
    chinese: '没有归还',
  },
  {
    program: 'connection-per-request',
    rps: 500,
    cause: 'connections-refused',
    words: { python: 'keep its max_size below that', typescript: 'keep its max below that' },
    chinese: '拒绝新连接',
  },
  {
    program: 'hot-row',
    rps: 150,
    cause: 'hot-row',
    words: { python: 'row 1 of items', typescript: 'row 1 of items' },
    chinese: '热点行',
  },
  {
    program: 'lost-updates',
    rps: 300,
    cause: 'lost-updates',
    words: { python: 'SELECT ... FOR UPDATE', typescript: 'SELECT ... FOR UPDATE' },
    chinese: '更新丢失',
    counted: true,
  },
  {
    program: 'deadlock',
    rps: 200,
    cause: 'transaction-deadlock',
    words: { python: '40P01', typescript: '40P01' },
    chinese: '次死锁',
  },
  {
    program: 'sequential-calls',
    rps: 100,
    cause: 'api-slow',
    words: { python: 'gather and a semaphore', typescript: 'Promise.all and p-limit' },
    chinese: '依次调用',
  },
  {
    program: 'rate-limit',
    rps: 100,
    cause: 'rate-limited',
    words: { python: 'honour Retry-After', typescript: 'honour Retry-After' },
    chinese: '返回 429',
  },
  {
    program: 'small-semaphore',
    rps: 120,
    cause: 'semaphore-limited',
    words: { python: 'Semaphore main.py:15 of 3 is full', typescript: 'p-limit main.ts:3 of 3 is full' },
    chinese: '信号量',
  },
  {
    program: 'wide-lock',
    rps: 80,
    cause: 'lock-contention',
    words: { python: 'Lock main.py:16 is held', typescript: 'Mutex main.ts:5 is held' },
    chinese: '锁',
  },
  {
    program: 'few-workers',
    rps: 150,
    cause: 'queue-saturated',
    words: { python: 'Start more tasks', typescript: 'Raise its concurrency' },
    chinese: '队列',
  },
  {
    program: 'key-derivation',
    rps: 80,
    cause: 'loop-blocked',
    words: { python: 'asyncio.to_thread', typescript: 'threads of libuv' },
    chinese: '阻塞事件循环',
  },
  {
    program: 'unbounded-history',
    rps: 200,
    cause: 'memory-killed',
    words: { python: 'a queue with maxsize', typescript: '`max` of lru-cache' },
    chinese: '内存耗尽',
  },
];
/** Of throughput. Drivers and frameworks take different CPU for the same; what waits, waits alike. */
const APART = 0.25;

let machines: Machines;
beforeAll(async () => {
  machines = await openMachines();
}, 300_000);

function run({ program, rps, counted = false }: Pair, language: Language): Report {
  const { guests, database } = machines;
  return judge(pairTask(rps, counted), pairProgram(program, language), { guest: guests[language], database });
}

describe('the same idea in Python and in TypeScript', () => {
  for (const pair of PAIRS) {
    it(`${pair.program}: ${pair.cause}, and as many requests`, { timeout: 120_000 }, () => {
      const reports = { python: run(pair, 'python'), typescript: run(pair, 'typescript') };
      for (const language of ['python', 'typescript'] as const) {
        const [first] = reports[language].diagnosis;
        expect(first, language).toMatchObject({ cause: pair.cause });
        expect(first?.text.en, language).toContain(pair.words[language]);
        expect(first?.text.zh, language).toContain(pair.chinese);
        expect(first?.file, language).toBe(NAMES[language]);
      }
      const rates = [reports.python, reports.typescript].map(({ stages }) => stages[0]?.throughputRps ?? 0);
      expect(Math.min(...rates) / Math.max(...rates)).toBeGreaterThan(1 - APART);
    });
  }
});
