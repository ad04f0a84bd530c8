// GET /recipients/:id/parcels: what is on its way to somebody, asking the carrier until it answers.
import { Hono } from 'hono';
import { Pool } from 'pg';

const CARRIER_URL = process.env.CARRIER_URL;

interface Parcel {
  number: number;
  contents: string;
}

interface Position {
  number: number;
  place: string;
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

async function locate(number: number): Promise<string> {
  for (;;) {
    const response = await fetch(`${CARRIER_URL}/positions/${number}`, { signal: AbortSignal.timeout(1000) });
    if (response.status === 429) continue;
    if (!response.ok) throw new Error(`the carrier answered ${response.status}`);
    const { place } = (await response.json()) as Position;
    return place;
  }
}

const app = new Hono();

app.get('/recipients/:id/parcels', async (c) => {
  const recipient = Number(c.req.param('id'));
  const { rows: parcels } = await pool.query<Parcel>('SELECT number, contents FROM parcels WHERE recipient = $1 ORDER BY number', [
    recipient,
  ]);
  if (parcels.length === 0) return c.json({ detail: 'nothing on its way' }, 404);

  const places = await Promise.all(parcels.map(({ number }) => locate(number)));
  return c.json({ recipient, parcels: parcels.map((parcel, i) => ({ ...parcel, place: places[i] })) });
});

export default app;
