// GET /districts/:id: how a district votes, as projected by the electoral office, through a cache.
import { Hono } from 'hono';
import Redis from 'ioredis';

const OFFICE_URL = process.env.OFFICE_URL;
const REDIS_URL = process.env.REDIS_URL ?? 'redis://localhost';

// A projection may be a second old; the rest is for the way from the office to the reader.
const TTL_MS = 500;

interface Projection {
  district: number;
  counted: number;
  red: number;
  blue: number;
  leads: string;
}

const redis = new Redis(REDIS_URL);

async function askOffice(district: number): Promise<Projection> {
  const response = await fetch(`${OFFICE_URL}/projections/${district}`, { signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`the office answered ${response.status}`);
  return (await response.json()) as Projection;
}

const app = new Hono();

app.get('/districts/:id', async (c) => {
  const district = Number(c.req.param('id'));
  const cached = await redis.get(`district:${district}`);
  if (cached !== null) return c.json(JSON.parse(cached));

  const projection = await askOffice(district);
  await redis.set(`district:${district}`, JSON.stringify(projection), 'PX', TTL_MS);
  return c.json(projection);
});

export default app;
