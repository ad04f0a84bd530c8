import type { World } from '#engine/world/world.ts';
import { COSTS } from './turns.ts';

/** One worker and a small database: 1000 items of 1000 pieces each, users with unique addresses, notes without an index on their owner. */
export function contentionWorld(): World {
  return {
    workers: {
      count: 1,
      simulated: 1,
      requestCpuUs: COSTS.request / 1000,
      wakeUpUs: 0,
      userCodeUs: 1400,
      timerSlackUs: 0,
      stepCpuUs: 1,
      threadTokens: 40,
      cpuCount: 2,
      memoryMb: 384,
      restartMs: 2000,
      libraryCpuUs: {
        databaseCall: 50,
        databaseRow: 2,
        databaseConnect: 700,
        databaseReset: 40,
        httpCall: 1300,
        aiohttpCall: 260,
        requestsCall: 780,
        undiciCall: 60,
        httpConnect: 300,
        httpClient: 28_000,
        threadHop: 60,
        cacheCall: 60,
        cacheCommand: 14,
        cacheConnect: 1500,
      },
    },
    database: {
      cores: 4,
      sharesCores: false,
      maxConnections: 60,
      roundTripMs: 0.3,
      connectMs: 5,
      statementUs: 0,
      costUnitUs: 10,
      rowUs: 2,
      kbUs: 0,
      writeRowUs: 15,
      commitMs: 0,
      schemaSql: `CREATE TABLE items (id int PRIMARY KEY, stock int NOT NULL);
        INSERT INTO items SELECT i, 1000 FROM generate_series(1, 1000) AS i;
        CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE NOT NULL);
        CREATE TABLE notes (id int PRIMARY KEY, owner int NOT NULL);
        INSERT INTO notes SELECT i, i % 5000 FROM generate_series(1, 20000) AS i;`,
    },
    cache: { roundTripMs: 0.3, operationUs: 13, pipelinedUs: 2.2, maxConnections: 10_000 },
    services: [],
    env: {},
    load: {
      requests: [{ method: 'GET', path: '/work', weight: 1 }],
      clientTimeoutMs: 60_000,
      connections: null,
      bursts: [],
      keys: { count: 20, zipf: 0, first: 0 },
    },
    events: [],
    invariants: [],
  };
}
