"""COPY: what `with cursor.copy(statement) as copy` and `async with` give, and the part of it that both share.

Data is collected until the block ends, and then sent at once: the server does all of it or nothing either way.
"""

import json
from collections.abc import Buffer

from _postgres_copy import COPY, CopyError, CopyStatement, is_copy, unescape
from _postgres_values import PSYCOPG, decoder_of
from asyncpg.protocol import oids
from asyncpg.protocol.result import Result
from psycopg2._adapt import interpolate
from surge import kernel

from . import errors
from ._query import encode, query_text, type_of

# CPU of the driver for each row, or block, that it is given: making text of it and handing it to libpq (modelled, as asyncpg's rows).
WRITE_NS = 2_500
_ARRAYS = {f"{oids.NAMES[element]}[]": oid for oid, element in oids.ELEMENT.items()}


def text_of_value(value):
    """A value as write_row() writes it."""
    cls = type(value)
    if cls is str:
        return value
    if cls is int:
        return int.__repr__(value)
    if cls is bool:
        return "t" if value else "f"
    try:
        type_of(value)
    except errors.ProgrammingError:
        raise errors.ProgrammingError(f"cannot adapt type {cls.__name__!r} using placeholder '%t' (format: TEXT)") from None
    return _text_of_json(json.loads(encode(value)))


def _text_of_json(value):
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return f"{{{','.join(['NULL' if item is None else _element(item) for item in value])}}}"
    if isinstance(value, dict) and "$bytes" in value:
        return f"\\x{value['$bytes']}"
    return json.dumps(value)


def _element(value):
    if not isinstance(value, str):
        return _text_of_json(value)
    text = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


_ESCAPES = str.maketrans({"\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r"})


def start_copy(cursor, statement, params):
    """Begins it: the server says that it is ready for the data, or sends it."""
    connection = cursor._connection
    cursor._check()
    yield from connection._start()
    sql = query_text(statement)
    if params:
        sql = interpolate(sql, params)
    cursor._clear()
    if not is_copy(sql):
        result = yield from connection._ask(sql)
        got = "TUPLES_OK" if result.names else "COMMAND_OK"
        raise errors.ProgrammingError(f"copy() should be used only with COPY ... TO STDOUT or COPY ... FROM STDIN statements, got {got}")
    try:
        parsed = CopyStatement(sql)
    except CopyError as error:
        yield from _abort(connection, sql)
        raise errors.from_server(json.dumps(error.fields), sql) from None
    try:
        result = yield from connection._ask(parsed.select_sql() if parsed.reads else parsed.columns_sql())
    except errors.Error as error:
        raise errors.from_server(json.dumps(parsed.refusal(error._fields)), sql) from None
    connection._copying = True
    return sql, parsed, result


def _abort(connection, sql):
    """The server refuses it: the transaction has failed. A COPY as a statement of its own is refused here, too."""
    connection._copying = False
    try:
        yield from connection._ask(sql)
    except errors.Error:
        pass


