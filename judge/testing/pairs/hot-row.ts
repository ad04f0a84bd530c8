import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

export default {
  async fetch(_request: Request): Promise<Response> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT stock FROM items WHERE id = 1 FOR UPDATE');
      await client.query('SELECT pg_sleep(0.01)');
      await client.query('UPDATE items SET stock = stock - 1 WHERE id = 1');
      await client.query('COMMIT');
      return Response.json({ ok: true });
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  },
};
