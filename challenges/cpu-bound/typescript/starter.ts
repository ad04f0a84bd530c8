// GET /panels/:id: a panel of a dashboard. GET /panels/:id/latency: the percentiles that it shows.
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Pool } from 'pg';

const BLOCK = 1_000;

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

// Yesterday's latencies: a byte a sample, in steps of 10 ms.
const { rows } = await pool.query<{ service_id: number; samples: Buffer }>('SELECT service_id, samples FROM history');
const history = new Map(rows.map(({ service_id, samples }) => [service_id, samples]));

async function loadPanel(panelId: number): Promise<Panel> {
  const { rows } = await pool.query<Panel>('SELECT title, service_id, first_block, blocks FROM panels WHERE id = $1', [panelId]);
  if (rows.length === 0) throw new HTTPException(404, { message: 'no such panel' });
  return rows[0];
}

function samplesOf({ service_id, first_block, blocks }: Panel): Uint8Array {
  return history.get(service_id)!.subarray(first_block * BLOCK, (first_block + blocks) * BLOCK);
}

function summarise(samples: Uint8Array): Summary {
  const ordered = Array.from(samples).sort((a, b) => a - b);
  const count = ordered.length;
  return {
    samples: count,
    p50: 10 * ordered[count / 2 - 1],
    p95: 10 * ordered[(count * 95) / 100 - 1],
    p99: 10 * ordered[(count * 99) / 100 - 1],
    max: 10 * ordered[count - 1],
  };
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
  return c.json({ panel: panelId, ...summarise(samplesOf(panel)) });
});

export default app;
