import { Client } from 'pg';

export default {
  async fetch(request: Request): Promise<Response> {
    const id = Number(new URL(request.url).pathname.split('/')[2]);
    const client = new Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    try {
      const { rows } = await client.query('SELECT id, stock, pg_sleep(0.2)::text AS slept FROM items WHERE id = $1', [id]);
      return Response.json({ stock: rows[0].stock });
    } finally {
      await client.end();
    }
  },
};
