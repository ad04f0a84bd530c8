"""TCPConnector: the connections of a session.

A connection goes back as soon as the whole body has arrived, whether or not the program reads it; only a body larger
than aiohttp's read buffer keeps it until it was read or released. Who finds none free waits in line.
"""

import asyncio
from collections import deque
from typing import NamedTuple

from _stand_in import PoolNames, worker_state
from surge import kernel
from surge.kernel import HTTP_CLOSE, HTTP_CONNECT, call, emit, now_ns, user_line

from .client_exceptions import ClientConnectionError, ClientConnectorError, ConnectionTimeoutError


class ConnectionKey(NamedTuple):
    host: str
    port: int
    is_ssl: bool
    ssl: object


class Connection:
    __slots__ = ("id", "origin", "since", "idle_since")

    def __init__(self, origin):
        self.id = 0
        self.origin = origin
        self.since = self.idle_since = 0


class BaseConnector:
    def __init__(self, *, keepalive_timeout=15.0, force_close=False, limit=100, limit_per_host=0, enable_cleanup_closed=False, loop=None):
        if force_close and keepalive_timeout not in (None, 15.0):
            raise ValueError("keepalive_timeout cannot be set if force_close is True")
        self._loop = loop or asyncio.get_running_loop()
        self._keepalive_ns = round((15.0 if keepalive_timeout is None else keepalive_timeout) * 1e9)
        self._force_close = force_close
        self._limit = limit
        self._limit_per_host = limit_per_host
        self._closed = False
        self._line = user_line()
        # Origin -> idle connections, the one used last at the end.
        self._idle = {}
        # Origin -> connections in use.
        self._acquired = {}
        self._acquired_count = 0
        self._waiters = deque()
        self._requests = 0
        self._resource = None
        self._servers = min((value for value in (limit, limit_per_host) if value), default=0)

    closed = property(lambda self: self._closed)
    limit = property(lambda self: self._limit)
    limit_per_host = property(lambda self: self._limit_per_host)
    force_close = property(lambda self: self._force_close)

    def _take(self, origin):
        """A connection to use, idle or still to be opened; None: wait."""
        if self._limit and self._acquired_count >= self._limit:
            return None
        acquired = self._acquired.get(origin, 0)
        if self._limit_per_host and acquired >= self._limit_per_host:
            return None
        self._acquired_count += 1
        self._acquired[origin] = acquired + 1
        idle = self._idle.get(origin)
        now = now_ns()
        while idle:
            connection = idle.pop()
            if now - connection.idle_since <= self._keepalive_ns:
                return connection
            emit(HTTP_CLOSE, 0, connection.id, line=0)
        return Connection(origin)

    async def _acquire(self, origin, timeout, ssl, url, line, traces=None):
        """An open connection. Raises ConnectionTimeoutError, ClientConnectorError."""
        if self._closed:
            raise ClientConnectionError("Connector is closed")
        self._requests += 1
        if self._requests == 2 and self._servers:
            # A session that makes one request only has no pool worth watching.
            self._resource = _names().take(self._line, self._servers)
            if self._resource.lifted:
                self._limit = self._limit_per_host = 0
            for _ in range(self._acquired_count):
                self._resource.waited(0, 0, self._line)
        try:
            if timeout.connect is None:
                return await self._connected(origin, timeout, ssl, line, traces)
            async with asyncio.timeout(timeout.connect):
                return await self._connected(origin, timeout, ssl, line, traces)
        except TimeoutError as error:
            if isinstance(error, ConnectionTimeoutError):
                raise
            raise ConnectionTimeoutError(f"Connection timeout to host {url}") from error

    async def _connected(self, origin, timeout, ssl, line, traces):
        connection = None if self._waiters and self._has_waiter(origin) else self._take(origin)
        if connection is None:
            connection = await self._wait(origin, line, traces)
        elif self._resource is not None:
            self._resource.waited(0, 0, line)
        connection.since = now_ns()
        if traces is not None:
            try:
                await (traces.reused() if connection.id else traces.connecting())
            except BaseException:
                self._release(connection, keep=bool(connection.id))
                raise
        if connection.id:
            return connection
        future = call(HTTP_CONNECT, 0, 0, origin, line)
        try:
            if timeout.sock_connect is None:
                refused, number, text = await future
            else:
                async with asyncio.timeout(timeout.sock_connect):
                    refused, number, text = await future
        except BaseException:
            if not future.cancel() and not future.cancelled() and not future.result()[0]:
                emit(HTTP_CLOSE, 0, future.result()[1], line=0)
            self._release(connection, keep=False)
            raise
        if refused:
            self._release(connection, keep=False)
            host, port, is_ssl = _host_of(origin)
            reason = f"Connect call failed ({host!r}, {port})" + (f": {text}" if text else "")
            raise ClientConnectorError(ConnectionKey(host, port, is_ssl, True if ssl is None else ssl), ConnectionRefusedError(111, reason))
        connection.id = number
        if traces is not None:
            try:
                await traces.connected()
            except BaseException:
                self._release(connection, keep=False)
                raise
        return connection

    def _has_waiter(self, origin):
        return any(waiting == origin and not waiter.done() for waiting, waiter in self._waiters)

    async def _wait(self, origin, line, traces):
        start = now_ns()
        while self._waiters and self._waiters[0][1].done():
            self._waiters.popleft()
        ahead = len(self._waiters)
        waiter = self._loop.create_future()
        self._waiters.append((origin, waiter))
        try:
            if traces is not None:
                await traces.queued()
            connection = await waiter
            if traces is not None:
                await traces.dequeued()
        except BaseException:
            if not waiter.cancel() and not waiter.cancelled():
                self._release(waiter.result(), keep=True)
            raise
        finally:
            # Waiting in vain is waiting too.
            if self._resource is not None:
                self._resource.waited(now_ns() - start, ahead, line)
        return connection

    def _release(self, connection, keep):
        """The connection is not used any more; keep: it is open and can be used again."""
        now = now_ns()
        if self._resource is not None and connection.since:
            self._resource.held(now - connection.since)
        connection.since = 0
        origin = connection.origin
        self._acquired_count -= 1
        self._acquired[origin] -= 1
        if connection.id and (not keep or self._force_close or self._closed):
            emit(HTTP_CLOSE, 0, connection.id, line=0)
        elif connection.id:
            connection.idle_since = now
            self._idle.setdefault(origin, []).append(connection)
        if self._waiters:
            self._serve_waiters()

    def _serve_waiters(self):
        """Those who wait, in the order in which they came; one whose host is at its limit lets the others pass."""
        left = deque()
        while self._waiters:
            origin, waiter = self._waiters.popleft()
            if waiter.done():
                continue
            connection = self._take(origin)
            if connection is not None:
                waiter.set_result(connection)
                break
            left.append((origin, waiter))
        self._waiters.extendleft(reversed(left))

    def _close(self):
        if self._closed:
            return
        self._closed = True
        for idle in self._idle.values():
            for connection in idle:
                emit(HTTP_CLOSE, 0, connection.id, line=0)
        self._idle.clear()
        waiters, self._waiters = self._waiters, deque()
        for _, waiter in waiters:
            waiter.cancel()
        if self._resource is not None:
            _names().give_back(self._line, self._servers, self._resource)

    async def close(self):
        self._close()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.close()


