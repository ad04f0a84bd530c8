"""Pools: QueuePool and its asyncio sibling, NullPool, StaticPool.

A pool is a resource of the guest: who waited for it and how long each connection was held is told to the world.

Threads. A virtual thread runs at once, on a clock ahead of the loop's. So a connection that lies in the pool may, at the
thread's own time, still be in use by another thread: `free_at` says until when. A thread that finds every connection in
use waits until the first of them is free. A connection may also be held between two functions that run in threads (a
session of a `def` dependency): nobody knows yet when it comes back. The thread then gets the one that was used last the longest
ago, from the end of that use on, after the rollback that its holder would have sent; the holder has nothing left to give
back, and gets another connection if it asks again after all. A transaction that has written is never ended so.
"""

import asyncio
from collections import deque

from _stand_in import Deadlines, PoolNames, worker_state
from surge import kernel
from surge.kernel import now_ns

from .. import exc
from .driver import Guard


class Record:
    """One connection of the pool."""

    __slots__ = ("driver", "opened", "opening", "generation", "taken", "free_at", "info", "holder")

    def __init__(self, driver, generation, opening=0):
        self.driver = driver
        self.opened = now_ns()
        # How long it took, until whoever asked for it has counted that.
        self.opening = opening
        self.generation = generation
        self.taken = 0
        self.free_at = 0
        self.info = {}
        # The Connection that a function in a thread opened on it.
        self.holder = None


