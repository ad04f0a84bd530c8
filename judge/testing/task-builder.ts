// Tasks for tests of the judge: a small shop on the default world, every part replaceable.
import type { World } from '#engine/world/world.ts';
import type { Task } from '../task.ts';

export const WORLD: World = {
  workers: {
    count: 32,
    simulated: 2,
    requestCpuUs: 150,
    wakeUpUs: 0,
    userCodeUs: 1400,
    timerSlackUs: 0,
    stepCpuUs: 1,
    threadTokens: 40,
    cpuCount: 4,
    memoryMb: 384,
    restartMs: 2000,
    libraryCpuUs: {
      databaseCall: 60,
      databaseRow: 1,
      databaseConnect: 1300,
      databaseReset: 40,
      httpCall: 800,
      aiohttpCall: 160,
      requestsCall: 480,
      undiciCall: 60,
      httpConnect: 1000,
      httpClient: 26000,
      threadHop: 50,
      cacheCall: 60,
      cacheCommand: 14,
      cacheConnect: 1500,
    },
  },
  database: {
    cores: 64,
    sharesCores: false,
    maxConnections: 600,
    roundTripMs: 0.5,
    connectMs: 5,
    statementUs: 0,
    costUnitUs: 10,
    rowUs: 1,
    kbUs: 0,
    writeRowUs: 0,
    commitMs: 0,
    schemaSql: 'CREATE TABLE orders ();',
  },
  cache: { roundTripMs: 0.3, operationUs: 13, pipelinedUs: 2.2, maxConnections: 10_000 },
  services: [
    {
      baseUrl: 'http://pricing.test',
      roundTripMs: 1,
      connectMs: 3,
      latency: { fixedMs: 40 },
      concurrency: 5000,
      rateLimitPerSecond: 50000,
      failures: { rate: 0.001, status: 503 },
      routes: [],
      brownOuts: [],
    },
  ],
  env: {},
  load: {
    requests: [{ method: 'GET', path: '/orders/{key}', weight: 1 }],
    clientTimeoutMs: 2000,
    connections: null,
    keys: { count: 20, zipf: 0, first: 1 },
    bursts: [],
  },
  events: [],
  invariants: [],
};

export function buildTask(changes: Partial<Task> = {}): Task {
  return {
    challenge: 'test',
    world: WORLD,
    ladder: [2000, 5000, 10000, 20000, 50000, 100000].map((offeredRps) => ({ offeredRps, seconds: 2, warmupSeconds: 1 })),
    slo: { p99Ms: 250, errorRate: 0.01, wrongRate: 0, backlogGrowth: 0.05 },
    expected: [{ request: 0, sql: 'SELECT body FROM orders WHERE id = $1', staleMs: 500 }],
    goalRps: 100000,
    ...changes,
  };
}
