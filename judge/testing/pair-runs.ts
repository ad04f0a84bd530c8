// The pairs of programs in both languages, and the small world that they run in.
import { readFileSync } from 'node:fs';
import type { DatabasePort } from '#engine/database-port.ts';
import type { Guest } from '#engine/guest-port.ts';
import type { ServiceWorld, World } from '#engine/world/world.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { openNodePython } from '#runtime/python/node-python.ts';
import { contentionWorld } from '#runtime/python/testing/contention-world.ts';
import { openNodeTypeScript } from '#runtime/typescript/node-typescript.ts';
import type { Submission, Task } from '../task.ts';

export type Language = Submission['language'];
export const NAMES = { python: 'main.py', typescript: 'main.ts' } as const;
const SECONDS = 3;

const service = (name: string, rateLimitPerSecond: number): ServiceWorld => ({
  baseUrl: `http://${name}.test`,
  roundTripMs: 1,
  connectMs: 3,
  latency: { fixedMs: 40 },
  concurrency: 1000,
  rateLimitPerSecond,
  failures: { rate: 0, status: 503 },
  routes: [{ pattern: 'GET /prices/{id}', json: { price: 950 } }],
  brownOuts: [],
});

/** One worker, and a CPU that takes the same for a call to a service in both languages: httpx really takes more than fetch. */
function world(counted: boolean): World {
  const plain = contentionWorld();
  const { workers, load } = plain;
  return {
    ...plain,
    workers: { ...workers, memoryMb: 256, libraryCpuUs: { ...workers.libraryCpuUs, httpCall: 240 } },
    services: [service('prices', Number.POSITIVE_INFINITY), service('limited', 50)],
    env: { DATABASE_URL: 'postgresql://db.test/shop' },
    load: {
      ...load,
      keys: { ...load.keys, first: 1 },
      requests: [{ method: 'GET', path: '/orders/{key}', weight: 1 }],
      clientTimeoutMs: 1000,
    },
    invariants: !counted ? [] : [{ id: 'stock', sql: 'SELECT 1000 - stock - $1::int FROM items WHERE id = 1' }],
  };
}

export interface Machines {
  readonly guests: Readonly<Record<Language, Guest>>;
  readonly database: DatabasePort;
}

export async function openMachines(): Promise<Machines> {
  return { guests: { python: await openNodePython(), typescript: await openNodeTypeScript() }, database: await openNodePostgres() };
}

export function pairTask(rps: number, counted = false, p99Ms = 150): Task {
  return {
    challenge: 'sim',
    world: world(counted),
    ladder: [{ offeredRps: rps, seconds: SECONDS, warmupSeconds: 0 }],
    slo: { p99Ms, errorRate: 0.01, wrongRate: 0, backlogGrowth: 0.05 },
    expected: [],
    goalRps: rps,
  };
}

export function pairProgram(program: string, language: Language): Submission {
  const text = readFileSync(new URL(`pairs/${program}.${language === 'python' ? 'py' : 'ts'}`, import.meta.url), 'utf8');
  return { language, files: { [NAMES[language]]: text }, seed: 1 };
}
