"""What Cursor and AsyncCursor share: statements and their rows."""

from collections import namedtuple

from _postgres_copy import is_copy
from _postgres_values import PSYCOPG, row_count, rows_of
from asyncpg.protocol.oids import NAMES
from surge import kernel

from . import errors
from ._query import arrange, encode, parse, placed, query_text, statement, type_of

# How DB_QUERY is sent for executemany: all rows in one round trip (HOW.MANY of engine/guest-port.ts).
MANY = 2
# CPU of the driver for each row of executemany (modelled, as asyncpg's).
MANY_ROW_NS = 8_000


class Column(namedtuple("Column", "name type_code display_size internal_size precision scale null_ok", defaults=(None,) * 5)):
    def __repr__(self):
        return f"<Column {self.name!r}, type: {NAMES.get(self.type_code, self.type_code)} (oid: {self.type_code})>"


class BaseCursor:
    arraysize = 1

    def __init__(self, connection, *, row_factory=None):
        self._connection = connection
        self._row_factory = row_factory or connection.row_factory
        self._closed = False
        self._clear()

    def _clear(self):
        self._result = None
        self._rows = None
        self._position = 0
        self.rowcount = -1

    connection = property(lambda self: self._connection)
    closed = property(lambda self: self._closed)

    @property
    def row_factory(self):
        return self._row_factory

    @row_factory.setter
    def row_factory(self, row_factory):
        self._row_factory = row_factory
        self._make_rows()

    @property
    def description(self):
        result = self._result
        return [Column(name, oid) for name, oid in zip(result.names, result.types)] if result is not None and result.names else None

    @property
    def statusmessage(self):
        return None if self._result is None else self._result.tag

    @property
    def rownumber(self):
        return None if self._rows is None else self._position

    def _execute(self, query, params):
        self._check()
        yield from self._connection._start()
        text, values = statement(query, params)
        self._clear()
        try:
            result = yield from self._connection._ask(text, values)
        except errors.FeatureNotSupported:
            if not is_copy(text):
                raise
            self._connection._copying = True
            raise errors.ProgrammingError("COPY cannot be used with this method; use copy() instead") from None
        self._take(result)

    def _executemany(self, query, params_seq, returning):
        self._check()
        yield from self._connection._start()
        rows = list(params_seq)
        self._clear()
        self.rowcount = 0
        if not rows:
            return
        if returning:
            kernel.not_simulated("psycopg: executemany(returning=True)", "execute for each, or one statement with unnest")
        parts, names, count = parse(query_text(query))
        values = [arrange(names, count, params) for params in rows]
        # One statement for all rows: a column's type is the widest of its values'.
        casts = [_widest([type_of(row[index]) for row in values]) for index in range(len(values[0]))]
        encoded = ",".join(f"[{','.join('null' if value is None else encode(value) for value in row)}]" for row in values)
        kernel.charge(len(values) * MANY_ROW_NS)
        result = yield from self._connection._ask(placed(parts, names, casts), f"[{encoded}]", MANY)
        self.rowcount = row_count(result.tag)

    def _take(self, result):
        if result is None:
            return
        self._result = result
        self.rowcount = result.count if result.names else row_count(result.tag)
        if result.names:
            kernel.charge(result.count * kernel.costs.databaseRow)
            self._make_rows()

    def _make_rows(self):
        if self._result is not None and self._result.names:
            rows = rows_of(self._result, PSYCOPG, "psycopg")
            make = self._row_factory(self)
            self._rows = rows if make is tuple else [make(row) for row in rows]

    def _check(self):
        if self._closed:
            raise errors.InterfaceError("the cursor is closed")

    def _fetchable(self):
        self._check()
        if self._rows is None:
            if self._result is None:
                raise errors.ProgrammingError("no result available")
            raise errors.ProgrammingError("the last operation didn't produce records (command status: " + self._result.tag + ")")
        return self._rows

    def _one(self):
        rows = self._fetchable()
        if self._position >= len(rows):
            return None
        self._position += 1
        return rows[self._position - 1]

    def _many(self, size):
        rows = self._fetchable()
        start = self._position
        self._position = min(len(rows), start + (size or self.arraysize))
        return rows[start : self._position]

    def _all(self):
        rows = self._fetchable()
        start, self._position = self._position, len(rows)
        return rows[start:]

    def nextset(self):
        return None

    def _refuse(self, name):
        kernel.not_simulated(f"psycopg: {type(self).__name__}.{name}()", "execute, executemany, copy, fetchone, fetchmany, fetchall")

    def stream(self, *args, **kwargs):
        self._refuse("stream")


_WIDTHS = ("", "int2", "int4", "int8", "numeric")


def _widest(names):
    found = set(names)
    if found <= set(_WIDTHS):
        return max(found, key=_WIDTHS.index)
    return next(name for name in names if name)
