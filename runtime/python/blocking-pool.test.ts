// A pool of connections for blocking code: what threads that run one after the other, each on its own clock, see of it.
import { beforeAll, describe, expect, it } from 'vitest';
import type { DatabasePort } from '#engine/database-port.ts';
import { runStage } from '#engine/simulation.ts';
import { DEFAULT_LIMITS } from '#engine/stage.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { openNodePython } from './node-python.ts';
import type { PythonGuest } from './python-guest.ts';
import { contentionWorld } from './testing/contention-world.ts';

const PROGRAM = `
import asyncio, time
from fastapi import Depends, FastAPI
from psycopg_pool import ConnectionPool, PoolTimeout
from psycopg2.pool import PoolError, ThreadedConnectionPool

app = FastAPI()
`;

let guest: PythonGuest;
let database: DatabasePort;
beforeAll(async () => {
  guest = await openNodePython();
  database = await openNodePostgres();
});

/** Answers of the program's GET /work at `rps` for 2 s. */
function run(program: string, rps: number): { status: number; body: string }[] {
  const answers: { status: number; body: string }[] = [];
  const recording = runStage({
    world: contentionWorld(),
    seed: 1,
    offeredRps: rps,
    seconds: 2,
    warmupSeconds: 0,
    files: { 'main.py': PROGRAM + program },
    guest,
    database,
    checkResponse: ({ status, body }) => {
      answers.push({ status, body });
      return 'right';
    },
    limits: DEFAULT_LIMITS,
  });
  expect(recording.fault).toBeNull();
  return answers;
}

describe('a pool for blocking code', () => {
  it('a connection that comes back later is not free for a thread that asks earlier', () => {
    const [answer] = run(
      `
pool = ThreadedConnectionPool(2, 2, "postgresql://db.test")

def use():
    try:
        connection = pool.getconn()
    except PoolError as error:
        return str(error)
    connection.cursor().execute("SELECT pg_sleep(0.02)")
    pool.putconn(connection)
    return "used"

@app.get("/work")
async def work():
    return sorted(await asyncio.gather(*(asyncio.to_thread(use) for _ in range(5))))
`,
      2,
    );
    expect(JSON.parse(answer?.body ?? '')).toEqual([...Array(3).fill('connection pool exhausted'), 'used', 'used']);
  });

  it('threads take turns on its connections', () => {
    const [answer] = run(
      `
pool = ConnectionPool("postgresql://db.test", min_size=2, max_size=2)

def use():
    with pool.connection() as connection:
        connection.execute("SELECT pg_sleep(0.04)")

@app.get("/work")
async def work():
    pool.wait()
    start = time.monotonic()
    await asyncio.gather(*(asyncio.to_thread(use) for _ in range(6)))
    return time.monotonic() - start
`,
      2,
    );
    expect(Number(answer?.body)).toBeGreaterThan(0.12);
    expect(Number(answer?.body)).toBeLessThan(0.16);
  });

  it('a dependency holds its connection over several calls into threads, and the others wait for it', () => {
    const answers = run(
      `
pool = ConnectionPool("postgresql://db.test", min_size=4, max_size=4, timeout=5)

def connection():
    start = time.monotonic()
    with pool.connection() as c:
        yield c, time.monotonic() - start

@app.get("/work")
def work(taken=Depends(connection)):
    c, waited = taken
    c.execute("SELECT pg_sleep(0.02)")
    return waited
`,
      150,
    );
    const waits = answers.map(({ body }) => Number(body));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    // Four places for 23 ms each are 85 % busy at 150 requests/s: some find one free, some wait for a while.
    expect(waits.filter((s) => s < 0.001).length).toBeGreaterThan(30);
    expect(waits.filter((s) => s > 0.005).length).toBeGreaterThan(30);
    expect(Math.max(...waits)).toBeLessThan(0.3);
  });

  it('connections that are never given back run out', () => {
    const answers = run(
      `
pool = ConnectionPool("postgresql://db.test", min_size=3, max_size=3, timeout=0.5)

@app.get("/work")
def work():
    try:
        pool.getconn().execute("SELECT 1")
    except PoolTimeout as error:
        return str(error)
    return "used"
`,
      20,
    );
    const bodies = answers.map(({ body }) => JSON.parse(body));
    expect(bodies.slice(0, 3)).toEqual(['used', 'used', 'used']);
    expect(bodies.at(-1)).toBe("couldn't get a connection after 0.50 sec");
  });

  it('who waits for a connection that it holds itself waits until the time-out', () => {
    const [answer] = run(
      `
pool = ConnectionPool("postgresql://db.test", min_size=1, max_size=1, timeout=0.2)

@app.get("/work")
def work():
    start = time.monotonic()
    with pool.connection():
        try:
            pool.getconn()
        except PoolTimeout:
            return time.monotonic() - start
`,
      2,
    );
    expect(Number(answer?.body)).toBeGreaterThan(0.2);
    expect(Number(answer?.body)).toBeLessThan(0.22);
  });
});
