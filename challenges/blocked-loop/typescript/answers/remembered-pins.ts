// POST /lockers/:id/check: does this PIN open the locker, and what is in it?
import { createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { LRUCache } from 'lru-cache';
import { Pool } from 'pg';

const CARRIER_URL = process.env.CARRIER_URL;
const ITERATIONS = 10_000;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

interface Locker {
  parcel: string;
  pin_salt: string;
  pin_hash: string;
}

// What secrets derive to, for a minute. Names are keyed digests: the secrets themselves are not kept.
const derivedKeys = new LRUCache<string, Buffer>({ max: 10_000, ttl: 60_000 });
const nameKey = randomBytes(32);

function derive(secret: string, salt: string): Buffer {
  const name = createHmac('sha256', nameKey).update(`${salt} ${secret}`).digest('hex');
  let derived = derivedKeys.get(name);
  if (!derived) {
    derived = pbkdf2Sync(secret, salt, ITERATIONS, 32, 'sha256');
    derivedKeys.set(name, derived);
  }
  return derived;
}

function matches(secret: string, salt: string, stored: string): boolean {
  return timingSafeEqual(derive(secret, salt), Buffer.from(stored, 'hex'));
}

async function checkTerminal(key: string): Promise<void> {
  const { rows } = await pool.query<{ key_salt: string; key_hash: string }>('SELECT key_salt, key_hash FROM terminals WHERE id = 1');
  if (!matches(key, rows[0].key_salt, rows[0].key_hash)) throw new HTTPException(401, { message: 'unknown terminal' });
}

async function parcelStatus(parcel: string): Promise<string> {
  const response = await fetch(`${CARRIER_URL}/parcels/${parcel}`, { signal: AbortSignal.timeout(1000) });
  if (!response.ok) throw new Error(`the carrier answered ${response.status}`);
  const { status } = (await response.json()) as { status: string };
  return status;
}

const app = new Hono();

app.post('/lockers/:id/check', async (c) => {
  const lockerId = Number(c.req.param('id'));
  const { pin } = await c.req.json<{ pin: string }>();
  await checkTerminal(c.req.header('x-terminal-key') ?? '');
  const { rows } = await pool.query<Locker>('SELECT parcel, pin_salt, pin_hash FROM lockers WHERE id = $1', [lockerId]);
  const [locker] = rows;
  if (!locker) return c.json({ detail: 'no such locker' }, 404);
  return c.json({
    locker: lockerId,
    accepted: matches(pin, locker.pin_salt, locker.pin_hash),
    parcel: locker.parcel,
    status: await parcelStatus(locker.parcel),
  });
});

export default app;
