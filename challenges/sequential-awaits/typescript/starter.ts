// GET /customers/:id/home: everything that the home screen of a bank's app shows.
import { Hono } from 'hono';
import { Pool } from 'pg';

// A request needs one connection at a time.
const POOL_SIZE = 8;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });
// A pool of pg opens a connection when it is first needed: all of them now, so that no request waits for one.
await Promise.all(Array.from({ length: POOL_SIZE }, () => pool.query('SELECT 1')));

const app = new Hono();

app.get('/customers/:id/home', async (c) => {
  const id = Number(c.req.param('id'));
  const client = await pool.connect();
  try {
    await client.query("SET statement_timeout = '1s'");
    const customer = await client.query('SELECT name FROM customers WHERE id = $1', [id]);
    if (customer.rows.length === 0) return c.json({ detail: 'no such customer' }, 404);
    const accounts = await client.query('SELECT iban, balance FROM accounts WHERE customer_id = $1 ORDER BY iban', [id]);
    const cards = await client.query('SELECT last_digits, frozen FROM cards WHERE customer_id = $1 ORDER BY id', [id]);
    const unread = await client.query('SELECT count(*)::int AS unread FROM messages WHERE customer_id = $1 AND NOT is_read', [id]);
    const standingOrders = await client.query('SELECT payee, amount FROM standing_orders WHERE customer_id = $1 ORDER BY id', [id]);
    const transactions = await client.query('SELECT payee, amount FROM transactions WHERE customer_id = $1 ORDER BY id DESC LIMIT 5', [id]);
    const spent = await client.query('SELECT sum(amount)::int AS spent FROM transactions WHERE customer_id = $1', [id]);

    return c.json({
      id,
      name: customer.rows[0].name,
      accounts: accounts.rows,
      cards: cards.rows,
      unread: unread.rows[0].unread,
      standing_orders: standingOrders.rows,
      transactions: transactions.rows,
      spent: spent.rows[0].spent,
    });
  } finally {
    client.release();
  }
});

export default app;
