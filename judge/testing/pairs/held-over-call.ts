import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

export default {
  async fetch(request: Request): Promise<Response> {
    const id = Number(new URL(request.url).pathname.split('/')[2]);
    const client = await pool.connect();
    try {
      const { rows } = await client.query('SELECT id, stock FROM items WHERE id = $1', [id]);
      const response = await fetch(`http://prices.test/prices/${id}`);
      const { price } = (await response.json()) as { price: number };
      return Response.json({ stock: rows[0].stock, price });
    } finally {
      client.release();
    }
  },
};
