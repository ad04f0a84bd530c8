"""Replies by command, as redis-py shows them with RESP2."""


def _ok(reply, options):
    return reply in (b"OK", "OK")


def _bool(reply, options):
    return bool(reply) if type(reply) is int else _ok(reply, options)


def _set_reply(reply, options):
    return reply if options.get("get") else reply and _ok(reply, options)


def _float(reply, options):
    return None if reply is None else float(reply)


def _set_of(reply, options):
    return set(reply) if reply else set()


def pairs(reply):
    items = iter(reply)
    return dict(zip(items, items))


def _scored(reply, options):
    cast = options.get("score_cast_func", float)
    items = iter(reply)
    return [(member, cast(float(score)) if cast is not float else float(score)) for member, score in zip(items, items)]


def _range(reply, options):
    return _scored(reply, options) if options.get("withscores") and reply else reply


def _pop(reply, options):
    return tuple(reply) if reply else None


def _scan(reply, options):
    return int(reply[0]), reply[1]


CALLBACKS = {
    "SET": _set_reply,
    "PING": lambda reply, options: reply in (b"PONG", "PONG") or reply,
    "TIME": lambda reply, options: (int(reply[0]), int(reply[1])),
    "INCRBYFLOAT": _float,
    "HINCRBYFLOAT": _float,
    "ZSCORE": _float,
    "ZINCRBY": _float,
    "ZMSCORE": lambda reply, options: [_float(score, options) for score in reply],
    "ZADD": lambda reply, options: _float(reply, options) if options.get("as_score") else reply,
    "HGETALL": lambda reply, options: pairs(reply),
    "SCAN": _scan,
    "SSCAN": _scan,
    "HSCAN": lambda reply, options: (int(reply[0]), pairs(reply[1])),
    "ZSCAN": lambda reply, options: (int(reply[0]), _scored(reply[1], options)),
    "SCRIPT EXISTS": lambda reply, options: [bool(found) for found in reply],
    "SCRIPT LOAD": lambda reply, options: reply.decode() if type(reply) is bytes else reply,
    "BLPOP": _pop,
    "BRPOP": _pop,
    "ZPOPMIN": _scored,
    "ZPOPMAX": _scored,
    **dict.fromkeys("EXPIRE EXPIREAT HEXISTS HMSET MSETNX PERSIST PSETEX PEXPIRE PEXPIREAT RENAMENX SETEX SETNX SMOVE".split(), _bool),
    **dict.fromkeys("FLUSHALL FLUSHDB LSET LTRIM MSET RENAME WATCH UNWATCH DISCARD MULTI".split(), _ok),
    **dict.fromkeys(("SCRIPT FLUSH",), _ok),
    **dict.fromkeys("SDIFF SINTER SMEMBERS SUNION".split(), _set_of),
    **dict.fromkeys("ZRANGE ZREVRANGE ZRANGEBYSCORE ZREVRANGEBYSCORE".split(), _range),
}


def shape(name, reply, options):
    """The reply to a command in the form that the client gives it."""
    if isinstance(reply, Exception):
        raise reply
    callback = CALLBACKS.get(name)
    if callback is None:
        callback = CALLBACKS.get(name.upper())
        if callback is None:
            return reply
    return callback(reply, options)
