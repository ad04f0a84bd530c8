"""The connection pool: asyncpg's, with its LIFO of idle connections, FIFO of waiters and reset on release.

Pool.fetch and its siblings do in one coroutine what asyncpg does with an acquire context, a proxy and a release; the
order of events is the same. The pool is a resource of the guest: who waited for it and how long each held it is told to
the world, for the diagnosis.
"""

import asyncio
import functools
import inspect
import logging
from collections import deque

from _stand_in import PoolNames, Uncancellable, worker_state
from surge import kernel
from surge.kernel import AFTER_CANCEL, DB_QUERY, call, now_ns, user_line

from . import connection as connections
from . import exceptions
from .connection import FIRST, ROWS, STATUS, VALUE, Connection
from .protocol.record import Record

logger = logging.getLogger("asyncpg.pool")
_AVAILABLE = "acquire, release, fetch, fetchrow, fetchval, fetchmany, execute, executemany, copy_records_to_table, close, terminate, expire_connections, get_size"


class PoolConnectionProxy(connections._ConnectionProxy):
    """A connection while it is acquired. After its release every call fails."""

    __slots__ = ("_con", "_holder")

    def __init__(self, holder, con):
        self._con = con
        self._holder = holder

    # The methods of every request, without a detour.

    def fetch(self, query, *args, timeout=None, record_class=None):
        con = self._con
        if type(con) is not Connection:
            return self._other("fetch")(query, *args, timeout=timeout, record_class=record_class)
        return con._ask(ROWS, query, args, timeout, record_class, user_line())

    def fetchrow(self, query, *args, timeout=None, record_class=None):
        con = self._con
        if type(con) is not Connection:
            return self._other("fetchrow")(query, *args, timeout=timeout, record_class=record_class)
        return con._ask(FIRST, query, args, timeout, record_class, user_line())

    def fetchval(self, query, *args, column=0, timeout=None):
        con = self._con
        if type(con) is not Connection:
            return self._other("fetchval")(query, *args, column=column, timeout=timeout)
        return con._ask(VALUE, query, args, timeout, None, user_line(), column)

    def execute(self, query, *args, timeout=None):
        con = self._con
        if type(con) is not Connection:
            return self._other("execute")(query, *args, timeout=timeout)
        return con._ask(STATUS, query, args, timeout, None, user_line())

    def _other(self, method):
        """For a connection class of the user's own, and for a released connection."""
        if self._con is None:
            raise exceptions.InterfaceError(f"cannot call Connection.{method}(): connection has been released back to the pool")
        return getattr(self._con, method)

    def __getattr__(self, name):
        return getattr(self._con, name)

    def __repr__(self):
        if self._con is None:
            return f"<{type(self).__name__} [released] {id(self):#x}>"
        return f"<{type(self).__name__} {self._con!r} {id(self):#x}>"


def _wrap(name, method):
    @functools.wraps(method)
    def call_method(self, *args, **kwargs):
        return self._other(name)(*args, **kwargs)

    return call_method


for _name in dir(Connection):
    if not _name.startswith("_") and _name not in vars(PoolConnectionProxy) and inspect.isfunction(getattr(Connection, _name)):
        setattr(PoolConnectionProxy, _name, _wrap(_name, getattr(Connection, _name)))


