// GET /panels/:id: a panel of a dashboard. GET /panels/:id/latency: the percentiles that it shows.
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Pool } from 'pg';

const BLOCK = 1_000;
const VALUES = 200;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

interface Panel {
  title: string;
  service_id: number;
  first_block: number;
  blocks: number;
}

interface Summary {
  samples: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** How many samples of each value come before each block. */
function countUp(samples: Uint8Array): Uint32Array[] {
  const running = new Uint32Array(VALUES);
  const counts = [running.slice()];
  for (let i = 0; i < samples.length; i++) {
    running[samples[i]]++;
    if ((i + 1) % BLOCK === 0) counts.push(running.slice());
  }
  return counts;
}

// Yesterday's latencies: a byte a sample, in steps of 10 ms. They do not change any more.
const { rows } = await pool.query<{ service_id: number; samples: Buffer }>('SELECT service_id, samples FROM history');
const countsOf = new Map(rows.map(({ service_id, samples }) => [service_id, countUp(samples)]));

async function loadPanel(panelId: number): Promise<Panel> {
  const { rows } = await pool.query<Panel>('SELECT title, service_id, first_block, blocks FROM panels WHERE id = $1', [panelId]);
  if (rows.length === 0) throw new HTTPException(404, { message: 'no such panel' });
  return rows[0];
}

function summarise({ service_id, first_block, blocks }: Panel): Summary {
  const counts = countsOf.get(service_id)!;
  const before = counts[first_block];
  const after = counts[first_block + blocks];
  const count = blocks * BLOCK;
  /** The least value that so many samples do not exceed. */
  const valueAt = (rank: number): number => {
    let value = 0;
    for (let reached = after[0] - before[0]; reached < rank; reached += after[value] - before[value]) value++;
    return 10 * value;
  };
  return { samples: count, p50: valueAt(count / 2), p95: valueAt((count * 95) / 100), p99: valueAt((count * 99) / 100), max: valueAt(count) };
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
  return c.json({ panel: panelId, ...summarise(panel) });
});

export default app;
