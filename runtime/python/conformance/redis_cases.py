"""What a program may expect of redis. The same cases hold for the real redis-py 8.1 against a real Redis 7.

World: REDIS_URL names a cache that nobody else uses; each case empties it first.
"""

import asyncio
import functools
import os
import time
from datetime import timedelta

import redis
import redis.asyncio as aredis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff, NoBackoff
from redis.exceptions import DataError, LockError, LockNotOwnedError, NoScriptError, RedisError, ResponseError, WatchError

URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")


class raises:
    """`with raises(Error, "part of its message"):`"""

    def __init__(self, error, message=""):
        self.error = error
        self.message = message

    def __enter__(self):
        return self

    def __exit__(self, cls, error, traceback):
        assert cls is not None, f"{self.error.__name__} was not raised"
        if not issubclass(cls, self.error):
            return False
        assert self.message in str(error), f"{self.message!r} is not in {str(error)!r}"
        return True


def now():
    return asyncio.get_running_loop().time()


CASES = []


def case(**options):
    """A case with a client of an empty cache."""

    def decorate(work):
        @functools.wraps(work)
        async def run():
            async with aredis.from_url(URL, **options) as r:
                await r.flushall()
                await work(r)

        CASES.append(run)
        return run

    return decorate


@case()
async def case_values_are_bytes(r):
    assert await r.set("k", "wörld") is True
    assert await r.get("k") == "wörld".encode()
    await r.set("k", b"\x00\xff\x01")
    assert await r.get("k") == b"\x00\xff\x01"
    await r.set("k", 1.5)
    assert await r.get("k") == b"1.5"
    assert await r.get("none") is None


@case(decode_responses=True)
async def case_decode_responses(r):
    await r.set("k", "wörld")
    assert await r.get("k") == "wörld"
    await r.hset("h", mapping={"a": 1})
    assert await r.hgetall("h") == {"a": "1"}
    assert await r.type("h") == "hash"


@case()
async def case_types_that_cannot_be_sent(r):
    with raises(DataError, "Invalid input of type: 'list'. Convert to a bytes, string, int or float first."):
        await r.set("k", [1])
    with raises(DataError, "Invalid input of type: 'bool'"):
        await r.set("k", True)
    with raises(DataError, "'NoneType'"):
        await r.set("k", None)


@case()
async def case_set_options(r):
    assert await r.set("k", 1, nx=True) is True
    assert await r.set("k", 2, nx=True) is None
    assert await r.set("k", 3, xx=True) is True
    assert await r.set("other", 3, xx=True) is None
    assert await r.set("k", 4, get=True) == b"3"
    assert await r.set("fresh", 4, get=True) is None
    with raises(DataError, "mutually exclusive"):
        await r.set("k", 1, ex=1, px=1)
    with raises(ResponseError, "invalid expire time in 'set' command"):
        await r.set("k", 1, ex=0)


@case()
async def case_expiry(r):
    await r.set("k", 1, px=150)
    assert 0 < await r.pttl("k") <= 150
    await asyncio.sleep(0.2)
    assert await r.get("k") is None and await r.ttl("k") == -2
    await r.set("k", 1, ex=timedelta(seconds=100))
    assert await r.ttl("k") in (99, 100)
    await r.set("k", 2)
    assert await r.ttl("k") == -1
    assert await r.expire("k", 10) is True and await r.expire("none", 10) is False
    await r.set("k", 3, keepttl=True)
    assert await r.ttl("k") in (9, 10)
    assert await r.persist("k") is True and await r.persist("k") is False
    assert await r.expire("k", -1) is True and await r.exists("k") == 0


@case()
async def case_expire_at_a_moment(r):
    await r.set("k", 1, exat=int(time.time()) + 100)
    assert 98 <= await r.ttl("k") <= 100
    assert await r.expireat("k", int(time.time()) + 50) is True
    assert 48 <= await r.ttl("k") <= 50
    assert await r.expire("k", 100, lt=True) is False and await r.expire("k", 100, gt=True) is True
    assert await r.expire("k", 5, nx=True) is False
    seconds, micros = await r.time()
    assert abs(seconds - time.time()) < 5 and 0 <= micros < 1_000_000


