"""The connection pool of a client, as in httpcore 1.0.

Connections are kept in the order in which they were made, and a request takes the first idle one of its origin. A client
that has more connections than `max_keepalive_connections` closes a connection as soon as its response was read, also when
requests are waiting: so does httpcore.
"""

import asyncio
import heapq
from json import dumps
from collections import deque

from _stand_in import Deadlines, PoolNames, worker_state
from surge import kernel
from surge.kernel import HTTP_CLOSE, HTTP_CONNECT, HTTP_REQUEST, call, emit, now_ns, user_line

from ._config import DEFAULT_LIMITS, pay_for_context
from ._exceptions import ConnectError, ConnectTimeout, PoolTimeout, ReadTimeout, RemoteProtocolError, UnsupportedProtocol
from ._models import Response

_FOREVER = float("inf")
_UNLIMITED = 1 << 60
RETRIES_BACKOFF_S = 0.5
# httpcore looks through all that wait in its pool whenever a response was closed (measured: 0.54 us of CPU a call and waiting request, 100
# to 800 of them, where the line of userCodeUs takes 2,300 us).
WAITING_NS = 330


class AsyncBaseTransport:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.aclose()

    async def handle_async_request(self, request):
        raise NotImplementedError("The 'handle_async_request' method must be implemented.")

    async def aclose(self):
        pass


class _Connection:
    __slots__ = ("serial", "origin", "id", "expires", "since")

    def __init__(self, serial, origin):
        self.serial = serial
        self.origin = origin
        # 0 until it is open.
        self.id = 0
        self.expires = _FOREVER
        self.since = 0


def _names():
    return worker_state("httpx pools", lambda: PoolNames("httpx pool"))


def _deadlines_of(loop, seconds):
    known = worker_state("httpx deadlines", dict)
    found = known.get(seconds)
    if found is None:
        found = known[seconds] = Deadlines(loop, seconds)
    return found


