// GET /trains/:id: a late call is given up and made again, a few times, later each time, and within a budget.
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';

const DISPATCH_URL = process.env.DISPATCH_URL;

// Nineteen of twenty calls are back by then.
const TRY_MS = 60;
const TRIES = 4;
const BACKOFF_MS = 5;
// Retries as a share of first calls. When everything is slow, retrying everything would multiply the load.
const RETRY_SHARE = 0.2;
const RETRY_BURST = 20;

interface Train {
  id: number;
  platform: number;
  planned: number;
  delay: number;
}

/** Each first call earns a share of a retry. */
class RetryBudget {
  private tokens = RETRY_BURST;

  earn(): void {
    this.tokens = Math.min(RETRY_BURST, this.tokens + RETRY_SHARE);
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
  private readonly budget = new RetryBudget();

  train(trainId: number): Promise<Train> {
    let flight = this.flights.get(trainId);
    if (flight === undefined) {
      flight = this.fetch(trainId);
      this.flights.set(trainId, flight);
    }
    return flight;
  }

  private async fetch(trainId: number): Promise<Train> {
    this.budget.earn();
    try {
      for (let retry = 0; ; retry++) {
        try {
          return await this.call(trainId);
        } catch (error) {
          if (retry === TRIES - 1 || !this.budget.spend()) throw error;
        }
        await sleep(BACKOFF_MS * 2 ** retry * (0.5 + Math.random()));
      }
    } finally {
      this.flights.delete(trainId);
    }
  }

  private async call(trainId: number): Promise<Train> {
    const response = await fetch(`${DISPATCH_URL}/trains/${trainId}`, { signal: AbortSignal.timeout(TRY_MS) });
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