@case()
async def case_older_ways_to_set(r):
    assert await r.setnx("k", 1) is True and await r.setnx("k", 2) is False
    assert await r.setex("k", 10, 2) is True and await r.ttl("k") in (9, 10)
    assert await r.psetex("k", 10_000, 3) is True
    assert await r.getset("k", 4) == b"3"
    assert await r.getdel("k") == b"4" and await r.get("k") is None
    await r.set("k", 1)
    assert await r.getex("k", ex=10) == b"1" and await r.ttl("k") in (9, 10)
    assert await r.getex("k", persist=True) == b"1" and await r.ttl("k") == -1


@case()
async def case_counters(r):
    assert await r.incr("n") == 1 and await r.incr("n", 5) == 6 and await r.incrby("n", 4) == 10
    assert await r.decr("n") == 9 and await r.decrby("n", 9) == 0
    assert await r.incrbyfloat("f", 0.1) == 0.1
    assert await r.incrbyfloat("f", 0.2) == 0.3
    await r.set("text", "abc")
    with raises(ResponseError, "value is not an integer or out of range"):
        await r.incr("text")
    with raises(ResponseError, "value is not a valid float"):
        await r.incrbyfloat("text", 1.0)
    await r.set("big", 2**63 - 1)
    with raises(ResponseError, "increment or decrement would overflow"):
        await r.incr("big")
    assert await r.decr("big") == 2**63 - 2


@case()
async def case_counter_keeps_its_expiry(r):
    await r.set("n", 1, ex=100)
    await r.incr("n")
    assert await r.ttl("n") in (99, 100)


@case()
async def case_many_at_once(r):
    assert await r.mset({"a": 1, "b": 2}) is True
    assert await r.mget("a", "none", "b") == [b"1", None, b"2"]
    assert await r.mget(["a", "b"]) == [b"1", b"2"]
    assert await r.msetnx({"b": 5, "c": 6}) is False and await r.get("c") is None
    assert await r.exists("a", "b", "c", "a") == 3
    assert await r.delete("a", "b", "c") == 2 and await r.unlink("a") == 0


@case()
async def case_strings(r):
    assert await r.append("k", "ab") == 2 and await r.append("k", "cd") == 4
    assert await r.strlen("k") == 4 and await r.getrange("k", 1, -2) == b"bc"


@case()
async def case_wrong_type(r):
    await r.rpush("list", 1)
    with raises(ResponseError, "WRONGTYPE Operation against a key holding the wrong kind of value"):
        await r.get("list")
    with raises(ResponseError, "WRONGTYPE"):
        await r.hset("list", "a", 1)
    assert await r.mget("list") == [None]
    assert await r.set("list", 1) is True


@case()
async def case_wrong_arguments(r):
    with raises(ResponseError, "wrong number of arguments for 'get' command"):
        await r.execute_command("GET")
    with raises(ResponseError, "value is not an integer or out of range"):
        await r.expire("k", "soon")
    with raises(ResponseError, "no such key"):
        await r.rename("none", "k")
    with raises(ResponseError, "syntax error"):
        await r.execute_command("SET", "k", "v", "WHAT")


@case()
async def case_keys_and_types(r):
    await r.mset({"user:1": 1, "user:2": 2, "other": 3})
    assert sorted(await r.keys("user:*")) == [b"user:1", b"user:2"]
    assert sorted(await r.keys("user:[12]")) == sorted(await r.keys("user:?"))
    assert await r.dbsize() == 3
    assert await r.type("other") == b"string" and await r.type("none") == b"none"
    assert await r.rename("other", "moved") is True and await r.get("moved") == b"3"
    assert await r.renamenx("moved", "user:1") is False
    assert await r.flushdb() is True and await r.dbsize() == 0


