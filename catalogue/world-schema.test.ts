import { describe, expect, it } from 'vitest';
import { parseWorld, WorldError } from './world-schema.ts';

const EXAMPLE = {
  workers: { count: 32, simulated: 2, requestCpuUs: 150, wakeUpUs: 0, timerSlackUs: 0, stepCpuUs: 1, threadTokens: 40 },
  database: { cores: 64, maxConnections: 600, roundTripMs: 0.5, connectMs: 5, costUnitUs: 10, schema: 'database.sql' },
  services: {
    'http://pricing.test': {
      roundTripMs: 1,
      connectMs: 3,
      latency: { lognormal: { medianMs: 40, sigma: 0.5 } },
      concurrency: 5000,
      rateLimitPerSecond: 50000,
      failures: { rate: 0.001, status: 503 },
      routes: { 'GET /prices/{id}': { json: { id: '{id}', price: 9.5 } } },
    },
  },
  env: { API: 'http://pricing.test' },
  load: { requests: [{ method: 'GET', path: '/work', weight: 1 }], clientTimeoutMs: 2000 },
};

function problemsOf(world: unknown): readonly string[] {
  try {
    parseWorld(world, '');
  } catch (error) {
    if (error instanceof WorldError) return error.problems;
    throw error;
  }
  return [];
}