class Pool:
    """pool_size, max_overflow: connections kept, and how many more may be open at a time. timeout, recycle: seconds."""

    def __init__(self, engine=None, pool_size=5, max_overflow=10, timeout=30.0, recycle=-1, use_lifo=False, pre_ping=False,
                 reset_on_return="rollback", line=0):  # fmt: skip
        self._engine = engine
        self._size = pool_size
        self._max_overflow = -1 if pool_size == 0 else max_overflow
        self._overflow = -pool_size
        self._timeout = timeout
        self._recycle_ns = round(recycle * 1e9) if recycle is not None and recycle > -1 else 0
        self._lifo = use_lifo
        self._pre_ping = pre_ping
        self._reset = reset_on_return
        self._idle = deque()
        self._waiters = deque()
        self._generation = 0
        self._resource = None
        self._line = line
        self._deadlines = None
        # Connections that are out, in the order in which they went.
        self._out = {}
        # When overflow connections that threads give back, on clocks ahead of the loop's, will be closed.
        self._leaving = []

    def _watch(self):
        if self._resource is None:
            servers = self._size + self._max_overflow if self._max_overflow >= 0 else 1_000_000
            names = worker_state("sqlalchemy pools", lambda: PoolNames("SQLAlchemy pool"))
            self._resource = names.take(self._line, servers)
        return self._resource

    # To take and to give back

    async def take(self, line):
        resource = self._resource or self._watch()
        start = now_ns()
        queue = len(self._waiters)
        try:
            if kernel.worker.thread is not None:
                record = await self._take_in_thread(line)
            else:
                record = await self._take(line)
        except BaseException:
            # Waiting in vain is waiting too.
            resource.waited(now_ns() - start, queue, line)
            raise
        now = record.taken = now_ns()
        # To open a connection is no waiting for one.
        resource.waited(now - start - record.opening, queue, line)
        record.opening = 0
        self._out[record] = True
        return record

    async def _take(self, line):
        while True:
            idle = self._idle
            if idle:
                record = idle.pop() if self._lifo else idle.popleft()
                if record.free_at > now_ns():
                    # A thread's clock is ahead: at the loop's time the connection is still out.
                    idle.append(record)
                    if not any(item.free_at <= now_ns() for item in idle) and not self._may_open():
                        await self._wait(line)
                        continue
                    free = next((item for item in idle if item.free_at <= now_ns()), None)
                    if free is None:
                        return await self._open(line)
                    idle.remove(free)
                    record = free
                fresh = await self._checked(record, line)
                if fresh is not None:
                    return fresh
                continue
            if self._may_open():
                return await self._open(line)
            await self._wait(line)

    def _may_open(self):
        if self._max_overflow < 0:
            return True
        if self._leaving:
            self._leaving = [at for at in self._leaving if at > kernel.worker.now]
        return self._overflow + self._still_open(now_ns()) < self._max_overflow

    def _still_open(self, now):
        return sum(1 for at in self._leaving if at > now)

    async def _open(self, line):
        self._overflow += 1
        start = now_ns()
        try:
            driver = await self._engine._connect_driver(line)
        except BaseException:
            self._overflow -= 1
            self._wake()
            raise
        return Record(driver, self._generation, now_ns() - start)

    async def _checked(self, record, line):
        """The record if it can be used, opened anew if it is too old or dead."""
        driver = record.driver
        old = self._recycle_ns and now_ns() - record.opened > self._recycle_ns
        if record.generation != self._generation or old or not driver.alive:
            driver.terminate()
            self._overflow -= 1
            return await self._open(line)
        if self._pre_ping:
            try:
                await driver.run(";" if driver.is_async else "SELECT 1", (), line)
            except Exception:
                driver.terminate()
                self._overflow -= 1
                return await self._open(line)
        return record

    async def _wait(self, line):
        if Guard.driving:
            # The only one who could give a connection back is the loop that stands here.
            kernel.block(round(self._timeout * 1e9), "SQLAlchemy pool")
            raise self._timed_out()
        loop = asyncio.get_running_loop()
        waiter = loop.create_future()
        self._waiters.append(waiter)
        if self._timeout is not None:
            if self._deadlines is None:
                self._deadlines = Deadlines(loop, self._timeout)
            self._deadlines.watch(waiter, _expire)
        try:
            expired = await waiter
        except BaseException:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
            elif waiter.done() and not waiter.cancelled():
                self._wake()
            raise
        if expired:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
            raise self._timed_out()

    def _timed_out(self):
        return exc.TimeoutError(
            f"QueuePool limit of size {self._size} overflow {self._overflow} reached, connection timed out, timeout {self._timeout:.2f}",
            code="3o7r",
        )

    def _wake(self):
        waiters = self._waiters
        while waiters:
            waiter = waiters.popleft()
            if not waiter.done():
                waiter.set_result(False)
                return

    async def _take_in_thread(self, line):
        now = now_ns()
        free = [record for record in self._idle if record.free_at <= now]
        if free:
            record = free[-1] if self._lifo else free[0]
            self._idle.remove(record)
            fresh = await self._checked(record, line)
            return fresh
        if self._may_open():
            return await self._open(line)
        # Who is next: one that lies here but is still in use on another thread's clock, or one that is out.
        candidates = [(record.free_at, 0, record) for record in self._idle]
        candidates += [(max(record.driver.last, now), 1, record) for record in self._out if record.holder is not None and not record.driver.wrote]
        candidates += [(at, 2, None) for at in self._leaving if at > now]
        if not candidates:
            kernel.block(round(self._timeout * 1e9), "SQLAlchemy pool")
            raise self._timed_out()
        at, how, record = min(candidates, key=lambda item: item[:2])
        if at - now > self._timeout * 1e9:
            kernel.block(round(self._timeout * 1e9), "SQLAlchemy pool")
            raise self._timed_out()
        kernel.block(at - now, "SQLAlchemy pool")
        if record is None:
            # Its place is free now.
            self._leaving.remove(at)
            return await self._open(line)
        if how == 0:
            self._idle.remove(record)
            return record
        del self._out[record]
        record.holder._taken_away()
        record.holder = None
        if record.driver.started:
            await self._end(record.driver, line)
        self._resource.held(max(0, now_ns() - record.taken))
        return record

    async def give_back(self, record, line, invalid=False):
        driver = record.driver
        self._out.pop(record, None)
        if driver.started and not invalid:
            try:
                await self._end(driver, line)
            except BaseException:
                invalid = True
                driver.terminate()
                self._leave(record, invalid)
                raise
        self._leave(record, invalid or not driver.alive)

    async def _end(self, driver, line):
        """What reset_on_return does with a transaction that is still open."""
        driver.started = False
        if self._reset is not None and self._reset is not False:
            await driver.run("COMMIT" if self._reset == "commit" else "ROLLBACK;", (), line)

    def _leave(self, record, invalid):
        now = now_ns()
        self._resource.held(max(0, now - record.taken))
        record.holder = None
        # Only a thread's clock can be ahead of the loop's.
        record.free_at = now if kernel.worker.thread is not None else 0
        if invalid or record.generation != self._generation or self._max_overflow >= 0 and len(self._idle) >= self._size:
            record.driver.terminate()
            self._overflow -= 1
            if record.free_at > kernel.worker.now:
                self._leaving.append(record.free_at)
        else:
            self._idle.append(record)
        if self._waiters:
            if record.free_at > kernel.worker.now:
                kernel.worker.loop.call_at_ns(record.free_at, self._wake)
            else:
                self._wake()

    def dispose(self, close=True):
        if close:
            for record in self._idle:
                record.driver.terminate()
        self._overflow -= len(self._idle)
        self._idle.clear()
        self._generation += 1
        if self._resource is not None:
            servers = self._size + self._max_overflow if self._max_overflow >= 0 else 1_000_000
            worker_state("sqlalchemy pools", lambda: PoolNames("SQLAlchemy pool")).give_back(self._line, servers, self._resource)

    # What programs ask

    def size(self):
        return self._size

    def checkedin(self):
        return len(self._idle)

    def checkedout(self):
        return self._size - len(self._idle) + self._overflow

    def overflow(self):
        return self._overflow

    def timeout(self):
        return self._timeout

    def status(self):
        return (
            f"Pool size: {self.size()}  Connections in pool: {self.checkedin()} Current Overflow: {self.overflow()}"
            f" Current Checked out connections: {self.checkedout()}"
        )


