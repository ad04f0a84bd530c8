// GET /trains/:id: platform and delay of a train, as the dispatch system knows them now.
import { Hono } from 'hono';

const DISPATCH_URL = process.env.DISPATCH_URL;

interface Train {
  id: number;
  platform: number;
  planned: number;
  delay: number;
}

/** The dispatch system. Requests for the same train share one call. */
class Dispatch {
  private readonly flights = new Map<number, Promise<Train>>();

  train(trainId: number): Promise<Train> {
    let flight = this.flights.get(trainId);
    if (flight === undefined) {
      flight = this.fetch(trainId);
      this.flights.set(trainId, flight);
    }
    return flight;
  }

  private async fetch(trainId: number): Promise<Train> {
    try {
      const response = await fetch(`${DISPATCH_URL}/trains/${trainId}`);
      if (!response.ok) throw new Error(`dispatch answered ${response.status}`);
      return (await response.json()) as Train;
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
