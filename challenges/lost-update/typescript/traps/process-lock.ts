// POST /guilds/:id/donations: a player gives gold to the guild's treasury, one at a time for each guild.
import { Mutex } from 'async-mutex';
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

const locks = new Map<number, Mutex>();

function lockOf(guildId: number): Mutex {
  let lock = locks.get(guildId);
  if (lock === undefined) {
    lock = new Mutex();
    locks.set(guildId, lock);
  }
  return lock;
}

const app = new Hono();

app.post('/guilds/:id/donations', async (c) => {
  const guildId = Number(c.req.param('id'));
  const donation = await c.req.json<{ gold: number }>();
  // One request at a time reads and writes a guild's gold.
  const gold = await lockOf(guildId).runExclusive(() =>
    inTransaction(async (client) => {
      const { rows } = await client.query<{ gold: number }>('SELECT gold FROM guilds WHERE id = $1', [guildId]);
      if (rows.length === 0) throw new HTTPException(404, { message: 'no such guild' });
      const sum = rows[0].gold + donation.gold;
      await client.query('INSERT INTO donations (guild_id, gold) VALUES ($1, $2)', [guildId, donation.gold]);
      await client.query('UPDATE guilds SET gold = $2 WHERE id = $1', [guildId, sum]);
      return sum;
    }),
  );
  return c.json({ guild: guildId, gold });
});

export default app;
