"""The asynchronous client."""

import inspect

from redis._callbacks import shape
from redis._commands import Commands, script_hash
from redis._pipeline import PipelineBase
from redis._settings import parse_url
from redis.asyncio.connection import ConnectionPool
from redis.asyncio.lock import Lock
from redis.exceptions import NoScriptError, WatchError

from surge import kernel
from surge.kernel import user_line

AVAILABLE = "commands for keys, strings, hashes, lists, sets and sorted sets, pipeline(), lock(), register_script(), eval()"


class AsyncCommands(Commands):
    async def scan_iter(self, match=None, count=None, _type=None):
        cursor = "0"
        while cursor != 0:
            cursor, found = await self.scan(cursor=cursor, match=match, count=count, _type=_type)
            for key in found:
                yield key

    async def sscan_iter(self, name, match=None, count=None):
        for value in (await self.sscan(name, 0, match, count))[1]:
            yield value

    async def hscan_iter(self, name, match=None, count=None):
        for pair in (await self.hscan(name, 0, match, count))[1].items():
            yield pair

    async def zscan_iter(self, name, match=None, count=None, score_cast_func=float):
        for pair in (await self.zscan(name, 0, match, count, score_cast_func))[1]:
            yield pair

    def register_script(self, script):
        return AsyncScript(self, script)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        kernel.not_simulated(f"redis.asyncio.Redis.{name}", AVAILABLE)


class Redis(AsyncCommands):
    def __init__(
        self, *, host="localhost", port=6379, db=0, password=None, connection_pool=None, max_connections=None,
        single_connection_client=False, auto_close_connection_pool=None, **options,
    ):  # fmt: skip
        self.auto_close_connection_pool = connection_pool is None
        if connection_pool is None:
            connection_pool = ConnectionPool(host=host, port=port, db=db, max_connections=max_connections, **options)
        self.connection_pool = connection_pool
        self.single_connection_client = single_connection_client
        self.connection = None

    @classmethod
    def from_url(cls, url, single_connection_client=False, auto_close_connection_pool=None, **options):
        return cls(single_connection_client=single_connection_client, **{**options, **parse_url(url)})

    @classmethod
    def from_pool(cls, connection_pool):
        client = cls(connection_pool=connection_pool)
        client.auto_close_connection_pool = True
        return client

    async def initialize(self):
        if self.single_connection_client and self.connection is None:
            self.connection = await self.connection_pool.get_connection()
        return self

    def __await__(self):
        return self.initialize().__await__()

    async def __aenter__(self):
        return await self.initialize()

    async def __aexit__(self, *error):
        await self.aclose()

    def get_encoder(self):
        return self.connection_pool.settings.encoder

    def get_connection_kwargs(self):
        return self.connection_pool.connection_kwargs

    def execute_command(self, *args, **options):
        # Here, as a coroutine that gather makes a task of has no line of the program's any more.
        return self._execute(args, options, user_line())

    async def _execute(self, args, options, line):
        pool = self.connection_pool
        settings = pool.settings
        encoder = settings.encoder
        commands = [encoder.command(args)]
        if self.single_connection_client:
            await self.initialize()
        connection = self.connection or await pool._acquire(line)
        try:
            try:
                replies = await connection.exchange(commands, line)
            except settings.retry._supported_errors as error:
                replies = await connection.exchange_again(error, commands, line)
        finally:
            if self.connection is None:
                pool._give_back(connection)
        return shape(args[0], encoder.reply(replies[0]), options)

    def pipeline(self, transaction=True, shard_hint=None):
        return Pipeline(self.connection_pool, transaction)

    async def transaction(self, func, *watches, value_from_callable=False, watch_delay=None, shard_hint=None):
        import asyncio

        async with self.pipeline(True) as pipe:
            while True:
                try:
                    if watches:
                        await pipe.watch(*watches)
                    value = func(pipe)
                    if inspect.isawaitable(value):
                        value = await value
                    executed = await pipe.execute()
                    return value if value_from_callable else executed
                except WatchError:
                    if watch_delay is not None and watch_delay > 0:
                        await asyncio.sleep(watch_delay)

    def lock(
        self, name, timeout=None, sleep=0.1, blocking=True, blocking_timeout=None, lock_class=None, thread_local=True,
        raise_on_release_error=True,
    ):  # fmt: skip
        return (lock_class or Lock)(
            self, name, timeout=timeout, sleep=sleep, blocking=blocking, blocking_timeout=blocking_timeout,
            thread_local=thread_local, raise_on_release_error=raise_on_release_error,
        )  # fmt: skip

    async def aclose(self, close_connection_pool=None):
        connection, self.connection = self.connection, None
        if connection is not None:
            await self.connection_pool.release(connection)
        if close_connection_pool or (close_connection_pool is None and self.auto_close_connection_pool):
            await self.connection_pool.aclose()

    close = aclose

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__name__}({self.connection_pool!r})>"


