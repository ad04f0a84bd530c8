// POST /guilds/:id/donations: a player gives gold to the guild's treasury.
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Pool, type PoolClient } from 'pg';

const POOL_SIZE = 16;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });

async function inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const app = new Hono();

app.post('/guilds/:id/donations', async (c) => {
  const guildId = Number(c.req.param('id'));
  const donation = await c.req.json<{ gold: number }>();
  const gold = await inTransaction(async (client) => {
    const { rows } = await client.query<{ gold: number }>('SELECT gold FROM guilds WHERE id = $1', [guildId]);
    if (rows.length === 0) throw new HTTPException(404, { message: 'no such guild' });
    const sum = rows[0].gold + donation.gold;
    await client.query('INSERT INTO donations (guild_id, gold) VALUES ($1, $2)', [guildId, donation.gold]);
    await client.query('UPDATE guilds SET gold = $2 WHERE id = $1', [guildId, sum]);
    return sum;
  });
  return c.json({ guild: guildId, gold });
});

export default app;
