import { Client, Pool } from 'pg';
import { outcome, show } from './show.ts';

const client = new Client({ query_timeout: 50 });
await client.connect();
const began = Date.now();
console.log(await outcome(client.query('SELECT pg_sleep(0.2)')));
const told = Date.now() - began;
console.log(told >= 45 && told < 150);
// The client stays busy until the server has answered.
console.log(await outcome(client.query({ text: 'SELECT 1 AS a', query_timeout: 1000 } as any).then((r) => r.rows)));
const waited = Date.now() - began;
console.log(waited >= 195 && waited < 400);
console.log(await outcome(client.query({ text: 'SELECT 2 AS a', query_timeout: 1000 } as any).then((r) => r.rows)));
await client.end();

const limited = new Client({ statement_timeout: 50 });
await limited.connect();
console.log(await outcome(limited.query('SELECT pg_sleep(1)').catch((error: any) => `${error.code} ${error.message}`)));
await limited.query("SET statement_timeout = '30ms'");
console.log(await outcome(limited.query('SELECT pg_sleep(1)').catch((error: any) => `${error.code} ${error.message}`)));
await limited.end();

const pool = new Pool({ max: 1, query_timeout: 50 });
const removed = new Promise((resolve) => pool.on('remove', () => resolve('removed')));
console.log(await outcome(pool.query('SELECT pg_sleep(0.3)')), await removed, pool.totalCount);
console.log(await outcome(pool.query('SELECT 1 AS a').then((r) => r.rows)));
await pool.end();

const locks = new Pool({ max: 2 });
const one = await locks.connect();
const two = await locks.connect();
await one.query('BEGIN');
await one.query('UPDATE items SET stock = stock WHERE id = 7');
await two.query('BEGIN');
await two.query("SET LOCAL lock_timeout = '40ms'");
console.log(await outcome(two.query('UPDATE items SET stock = stock WHERE id = 7').catch((error: any) => `${error.code} ${error.message}`)));
await two.query('ROLLBACK');
console.log(await outcome(two.query('SELECT * FROM items WHERE id = 7 FOR UPDATE NOWAIT').catch((error: any) => `${error.code} ${error.message}`)));
await one.query('ROLLBACK');
console.log(show((await two.query('SELECT id FROM items WHERE id = 7 FOR UPDATE NOWAIT')).rows));
one.release();
two.release();
await locks.end();
