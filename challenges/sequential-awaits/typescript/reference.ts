// GET /customers/:id/home: everything that the home screen of a bank's app shows, read at the same time.
import { Hono } from 'hono';
import { Pool } from 'pg';

// 32 workers share 800 connections. At 78 requests/s a worker sends 550 statements/s, each holds a connection for 7 ms: 4 are busy, and they come in sevens.
const POOL_SIZE = 20;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });
// A pool of pg opens a connection when it is first needed: all of them now, so that no request waits for one.
await Promise.all(Array.from({ length: POOL_SIZE }, () => pool.query('SELECT 1')));

const app = new Hono();

app.get('/customers/:id/home', async (c) => {
  const id = Number(c.req.param('id'));
  // Each call takes a client of its own for as long as its statement runs.
  const [customer, accounts, cards, unread, standingOrders, transactions, spent] = await Promise.all([
    pool.query('SELECT name FROM customers WHERE id = $1', [id]),
    pool.query('SELECT iban, balance FROM accounts WHERE customer_id = $1 ORDER BY iban', [id]),
    pool.query('SELECT last_digits, frozen FROM cards WHERE customer_id = $1 ORDER BY id', [id]),
    pool.query('SELECT count(*)::int AS unread FROM messages WHERE customer_id = $1 AND NOT is_read', [id]),
    pool.query('SELECT payee, amount FROM standing_orders WHERE customer_id = $1 ORDER BY id', [id]),
    pool.query('SELECT payee, amount FROM transactions WHERE customer_id = $1 ORDER BY id DESC LIMIT 5', [id]),
    pool.query('SELECT sum(amount)::int AS spent FROM transactions WHERE customer_id = $1', [id]),
  ]);
  if (customer.rows.length === 0) return c.json({ detail: 'no such customer' }, 404);

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
});

export default app;
