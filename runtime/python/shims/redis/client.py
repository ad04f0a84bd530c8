"""The synchronous client. On the event loop each of its calls blocks every other request of the worker."""

from redis._callbacks import shape
from redis._commands import Commands, script_hash
from redis._pipeline import PipelineBase
from redis._settings import parse_url
from redis.connection import ConnectionPool
from redis.exceptions import NoScriptError, RedisError, WatchError
from redis.lock import Lock

from surge import kernel
from surge.kernel import user_line

AVAILABLE = "commands for keys, strings, hashes, lists, sets and sorted sets, pipeline(), lock(), register_script(), eval()"


class SyncCommands(Commands):
    def scan_iter(self, match=None, count=None, _type=None):
        cursor = "0"
        while cursor != 0:
            cursor, found = self.scan(cursor=cursor, match=match, count=count, _type=_type)
            yield from found

    def sscan_iter(self, name, match=None, count=None):
        yield from self.sscan(name, 0, match, count)[1]

    def hscan_iter(self, name, match=None, count=None):
        yield from self.hscan(name, 0, match, count)[1].items()

    def zscan_iter(self, name, match=None, count=None, score_cast_func=float):
        yield from self.zscan(name, 0, match, count, score_cast_func)[1]

    def register_script(self, script):
        return Script(self, script)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        kernel.not_simulated(f"redis.Redis.{name}", AVAILABLE)


class Redis(SyncCommands):
    def __init__(
        self, host="localhost", port=6379, db=0, password=None, connection_pool=None, max_connections=None,
        single_connection_client=False, **options,
    ):  # fmt: skip
        self.auto_close_connection_pool = connection_pool is None
        if connection_pool is None:
            connection_pool = ConnectionPool(host=host, port=port, db=db, max_connections=max_connections, **options)
        self.connection_pool = connection_pool

    @classmethod
    def from_url(cls, url, single_connection_client=False, auto_close_connection_pool=None, **options):
        return cls(**{**options, **parse_url(url)})

    @classmethod
    def from_pool(cls, connection_pool):
        client = cls(connection_pool=connection_pool)
        client.auto_close_connection_pool = True
        return client

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def get_encoder(self):
        return self.connection_pool.settings.encoder

    def get_connection_kwargs(self):
        return self.connection_pool.connection_kwargs

    def execute_command(self, *args, **options):
        pool = self.connection_pool
        encoder = pool.settings.encoder
        commands = [encoder.command(args)]
        line = user_line()
        connection = pool.get_connection()
        try:
            try:
                replies = connection.exchange(commands, line)
            except pool.settings.retry._supported_errors as error:
                replies = connection.exchange_again(error, commands, line)
        finally:
            pool.release(connection)
        return shape(args[0], encoder.reply(replies[0]), options)

    def pipeline(self, transaction=True, shard_hint=None):
        return Pipeline(self.connection_pool, transaction)

    def transaction(self, func, *watches, value_from_callable=False, watch_delay=None, shard_hint=None):
        import time

        with self.pipeline(True) as pipe:
            while True:
                try:
                    if watches:
                        pipe.watch(*watches)
                    value = func(pipe)
                    executed = pipe.execute()
                    return value if value_from_callable else executed
                except WatchError:
                    if watch_delay is not None and watch_delay > 0:
                        time.sleep(watch_delay)

    def lock(
        self, name, timeout=None, sleep=0.1, blocking=True, blocking_timeout=None, lock_class=None, thread_local=True,
        raise_on_release_error=True,
    ):  # fmt: skip
        return (lock_class or Lock)(
            self, name, timeout=timeout, sleep=sleep, blocking=blocking, blocking_timeout=blocking_timeout,
            thread_local=thread_local, raise_on_release_error=raise_on_release_error,
        )  # fmt: skip

    def close(self):
        if self.auto_close_connection_pool:
            self.connection_pool.disconnect()

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__name__}({self.connection_pool!r})>"


StrictRedis = Redis


class Pipeline(PipelineBase, SyncCommands):
    def __init__(self, pool, transaction):
        self._begin(pool, transaction)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.reset()

    def watch(self, *names):
        if self.explicit_transaction:
            raise RedisError("Cannot issue a WATCH after a MULTI")
        return self.execute_command("WATCH", *names)

    def unwatch(self):
        return self.watching and self.execute_command("UNWATCH") or True

    def discard(self):
        self.reset()

    def immediate_execute_command(self, *args, **options):
        encoder = self.connection_pool.settings.encoder
        if self.connection is None:
            self.connection = self.connection_pool.get_connection()
        replies = self._exchange([encoder.command(args)], user_line())
        if args[0] in ("WATCH", "UNWATCH"):
            self.watching = args[0] == "WATCH"
        return shape(args[0], encoder.reply(replies[0]), options)

    def execute(self, raise_on_error=True):
        stack = self.command_stack
        if not stack and not self.watching:
            return []
        line = user_line()
        in_transaction = self.transaction_wanted or self.explicit_transaction
        try:
            if self.connection is None:
                self.connection = self.connection_pool.get_connection()
            if self.scripts:
                self._load_scripts(line)
            if not stack:
                return []
            replies = self._exchange(self._packet(stack, in_transaction), line)
            return self._results(stack, replies, in_transaction, raise_on_error)
        finally:
            self.reset()

    def _exchange(self, packet, line):
        try:
            return self.connection.exchange(packet, line)
        except self.connection_pool.settings.retry._supported_errors as error:
            return self.connection.exchange_again(error, packet, line, self._lost)

    def _lost(self, error):
        # The server forgets what a lost connection watched.
        if self.watching:
            raise WatchError(f"A {type(error).__name__} occurred while watching one or more keys")

    def _load_scripts(self, line):
        loads = [["SCRIPT", "LOAD", script.script, sha] for sha, script in self.scripts.items()]
        self._exchange([self.connection_pool.settings.encoder.command(load) for load in loads], line)

    def reset(self):
        self.command_stack = []
        self.scripts = {}
        connection, self.connection = self.connection, None
        watching, self.watching = self.watching, False
        self.explicit_transaction = False
        if connection is None:
            return
        try:
            if watching and connection.is_connected:
                connection.exchange([["UNWATCH"]])
        finally:
            self.connection_pool.release(connection)

    close = reset


class Script:
    """A script that is sent once and then called by its hash."""

    def __init__(self, registered_client, script):
        self.registered_client = registered_client
        self.script = script
        self.sha = script_hash(script)

    def __call__(self, keys=None, args=None, client=None):
        client = self.registered_client if client is None else client
        values = (*(keys or ()), *(args or ()))
        if isinstance(client, Pipeline):
            client.scripts[self.sha] = self
        try:
            return client.evalsha(self.sha, len(keys or ()), *values)
        except NoScriptError:
            self.sha = client.script_load(self.script)
            return client.evalsha(self.sha, len(keys or ()), *values)


for _class in (Redis, Pipeline):
    _class.__module__ = "redis.client"
