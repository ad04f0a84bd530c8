// Names of Redis' commands, each a method; and which of their arguments are keys.

/** As @ioredis/commands lists them, but for monitor. What the simulated cache does not have says so when it is called. */
export const COMMAND_NAMES =
  `vadd vcard vdim vemb vgetattr vinfo vismember vlinks vrandmember vrange vrem vsetattr vsim acl append asking auth bgrewriteaof bgsave bitcount
  bitfield bitfield_ro bitop bitpos blmove blmpop blpop brpop brpoplpush bzmpop bzpopmax bzpopmin client cluster command config copy dbsize debug
  decr decrby del discard dump echo eval eval_ro evalsha evalsha_ro exec exists expire expireat expiretime failover fcall fcall_ro flushall flushdb
  function geoadd geodist geohash geopos georadius georadius_ro georadiusbymember georadiusbymember_ro geosearch geosearchstore get getbit getdel
  getex getrange getset hdel hello hexists hexpire hexpireat hexpiretime hget hgetall hgetdel hgetex hincrby hincrbyfloat hkeys hlen hmget hmset
  hpersist hpexpire hpexpireat hpexpiretime hpttl hrandfield hscan hset hsetex hsetnx hstrlen httl hvals incr incrby incrbyfloat info keys
  lastsave latency lcs lindex linsert llen lmove lmpop lolwut lpop lpos lpush lpushx lrange lrem lset ltrim memory mget migrate module move mset
  msetnx multi object persist pexpire pexpireat pexpiretime pfadd pfcount pfdebug pfmerge pfselftest ping psetex psubscribe psync pttl publish
  pubsub punsubscribe quit randomkey readonly readwrite rename renamenx replconf replicaof reset restore restore-asking role rpop rpoplpush rpush
  rpushx sadd save scan scard script sdiff sdiffstore select sentinel set setbit setex setnx setrange shutdown sinter sintercard sinterstore
  sismember slaveof slowlog smembers smismember smove sort sort_ro spop spublish srandmember srem sscan ssubscribe strlen subscribe substr sunion
  sunionstore sunsubscribe swapdb sync time touch ttl type unlink unsubscribe unwatch wait watch xack xadd xautoclaim xclaim xdel xgroup xinfo xlen
  xpending xrange xread xreadgroup xrevrange xsetid xtrim zadd zcard zcount zdiff zdiffstore zincrby zinter zintercard zinterstore zlexcount zmpop
  zmscore zpopmax zpopmin zrandmember zrange zrangebylex zrangebyscore zrangestore zrank zrem zremrangebylex zremrangebyrank zremrangebyscore
  zrevrange zrevrangebylex zrevrangebyscore zrevrank zscan zscore zunion zunionstore`.split(/\s+/);

const words = (text: string) => new Set(text.split(' '));
const WITHOUT_KEYS = words(
  'ping echo time dbsize flushdb flushall keys scan script select info auth quit multi exec discard unwatch client randomkey hello config',
);
const ALL_KEYS = words('del unlink exists touch mget watch sinter sunion sdiff sinterstore sunionstore sdiffstore');
const EVERY_SECOND = words('mset msetnx');
const TWO_KEYS = words('rename renamenx rpoplpush brpoplpush lmove blmove smove');
const COUNTED = words('eval evalsha');

/** Indexes of the keys among a command's arguments. */
export function keyIndexes(name: string, args: readonly unknown[]): number[] {
  const all = args.map((_, index) => index);
  if (WITHOUT_KEYS.has(name)) return [];
  if (ALL_KEYS.has(name)) return all;
  if (EVERY_SECOND.has(name)) return all.filter((index) => index % 2 === 0);
  if (TWO_KEYS.has(name)) return all.slice(0, 2);
  if (COUNTED.has(name)) return all.slice(2, 2 + Number(args[1]));
  if (name === 'blpop' || name === 'brpop') return all.slice(0, -1);
  return all.slice(0, 1);
}

/** Commands that may keep the connection waiting: what is sent after them waits too. */
export const BLOCKING = words('blpop brpop blmove brpoplpush');