describe('the world file', () => {
  it('reads the example and keeps every figure', () => {
    const world = parseWorld(EXAMPLE, 'CREATE TABLE t ();');
    expect(world.database).toEqual({
      cores: 64,
      sharesCores: false,
      maxConnections: 600,
      roundTripMs: 0.5,
      connectMs: 5,
      statementUs: 0,
      costUnitUs: 10,
      rowUs: 2,
      kbUs: 0,
      writeRowUs: 15,
      commitMs: 0.2,
      schemaSql: 'CREATE TABLE t ();',
    });
    expect(world.services).toEqual([
      {
        baseUrl: 'http://pricing.test',
        roundTripMs: 1,
        connectMs: 3,
        latency: { lognormal: { medianMs: 40, sigma: 0.5 } },
        concurrency: 5000,
        rateLimitPerSecond: 50000,
        failures: { rate: 0.001, status: 503 },
        routes: [{ pattern: 'GET /prices/{id}', json: { id: '{id}', price: 9.5 } }],
        brownOuts: [],
      },
    ]);
    expect(world.env).toEqual({ API: 'http://pricing.test' });
  });

  it('fills in every field of an empty file', () => {
    const world = parseWorld({}, '');
    expect(world.workers).toMatchObject({ count: 32, simulated: 2, requestCpuUs: 150, stepCpuUs: 1, threadTokens: 40, cpuCount: 2 });
    expect(world.workers.libraryCpuUs).toEqual({
      databaseCall: 60,
      databaseRow: 2,
      databaseConnect: 1300,
      databaseReset: 50,
      httpCall: 1400,
      aiohttpCall: 280,
      requestsCall: 840,
      undiciCall: 60,
      httpConnect: 300,
      httpClient: 32_000,
      threadHop: 100,
      cacheCall: 60,
      cacheCommand: 14,
      cacheConnect: 1500,
    });
    expect(world.cache).toEqual({ roundTripMs: 0.3, operationUs: 13, pipelinedUs: 2.2, maxConnections: 10_000 });
    expect(world.database).toMatchObject({ cores: 16, maxConnections: 200, roundTripMs: 0.5, connectMs: 5, costUnitUs: 10, rowUs: 2 });
    expect(world.load).toEqual({
      requests: [{ method: 'GET', path: '/work', weight: 1 }],
      clientTimeoutMs: 2000,
      connections: null,
      keys: { count: 20, zipf: 0, first: 0 },
      bursts: [],
    });
    expect(world.services).toEqual([]);
    expect(world.events).toEqual([]);
  });

  it('gives a service without fields 40 ms, 500 at once, no rate limit and no failures', () => {
    const [service] = parseWorld({ services: { 'http://127.0.0.1:9100': {} } }, '').services;
    expect(service).toEqual({
      baseUrl: 'http://127.0.0.1:9100',
      roundTripMs: 1,
      connectMs: 3,
      latency: { fixedMs: 40 },
      concurrency: 500,
      rateLimitPerSecond: Number.POSITIVE_INFINITY,
      failures: { rate: 0, status: 503 },
      routes: [],
      brownOuts: [],
    });
  });

  it('keeps of a brown-out what it changes and nothing else', () => {
    const brownOuts = [
      { fromMs: -500, toMs: 300, latency: { fixedMs: 900 } },
      { fromMs: 300, toMs: 900, failures: { rate: 0.5 }, concurrency: 20 },
    ];
    expect(parseWorld({ services: { 'http://a.test': { brownOuts } } }, '').services[0]?.brownOuts).toEqual([
      brownOuts[0],
      { fromMs: 300, toMs: 900, failures: { rate: 0.5, status: 503 }, concurrency: 20 },
    ]);
  });

  it('runs a fleet of one as one', () => {
    expect(parseWorld({ workers: { count: 1 } }, '').workers.simulated).toBe(1);
  });

  it('takes the slash off the end of a base URL', () => {
    expect(parseWorld({ services: { 'http://a.test/': {} } }, '').services[0]?.baseUrl).toBe('http://a.test');
  });

  it.each([{ fixedMs: 5 }, { exponentialMs: 5 }, { lognormal: { medianMs: 40, sigma: 0.5 } }, { query: 'ms' }])(
    'knows the latency %j',
    (latency) => {
      expect(parseWorld({ services: { 'http://a.test': { latency } } }, '').services[0]?.latency).toEqual(latency);
    },
  );

  it.each([
    [{ workerz: {} }, 'workerz: unknown field'],
    [{ workers: { cout: 3 } }, 'workers.cout: unknown field'],
    [{ workers: { count: 0 } }, 'workers.count: must be at least 1'],
    [{ workers: { count: 2.5 } }, 'workers.count: must be a whole number, not 2.5'],
    [{ workers: { count: '3' } }, 'workers.count: must be a number, not "3"'],
    [{ workers: { count: 4, simulated: 5 } }, 'workers.simulated: must be at most workers.count, which is 4'],
    [{ workers: [] }, 'workers: must be an object, not a list'],
    [{ workers: { libraryCpuUs: { httpCall: -1 } } }, 'workers.libraryCpuUs.httpCall: must be at least 0'],
    [
      { services: { 'http://x': { latency: { lognormal: { sigma: -1 } } } } },
      'services["http://x"].latency.lognormal.sigma: must be at least 0',
    ],
    [
      { services: { 'http://x': { latency: { fixedMs: 1, exponentialMs: 2 } } } },
      'services["http://x"].latency: must have exactly one of fixedMs, exponentialMs, lognormal, query; it has fixedMs and exponentialMs',
    ],
    [{ services: { 'http://x': { latency: { uniformMs: 1 } } } }, 'services["http://x"].latency.uniformMs: unknown field'],
    [{ services: { 'http://x': { failures: { rate: 1.5 } } } }, 'services["http://x"].failures.rate: must be at most 1'],
    [{ services: { 'http://x': { brownOuts: [{ toMs: 5, concurrency: 1 }] } } }, 'services["http://x"].brownOuts[0].fromMs: is required'],
    [
      { services: { 'http://x': { brownOuts: [{ fromMs: 5, toMs: 5, concurrency: 1 }] } } },
      'services["http://x"].brownOuts[0].toMs: must be more than fromMs, which is 5',
    ],
    [
      { services: { 'http://x': { brownOuts: [{ fromMs: 0, toMs: 5 }] } } },
      'services["http://x"].brownOuts[0]: must have at least one of latency, failures, concurrency',
    ],
    [
      { services: { 'http://x': { brownOuts: [{ fromMs: 0, toMs: 5, latency: { fixedMs: -1 } }] } } },
      'services["http://x"].brownOuts[0].latency.fixedMs: must be at least 0',
    ],
    [
      {
        services: {
          'http://x': {
            brownOuts: [
              { fromMs: 5, toMs: 10, concurrency: 1 },
              { fromMs: 0, toMs: 6, concurrency: 2 },
            ],
          },
        },
      },
      'services["http://x"].brownOuts[1]: must not overlap entry 0 of the list',
    ],
    [{ services: { 'http://x': { rateLimitPerSecond: 0 } } }, 'services["http://x"].rateLimitPerSecond: must be more than 0'],
    [
      { services: { 'http://x': { routes: { '/prices': {} } } } },
      'services["http://x"].routes["/prices"]: must read like "GET /prices/{id}"',
    ],
    [
      { services: { 'http://x': { routes: { 'GET /a': { json: 1, sql: 'SELECT 1' } } } } },
      'services["http://x"].routes["GET /a"]: must have json or sql, not both',
    ],
    [
      { services: { 'pricing.test': {} } },
      'services["pricing.test"]: must be a base URL such as "http://pricing.test", without query or fragment',
    ],
    [{ services: { 'http://x': {}, 'http://x/': {} } }, 'services["http://x/"]: names the same service twice'],
    [{ env: { PORT: 80 } }, 'env.PORT: must be a text, not 80'],
    [{ load: { requests: [] } }, 'load.requests: must not be empty'],
    [{ load: { requests: [{ weight: 0 }] } }, 'load.requests: needs a request with a weight above 0'],
    [{ load: { requests: [{}, { path: 'work' }] } }, 'load.requests[1].path: must begin with / and hold no blanks'],
    [{ load: { keys: { count: 0 } } }, 'load.keys.count: must be at least 1'],
    [{ load: { bursts: [{ fromMs: 0, toMs: 5 }] } }, 'load.bursts[0].factor: is required'],
    [{ load: { bursts: [{ fromMs: 0, toMs: 5, factor: 0 }] } }, 'load.bursts[0].factor: must be more than 0'],
    [{ load: { bursts: [{ fromMs: 6, toMs: 5, factor: 2 }] } }, 'load.bursts[0].toMs: must be more than fromMs, which is 6'],
    [
      {
        load: {
          bursts: [
            { fromMs: 0, toMs: 5, factor: 2 },
            { fromMs: 5, toMs: 9, factor: 3 },
            { fromMs: 8, toMs: 10, factor: 2 },
          ],
        },
      },
      'load.bursts[2]: must not overlap entry 1 of the list',
    ],
    [{ load: { clientTimeoutMs: 0 } }, 'load.clientTimeoutMs: must be more than 0'],
    [{ events: [{ atMs: 100 }] }, 'events[0].sql: is required'],
    [{ database: { cores: null } }, 'database.cores: must be a number, not null'],
    [
      { workers: { count: 4, simulated: 2 }, database: { sharesCores: true } },
      'database.sharesCores: needs workers.simulated equal to workers.count, which is 4: one machine cannot be run in part',
    ],
    [[], 'must be an object, not a list'],
  ])('%j is refused by its path', (world, problem) => {
    expect(problemsOf(world)).toContain(problem);
  });

  it('lists all problems of a file at once', () => {
    expect(problemsOf({ workers: { count: 0, cpus: 1 }, database: { cores: -1 } })).toHaveLength(3);
  });
});
