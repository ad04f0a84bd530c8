"""Cursors. The statement runs once; each further batch costs one more round trip, as a FETCH from the portal does."""

from collections import deque

from surge.kernel import charge, costs

from . import exceptions
from .connresource import ConnectionResource, guarded

_STATUS, _RESULT = 3, 4
_NEXT_BATCH = "SELECT 1"


class CursorFactory(ConnectionResource):
    """What Connection.cursor() gives: `async for` it, or await it for a Cursor."""

    __slots__ = ("_query", "_args", "_prefetch", "_timeout", "_record_class", "_line")

    def __init__(self, connection, query, args, prefetch, timeout, record_class, line):
        ConnectionResource.__init__(self, connection)
        self._query = query
        self._args = args
        self._prefetch = prefetch
        self._timeout = timeout
        self._record_class = record_class
        self._line = line

    @guarded
    def __aiter__(self):
        prefetch = 50 if self._prefetch is None else self._prefetch
        return CursorIterator(self._connection, self._query, self._args, self._record_class, self._line, prefetch, self._timeout)

    @guarded
    def __await__(self):
        if self._prefetch is not None:
            raise exceptions.InterfaceError("prefetch argument can only be specified for iterable cursor")
        cursor = Cursor(self._connection, self._query, self._args, self._record_class, self._line)
        return cursor._init(self._timeout).__await__()


class _Portal(ConnectionResource):
    __slots__ = ("_query", "_args", "_record_class", "_line", "_rows", "_opened", "_exhausted")

    def __init__(self, connection, query, args, record_class, line):
        ConnectionResource.__init__(self, connection)
        self._query = query
        self._args = args
        self._record_class = record_class
        self._line = line
        self._rows = deque()
        self._opened = False
        self._exhausted = False

    async def _open(self, timeout):
        connection = self._connection
        if not connection._top_xact:
            raise exceptions.NoActiveSQLTransactionError("cursor cannot be created outside of a transaction")
        self._opened = True
        result = await connection._ask(_RESULT, self._query, self._args, timeout, None, self._line)
        self._rows.extend(result.decode(self._record_class or connection._record_class, connection._codecs, result.count))

    async def _take(self, count, timeout, first=False):
        """The next rows, for one round trip; 0: all."""
        if not first:
            await self._connection._ask(_STATUS, _NEXT_BATCH, (), timeout, None, self._line)
        rows = self._rows
        wanted = len(rows) if count == 0 else min(count, len(rows))
        # The server says that a portal is exhausted when it finds fewer rows than it was asked for.
        self._exhausted = count == 0 or wanted < count
        if wanted:
            charge(wanted * costs.databaseRow)
        return [rows.popleft() for _ in range(wanted)]

    def __repr__(self):
        state = "exhausted " if self._exhausted else ""
        return f'<asyncpg.{type(self).__name__} "{self._query[:30]}" {state}{id(self):#x}>'


class CursorIterator(_Portal):
    __slots__ = ("_buffer", "_prefetch", "_timeout")

    def __init__(self, connection, query, args, record_class, line, prefetch, timeout):
        _Portal.__init__(self, connection, query, args, record_class, line)
        if prefetch <= 0:
            raise exceptions.InterfaceError("prefetch argument must be greater than zero")
        self._buffer = deque()
        self._prefetch = prefetch
        self._timeout = timeout

    @guarded
    def __aiter__(self):
        return self

    @guarded
    async def __anext__(self):
        if not self._opened:
            await self._open(self._timeout)
            self._buffer.extend(await self._take(self._prefetch, self._timeout, first=True))
        if not self._buffer and not self._exhausted:
            self._buffer.extend(await self._take(self._prefetch, self._timeout))
        if self._buffer:
            return self._buffer.popleft()
        raise StopAsyncIteration


class Cursor(_Portal):
    """An open cursor: fetch, fetchrow, forward."""

    __slots__ = ()

    async def _init(self, timeout):
        await self._open(timeout)
        return self

    @guarded
    async def fetch(self, n, *, timeout=None):
        if n <= 0:
            raise exceptions.InterfaceError("n must be greater than zero")
        if self._exhausted:
            return []
        return await self._take(n, timeout)

    @guarded
    async def fetchrow(self, *, timeout=None):
        if self._exhausted:
            return None
        rows = await self._take(1, timeout)
        return rows[0] if rows else None

    @guarded
    async def forward(self, n, *, timeout=None):
        if n <= 0:
            raise exceptions.InterfaceError("n must be greater than zero")
        return len(await self._take(n, timeout))
