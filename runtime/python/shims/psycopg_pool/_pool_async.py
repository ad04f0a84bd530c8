"""AsyncConnectionPool: those who find no free connection wait in line; the pool grows in the background meanwhile."""

import asyncio
import contextlib
from collections import deque

from psycopg import AsyncConnection
from psycopg.errors import Error
from surge import kernel
from surge.kernel import now_ns, user_line

from ._base import BasePool, PoolClosed, PoolTimeout

# Seconds before the pool tries again to open a connection, doubled each time.
RETRY_S = 1.0


class AsyncConnectionPool(BasePool):
    def __init__(
        self, conninfo="", *, connection_class=AsyncConnection, kwargs=None, min_size=4, max_size=None, open=None, configure=None,
        check=None, reset=None, name=None, close_returns=False, timeout=30.0, max_waiting=0, max_lifetime=3600.0, max_idle=600.0,
        reconnect_timeout=300.0, reconnect_failed=None, num_workers=3,
    ):  # fmt: skip
        super().__init__(conninfo, kwargs, min_size, max_size, name, timeout, max_waiting)
        self._connection_class = connection_class
        self._configure, self._check, self._reset = configure, check, reset
        self._reconnect_timeout = reconnect_timeout
        self._idle = deque()
        self._waiting = deque()
        # Connections that there are or that are being opened.
        self._count = 0
        # Connections that are being opened; a dictionary keeps their order.
        self._tasks = {}
        if open:
            self._begin()

    def _begin(self):
        self._check_may_open()
        asyncio.get_running_loop()
        self._opened = True
        self._declare()
        for _ in range(self._min_size):
            self._grow()

    async def open(self, wait=False, timeout=30.0):
        if not (self._opened and not self._closed):
            self._begin()
        if wait:
            await self.wait(timeout)

    async def wait(self, timeout=30.0):
        self._check_open()
        try:
            async with asyncio.timeout(timeout):
                while len(self._idle) < min(self._min_size, self._count):
                    await asyncio.wait(list(self._tasks), return_when=asyncio.FIRST_COMPLETED)
        except TimeoutError:
            await self.close()
            raise PoolTimeout(f"pool initialization incomplete after {timeout} sec") from None

    def _grow(self):
        self._count += 1
        task = asyncio.get_running_loop().create_task(self._add())
        self._tasks[task] = None
        task.add_done_callback(lambda done: self._tasks.pop(done, None))

    async def _add(self):
        delay_s = RETRY_S
        tried_s = 0.0
        while True:
            try:
                connection = await self._connection_class.connect(self.conninfo, **self.kwargs)
                break
            except Error as error:
                kernel.log(2, f"error connecting in {self.name!r}: {error}")
                if tried_s >= self._reconnect_timeout or self._closed:
                    self._count -= 1
                    return
                await asyncio.sleep(delay_s)
                tried_s += delay_s
                delay_s *= 2
        connection._pool = self
        if self._configure is not None:
            await self._configure(connection)
        await self._offer(connection)

    async def _offer(self, connection):
        """To who waits the longest, or to the idle ones."""
        if self._closed:
            self._count -= 1
            await connection.close()
            return
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(connection)
                return
        self._idle.append(connection)

    async def getconn(self, timeout=None):
        return await self._get(self.timeout if timeout is None else timeout, user_line())

    async def _get(self, timeout, line):
        self._check_open()
        start = now_ns()
        queue = 0
        while True:
            if self._idle:
                connection = self._idle.popleft()
            else:
                while self._waiting and self._waiting[0].done():
                    self._waiting.popleft()
                queue = len(self._waiting)
                self._check_waiting(queue)
                if self._count < self._max_size:
                    self._grow()
                try:
                    connection = await self._wait(timeout)
                except BaseException:
                    # Waiting in vain is waiting too.
                    self._resource.waited(now_ns() - start, queue, line)
                    raise
            if self._check is None:
                break
            try:
                await self._check(connection)
                break
            except Error:
                await connection.close()
                self._replace()
        self._resource.waited(now_ns() - start, queue, line)
        connection._lease = now_ns()
        return connection

    async def _wait(self, timeout):
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            async with asyncio.timeout(timeout):
                return await waiter
        except BaseException as error:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                await self._offer(waiter.result())
            waiter.cancel()
            if isinstance(error, TimeoutError):
                raise self._late(timeout) from None
            raise

    def _replace(self):
        self._count -= 1
        if not self._closed and (self._count < self._min_size or self._waiting):
            self._grow()

    async def putconn(self, conn):
        self._check_owner(conn)
        self._resource.held(now_ns() - conn._lease)
        conn._lease = None
        if conn._copying:
            # A COPY that nobody ended: psycopg closes the connection.
            await conn.close()
        if not conn.closed and conn._xact:
            await conn.rollback()
        if not conn.closed and self._reset is not None:
            await self._reset(conn)
        if conn.closed:
            self._replace()
        else:
            await self._offer(conn)

    @contextlib.asynccontextmanager
    async def connection(self, timeout=None):
        """A connection for a block; committed when it ends well, else rolled back."""
        connection = await self._get(self.timeout if timeout is None else timeout, user_line())
        try:
            async with connection:
                yield connection
        finally:
            await self.putconn(connection)

    async def check(self):
        """Nothing to do: connections of this world do not break while they are idle."""

    @staticmethod
    async def check_connection(conn):
        await conn.execute("")

    async def resize(self, min_size, max_size=None):
        self._min_size, self._max_size = min_size, max_size or min_size
        while self._count < self._min_size:
            self._grow()

    def get_stats(self):
        return {
            "pool_min": self._min_size, "pool_max": self._max_size, "pool_size": self._count, "pool_available": len(self._idle),
            "requests_waiting": sum(not waiter.done() for waiter in self._waiting),
        }  # fmt: skip

    async def close(self, timeout=5.0):
        if self._closed:
            return
        self._closed = True
        waiting, self._waiting = self._waiting, deque()
        for waiter in waiting:
            if not waiter.done():
                waiter.set_exception(PoolClosed(f"the pool {self.name!r} is closed"))
        idle, self._idle = self._idle, deque()
        for connection in idle:
            await connection.close()
        self._forget()

    async def __aenter__(self):
        await self.open()
        return self

    async def __aexit__(self, *error):
        await self.close()


class AsyncNullConnectionPool:
    def __init__(self, *args, **kwargs):
        kernel.not_simulated("psycopg_pool.AsyncNullConnectionPool", "ConnectionPool, AsyncConnectionPool")


AsyncConnectionPool.__module__ = "psycopg_pool"
AsyncConnectionPool._get.__qualname__ = AsyncConnectionPool._wait.__qualname__ = "AsyncConnectionPool.getconn"
