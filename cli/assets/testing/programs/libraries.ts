// A program that uses what there is: each library and stand-in as its users write it.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import DataLoader from 'dataloader';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import Redis from 'ioredis';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import PQueue from 'p-queue';
import pRetry from 'p-retry';
import pg, { DatabaseError, Pool, type PoolClient } from 'pg';
import Piscina from 'piscina';
import { Agent, request, setGlobalDispatcher } from 'undici';
import { z } from 'zod';

setGlobalDispatcher(new Agent({ connections: 50, keepAliveTimeout: 10_000 }));
const pool = new Pool({ connectionString: 'postgresql://app@db/shop', max: 5 });
pool.on('error', (error: Error) => console.error(error.message));
export const other = new pg.Pool();
const redis = new Redis('redis://cache:6379');
const limit = pLimit(10);
const queue = new PQueue({ concurrency: 5 });
export const cache = new LRUCache<string, object>({ max: 500, ttl: 1000 });
export const loader = new DataLoader<number, string>(async (ids) => ids.map(String), { cache: false });
const als = new AsyncLocalStorage<{ id: string }>();
const mutex = new Mutex();
const Body = z.object({ id: z.number(), tags: z.array(z.string()).optional() });
const emitter = new EventEmitter();
const piscina = new Piscina({ filename: './worker.ts' });

async function rows(id: number): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM items WHERE id = $1', [id]);
  const again = await pool.query('SELECT 1');
  console.log(again.rows[0].whatever, rows.length);
  const client: PoolClient = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('COMMIT');
  } catch (error) {
    if (error instanceof DatabaseError && error.code === '23505') throw error;
    console.error(error.message);
  } finally {
    client.release();
  }
  return rows.map((row) => row.name);
}

const app = new Hono();
app.use('*', cors());
app.get('/orders/:id', async (c) => {
  const id = Number(c.req.param('id'));
  const body = Body.parse({ id });
  const [a, b] = await Promise.all([limit(() => rows(id)), queue.add(() => sleep(10))]);
  const response = await fetch(`http://pricing.test/${id}`, { signal: AbortSignal.timeout(500) });
  const price = (await response.json()) as { price: number };
  await redis.set('k', JSON.stringify(price), 'EX', 10);
  const many = await redis.pipeline().get('a').incr('b').exec();
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, 10).unref();
  await promise;
  await pRetry(() => sleep(1), { retries: 2 });
  const result = await mutex.runExclusive(async () => 1);
  await once(emitter, 'x', { signal: new AbortController().signal });
  const sum = await piscina.run({ n: 3 });
  als.run({ id: randomUUID() }, () => als.getStore()?.id);
  process.nextTick(() => {});
  const hash = createHash('sha256').update('a').digest('hex');
  await request('http://x.test', { method: 'GET' });
  return c.json({
    a,
    b,
    price,
    many,
    result,
    sum,
    hash,
    t: performance.now(),
    m: process.hrtime.bigint().toString(),
    body,
    env: process.env.X,
  });
});

export default {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === '/x') return Response.json({ ok: true }, { status: 200 });
    return app.fetch(request);
  },
};
