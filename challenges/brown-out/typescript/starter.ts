// GET /players/:id: a player of the game, with the live score from the leaderboard service.
import { Hono } from 'hono';
import pLimit from 'p-limit';
import { Pool } from 'pg';

const LEADERBOARD_URL = process.env.LEADERBOARD_URL;

// A live score is worth a fifth of a second. After that the copy has to do.
const TIMEOUT_MS = 200;
// As many calls at once as a worker needs on an ordinary evening, and some more.
const MAX_CALLS = 30;

const PLAYER_SQL = `
  SELECT p.name, p.level, c.score AS copied_score
  FROM players p
  JOIN score_copies c ON c.player_id = p.id
  WHERE p.id = $1`;

interface Player {
  name: string;
  level: number;
  copied_score: number;
}

/** Live scores; null when there is none in time. */
class Leaderboard {
  private readonly places = pLimit(MAX_CALLS);

  score(playerId: number): Promise<number | null> {
    return this.places(() => this.call(playerId).catch(() => null));
  }

  private async call(playerId: number): Promise<number> {
    const response = await fetch(`${LEADERBOARD_URL}/scores/${playerId}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`leaderboard answered ${response.status}`);
    const { score } = (await response.json()) as { score: number };
    return score;
  }
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 12 });
const leaderboard = new Leaderboard();
const app = new Hono();

app.get('/players/:id', async (c) => {
  const playerId = Number(c.req.param('id'));
  const { rows } = await pool.query<Player>(PLAYER_SQL, [playerId]);
  if (rows.length === 0) return c.json({ detail: 'no such player' }, 404);
  const { name, level, copied_score } = rows[0];
  const score = await leaderboard.score(playerId);
  return c.json({ player: playerId, name, level, score: score ?? copied_score });
});

export default app;
