// GET /recipients/:id/parcels: what is on its way to somebody, with a limit of calls to the carrier.
import { Hono } from 'hono';
import pLimit, { type LimitFunction } from 'p-limit';
import { Pool } from 'pg';

const CARRIER_URL = process.env.CARRIER_URL;

// The carrier allows 2,000 calls/s, 250 for each of eight workers, and a call takes some 43 ms.
const CALLS_AT_ONCE = 10;

interface Parcel {
  number: number;
  contents: string;
}

interface Position {
  number: number;
  place: string;
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

async function locate(number: number, limit: LimitFunction): Promise<string> {
  const response = await limit(() => fetch(`${CARRIER_URL}/positions/${number}`, { signal: AbortSignal.timeout(1000) }));
  if (!response.ok) throw new Error(`the carrier answered ${response.status}`);
  const { place } = (await response.json()) as Position;
  return place;
}

const app = new Hono();

app.get('/recipients/:id/parcels', async (c) => {
  const recipient = Number(c.req.param('id'));
  const { rows: parcels } = await pool.query<Parcel>('SELECT number, contents FROM parcels WHERE recipient = $1 ORDER BY number', [
    recipient,
  ]);
  if (parcels.length === 0) return c.json({ detail: 'nothing on its way' }, 404);

  const limit = pLimit(CALLS_AT_ONCE);
  const places = await Promise.all(parcels.map(({ number }) => locate(number, limit)));
  return c.json({ recipient, parcels: parcels.map((parcel, i) => ({ ...parcel, place: places[i] })) });
});

export default app;
