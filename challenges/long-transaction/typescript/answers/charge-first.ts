// POST /nights/:id/bookings: charges the guest's card, then takes a room for a night.
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Pool } from 'pg';

const CARDS_URL = process.env.CARDS_URL;
const POOL_SIZE = 10;

// One statement is one transaction: a room is never taken without a booking.
const BOOK_SQL = `
  WITH taken AS (UPDATE nights SET free = free - 1 WHERE id = $2 AND free > 0 RETURNING id)
  INSERT INTO bookings (id, night_id, status, auth_code) SELECT $1, id, 'paid', $3 FROM taken`;

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
  const bookingId = randomUUID();
  const authCode = await charge(bookingId);
  const { rowCount } = await pool.query(BOOK_SQL, [bookingId, Number(c.req.param('id')), authCode]);
  if (rowCount === 0) {
    await fetch(`${CARDS_URL}/charges/${bookingId}`, { method: 'DELETE' });
    throw new HTTPException(409, { message: 'fully booked' });
  }
  return c.json({ booking: bookingId, status: 'paid' });
});

export default app;