class TCPConnector(BaseConnector):
    def __init__(
        self, *, verify_ssl=True, fingerprint=None, use_dns_cache=True, ttl_dns_cache=10, family=0, ssl_context=None, ssl=True,
        local_addr=None, resolver=None, keepalive_timeout=15.0, force_close=False, limit=100, limit_per_host=0,
        enable_cleanup_closed=False, loop=None, timeout_ceil_threshold=5, happy_eyeballs_delay=0.25, interleave=None,
        socket_factory=None, ssl_shutdown_timeout=None,
    ):  # fmt: skip
        super().__init__(
            keepalive_timeout=keepalive_timeout, force_close=force_close, limit=limit, limit_per_host=limit_per_host, loop=loop
        )
        if resolver is not None:
            kernel.not_simulated("aiohttp.TCPConnector(resolver=...)", "limit, limit_per_host, keepalive_timeout, force_close, ssl")


def _host_of(origin):
    scheme, _, netloc = origin.partition("://")
    host, _, port = netloc.partition(":")
    return host, int(port) if port else 443 if scheme == "https" else 80, scheme == "https"


def _names():
    return worker_state("aiohttp connectors", lambda: PoolNames("aiohttp connector"))


BaseConnector._acquire.__qualname__ = BaseConnector._connected.__qualname__ = "ClientSession.get (connecting)"
BaseConnector._wait.__qualname__ = "ClientSession.get (no free connection)"
