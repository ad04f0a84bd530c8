// GET /orders/:id: every item at once.
import { pbkdf2Sync } from 'node:crypto';
import { Hono } from 'hono';
import { Pool } from 'pg';

const PRICING_URL = process.env.PRICING_URL;
const PRICING_SECRET = process.env.PRICING_SECRET ?? 'development';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

interface Order {
  id: number;
  customer: string;
}

interface Item {
  product_id: number;
  name: string;
  quantity: number;
}

/** The pricing API. Calls carry a key that is derived from the secret. */
class PricingClient {
  readonly key: string;

  constructor() {
    this.key = pbkdf2Sync(PRICING_SECRET, 'pricing', 30_000, 32, 'sha256').toString('hex');
  }

  async price(productId: number): Promise<number> {
    const response = await fetch(`${PRICING_URL}/prices/${productId}`, { headers: { 'x-api-key': this.key } });
    if (!response.ok) throw new Error(`pricing answered ${response.status}`);
    const { price } = (await response.json()) as { price: number };
    return price;
  }
}

const pricing = new PricingClient();

async function loadOrder(orderId: number): Promise<Order | undefined> {
  const { rows } = await pool.query<Order>(
    'SELECT o.id, c.name AS customer FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = $1',
    [orderId],
  );
  return rows[0];
}

async function loadItemIds(orderId: number): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>('SELECT id FROM order_items WHERE order_id = $1 ORDER BY id', [orderId]);
  return rows.map((row) => row.id);
}

async function loadItem(itemId: number): Promise<Item & { price: number }> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<Item>(
      'SELECT i.product_id, p.name, i.quantity FROM order_items i JOIN products p ON p.id = i.product_id WHERE i.id = $1',
      [itemId],
    );
    const [item] = rows;
    return { ...item, price: await pricing.price(item.product_id) };
  } finally {
    client.release();
  }
}

const app = new Hono();

app.get('/orders/:id', async (c) => {
  const order = await loadOrder(Number(c.req.param('id')));
  if (!order) return c.json({ detail: 'no such order' }, 404);

  const items = await Promise.all((await loadItemIds(order.id)).map(loadItem));
  return c.json({
    id: order.id,
    customer: order.customer,
    items,
    total: items.reduce((sum, item) => sum + item.quantity * item.price, 0),
  });
});

export default app;
