// POST /streams/:id/hearts: hearts that viewers send to a festival's streams. GET /streams/:id tells their number.
import { Hono } from 'hono';
import { Pool } from 'pg';

const POOL_SIZE = 10;

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

/** The hearts of one stream. Those that arrive while a write is on its way go together into the next one. */
class Hearts {
  private waiting = 0;
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | null = null;

  constructor(private readonly streamId: number) {}

  /** Whoever is answered is in the database. */
  add(): Promise<void> {
    this.waiting++;
    this.next ??= this.write(this.writing);
    return this.next;
  }

  private async write(previous: Promise<void>): Promise<void> {
    // Its failure is told to those who were in it.
    await previous.catch(() => {});
    const count = this.waiting;
    this.waiting = 0;
    this.writing = this.next as Promise<void>;
    this.next = null;
    await pool.query(ADD_SQL, [this.streamId, count]);
  }
}

const hearts = new Map<number, Hearts>();

function heartsOf(streamId: number): Hearts {
  let each = hearts.get(streamId);
  if (each === undefined) {
    each = new Hearts(streamId);
    hearts.set(streamId, each);
  }
  return each;
}

const app = new Hono();

app.post('/streams/:id/hearts', async (c) => {
  const streamId = Number(c.req.param('id'));
  await heartsOf(streamId).add();
  return c.json({ stream: streamId }, 202);
});

app.get('/streams/:id', async (c) => {
  const streamId = Number(c.req.param('id'));
  const { rows } = await pool.query<Stream>(STREAM_SQL, [streamId]);
  if (rows.length === 0) return c.json({ detail: 'no such stream' }, 404);
  return c.json({ stream: streamId, title: rows[0].title, hearts: rows[0].hearts });
});

export default app;
