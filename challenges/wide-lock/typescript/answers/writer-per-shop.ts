// POST /shops/:id/receipts: each shop has a writer, so that nothing needs a lock.
import { Hono } from 'hono';
import { Pool } from 'pg';

const SIGNER_URL = process.env.SIGNER_URL;

interface Shop {
  name: string;
  vat_percent: number;
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

// Every worker is a fiscal device of its own, with its own chain for each shop.
const registered = await pool.query<{ id: number }>('INSERT INTO devices DEFAULT VALUES RETURNING id');
const deviceId = registered.rows[0].id;

async function sign(payload: string): Promise<string> {
  const response = await fetch(`${SIGNER_URL}/signatures?payload=${encodeURIComponent(payload)}`, {
    method: 'POST',
    signal: AbortSignal.timeout(2000),
  });
  if (!response.ok) throw new Error(`signer answered ${response.status}`);
  const { signature } = (await response.json()) as { signature: string };
  return signature;
}

/** The only one that touches the chain of one shop. Every sale is chained to the one before it. */
class Writer {
  private number = 0;
  private signature = '';
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly shopId: number) {}

  add(cents: number, vatCents: number): Promise<{ number: number; signature: string }> {
    const issued = this.tail.then(() => this.issue(cents, vatCents));
    // The next sale is written whatever became of this one.
    this.tail = issued.catch(() => {});
    return issued;
  }

  private async issue(cents: number, vatCents: number) {
    const number = this.number + 1;
    const signature = await sign([deviceId, this.shopId, number, cents, vatCents, this.signature].join('/'));
    await pool.query(
      `INSERT INTO receipts (device_id, shop_id, number, cents, vat_cents, previous, signature)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [deviceId, this.shopId, number, cents, vatCents, this.signature, signature],
    );
    this.number = number;
    this.signature = signature;
    return { number, signature };
  }
}

const writers = new Map<number, Writer>();

function writerOf(shopId: number): Writer {
  let writer = writers.get(shopId);
  if (!writer) writers.set(shopId, (writer = new Writer(shopId)));
  return writer;
}

const app = new Hono();

app.post('/shops/:id/receipts', async (c) => {
  const shopId = Number(c.req.param('id'));
  const { cents } = await c.req.json<{ cents: number }>();
  const shop = (await pool.query<Shop>('SELECT name, vat_percent FROM shops WHERE id = $1', [shopId])).rows[0];
  if (!shop) return c.json({ detail: 'no such shop' }, 404);
  const vatCents = Math.floor((cents * shop.vat_percent) / 100);

  const { number, signature } = await writerOf(shopId).add(cents, vatCents);
  return c.json({ shop: shop.name, device: deviceId, number, signature }, 201);
});

export default app;
