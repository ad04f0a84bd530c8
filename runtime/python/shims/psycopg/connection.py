"""Connection, Cursor and Transaction, which block: the loop, or the virtual thread that they run in."""

import contextlib

from _http_wire import in_the_loop
from _stand_in import forgotten
from surge import kernel
from surge.kernel import DB_CLOSE, DB_CONNECT

from ._core import BaseConnection, BaseTransaction, dsn_of
from ._cursor import BaseCursor
from .copy import Copy, refuse_writer, start_copy
from .errors import OperationalError


class Cursor(BaseCursor):
    def execute(self, query, params=None, *, prepare=None, binary=None):
        self._connection._drive(self._execute(query, params))
        return self

    def executemany(self, query, params_seq, *, returning=False):
        self._connection._drive(self._executemany(query, params_seq, returning))

    @contextlib.contextmanager
    def copy(self, statement, params=None, *, writer=None):
        """`with cursor.copy("COPY items (id) FROM STDIN") as copy: copy.write_row((1,))`"""
        refuse_writer(writer)
        started = self._connection._drive(start_copy(self, statement, params))
        with Copy(self, started) as copy:
            yield copy

    def fetchone(self):
        return self._one()

    def fetchmany(self, size=0):
        return self._many(size)

    def fetchall(self):
        return self._all()

    def scroll(self, value, mode="relative"):
        rows = self._fetchable()
        target = value if mode == "absolute" else self._position + value
        if not 0 <= target < len(rows):
            raise IndexError("position out of bound")
        self._position = target

    def close(self):
        self._closed = True

    def __iter__(self):
        self._fetchable()
        return iter(self._one, None)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


class Transaction(BaseTransaction):
    def __enter__(self):
        self._connection._drive(self._connection._enter_block(self))
        return self

    def __exit__(self, cls, error, traceback):
        return self._connection._drive(self._connection._exit_block(self, error))


class Connection(BaseConnection):
    cursor_factory = Cursor

    @classmethod
    def connect(
        cls, conninfo="", *, autocommit=False, prepare_threshold=5, context=None, row_factory=None, cursor_factory=None,
        connect_timeout=None, **kwargs,
    ):  # fmt: skip
        """Opens a connection. The world has one database, so any address leads to it."""
        connection = cls(dsn_of(conninfo, kwargs), autocommit, row_factory, connect_timeout)
        if cursor_factory is not None:
            connection.cursor_factory = cursor_factory
        if in_the_loop():
            connection._drive(connection._open())
        return connection

    def __del__(self):
        if self._session and forgotten(self._owner):
            close_session(self._session)

    def _drive(self, operation):
        """Runs a generator of operations to its end, blocking."""
        try:
            wanted = next(operation)
            if not in_the_loop():
                kernel.refuse("a statement of psycopg while the program is being loaded", "make it at start-up (lifespan) or in a request")
            while True:
                kind = wanted[0]
                timeout_ns = round(float(self._connect_timeout) * 1e9) if kind == DB_CONNECT and self._connect_timeout else 0
                what = "psycopg.connect" if kind == DB_CONNECT else "psycopg: execute"
                wanted = operation.send(kernel.blocking_call(*wanted, what=what, timeout_ns=timeout_ns))
        except StopIteration as stop:
            return stop.value

    def cursor(self, name="", *, binary=False, row_factory=None, scrollable=None, withhold=False):
        if name:
            kernel.not_simulated("psycopg: server-side cursors", "cursor() without a name")
        self._check_open()
        return self.cursor_factory(self, row_factory=row_factory)

    def _check_open(self):
        if self._closed:
            raise OperationalError("the connection is closed")

    def execute(self, query, params=None, *, prepare=None, binary=False):
        return self.cursor().execute(query, params)

    def commit(self):
        self._drive(self._finish("COMMIT"))

    def rollback(self):
        self._drive(self._finish("ROLLBACK"))

    def transaction(self, savepoint_name=None, force_rollback=False):
        return Transaction(self, savepoint_name, force_rollback)

    def close(self):
        self._closed = True
        if self._session:
            session, self._session = self._session, 0
            close_session(session)

    def __enter__(self):
        return self

    def __exit__(self, cls, error, traceback):
        if self._closed:
            return
        if cls is None:
            self.commit()
        else:
            self.rollback()
        if self._pool is None:
            self.close()

    @BaseConnection.autocommit.setter
    def autocommit(self, value):
        self._set("_autocommit", bool(value))

    @BaseConnection.isolation_level.setter
    def isolation_level(self, value):
        self._set("_isolation", value)

    @BaseConnection.read_only.setter
    def read_only(self, value):
        self._set("_read_only", value)

    @BaseConnection.deferrable.setter
    def deferrable(self, value):
        self._set("_deferrable", value)


def close_session(session):
    """At the caller's own time: what it asks next must find the place free."""
    if in_the_loop():
        kernel.blocking_call(DB_CLOSE, session, line=0)
    else:
        kernel.emit(DB_CLOSE, 0, session, line=0)


connect = Connection.connect
for _class in (Connection, Cursor, Transaction):
    _class.__module__ = "psycopg"
