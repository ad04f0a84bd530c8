// Runs the shims' own cases (conformance/*.py) inside the simulated world: Python against the engine and real Postgres.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DatabasePort } from '#engine/database-port.ts';
import { runStage } from '#engine/simulation.ts';
import { DEFAULT_LIMITS } from '#engine/stage.ts';
import type { World } from '#engine/world/world.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { openNodePython } from './node-python.ts';
import type { PythonGuest } from './python-guest.ts';
import { COSTS } from './testing/turns.ts';

const folder = join(import.meta.dirname, 'conformance');

// One request runs every case and prints the ones that failed; the client waits as long as it takes.
const RUNNER = `
import json, traceback
from fastapi import FastAPI
import cases

app = FastAPI()
ran = []

@app.get("/work")
async def work():
    if ran:
        return "once"
    ran.append(1)
    for case in cases.CASES:
        try:
            await case()
            print("PASS", case.__name__)
        except Exception as error:
            print("FAIL", case.__name__, "".join(traceback.format_exception(error))[-1500:].replace("\\n", " | "))
    print("END", len(cases.CASES))
    return "done"
`;

const noFailures = { rate: 0, status: 503 };
function world(): World {
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
      cores: 16,
      sharesCores: false,
      maxConnections: 60,
      roundTripMs: 0.5,
      connectMs: 5,
      statementUs: 0,
      costUnitUs: 10,
      rowUs: 2,
      kbUs: 0,
      writeRowUs: 15,
      commitMs: 0,
      schemaSql:
        "CREATE TABLE items (id int PRIMARY KEY, stock int NOT NULL, name text); INSERT INTO items SELECT i, 100, 'item ' || i FROM generate_series(1, 1000) AS i;",
    },
    cache: { roundTripMs: 0.3, operationUs: 13, pipelinedUs: 2.2, maxConnections: 100 },
    services: [
      {
        baseUrl: 'http://api.test',
        roundTripMs: 1,
        connectMs: 3,
        latency: { fixedMs: 40 },
        concurrency: 500,
        rateLimitPerSecond: Number.POSITIVE_INFINITY,
        failures: noFailures,
        routes: [
          { pattern: 'GET /a', json: { value: 1 } },
          { pattern: 'GET /fail', failures: { rate: 1, status: 503 }, json: {} },
          { pattern: 'GET /limited', rateLimitPerSecond: 2, json: { value: 2 } },
        ],
        brownOuts: [],
      },
    ],
    env: { DSN: 'postgresql://app@db.test/shop', API: 'http://api.test', REDIS_URL: 'redis://cache.test:6379/0' },
    load: {
      requests: [{ method: 'GET', path: '/work', weight: 1 }],
      clientTimeoutMs: 3_600_000,
      connections: null,
      bursts: [],
      keys: { count: 20, zipf: 0, first: 0 },
    },
    events: [],
    invariants: [],
  };
}

let guest: PythonGuest;
let database: DatabasePort;
beforeAll(async () => {
  guest = await openNodePython();
  database = await openNodePostgres();
});

/** Modules that cases import. */
const helpers = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith('.py') && !name.endsWith('_cases.py'))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);

describe.each(readdirSync(folder).filter((name) => name.endsWith('_cases.py')))('%s', (name) => {
  it('every case holds in the simulated world', () => {
    const recording = runStage({
      world: world(),
      seed: 1,
      offeredRps: 4,
      seconds: 1,
      warmupSeconds: 0,
      files: { 'main.py': RUNNER, 'cases.py': readFileSync(join(folder, name), 'utf8'), ...helpers },
      guest,
      database,
      limits: { ...DEFAULT_LIMITS, consoleLines: 2_000 },
    });
    const lines = recording.console.map((line) => line.text);
    const passed = lines.filter((line) => line.startsWith('PASS ')).length;
    expect(lines.filter((line) => line.startsWith('FAIL '))).toEqual([]);
    expect(recording.fault).toBeNull();
    expect(lines.at(-1)).toBe(`END ${passed}`);
    expect(passed).toBeGreaterThanOrEqual(20);
  });
});
