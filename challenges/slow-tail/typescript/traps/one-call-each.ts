// GET /trains/:id: every request asks for itself, so that none waits for the slow call of another.
import { Hono } from 'hono';

const DISPATCH_URL = process.env.DISPATCH_URL;

interface Train {
  id: number;
  platform: number;
  planned: number;
  delay: number;
}

/** The dispatch system. Each request has a call of its own. */
class Dispatch {
  async train(trainId: number): Promise<Train> {
    const response = await fetch(`${DISPATCH_URL}/trains/${trainId}`);
    if (!response.ok) throw new Error(`dispatch answered ${response.status}`);
    return (await response.json()) as Train;
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
