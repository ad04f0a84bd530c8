import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

export default {
  async fetch(request: Request): Promise<Response> {
    const id = Number(new URL(request.url).pathname.split('/')[2]);
    const [first, second] = id % 2 ? [1, 2] : [2, 1];
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('UPDATE items SET stock = stock - 1 WHERE id = $1', [first]);
      await client.query('UPDATE items SET stock = stock + 1 WHERE id = $1', [second]);
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
