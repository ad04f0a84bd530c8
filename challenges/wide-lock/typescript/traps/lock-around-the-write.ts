// POST /shops/:id/receipts: the lock is held for the INSERT only.
import { Mutex } from 'async-mutex';
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

interface Receipt {
  number: number;
  signature: string;
}

// Shop -> number and signature of its latest receipt.
const latest = new Map<number, Receipt>();

// Receipts are written one at a time.
const writeLock = new Mutex();

async function sign(payload: string): Promise<string> {
  const response = await fetch(`${SIGNER_URL}/signatures?payload=${encodeURIComponent(payload)}`, {
    method: 'POST',
    signal: AbortSignal.timeout(2000),
  });
  if (!response.ok) throw new Error(`signer answered ${response.status}`);
  const { signature } = (await response.json()) as { signature: string };
  return signature;
}

const app = new Hono();

app.post('/shops/:id/receipts', async (c) => {
  const shopId = Number(c.req.param('id'));
  const { cents } = await c.req.json<{ cents: number }>();
  const shop = (await pool.query<Shop>('SELECT name, vat_percent FROM shops WHERE id = $1', [shopId])).rows[0];
  if (!shop) return c.json({ detail: 'no such shop' }, 404);
  const vatCents = Math.floor((cents * shop.vat_percent) / 100);

  const { number: last, signature: previous } = latest.get(shopId) ?? { number: 0, signature: '' };
  const number = last + 1;
  const signature = await sign([deviceId, shopId, number, cents, vatCents, previous].join('/'));

  await writeLock.runExclusive(async () => {
    await pool.query(
      `INSERT INTO receipts (device_id, shop_id, number, cents, vat_cents, previous, signature)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [deviceId, shopId, number, cents, vatCents, previous, signature],
    );
    latest.set(shopId, { number, signature });
  });

  return c.json({ shop: shop.name, device: deviceId, number, signature }, 201);
});

export default app;
