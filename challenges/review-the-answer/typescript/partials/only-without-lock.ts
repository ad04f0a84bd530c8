// GET /routes/:id: the lock is gone, and nothing else.
import { pbkdf2Sync } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Hono } from 'hono';
import pLimit from 'p-limit';
import { Pool } from 'pg';

const BEDS_URL = process.env.BEDS_URL;
const BEDS_SECRET = process.env.BEDS_SECRET ?? 'development';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
// Never flood the booking system.
const bedsLimit = pLimit(12);

const STOPS_SQL = 'SELECT hut_id FROM route_huts WHERE route_id = $1 ORDER BY position';
const REGION_SQL = 'SELECT g.name FROM regions g JOIN huts h ON h.region_id = g.id WHERE h.id = $1';

interface Hut {
  id: number;
  name: string;
  region: string;
}

interface Route {
  name: string;
  climb: number;
  huts: Hut[];
}

interface RouteRow {
  name: string;
  heights: number[];
}

/** The booking system of the huts. Calls carry a key that is derived from the secret. */
class BedsClient {
  readonly key: string;

  constructor() {
    this.key = pbkdf2Sync(BEDS_SECRET, 'beds', 8_000, 32, 'sha256').toString('hex');
  }

  async free(hutId: number): Promise<number> {
    const response = await fetch(`${BEDS_URL}/beds/${hutId}`, { headers: { 'x-api-key': this.key } });
    if (!response.ok) throw new Error(`the booking system answered ${response.status}`);
    const { free } = (await response.json()) as { free: number };
    return free;
  }
}

/** Profiling: how long each step takes. */
async function timed<T>(step: string, work: Promise<T>): Promise<T> {
  const started = Date.now();
  const result = await work;
  console.info(`${step} took ${Date.now() - started} ms`);
  return result;
}

async function loadHut(hutId: number): Promise<Hut> {
  const [hut, region] = await timed(
    'hut',
    Promise.all([
      pool.query<{ name: string }>('SELECT name FROM huts WHERE id = $1', [hutId]),
      pool.query<{ name: string }>(REGION_SQL, [hutId]),
    ]),
  );
  return { id: hutId, name: hut.rows[0].name, region: region.rows[0].name };
}

/** The most metres that one gains from any point of the way to a later one. */
async function longestClimb(heights: number[]): Promise<number> {
  let best = 0;
  for (const [i, start] of heights.entries()) {
    for (const height of heights.slice(i + 1)) best = Math.max(best, height - start);
    await setImmediate(); // never block the event loop
  }
  return best;
}

async function loadRoute(routeId: number): Promise<Route | null> {
  const routes = await timed('route', pool.query<RouteRow>('SELECT name, heights FROM routes WHERE id = $1', [routeId]));
  const route = routes.rows[0];
  if (!route) return null;
  const stops = await timed('stops', pool.query<{ hut_id: number }>(STOPS_SQL, [routeId]));
  const huts = await Promise.all(stops.rows.map((stop) => loadHut(stop.hut_id)));
  return { name: route.name, climb: await longestClimb(route.heights), huts };
}

function fetchBeds(hutId: number): Promise<number> {
  return bedsLimit(() => new BedsClient().free(hutId));
}

const app = new Hono();

app.get('/routes/:id', async (c) => {
  const routeId = Number(c.req.param('id'));
  const route = await timed('route, huts and climb', loadRoute(routeId));
  if (!route) return c.json({ detail: 'no such route' }, 404);
  await setImmediate(); // let other requests run
  const beds = await timed('beds', Promise.all(route.huts.map((hut) => fetchBeds(hut.id))));
  const huts = route.huts.map((hut, i) => ({ ...hut, free: beds[i] }));
  return c.json({ id: routeId, name: route.name, climb: route.climb, huts });
});

export default app;
