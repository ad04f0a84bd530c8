// GET /tickets/:id: what a scanner at the gate wants to know of a ticket, with a client from a pool.
import { Hono } from 'hono';
import { Pool, type PoolClient } from 'pg';

async function withClient<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
  try {
    const client = await pool.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  } finally {
    await pool.end();
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
