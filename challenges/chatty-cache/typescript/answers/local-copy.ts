// GET /flags/:tenant: which features are switched on for a tenant, from a copy in the worker that is at most a quarter of a second old.
import { setTimeout } from 'node:timers/promises';
import { Hono } from 'hono';

const CONSOLE_URL = process.env.CONSOLE_URL;

// How often the console is asked what has changed. A flag may be half a second old.
const POLL_MS = 200;

interface Changes {
  version: number;
  flags: { tenant: number; flag: string; on: boolean }[];
}

/** All flags of all tenants, in this worker's memory: a thousand of them. */
class Flags {
  private version = 0;
  private readonly tenants = new Map<number, Record<string, boolean>>();

  of(tenant: number): Record<string, boolean> | undefined {
    return this.tenants.get(tenant);
  }

  async renew(): Promise<void> {
    const response = await fetch(`${CONSOLE_URL}/changes?since=${this.version}`, { signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(`the console answered ${response.status}`);
    const changes = (await response.json()) as Changes;
    for (const { tenant, flag, on } of changes.flags) {
      const flags = this.tenants.get(tenant) ?? {};
      flags[flag] = on;
      this.tenants.set(tenant, flags);
    }
    this.version = changes.version;
  }

  async run(): Promise<never> {
    for (;;) {
      await setTimeout(POLL_MS);
      await this.renew();
    }
  }
}

const flags = new Flags();
await flags.renew();
void flags.run();

const app = new Hono();

app.get('/flags/:tenant', (c) => {
  const tenant = Number(c.req.param('tenant'));
  return c.json({ tenant, flags: flags.of(tenant) });
});

export default app;
