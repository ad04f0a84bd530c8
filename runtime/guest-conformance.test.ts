// The guest interface, sentence by sentence, with a program in each language: what the engine sees must be the same, whoever runs behind it.
import { beforeAll, describe, expect, it } from 'vitest';
import type { DatabasePort } from '#engine/database-port.ts';
import type { Guest } from '#engine/guest-port.ts';
import { runStage } from '#engine/simulation.ts';
import { DEFAULT_LIMITS, type StageRecording } from '#engine/stage.ts';
import type { World } from '#engine/world/world.ts';
import { openNodePostgres } from './postgres/node-postgres.ts';
import { openNodePython } from './python/node-python.ts';
import { contentionWorld } from './python/testing/contention-world.ts';
import { openNodeTypeScript } from './typescript/node-typescript.ts';

type Language = 'python' | 'typescript';
const LANGUAGES: readonly Language[] = ['python', 'typescript'];

let guests: Readonly<Record<Language, Guest>>;
let database: DatabasePort;
beforeAll(async () => {
  guests = { python: await openNodePython(), typescript: await openNodeTypeScript() };
  database = await openNodePostgres();
}, 120_000);

interface Program {
  /** Before the handler. */
  readonly head?: string;
  readonly body: string;
}
type Programs = Readonly<Record<Language, Program>>;

interface Options {
  readonly rps?: number;
  readonly seconds?: number;
  readonly seed?: number;
  readonly workers?: Partial<World['workers']>;
  readonly load?: Partial<World['load']>;
  readonly services?: World['services'];
  readonly checkResponse?: (body: string) => 'right' | 'wrong';
}

const indent = (text: string) => text.replaceAll(/^/gm, '    ');
/** The handler's first line is the fourth after the head; the head begins in the seventh. */
const SOURCES: Readonly<Record<Language, (program: Program) => Record<string, string>>> = {
  python: ({ head = '', body }) => ({
    'main.py': `import asyncio, os, random, time
import asyncpg, httpx
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
app = FastAPI()

${head}
# The handler.
@app.api_route("/work", methods=["GET", "POST"])
async def work(request: Request):
${indent(body)}
`,
  }),
  typescript: ({ head = '', body }) => ({
    'main.ts': `import { Pool } from 'pg';
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const json = (value: unknown, status = 200) => Response.json(value, { status });
let n = 0;
// The head.

${head}
// The handler.
async function work(request: Request): Promise<Response> {

${body}
}
export default { fetch: work };
`,
  }),
};

/** Line of the handler's body, where the head is one line. */
const LINE = 11;

function run(language: Language, programs: Programs, options: Options = {}): StageRecording {
  const world = contentionWorld();
  const { checkResponse } = options;
  return runStage({
    world: {
      ...world,
      workers: { ...world.workers, ...options.workers },
      load: { ...world.load, clientTimeoutMs: 2000, ...options.load },
      services: options.services ?? world.services,
      env: { DSN: 'postgresql://app@db.test/shop', DATABASE_URL: 'postgresql://app@db.test/shop' },
    },
    seed: options.seed ?? 1,
    offeredRps: options.rps ?? 20,
    seconds: options.seconds ?? 1,
    warmupSeconds: 0,
    files: SOURCES[language](programs[language]),
    guest: guests[language],
    database,
    limits: DEFAULT_LIMITS,
    ...(checkResponse ? { checkResponse: ({ body }: { body: string }) => checkResponse(body) } : {}),
  });
}

const total = (recording: StageRecording) => Object.values(recording.outcomes).reduce((sum, count) => sum + count, 0);
const slowService: World['services'] = [
  {
    baseUrl: 'http://api.test',
    roundTripMs: 1,
    connectMs: 3,
    latency: { fixedMs: 1000 },
    concurrency: 500,
    rateLimitPerSecond: Number.POSITIVE_INFINITY,
    failures: { rate: 0, status: 503 },
    routes: [{ pattern: 'GET /slow', json: { value: 1 } }],
    brownOuts: [],
  },
];

