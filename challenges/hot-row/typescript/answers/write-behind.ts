// POST /streams/:id/hearts: hearts that viewers send to a festival's streams. GET /streams/:id tells their number.
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { Pool } from 'pg';

const POOL_SIZE = 10;
const FLUSH_MS = 10;
// 150 hearts may be missing, and there are 4 workers.
const MAX_UNWRITTEN = 35;

const ADD_SQL = 'UPDATE stream_hearts SET hearts = hearts + $2 WHERE stream_id = $1 AND slot = 0';

const STREAM_SQL = `
  SELECT s.title, sum(h.hearts)::int / 1000 * 1000 AS hearts
  FROM streams s JOIN stream_hearts h ON h.stream_id = s.id
  WHERE s.id = $1
  GROUP BY s.id`;

interface Stream {
  title: string;
  hearts: number;
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });

/** Hearts that are answered and not yet written: a few milliseconds' worth, and never more than MAX_UNWRITTEN. */
class Hearts {
  private unwritten = new Map<number, number>();
  private total = 0;
  private readonly queue: (() => void)[] = [];

  async add(streamId: number): Promise<void> {
    while (this.total >= MAX_UNWRITTEN) await new Promise<void>((resolve) => this.queue.push(resolve));
    this.count(streamId, 1);
    this.total++;
  }

  private count(streamId: number, hearts: number): void {
    this.unwritten.set(streamId, (this.unwritten.get(streamId) ?? 0) + hearts);
  }

  async flush(): Promise<void> {
    const batch = this.unwritten;
    this.unwritten = new Map();
    for (const [streamId, hearts] of batch) {
      try {
        await pool.query(ADD_SQL, [streamId, hearts]);
        this.total -= hearts;
      } catch {
        this.count(streamId, hearts);
      }
    }
    for (const goOn of this.queue.splice(0)) goOn();
  }

  async flushForEver(): Promise<void> {
    for (;;) {
      await sleep(FLUSH_MS);
      await this.flush();
    }
  }
}

const hearts = new Hearts();
void hearts.flushForEver();

const app = new Hono();

app.post('/streams/:id/hearts', async (c) => {
  const streamId = Number(c.req.param('id'));
  await hearts.add(streamId);
  return c.json({ stream: streamId }, 202);
});

app.get('/streams/:id', async (c) => {
  const streamId = Number(c.req.param('id'));
  const { rows } = await pool.query<Stream>(STREAM_SQL, [streamId]);
  if (rows.length === 0) return c.json({ detail: 'no such stream' }, 404);
  return c.json({ stream: streamId, title: rows[0].title, hearts: rows[0].hearts });
});

export default app;
