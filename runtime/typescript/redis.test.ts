// ioredis against the world's cache. Replies, types and errors: conformance/drivers.test.ts.
import { describe, expect, it } from 'vitest';
import { contentionWorld } from '#runtime/python/testing/contention-world.ts';
import { printedInWorld, runInWorld } from './testing/run-in-world.ts';

const world = (cache: object) => {
  const base = contentionWorld();
  return { ...base, cache: { ...(base.cache as NonNullable<typeof base.cache>), ...cache } };
};

describe('a client', () => {
  it('counts once for each request, over its one connection', async () => {
    const seen: string[] = [];
    const recording = await runInWorld(
      `
      import Redis from 'ioredis';
      const redis = new Redis();
      export default { async fetch() { return new Response(String(await redis.incr('n'))); } };`,
      {
        rps: 200,
        checkResponse: ({ body }) => {
          seen.push(body);
          return 'right';
        },
      },
    );
    expect(recording.outcomes).toEqual({ '200': seen.length });
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('sends what is asked in one pass together with enableAutoPipelining', async () => {
    const lines = await printedInWorld(`
      import Redis from 'ioredis';
      const measure = async (redis: any) => {
        await redis.ping();
        const began = performance.now();
        await Promise.all(Array.from({ length: 200 }, (_, i) => redis.get('k' + i)));
        return performance.now() - began;
      };
      const one = await measure(new Redis());
      const together = await measure(new Redis({ enableAutoPipelining: true }));
      const pipeline = new Redis().pipeline();
      for (let i = 0; i < 200; i++) pipeline.get('k' + i);
      const began = performance.now();
      await pipeline.exec();
      console.log(one > 2 * together, together > 1, performance.now() - began > 1);`);
    expect(lines).toEqual(['true true true']);
  });

  it('behind BLPOP waits for its end, on the same connection', async () => {
    const lines = await printedInWorld(`
      import Redis from 'ioredis';
      const redis = new Redis();
      const other = new Redis();
      await redis.ping();
      const began = performance.now();
      const popped = redis.blpop('jobs', 1);
      const after = redis.get('nothing').then(() => Math.round(performance.now() - began));
      setTimeout(() => other.rpush('jobs', 'a'), 50);
      console.log((await popped).join(), (await after) >= 50);`);
    expect(lines).toEqual(['jobs,a true']);
  });

  it('that is refused tries again and gives up after maxRetriesPerRequest', async () => {
    const lines = await printedInWorld(
      `
      import Redis from 'ioredis';
      const first = new Redis();
      await first.ping();
      const second = new Redis({ maxRetriesPerRequest: 2 });
      const delays: unknown[] = [];
      second.on('reconnecting', (delay) => delays.push(delay));
      try { await second.get('a'); } catch (error) { console.log(error.name, error.message, delays.join()); }
      await first.quit();
      setTimeout(async () => console.log(await second.get('a'), second.status), 500);`,
      { world: world({ maxConnections: 1 }) },
    );
    expect(lines).toEqual([
      'MaxRetriesPerRequestError Reached the max retries per request limit (which is 2). Refer to "maxRetriesPerRequest" option for details. 50,100,150',
      'null ready',
    ]);
  });
});

describe('what is not simulated', () => {
  it('says so', async () => {
    const lines = await printedInWorld(`
      import Redis, { Cluster } from 'ioredis';
      const redis: any = new Redis();
      const attempt = async (work: () => unknown) => { try { await work(); console.log('done'); } catch (error) { console.log(error.message); } };
      await attempt(() => redis.xadd('s', '*', 'a', '1'));
      await attempt(() => redis.subscribe('c'));
      await attempt(() => redis.publish('c', 'm'));
      await attempt(() => redis.select(3));
      await attempt(() => new Cluster());
      await attempt(() => redis.scanStream());
      console.log(await redis.get('still'));`);
    expect(lines.slice(0, 6).filter((line) => !line.startsWith('not simulated: '))).toEqual([]);
    expect(lines[6]).toBe('null');
  });
});