describe.each(LANGUAGES)('a guest of the engine, %s:', (language) => {
  const answer: Programs = { python: { body: 'return {"ok": True}' }, typescript: { body: 'return json({ ok: true });' } };

  it('answers every request of the load, each with its own body', () => {
    const programs: Programs = {
      python: { body: 'return {"key": int(request.query_params["key"]), "sent": await request.json()}' },
      typescript: {
        body: "return json({ key: Number(new URL(request.url).searchParams.get('key')), sent: await request.json() });",
      },
    };
    const bodies = new Set<string>();
    const recording = run(language, programs, {
      load: { requests: [{ method: 'POST', path: '/work?key={key}', body: { id: '{key}' }, weight: 1 }] },
      checkResponse: (body) => {
        bodies.add(body);
        const { key, sent } = JSON.parse(body) as { key: number; sent: { id: number } };
        return Number(sent.id) === key ? 'right' : 'wrong';
      },
    });
    expect(recording.outcomes).toEqual({ '200': recording.arrivals });
    expect(recording.arrivals).toBeGreaterThan(10);
    expect(bodies.size).toBeGreaterThan(5);
  });

  it('starts up before the load begins, however long that takes', () => {
    const programs: Programs = {
      python: {
        head: '@app.on_event("startup")\nasync def start():\n    await asyncio.sleep(3)\n    print("started")\n',
        body: 'return {"ok": True}',
      },
      typescript: { head: "await sleep(3000);\nconsole.log('started');", body: 'return json({ ok: true });' },
    };
    const { outcomes, arrivals, console, latencyNs } = run(language, programs);
    expect(outcomes).toEqual({ '200': arrivals });
    expect(console.map(({ text }) => text)).toEqual(['started']);
    expect(latencyNs.max).toBeLessThan(50e6);
  });

  it('that cannot start says why, and where', () => {
    const programs: Programs = {
      python: { head: '@app.on_event("startup")\nasync def start():\n    raise ValueError("no settings")', body: 'return {}' },
      typescript: { head: "await sleep(1);\nif (n === 0)\n  throw new RangeError('no settings');", body: 'return json({});' },
    };
    const { fault, arrivals } = run(language, programs);
    expect(fault?.verdict).toBe('startup-failed');
    expect(fault?.message).toContain('no settings');
    expect(fault?.message).toMatch(language === 'python' ? /main\.py", line 9/ : /main\.ts:9/);
    expect(arrivals).toBe(0);
  });

  it('answers 500 where its handler fails, and prints the error with its line', () => {
    const programs: Programs = {
      python: { body: 'raise ValueError("a bug")' },
      typescript: { body: "throw new RangeError('a bug');" },
    };
    const { outcomes, arrivals, console, fault } = run(language, programs);
    expect(outcomes).toEqual({ '500': arrivals });
    expect(fault).toBeNull();
    const error = console.find(({ level }) => level === 'error');
    expect(error?.text).toContain('a bug');
    expect(error?.text).toMatch(language === 'python' ? /main\.py", line 11/ : /main\.ts:11/);
  });

  it('sleeps in virtual time, and its clients give up when they are tired of it', () => {
    const sleeping = (seconds: number): Programs => ({
      python: {
        body: `begin = time.monotonic()\nawait asyncio.sleep(${seconds})\nreturn {"ms": round((time.monotonic() - begin) * 1000)}`,
      },
      typescript: {
        body: `const begin = performance.now();\nawait sleep(${seconds * 1000});\nreturn json({ ms: Math.floor(performance.now() - begin) });`,
      },
    });
    const right = (body: string) => (Math.abs((JSON.parse(body) as { ms: number }).ms - 500) <= 2 ? 'right' : 'wrong');
    const patient = run(language, sleeping(0.5), { checkResponse: right });
    expect(patient.outcomes).toEqual({ '200': patient.arrivals });
    expect(patient.latencyNs.p50 / 1e6).toBeGreaterThan(499);
    expect(patient.latencyNs.p50 / 1e6).toBeLessThan(505);
    const tired = run(language, sleeping(3));
    expect(tired.outcomes).toEqual({ timeout: tired.arrivals });
    expect(tired.unanswered).toBe(tired.arrivals);
  });

  it('that computes holds up all others of its worker, and is named by its line', () => {
    const programs: Programs = {
      python: { body: 'x = 0\nfor i in range(500_000): x += i\nreturn x' },
      typescript: { body: 'let x = 0;\nfor (let i = 0; i < 10_000_000; i++) x += i % 7;\nreturn json(x);' },
    };
    const { slowSteps, loopLagNs, resources } = run(language, programs, { rps: 30 });
    expect(slowSteps[0]).toMatchObject({ what: 'CPU' });
    expect(slowSteps[0]?.line).toBeGreaterThanOrEqual(LINE);
    expect(slowSteps[0]?.line).toBeLessThanOrEqual(LINE + 2);
    expect(loopLagNs.max).toBeGreaterThan(4e6);
    expect(resources.find(({ kind }) => kind === 'loop')?.utilisation).toBeGreaterThan(0.2);
  });

  it('that never gives its loop back is stopped with its line', () => {
    const programs: Programs = {
      python: { body: 'while True:\n    pass' },
      typescript: { body: 'while (true)\n  n++;' },
    };
    const { fault } = run(language, programs);
    expect(fault?.verdict).toBe('endless-loop');
    expect([LINE, LINE + 1]).toContain(fault?.line);
  }, 120_000);

  it('that only yields is told that it never waits', () => {
    const programs: Programs = {
      python: { body: 'while True:\n    await asyncio.sleep(0)' },
      typescript: { body: 'while (true) await new Promise((resolve) => setImmediate(resolve));' },
    };
    expect(run(language, programs).fault?.verdict).toBe('spinning');
  }, 120_000);

  it('whose requests wait for what never comes is a deadlock, named by its line', () => {
    const programs: Programs = {
      python: { body: 'await asyncio.Event().wait()\nreturn {}' },
      typescript: { body: 'await new Promise(() => {});\nreturn json({});' },
    };
    const { fault, stuck } = run(language, programs);
    expect(fault).toMatchObject({ verdict: 'deadlock', line: LINE });
    expect(stuck.length).toBeGreaterThan(5);
    expect(stuck.every(({ line, awaits }) => line === LINE && awaits !== '')).toBe(true);
  });

  const POOL: Readonly<Record<Language, string>> = {
    python: `pool = None
@app.on_event("startup")
async def start():
    global pool
    pool = await asyncpg.create_pool(os.environ["DSN"], min_size=1, max_size=1)`,
    typescript: 'const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 1 });\n\n\n\n',
  };

  it('reads what Postgres holds', () => {
    const programs: Programs = {
      python: { head: POOL.python, body: 'return {"stock": await pool.fetchval("SELECT stock FROM items WHERE id = $1", 7)}' },
      typescript: {
        head: POOL.typescript,
        body: "const { rows } = await pool.query('SELECT stock FROM items WHERE id = $1', [7]);\nreturn json({ stock: rows[0].stock });",
      },
    };
    const recording = run(language, programs, {
      checkResponse: (body) => ((JSON.parse(body) as { stock: number }).stock === 1000 ? 'right' : 'wrong'),
    });
    expect(recording.outcomes).toEqual({ '200': recording.arrivals });
  });

  it('whose pool is too small waits for it, and the wait is booked at the line', () => {
    const programs: Programs = {
      python: { head: POOL.python, body: 'await pool.fetchval("SELECT 1 FROM pg_sleep(0.06)")\nreturn {}' },
      typescript: { head: POOL.typescript, body: "await pool.query('SELECT 1 FROM pg_sleep(0.06)');\nreturn json({});" },
    };
    const { resources, lineWaits } = run(language, programs, { rps: 30 });
    const pool = resources.find(({ kind }) => kind === 'pool');
    expect(pool?.servers).toBe(1);
    expect(pool?.utilisation).toBeGreaterThan(0.9);
    expect(pool?.maxQueue).toBeGreaterThan(3);
    const line = LINE + 4;
    const waits = lineWaits.filter((wait) => wait.resource === pool?.name && wait.line === line);
    expect(waits[0]?.queueNs).toBeGreaterThan(0.5e9);
    expect(lineWaits.some((wait) => wait.resource === 'database' && wait.line === line)).toBe(true);
  });

  it('gives up a call when its own time-out fires, and answers for itself', () => {
    const programs: Programs = {
      python: {
        head: 'client = httpx.AsyncClient(timeout=0.1)',
        body: 'try:\n    return (await client.get("http://api.test/slow")).json()\nexcept httpx.TimeoutException:\n    return JSONResponse({"late": True}, 504)',
      },
      typescript: {
        body: "try {\n  const answer = await fetch('http://api.test/slow', { signal: AbortSignal.timeout(100) });\n  return json(await answer.json());\n} catch (error) {\n  return json({ late: (error as Error).name === 'TimeoutError' }, 504);\n}",
      },
    };
    const { outcomes, arrivals, latencyNs } = run(language, programs, { services: slowService });
    expect(outcomes).toEqual({ '504': arrivals });
    expect(latencyNs.max / 1e6).toBeLessThan(160);
  });

  it('that keeps more and more is killed, and its successor begins anew', () => {
    const programs: Programs = {
      python: { head: 'kept = []', body: 'kept.append("x" * 1_000_000 + str(len(kept)))\nreturn {"n": len(kept)}' },
      typescript: {
        head: 'const kept: string[] = [];',
        body: "kept.push('x'.repeat(1_000_000) + kept.length);\nreturn json({ n: kept.length });",
      },
    };
    let least = 0;
    const { restarts, outcomes, fault } = run(language, programs, {
      rps: 50,
      seconds: 3,
      workers: { memoryMb: 100, restartMs: 300 },
      checkResponse: (body) => {
        if ((JSON.parse(body) as { n: number }).n === 1) least++;
        return 'right';
      },
    });
    expect(fault).toBeNull();
    expect(restarts.length).toBeGreaterThanOrEqual(1);
    expect(restarts[0]).toMatchObject({ cause: 'memory', holder: { name: 'kept', line: 7 } });
    expect(outcomes['502']).toBeGreaterThan(5);
    expect(least).toBeGreaterThan(1);
  });

  it('says the same twice with one seed, and something else with another', () => {
    const programs: Programs = {
      python: { body: 'await asyncio.sleep(random.random() / 10)\nreturn {"drawn": random.random()}' },
      typescript: { body: 'await sleep(Math.random() * 100);\nreturn json({ drawn: Math.random() });' },
    };
    const hashes = [1, 1, 2].map((seed) => run(language, programs, { seed }).hash);
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it('runs once for each worker, and workers share nothing', () => {
    const programs: Programs = {
      python: { head: 'seen = []', body: 'seen.append(1)\nreturn {"n": len(seen), "pid": os.getpid()}' },
      typescript: { head: 'const seen: number[] = [];', body: 'seen.push(1);\nreturn json({ n: seen.length, pid: process.pid });' },
    };
    const counts = new Map<number, number>();
    const recording = run(language, programs, {
      rps: 40,
      workers: { count: 2, simulated: 2 },
      checkResponse: (body) => {
        const { n, pid } = JSON.parse(body) as { n: number; pid: number };
        counts.set(pid, Math.max(n, counts.get(pid) ?? 0));
        return 'right';
      },
    });
    expect(counts.size).toBe(2);
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(total(recording));
  });

  it('costs the same for the same: a request that waits is answered after what it waited for', () => {
    const { latencyNs, resources, outcomes, arrivals } = run(language, answer, { rps: 100 });
    expect(outcomes).toEqual({ '200': arrivals });
    // What the world says of a request, and less than a tenth of a millisecond of its own.
    expect(latencyNs.p50 / 1e6).toBeGreaterThan(0.14);
    expect(latencyNs.p50 / 1e6).toBeLessThan(0.26);
    expect(resources.find(({ kind }) => kind === 'loop')?.utilisation).toBeLessThan(0.05);
  });
});
