import pg, { Pool } from 'pg';
import PgPool from 'pg-pool';
import { outcome, show } from './show.ts';

const pool = new Pool({ max: 2 });
const { options } = pool as any;
console.log(options.max, options.min, options.idleTimeoutMillis, options.maxUses, options.allowExitOnIdle, options.maxLifetimeSeconds);
const counts = () => `${pool.totalCount} ${pool.idleCount} ${pool.waitingCount}`;
for (const event of ['connect', 'acquire', 'release', 'remove', 'error'] as const) {
  pool.on(event as any, (first: any) => console.log('event', event, first instanceof Error ? first.message : first?.constructor?.name));
}
console.log(counts());
const first = await pool.connect();
console.log(counts());
const second = await pool.connect();
const third = pool.connect();
console.log(counts());
first.release();
console.log(counts());
const got = await third;
console.log(got === first, counts());
got.release(true);
await new Promise((resolve) => setTimeout(resolve, 50));
console.log(counts());
second.release(new Error('broken'));
await new Promise((resolve) => setTimeout(resolve, 50));
console.log(counts());
console.log(await outcome(pool.query('SELECT 1 AS a').then((r) => r.rows)), counts());
console.log(await outcome(pool.query('SELECT nope')));
await new Promise((resolve) => setTimeout(resolve, 50));
console.log(counts());
const client = await pool.connect();
client.release();
try {
  client.release();
} catch (error: any) {
  console.log(error.message);
}
console.log(await outcome(client.query('SELECT 2 AS still').then((r) => r.rows)));
console.log(await new Promise((resolve) => pool.query('SELECT 3 AS a', (error: any, result: any) => resolve(show([error, result.rows])))));
console.log(await new Promise((resolve) => pool.query('SELECT $1::int AS a', [4], (error: any, result: any) => resolve(show([error, result.rows])))));
console.log(await new Promise((resolve) => pool.query('SELECT nope', (error: any, result: any) => resolve(show([error, result])))));
console.log(await new Promise((resolve) => pool.connect((error: any, c: any, release: any) => { release(); resolve(show([error, c === c, typeof release])); })));
await pool.end();
console.log(counts(), (pool as any).ended, (pool as any).ending);
console.log(await outcome(() => pool.connect()));
console.log(await outcome(() => pool.query('SELECT 1')));
console.log(await outcome(() => pool.end()));
console.log(await new Promise((resolve) => pool.connect(((error: any) => resolve(show(error))) as any)));

const patient = new Pool({ max: 1, connectionTimeoutMillis: 100 });
const held = await patient.connect();
console.log(await outcome(() => patient.connect()), await outcome(() => patient.query('SELECT 1')));
held.release();
console.log(await outcome(patient.query('SELECT 1 AS a').then((r) => r.rows)));
await patient.end();

const used = new Pool({ max: 1, maxUses: 2 });
used.on('remove', () => console.log('removed after its uses'));
for (let i = 0; i < 3; i++) await used.query('SELECT 1');
await new Promise((resolve) => setTimeout(resolve, 50));
await used.end();

const greeted = new Pool({ max: 1 });
greeted.on('connect', (c: any) => void c.query("SET statement_timeout = '7s'"));
console.log(show((await greeted.query('SHOW statement_timeout')).rows));
await greeted.end();

const idle = new Pool({ idleTimeoutMillis: 60 });
await idle.query('SELECT 1');
console.log(idle.totalCount);
await new Promise((resolve) => setTimeout(resolve, 150));
console.log(idle.totalCount);
await idle.end();

const hooked = new Pool({ max: 1, onConnect: async (c: any) => { await c.query("SET lock_timeout = '3s'"); } } as any);
console.log(show((await hooked.query('SHOW lock_timeout')).rows));
await hooked.end();

const configured = new Pool({ statement_timeout: 4000, options: '-c lock_timeout=5s' } as any);
console.log(show((await configured.query('SHOW statement_timeout')).rows), show((await configured.query('SHOW lock_timeout')).rows));
await configured.end();

// A transaction that is left open stays with the client.
const leaky = new Pool({ max: 1 });
const a = await leaky.connect();
await a.query('BEGIN');
await a.query('UPDATE items SET stock = 5 WHERE id = 9');
a.release();
console.log(show((await leaky.query('SELECT stock FROM items WHERE id = 9')).rows));
await leaky.query('ROLLBACK');
console.log(show((await leaky.query('SELECT stock FROM items WHERE id = 9')).rows));
await leaky.end();

const plain = new PgPool({ max: 3 });
console.log(show((await plain.query('SELECT 1 AS a')).rows), plain.options.max);
await plain.end();
class Counting extends Pool {
  asked = 0;
  override query(...args: any[]): any {
    this.asked++;
    return (super.query as any)(...args);
  }
}
const counting = new Counting();
await counting.query('SELECT 1');
console.log(counting.asked, counting instanceof Pool, pg.Pool === Pool);
await counting.end();
