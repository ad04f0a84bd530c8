"""Connections to the world's cache and their pools, as redis-py 8.1 keeps them: opened when needed, last used first."""

import asyncio
from collections import deque

from _stand_in import Deadlines, PoolNames, worker_state
from redis._settings import MAX_CONNECTIONS, Settings, parse_url
from redis._wire import pack, read
from redis.asyncio.retry import Retry
from redis.exceptions import ConnectionError, MaxConnectionsError, TimeoutError

from surge import kernel
from surge.kernel import CACHE_CALL, CACHE_CLOSE, CACHE_CONNECT, call, emit, now_ns, user_line


def _deadlines_of(seconds):
    known = worker_state("redis deadlines", dict)
    found = known.get(seconds)
    if found is None:
        found = known[seconds] = Deadlines(asyncio.get_running_loop(), seconds)
    return found


def pool_names():
    return worker_state("redis pools", lambda: PoolNames("redis pool"))


class Connection:
    """One connection. It opens itself at its first command, and again after it was lost."""

    __slots__ = ("settings", "id", "since", "_expired")

    def __init__(self, settings):
        self.settings = settings
        self.id = 0
        self.since = 0
        self._expired = None

    @property
    def is_connected(self):
        return self.id != 0

    async def connect(self, line=None):
        if self.id:
            return
        settings = self.settings
        future = call(CACHE_CONNECT, 0, 0, str(settings.db), line)
        refused, number, text = await self._wait(future, settings.socket_connect_timeout, "connecting to")
        if refused:
            raise ConnectionError(text)
        self.id = number

    async def exchange(self, commands, line=None):
        """Sends commands in one packet; raw replies. Raises ConnectionError and TimeoutError; the connection is lost then."""
        if not self.id:
            await self.connect(line)
        future = call(CACHE_CALL, self.id, len(commands), pack(commands), line)
        try:
            a, _, text = await self._wait(future, self.settings.socket_timeout, "reading from")
            return read(a, text)
        except BaseException:
            self.disconnect()
            raise

    async def _wait(self, future, seconds, doing):
        if seconds is not None:
            _deadlines_of(seconds).watch(future, self._expire)
        try:
            return await future
        except asyncio.CancelledError:
            if self._expired is not future:
                future.cancel()
                raise
            self._expired = None
            raise TimeoutError(f"Timeout {doing} {self.settings.place}") from None

    def _expire(self, future):
        self._expired = future
        future.cancel()

    def disconnect(self):
        if self.id:
            emit(CACHE_CLOSE, 0, self.id, line=0)
            self.id = 0

    async def exchange_again(self, error, commands, line, on_error=None):
        """After a first error: tries as often as the retry policy says."""
        errors = [error]

        async def attempt():
            if errors:
                raise errors.pop()
            return await self.exchange(commands, line)

        async def fail(failed):
            if on_error is not None:
                on_error(failed)

        return await self.settings.retry.call_with_retry(attempt, fail)


class ConnectionPool:
    def __init__(self, connection_class=None, max_connections=None, **options):
        self._limit(max_connections, MAX_CONNECTIONS)
        self.settings = Settings(Retry, **options)
        self.connection_kwargs = options
        self._available = []
        # In the order in which they were handed out.
        self._in_use = {}
        self._line = user_line()
        self._resource = None

    def _limit(self, given, fallback):
        if given is not None and (not isinstance(given, int) or given < 0):
            raise ValueError('"max_connections" must be a positive integer')
        self.max_connections = given or fallback

    @classmethod
    def from_url(cls, url, **options):
        options.update(parse_url(url))
        return cls(**options)

    def get_encoder(self):
        return self.settings.encoder

    def set_retry(self, retry):
        self.settings.retry = retry

    def can_get_connection(self):
        return bool(self._available) or len(self._in_use) < self.max_connections

    def _take(self):
        """A connection, perhaps not open yet. Raises MaxConnectionsError."""
        if self._available:
            connection = self._available.pop()
        elif len(self._in_use) >= self.max_connections:
            raise MaxConnectionsError("Too many connections")
        else:
            connection = Connection(self.settings)
        self._in_use[connection] = None
        return connection

    async def get_connection(self, command_name=None, *keys, **options):
        line = user_line()
        connection = await self._acquire(line)
        try:
            await connection.connect(line)
        except BaseException:
            self._give_back(connection)
            raise
        return connection

    async def _acquire(self, line):
        return self._watched(self._take(), line, 0, 0)

    def _watched(self, connection, line, waited, queue):
        if self._resource is None:
            self._resource = pool_names().take(self._line, self.max_connections)
            if self._resource.lifted:
                self.max_connections = kernel.LIFTED_SERVERS
        self._resource.waited(waited, queue, line)
        connection.since = now_ns()
        return connection

    def _give_back(self, connection):
        if self._in_use.pop(connection, connection) is connection:
            return
        self._resource.held(now_ns() - connection.since)
        self._available.append(connection)

    async def release(self, connection):
        self._give_back(connection)

    async def disconnect(self, inuse_connections=True):
        for connection in (*self._available, *(self._in_use if inuse_connections else ())):
            connection.disconnect()

    async def aclose(self):
        await self.disconnect()
        if self._resource is not None:
            pool_names().give_back(self._line, self.max_connections, self._resource)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.aclose()

    def __repr__(self):
        place = f"host={self.settings.host},port={self.settings.port},db={self.settings.db}"
        return f"<{type(self).__module__}.{type(self).__name__}(<redis.asyncio.connection.Connection({place})>)>"


class BlockingConnectionPool(ConnectionPool):
    """Who finds no connection waits in line for `timeout` seconds."""

    def __init__(self, max_connections=50, timeout=20, connection_class=None, queue_class=None, **options):
        super().__init__(connection_class=connection_class, max_connections=max_connections, **options)
        self.timeout = timeout
        self._waiting = deque()

    async def _acquire(self, line):
        waiting = self._waiting
        while waiting and waiting[0].done():
            waiting.popleft()
        if not waiting and self.can_get_connection():
            return self._watched(self._take(), line, 0, 0)
        asked = now_ns()
        queue = len(waiting)
        waiter = asyncio.get_running_loop().create_future()
        waiting.append(waiter)
        if self.timeout is not None:
            _deadlines_of(self.timeout).watch(waiter, _no_connection)
        try:
            connection = await waiter
        except (asyncio.CancelledError, ConnectionError):
            # Waiting in vain is waiting too.
            if self._resource is not None:
                self._resource.waited(now_ns() - asked, queue, line)
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self._give_back(self._watched(waiter.result(), 0, 0, 0))
            raise
        return self._watched(connection, line, now_ns() - asked, queue)

    def _give_back(self, connection):
        super()._give_back(connection)
        while self._waiting and self.can_get_connection():
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(self._take())


def _no_connection(waiter):
    waiter.set_exception(ConnectionError("No connection available."))


def _missing(name):
    def refuse(*args, **options):
        kernel.not_simulated(f"redis.asyncio.{name}", "Connection, ConnectionPool, BlockingConnectionPool")

    return refuse


SSLConnection = _missing("SSLConnection")
UnixDomainSocketConnection = _missing("UnixDomainSocketConnection")
BlockingConnectionPool._acquire.__qualname__ = "BlockingConnectionPool.get_connection"
Connection.exchange.__qualname__ = "Redis.execute_command"
for _class in (Connection, ConnectionPool, BlockingConnectionPool):
    _class.__module__ = "redis.asyncio.connection"