Redis._execute.__qualname__ = "Redis.execute_command"
StrictRedis = Redis


class Pipeline(PipelineBase, AsyncCommands):
    def __init__(self, pool, transaction):
        self._begin(pool, transaction)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.reset()

    def __await__(self):
        return self._itself().__await__()

    async def _itself(self):
        return self

    async def watch(self, *names):
        if self.explicit_transaction:
            from redis.exceptions import RedisError

            raise RedisError("Cannot issue a WATCH after a MULTI")
        return await self.execute_command("WATCH", *names)

    async def unwatch(self):
        return self.watching and await self.execute_command("UNWATCH") or True

    async def discard(self):
        await self.reset()

    async def immediate_execute_command(self, *args, **options):
        encoder = self.connection_pool.settings.encoder
        line = user_line()
        if self.connection is None:
            self.connection = await self.connection_pool._acquire(line)
        replies = await self._exchange([encoder.command(args)], line)
        if args[0] in ("WATCH", "UNWATCH"):
            self.watching = args[0] == "WATCH"
        return shape(args[0], encoder.reply(replies[0]), options)

    async def execute(self, raise_on_error=True):
        stack = self.command_stack
        if not stack and not self.watching:
            return []
        line = user_line()
        in_transaction = self.transaction_wanted or self.explicit_transaction
        try:
            if self.connection is None:
                self.connection = await self.connection_pool._acquire(line)
            if self.scripts:
                await self._load_scripts(line)
            if not stack:
                return []
            replies = await self._exchange(self._packet(stack, in_transaction), line)
            return self._results(stack, replies, in_transaction, raise_on_error)
        finally:
            await self.reset()

    async def _exchange(self, packet, line):
        try:
            return await self.connection.exchange(packet, line)
        except self.connection_pool.settings.retry._supported_errors as error:
            return await self.connection.exchange_again(error, packet, line, self._lost)

    def _lost(self, error):
        # The server forgets what a lost connection watched.
        if self.watching:
            raise WatchError(f"A {type(error).__name__} occurred while watching one or more keys")

    async def _load_scripts(self, line):
        loads = [["SCRIPT", "LOAD", script.script, sha] for sha, script in self.scripts.items()]
        await self._exchange([self.connection_pool.settings.encoder.command(load) for load in loads], line)

    async def reset(self):
        self.command_stack = []
        self.scripts = {}
        connection, self.connection = self.connection, None
        watching, self.watching = self.watching, False
        self.explicit_transaction = False
        if connection is None:
            return
        try:
            if watching and connection.is_connected:
                await connection.exchange([["UNWATCH"]])
        finally:
            self.connection_pool._give_back(connection)

    aclose = reset


class AsyncScript:
    """A script that is sent once and then called by its hash."""

    def __init__(self, registered_client, script):
        self.registered_client = registered_client
        self.script = script
        self.sha = script_hash(script)

    async def __call__(self, keys=None, args=None, client=None):
        client = self.registered_client if client is None else client
        values = (*(keys or ()), *(args or ()))
        if isinstance(client, Pipeline):
            client.scripts[self.sha] = self
            called = client.evalsha(self.sha, len(keys or ()), *values)
            return await called if inspect.isawaitable(called) and not isinstance(called, Pipeline) else called
        try:
            return await client.evalsha(self.sha, len(keys or ()), *values)
        except NoScriptError:
            self.sha = await client.script_load(self.script)
            return await client.evalsha(self.sha, len(keys or ()), *values)


for _class in (Redis, Pipeline):
    _class.__module__ = "redis.asyncio.client"
