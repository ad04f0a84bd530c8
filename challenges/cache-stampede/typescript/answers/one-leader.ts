// GET /districts/:id: how a district votes, which one worker keeps up to date for all.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Hono } from 'hono';
import Redis from 'ioredis';
import pLimit from 'p-limit';

const OFFICE_URL = process.env.OFFICE_URL;
const REDIS_URL = process.env.REDIS_URL ?? 'redis://localhost';

const DISTRICTS = Array.from({ length: 120 }, (_, i) => i + 1);

// 36 calls at once is what the office bears. With 30, all districts take some 0.65 s, and no projection is older than a second.
const CALLS_AT_ONCE = 30;
const TTL_MS = 950;

// Two rounds without a sign of life, and another worker leads.
const LEADER_MS = 2000;

interface Projection {
  district: number;
  counted: number;
  red: number;
  blue: number;
  leads: string;
}

const redis = new Redis(REDIS_URL);

/** Asked for in rounds by one worker, the leader; requests only read the cache. */
class Projections {
  private readonly name = randomUUID();
  private readonly limit = pLimit(CALLS_AT_ONCE);

  async leadOrStandBy(): Promise<never> {
    for (;;) {
      if (await this.isLeader()) await Promise.allSettled(DISTRICTS.map((district) => this.renew(district)));
      else await setTimeout(LEADER_MS / 4);
    }
  }

  private async isLeader(): Promise<boolean> {
    if (await redis.set('leader', this.name, 'PX', LEADER_MS, 'NX')) return true;
    if ((await redis.get('leader')) !== this.name) return false;
    await redis.pexpire('leader', LEADER_MS);
    return true;
  }

  private async renew(district: number): Promise<void> {
    const response = await this.limit(() => fetch(`${OFFICE_URL}/projections/${district}`, { signal: AbortSignal.timeout(5000) }));
    if (!response.ok) throw new Error(`the office answered ${response.status}`);
    await redis.set(`district:${district}`, await response.text(), 'PX', TTL_MS);
  }

  async get(district: number): Promise<Projection> {
    for (;;) {
      const cached = await redis.get(`district:${district}`);
      if (cached !== null) return JSON.parse(cached) as Projection;
      // Missing at start-up only, until the first round has come by.
      await setTimeout(50);
    }
  }
}

const projections = new Projections();
void projections.leadOrStandBy();

const app = new Hono();

app.get('/districts/:id', async (c) => {
  return c.json(await projections.get(Number(c.req.param('id'))));
});

export default app;
