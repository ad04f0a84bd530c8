// The programs of `surge bench`: five operations a request through the real stand-ins, the same in both languages.

export const FIVE_QUERIES = {
  python: {
    'main.py': `
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool("postgresql://app@db/bench", min_size=10, max_size=10)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


@app.get("/items/{key}")
async def work(key: int):
    found = 0
    async with app.state.pool.acquire() as connection:
        for offset in range(5):
            found += await connection.fetchval("SELECT count(*) FROM items WHERE id = $1", key + offset)
    return {"found": found}
`,
  },
  typescript: {
    'main.ts': `
import { Pool } from 'pg';

const pool = new Pool({ connectionString: 'postgresql://app@db/bench', max: 10 });

export default {
  async fetch(request: Request): Promise<Response> {
    const key = Number(new URL(request.url).pathname.split('/')[2]);
    let found = 0;
    for (let offset = 0; offset < 5; offset++) {
      const { rows } = await pool.query('SELECT count(*)::int AS found FROM items WHERE id = $1', [key + offset]);
      found += rows[0].found;
    }
    return Response.json({ found });
  },
};
`,
  },
} as const;

/** One worker, simulated in full. */
export const FIVE_QUERIES_WORLD = {
  workers: { count: 1 },
  database: { cores: 8 },
  load: { requests: [{ path: '/items/{key}' }], keys: { count: 100 } },
};