class AsyncHTTPTransport(AsyncBaseTransport):
    def __init__(
        self, verify=True, cert=None, trust_env=True, http1=True, http2=False, limits=DEFAULT_LIMITS, proxy=None, uds=None,
        local_address=None, retries=0, socket_options=None,
    ):  # fmt: skip
        if proxy is not None or uds is not None:
            kernel.not_simulated("httpx: proxy= and uds=", "direct connections")
        pay_for_context(verify)
        # A server of this world speaks HTTP/1.1; a client with http2=True falls back to it, as with any such server.
        unlimited = limits.max_connections is None
        self._max = _UNLIMITED if unlimited else limits.max_connections
        self._max_keepalive = min(self._max, _UNLIMITED if limits.max_keepalive_connections is None else limits.max_keepalive_connections)
        self._expiry_ns = _FOREVER if limits.keepalive_expiry is None else round(limits.keepalive_expiry * 1e9)
        self._servers = None if unlimited else limits.max_connections
        self._retries = retries
        self._line = user_line()
        self._made = 0
        self._total = 0
        # Origin -> heap of (serial, connection).
        self._idle = {}
        self._idle_count = 0
        self._next_expiry = _FOREVER
        self._queue = deque()
        self._requests = 0
        self._resource = None
        self._loop = None
        # The read time-out of the last request, and what watches it.
        self._read_s = None
        self._read_deadlines = None
        # Operations that were given up because of their time-out.
        self._expired = set()

    def _expire(self, future):
        self._expired.add(future)
        future.cancel()

    # The pool

    def _take(self, origin, now):
        """A connection to use, idle or still to be opened; None: wait."""
        if self._idle_count:
            if now > self._next_expiry or self._total > self._max_keepalive:
                self._sweep(now)
            idle = self._idle.get(origin)
            if idle:
                self._idle_count -= 1
                return heapq.heappop(idle)[1]
        if self._total >= self._max:
            if not self._idle_count:
                return None
            self._close_oldest_idle()
        self._total += 1
        self._made += 1
        return _Connection(self._made, origin)

    def _sweep(self, now):
        """Closes idle connections that are too old or too many."""
        idle = sorted(item for heap in self._idle.values() for item in heap)
        self._idle = {}
        self._idle_count = 0
        self._next_expiry = _FOREVER
        for serial, connection in idle:
            if now > connection.expires or self._total > self._max_keepalive:
                self._total -= 1
                emit(HTTP_CLOSE, 0, connection.id, line=0)
            else:
                self._keep_idle(connection)

    def _keep_idle(self, connection):
        heap = self._idle.get(connection.origin)
        if heap is None:
            heap = self._idle[connection.origin] = []
        heapq.heappush(heap, (connection.serial, connection))
        self._idle_count += 1
        if connection.expires < self._next_expiry:
            self._next_expiry = connection.expires

    def _close_oldest_idle(self):
        heap = min((heap for heap in self._idle.values() if heap), key=lambda heap: heap[0][0])
        connection = heapq.heappop(heap)[1]
        self._idle_count -= 1
        self._total -= 1
        emit(HTTP_CLOSE, 0, connection.id, line=0)

    def _give_back(self, connection):
        now = now_ns()
        if self._resource is not None:
            self._resource.held(now - connection.since)
        connection.expires = now + self._expiry_ns
        self._keep_idle(connection)
        if self._total > self._max_keepalive:
            self._sweep(now)
        if self._queue:
            kernel.charge_python(len(self._queue) * WAITING_NS)
            self._serve_queue(now)

    def _drop(self, connection):
        """The connection is lost."""
        now = now_ns()
        if self._resource is not None:
            self._resource.held(now - connection.since)
        self._total -= 1
        if self._queue:
            self._serve_queue(now)

    def _serve_queue(self, now):
        queue = self._queue
        while queue:
            origin, waiter = queue[0]
            if not waiter.done():
                connection = self._take(origin, now)
                if connection is None:
                    return
                waiter.set_result(connection)
            queue.popleft()

    async def _wait(self, origin, timeout, line):
        """In line for a connection."""
        start = now_ns()
        # Those who gave up leave their place when the next one comes.
        while self._queue and self._queue[0][1].done():
            self._queue.popleft()
        ahead = len(self._queue)
        waiter = self._loop.create_future()
        self._queue.append((origin, waiter))
        if timeout is not None:
            _deadlines_of(self._loop, timeout).watch(waiter, _refuse)
        try:
            connection = await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self._forgo(waiter.result())
            raise
        finally:
            # Waiting in vain is waiting too.
            if self._resource is not None:
                self._resource.waited(now_ns() - start, ahead, line)
        return connection

    def _forgo(self, connection):
        """Assigned to a request that went away before it could use it."""
        connection.since = now_ns()
        if connection.id:
            self._give_back(connection)
        else:
            self._drop(connection)

    # Requests

    async def _exchange(self, request, origin, text, timeout, line, default_encoding, hold=False):
        """Sends one request and gives its response. timeout: anything with connect, read and pool."""
        start = now_ns()
        self._requests += 1
        if self._requests == 2 and self._servers is not None:
            # A client that makes one request only has no pool worth watching.
            self._resource = _names().take(self._line, self._servers)
            if self._resource.lifted:
                self._max = _UNLIMITED
            for _ in range(self._total - self._idle_count):
                self._resource.waited(0, 0, self._line)
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        connection = self._take(origin, start)
        if connection is None:
            connection = await self._wait(origin, timeout.pool, line)
        elif self._resource is not None:
            self._resource.waited(0, 0, line)
        connection.since = now_ns()
        if not connection.id:
            await self._open(connection, timeout.connect, line)
        future = call(HTTP_REQUEST, connection.id, 0, text, line)
        read = timeout.read
        if read is not None:
            if read != self._read_s:
                self._read_s = read
                self._read_deadlines = _deadlines_of(self._loop, read)
            self._read_deadlines.watch(future, self._expire)
        try:
            status, retry_after, body = await future
        except BaseException:
            if future.done() and not future.cancelled():
                self._give_back(connection)
                raise
            future.cancel()
            self._drop(connection)
            if future in self._expired:
                self._expired.discard(future)
                raise ReadTimeout("", request=request) from None
            raise
        if not status:
            self._drop(connection)
            raise RemoteProtocolError(body or "Server disconnected without sending a response.", request=request)
        response = Response._arrived(status, retry_after, body, request, default_encoding, now_ns() - start)
        if hold:
            response._hold(lambda: self._give_back(connection))
        else:
            self._give_back(connection)
        return response

    async def _open(self, connection, timeout, line):
        delays = _backoff()
        retries = self._retries
        while True:
            error = None
            future = call(HTTP_CONNECT, 0, 0, connection.origin, line)
            if timeout is not None:
                _deadlines_of(self._loop, timeout).watch(future, self._expire)
            try:
                refused, number, text = await future
            except BaseException:
                if not future.cancel() and not future.cancelled() and not future.result()[0]:
                    emit(HTTP_CLOSE, 0, future.result()[1], line=0)
                if future not in self._expired:
                    self._drop(connection)
                    raise
                self._expired.discard(future)
                error = ConnectTimeout("")
            else:
                if not refused:
                    connection.id = number
                    return
                error = ConnectError(f"All connection attempts failed: {text}" if text else "All connection attempts failed")
            if retries <= 0:
                self._drop(connection)
                raise error from None
            retries -= 1
            try:
                await asyncio.sleep(next(delays))
            except BaseException:
                self._drop(connection)
                raise

    async def handle_async_request(self, request):
        """For transports that wrap this one, and for clients whose transport it is."""
        await request.aread()
        timeout = _TimeoutOf(request.extensions.get("timeout") or {})
        return await self._exchange(request, origin_of(request.url), wire_text(request), timeout, user_line(), "utf-8")

    async def aclose(self):
        open_connections = sorted(item for heap in self._idle.values() for item in heap)
        self._idle = {}
        self._idle_count = 0
        self._next_expiry = _FOREVER
        self._total -= len(open_connections)
        for _, connection in open_connections:
            emit(HTTP_CLOSE, 0, connection.id, line=0)
        if self._resource is not None:
            _names().give_back(self._line, self._servers, self._resource)
        if open_connections:
            await asyncio.sleep(0)


