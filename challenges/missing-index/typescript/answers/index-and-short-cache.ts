// GET /rooms/:id/messages: a page of a chat room's history, newest first. An index finds a page, which is read at most four times a second.
import { Hono } from 'hono';
import { Pool } from 'pg';

const POOL_SIZE = 10;
const PAGE_SIZE = 20;
// A page may be 300 ms old when it is shown; the rest is for reading it.
const PAGE_TTL_MS = 250;

const INDEX_SQL = 'CREATE INDEX IF NOT EXISTS messages_of_room ON messages (room_id, number DESC)';

const PAGE_SQL = `
  SELECT number, author, body
  FROM messages
  WHERE room_id = $1
  ORDER BY number DESC
  LIMIT $2 OFFSET $3`;

interface Message {
  number: number;
  author: string;
  body: string;
}

interface Page {
  room: number;
  messages: Message[];
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });
await pool.query(INDEX_SQL);

const pages = new Map<string, { expiresAt: number; load: Promise<Page> }>();

async function loadPage(roomId: number, page: number): Promise<Page> {
  const { rows } = await pool.query<Message>(PAGE_SQL, [roomId, PAGE_SIZE, page * PAGE_SIZE]);
  return { room: roomId, messages: rows.map(({ number, author, body }) => ({ number, author, body })) };
}

const app = new Hono();

app.get('/rooms/:id/messages', async (c) => {
  const roomId = Number(c.req.param('id'));
  const page = Number(c.req.query('page') ?? 0);
  const key = `${roomId} ${page}`;
  // Kept before the first await: all who ask meanwhile wait for the same statement.
  let entry = pages.get(key);
  if (entry === undefined || entry.expiresAt <= performance.now()) {
    entry = { expiresAt: performance.now() + PAGE_TTL_MS, load: loadPage(roomId, page) };
    pages.set(key, entry);
  }
  return c.json(await entry.load);
});

export default app;