class PoolConnectionHolder:
    """One place of the pool: a connection, or room for one."""

    __slots__ = ("_con", "_pool", "_proxy", "_in_use", "_released", "_timeout", "_generation", "_cancelled", "_since", "_idle_since", "_reset")

    def __init__(self, pool):
        self._pool = pool
        self._con = None
        self._proxy = None
        self._in_use = False
        self._released = None
        self._timeout = None
        self._generation = None
        # Its session was lost with a cancelled statement: the new one costs what the cancel request does.
        self._cancelled = False
        # When it was acquired, and when its connection was last given back.
        self._since = 0
        self._idle_since = 0
        self._reset = Uncancellable(pool._loop, self._reset_done)

    def is_connected(self):
        return self._con is not None and not self._con.is_closed()

    def is_idle(self):
        return not self._in_use

    async def connect(self, line):
        if self._con is not None:
            raise exceptions.InternalClientError(
                "PoolConnectionHolder.connect() called while another connection already exists"
            )
        self._con = await self._pool._get_new_connection(line, AFTER_CANCEL if self._cancelled else 0)
        self._cancelled = False
        self._generation = self._pool._generation
        self._idle_since = now_ns()

    async def open(self, line):
        """Makes sure that there is a usable connection."""
        con = self._con
        if con is None or not con._session:
            self._con = None
            await self.connect(line)
        elif self._generation != self._pool._generation:
            self._con = None
            self._pool._loop.create_task(con.close())
            await self.connect(line)
        elif self._pool._lifetime_ns and now_ns() - self._idle_since > self._pool._lifetime_ns:
            # asyncpg closes an idle connection by a timer; nobody can see the difference before the next acquire.
            self._con = None
            con.terminate()
            await self.connect(line)

    async def take(self, line):
        """After the holder was taken from the pool: the connection, set up for its user."""
        pool = self._pool
        try:
            con = self._con
            if not pool._is_fresh(self, con):
                await self.open(line)
                con = self._con
            proxy = PoolConnectionProxy(self, con)
            if pool._setup is not None:
                con._holder = self
                con._proxy = self._proxy = proxy
                try:
                    await pool._setup(proxy)
                except (Exception, asyncio.CancelledError):
                    # The connection's state is unknown now.
                    con._holder = con._proxy = None
                    await con.close()
                    proxy._con = self._con = None
                    raise
        except BaseException:
            pool._put_back(self)
            raise
        con._holder = self
        con._proxy = self._proxy = proxy
        self._in_use = True
        return proxy

    def connection_closed(self):
        """The connection was closed or lost: the place is free at once."""
        self._con = None
        self.free()

    def free(self):
        if not self._in_use:
            return
        self._in_use = False
        released, self._released = self._released, None
        if released is not None:
            released.set_result(None)
        proxy = self._proxy
        if proxy is not None:
            con, proxy._con = proxy._con, None
            self._proxy = None
            if con is not None:
                con._proxy = con._holder = None
        self._pool._put_back(self)

    async def give_back(self, line):
        """The usual release: one round trip that resets the session."""
        con = self._con
        con._pool_release_ctr += 1
        pool = self._pool
        if not con._session:
            await self._give_back_lost(con, line)
            return
        if con._in_xact or con._top_xact is not None or self._timeout is not None or con._busy or not pool._is_plain_release(self, con):
            await asyncio.shield(pool._loop.create_task(self.release(self._timeout, line)))
            return
        con._queries += 1
        con._busy = True
        reset = call(DB_QUERY, con._session, 1, "", line)
        try:
            await self._reset.wait(reset)
        except asyncio.CancelledError:
            # Otherwise adopted: _reset_done is called when it is done, which may be before this task hears of its end.
            if not self._reset.adopted:
                self._reset_done(reset)
            raise
        error = self._reset_done(reset)
        if error is not None:
            raise error

    async def _give_back_lost(self, con, line):
        """The session is gone. If with a cancelled statement, the place is free when the cancel request is over, as in asyncpg: who gave the
        statement up waits for that too."""
        if con._abandoned and not self._pool._closing:
            self._cancelled = True
            await asyncio.shield(self._pool._loop.create_task(self._replace(line)))
        else:
            self.connection_closed()

    async def _replace(self, line):
        self._con = None
        try:
            await self.connect(line)
        except Exception:
            # Refused: whoever takes the place next asks again, and is told.
            pass
        self.free()

    def _reset_done(self, reset):
        """The answer to the reset has arrived; returns the error if there was one."""
        con = self._con
        if con is None:
            return None
        con._busy = False
        if reset.cancelled():
            con._lose()
            return None
        failed, _, text = reset.result()
        if failed:
            error = con._error(text, connections.RESET_QUERY, None, ())
            con.terminate()
            return error
        self._idle_since = now_ns()
        con._holder = con._proxy = None
        self.free()
        return None

    async def release(self, timeout, line):
        """A release that has more to do: an open transaction, a limit in time, a reset of the user's own."""
        con = self._con
        if con is None:
            self.connection_closed()
            return
        if not con._session:
            await self._give_back_lost(con, line)
            return
        self._timeout = None
        pool = self._pool
        if con._queries >= pool._max_queries or self._generation != pool._generation:
            await con.close()
            return
        try:
            async with asyncio.timeout(timeout):
                if pool._reset_callback is not None:
                    await con._end_transaction(line)
                    await pool._reset_callback(con)
                else:
                    await con._reset(line)
        except (Exception, asyncio.CancelledError):
            con.terminate()
            raise
        self._idle_since = now_ns()
        con._holder = con._proxy = None
        self.free()

    async def wait_until_released(self):
        if self._in_use:
            if self._released is None:
                self._released = self._pool._loop.create_future()
            await self._released

    async def close(self):
        if self._con is not None:
            await self._con.close()
            self._con = None

    def terminate(self):
        if self._con is not None:
            con = self._con
            con.terminate()
            self._con = None


