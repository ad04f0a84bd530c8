// GET /players/:id: a player's profile. POST /players/:id/login: is this the password, and may the player play?
import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Pool } from 'pg';

const FAIRPLAY_URL = process.env.FAIRPLAY_URL;
const ITERATIONS = 30_000;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

const derive = promisify(pbkdf2);

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
  const derived = await derive(password, player.salt, ITERATIONS, 32, 'sha256');
  return timingSafeEqual(derived, Buffer.from(player.password_hash, 'hex'));
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
  return c.json({
    player: player.id,
    accepted: await isPassword(password, player),
    standing: await askStanding(player.id),
  });
});

export default app;
