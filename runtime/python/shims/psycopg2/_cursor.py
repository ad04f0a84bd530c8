"""Cursors: statements and their rows."""

from collections import namedtuple

from _postgres_copy import CopyStatement, is_copy
from _postgres_sql import text_of
from _postgres_values import PSYCOPG2, row_count, rows_of
from surge import kernel

from ._adapt import interpolate, quoted
from ._copy import run_copy
from ._errors import InterfaceError, NotSupportedError, ProgrammingError

Column = namedtuple("Column", "name type_code display_size internal_size precision scale null_ok table_oid table_column")
Column.__new__.__defaults__ = (None,) * 8


class cursor:
    """The default cursor: rows are tuples."""

    arraysize = 1
    itersize = 2000
    lastrowid = 0
    row_factory = tzinfo_factory = None
    scrollable = withhold = name = None

    def __init__(self, conn, name=None):
        if name is not None:
            kernel.not_simulated("psycopg2: named (server-side) cursors", "cursor() without a name")
        self.connection = conn
        self._closed = False
        self._reset()
        self.query = None

    def _reset(self):
        self.description = None
        self.rowcount = -1
        self.statusmessage = None
        self._rows = None
        self.rownumber = 0

    closed = property(lambda self: self._closed or bool(self.connection.closed))

    def close(self):
        self._closed = True

    def _check(self):
        if self._closed:
            raise InterfaceError("cursor already closed")
        self.connection._check()

    # Statements

    def execute(self, query, vars=None):
        self._check()
        self._run(interpolate(text_of(query, self), vars))

    def executemany(self, query, vars_list):
        self._check()
        query = text_of(query, self)
        total = 0
        for args in vars_list:
            self._run(interpolate(query, args))
            total += max(0, self.rowcount)
        self.rowcount = total
        self._rows = None

    def mogrify(self, query, vars=None):
        self._check()
        return interpolate(text_of(query, self), vars).encode()

    def _run(self, text):
        self._reset()
        if not text.strip():
            raise ProgrammingError("can't execute an empty query")
        self.query = text.encode()
        try:
            result = self.connection._execute(text, self)
        except NotSupportedError:
            if not is_copy(text):
                raise
            verb, method = ("TO", "copy_to") if CopyStatement(text).reads else ("FROM", "copy_from")
            raise ProgrammingError(f"can't execute COPY {verb}: use the {method}() method instead") from None
        self.statusmessage = result.tag
        self.rowcount = row_count(result.tag)
        if result.names:
            self.description = tuple(Column(name, oid) for name, oid in zip(result.names, result.types))
            self._rows = self._make_rows(result)
            self.rowcount = result.count

    # COPY

    def copy_from(self, file, table, sep="\t", null="\\N", size=8192, columns=None):
        if not hasattr(file, "read"):
            raise TypeError("argument 1 must have a .read() method")
        self._check()
        self._copy(f"COPY {_table(table, columns)} FROM stdin {_format(sep, null)}", file, size)

    def copy_to(self, file, table, sep="\t", null="\\N", columns=None):
        if not hasattr(file, "write"):
            raise TypeError("argument 1 must have a .write() method")
        self._check()
        self._copy(f"COPY {_table(table, columns)} TO stdout {_format(sep, null)}", file, 0)

    def copy_expert(self, sql, file, size=8192):
        if not hasattr(file, "read") and not hasattr(file, "write"):
            raise TypeError("file must be a readable file-like object for COPY FROM; a writable file-like object for COPY TO.")
        self._check()
        sql = text_of(sql, self)
        if is_copy(sql):
            self._copy(sql, file, size)
        else:
            self._run(sql)
            self.description = self._rows = None

    def _copy(self, sql, file, size):
        self._reset()
        self.query = sql.encode()
        self.statusmessage = ""
        self.rowcount = run_copy(self, sql, file, size)

    def _make_rows(self, result):
        kernel.charge(result.count * kernel.costs.databaseRow)
        return rows_of(result, PSYCOPG2, "psycopg2")

    # Rows

    def _fetchable(self):
        self._check()
        if self._rows is None:
            raise ProgrammingError("no results to fetch")
        return self._rows

    def fetchone(self):
        rows = self._fetchable()
        if self.rownumber >= len(rows):
            return None
        self.rownumber += 1
        return rows[self.rownumber - 1]

    def fetchmany(self, size=None):
        rows = self._fetchable()
        start = self.rownumber
        self.rownumber = min(len(rows), start + (self.arraysize if size is None else size))
        return rows[start : self.rownumber]

    def fetchall(self):
        rows = self._fetchable()
        start, self.rownumber = self.rownumber, len(rows)
        return rows[start:]

    def scroll(self, value, mode="relative"):
        rows = self._fetchable()
        target = value if mode == "absolute" else self.rownumber + value
        if not 0 <= target < len(rows):
            raise IndexError("scroll destination out of bounds")
        self.rownumber = target

    def __iter__(self):
        self._fetchable()
        return self

    def __next__(self):
        row = self.fetchone()
        if row is None:
            raise StopIteration
        return row

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def setinputsizes(self, sizes):
        """Nothing, as in psycopg2."""

    def setoutputsize(self, size, column=None):
        """Nothing, as in psycopg2."""

    def nextset(self):
        raise NotSupportedError("not supported by PostgreSQL")

    def __repr__(self):
        return f"<cursor object; closed: {int(self.closed)}>"


def _table(table, columns):
    """A name is taken as it is, without a schema."""
    names = [f'"{name.replace(chr(34), chr(34) * 2)}"' for name in (table, *(columns or ()))]
    return f"{names[0]}({','.join(names[1:])})" if len(names) > 1 else names[0]


def _format(sep, null):
    return f"WITH DELIMITER AS {quoted(sep)} NULL AS {quoted(null)}"


def _refuse(name):
    def method(self, *args, **kwargs):
        kernel.not_simulated(f"psycopg2: cursor.{name}()", "execute, executemany, fetchone, fetchmany, fetchall, copy_from, copy_to, copy_expert, execute_values")

    method.__name__ = name
    return method


for _name in ("callproc",):
    setattr(cursor, _name, _refuse(_name))
