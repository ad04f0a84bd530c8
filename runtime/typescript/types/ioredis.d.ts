// ioredis, as far as it is simulated.

declare module 'ioredis' {
  import type { EventEmitter } from 'node:events';

  type Key = string;
  type Value = string | number | Uint8Array;

  interface RedisOptions {
    host?: string;
    port?: number;
    db?: number;
    username?: string;
    password?: string;
    keyPrefix?: string;
    lazyConnect?: boolean;
    connectTimeout?: number;
    commandTimeout?: number;
    maxRetriesPerRequest?: number | null;
    enableAutoPipelining?: boolean;
    enableOfflineQueue?: boolean;
    enableReadyCheck?: boolean;
    retryStrategy?: (times: number) => number | null;
  }

  /** Each is sent at once; its promise fulfils with the answer. In a pipeline they return the pipeline. */
  interface Commands<Context extends 'command' | 'pipeline' = 'command'> {
    append(key: Key, value: Value): Answer<number, Context>;
    blpop(...args: (Key | number)[]): Answer<[string, string] | null, Context>;
    brpop(...args: (Key | number)[]): Answer<[string, string] | null, Context>;
    /** Any command by its name. */
    call(command: string, ...args: Value[]): Answer<unknown, Context>;
    decr(key: Key): Answer<number, Context>;
    decrby(key: Key, by: number): Answer<number, Context>;
    del(...keys: (Key | Key[])[]): Answer<number, Context>;
    eval(script: string, keys: number, ...args: Value[]): Answer<unknown, Context>;
    evalsha(sha: string, keys: number, ...args: Value[]): Answer<unknown, Context>;
    exists(...keys: Key[]): Answer<number, Context>;
    expire(key: Key, seconds: number): Answer<number, Context>;
    get(key: Key): Answer<string | null, Context>;
    getdel(key: Key): Answer<string | null, Context>;
    getset(key: Key, value: Value): Answer<string | null, Context>;
    hdel(key: Key, ...fields: string[]): Answer<number, Context>;
    hexists(key: Key, field: string): Answer<number, Context>;
    hget(key: Key, field: string): Answer<string | null, Context>;
    hgetall(key: Key): Answer<Record<string, string>, Context>;
    hincrby(key: Key, field: string, by: number): Answer<number, Context>;
    hkeys(key: Key): Answer<string[], Context>;
    hlen(key: Key): Answer<number, Context>;
    hmget(key: Key, ...fields: string[]): Answer<(string | null)[], Context>;
    hmset(key: Key, ...fields: (string | number | object)[]): Answer<'OK', Context>;
    hset(key: Key, ...fields: (string | number | object)[]): Answer<number, Context>;
    hsetnx(key: Key, field: string, value: Value): Answer<number, Context>;
    hvals(key: Key): Answer<string[], Context>;
    incr(key: Key): Answer<number, Context>;
    incrby(key: Key, by: number): Answer<number, Context>;
    incrbyfloat(key: Key, by: number): Answer<string, Context>;
    keys(pattern: string): Answer<string[], Context>;
    llen(key: Key): Answer<number, Context>;
    lpop(key: Key): Answer<string | null, Context>;
    lpush(key: Key, ...values: Value[]): Answer<number, Context>;
    lrange(key: Key, start: number, stop: number): Answer<string[], Context>;
    lrem(key: Key, count: number, value: Value): Answer<number, Context>;
    ltrim(key: Key, start: number, stop: number): Answer<'OK', Context>;
    mget(...keys: (Key | Key[])[]): Answer<(string | null)[], Context>;
    mset(...pairs: (Value | object)[]): Answer<'OK', Context>;
    persist(key: Key): Answer<number, Context>;
    pexpire(key: Key, milliseconds: number): Answer<number, Context>;
    ping(): Answer<'PONG', Context>;
    psetex(key: Key, milliseconds: number, value: Value): Answer<'OK', Context>;
    pttl(key: Key): Answer<number, Context>;
    publish(channel: string, message: Value): Answer<number, Context>;
    rpop(key: Key): Answer<string | null, Context>;
    rpush(key: Key, ...values: Value[]): Answer<number, Context>;
    sadd(key: Key, ...members: Value[]): Answer<number, Context>;
    scard(key: Key): Answer<number, Context>;
    /** 'EX' seconds or 'PX' milliseconds; 'NX' only if it is not there, 'XX' only if it is. */
    set(key: Key, value: Value, ...options: (string | number)[]): Answer<'OK' | null, Context>;
    setex(key: Key, seconds: number, value: Value): Answer<'OK', Context>;
    setnx(key: Key, value: Value): Answer<number, Context>;
    sismember(key: Key, member: Value): Answer<number, Context>;
    smembers(key: Key): Answer<string[], Context>;
    srem(key: Key, ...members: Value[]): Answer<number, Context>;
    strlen(key: Key): Answer<number, Context>;
    ttl(key: Key): Answer<number, Context>;
    type(key: Key): Answer<string, Context>;
    unlink(...keys: (Key | Key[])[]): Answer<number, Context>;
    zadd(key: Key, ...scores: Value[]): Answer<number, Context>;
    zcard(key: Key): Answer<number, Context>;
    zcount(key: Key, min: number | string, max: number | string): Answer<number, Context>;
    zincrby(key: Key, by: number, member: Value): Answer<string, Context>;
    zrange(key: Key, start: number, stop: number, ...options: string[]): Answer<string[], Context>;
    zrangebyscore(key: Key, min: number | string, max: number | string, ...options: (string | number)[]): Answer<string[], Context>;
    zrank(key: Key, member: Value): Answer<number | null, Context>;
    zrem(key: Key, ...members: Value[]): Answer<number, Context>;
    zremrangebyscore(key: Key, min: number | string, max: number | string): Answer<number, Context>;
    zrevrange(key: Key, start: number, stop: number, ...options: string[]): Answer<string[], Context>;
    zscore(key: Key, member: Value): Answer<string | null, Context>;
  }
  type Answer<Result, Context> = Context extends 'pipeline' ? ChainableCommander : Promise<Result>;

  interface ChainableCommander extends Commands<'pipeline'> {
    readonly length: number;
    /** Sends all of them in one round trip: an error and an answer for each. */
    exec(): Promise<[error: Error | null, result: unknown][] | null>;
  }
  interface Redis extends Commands {}
  class Redis extends EventEmitter {
    constructor(port?: number, host?: string, options?: RedisOptions);
    constructor(url: string, options?: RedisOptions);
    constructor(options?: RedisOptions);
    readonly status: string;
    connect(): Promise<void>;
    disconnect(): void;
    duplicate(options?: Partial<RedisOptions>): Redis;
    multi(): ChainableCommander;
    pipeline(commands?: unknown[][]): ChainableCommander;
    quit(): Promise<'OK'>;
    defineCommand(name: string, definition: { lua: string; numberOfKeys?: number }): void;
    subscribe(...channels: string[]): Promise<unknown>;
    unsubscribe(...channels: string[]): Promise<unknown>;
  }

  class ReplyError extends Error {
    readonly command: { name: string; args: unknown[] };
  }

  export { type ChainableCommander, type Commands, Redis, type RedisOptions, ReplyError };
  export default Redis;
}
