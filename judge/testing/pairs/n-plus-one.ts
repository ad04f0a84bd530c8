import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

export default {
  async fetch(request: Request): Promise<Response> {
    const id = Number(new URL(request.url).pathname.split('/')[2]);
    const client = await pool.connect();
    try {
      let total = 0;
      for (let item = id; item < id + 10; item++) {
        const { rows } = await client.query('SELECT id, stock FROM items WHERE id = $1', [item]);
        total += rows[0].stock;
      }
      return Response.json({ total });
    } finally {
      client.release();
    }
  },
};
