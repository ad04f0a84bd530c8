// POST /guilds/:id/donations: a player gives gold to the guild's treasury, unless another one came first: then again.
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Pool } from 'pg';

const POOL_SIZE = 16;

const ATTEMPTS = 10;

// Nothing is written where the version is another one by now.
const ADD_SQL = `
  WITH changed AS (
    UPDATE guilds SET gold = $2, version = version + 1 WHERE id = $1 AND version = $3 RETURNING id
  )
  INSERT INTO donations (guild_id, gold) SELECT id, $4 FROM changed`;

interface Guild {
  gold: number;
  version: number;
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });

const app = new Hono();

app.post('/guilds/:id/donations', async (c) => {
  const guildId = Number(c.req.param('id'));
  const donation = await c.req.json<{ gold: number }>();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { rows } = await pool.query<Guild>('SELECT gold, version FROM guilds WHERE id = $1', [guildId]);
    if (rows.length === 0) throw new HTTPException(404, { message: 'no such guild' });
    const gold = rows[0].gold + donation.gold;
    const { rowCount } = await pool.query(ADD_SQL, [guildId, gold, rows[0].version, donation.gold]);
    if (rowCount === 1) return c.json({ guild: guildId, gold });
    // Those who met must not meet again.
    await sleep(Math.random() * 2 * 2 ** attempt);
  }
  throw new HTTPException(503, { message: 'too many donations at once' });
});

export default app;
