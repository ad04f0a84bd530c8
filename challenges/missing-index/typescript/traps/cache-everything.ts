// GET /rooms/:id/messages: a page of a chat room's history, newest first. Every page is read once.
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

interface Page {
  room: number;
  messages: Message[];
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });

const pages = new Map<string, Promise<Page>>();

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
  const load = pages.get(key) ?? loadPage(roomId, page);
  pages.set(key, load);
  return c.json(await load);
});

export default app;
