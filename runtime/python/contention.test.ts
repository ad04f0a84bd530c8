// Contention for rows, as programs meet it: under load, in virtual time, against real Postgres.
import { beforeAll, describe, expect, it } from 'vitest';
import type { DatabasePort } from '#engine/database-port.ts';
import { runStage } from '#engine/simulation.ts';
import { DEFAULT_LIMITS, type StageRecording } from '#engine/stage.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { openNodePython } from './node-python.ts';
import type { PythonGuest } from './python-guest.ts';
import { contentionWorld } from './testing/contention-world.ts';

const PROGRAM = `
import asyncio, asyncpg, random
from fastapi import FastAPI, HTTPException

app = FastAPI()

@app.on_event("startup")
async def startup():
    app.state.pool = await asyncpg.create_pool("postgresql://db.test", min_size=20, max_size=20)

@app.get("/work")
async def work():
    async with app.state.pool.acquire() as c:
        return await handle(c)
`;

let guest: PythonGuest;
let database: DatabasePort;
const answers: { status: number; body: string }[] = [];
beforeAll(async () => {
  guest = await openNodePython();
  database = await openNodePostgres();
});

/** Runs a handler of (c: Connection); 100 requests/s for 2 s. */
function run(handle: string, rps = 100): StageRecording {
  answers.length = 0;
  const lines = handle.trim().split('\n');
  return runStage({
    world: contentionWorld(),
    seed: 1,
    offeredRps: rps,
    seconds: 2,
    warmupSeconds: 0,
    files: { 'main.py': `${PROGRAM}\nasync def handle(c):\n${lines.map((line) => `    ${line}`).join('\n')}\n` },
    guest,
    database,
    checkResponse: ({ status, body }) => {
      answers.push({ status, body });
      return 'right';
    },
    limits: DEFAULT_LIMITS,
  });
}
/** Of the first line of a handler. */
const LINE_OF_HANDLE = PROGRAM.split('\n').length + 1;
const stockOf = (id: number) => Number(database.ownerQuery(`SELECT stock FROM items WHERE id = ${id}`, [])[0]);
const answered = (recording: StageRecording) => Object.values(recording.outcomes).reduce((sum, count) => sum + count, 0);

