// GET /trains/:id: one call for all who ask for a train, and a second one when the first is late.
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';

const DISPATCH_URL = process.env.DISPATCH_URL;

// Nine of ten calls are back by then. The tenth gets a second call, which is late itself only one time in ten.
const HEDGE_AFTER_MS = 40;
// The end of all patience: beyond it the passenger is told that nobody knows.
const BUDGET_MS = 1000;
// Second calls as a share of first ones. When everything is slow, hedging everything would double the load.
const HEDGE_SHARE = 0.2;
const HEDGE_BURST = 10;

interface Train {
  id: number;
  platform: number;
  planned: number;
  delay: number;
}

/** Each first call earns a share of a second one. */
class HedgeBudget {
  private tokens = HEDGE_BURST;

  earn(): void {
    this.tokens = Math.min(HEDGE_BURST, this.tokens + HEDGE_SHARE);
  }

  spend(): boolean {
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}

/** The dispatch system. Requests for the same train share one call. */
class Dispatch {
  private readonly flights = new Map<number, Promise<Train>>();
  private readonly budget = new HedgeBudget();

  train(trainId: number): Promise<Train> {
    let flight = this.flights.get(trainId);
    if (flight === undefined) {
      flight = this.fetch(trainId);
      this.flights.set(trainId, flight);
    }
    return flight;
  }

  private async fetch(trainId: number): Promise<Train> {
    const abort = new AbortController();
    const budget = setTimeout(() => abort.abort(), BUDGET_MS);
    try {
      return await this.hedged(trainId, abort.signal);
    } finally {
      clearTimeout(budget);
      // Whoever has not won by now is not waited for.
      abort.abort();
      this.flights.delete(trainId);
    }
  }

  private async hedged(trainId: number, signal: AbortSignal): Promise<Train> {
    this.budget.earn();
    const first = this.call(trainId, signal);
    const late = await Promise.race([first.then(() => false), sleep(HEDGE_AFTER_MS, true, { signal })]);
    if (!late || !this.budget.spend()) return first;
    return Promise.any([first, this.call(trainId, signal)]);
  }

  private async call(trainId: number, signal: AbortSignal): Promise<Train> {
    const response = await fetch(`${DISPATCH_URL}/trains/${trainId}`, { signal });
    if (!response.ok) throw new Error(`dispatch answered ${response.status}`);
    return (await response.json()) as Train;
  }
}

const dispatch = new Dispatch();
const app = new Hono();

app.get('/trains/:id', async (c) => {
  const train = await dispatch.train(Number(c.req.param('id'))).catch(() => null);
  if (train === null) return c.json({ detail: 'dispatch does not answer' }, 504);
  return c.json({
    train: train.id,
    platform: train.platform,
    delay: train.delay,
    departs: train.planned + train.delay,
  });
});

export default app;
