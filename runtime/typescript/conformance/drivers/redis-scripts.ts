import { createHash } from 'node:crypto';
import Redis from 'ioredis';
import { outcome, show } from './show.ts';

const redis: any = new Redis();
const UNLOCK = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;
await redis.set('lock', 'me');
console.log(show(await redis.eval(UNLOCK, 1, 'lock', 'you')), show(await redis.eval(UNLOCK, 1, 'lock', 'me')), show(await redis.get('lock')));
const sha = createHash('sha1').update(UNLOCK).digest('hex');
await redis.set('lock', 'me');
console.log(show(await redis.evalsha(sha, 1, 'lock', 'me')));
console.log(await outcome(redis.evalsha('0'.repeat(40), 0)));
console.log(show(await redis.script('LOAD', 'return 1')), show(await redis.script('EXISTS', sha, '0'.repeat(40))));
redis.defineCommand('limit', {
  numberOfKeys: 1,
  lua: `local n = redis.call('incr', KEYS[1]) if n == 1 then redis.call('expire', KEYS[1], ARGV[1]) end return n`,
});
console.log(show(await redis.limit('r', 10)), show(await redis.limit('r', 10)), show(await redis.ttl('r')));
console.log(show(await redis.pipeline().limit('r', 10).get('r').exec()));
console.log(await new Promise((resolve) => redis.limit('r', 10, (error: any, value: any) => resolve(show([error, value])))));
console.log(show(await redis.eval('return {1, "two", {3}}', 0)), show(await redis.eval('return nil', 0)), show(await redis.eval('return true', 0)), show(await redis.eval('return 1.9', 0)));
console.log(show(await redis.multi().eval('return ARGV[1]', 0, 'x').get('r').exec()));
const own: any = new Redis({ scripts: { double: { numberOfKeys: 0, lua: 'return ARGV[1] * 2' } } });
console.log(show(await own.double(21)));
await own.quit();
await redis.quit();
