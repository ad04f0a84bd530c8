import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

export default {
  async fetch(_request: Request): Promise<Response> {
    const client = await pool.connect();
    try {
      const { rows } = await client.query('SELECT stock FROM items WHERE id = 1');
      await client.query('UPDATE items SET stock = $1 WHERE id = 1', [rows[0].stock - 1]);
      return Response.json({ ok: true });
    } finally {
      client.release();
    }
  },
};
