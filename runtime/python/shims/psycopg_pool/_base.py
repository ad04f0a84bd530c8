"""What ConnectionPool and AsyncConnectionPool share."""

from _stand_in import PoolNames, worker_state
from psycopg.errors import OperationalError
from surge import kernel
from surge.kernel import user_line


class PoolClosed(OperationalError):
    """The pool is not open."""


class PoolTimeout(OperationalError):
    """No connection of the pool became free in time."""


class TooManyRequests(OperationalError):
    """Too many wait for a connection already."""


for _class in (PoolClosed, PoolTimeout, TooManyRequests):
    _class.__module__ = "psycopg_pool"


class BasePool:
    def __init__(self, conninfo, kwargs, min_size, max_size, name, timeout, max_waiting):
        if max_size is None:
            max_size = min_size
        if min_size < 0:
            raise ValueError("min_size cannot be negative")
        if max_size < min_size:
            raise ValueError("max_size must be greater or equal than min_size")
        if min_size == max_size == 0:
            raise ValueError("if min_size is 0 max_size must be greater or than 0")
        self.conninfo = conninfo
        self.kwargs = dict(kwargs or {})
        self.timeout = timeout
        self.max_waiting = max_waiting
        self._min_size = min_size
        self._max_size = max_size
        self._line = user_line()
        numbers = worker_state("psycopg pools", lambda: [0])
        numbers[0] += 1
        self.name = name or f"pool-{numbers[0]}"
        self._opened = self._closed = False
        self._resource = None

    min_size = property(lambda self: self._min_size)
    max_size = property(lambda self: self._max_size)
    closed = property(lambda self: not self._opened or self._closed)

    def _declare(self):
        self._resource = _names().take(self._line, self._max_size)
        if self._resource.lifted:
            self._max_size = kernel.LIFTED_SERVERS
        return self._resource

    def _forget(self):
        if self._resource is not None:
            _names().give_back(self._line, self._max_size, self._resource)

    def _check_open(self):
        if self._closed:
            raise PoolClosed(f"the pool {self.name!r} is already closed")
        if not self._opened:
            raise PoolClosed(f"the pool {self.name!r} is not open yet")

    def _check_may_open(self):
        if self._closed:
            raise OperationalError("pool has already been opened/closed and cannot be reused")

    def _late(self, timeout):
        return PoolTimeout(f"couldn't get a connection after {timeout:.2f} sec")

    def _check_owner(self, connection):
        if connection._pool is self:
            return
        if connection._pool is not None:
            raise ValueError(f"can't return connection to pool {self.name!r}, it comes from pool {connection._pool.name!r}: {connection}")
        raise ValueError(f"can't return connection to pool {self.name!r}, it doesn't come from any pool: {connection}")

    def _check_waiting(self, waiting):
        if self.max_waiting and waiting >= self.max_waiting:
            raise TooManyRequests(f"the pool {self.name!r} has already {waiting} requests waiting")

    def __repr__(self):
        return f"<psycopg_pool.{type(self).__name__} {self.name!r}>"


def _names():
    return worker_state("psycopg pool names", lambda: PoolNames("psycopg pool"))
