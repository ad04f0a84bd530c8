"""The commands of a client: each builds its arguments and hands them to `execute_command`, which gives the reply (or, on
asynchronous clients, something to await)."""

import datetime

from redis.exceptions import DataError


def list_or_args(keys, args):
    if isinstance(keys, (bytes, str, bytearray, memoryview)) or not hasattr(keys, "__iter__"):
        keys = [keys]
    return [*keys, *args]


def _seconds(value):
    return int(value.total_seconds()) if isinstance(value, datetime.timedelta) else value


def _milliseconds(value):
    return int(value.total_seconds() * 1000) if isinstance(value, datetime.timedelta) else value


def _moment(value, unit):
    return int(value.timestamp() * unit) if isinstance(value, datetime.datetime) else value


def _expiry(ex, px, exat, pxat):
    if ex is not None:
        if isinstance(ex, str) and not ex.isdigit() or isinstance(ex, float):
            raise DataError("ex must be datetime.timedelta or int")
        return ["EX", _seconds(ex)]
    if px is not None:
        return ["PX", _milliseconds(px)]
    if exat is not None:
        return ["EXAT", _moment(exat, 1)]
    return ["PXAT", _moment(pxat, 1000)] if pxat is not None else []


def _flags(**given):
    return [name.upper() for name, wanted in given.items() if wanted]


