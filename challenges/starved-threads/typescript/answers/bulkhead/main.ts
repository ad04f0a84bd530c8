// GET /players/:id: a player's profile. POST /players/:id/login: is this the password, and may the player play?
import { timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Pool } from 'pg';
import Piscina from 'piscina';
import type { Derivation } from './derive.ts';

const FAIRPLAY_URL = process.env.FAIRPLAY_URL;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

// Logins have threads of their own: 270/s x 30 ms keep 8 of them busy. The four of libuv stay with the profiles' checksums.
const THREADS = availableParallelism() - 1;
const hashing = new Piscina({ filename: new URL('./derive.ts', import.meta.url).href, minThreads: THREADS, maxThreads: THREADS });

interface Player {
  id: number;
  name: string;
  rating: number;
  salt: string;
  password_hash: string;
}

async function loadPlayer(playerId: number): Promise<Player> {
  const { rows } = await pool.query<Player>('SELECT id, name, rating, salt, password_hash FROM players WHERE id = $1', [playerId]);
  if (rows.length === 0) throw new HTTPException(404, { message: 'no such player' });
  return rows[0];
}

async function checksum(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Buffer.from(digest).toString('hex');
}

async function isPassword(password: string, player: Player): Promise<boolean> {
  const derived: string = await hashing.run({ password, salt: player.salt } satisfies Derivation);
  return timingSafeEqual(Buffer.from(derived, 'hex'), Buffer.from(player.password_hash, 'hex'));
}

async function askStanding(playerId: number): Promise<string> {
  const response = await fetch(`${FAIRPLAY_URL}/standings/${playerId}`, { signal: AbortSignal.timeout(2000) });
  if (!response.ok) throw new Error(`fairplay answered ${response.status}`);
  const { standing } = (await response.json()) as { standing: string };
  return standing;
}

const app = new Hono();

app.get('/players/:id', async (c) => {
  const { id, name, rating } = await loadPlayer(Number(c.req.param('id')));
  return c.json({ player: id, name, rating, checksum: await checksum(`${id}:${name}:${rating}`) });
});

app.post('/players/:id/login', async (c) => {
  const player = await loadPlayer(Number(c.req.param('id')));
  const { password } = await c.req.json<{ password: string }>();
  const [accepted, standing] = await Promise.all([isPassword(password, player), askStanding(player.id)]);
  return c.json({ player: player.id, accepted, standing });
});

export default app;