class Pool:
    """A pool of connections. Made by create_pool()."""

    __slots__ = (
        "_free", "_waiters", "_loop", "_minsize", "_maxsize", "_init", "_connect", "_reset_callback", "_connect_args", "_connect_kwargs",
        "_holders", "_initialized", "_initializing", "_closing", "_closed", "_ready", "_connection_class", "_record_class", "_generation",
        "_setup", "_max_queries", "_lifetime_ns", "_plain_class", "_resource", "_line",
    )  # fmt: skip

    def __init__(
        self, *connect_args, min_size, max_size, max_queries, max_inactive_connection_lifetime, connect=None, setup=None, init=None,
        reset=None, loop=None, connection_class=Connection, record_class=Record, **connect_kwargs,
    ):  # fmt: skip
        if max_size <= 0:
            raise ValueError("max_size is expected to be greater than zero")
        if min_size < 0:
            raise ValueError("min_size is expected to be greater or equal to zero")
        if min_size > max_size:
            raise ValueError("min_size is greater than max_size")
        if max_queries <= 0:
            raise ValueError("max_queries is expected to be greater than zero")
        if max_inactive_connection_lifetime < 0:
            raise ValueError("max_inactive_connection_lifetime is expected to be greater or equal to zero")
        if not issubclass(connection_class, Connection):
            raise TypeError(f"connection_class is expected to be a subclass of asyncpg.Connection, got {connection_class!r}")
        if not issubclass(record_class, Record):
            raise TypeError(f"record_class is expected to be a subclass of asyncpg.Record, got {record_class!r}")
        self._loop = loop
        self._minsize = min_size
        self._maxsize = max_size
        self._free = []
        self._waiters = deque()
        self._holders = []
        self._initialized = self._initializing = self._closing = self._closed = False
        # Initialized and neither closing nor closed: one look instead of three.
        self._ready = False
        self._connection_class = connection_class
        self._plain_class = connection_class is Connection
        self._record_class = record_class
        self._generation = 0
        self._connect = connect if connect is not None else connections.connect
        self._connect_args = connect_args
        self._connect_kwargs = connect_kwargs
        self._setup = setup
        self._init = init
        self._reset_callback = reset
        self._max_queries = max_queries
        self._lifetime_ns = round(max_inactive_connection_lifetime * 1e9)
        self._resource = None
        self._line = user_line()

    async def _async__init__(self):
        if self._initialized:
            return self
        if self._initializing:
            raise exceptions.InterfaceError("pool is being initialized in another task")
        if self._closed:
            raise exceptions.InterfaceError("pool is closed")
        self._initializing = True
        try:
            await self._initialize()
            return self
        finally:
            self._initializing = False
            self._initialized = True
            self._ready = not self._closed

    async def _initialize(self):
        self._loop = asyncio.get_running_loop()
        self._resource = _names().take(self._line, self._maxsize)
        for _ in range(self._maxsize):
            holder = PoolConnectionHolder(self)
            self._holders.append(holder)
            self._free.append(holder)
        if self._minsize:
            # The last in `_holders` is the first to be taken. One alone, so that errors show early; the rest together.
            await self._holders[-1].connect(self._line)
            if self._minsize > 1:
                others = self._holders[-self._minsize : -1]
                await asyncio.gather(*[holder.connect(self._line) for holder in reversed(others)])

    async def _get_new_connection(self, line, how=0):
        kwargs = self._connect_kwargs
        if self._connect is connections.connect:
            kwargs = {**kwargs, "_line": line, "_how": how}
        con = await self._connect(
            *self._connect_args, connection_class=self._connection_class, record_class=self._record_class, **kwargs
        )
        if not isinstance(con, self._connection_class):
            raise exceptions.InterfaceError(
                f"expected pool connect callback to return an instance of '{_full_name(self._connection_class)}',"
                f" got '{_full_name(type(con))}'"
            )
        if self._init is not None:
            try:
                await self._init(con)
            except (Exception, asyncio.CancelledError):
                await con.close()
                raise
        return con

    # The queue of places. asyncio.LifoQueue behaves so: a newcomer may take a place before a waiter that was just woken.

    async def _get(self, line):
        free = self._free
        waiters = self._waiters
        queue = len(waiters)
        start = now_ns()
        if not free and self._resource.lifted:
            self._holders.append(PoolConnectionHolder(self))
            free.append(self._holders[-1])
        while not free:
            waiter = self._loop.create_future()
            waiters.append(waiter)
            try:
                await waiter
            except BaseException:
                # Waiting in vain is waiting too.
                self._resource.waited(now_ns() - start, queue, line)
                waiter.cancel()
                try:
                    waiters.remove(waiter)
                except ValueError:
                    # It was woken already.
                    pass
                if free and not waiter.cancelled():
                    self._wake_next()
                raise
        holder = free.pop()
        now = holder._since = now_ns()
        self._resource.waited(now - start, queue, line)
        return holder

    def _wake_next(self):
        waiters = self._waiters
        while waiters:
            waiter = waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                break

    def _put_back(self, holder):
        self._resource.held(now_ns() - holder._since)
        self._free.append(holder)
        if self._waiters:
            self._wake_next()

    def _is_fresh(self, holder, con):
        """Whether the holder's connection can be used as it is."""
        if con is None or not con._session or holder._generation != self._generation:
            return False
        return not self._lifetime_ns or holder._since - holder._idle_since <= self._lifetime_ns

    def _is_plain_release(self, holder, con):
        return (
            self._plain_class
            and self._reset_callback is None
            and con._queries < self._max_queries
            and holder._generation == self._generation
        )

    # Statements on any connection

    def fetch(self, query, *args, timeout=None, record_class=None):
        return self._ask(ROWS, query, args, timeout, record_class, user_line())

    def fetchrow(self, query, *args, timeout=None, record_class=None):
        return self._ask(FIRST, query, args, timeout, record_class, user_line())

    def fetchval(self, query, *args, column=0, timeout=None):
        return self._ask(VALUE, query, args, timeout, None, user_line(), column)

    def execute(self, query, *args, timeout=None):
        return self._ask(STATUS, query, args, timeout, None, user_line())

    async def _ask(self, mode, query, args, timeout, record_class, line, column=0):
        if not self._ready:
            self._check_usable()
        if not self._plain_class or self._setup is not None:
            return await self._ask_by_proxy(mode, query, args, timeout, record_class, line, column)
        free = self._free
        if free:
            holder = free.pop()
            holder._since = now_ns()
            self._resource.waited(0, 0, line)
        else:
            holder = await self._get(line)
        con = holder._con
        if not self._is_fresh(holder, con):
            try:
                await holder.open(line)
            except BaseException:
                self._put_back(holder)
                raise
            con = holder._con
        holder._in_use = True
        con._holder = holder
        try:
            return await con._ask(mode, query, args, timeout, record_class, line, column)
        finally:
            if holder._in_use:
                await holder.give_back(line)

    async def _ask_by_proxy(self, mode, query, args, timeout, record_class, line, column):
        async with PoolAcquireContext(self, None, line) as con:
            if mode == ROWS:
                return await con.fetch(query, *args, timeout=timeout, record_class=record_class)
            if mode == FIRST:
                return await con.fetchrow(query, *args, timeout=timeout, record_class=record_class)
            if mode == VALUE:
                return await con.fetchval(query, *args, column=column, timeout=timeout)
            return await con.execute(query, *args, timeout=timeout)

    async def executemany(self, command, args, *, timeout=None):
        async with PoolAcquireContext(self, None, user_line()) as con:
            return await con.executemany(command, args, timeout=timeout)

    async def fetchmany(self, query, args, *, timeout=None, record_class=None):
        async with PoolAcquireContext(self, None, user_line()) as con:
            return await con.fetchmany(query, args, timeout=timeout, record_class=record_class)

    # Acquire and release

    def acquire(self, *, timeout=None):
        return PoolAcquireContext(self, timeout, user_line())

    async def _acquire(self, timeout, line):
        if not self._ready:
            self._check_usable()
        if timeout is None:
            return await self._take(line)
        async with asyncio.timeout(timeout):
            proxy = await self._take(line)
        # The time limit of an acquire is the default one of its release.
        proxy._holder._timeout = timeout
        return proxy

    async def _take(self, line):
        free = self._free
        if free:
            holder = free.pop()
            holder._since = now_ns()
            self._resource.waited(0, 0, line)
        else:
            holder = await self._get(line)
        con = holder._con
        if self._setup is None and self._is_fresh(holder, con):
            proxy = PoolConnectionProxy(holder, con)
            con._holder = holder
            con._proxy = holder._proxy = proxy
            holder._in_use = True
            return proxy
        return await holder.take(line)

    async def release(self, connection, *, timeout=None):
        if type(connection) is not PoolConnectionProxy or connection._holder._pool is not self:
            raise exceptions.InterfaceError(
                f"Pool.release() received invalid connection: {connection!r} is not a member of this pool"
            )
        if connection._con is None:
            # Released before.
            return
        self._check_init()
        holder = connection._holder
        if timeout is not None:
            holder._timeout = timeout
        await holder.give_back(user_line())

    async def close(self):
        if self._closed:
            return
        self._check_init()
        self._closing = True
        self._ready = False
        warning = None
        try:
            warning = self._loop.call_later(60, self._warn_on_long_close)
            await asyncio.gather(*[holder.wait_until_released() for holder in self._holders])
            await asyncio.gather(*[holder.close() for holder in self._holders])
        except (Exception, asyncio.CancelledError):
            self.terminate()
            raise
        finally:
            if warning is not None:
                warning.cancel()
            self._closed = True
            self._closing = False
            _names().give_back(self._line, self._maxsize, self._resource)

    def _warn_on_long_close(self):
        logger.warning(
            "Pool.close() is taking over 60 seconds to complete. Check if you have any unreleased connections left."
            " Use asyncio.wait_for() to set a timeout for Pool.close()."
        )

    def terminate(self):
        if self._closed:
            return
        self._check_init()
        for holder in self._holders:
            holder.terminate()
        self._closed = True
        self._ready = False

    async def expire_connections(self):
        self._generation += 1

    def set_connect_args(self, dsn=None, **connect_kwargs):
        self._connect_args = [dsn]
        self._connect_kwargs = connect_kwargs

    def _check_usable(self):
        if self._closing:
            raise exceptions.InterfaceError("pool is closing")
        self._check_init()

    def _check_init(self):
        if not self._initialized:
            if self._initializing:
                raise exceptions.InterfaceError(
                    "pool is being initialized, but not yet ready: likely there is a race between creating a pool and using it"
                )
            raise exceptions.InterfaceError("pool is not initialized")
        if self._closed:
            raise exceptions.InterfaceError("pool is closed")

    def is_closing(self):
        return self._closed or self._closing

    def get_size(self):
        return sum(holder.is_connected() for holder in self._holders)

    async def copy_records_to_table(self, table_name, *, records, columns=None, schema_name=None, timeout=None, where=None):
        async with self.acquire() as con:
            return await con.copy_records_to_table(
                table_name, records=records, columns=columns, schema_name=schema_name, timeout=timeout, where=where
            )

    def get_min_size(self):
        return self._minsize

    def get_max_size(self):
        return self._maxsize

    def get_idle_size(self):
        return sum(holder.is_connected() and holder.is_idle() for holder in self._holders)

    def __getattr__(self, name):
        if name.startswith("copy_"):
            kernel.not_simulated(f"asyncpg: Pool.{name}()", _AVAILABLE)
        raise AttributeError(f"'Pool' object has no attribute {name!r}")

    def __await__(self):
        return self._async__init__().__await__()

    async def __aenter__(self):
        await self._async__init__()
        return self

    async def __aexit__(self, *error):
        await self.close()