@case()
async def case_scan(r):
    await r.mset({f"key:{i}": i for i in range(95)})
    await r.set("x", 1)
    found = [key async for key in r.scan_iter(match="key:*", count=10)]
    assert sorted(found) == sorted(f"key:{i}".encode() for i in range(95))
    cursor, page = await r.scan(0, count=10)
    assert cursor != 0 and 0 < len(page) <= 96


@case()
async def case_hashes(r):
    assert await r.hset("h", mapping={"a": 1, "b": "x"}) == 2
    assert await r.hset("h", "a", 2) == 0
    assert await r.hget("h", "a") == b"2" and await r.hget("h", "none") is None
    assert await r.hmget("h", "a", "none") == [b"2", None] and await r.hmget("h", ["b"]) == [b"x"]
    assert await r.hgetall("h") == {b"a": b"2", b"b": b"x"} and await r.hgetall("none") == {}
    assert await r.hincrby("h", "a", 3) == 5 and await r.hincrbyfloat("h", "a", 0.5) == 5.5
    assert await r.hexists("h", "a") is True and await r.hexists("h", "c") is False
    assert await r.hkeys("h") == [b"a", b"b"] and await r.hvals("h") == [b"5.5", b"x"] and await r.hlen("h") == 2
    assert await r.hsetnx("h", "a", 1) == 0 and await r.hsetnx("h", "c", 1) == 1
    assert await r.hdel("h", "a", "b", "c", "d") == 3 and await r.exists("h") == 0
    with raises(DataError, "'hset' with no key value pairs"):
        await r.hset("h")
    await r.hset("h", "a", "x")
    with raises(ResponseError, "hash value is not an integer"):
        await r.hincrby("h", "a")


@case()
async def case_lists(r):
    assert await r.rpush("l", 1, 2, 3) == 3 and await r.lpush("l", 0) == 4
    assert await r.lrange("l", 0, -1) == [b"0", b"1", b"2", b"3"] and await r.lrange("l", -2, 100) == [b"2", b"3"]
    assert await r.lpop("l") == b"0" and await r.rpop("l") == b"3" and await r.llen("l") == 2
    assert await r.lindex("l", -1) == b"2" and await r.lindex("l", 9) is None
    assert await r.lset("l", 0, "a") is True
    with raises(ResponseError, "index out of range"):
        await r.lset("l", 9, "a")
    await r.rpush("l", "a", "b", "a")
    assert await r.lrem("l", -1, "a") == 1 and await r.lrange("l", 0, -1) == [b"a", b"2", b"a", b"b"]
    assert await r.lrem("l", 0, "a") == 2 and await r.ltrim("l", 0, 0) is True
    assert await r.lrange("l", 0, -1) == [b"2"] and await r.lpop("l", 5) == [b"2"] and await r.lpop("l") is None
    assert await r.lpushx("l", 1) == 0 and await r.exists("l") == 0


@case()
async def case_lists_move(r):
    await r.rpush("a", 1, 2)
    assert await r.lmove("a", "b") == b"1" and await r.rpoplpush("a", "b") == b"2"
    assert await r.lrange("b", 0, -1) == [b"2", b"1"] and await r.lmove("none", "b") is None


@case()
async def case_sets(r):
    assert await r.sadd("s", 1, 2, 3) == 3 and await r.sadd("s", 1) == 0
    assert await r.smembers("s") == {b"1", b"2", b"3"} and await r.scard("s") == 3 and await r.smembers("none") == set()
    assert await r.sismember("s", 1) == 1 and await r.sismember("s", 9) == 0 and await r.smismember("s", [1, 9]) == [1, 0]
    await r.sadd("t", 2, 3, 4)
    assert await r.sinter("s", "t") == {b"2", b"3"} and await r.sdiff("s", "t") == {b"1"}
    assert await r.sunion(["s", "t"]) == {b"1", b"2", b"3", b"4"} and await r.sinterstore("u", "s", "t") == 2
    assert await r.smove("s", "t", 1) is True and await r.srem("s", 2, 9) == 1
    assert await r.srandmember("s") == b"3" and await r.spop("s") == b"3" and await r.spop("s") is None
    assert len(await r.srandmember("t", 2)) == 2 and len(await r.srandmember("t", -9)) == 9