class Commands:
    # Strings

    def get(self, name):
        return self.execute_command("GET", name)

    def set(
        self, name, value, ex=None, px=None, nx=False, xx=False, keepttl=False, get=False, exat=None, pxat=None,
    ):  # fmt: skip
        if ex is None and px is None and exat is None and pxat is None and not (nx or xx or keepttl or get):
            return self.execute_command("SET", name, value)
        if (ex is not None) + (px is not None) + (exat is not None) + (pxat is not None) + bool(keepttl) > 1:
            raise DataError("``ex``, ``px``, ``exat``, ``pxat``, and ``keepttl`` are mutually exclusive.")
        if nx and xx:
            raise DataError("``nx``, ``xx``, ``ifeq``, ``ifne``, ``ifdeq``, ``ifdne`` are mutually exclusive.")
        pieces = [*_flags(nx=nx, xx=xx, get=get), *_expiry(ex, px, exat, pxat), *_flags(keepttl=keepttl)]
        return self.execute_command("SET", name, value, *pieces, get=get)

    def setex(self, name, time, value):
        return self.execute_command("SETEX", name, _seconds(time), value)

    def psetex(self, name, time_ms, value):
        return self.execute_command("PSETEX", name, _milliseconds(time_ms), value)

    def setnx(self, name, value):
        return self.execute_command("SETNX", name, value)

    def getset(self, name, value):
        return self.execute_command("GETSET", name, value)

    def getdel(self, name):
        return self.execute_command("GETDEL", name)

    def getex(self, name, ex=None, px=None, exat=None, pxat=None, persist=False):
        if (ex is not None) + (px is not None) + (exat is not None) + (pxat is not None) + bool(persist) > 1:
            raise DataError("``ex``, ``px``, ``exat``, ``pxat``, and ``persist`` are mutually exclusive.")
        return self.execute_command("GETEX", name, *_expiry(ex, px, exat, pxat), *_flags(persist=persist))

    def mget(self, keys, *args):
        return self.execute_command("MGET", *list_or_args(keys, args))

    def mset(self, mapping):
        return self.execute_command("MSET", *(part for pair in mapping.items() for part in pair))

    def msetnx(self, mapping):
        return self.execute_command("MSETNX", *(part for pair in mapping.items() for part in pair))

    def incr(self, name, amount=1):
        return self.execute_command("INCRBY", name, amount)

    def incrby(self, name, amount=1):
        return self.execute_command("INCRBY", name, amount)

    def decr(self, name, amount=1):
        return self.execute_command("DECRBY", name, amount)

    def decrby(self, name, amount=1):
        return self.execute_command("DECRBY", name, amount)

    def incrbyfloat(self, name, amount=1.0):
        return self.execute_command("INCRBYFLOAT", name, amount)

    def append(self, key, value):
        return self.execute_command("APPEND", key, value)

    def strlen(self, name):
        return self.execute_command("STRLEN", name)

    def getrange(self, key, start, end):
        return self.execute_command("GETRANGE", key, start, end)

    # Keys

    def delete(self, *names):
        return self.execute_command("DEL", *names)

    def unlink(self, *names):
        return self.execute_command("UNLINK", *names)

    def exists(self, *names):
        return self.execute_command("EXISTS", *names)

    def touch(self, *names):
        return self.execute_command("TOUCH", *names)

    def expire(self, name, time, nx=False, xx=False, gt=False, lt=False):
        return self.execute_command("EXPIRE", name, _seconds(time), *_flags(nx=nx, xx=xx, gt=gt, lt=lt))

    def pexpire(self, name, time, nx=False, xx=False, gt=False, lt=False):
        return self.execute_command("PEXPIRE", name, _milliseconds(time), *_flags(nx=nx, xx=xx, gt=gt, lt=lt))

    def expireat(self, name, when, nx=False, xx=False, gt=False, lt=False):
        return self.execute_command("EXPIREAT", name, _moment(when, 1), *_flags(nx=nx, xx=xx, gt=gt, lt=lt))

    def pexpireat(self, name, when, nx=False, xx=False, gt=False, lt=False):
        return self.execute_command("PEXPIREAT", name, _moment(when, 1000), *_flags(nx=nx, xx=xx, gt=gt, lt=lt))

    def expiretime(self, key):
        return self.execute_command("EXPIRETIME", key)

    def pexpiretime(self, key):
        return self.execute_command("PEXPIRETIME", key)

    def persist(self, name):
        return self.execute_command("PERSIST", name)

    def ttl(self, name):
        return self.execute_command("TTL", name)

    def pttl(self, name):
        return self.execute_command("PTTL", name)

    def type(self, name):
        return self.execute_command("TYPE", name)

    def rename(self, src, dst):
        return self.execute_command("RENAME", src, dst)

    def renamenx(self, src, dst):
        return self.execute_command("RENAMENX", src, dst)

    def randomkey(self):
        return self.execute_command("RANDOMKEY")

    def keys(self, pattern="*"):
        return self.execute_command("KEYS", pattern)

    def scan(self, cursor=0, match=None, count=None, _type=None):
        pieces = [cursor]
        for option, value in (("MATCH", match), ("COUNT", count), ("TYPE", _type)):
            if value is not None:
                pieces += (option, value)
        return self.execute_command("SCAN", *pieces)

    def dbsize(self):
        return self.execute_command("DBSIZE")

    def flushdb(self, asynchronous=False):
        return self.execute_command("FLUSHDB", *_flags(**{"async": asynchronous}))

    def flushall(self, asynchronous=False):
        return self.execute_command("FLUSHALL", *_flags(**{"async": asynchronous}))

    def ping(self):
        return self.execute_command("PING")

    def echo(self, value):
        return self.execute_command("ECHO", value)

    def time(self):
        return self.execute_command("TIME")

    # Hashes

    def hset(self, name, key=None, value=None, mapping=None, items=None):
        if key is None and not mapping and not items:
            raise DataError("'hset' with no key value pairs")
        pieces = list(items or ())
        if key is not None:
            pieces += (key, value)
        for pair in (mapping or {}).items():
            pieces += pair
        return self.execute_command("HSET", name, *pieces)

    def hsetnx(self, name, key, value):
        return self.execute_command("HSETNX", name, key, value)

    def hmset(self, name, mapping):
        if not mapping:
            raise DataError("'hmset' with 'mapping' of length 0")
        return self.execute_command("HMSET", name, *(part for pair in mapping.items() for part in pair))

    def hget(self, name, key):
        return self.execute_command("HGET", name, key)

    def hmget(self, name, keys, *args):
        return self.execute_command("HMGET", name, *list_or_args(keys, args))

    def hgetall(self, name):
        return self.execute_command("HGETALL", name)

    def hdel(self, name, *keys):
        return self.execute_command("HDEL", name, *keys)

    def hincrby(self, name, key, amount=1):
        return self.execute_command("HINCRBY", name, key, amount)

    def hincrbyfloat(self, name, key, amount=1.0):
        return self.execute_command("HINCRBYFLOAT", name, key, amount)

    def hexists(self, name, key):
        return self.execute_command("HEXISTS", name, key)

    def hkeys(self, name):
        return self.execute_command("HKEYS", name)

    def hvals(self, name):
        return self.execute_command("HVALS", name)

    def hlen(self, name):
        return self.execute_command("HLEN", name)

    def hstrlen(self, name, key):
        return self.execute_command("HSTRLEN", name, key)

    def hscan(self, name, cursor=0, match=None, count=None):
        return self.execute_command("HSCAN", name, cursor, *_match(match, count))

    # Lists

    def lpush(self, name, *values):
        return self.execute_command("LPUSH", name, *values)

    def rpush(self, name, *values):
        return self.execute_command("RPUSH", name, *values)

    def lpushx(self, name, *values):
        return self.execute_command("LPUSHX", name, *values)

    def rpushx(self, name, *values):
        return self.execute_command("RPUSHX", name, *values)

    def lpop(self, name, count=None):
        return self.execute_command("LPOP", name, *(() if count is None else (count,)))

    def rpop(self, name, count=None):
        return self.execute_command("RPOP", name, *(() if count is None else (count,)))

    def blpop(self, keys, timeout=0):
        return self.execute_command("BLPOP", *list_or_args(keys, ()), timeout or 0)

    def brpop(self, keys, timeout=0):
        return self.execute_command("BRPOP", *list_or_args(keys, ()), timeout or 0)

    def lmove(self, first_list, second_list, src="LEFT", dest="RIGHT"):
        return self.execute_command("LMOVE", first_list, second_list, src, dest)

    def blmove(self, first_list, second_list, timeout, src="LEFT", dest="RIGHT"):
        return self.execute_command("BLMOVE", first_list, second_list, src, dest, timeout)

    def rpoplpush(self, src, dst):
        return self.execute_command("RPOPLPUSH", src, dst)

    def llen(self, name):
        return self.execute_command("LLEN", name)

    def lrange(self, name, start, end):
        return self.execute_command("LRANGE", name, start, end)

    def lindex(self, name, index):
        return self.execute_command("LINDEX", name, index)

    def lset(self, name, index, value):
        return self.execute_command("LSET", name, index, value)

    def lrem(self, name, count, value):
        return self.execute_command("LREM", name, count, value)

    def ltrim(self, name, start, end):
        return self.execute_command("LTRIM", name, start, end)

    # Sets

    def sadd(self, name, *values):
        return self.execute_command("SADD", name, *values)

    def srem(self, name, *values):
        return self.execute_command("SREM", name, *values)

    def smembers(self, name):
        return self.execute_command("SMEMBERS", name)

    def sismember(self, name, value):
        return self.execute_command("SISMEMBER", name, value)

    def smismember(self, name, values, *args):
        return self.execute_command("SMISMEMBER", name, *list_or_args(values, args))

    def scard(self, name):
        return self.execute_command("SCARD", name)

    def spop(self, name, count=None):
        return self.execute_command("SPOP", name, *(() if count is None else (count,)))

    def srandmember(self, name, number=None):
        return self.execute_command("SRANDMEMBER", name, *(() if number is None else (number,)))

    def smove(self, src, dst, value):
        return self.execute_command("SMOVE", src, dst, value)

    def sinter(self, keys, *args):
        return self.execute_command("SINTER", *list_or_args(keys, args))

    def sunion(self, keys, *args):
        return self.execute_command("SUNION", *list_or_args(keys, args))

    def sdiff(self, keys, *args):
        return self.execute_command("SDIFF", *list_or_args(keys, args))

    def sinterstore(self, dest, keys, *args):
        return self.execute_command("SINTERSTORE", dest, *list_or_args(keys, args))

    def sunionstore(self, dest, keys, *args):
        return self.execute_command("SUNIONSTORE", dest, *list_or_args(keys, args))

    def sdiffstore(self, dest, keys, *args):
        return self.execute_command("SDIFFSTORE", dest, *list_or_args(keys, args))

    def sscan(self, name, cursor=0, match=None, count=None):
        return self.execute_command("SSCAN", name, cursor, *_match(match, count))

    # Sorted sets

    def zadd(self, name, mapping, nx=False, xx=False, ch=False, incr=False, gt=False, lt=False):
        if not mapping:
            raise DataError("ZADD requires at least one element/score pair")
        if nx and xx:
            raise DataError("ZADD allows either 'nx' or 'xx', not both")
        if gt and lt:
            raise DataError("ZADD allows either 'gt' or 'lt', not both")
        if incr and len(mapping) != 1:
            raise DataError("ZADD option 'incr' only works when passing a single element/score pair")
        if nx and (gt or lt):
            raise DataError("Only one of 'nx', 'lt', or 'gr' may be defined.")
        pieces = _flags(nx=nx, xx=xx, ch=ch, incr=incr, gt=gt, lt=lt)
        for member, score in mapping.items():
            pieces += (score, member)
        return self.execute_command("ZADD", name, *pieces, as_score=incr)

    def zincrby(self, name, amount, value):
        return self.execute_command("ZINCRBY", name, amount, value)

    def zrem(self, name, *values):
        return self.execute_command("ZREM", name, *values)

    def zscore(self, name, value):
        return self.execute_command("ZSCORE", name, value)

    def zmscore(self, key, members):
        return self.execute_command("ZMSCORE", key, *members)

    def zcard(self, name):
        return self.execute_command("ZCARD", name)

    def zcount(self, name, min, max):
        return self.execute_command("ZCOUNT", name, min, max)

    def zrank(self, name, value):
        return self.execute_command("ZRANK", name, value)

    def zrevrank(self, name, value):
        return self.execute_command("ZREVRANK", name, value)

    def zrange(
        self, name, start, end, desc=False, withscores=False, score_cast_func=float, byscore=False, bylex=False, offset=None, num=None,
    ):  # fmt: skip
        if (offset is None) != (num is None):
            raise DataError("``offset`` and ``num`` must both be specified.")
        pieces = _flags(byscore=byscore, bylex=bylex, rev=desc)
        return self._range("ZRANGE", name, start, end, pieces, offset, num, withscores, score_cast_func)

    def zrevrange(self, name, start, end, withscores=False, score_cast_func=float):
        return self._range("ZREVRANGE", name, start, end, (), None, None, withscores, score_cast_func)

    def zrangebyscore(self, name, min, max, start=None, num=None, withscores=False, score_cast_func=float):
        if (start is None) != (num is None):
            raise DataError("``start`` and ``num`` must both be specified")
        return self._range("ZRANGEBYSCORE", name, min, max, (), start, num, withscores, score_cast_func)

    def zrevrangebyscore(self, name, max, min, start=None, num=None, withscores=False, score_cast_func=float):
        if (start is None) != (num is None):
            raise DataError("``start`` and ``num`` must both be specified")
        return self._range("ZREVRANGEBYSCORE", name, max, min, (), start, num, withscores, score_cast_func)

    def _range(self, command, name, first, last, pieces, offset, num, withscores, score_cast_func):
        limit = () if offset is None else ("LIMIT", offset, num)
        scores = ("WITHSCORES",) if withscores else ()
        options = {"withscores": withscores, "score_cast_func": score_cast_func}
        return self.execute_command(command, name, first, last, *pieces, *limit, *scores, **options)

    def zremrangebyscore(self, name, min, max):
        return self.execute_command("ZREMRANGEBYSCORE", name, min, max)

    def zremrangebyrank(self, name, min, max):
        return self.execute_command("ZREMRANGEBYRANK", name, min, max)

    def zpopmin(self, name, count=None):
        return self.execute_command("ZPOPMIN", name, *(() if count is None else (count,)))

    def zpopmax(self, name, count=None):
        return self.execute_command("ZPOPMAX", name, *(() if count is None else (count,)))

    def zscan(self, name, cursor=0, match=None, count=None, score_cast_func=float):
        return self.execute_command("ZSCAN", name, cursor, *_match(match, count), score_cast_func=score_cast_func)

    # Scripts

    def eval(self, script, numkeys, *keys_and_args):
        return self.execute_command("EVAL", script, numkeys, *keys_and_args)

    def evalsha(self, sha, numkeys, *keys_and_args):
        return self.execute_command("EVALSHA", sha, numkeys, *keys_and_args)

    def script_load(self, script):
        # The world's cache takes the client's word for the hash.
        return self.execute_command("SCRIPT LOAD", script, script_hash(script))

    def script_exists(self, *args):
        return self.execute_command("SCRIPT EXISTS", *args)

    def script_flush(self):
        return self.execute_command("SCRIPT FLUSH")


def script_hash(script):
    import hashlib

    return hashlib.sha1(script.encode() if isinstance(script, str) else script).hexdigest()


def _match(match, count):
    return (*(() if match is None else ("MATCH", match)), *(() if count is None else ("COUNT", count)))
