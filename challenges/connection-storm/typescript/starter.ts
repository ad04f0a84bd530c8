// GET /tickets/:id: what a scanner at the gate wants to know of a ticket.
import { Hono } from 'hono';
import { Client } from 'pg';

async function withClient<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const app = new Hono();

app.get('/tickets/:id', (c) =>
  withClient(async (client) => {
    const id = Number(c.req.param('id'));
    const { rows } = await client.query('SELECT id, holder, gate, seat, status FROM tickets WHERE id = $1', [id]);
    if (rows.length === 0) return c.json({ detail: 'no such ticket' }, 404);
    return c.json(rows[0]);
  }),
);

export default app;
