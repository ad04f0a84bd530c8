import PQueue from 'p-queue';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const queue = new PQueue({ concurrency: 2 });

export default {
  async fetch(request: Request): Promise<Response> {
    const id = Number(new URL(request.url).pathname.split('/')[2]);
    return queue.add(async () => {
      const { rows } = await pool.query('SELECT stock, pg_sleep(0.02)::text AS slept FROM items WHERE id = $1', [id]);
      return Response.json({ stock: rows[0].stock });
    });
  },
};