@case()
async def case_sorted_sets(r):
    assert await r.zadd("z", {"a": 1, "b": 2.5, "c": 3}) == 3
    assert await r.zrange("z", 0, -1) == [b"a", b"b", b"c"] and await r.zrange("z", 0, 0, desc=True) == [b"c"]
    assert await r.zrange("z", 0, -1, withscores=True) == [(b"a", 1.0), (b"b", 2.5), (b"c", 3.0)]
    assert await r.zrevrange("z", 0, 1, withscores=True) == [(b"c", 3.0), (b"b", 2.5)]
    assert await r.zscore("z", "b") == 2.5 and await r.zscore("z", "none") is None
    assert await r.zrank("z", "c") == 2 and await r.zrevrank("z", "c") == 0 and await r.zrank("z", "none") is None
    assert await r.zincrby("z", 2, "a") == 3.0 and await r.zcard("z") == 3 and await r.zcount("z", 3, "+inf") == 2
    assert await r.zrangebyscore("z", "(2.5", "+inf") == [b"a", b"c"] and await r.zrangebyscore("z", "-inf", 9, start=1, num=1) == [b"a"]
    assert await r.zrem("z", "a", "none") == 1
    assert await r.zpopmin("z") == [(b"b", 2.5)] and await r.zpopmax("z", 2) == [(b"c", 3.0)] and await r.zpopmin("z") == []


@case()
async def case_zadd_options(r):
    await r.zadd("z", {"a": 5})
    assert await r.zadd("z", {"a": 6, "b": 1}, nx=True) == 1 and await r.zscore("z", "a") == 5.0
    assert await r.zadd("z", {"a": 6, "c": 1}, xx=True, ch=True) == 1 and await r.zscore("z", "c") is None
    assert await r.zadd("z", {"a": 4}, gt=True, ch=True) == 0 and await r.zadd("z", {"a": 4}, lt=True, ch=True) == 1
    assert await r.zadd("z", {"a": 2}, incr=True) == 6.0
    with raises(DataError, "either 'nx' or 'xx'"):
        await r.zadd("z", {"a": 1}, nx=True, xx=True)


@case()
async def case_sliding_window_by_scores(r):
    await r.zadd("z", {str(i): i for i in range(10)})
    assert await r.zremrangebyscore("z", 0, "(5") == 5 and await r.zcard("z") == 5
    assert await r.zremrangebyrank("z", 0, 1) == 2 and await r.zrange("z", 0, 0) == [b"7"]


@case()
async def case_pipeline(r):
    async with r.pipeline(transaction=False) as pipe:
        assert len(pipe.set("a", 1).incr("a").get("a").hgetall("none")) == 4
        assert await pipe.execute() == [True, 2, b"2", {}]
        assert await pipe.execute() == []


@case()
async def case_pipeline_is_a_transaction(r):
    pipe = r.pipeline()
    pipe.zadd("z", {"a": 1})
    pipe.zrange("z", 0, -1, withscores=True)
    pipe.expire("z", 10)
    assert await pipe.execute() == [1, [(b"a", 1.0)], True]


@case()
async def case_pipeline_errors(r):
    pipe = r.pipeline()
    pipe.set("a", 1).lpush("a", 1).incr("a")
    with raises(ResponseError, "Command # 2 (LPUSH a 1) of pipeline caused error: ('WRONGTYPE Operation"):
        await pipe.execute()
    assert await r.get("a") == b"2"
    results = await r.pipeline(transaction=False).lpush("a", 1).incr("a").execute(raise_on_error=False)
    assert isinstance(results[0], ResponseError) and results[1] == 3


