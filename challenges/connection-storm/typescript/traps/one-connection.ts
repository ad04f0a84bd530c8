// GET /tickets/:id: what a scanner at the gate wants to know of a ticket, on the worker's own connection.
import { Mutex } from 'async-mutex';
import { Hono } from 'hono';
import { Client } from 'pg';

const client = new Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
// pg warns if a client is given a query while it is busy with another.
const mutex = new Mutex();

const app = new Hono();

app.get('/tickets/:id', async (c) => {
  const id = Number(c.req.param('id'));
  const { rows } = await mutex.runExclusive(() =>
    client.query('SELECT id, holder, gate, seat, status FROM tickets WHERE id = $1', [id]),
  );
  if (rows.length === 0) return c.json({ detail: 'no such ticket' }, 404);
  return c.json(rows[0]);
});

export default app;