def _refuse(waiter):
    waiter.set_exception(PoolTimeout(""))


def _backoff():
    """0, 0.5, 1, 2, 4 ... seconds."""
    yield 0
    delay = RETRIES_BACKOFF_S
    while True:
        yield delay
        delay *= 2


class _TimeoutOf:
    __slots__ = ("connect", "read", "pool")

    def __init__(self, values):
        self.connect = values.get("connect")
        self.read = values.get("read")
        self.pool = values.get("pool")


def origin_of(url):
    scheme = url.scheme
    if not scheme:
        raise UnsupportedProtocol("Request URL is missing an 'http://' or 'https://' protocol.")
    if scheme not in ("http", "https"):
        raise UnsupportedProtocol(f"Request URL has an unsupported protocol '{scheme}://'.")
    return f"{scheme}://{url._netloc()}"


def wire_text(request):
    """The text of an HTTP_REQUEST syscall."""
    url = request.url
    headers = {key: value for key, _, value in request.headers._list}
    body = request.content.decode("utf-8", errors="replace")
    return f"{request.method} {origin_of(url)}{url._target()}\n{dumps(headers)}\n{body}"


AsyncHTTPTransport._exchange.__qualname__ = "AsyncClient.request"
AsyncHTTPTransport._wait.__qualname__ = "AsyncClient.request (no free connection)"
AsyncHTTPTransport._open.__qualname__ = "AsyncClient.request (connecting)"
for _class in (AsyncBaseTransport, AsyncHTTPTransport):
    _class.__module__ = "httpx"
