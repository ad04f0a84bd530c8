// A world for tests: one worker that costs nothing, a database of a few cores, one service.
import type { DatabaseAnswer, DatabasePort, SessionTimeouts } from '../database-port.ts';
import { DEFAULT_LIMITS, type StageOptions } from '../stage.ts';
import type { World } from '../world/world.ts';
import type { ScriptedGuest } from './scripted-guest.ts';

/** Answers every statement at the cost that its text says: "cost 12 sleep 5"; "named 7" gives its result that id, "bytes 2048" that size. */
export class CostDatabase implements DatabasePort {
  version = 1;
  sessions = 0;
  #next = 1;

  reset(): void {
    this.sessions = 0;
  }

  openSession(): number {
    this.sessions++;
    return this.#next++;
  }

  closeSession(): void {
    this.sessions--;
  }

  run(_session: number, sql: string): DatabaseAnswer {
    const [, cost = '0', sleep = '0'] = sql.match(/cost ([\d.]+)(?: sleep ([\d.]+))?/) ?? [];
    const resultId = Number(sql.match(/named (\d+)/)?.[1] ?? 0);
    return {
      ok: true,
      resultId,
      text: '{}',
      rows: 0,
      changedRows: 0,
      bytes: Number(sql.match(/bytes (\d+)/)?.[1] ?? 2),
      planCost: Number(cost),
      sleepMs: Number(sleep),
      wrote: false,
    };
  }

  runMany(session: number, sql: string): DatabaseAnswer {
    return this.run(session, sql);
  }

  inTransaction(): boolean {
    return false;
  }

  abortTransaction(): void {}

  timeouts(): SessionTimeouts {
    return { statementMs: 0, lockMs: 0 };
  }

  ownerQuery(): (string | null)[] {
    return ['{"price":1}'];
  }

  setVirtualTime(): void {}

  ownerExecute(): void {
    this.version++;
  }
}

export function smallWorld(
  change: {
    workers?: Partial<World['workers']>;
    database?: Partial<World['database']>;
    cache?: Partial<World['cache']>;
    load?: Partial<World['load']>;
    services?: World['services'];
  } = {},
): World {
  return {
    workers: {
      count: 1,
      simulated: 1,
      requestCpuUs: 0,
      wakeUpUs: 0,
      userCodeUs: 1400,
      timerSlackUs: 0,
      stepCpuUs: 0.001,
      threadTokens: 40,
      cpuCount: 2,
      memoryMb: 384,
      restartMs: 2000,
      libraryCpuUs: {
        databaseCall: 0,
        databaseRow: 0,
        databaseConnect: 0,
        databaseReset: 0,
        httpCall: 0,
        aiohttpCall: 0,
        requestsCall: 0,
        undiciCall: 0,
        httpConnect: 0,
        httpClient: 0,
        threadHop: 0,
        cacheCall: 0,
        cacheCommand: 0,
        cacheConnect: 0,
      },
      ...change.workers,
    },
    database: {
      cores: 4,
      sharesCores: false,
      maxConnections: 100,
      roundTripMs: 1,
      connectMs: 5,
      statementUs: 0,
      costUnitUs: 1000,
      rowUs: 0,
      kbUs: 0,
      writeRowUs: 0,
      commitMs: 0,
      schemaSql: '',
      ...change.database,
    },
    cache: { roundTripMs: 0.3, operationUs: 13, pipelinedUs: 2.2, maxConnections: 10_000, ...change.cache },
    services: change.services ?? [
      {
        baseUrl: 'http://api.test',
        roundTripMs: 1,
        connectMs: 3,
        latency: { fixedMs: 10 },
        concurrency: 1000,
        rateLimitPerSecond: Number.POSITIVE_INFINITY,
        failures: { rate: 0, status: 503 },
        routes: [],
        brownOuts: [],
      },
    ],
    env: {},
    load: {
      requests: [{ method: 'GET', path: '/work', weight: 1 }],
      clientTimeoutMs: 2000,
      connections: null,
      keys: { count: 1, zipf: 0, first: 0 },
      bursts: [],
      ...change.load,
    },
    events: [],
    invariants: [],
  };
}

export function stageOptions(guest: ScriptedGuest, world: World, change: Partial<StageOptions> = {}): StageOptions {
  return {
    world,
    seed: 1,
    offeredRps: 100,
    seconds: 2,
    warmupSeconds: 0.5,
    files: {},
    guest,
    database: new CostDatabase(),
    limits: DEFAULT_LIMITS,
    ...change,
  };
}