describe('rows under contention', () => {
  it('read, await, write loses updates', () => {
    const recording = run(`
stock = await c.fetchval("SELECT stock FROM items WHERE id = 1")
await asyncio.sleep(0.005)
await c.execute("UPDATE items SET stock = $1 WHERE id = 1", stock - 1)`);
    const sold = 1000 - stockOf(1);
    const lost = 1 - sold / answered(recording);
    // x / (1 + x) with x = 100/s * ~6 ms.
    expect(lost).toBeGreaterThan(0.25);
    expect(lost).toBeLessThan(0.5);
  });

  it.each([
    ['one UPDATE that computes', 'await c.execute("UPDATE items SET stock = stock - 1 WHERE id = 1")'],
    [
      'FOR UPDATE',
      `
async with c.transaction():
    stock = await c.fetchval("SELECT stock FROM items WHERE id = 1 FOR UPDATE")
    await asyncio.sleep(0.002)
    await c.execute("UPDATE items SET stock = $1 WHERE id = 1", stock - 1)`,
    ],
    [
      'SERIALIZABLE with retries',
      `
while True:
    try:
        async with c.transaction(isolation="serializable"):
            stock = await c.fetchval("SELECT stock FROM items WHERE id = 1")
            await asyncio.sleep(0.002)
            await c.execute("UPDATE items SET stock = $1 WHERE id = 1", stock - 1)
        return
    except asyncpg.SerializationError:
        await asyncio.sleep(random.random() * 0.01)`,
    ],
    [
      'an advisory lock',
      `
async with c.transaction():
    await c.execute("SELECT pg_advisory_xact_lock($1)", 7)
    stock = await c.fetchval("SELECT stock FROM items WHERE id = 1")
    await asyncio.sleep(0.002)
    await c.execute("UPDATE items SET stock = $1 WHERE id = 1", stock - 1)`,
    ],
  ])('%s loses none', (_name, handle) => {
    const recording = run(handle);
    expect(recording.fault).toBeNull();
    expect(recording.outcomes).toEqual({ '200': answered(recording) });
    expect(1000 - stockOf(1)).toBe(answered(recording));
  });

  it('transactions that update one row go one after the other', () => {
    const recording = run(
      `
async with c.transaction():
    await c.execute("UPDATE items SET stock = stock - 1 WHERE id = 1")
    await asyncio.sleep(0.02)`,
      80,
    );
    // 20 ms and the round trips: fewer than 50 a second.
    expect(recording.throughputRps).toBeGreaterThan(38);
    expect(recording.throughputRps).toBeLessThan(50);
    expect(recording.locks.hottest[0]).toMatchObject({ table: 'items', row: '1', kind: 'row' });
  });

  it('SKIP LOCKED gives each worker of a queue another row', () => {
    const recording = run(`
async with c.transaction():
    id = await c.fetchval("SELECT id FROM items WHERE stock > 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")
    await asyncio.sleep(0.02)
    await c.execute("UPDATE items SET stock = 0 WHERE id = $1", id)
return id`);
    const ids = answers.map(({ body }) => body);
    expect(new Set(ids).size).toBe(ids.length);
    expect(recording.locks.waits).toBe(0);
  });

  it('NOWAIT refuses at once with 55P03', () => {
    const { locks } = run(`
try:
    async with c.transaction():
        await c.fetchrow("SELECT * FROM items WHERE id = 1 FOR UPDATE NOWAIT")
        await asyncio.sleep(0.02)
except asyncpg.LockNotAvailableError as error:
    return str(error)`);
    expect(answers.filter(({ body }) => body.includes('could not obtain lock on row in relation')).length).toBeGreaterThan(20);
    expect(locks.notAvailable).toBeGreaterThan(20);
    expect(locks.notAvailableLine).toBe(LINE_OF_HANDLE + 3);
  });

  it('a deadlock has one victim, with 40P01, and the other goes on', () => {
    const recording = run(
      `
app.state.turn = not getattr(app.state, "turn", False)
first, second = (1, 2) if app.state.turn else (2, 1)
try:
    async with c.transaction():
        await c.execute("UPDATE items SET stock = stock - 1 WHERE id = $1", first)
        await asyncio.sleep(0.3)
        await c.execute("UPDATE items SET stock = stock - 1 WHERE id = $1", second)
    return "fine"
except asyncpg.DeadlockDetectedError as error:
    return f"{error.sqlstate} {error}"`,
      10,
    );
    const victims = answers.filter(({ body }) => body.includes('40P01 deadlock detected')).length;
    expect(victims).toBeGreaterThan(0);
    expect(recording.locks.deadlocks).toBeGreaterThanOrEqual(victims);
    expect(answers.some(({ body }) => body.includes('fine'))).toBe(true);
  });

  it('statement_timeout and lock_timeout end the wait for a row', () => {
    run(`
try:
    async with c.transaction():
        await c.execute("SET LOCAL statement_timeout = '15ms'")
        await c.execute("UPDATE items SET stock = stock - 1 WHERE id = 1")
        await asyncio.sleep(0.02)
except asyncpg.QueryCanceledError as error:
    return str(error)`);
    expect(answers.some(({ body }) => body.includes('canceling statement due to statement timeout'))).toBe(true);
    run(`
try:
    async with c.transaction():
        await c.execute("SET LOCAL lock_timeout = 15")
        await c.execute("UPDATE items SET stock = stock - 1 WHERE id = 1")
        await asyncio.sleep(0.02)
except asyncpg.LockNotAvailableError as error:
    return str(error)`);
    expect(answers.some(({ body }) => body.includes('canceling statement due to lock timeout'))).toBe(true);
  });

  it('a cancelled task rolls its transaction back and frees its rows', () => {
    const recording = run(`
async def slow():
    async with c.transaction():
        await c.execute("UPDATE items SET stock = stock - 1 WHERE id = 1")
        await asyncio.sleep(10)
try:
    await asyncio.wait_for(slow(), 0.005)
except TimeoutError:
    return "late"`);
    expect(stockOf(1)).toBe(1000);
    expect(recording.outcomes).toEqual({ '200': answered(recording) });
  });

  it('a statement that is cancelled costs half a connection of the database, and the pool goes on', () => {
    const strikes = (after: number) =>
      run(`
try:
    await asyncio.wait_for(c.fetchval("SELECT pg_sleep(0.02)"), ${after})
except TimeoutError:
    return "late"`);
    const busy = (recording: StageRecording) => recording.resources.find(({ name }) => name === 'database')?.utilisation ?? 0;
    const more = busy(strikes(0.01)) - busy(strikes(1));
    // 100/s, 2.5 ms of one of four cores.
    expect(more).toBeGreaterThan(0.05);
    expect(more).toBeLessThan(0.08);
  });

  it('two inserts of one unique value: the second waits, and fails when the first commits', () => {
    run(
      `
app.state.n = getattr(app.state, "n", 0) + 1
n = app.state.n // 2
try:
    async with c.transaction():
        await c.execute("INSERT INTO users (email) VALUES ($1)", f"{n}@example.org")
        await asyncio.sleep(0.5)
    return "made"
except asyncpg.UniqueViolationError as error:
    return error.constraint_name`,
      8,
    );
    const made = answers.filter(({ body }) => body.includes('made')).length;
    const refused = answers.filter(({ body }) => body.includes('users_email_key')).length;
    expect(made).toBeGreaterThan(3);
    expect(Math.abs(made - refused)).toBeLessThanOrEqual(2);
  });

  it('COPY is cheaper than executemany, and that is cheaper than single statements', () => {
    const rows = '[(app.state.n * 100 + i, 1) for i in range(100)]';
    const begin = 'app.state.n = getattr(app.state, "n", 10) + 1';
    const single = `
${begin}
for row in ${rows}:
    await c.execute("INSERT INTO items VALUES ($1, $2)", *row)`;
    const many = `${begin}\nawait c.executemany("INSERT INTO items VALUES ($1, $2)", ${rows})`;
    const copy = `${begin}\nawait c.copy_records_to_table("items", records=${rows}, columns=["id", "stock"])`;
    const [one, two, three] = [single, many, copy].map((handle) => {
      const recording = run(handle, 10);
      expect(recording.outcomes).toEqual({ '200': answered(recording) });
      expect(Number(database.ownerQuery('SELECT count(*) FROM items', [])[0])).toBeGreaterThan(1500);
      return recording.latencyNs.p50;
    }) as [number, number, number];
    expect(two).toBeLessThan(one / 5);
    expect(three).toBeLessThan(two / 2);
  });

  it('an index that the program creates at start-up speeds its query up', () => {
    const query = 'await c.fetch("SELECT id FROM notes WHERE owner = 5")';
    const without = run(query, 10).latencyNs.p50;
    const index = `
if not hasattr(app.state, "made"):
    app.state.made = True
    await c.execute("CREATE INDEX ON notes (owner)")
${query}`;
    expect(run(index, 10).latencyNs.p50).toBeLessThan(without / 2);
  });

  it('the same seed gives the same bytes', () => {
    const handle = `
async with c.transaction():
    await c.execute("UPDATE items SET stock = stock - 1 WHERE id = $1", random.randint(1, 3))
    await asyncio.sleep(0.01)`;
    const first = run(handle);
    run('await c.execute("UPDATE items SET stock = stock + 1")');
    const again = run(handle);
    expect(again.hash).toBe(first.hash);
    expect(again.locks).toEqual(first.locks);
  });
});

