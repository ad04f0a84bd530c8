// GET /sessions/:id/inventory: what the player of a session carries, summed up by kind.
import { Hono } from 'hono';
import pLimit from 'p-limit';
import { Pool } from 'pg';

const LOGIN_URL = process.env.LOGIN_URL;

// Postgres accepts 2,000 connections from 8 workers. Some are left for others.
const POOL_SIZE = 200;

// A statement needs a core of Postgres for 3 ms, and 8 workers share 16: more than 4 at once from each only stand in line there.
const limitStatements = pLimit(4);

const INVENTORY_SQL = `
  SELECT kind, count(*)::int, sum(power)::int AS power
  FROM items
  WHERE player_id = $1
  GROUP BY kind
  ORDER BY kind`;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });
// A pool of pg opens a connection when it is first needed: all of them now, so that no request waits for one.
await Promise.all(Array.from({ length: POOL_SIZE }, () => pool.query('SELECT 1')));

const app = new Hono();

app.get('/sessions/:id/inventory', async (c) => {
  const response = await fetch(`${LOGIN_URL}/sessions/${c.req.param('id')}`, { signal: AbortSignal.timeout(1000) });
  if (response.status === 404) return c.json({ detail: 'no such session' }, 401);
  if (!response.ok) throw new Error(`login answered ${response.status}`);
  const { player_id: player } = (await response.json()) as { player_id: number };

  const { rows: items } = await limitStatements(() => pool.query(INVENTORY_SQL, [player]));
  return c.json({ player, items });
});

export default app;
