// GET /panels/:id: a panel of a dashboard. GET /panels/:id/latency: the percentiles that it shows.
import { availableParallelism } from 'node:os';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Pool } from 'pg';
import Piscina from 'piscina';
import type { Summary } from './summarise.ts';

const BLOCK = 1_000;

// One core is the event loop's. All threads are started now, and not by the first requests that need them.
const THREADS = Math.max(1, availableParallelism() - 1);
const threads = new Piscina({ filename: new URL('./summarise.ts', import.meta.url).href, minThreads: THREADS, maxThreads: THREADS });

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

interface Panel {
  title: string;
  service_id: number;
  first_block: number;
  blocks: number;
}

// Yesterday's latencies: a byte a sample, in steps of 10 ms.
const { rows } = await pool.query<{ service_id: number; samples: Buffer }>('SELECT service_id, samples FROM history');
const history = new Map(rows.map(({ service_id, samples }) => [service_id, samples]));

async function loadPanel(panelId: number): Promise<Panel> {
  const { rows } = await pool.query<Panel>('SELECT title, service_id, first_block, blocks FROM panels WHERE id = $1', [panelId]);
  if (rows.length === 0) throw new HTTPException(404, { message: 'no such panel' });
  return rows[0];
}

// A copy of the stretch alone: of a view the whole history would be sent.
function samplesOf({ service_id, first_block, blocks }: Panel): Uint8Array {
  return new Uint8Array(history.get(service_id)!.subarray(first_block * BLOCK, (first_block + blocks) * BLOCK));
}

const app = new Hono();

app.get('/panels/:id', async (c) => {
  const panelId = Number(c.req.param('id'));
  const { title, service_id } = await loadPanel(panelId);
  return c.json({ panel: panelId, title, service: service_id });
});

app.get('/panels/:id/latency', async (c) => {
  const panelId = Number(c.req.param('id'));
  const panel = await loadPanel(panelId);
  const summary: Summary = await threads.run(samplesOf(panel));
  return c.json({ panel: panelId, ...summary });
});

export default app;