describe('locks of the program', () => {
  it('of one lock for each key, the busiest is what its figures tell', () => {
    const busy = (keys: number) => {
      const recording = run(`
locks = app.state.__dict__.setdefault("locks", {})
async with locks.setdefault(random.randrange(${keys}), asyncio.Lock()):
    await asyncio.sleep(0.005)`);
      return recording.resources.find((each) => each.kind === 'lock')?.utilisation ?? 0;
    };
    expect(busy(1)).toBeGreaterThan(0.45);
    expect(busy(10)).toBeGreaterThan(0.04);
    expect(busy(10)).toBeLessThan(0.12);
  });
});

describe('requests that pile up behind a loop that is blocked', () => {
  it('are served one after the other, and none of their calls is endless', () => {
    const source = `import hashlib
from fastapi import FastAPI
app = FastAPI()
@app.get("/work")
async def work():
    return hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 100_000).hex()
`;
    const stage = {
      world: contentionWorld(),
      seed: 1,
      offeredRps: 800,
      seconds: 3,
      warmupSeconds: 0,
      guest,
      database,
      limits: DEFAULT_LIMITS,
    };
    // What waits at once takes more CPU than any one call may: 20 ms each.
    const { fault, slowSteps } = runStage({ ...stage, files: { 'main.py': source }, checkResponse: () => 'right' });
    expect(fault).toBeNull();
    expect(slowSteps[0]).toMatchObject({ what: 'hashlib.pbkdf2_hmac', line: 6 });
  });
});