class BaseCopy:
    def __init__(self, cursor, started):
        self.cursor = cursor
        self.connection = cursor._connection
        self._sql, self._statement, result = started
        self._reads = self._statement.reads
        self._names = result.names
        # Text that was written, or lines that are left to read, last one first.
        self._data = []
        self._lines = list(reversed(self._statement.lines(result))) if self._reads else []
        self._count = result.count
        self._decoders = None
        self._finished = False

    def _enter(self):
        if self._finished:
            raise TypeError("copy blocks can be used only once")

    def set_types(self, types):
        """Types of what is read: values as these types have them instead of texts."""
        found = [kind if isinstance(kind, int) else oids.BY_NAME.get(kind, _ARRAYS.get(kind)) for kind in types]
        if None in found:
            raise KeyError(f"couldn't find the type {types[found.index(None)]!r} in the types registry")
        self._decoders = [decoder_of(oid, PSYCOPG, "psycopg") for oid in found]

    # On its way in

    def _write(self, buffer):
        if isinstance(buffer, str):
            text = buffer
        elif isinstance(buffer, Buffer):
            text = bytes(buffer)
        else:
            raise TypeError(f"object of type {type(buffer).__name__!r} has no len()")
        self._check_writing()
        kernel.charge(WRITE_NS)
        self._data.append(text)

    def _write_row(self, row):
        self._check_writing()
        kernel.charge(WRITE_NS)
        fields = ["\\N" if value is None else text_of_value(value).translate(_ESCAPES) for value in row]
        self._data.append("\t".join(fields) + "\n")

    def _check_writing(self):
        if self._reads or self._finished:
            raise errors.OperationalError("no COPY in progress\n")

    def _text(self):
        if any(type(part) is bytes for part in self._data):
            return b"".join([part if type(part) is bytes else part.encode() for part in self._data]).decode()
        return "".join(self._data)

    def _finish(self, exc):
        """Ends it: with an exception nothing of it is done, and the transaction has failed."""
        connection = self.connection
        if self._reads:
            if exc is not None and connection._copying:
                yield from _abort(connection, self._sql)
            return
        self._finished = True
        if exc is not None:
            yield from _abort(connection, self._sql)
            return
        try:
            rows = self._statement.rows(self._text(), self._names)
        except CopyError as error:
            yield from _abort(connection, self._sql)
            raise errors.from_server(json.dumps(error.fields)) from None
        connection._copying = False
        if rows.count:
            try:
                yield from connection._ask(rows.sql(), rows.encoded(), COPY)
            except errors.Error as error:
                raise errors.from_server(json.dumps(rows.refusal(error._fields))) from None
        self.cursor._take(Result(json.dumps({"tag": f"COPY {rows.count}"})))

    # On its way out

    def _read(self):
        if not self._reads:
            raise errors.OperationalError("no COPY in progress\n")
        if self._lines:
            return memoryview(self._lines.pop().encode())
        if not self._finished:
            self._finished = True
            self.connection._copying = False
            self.cursor.rowcount = self._count
            kernel.charge(self._count * kernel.costs.databaseRow)
        return memoryview(b"")

    def _read_row(self):
        line = bytes(self._read()).decode()
        if not line:
            return None
        values = [None if field == "\\N" else unescape(field) for field in line[:-1].split("\t")]
        if self._decoders is not None:
            pairs = zip(values, self._decoders)
            values = [value if value is None or decode is None else decode(value) for value, decode in pairs]
        return tuple(values)


class Copy(BaseCopy):
    """What `with cursor.copy(...)` gives."""

    def __enter__(self):
        self._enter()
        return self

    def __exit__(self, cls, error, traceback):
        self.finish(error)

    def finish(self, exc):
        self.connection._drive(self._finish(exc))

    def write(self, buffer):
        self._write(buffer)

    def write_row(self, row):
        self._write_row(row)

    def read(self):
        return self._read()

    def read_row(self):
        return self._read_row()

    def rows(self):
        return iter(self._read_row, None)

    def __iter__(self):
        while data := self._read():
            yield data


class AsyncCopy(BaseCopy):
    """What `async with cursor.copy(...)` gives."""

    async def __aenter__(self):
        self._enter()
        return self

    async def __aexit__(self, cls, error, traceback):
        await self.finish(error)

    async def finish(self, exc):
        await self.connection._drive(self._finish(exc), kernel.user_line())

    async def write(self, buffer):
        self._write(buffer)

    async def write_row(self, row):
        self._write_row(row)

    async def read(self):
        return self._read()

    async def read_row(self):
        return self._read_row()

    async def rows(self):
        while (row := self._read_row()) is not None:
            yield row

    async def __aiter__(self):
        while data := self._read():
            yield data


Copy.__module__ = AsyncCopy.__module__ = "psycopg"


def refuse_writer(writer):
    if writer is not None:
        kernel.not_simulated("psycopg: copy(writer=...)", "copy(statement, params)")
