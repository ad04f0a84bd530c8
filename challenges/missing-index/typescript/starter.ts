// GET /rooms/:id/messages: a page of a chat room's history, newest first.
import { Hono } from 'hono';
import { Pool } from 'pg';

const POOL_SIZE = 10;
const PAGE_SIZE = 20;

const PAGE_SQL = `
  SELECT *
  FROM messages
  WHERE room_id = $1
  ORDER BY number DESC
  LIMIT $2 OFFSET $3`;

interface Message {
  number: number;
  author: string;
  body: string;
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });

const app = new Hono();

app.get('/rooms/:id/messages', async (c) => {
  const roomId = Number(c.req.param('id'));
  // `before` is the number of the oldest message on the screen. Apps send it since version 8, along with `page`.
  const page = Number(c.req.query('page') ?? 0);
  const { rows } = await pool.query<Message>(PAGE_SQL, [roomId, PAGE_SIZE, page * PAGE_SIZE]);
  return c.json({
    room: roomId,
    messages: rows.map(({ number, author, body }) => ({ number, author, body })),
  });
});

export default app;
