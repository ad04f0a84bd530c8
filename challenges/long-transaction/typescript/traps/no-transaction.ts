// POST /nights/:id/bookings: takes a room for a night, then charges the guest's card.
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Pool } from 'pg';

const CARDS_URL = process.env.CARDS_URL;
const POOL_SIZE = 10;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });

/** The card network's proof of payment. The booking's id makes a second call for the same booking harmless. */
async function charge(bookingId: string): Promise<string> {
  const response = await fetch(`${CARDS_URL}/charges/${bookingId}`, { method: 'POST', signal: AbortSignal.timeout(2000) });
  if (response.status === 402) throw new HTTPException(402, { message: 'card declined' });
  if (!response.ok) throw new Error(`card network answered ${response.status}`);
  const { auth_code } = (await response.json()) as { auth_code: string };
  return auth_code;
}

const app = new Hono();

app.post('/nights/:id/bookings', async (c) => {
  const nightId = Number(c.req.param('id'));
  const bookingId = randomUUID();
  const { rowCount } = await pool.query('UPDATE nights SET free = free - 1 WHERE id = $1 AND free > 0', [nightId]);
  if (rowCount === 0) throw new HTTPException(409, { message: 'fully booked' });
  await pool.query('INSERT INTO bookings (id, night_id) VALUES ($1, $2)', [bookingId, nightId]);
  const authCode = await charge(bookingId);
  await pool.query("UPDATE bookings SET status = 'paid', auth_code = $2 WHERE id = $1", [bookingId, authCode]);
  return c.json({ booking: bookingId, status: 'paid' });
});

export default app;
