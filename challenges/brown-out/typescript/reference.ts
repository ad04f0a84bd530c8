// GET /players/:id: with a circuit breaker before the leaderboard service, and the copy when it is open.
import { Hono } from 'hono';
import { Pool } from 'pg';

const LEADERBOARD_URL = process.env.LEADERBOARD_URL;

// Of 1,000 calls one takes more than 40 ms.
const TIMEOUT_MS = 80;
// The bulkhead: 1,250 calls/s of 15 ms are 19 at once. Beyond twice as many nobody waits for a place.
const MAX_CALLS = 40;
// The breaker. Scores may be 250 ms old, so it has to find out soon that the service is back.
const FAILURES_TO_OPEN = 5;
const OPEN_MS = 50;

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

/** Closed: calls go through. Open: none does. Then one at a time tries whether the service is back. */
class Breaker {
  private failures = 0;
  private openUntil = 0;

  allows(): boolean {
    if (this.failures < FAILURES_TO_OPEN) return true;
    const now = performance.now();
    if (now < this.openUntil) return false;
    // This one tries; the others are turned away until it is known how it went.
    this.openUntil = now + TIMEOUT_MS;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
  }

  failed(): void {
    this.failures += 1;
    if (this.failures === FAILURES_TO_OPEN) this.openUntil = performance.now() + OPEN_MS;
  }
}

/** Live scores; null when the copy has to do. */
class Leaderboard {
  private readonly breaker = new Breaker();
  private calls = 0;

  async score(playerId: number): Promise<number | null> {
    if (this.calls >= MAX_CALLS || !this.breaker.allows()) return null;
    this.calls += 1;
    try {
      const score = await this.call(playerId);
      this.breaker.succeeded();
      return score;
    } catch {
      this.breaker.failed();
      return null;
    } finally {
      this.calls -= 1;
    }
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
