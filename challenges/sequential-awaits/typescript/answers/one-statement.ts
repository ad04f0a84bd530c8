// GET /customers/:id/home: the home screen of a bank's app, put together by Postgres in one statement.
import { Hono } from 'hono';
import { Pool } from 'pg';

const POOL_SIZE = 8;

const HOME_SQL = `
  SELECT json_build_object(
      'id', c.id,
      'name', c.name,
      'accounts', (SELECT json_agg(json_build_object('iban', iban, 'balance', balance) ORDER BY iban) FROM accounts WHERE customer_id = $1),
      'cards', (SELECT json_agg(json_build_object('last_digits', last_digits, 'frozen', frozen) ORDER BY id) FROM cards WHERE customer_id = $1),
      'unread', (SELECT count(*) FROM messages WHERE customer_id = $1 AND NOT is_read),
      'standing_orders', (SELECT json_agg(json_build_object('payee', payee, 'amount', amount) ORDER BY id) FROM standing_orders WHERE customer_id = $1),
      'transactions', (
          SELECT json_agg(json_build_object('payee', payee, 'amount', amount) ORDER BY id DESC)
          FROM (SELECT id, payee, amount FROM transactions WHERE customer_id = $1 ORDER BY id DESC LIMIT 5) AS latest
      ),
      'spent', (SELECT sum(amount) FROM transactions WHERE customer_id = $1)
  )
  FROM customers c
  WHERE c.id = $1`;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });
// A pool of pg opens a connection when it is first needed: all of them now, so that no request waits for one.
await Promise.all(Array.from({ length: POOL_SIZE }, () => pool.query('SELECT 1')));

const app = new Hono();

app.get('/customers/:id/home', async (c) => {
  const { rows } = await pool.query({ text: HOME_SQL, values: [Number(c.req.param('id'))], rowMode: 'array' });
  if (rows.length === 0) return c.json({ detail: 'no such customer' }, 404);
  return c.json(rows[0][0]);
});

export default app;
