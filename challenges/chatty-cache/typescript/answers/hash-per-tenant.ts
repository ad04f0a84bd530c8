// GET /flags/:tenant: which features are switched on for a tenant, one hash for each tenant.
import { setTimeout } from 'node:timers/promises';
import { Hono } from 'hono';
import Redis from 'ioredis';

const CONSOLE_URL = process.env.CONSOLE_URL;
const REDIS_URL = process.env.REDIS_URL ?? 'redis://localhost';

// How often the console is asked what has changed. A flag may be half a second old.
const POLL_MS = 200;

interface Changes {
  version: number;
  flags: { tenant: number; flag: string; on: boolean }[];
}

const redis = new Redis(REDIS_URL);

/** Copies what changes in the console to Redis. Every worker does it: writing the same twice does no harm. */
class Publisher {
  private version = 0;

  async publishChanges(): Promise<void> {
    const response = await fetch(`${CONSOLE_URL}/changes?since=${this.version}`, { signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(`the console answered ${response.status}`);
    const changes = (await response.json()) as Changes;
    const tenants = new Map<number, Record<string, string>>();
    for (const { tenant, flag, on } of changes.flags) {
      const flags = tenants.get(tenant) ?? {};
      flags[flag] = on ? 'on' : 'off';
      tenants.set(tenant, flags);
    }
    const pipeline = redis.pipeline();
    for (const [tenant, flags] of tenants) pipeline.hset(`flags:${tenant}`, flags);
    await pipeline.exec();
    this.version = changes.version;
  }

  async run(): Promise<never> {
    for (;;) {
      await setTimeout(POLL_MS);
      await this.publishChanges();
    }
  }
}

const publisher = new Publisher();
await publisher.publishChanges();
void publisher.run();

const app = new Hono();

app.get('/flags/:tenant', async (c) => {
  const tenant = Number(c.req.param('tenant'));
  const stored = await redis.hgetall(`flags:${tenant}`);
  const flags = Object.fromEntries(Object.entries(stored).map(([flag, value]) => [flag, value === 'on']));
  return c.json({ tenant, flags });
});

export default app;