def _expire(waiter):
    waiter.set_result(True)


class QueuePool(Pool):
    pass


class AsyncAdaptedQueuePool(QueuePool):
    pass


class FallbackAsyncAdaptedQueuePool(AsyncAdaptedQueuePool):
    pass


class SingletonThreadPool(QueuePool):
    pass


class NullPool(Pool):
    """A new connection every time."""

    def __init__(self, engine=None, **options):
        Pool.__init__(self, engine, pool_size=0, **{key: value for key, value in options.items() if key in ("reset_on_return", "line")})

    def _watch(self):
        self._resource = _Unwatched
        return _Unwatched

    async def take(self, line):
        self._watch()
        return await self._open(line)

    def _leave(self, record, invalid):
        record.driver.terminate()
        self._overflow -= 1

    def status(self):
        return "NullPool"

    def dispose(self, close=True):
        pass


class StaticPool(Pool):
    """One connection for everybody."""

    _only = None

    def _watch(self):
        self._resource = _Unwatched
        return _Unwatched

    async def take(self, line):
        self._watch()
        if self._only is None or not self._only.driver.alive:
            self._only = await self._open(line)
        return self._only

    def _leave(self, record, invalid):
        pass

    def dispose(self, close=True):
        if self._only is not None:
            self._only.driver.terminate()
            self._only = None

    def status(self):
        return "StaticPool"


class AssertionPool(Pool):
    def __init__(self, *args, **kwargs):
        kernel.not_simulated("sqlalchemy.pool.AssertionPool", "QueuePool, AsyncAdaptedQueuePool, NullPool, StaticPool")


class _Unwatched:
    @staticmethod
    def waited(ns, queue=0, line=None):
        pass

    @staticmethod
    def held(ns):
        pass
