"""Connection pools that never wait: without a free connection they refuse."""

from _blocking_pool import BlockingPool
from _stand_in import PoolNames, worker_state
from surge import kernel

from ._connection import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_UNKNOWN, connect
from ._errors import Error


class PoolError(Error):
    """The pool is exhausted or closed, or was given what is not its own."""


class AbstractConnectionPool:
    def __init__(self, minconn, maxconn, *args, **kwargs):
        self.minconn = int(minconn)
        self.maxconn = int(maxconn)
        self.closed = False
        self._connect = lambda: connect(*args, **kwargs)
        names = worker_state("psycopg2 pools", lambda: PoolNames("psycopg2 pool"))
        resource = names.take(kernel.user_line(), self.maxconn)
        self._pool = BlockingPool(self.maxconn, "psycopg2 pool", keep=self.minconn, resource=resource)
        # Key -> (lease, connection), and the key of each connection.
        self._used = {}
        self._keys = 0
        for lease in [self._pool.take(0) for _ in range(self.minconn)]:
            self._pool.give_back(lease, self._connect())

    def getconn(self, key=None):
        if self.closed:
            raise PoolError("connection pool is closed")
        if key is None:
            self._keys += 1
            key = self._keys
        elif key in self._used:
            return self._used[key][1]
        lease = self._pool.take(0)
        if lease is None:
            raise PoolError("connection pool exhausted")
        try:
            made = lease.item or self._connect()
        except BaseException:
            self._pool.give_back(lease, None)
            raise
        self._used[key] = (lease, made)
        return made

    def putconn(self, conn, key=None, close=False):
        if self.closed:
            raise PoolError("connection pool is closed")
        if key is None:
            key = next((known for known, (_, used) in self._used.items() if used is conn), None)
            if key is None:
                raise PoolError("trying to put unkeyed connection")
        lease, _ = self._used.pop(key)
        status = conn.get_transaction_status()
        if not conn.closed and not close and status not in (TRANSACTION_STATUS_UNKNOWN, TRANSACTION_STATUS_IDLE):
            conn.rollback()
        keep = not (conn.closed or close or status == TRANSACTION_STATUS_UNKNOWN)
        if not self._pool.give_back(lease, conn if keep else None) and not conn.closed:
            conn.close()

    def closeall(self):
        if self.closed:
            raise PoolError("connection pool is closed")
        for conn in [*self._pool.idle_items(), *(used for _, used in self._used.values())]:
            conn.close()
        self.closed = True


class SimpleConnectionPool(AbstractConnectionPool):
    """For one thread."""


class ThreadedConnectionPool(AbstractConnectionPool):
    """For several threads."""
