"""Prepared statements. Types are known after the first run: the world has no separate describe."""

from json import loads

from surge import kernel
from surge.kernel import user_line

from .connresource import ConnectionResource, guarded
from .cursor import CursorFactory
from .protocol.oids import type_name
from .types import Attribute, Type

# RESULT and MANY of connection.py.
_RESULT = 4
_MANY = 2
_AVAILABLE = "fetch, fetchrow, fetchval, fetchmany, executemany, cursor, explain; types are known after the first run"


def _type(oid):
    name = type_name(oid)
    return Type(oid, name, "array" if name.endswith("[]") else "scalar", "pg_catalog")


class PreparedStatement(ConnectionResource):
    __slots__ = ("_query", "_statement", "_name", "_record_class", "_columns", "_last_status")

    def __init__(self, connection, query, statement, name, record_class):
        ConnectionResource.__init__(self, connection)
        self._query = query
        self._statement = statement
        self._name = name
        self._record_class = record_class
        self._columns = None
        self._last_status = None

    @guarded
    def get_name(self):
        return self._name

    @guarded
    def get_query(self):
        return self._query

    @guarded
    def get_statusmsg(self):
        return self._last_status

    @guarded
    def get_parameters(self):
        types = () if self._statement.count == 0 else self._statement.types
        if types is None:
            kernel.not_simulated("asyncpg: PreparedStatement.get_parameters() before the first run", _AVAILABLE)
        return tuple(_type(oid) for oid in types)

    @guarded
    def get_attributes(self):
        if self._columns is None:
            kernel.not_simulated("asyncpg: PreparedStatement.get_attributes() before the first run", _AVAILABLE)
        return tuple(Attribute(name, _type(oid)) for name, oid in self._columns)

    @guarded
    def cursor(self, *args, prefetch=None, timeout=None):
        return CursorFactory(self._connection, self._query, args, prefetch, timeout, self._record_class, user_line())

    @guarded
    async def explain(self, *args, analyze=False):
        query = f"EXPLAIN (FORMAT JSON, VERBOSE{', ANALYZE' if analyze else ''}) {self._query}"
        if not analyze:
            return loads(await self._connection.fetchval(query, *args))
        transaction = self._connection.transaction()
        await transaction.start()
        try:
            return loads(await self._connection.fetchval(query, *args))
        finally:
            await transaction.rollback()

    async def _run(self, args, limit, timeout, line):
        connection = self._connection
        result = await connection._ask(_RESULT, self._query, args, timeout, None, line)
        self._last_status = result.tag
        self._columns = tuple(zip(result.names, result.types))
        count = result.count if limit is None else min(limit, result.count)
        if count:
            kernel.charge(count * kernel.costs.databaseRow)
        return list(result.decode(self._record_class or connection._record_class, connection._codecs, count))

    @guarded
    def fetch(self, *args, timeout=None):
        return self._run(args, None, timeout, user_line())

    @guarded
    async def fetchval(self, *args, column=0, timeout=None):
        rows = await self._run(args, 1, timeout, user_line())
        return rows[0][column] if rows else None

    @guarded
    async def fetchrow(self, *args, timeout=None):
        rows = await self._run(args, 1, timeout, user_line())
        return rows[0] if rows else None

    @guarded
    def fetchmany(self, args, *, timeout=None):
        return self._connection._ask_many(self._query, args, timeout, self._record_class, user_line())

    @guarded
    def executemany(self, args, *, timeout=None):
        return self._connection._send_many(self._query, args, timeout, user_line(), _MANY)
