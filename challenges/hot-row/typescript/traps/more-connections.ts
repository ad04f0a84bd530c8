// POST /streams/:id/hearts: hearts that viewers send to a festival's streams. GET /streams/:id tells their number.
import { Hono } from 'hono';
import { Pool } from 'pg';

// Postgres accepts 200 connections from 4 workers; a few are left for people with psql.
const POOL_SIZE = 45;

const ADD_SQL = 'UPDATE stream_hearts SET hearts = hearts + 1 WHERE stream_id = $1 AND slot = 0';

const STREAM_SQL = `
  SELECT s.title, sum(h.hearts)::int / 1000 * 1000 AS hearts
  FROM streams s JOIN stream_hearts h ON h.stream_id = s.id
  WHERE s.id = $1
  GROUP BY s.id`;

interface Stream {
  title: string;
  hearts: number;
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });

const app = new Hono();

app.post('/streams/:id/hearts', async (c) => {
  const streamId = Number(c.req.param('id'));
  await pool.query(ADD_SQL, [streamId]);
  return c.json({ stream: streamId }, 202);
});

app.get('/streams/:id', async (c) => {
  const streamId = Number(c.req.param('id'));
  const { rows } = await pool.query<Stream>(STREAM_SQL, [streamId]);
  if (rows.length === 0) return c.json({ detail: 'no such stream' }, 404);
  return c.json({ stream: streamId, title: rows[0].title, hearts: rows[0].hearts });
});

export default app;
