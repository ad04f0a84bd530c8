// GET /boarding/:id: a passenger's boarding card, with what the airport says right now.
import { pbkdf2Sync } from 'node:crypto';
import { Hono } from 'hono';
import { Pool } from 'pg';

const AIRPORT_URL = process.env.AIRPORT_URL;
const AIRPORT_SECRET = process.env.AIRPORT_SECRET ?? 'development';

interface Booking {
  passenger: string;
  flight: number;
  terminal: number;
  city: string;
}

/** The airport's API. Calls carry a key that is derived from the secret. */
class AirportClient {
  private readonly key = pbkdf2Sync(AIRPORT_SECRET, 'airport', 30_000, 32, 'sha256').toString('hex');

  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${AIRPORT_URL}${path}`, {
      headers: { 'x-api-key': this.key },
      signal: AbortSignal.timeout(1000),
    });
    if (!response.ok) throw new Error(`the airport answered ${response.status}`);
    return (await response.json()) as T;
  }
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const airport = new AirportClient();

const app = new Hono();

app.get('/boarding/:id', async (c) => {
  const bookingId = Number(c.req.param('id'));
  const { rows } = await pool.query<Booking>('SELECT passenger, flight, terminal, city FROM bookings WHERE id = $1', [bookingId]);
  const booking = rows[0];
  if (!booking) return c.json({ detail: 'no such booking' }, 404);

  const flight = await airport.get<{ status: string }>(`/flights/${booking.flight}`);
  const gate = await airport.get<{ gate: string }>(`/gates/${booking.flight}`);
  const security = await airport.get<{ minutes: number }>(`/security/${booking.terminal}`);
  const weather = await airport.get<{ celsius: number }>(`/weather/${booking.city}`);

  return c.json({
    id: bookingId,
    passenger: booking.passenger,
    flight: booking.flight,
    status: flight.status,
    gate: gate.gate,
    security_minutes: security.minutes,
    celsius: weather.celsius,
  });
});

export default app;
