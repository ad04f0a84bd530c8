"""ConnectionPool: for threads and for code that blocks.

The real pool opens its connections in threads of its own; here each opens when it is used first, or in wait().
"""

import contextlib

from _blocking_pool import BlockingPool
from _http_wire import in_the_loop
from psycopg import Connection
from psycopg._core import dsn_of
from surge import kernel

from ._base import BasePool


class ConnectionPool(BasePool):
    def __init__(
        self, conninfo="", *, connection_class=Connection, kwargs=None, min_size=4, max_size=None, open=None, configure=None, check=None,
        reset=None, name=None, close_returns=False, timeout=30.0, max_waiting=0, max_lifetime=3600.0, max_idle=600.0,
        reconnect_timeout=300.0, reconnect_failed=None, num_workers=3,
    ):  # fmt: skip
        super().__init__(conninfo, kwargs, min_size, max_size, name, timeout, max_waiting)
        self._connection_class = connection_class
        self._configure, self._check, self._reset = configure, check, reset
        self._pool = BlockingPool(self._max_size, f"psycopg_pool {self.name}: no free connection", lifo=False)
        if open is None or open:
            self.open()

    def open(self, wait=False, timeout=30.0):
        if self._opened and not self._closed:
            return
        self._check_may_open()
        self._opened = True
        for lease in [self._pool.take(0) for _ in range(self._min_size)]:
            self._pool.give_back(lease, self._make())
        self._pool.watch(self._declare())
        if wait:
            self.wait(timeout)

    def _make(self):
        """A connection that opens with its first statement."""
        kwargs = dict(self.kwargs)
        own = (("autocommit", False), ("row_factory", None), ("connect_timeout", None))
        settings = [kwargs.pop(name, default) for name, default in own]
        kwargs.pop("prepare_threshold", None)
        made = self._connection_class(dsn_of(self.conninfo, kwargs), *settings)
        made._pool = self
        return made

    def wait(self, timeout=30.0):
        """Opens the pool's connections."""
        self._check_open()
        for place in self._pool.places:
            if place.item is not None:
                self._ready(place.item)

    def _ready(self, connection):
        if not connection._session and not connection._closed and in_the_loop():
            connection._drive(connection._open())
            if self._configure is not None:
                self._configure(connection)

    def getconn(self, timeout=None):
        self._check_open()
        timeout = self.timeout if timeout is None else timeout
        self._check_waiting(self._pool.waiting(kernel.now_ns()))
        lease = self._pool.take(timeout)
        if lease is None:
            raise self._late(timeout)
        connection = lease.item or self._make()
        try:
            self._ready(connection)
            if self._check is not None:
                self._check(connection)
        except BaseException:
            self._pool.give_back(lease, None)
            raise
        connection._lease = lease
        return connection

    def putconn(self, conn):
        self._check_owner(conn)
        lease, conn._lease = conn._lease, None
        if conn._copying:
            # A COPY that nobody ended: psycopg closes the connection.
            conn.close()
        if not conn.closed and conn._xact:
            conn.rollback()
        if not conn.closed and self._reset is not None:
            self._reset(conn)
        kept = self._pool.give_back(lease, None if conn.closed or self._closed else conn)
        if not kept and not conn.closed:
            conn.close()

    @contextlib.contextmanager
    def connection(self, timeout=None):
        """A connection for a block; committed when it ends well, else rolled back."""
        connection = self.getconn(timeout)
        try:
            with connection:
                yield connection
        finally:
            self.putconn(connection)

    def check(self):
        """Nothing to do: connections of this world do not break while they are idle."""

    @staticmethod
    def check_connection(conn):
        conn.execute("")

    def resize(self, min_size, max_size=None):
        self._min_size, self._max_size = min_size, max_size or min_size
        self._pool.size = self._pool.keep = self._max_size

    def get_stats(self):
        now = kernel.now_ns()
        used = self._pool.used(now)
        return {
            "pool_min": self._min_size, "pool_max": self._max_size, "pool_size": len(self._pool.places),
            "pool_available": len(self._pool.places) - used, "requests_waiting": self._pool.waiting(now),
        }  # fmt: skip

    def close(self, timeout=5.0):
        if self._closed:
            return
        self._closed = True
        for connection in self._pool.idle_items():
            connection.close()
        self._forget()

    def __enter__(self):
        self.open()
        return self

    def __exit__(self, *error):
        self.close()


class NullConnectionPool:
    def __init__(self, *args, **kwargs):
        kernel.not_simulated("psycopg_pool.NullConnectionPool", "ConnectionPool, AsyncConnectionPool")


ConnectionPool.__module__ = "psycopg_pool"