@case()
async def case_watch(r):
    await r.set("n", 1)
    async with r.pipeline() as pipe:
        await pipe.watch("n")
        value = int(await pipe.get("n"))
        pipe.multi()
        pipe.set("n", value + 1)
        assert await pipe.execute() == [True]
    async with r.pipeline() as pipe:
        await pipe.watch("n")
        await r.set("n", 50)
        pipe.multi()
        pipe.set("n", 3)
        with raises(WatchError, "Watched variable changed."):
            await pipe.execute()
    assert await r.get("n") == b"50"
    with raises(RedisError, "Cannot issue nested calls to MULTI"):
        pipe = r.pipeline()
        pipe.multi()
        pipe.multi()


@case()
async def case_transaction_retries(r):
    await r.set("n", 1)
    tries = []

    async def add(pipe):
        value = int(await pipe.get("n"))
        tries.append(value)
        if len(tries) == 1:
            await r.incr("n")
        pipe.multi()
        pipe.set("n", value + 10)

    assert await r.transaction(add, "n") == [True]
    assert tries == [1, 2] and await r.get("n") == b"12"


@case()
async def case_blpop(r):
    await r.rpush("b", "x", "y")
    assert await r.blpop(["a", "b"], timeout=1) == (b"b", b"x") and await r.brpop("b", 1) == (b"b", b"y")
    start = now()
    assert await r.blpop("b", timeout=0.3) is None and 0.25 < now() - start < 0.8


@case()
async def case_blpop_is_woken_first_come_first_served(r):
    got = []

    async def consume(name):
        got.append((name, (await r.blpop("jobs", timeout=4))[1]))

    consumers = []
    for name in "ab":
        consumers.append(asyncio.create_task(consume(name)))
        await asyncio.sleep(0.1)
    start = now()
    await r.rpush("jobs", 1)
    await asyncio.sleep(0.05)
    assert got == [("a", b"1")]
    await r.lpush("jobs", 2)
    await asyncio.gather(*consumers)
    assert got == [("a", b"1"), ("b", b"2")] and now() - start < 1
    assert await r.llen("jobs") == 0


@case()
async def case_cancelled_blpop_takes_nothing(r):
    waiting = asyncio.create_task(r.blpop("jobs", timeout=4))
    await asyncio.sleep(0.1)
    waiting.cancel()
    with raises(asyncio.CancelledError):
        await waiting
    await asyncio.sleep(0.05)
    await r.rpush("jobs", 1)
    assert await r.lpop("jobs") == b"1"


@case()
async def case_lock(r):
    lock = r.lock("l", timeout=10)
    assert await lock.acquire() is True and await lock.owned() and await lock.locked()
    assert 9000 < await r.pttl("l") <= 10_000
    other = r.lock("l", timeout=10)
    assert await other.acquire(blocking=False) is False
    with raises(LockError, "Cannot release a lock that's not owned or is already unlocked."):
        await other.release()
    assert await lock.extend(5) is True and await r.pttl("l") > 14_000
    assert await lock.reacquire() is True and await r.pttl("l") <= 10_000
    await lock.release()
    assert await r.get("l") is None
    assert repr(lock).startswith("<redis.asyncio.lock.Lock object")


@case()
async def case_lock_waits_by_polling(r):
    order = []

    async def work(name):
        async with r.lock("l", timeout=5):
            order.append(name)
            await asyncio.sleep(0.15)

    start = now()
    await asyncio.gather(work("a"), work("b"))
    assert len(order) == 2 and 0.3 <= now() - start < 1.0


@case()
async def case_lock_gives_up(r):
    await r.set("l", "somebody")
    start = now()
    with raises(LockError, "Unable to acquire lock within the time specified"):
        async with r.lock("l", blocking_timeout=0.25):
            pass
    assert now() - start < 0.6


@case()
async def case_lock_that_expired(r):
    lock = r.lock("l", timeout=0.1)
    await lock.acquire()
    await asyncio.sleep(0.15)
    with raises(LockNotOwnedError, "Cannot release a lock that's no longer owned"):
        await lock.release()


COMPARE_AND_DELETE = """
if redis.call("get", KEYS[1]) == ARGV[1] then
    return redis.call("del", KEYS[1])
else
    return 0
end
"""


