// GET /recipients/:id/parcels: what is on its way to somebody, asking the carrier for those of many recipients together.
import { Hono } from 'hono';
import { Pool } from 'pg';

const CARRIER_URL = process.env.CARRIER_URL;

// The carrier ignores further numbers.
const MAX_NUMBERS = 200;

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

interface Waiting {
  promise: Promise<string>;
  resolve: (place: string) => void;
  reject: (error: unknown) => void;
}

/** Numbers that are asked for while a call is under way all go into the next one: one call at a time in a worker. */
class Positions {
  private readonly waiting = new Map<number, Waiting>();
  private underWay = false;

  locate(numbers: number[]): Promise<string[]> {
    const places = numbers.map((number) => this.enqueue(number));
    if (!this.underWay) void this.workOff();
    return Promise.all(places);
  }

  private enqueue(number: number): Promise<string> {
    const known = this.waiting.get(number);
    if (known) return known.promise;
    const asked = Promise.withResolvers<string>();
    this.waiting.set(number, asked);
    return asked.promise;
  }

  private async workOff(): Promise<void> {
    this.underWay = true;
    while (this.waiting.size > 0) {
      const batch = new Map([...this.waiting].slice(0, MAX_NUMBERS));
      for (const number of batch.keys()) this.waiting.delete(number);
      try {
        const places = new Map((await fetchPositions([...batch.keys()])).map(({ number, place }) => [number, place]));
        for (const [number, asked] of batch) asked.resolve(places.get(number) ?? 'unknown');
      } catch (error) {
        // Whatever it was: nobody may be left waiting.
        for (const asked of batch.values()) asked.reject(error);
      }
    }
    this.underWay = false;
  }
}

const positions = new Positions();

const app = new Hono();

app.get('/recipients/:id/parcels', async (c) => {
  const recipient = Number(c.req.param('id'));
  const { rows: parcels } = await pool.query<Parcel>('SELECT number, contents FROM parcels WHERE recipient = $1 ORDER BY number', [
    recipient,
  ]);
  if (parcels.length === 0) return c.json({ detail: 'nothing on its way' }, 404);

  const places = await positions.locate(parcels.map(({ number }) => number));
  return c.json({ recipient, parcels: parcels.map((parcel, i) => ({ ...parcel, place: places[i] })) });
});

export default app;
