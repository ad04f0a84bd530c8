import Redis, { Redis as Named, ReplyError } from 'ioredis';
import { outcome, show } from './show.ts';

console.log(Redis === Named, typeof Redis.createClient);
const redis = new Redis();
for (const event of ['connecting', 'connect', 'ready', 'close', 'reconnecting', 'end', 'error']) redis.on(event, (value: any) => console.log('event', event, show(value)));
console.log(redis.status);
const early = redis.set('a', '1');
console.log(await early, redis.status);
console.log(redis.options.host, redis.options.port, redis.options.db, redis.options.maxRetriesPerRequest, redis.options.enableReadyCheck, redis.options.keyPrefix);
console.log(await outcome(() => redis.connect()));
try {
  await redis.incr('none', 'too', 'many' as any);
} catch (error: any) {
  console.log(error instanceof ReplyError, error instanceof Error, error.name, error.message, show(error.command), String(error), error.stack.split('\n')[0]);
}
try {
  await redis.hget('a', 'f');
} catch (error: any) {
  console.log(error.message, show(error.command), Object.keys(error).join());
}
console.log(await redis.quit());
await new Promise((resolve) => setTimeout(resolve, 20));
console.log(redis.status);
console.log(await outcome(redis.get('a')));
await redis.connect();
console.log(redis.status, await redis.get('a'));
redis.disconnect();
console.log(redis.status);
await new Promise((resolve) => setTimeout(resolve, 20));
console.log(redis.status);

const lazy = new Redis({ lazyConnect: true });
console.log(lazy.status);
console.log(await lazy.get('a'), lazy.status);
lazy.disconnect();
const explicit = new Redis({ lazyConnect: true });
console.log(show(await explicit.connect()), explicit.status);
const after = outcome(explicit.get('a'));
explicit.disconnect();
const later = outcome(explicit.get('a'));
console.log(await after, await later);
const never = new Redis({ lazyConnect: true });
console.log(await never.quit(), never.status);

const strict = new Redis({ enableOfflineQueue: false });
strict.on('error', () => undefined);
console.log(await outcome(strict.get('a')));
await new Promise((resolve) => strict.once('ready', resolve));
console.log(await strict.get('a'));
await strict.quit();

const timed = new Redis({ commandTimeout: 50 });
console.log(await outcome(timed.blpop('nothing', 1)));
timed.disconnect();

const two = new Redis({ db: 2, stringNumbers: true });
await two.set('a', 'two');
console.log(await two.get('a'), show(await two.incr('n')), show(await two.hset('h', 'f', 1)));
await two.quit();
const url = new Redis('redis://user:pw@127.0.0.1:6379/3', { lazyConnect: true });
console.log(url.options.host, url.options.port, url.options.db, url.options.username, url.options.password);
const ported = new Redis(6379, '127.0.0.1', { lazyConnect: true, db: 1 });
console.log(ported.options.host, ported.options.port, ported.options.db);
