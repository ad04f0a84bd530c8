// GET /customers/:id/home: all reads of a request at once, on one client.
import { Mutex } from 'async-mutex';
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
    // A client answers one query at a time: pg warns if it is given another one meanwhile.
    const mutex = new Mutex();
    const read = (sql: string) => mutex.runExclusive(() => client.query(sql, [id]));
    const [customer, accounts, cards, unread, standingOrders, transactions, spent] = await Promise.all([
      read('SELECT name FROM customers WHERE id = $1'),
      read('SELECT iban, balance FROM accounts WHERE customer_id = $1 ORDER BY iban'),
      read('SELECT last_digits, frozen FROM cards WHERE customer_id = $1 ORDER BY id'),
      read('SELECT count(*)::int AS unread FROM messages WHERE customer_id = $1 AND NOT is_read'),
      read('SELECT payee, amount FROM standing_orders WHERE customer_id = $1 ORDER BY id'),
      read('SELECT payee, amount FROM transactions WHERE customer_id = $1 ORDER BY id DESC LIMIT 5'),
      read('SELECT sum(amount)::int AS spent FROM transactions WHERE customer_id = $1'),
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
  } finally {
    client.release();
  }
});

export default app;
