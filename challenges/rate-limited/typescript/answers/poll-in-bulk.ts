// GET /recipients/:id/parcels: what is on its way to somebody, with positions that are kept fresh in the background.
import { setTimeout } from 'node:timers/promises';
import { Hono } from 'hono';
import { Pool } from 'pg';

const CARRIER_URL = process.env.CARRIER_URL;

// The carrier ignores further numbers.
const MAX_NUMBERS = 200;

// A position may be 500 ms old; a round of calls takes some 80 ms, sometimes 150.
const PAUSE_MS = 150;

interface Parcel {
  number: number;
  contents: string;
}

interface Position {
  number: number;
  place: string;
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

async function fetchPositions(numbers: number[]): Promise<Position[]> {
  const response = await fetch(`${CARRIER_URL}/positions?numbers=${numbers.join(',')}`, { signal: AbortSignal.timeout(1000) });
  if (!response.ok) throw new Error(`the carrier answered ${response.status}`);
  return (await response.json()) as Position[];
}

const places = new Map<number, string>();

/** Asks for everything that is on its way: a few large calls instead of many small ones. */
async function refresh(): Promise<void> {
  const { rows } = await pool.query<{ number: number }>('SELECT number FROM parcels ORDER BY number');
  const numbers = rows.map(({ number }) => number);
  const batches: number[][] = [];
  for (let i = 0; i < numbers.length; i += MAX_NUMBERS) batches.push(numbers.slice(i, i + MAX_NUMBERS));
  for (const positions of await Promise.all(batches.map(fetchPositions))) {
    for (const { number, place } of positions) places.set(number, place);
  }
}

async function keepFresh(): Promise<void> {
  for (;;) {
    await setTimeout(PAUSE_MS);
    // After a failure the next round asks again.
    await refresh().catch(() => {});
  }
}

await refresh();
void keepFresh();

const app = new Hono();

app.get('/recipients/:id/parcels', async (c) => {
  const recipient = Number(c.req.param('id'));
  const { rows: parcels } = await pool.query<Parcel>('SELECT number, contents FROM parcels WHERE recipient = $1 ORDER BY number', [
    recipient,
  ]);
  if (parcels.length === 0) return c.json({ detail: 'nothing on its way' }, 404);

  return c.json({ recipient, parcels: parcels.map((parcel) => ({ ...parcel, place: places.get(parcel.number) })) });
});

export default app;
