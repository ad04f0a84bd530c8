// GET /orders/:id: one query, and prices that are never asked for twice.
import { pbkdf2Sync } from 'node:crypto';
import { Hono } from 'hono';
import { Pool } from 'pg';

const PRICING_URL = process.env.PRICING_URL;
const PRICING_SECRET = process.env.PRICING_SECRET ?? 'development';

// 32 workers share 600 connections. A query holds one for about 1.5 ms, so at 3,125 requests/s a worker keeps 5 busy.
const POOL_SIZE = 16;

const ORDER_SQL = `
  SELECT c.name AS customer, i.product_id, p.name, i.quantity
  FROM orders o
  JOIN customers c ON c.id = o.customer_id
  JOIN order_items i ON i.order_id = o.id
  JOIN products p ON p.id = i.product_id
  WHERE o.id = $1
  ORDER BY i.id`;

interface Row {
  customer: string;
  product_id: number;
  name: string;
  quantity: number;
}

interface Price {
  id: number;
  price: number;
}

/** Every price that was ever asked for. One batched call at a time, whoever is waiting shares it. */
class Prices {
  private readonly key = pbkdf2Sync(PRICING_SECRET, 'pricing', 30_000, 32, 'sha256').toString('hex');
  private readonly prices = new Map<number, number>();
  private readonly missing = new Set<number>();
  private flight: Promise<void> | null = null;

  async get(productIds: number[]): Promise<number[]> {
    for (;;) {
      const missing = productIds.filter((productId) => !this.prices.has(productId));
      if (missing.length === 0) return productIds.map((productId) => this.prices.get(productId)!);
      for (const productId of missing) this.missing.add(productId);
      this.flight ??= this.fetchMissing();
      await this.flight;
    }
  }

  private async fetchMissing(): Promise<void> {
    const ids = [...this.missing].sort((a, b) => a - b).join(',');
    this.missing.clear();
    try {
      const response = await fetch(`${PRICING_URL}/prices?ids=${ids}`, {
        headers: { 'x-api-key': this.key },
        signal: AbortSignal.timeout(1000),
      });
      if (!response.ok) throw new Error(`pricing answered ${response.status}`);
      for (const { id, price } of (await response.json()) as Price[]) this.prices.set(id, price);
    } finally {
      this.flight = null;
    }
  }
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });
const prices = new Prices();

const app = new Hono();

app.get('/orders/:id', async (c) => {
  const orderId = Number(c.req.param('id'));
  const { rows } = await pool.query<Row>(ORDER_SQL, [orderId]);
  if (rows.length === 0) return c.json({ detail: 'no such order' }, 404);
  const current = await prices.get(rows.map((row) => row.product_id));
  return c.json({
    id: orderId,
    customer: rows[0].customer,
    items: rows.map(({ product_id, name, quantity }, i) => ({ product_id, name, quantity, price: current[i] })),
    total: rows.reduce((sum, row, i) => sum + row.quantity * current[i], 0),
  });
});

export default app;
