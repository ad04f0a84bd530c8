// Sentences that were wrong once: each says no more than its recording does.
import { describe, expect, it } from 'vitest';
import type { RequestTimes } from '#engine/stage.ts';
import { diagnose } from '../diagnosis.ts';
import { buildLoop, buildRecording, buildResource, buildRun, FILES, type RecordingChanges } from '../testing/recording-builder.ts';
import { buildTask, WORLD } from '../testing/task-builder.ts';

const NAME = 'http://pricing.test';
const MS = 1e6;
const task = buildTask();
const service = buildResource({ name: NAME, kind: 'service', servers: 5000 });

const tell = (changes: RecordingChanges) => diagnose(task, FILES, buildRun(task, buildRecording({ p99Ms: 900, meanMs: 20, ...changes })));
const of = (entries: ReturnType<typeof tell>, cause: string) => entries.find((entry) => entry.cause === cause)?.text ?? { en: '', zh: '' };

/** 1,000 answered requests of 20 ms. */
const times = (changes: Partial<RequestTimes>): RequestTimes => ({
  requests: 1000,
  latencyNs: 20_000 * MS,
  callers: 1000,
  elsewhereNs: 0,
  resources: [],
  ...changes,
});
const calls = (count: number, eachMs: number, givenUp = 0) => [
  { line: 17, resource: NAME, queueNs: 0, serviceNs: count * eachMs * MS, count, givenUp },
];

describe('calls to a service', () => {
  const resources = [buildLoop(0.3), service];

  it('are shared where those who make none wait for them, whatever part of the latency the calls are', () => {
    const answered = times({ callers: 400, elsewhereNs: 600 * 15 * MS });
    for (const eachMs of [9, 20]) {
      const text = of(tell({ resources, lineWaits: calls(400, eachMs), answered }), 'api-slow');
      expect(text.en).toContain(
        'Requests share calls to http://pricing.test at main.py line 17: 60 % of them make none of their own and wait 15 ms',
      );
      expect(text.en).not.toContain('cache');
      expect(text.zh).toContain('60% 的请求自己没有发起调用，平均等待 15 ms');
    }
  });

  it('are not shared where every request makes its own, or where those who make none do not wait', () => {
    for (const answered of [times({}), times({ callers: 400, elsewhereNs: 600 * 0.01 * MS })]) {
      const entries = tell({ resources, lineWaits: calls(800, 5), answered });
      expect(entries.map(({ text }) => text.en).join()).not.toContain('share calls');
    }
  });

  it('are counted in words that fit', () => {
    const full = buildResource({ name: NAME, kind: 'service', servers: 50, utilisation: 1, series: { utilisation: [1], queue: [400] } });
    expect(of(tell({ resources: [buildLoop(0.3), full], lineWaits: calls(1000, 5) }), 'api-saturated').en).toContain(
      'makes 1 call on average',
    );
  });
});

describe('503 of the program itself', () => {
  const outcomes = { '200': 800, '503': 200 };

  it('is a time-out of its own where it comes after a wait for a call', () => {
    const refused = times({
      requests: 200,
      latencyNs: 200 * 100 * MS,
      resources: [{ resource: NAME, queueNs: 0, serviceNs: 200 * 98 * MS, count: 200 }],
    });
    const [first] = tell({ p99Ms: 20, outcomes, resources: [buildLoop(0.3), service], lineWaits: calls(1000, 20, 200), refused });
    expect(first?.cause).toBe('timeouts');
    expect(first?.text.en).toContain('refuses 20 % of the requests (429 or 503) after 100 ms on average');
    expect(first?.text.en).toContain('gives up 20 % of the calls to http://pricing.test at main.py line 17');
    expect(first?.text.zh).toContain('平均在 100 ms 之后');
  });

  it('leads as shed load where it is what broke the promise', () => {
    const refused = times({ requests: 200, latencyNs: 200 * MS });
    const entries = tell({ p99Ms: 20, outcomes, resources: [buildLoop(0.3), service], lineWaits: calls(1000, 18), refused });
    expect(entries.map(({ cause }) => cause)).toEqual(['load-shed', 'api-slow']);
  });
});

describe('time-outs of the program', () => {
  it('go before the connections that they close and the calls that are made again', () => {
    const entries = tell({
      p99Ms: 50,
      outcomes: { '200': 900, '500': 100 },
      resources: [buildLoop(0.3), service],
      lineWaits: [...calls(2000, 6, 1100), { line: 17, resource: `${NAME} connections`, queueNs: 0, serviceNs: 3300 * MS, count: 1100 }],
      console: [
        { timeNs: 1, worker: 0, level: 'error', text: 'TimeoutError: The operation was aborted due to timeout\n    at main.py:17' },
      ],
    });
    expect(entries.map(({ cause }) => cause)).toEqual(['timeouts', 'api-slow', 'connections-churn']);
    expect(entries[0]?.text.en).toContain('gives up 55 % of the calls');
    expect(entries[2]?.text.en).toContain('its own time-outs are the cause');
    expect(entries[2]?.text.en).not.toContain('Share one client');
  });
});

