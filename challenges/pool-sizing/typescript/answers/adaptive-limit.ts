// GET /sessions/:id/inventory: what the player of a session carries, summed up by kind. Each worker finds out how much the database can bear.
import { Hono } from 'hono';
import { Pool } from 'pg';

const LOGIN_URL = process.env.LOGIN_URL;

// Postgres accepts 2,000 connections from 8 workers. Some are left for others.
const POOL_SIZE = 200;

const INVENTORY_SQL = `
  SELECT kind, count(*)::int, sum(power)::int AS power
  FROM items
  WHERE player_id = $1
  GROUP BY kind
  ORDER BY kind`;

/** As many statements at once as leave them quick: one more with every round while they are, fewer as soon as they are not. */
class AdaptiveLimit {
  private limit = 8;
  private running = 0;
  private quickestMs = Number.POSITIVE_INFINITY;
  private readonly waiting: (() => void)[] = [];

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running >= Math.floor(this.limit)) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.learn(performance.now() - began);
      this.running -= 1;
      while (this.waiting.length > 0 && this.running < Math.floor(this.limit)) {
        this.running += 1;
        this.waiting.shift()?.();
      }
    }
  }

  private learn(tookMs: number): void {
    this.quickestMs = Math.min(this.quickestMs, tookMs);
    if (tookMs < 2 * this.quickestMs) this.limit += 1 / this.limit;
    else this.limit = Math.max(2, this.limit * 0.95);
  }
}

const statements = new AdaptiveLimit();
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });
// A pool of pg opens a connection when it is first needed: all of them now, so that no request waits for one.
await Promise.all(Array.from({ length: POOL_SIZE }, () => pool.query('SELECT 1')));

const app = new Hono();

app.get('/sessions/:id/inventory', async (c) => {
  const response = await fetch(`${LOGIN_URL}/sessions/${c.req.param('id')}`, { signal: AbortSignal.timeout(1000) });
  if (response.status === 404) return c.json({ detail: 'no such session' }, 401);
  if (!response.ok) throw new Error(`login answered ${response.status}`);
  const { player_id: player } = (await response.json()) as { player_id: number };

  const { rows: items } = await statements.run(() => pool.query(INVENTORY_SQL, [player]));
  return c.json({ player, items });
});

export default app;
