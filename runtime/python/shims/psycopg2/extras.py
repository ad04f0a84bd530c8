"""Cursors whose rows have names, and statements in batches."""

import re
import uuid
from collections import OrderedDict, namedtuple

from _postgres_sql import text_of
from surge import kernel

from ._adapt import Json, quoted, register_adapter
from ._cursor import cursor

__all__ = (
    "DictCursor", "DictRow", "Json", "NamedTupleCursor", "RealDictCursor", "RealDictRow", "execute_batch", "execute_values",
    "register_uuid",
)  # fmt: skip


class DictRow(list):
    """A row by position and by name."""

    __slots__ = ("_index",)

    def __init__(self, index, values):
        super().__init__(values)
        self._index = index

    def _at(self, key):
        return key if isinstance(key, (int, slice)) else self._index[key]

    def __getitem__(self, key):
        return super().__getitem__(self._at(key))

    def __setitem__(self, key, value):
        super().__setitem__(self._at(key), value)

    def keys(self):
        return iter(self._index)

    def values(self):
        return (list.__getitem__(self, position) for position in self._index.values())

    def items(self):
        return ((name, list.__getitem__(self, position)) for name, position in self._index.items())

    def get(self, key, default=None):
        return self[key] if key in self._index else default

    def copy(self):
        return OrderedDict(self.items())

    def __contains__(self, key):
        return key in self._index


class RealDictRow(OrderedDict):
    """A row that is a dictionary."""


class DictCursor(cursor):
    def _make_rows(self, result):
        index = OrderedDict((name, position) for position, name in enumerate(result.names))
        return [DictRow(index, row) for row in super()._make_rows(result)]


class RealDictCursor(cursor):
    def _make_rows(self, result):
        return [RealDictRow(zip(result.names, row)) for row in super()._make_rows(result)]


class NamedTupleCursor(cursor):
    def _make_rows(self, result):
        names = [re.sub(r"\W", "_", name) for name in result.names]
        record = namedtuple("Record", [f"f{name}" if name[:1] in "_0123456789" else name for name in names])
        return [record._make(row) for row in super()._make_rows(result)]


def _pages(items, size):
    page = []
    for item in items:
        page.append(item)
        if len(page) >= size:
            yield page
            page = []
    if page:
        yield page


def execute_batch(cur, sql, argslist, page_size=100):
    """Several statements in one round trip."""
    for page in _pages(argslist, page_size):
        cur.execute(";".join(cur.mogrify(sql, args).decode() for args in page))


def execute_values(cur, sql, argslist, template=None, page_size=100, fetch=False):
    """`INSERT ... VALUES %s` with many rows in one statement."""
    sql = text_of(sql, cur)
    parts = sql.split("%s")
    if len(parts) == 1:
        raise ValueError("the query doesn't contain any '%s' placeholder")
    if len(parts) > 2:
        raise ValueError("the query contains more than one '%s' placeholder")
    before, after = (part.replace("%%", "%") for part in parts)
    rows = []
    for page in _pages(argslist, page_size):
        if template is None:
            template = f"({','.join(['%s'] * len(page[0]))})"
        cur.execute(before + ",".join(cur.mogrify(template, args).decode() for args in page) + after)
        if fetch:
            rows += cur.fetchall()
    return rows if fetch else None


class _UUID:
    def __init__(self, value):
        self._value = value

    def getquoted(self):
        return f"{quoted(str(self._value))}::uuid".encode()


def register_uuid(oids=None, conn_or_curs=None):
    """UUIDs as arguments. Results stay texts until then in psycopg2; here they do so afterwards, too."""
    register_adapter(uuid.UUID, _UUID)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'psycopg2.extras' has no attribute {name!r}")
    kernel.not_simulated(f"psycopg2.extras.{name}", ", ".join(__all__))


