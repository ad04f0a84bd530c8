// POST /streams/:id/hearts: hearts that viewers send to a festival's streams. GET /streams/:id tells their number.
import { Hono } from 'hono';
import { Pool } from 'pg';

const POOL_SIZE = 10;
// A row lets some 450 hearts a second through, and the main stage gets 1,600: 16 rows are a quarter busy each.
const SLOTS = 16;

const ADD_SQL = `
  INSERT INTO stream_hearts (stream_id, slot, hearts) VALUES ($1, $2, 1)
  ON CONFLICT (stream_id, slot) DO UPDATE SET hearts = stream_hearts.hearts + 1`;

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
  await pool.query(ADD_SQL, [streamId, Math.floor(Math.random() * SLOTS)]);
  return c.json({ stream: streamId }, 202);
});

app.get('/streams/:id', async (c) => {
  const streamId = Number(c.req.param('id'));
  const { rows } = await pool.query<Stream>(STREAM_SQL, [streamId]);
  if (rows.length === 0) return c.json({ detail: 'no such stream' }, 404);
  return c.json({ stream: streamId, title: rows[0].title, hearts: rows[0].hearts });
});

export default app;