@case()
async def case_eval_compare_and_delete(r):
    await r.set("l", "mine")
    assert await r.eval(COMPARE_AND_DELETE, 1, "l", "other") == 0
    assert await r.eval(COMPARE_AND_DELETE, 1, "l", "mine") == 1 and await r.exists("l") == 0


@case()
async def case_script_counts_in_a_window(r):
    script = r.register_script(
        "local n = redis.call('INCR', KEYS[1]) if tonumber(n) == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end return n"
    )
    assert [await script(keys=["n"], args=[60]) for _ in range(3)] == [1, 2, 3]
    assert await r.ttl("n") in (59, 60)
    with raises(NoScriptError, "No matching script"):
        await r.evalsha("0" * 40, 0)
    pipe = r.pipeline()
    await script(keys=["n"], args=[60], client=pipe)
    assert await pipe.execute() == [4]


TOKEN_BUCKET = """
local rate, capacity, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local state = redis.call('HMGET', KEYS[1], 'tokens', 'at') -- nil fields are false
local tokens = tonumber(state[1]) or capacity
local at = tonumber(state[2]) or now
tokens = math.min(capacity, tokens + math.max(0, now - at) * rate)
local allowed = 0
if tokens >= 1 then
  tokens = tokens - 1
  allowed = 1
end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
redis.call('EXPIRE', KEYS[1], math.ceil(capacity / rate) * 2)
return {allowed, math.floor(tokens)}
"""


@case()
async def case_script_of_a_token_bucket(r):
    take = r.register_script(TOKEN_BUCKET)
    assert [(await take(keys=["b"], args=[1, 2, at])) for at in (0, 0, 0, 1)] == [[1, 1], [1, 0], [0, 0], [1, 0]]


@case()
async def case_scripts_convert_values(r):
    assert await r.eval("return {1, 'a', {2, 3}, nil, 4}", 0) == [1, b"a", [2, 3]]
    assert await r.eval("return 3.9", 0) == 3 and await r.eval("return true", 0) == 1 and await r.eval("return false", 0) is None
    assert await r.eval("local s = 0 for i, v in ipairs(ARGV) do s = s + v end return s", 0, 1, 2, 3) == 6
    assert await r.eval("local t = {} for i = 1, 3 do t[#t + 1] = i * 2 end return t", 0) == [2, 4, 6]
    assert await r.eval("return #KEYS .. ':' .. KEYS[2]", 2, "a", "b") == b"2:b"
    assert await r.eval("if not (1 > 2) and 5 % 3 == 2 then return 'yes' elseif true then return 'no' end", 0) == b"yes"
    await r.set("k", "text")
    with raises(ResponseError, "value is not an integer or out of range"):
        await r.eval("return redis.call('incr', KEYS[1])", 1, "k")
    assert await r.eval("local e = redis.pcall('incr', KEYS[1]) if e.err then return 'failed' end", 1, "k") == b"failed"


@case(max_connections=1)
async def case_too_many_connections(r):
    results = await asyncio.gather(r.ping(), r.ping(), return_exceptions=True)
    errors = [error for error in results if isinstance(error, Exception)]
    assert len(errors) == 1 and isinstance(errors[0], redis.ConnectionError) and str(errors[0]) == "Too many connections"


@case()
async def case_blocking_pool_waits(r):
    pool = aredis.BlockingConnectionPool.from_url(URL, max_connections=1, timeout=2)
    client = aredis.Redis(connection_pool=pool)
    start = now()
    assert await asyncio.gather(client.blpop("none", timeout=0.3), client.ping()) == [None, True]
    assert now() - start >= 0.28
    await client.aclose()
    await pool.aclose()


@case()
async def case_blocking_pool_gives_up(r):
    pool = aredis.BlockingConnectionPool.from_url(URL, max_connections=1, timeout=0.1)
    client = aredis.Redis.from_pool(pool)
    slow = asyncio.create_task(client.blpop("none", timeout=0.5))
    await asyncio.sleep(0.02)
    with raises(redis.ConnectionError, "No connection available."):
        await client.get("k")
    assert await slow is None
    assert await client.ping() is True
    await client.aclose()


