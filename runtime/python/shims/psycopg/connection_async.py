"""AsyncConnection, AsyncCursor and AsyncTransaction."""

import asyncio
import contextlib

from _stand_in import forgotten
from surge import kernel
from surge.kernel import DB_CLOSE, call, emit, user_line

from . import errors
from ._core import BaseConnection, BaseTransaction, dsn_of
from ._cursor import BaseCursor
from .copy import AsyncCopy, refuse_writer, start_copy


class AsyncCursor(BaseCursor):
    async def execute(self, query, params=None, *, prepare=None, binary=None):
        await self._connection._drive(self._execute(query, params), user_line())
        return self

    async def executemany(self, query, params_seq, *, returning=False):
        await self._connection._drive(self._executemany(query, params_seq, returning), user_line())

    @contextlib.asynccontextmanager
    async def copy(self, statement, params=None, *, writer=None):
        """`async with cursor.copy("COPY items (id) FROM STDIN") as copy: await copy.write_row((1,))`"""
        refuse_writer(writer)
        started = await self._connection._drive(start_copy(self, statement, params), user_line())
        async with AsyncCopy(self, started) as copy:
            yield copy

    async def fetchone(self):
        return self._one()

    async def fetchmany(self, size=0):
        return self._many(size)

    async def fetchall(self):
        return self._all()

    async def close(self):
        self._closed = True

    async def __aiter__(self):
        while (row := self._one()) is not None:
            yield row

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        self._closed = True


class AsyncTransaction(BaseTransaction):
    async def __aenter__(self):
        await self._connection._drive(self._connection._enter_block(self), user_line())
        return self

    async def __aexit__(self, cls, error, traceback):
        return await self._connection._drive(self._connection._exit_block(self, error), user_line())


class AsyncConnection(BaseConnection):
    cursor_factory = AsyncCursor

    def __init__(self, *settings):
        super().__init__(*settings)
        # Statements of several tasks on one connection take turns.
        self.lock = asyncio.Lock()

    @classmethod
    async def connect(
        cls, conninfo="", *, autocommit=False, prepare_threshold=5, context=None, row_factory=None, cursor_factory=None,
        connect_timeout=None, **kwargs,
    ):  # fmt: skip
        """Opens a connection. The world has one database, so any address leads to it."""
        line = user_line()
        connection = cls(dsn_of(conninfo, kwargs), autocommit, row_factory, connect_timeout)
        if cursor_factory is not None:
            connection.cursor_factory = cursor_factory
        try:
            async with asyncio.timeout(None if connect_timeout is None else float(connect_timeout)):
                await connection._drive(connection._open(), line)
        except TimeoutError:
            raise errors.ConnectionTimeout("connection timeout expired") from None
        return connection

    def __del__(self):
        if self._session and forgotten(self._owner):
            emit(DB_CLOSE, 0, self._session, line=0)

    async def _drive(self, operation, line):
        """Runs a generator of operations to its end, awaiting each."""
        async with self.lock:
            try:
                wanted = next(operation)
                while True:
                    future = call(*wanted, line)
                    try:
                        answer = await future
                    except BaseException:
                        if future.cancel() or future.cancelled():
                            # The world gives the session up with the statement; psycopg would cancel the statement and keep it.
                            self._session = 0
                            if self._xact:
                                self._xact = 3
                        operation.close()
                        raise
                    wanted = operation.send(answer)
            except StopIteration as stop:
                return stop.value

    def cursor(self, name="", *, binary=False, row_factory=None, scrollable=None, withhold=False):
        if name:
            kernel.not_simulated("psycopg: server-side cursors", "cursor() without a name")
        if self._closed:
            raise errors.OperationalError("the connection is closed")
        return self.cursor_factory(self, row_factory=row_factory)

    async def execute(self, query, params=None, *, prepare=None, binary=False):
        return await self.cursor().execute(query, params)

    async def commit(self):
        await self._drive(self._finish("COMMIT"), user_line())

    async def rollback(self):
        await self._drive(self._finish("ROLLBACK"), user_line())

    def transaction(self, savepoint_name=None, force_rollback=False):
        return AsyncTransaction(self, savepoint_name, force_rollback)

    async def close(self):
        self._closed = True
        if self._session:
            session, self._session = self._session, 0
            emit(DB_CLOSE, 0, session, line=0)

    async def __aenter__(self):
        return self

    async def __aexit__(self, cls, error, traceback):
        if self._closed:
            return
        if cls is None:
            await self.commit()
        else:
            await self.rollback()
        if self._pool is None:
            await self.close()

    async def set_autocommit(self, value):
        self._set("_autocommit", bool(value))

    async def set_isolation_level(self, value):
        self._set("_isolation", value)

    async def set_read_only(self, value):
        self._set("_read_only", value)

    async def set_deferrable(self, value):
        self._set("_deferrable", value)


AsyncConnection._drive.__qualname__ = "AsyncConnection.execute"
for _class in (AsyncConnection, AsyncCursor, AsyncTransaction):
    _class.__module__ = "psycopg"
