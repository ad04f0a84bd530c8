import { expect, it } from 'vitest';
import { simTask } from '#catalogue/task.ts';
import { parseWorld } from '#catalogue/world-schema.ts';
import { judge } from '#judge/judge.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { openNodePython } from '#runtime/python/node-python.ts';
import { warmUp } from './warm-up.ts';

const PROGRAM = `
import asyncpg
from fastapi import FastAPI

app = FastAPI()


@app.on_event("startup")
async def connect():
    app.state.pool = await asyncpg.create_pool("postgresql://app@db/shop")


@app.get("/work")
async def work(key: int):
    await app.state.pool.execute("UPDATE items SET stock = stock - 1 WHERE id = $1", key)
    return await app.state.pool.fetchval("SELECT stock FROM items WHERE id = $1", key)
`;
const SCHEMA = 'CREATE TABLE items (id int PRIMARY KEY, stock int); INSERT INTO items SELECT n, 100 FROM generate_series(1, 20) n;';
const world = parseWorld(
  { database: { maxConnections: 600 }, load: { requests: [{ path: '/work?key={key}' }], keys: { first: 1 } } },
  SCHEMA,
);
const program = { language: 'python', files: { 'main.py': PROGRAM }, seed: 1 } as const;

it('a warm-up that is left in the middle changes nothing in the report', async () => {
  const task = simTask(world, [2_000], 0.5, 0.1);
  const cold = judge(task, program, { guest: await openNodePython(), database: await openNodePostgres() });
  expect(cold.stages[0]?.completed).toBeGreaterThan(30);
  const database = await openNodePostgres();
  let looks = 0;
  const wanted = () => ++looks > 2;
  await warmUp(simTask(world, [2_000], 60, 0.1), program, { guest: await openNodePython(), database, wanted });
  expect(looks).toBe(3);
  const warm = judge(task, program, { guest: await openNodePython(), database });
  expect(JSON.stringify(warm)).toBe(JSON.stringify(cold));
});