@case(socket_timeout=0.1, retry=Retry(NoBackoff(), 0))
async def case_socket_timeout(r):
    start = now()
    with raises(redis.TimeoutError, "Timeout reading from"):
        await r.blpop("none", timeout=1)
    assert 0.09 < now() - start < 0.4
    assert await r.ping() is True


@case(socket_timeout=0.1, retry=Retry(ConstantBackoff(0.05), 2))
async def case_retries_after_a_timeout(r):
    start = now()
    with raises(redis.TimeoutError):
        await r.blpop("none", timeout=1)
    assert 0.38 < now() - start < 0.8


@case()
async def case_cancelled_command_loses_its_connection_only(r):
    task = asyncio.create_task(r.blpop("none", timeout=2))
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert sorted(await asyncio.gather(*(r.incr("n") for _ in range(5)))) == [1, 2, 3, 4, 5]


@case()
async def case_concurrent_increments_are_atomic(r):
    await asyncio.gather(*(r.incr("n") for _ in range(50)))
    assert await r.get("n") == b"50"


@case()
async def case_databases_are_apart(r):
    async with aredis.from_url(URL, db=3) as other:
        assert other.connection_pool.connection_kwargs["db"] in (0, 3)
    async with aredis.from_url(URL.rsplit("/", 1)[0] + "/3") as other:
        await r.set("k", 1)
        assert await other.get("k") is None
        await other.set("k", 2)
        assert await r.flushall() is True and await other.dbsize() == 0


@case()
async def case_iterators(r):
    await r.hset("h", mapping={"a": 1, "b": 2})
    await r.sadd("s", 1, 2)
    await r.zadd("z", {"a": 1})
    assert [pair async for pair in r.hscan_iter("h")] == [(b"a", b"1"), (b"b", b"2")]
    assert sorted([each async for each in r.sscan_iter("s")]) == [b"1", b"2"]
    assert [pair async for pair in r.zscan_iter("z")] == [(b"a", 1.0)]


@case()
async def case_sync_client(r):
    def work():
        with redis.Redis.from_url(URL, decode_responses=True) as client:
            client.delete("n", "k")
            assert client.set("k", "v", ex=10) is True and client.get("k") == "v" and client.ttl("k") in (9, 10)
            assert client.pipeline().incr("n").incr("n").execute() == [1, 2]
            assert list(client.scan_iter("k*")) == ["k"]
            with client.pipeline() as pipe:
                pipe.watch("n")
                pipe.multi()
                pipe.set("n", 9)
                assert pipe.execute() == [True]
            with client.lock("l", timeout=5) as lock:
                assert lock.owned() and not client.lock("l").acquire(blocking=False)
            assert client.eval("return redis.call('get', KEYS[1])", 1, "n") == "9"
            with raises(ResponseError, "WRONGTYPE"):
                client.lpush("k", 1)
            assert client.blpop("none", timeout=0.1) is None

    work()
    await asyncio.to_thread(work)
    assert await r.get("n") == b"9"


@case()
async def case_sync_client_times_out(r):
    client = redis.Redis.from_url(URL, socket_timeout=0.1, retry=redis.retry.Retry(NoBackoff(), 0))
    start = now()
    with raises(redis.TimeoutError, "Timeout reading from"):
        client.blpop("none", timeout=1)
    assert 0.09 < now() - start < 0.4
    assert client.ping() is True
    client.close()


@case()
async def case_names_of_the_library(r):
    assert issubclass(redis.WatchError, redis.RedisError) and issubclass(redis.exceptions.LockError, ValueError)
    assert aredis.StrictRedis is aredis.Redis and isinstance(r, aredis.Redis)
    assert issubclass(redis.exceptions.MaxConnectionsError, redis.ConnectionError)
    assert repr(r).startswith("<redis.asyncio.client.Redis(<redis.asyncio.connection.ConnectionPool(")
    with raises(ValueError, "Redis URL must specify one of the following schemes"):
        aredis.from_url("http://localhost")
