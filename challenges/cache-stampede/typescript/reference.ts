// GET /districts/:id: how a district votes, asking the office once for all, while the old projection still serves.
import { setTimeout } from 'node:timers/promises';
import { Hono } from 'hono';
import Redis from 'ioredis';

const OFFICE_URL = process.env.OFFICE_URL;
const REDIS_URL = process.env.REDIS_URL ?? 'redis://localhost';

// A projection may be a second old. A new one is asked for before that, at times that differ from district to district,
// so that those that were filled together do not expire together.
const FRESH_MS = 600;
const GONE_MS = 950;

// Longer than the office ever takes: a worker that dies with the lock does not keep it.
const LOCK_MS = 1500;
const POLL_MS = 50;

interface Projection {
  district: number;
  counted: number;
  red: number;
  blue: number;
  leads: string;
}

interface Entry {
  projection: Projection;
  freshUntil: number;
}

const redis = new Redis(REDIS_URL);

/** Fresh ones from the cache; an old one is still served while a new one is asked for, once in the whole fleet. */
class Projections {
  private readonly flights = new Map<number, Promise<Entry>>();

  async get(district: number): Promise<Projection> {
    const entry = await this.load(district);
    if (entry === null) return (await this.renewalOf(district)).projection;
    // Nobody waits for it: if it fails, the next reader of the old one tries again.
    if (!isFresh(entry)) this.renewalOf(district).catch(console.error);
    return entry.projection;
  }

  private renewalOf(district: number): Promise<Entry> {
    let flight = this.flights.get(district);
    if (!flight) {
      flight = this.renew(district).finally(() => this.flights.delete(district));
      this.flights.set(district, flight);
    }
    return flight;
  }

  /** One worker of the fleet asks, whoever has the lock; the others wait until its answer is in the cache. */
  private async renew(district: number): Promise<Entry> {
    while (!(await redis.set(`lock:${district}`, 'taken', 'PX', LOCK_MS, 'NX'))) {
      await setTimeout(POLL_MS);
      const entry = await this.load(district);
      if (entry && isFresh(entry)) return entry;
    }
    try {
      return await this.askOffice(district);
    } finally {
      await redis.del(`lock:${district}`);
    }
  }

  private async askOffice(district: number): Promise<Entry> {
    const askedAt = Date.now();
    const response = await fetch(`${OFFICE_URL}/projections/${district}`, { signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(`the office answered ${response.status}`);
    const projection = (await response.json()) as Projection;
    const entry = { projection, freshUntil: askedAt + FRESH_MS * (0.8 + 0.2 * Math.random()) };
    await redis.set(`district:${district}`, JSON.stringify(entry), 'PX', Math.max(1, askedAt + GONE_MS - Date.now()));
    return entry;
  }

  private async load(district: number): Promise<Entry | null> {
    const cached = await redis.get(`district:${district}`);
    return cached === null ? null : (JSON.parse(cached) as Entry);
  }
}

const isFresh = (entry: Entry) => entry.freshUntil > Date.now();

const projections = new Projections();

const app = new Hono();

app.get('/districts/:id', async (c) => {
  return c.json(await projections.get(Number(c.req.param('id'))));
});

export default app;
