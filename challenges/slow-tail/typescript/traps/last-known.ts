// GET /trains/:id: when the dispatch system is late, what it said last.
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';

const DISPATCH_URL = process.env.DISPATCH_URL;

const PATIENCE_MS = 30;

interface Train {
  id: number;
  platform: number;
  planned: number;
  delay: number;
}

/** The dispatch system. Requests for the same train share one call. */
class Dispatch {
  private readonly flights = new Map<number, Promise<Train>>();
  private readonly lastKnown = new Map<number, Train>();

  train(trainId: number): Promise<Train> {
    let flight = this.flights.get(trainId);
    if (flight === undefined) {
      flight = this.fetch(trainId);
      this.flights.set(trainId, flight);
    }
    const known = this.lastKnown.get(trainId);
    if (known === undefined) return flight;
    return Promise.race([flight, sleep(PATIENCE_MS).then(() => this.lastKnown.get(trainId) ?? known)]);
  }

  private async fetch(trainId: number): Promise<Train> {
    try {
      const response = await fetch(`${DISPATCH_URL}/trains/${trainId}`);
      if (!response.ok) throw new Error(`dispatch answered ${response.status}`);
      const train = (await response.json()) as Train;
      this.lastKnown.set(trainId, train);
      return train;
    } finally {
      this.flights.delete(trainId);
    }
  }
}

const dispatch = new Dispatch();
const app = new Hono();

app.get('/trains/:id', async (c) => {
  const train = await dispatch.train(Number(c.req.param('id')));
  return c.json({
    train: train.id,
    platform: train.platform,
    delay: train.delay,
    departs: train.planned + train.delay,
  });
});

export default app;