class PoolAcquireContext:
    """What acquire() gives: await it, or `async with` it."""

    __slots__ = ("timeout", "connection", "done", "pool", "_line")

    def __init__(self, pool, timeout, line):
        self.pool = pool
        self.timeout = timeout
        self.connection = None
        self.done = False
        self._line = line

    async def __aenter__(self):
        if self.connection is not None or self.done:
            raise exceptions.InterfaceError("a connection is already acquired")
        self.connection = connection = await self.pool._acquire(self.timeout, self._line)
        return connection

    async def __aexit__(self, *error):
        self.done = True
        connection, self.connection = self.connection, None
        if connection._con is not None:
            self.pool._check_init()
            await connection._holder.give_back(self._line)

    def __await__(self):
        self.done = True
        return self.pool._acquire(self.timeout, self._line).__await__()


# What the report calls the place where a request is stuck.
Pool._ask.__qualname__ = "Pool.fetch"
Pool._acquire.__qualname__ = PoolAcquireContext.__aenter__.__qualname__ = "Pool.acquire"
PoolAcquireContext.__aexit__.__qualname__ = "Pool.release"


def _names():
    return worker_state("asyncpg pools", lambda: PoolNames("asyncpg pool"))


def _full_name(cls):
    return cls.__name__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__name__}"


def create_pool(
    dsn=None, *, min_size=10, max_size=10, max_queries=50000, max_inactive_connection_lifetime=300.0, connect=None, setup=None,
    init=None, reset=None, loop=None, connection_class=Connection, record_class=Record, **connect_kwargs,
):  # fmt: skip
    """A pool, to be awaited or used with `async with`."""
    return Pool(
        dsn, connection_class=connection_class, record_class=record_class, min_size=min_size, max_size=max_size,
        max_queries=max_queries, loop=loop, connect=connect, setup=setup, init=init, reset=reset,
        max_inactive_connection_lifetime=max_inactive_connection_lifetime, **connect_kwargs,
    )  # fmt: skip