describe('a pool', () => {
  const pool = buildResource({ name: 'asyncpg pool', kind: 'pool', servers: 160, utilisation: 0.2 });
  const stuckAt = (holds: readonly string[]) =>
    Array.from({ length: 20 }, (_, request) => ({ request, line: 62, awaits: 'Pool.fetch', holds }));
  const stage = { resources: [buildLoop(0.1), pool], outcomes: { '200': 490, timeout: 510 }, unfinished: 510 };

  it('whose connections wait for each other is told from one that loses them', () => {
    const [waiting] = tell({ ...stage, stuck: stuckAt(['asyncpg pool']) });
    expect(waiting).toMatchObject({ cause: 'pool-deadlock', line: 62, evidence: { holdingShare: 1 } });
    expect(waiting?.text.en).toContain(
      'hold one connection of the asyncpg pool of 160 and wait for a second one of the same pool at main.py line 62',
    );
    expect(waiting?.text.zh).toContain('同一个池的第二个连接');
    expect(tell({ ...stage, stuck: stuckAt([]) })[0]?.cause).toBe('pool-exhausted');
  });

  it('that requests ask twice says how often and where', () => {
    const busy = buildResource({ name: 'asyncpg pool', kind: 'pool', servers: 20, utilisation: 1 });
    const lineWaits = [{ line: 9, resource: 'asyncpg pool', queueNs: 10_000 * MS, serviceNs: 0, count: 1000 }];
    const nestedWaits = [{ line: 31, resource: 'asyncpg pool', queueNs: 900 * MS, serviceNs: 0, count: 300 }];
    const text = of(tell({ resources: [buildLoop(0.1), busy], lineWaits, nestedWaits }), 'pool-exhausted');
    expect(text.en).toContain('300 times a request waited for one while it held another at main.py line 31');
  });
});

describe('a share of the latency', () => {
  it('has the same requests above and below the line', () => {
    const lock = buildResource({ name: 'asyncio.Lock', kind: 'lock', utilisation: 1 });
    // Half of the requests gave up after 2 s: their waiting has not ended, and their time-out is no latency of an answer.
    const answered = times({
      requests: 500,
      latencyNs: 500 * 195 * MS,
      resources: [{ resource: 'asyncio.Lock', queueNs: 500 * 187 * MS, serviceNs: 0, count: 500 }],
    });
    const lineWaits = [{ line: 50, resource: 'asyncio.Lock', queueNs: 149_000 * MS, serviceNs: 0, count: 700 }];
    const [first] = tell({ meanMs: 261, resources: [buildLoop(0.1), lock], lineWaits, answered, outcomes: { '200': 500, timeout: 500 } });
    expect(first?.text.en).toContain('requests wait 187 ms for it at main.py line 50, 96 % of their latency');
  });
});

describe('a database whose cores are full', () => {
  const database = buildResource({
    name: 'database',
    kind: 'database',
    servers: 16,
    utilisation: 1,
    series: { utilisation: [1], queue: [784] },
  });
  const full = {
    resources: [buildLoop(0.1), database],
    lineWaits: [{ line: 5, resource: 'database', queueNs: 9e9, serviceNs: 9e9, count: 1000 }],
  };

  it('needs fewer statements at once where their number makes each slower', () => {
    const text = of(tell({ ...full, statementSlowdown: 1.4 }), 'database-saturated');
    expect(text.en).toContain('800 statements compete for the cores at once, and each takes 1.4 times');
    expect(text.en).toContain('in 1 statement;');
    expect(text.en).toContain('a smaller pool');
    expect(text.zh).toContain('更小的连接池');
  });

  it('needs less to do where it does not', () => {
    expect(of(tell({ ...full, statementSlowdown: 1.05 }), 'database-saturated').en).not.toContain('smaller pool');
  });
});

describe('an invariant that is off', () => {
  const invariants = [{ id: 'stamps', sql: 'SELECT count(*) - $1::int FROM stamps' }];
  const world = { ...WORLD, invariants, database: { ...WORLD.database, schemaSql: 'CREATE TABLE stamps ();' } };
  const { locks } = buildRecording();

  function tellOff(broken: number, writes: number) {
    const [stamps] = invariants;
    const shop = buildTask({ world });
    const recording = buildRecording({ locks: { ...locks, writes: writes === 0 ? [] : [{ table: 'stamps', line: 31, count: writes }] } });
    const result = { id: stamps?.id ?? '', broken, off: -broken, successes: 1000, share: broken / 1000 };
    return diagnose(shop, FILES, buildRun(shop, recording, 0, [result]))[0]?.text ?? { en: '', zh: '' };
  }

  it('is told with its query and its figure', () => {
    expect(tellOff(300, 1000).en).toContain(
      '`SELECT count(*) - $1::int FROM stamps` gives -300 and not 0 after 1000 successful requests (30 % of the requests are affected)',
    );
  });

  it('was raced for only where some of what was written is missing', () => {
    expect(tellOff(300, 1000).en).toContain('two requests read the same state');
    expect(tellOff(1000, 1000).en).toContain('that is no race');
    expect(tellOff(300, 700).en).toContain('Only 700 statements wrote for them');
    expect(tellOff(1000, 0).zh).toContain('只有 0 条语句写入');
  });
});

describe('a stage that holds', () => {
  it('only just holds at nine tenths of a resource, and names no next limit below itself', () => {
    const at = (utilisation: number, completed = 1000) =>
      tell({ p99Ms: 20, completed, outcomes: { '200': 1000 }, resources: [buildLoop(utilisation)] })[0]?.text.en ?? '';
    expect(at(0.91)).toContain('It only just holds');
    expect(at(0.8)).toContain('Nothing is saturated');
    expect(at(1, 990)).toContain('The next limit is right here: the busiest resource (event loop) is 100 % busy.');
  });
});
