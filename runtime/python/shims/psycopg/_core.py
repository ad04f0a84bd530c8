"""What Connection and AsyncConnection share.

Whatever talks to the server is a generator, as in psycopg: it yields (kind, a, b, text) of an operation and is sent
(a, b, text) of its answer. Connection drives it with blocking calls, AsyncConnection awaits each.
"""

import re
from collections import namedtuple
from enum import IntEnum

from _postgres_values import PSYCOPG, row_count, rows_of
from asyncpg.connection import make_dsn
from asyncpg.protocol.oids import NAMES
from asyncpg.protocol.result import XACT_BEGIN, XACT_END, result_of
from surge import kernel
from surge.kernel import DB_CONNECT, DB_QUERY, TIMED_OUT

from . import errors
from ._query import arrange, encode, parse, placed, query_text, statement, type_of
from .rows import tuple_row

# How DB_QUERY is sent for executemany: all rows in one round trip (HOW.MANY of engine/guest-port.ts).
MANY = 2
# CPU of the driver for each row of executemany (modelled, as asyncpg's).
MANY_ROW_NS = 8_000
# Errors after which the server has closed the session.
LOST = ("08000", "08003", "08006", "57P01", "57P02", "57P03")
_ROLLBACK_TO = re.compile(r"\brollback\s+(work\s+|transaction\s+)?to\b[^;]*;?\s*$", re.IGNORECASE)
_ENDS = re.compile(r"\s*(rollback|commit|abort|end)\b", re.IGNORECASE)
_FAILED = (
    '{"severity":"ERROR","sqlstate":"25P02","message":"current transaction is aborted, commands ignored until end of transaction block"}'
)


class TransactionStatus(IntEnum):
    IDLE, ACTIVE, INTRANS, INERROR, UNKNOWN = range(5)


class IsolationLevel(IntEnum):
    READ_UNCOMMITTED, READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE = range(1, 5)


class Rollback(Exception):
    """Leaves the transaction block, or an outer one, with a rollback."""

    def __init__(self, transaction=None):
        self.transaction = transaction

    def __repr__(self):
        return f"Rollback({self.transaction!r})"


class Column(namedtuple("Column", "name type_code display_size internal_size precision scale null_ok", defaults=(None,) * 5)):
    def __repr__(self):
        return f"<Column {self.name!r}, type: {NAMES.get(self.type_code, self.type_code)} (oid: {self.type_code})>"


def dsn_of(conninfo, settings):
    """A connection string as a URL, from a URL, "key=value ..." or keyword arguments."""
    if conninfo and "://" in conninfo:
        return conninfo
    values = dict(re.findall(r"(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|\S+)", conninfo or ""))
    values = {key: value.strip("'") for key, value in values.items()} | {k: v for k, v in settings.items() if v is not None}
    return make_dsn(None, values.get("host"), values.get("port"), values.get("user"), values.get("password"), values.get("dbname"))


class ConnectionInfo:
    """connection.info"""

    def __init__(self, connection):
        self._connection = connection
        netloc = connection._dsn.partition("://")[2].partition("/")[0]
        self.user = netloc.rpartition("@")[0].partition(":")[0]
        self.host, _, port = netloc.rpartition("@")[2].partition(":")
        self.port = int(port or 5432)
        self.dbname = connection._dsn.partition("://")[2].partition("/")[2].partition("?")[0]
        self.dsn = connection._dsn
        self.server_version = 180006
        self.vendor = "PostgreSQL"
        self.encoding = "utf-8"

    @property
    def transaction_status(self):
        return TransactionStatus.UNKNOWN if self._connection.closed else TransactionStatus(self._connection._xact)

    @property
    def backend_pid(self):
        return 1000 + self._connection._session


class BaseConnection:
    """A session. Without one (made while the program is being loaded, or lost with a cancelled task) it opens with the next statement."""

    cursor_factory = None
    row_factory = None

    def __init__(self, dsn, autocommit, row_factory, connect_timeout):
        self._dsn = dsn
        self._autocommit = bool(autocommit)
        self.row_factory = row_factory or tuple_row
        self._connect_timeout = connect_timeout
        self._session = 0
        self._closed = False
        self._xact = 0
        # Savepoints of the transaction() blocks that are open, outermost first.
        self._blocks = []
        self._block_count = 0
        self._isolation = self._read_only = self._deferrable = None
        self._owner = kernel.state()
        self.prepare_threshold = 5
        self._pool = self._lease = None

    closed = property(lambda self: self._closed)
    broken = property(lambda self: False)
    info = property(lambda self: ConnectionInfo(self))
    autocommit = property(lambda self: self._autocommit)
    isolation_level = property(lambda self: self._isolation)
    read_only = property(lambda self: self._read_only)
    deferrable = property(lambda self: self._deferrable)

    def _open(self):
        failed, session, text = yield (DB_CONNECT, 0, 0, self._dsn)
        if failed == TIMED_OUT:
            self._closed = True
            raise errors.ConnectionTimeout("connection timeout expired")
        if failed:
            self._closed = True
            error = errors.from_server(text)
            raised = errors.OperationalError(
                f'connection failed: connection to server at "{ConnectionInfo(self).host}", port {ConnectionInfo(self).port}'
                f" failed: FATAL:  {error}"
            )
            raised._fields = error._fields
            raise raised
        self._session = session

    def _ask(self, text, params="[]", how=0):
        """One statement, one round trip. Returns the result."""
        if self._closed:
            raise errors.OperationalError("the connection is closed")
        if not self._session:
            if self._xact:
                # The session went with a cancelled task: its transaction failed.
                if not _ENDS.match(text):
                    raise errors.from_server(_FAILED, text)
                self._xact = 0
                return None
            yield from self._open()
        failed, result_id, answer = yield (DB_QUERY, self._session, how, f"{text}\x01{params}")
        if failed:
            error = errors.from_server(answer, text)
            if error.sqlstate in LOST:
                self._session = 0
                self._closed = True
            elif self._xact:
                self._xact = TransactionStatus.INERROR
            raise error
        result = result_of(result_id, answer)
        if result.xact == XACT_BEGIN:
            self._xact = TransactionStatus.INTRANS
        elif result.xact == XACT_END:
            self._xact = TransactionStatus.INTRANS if _ROLLBACK_TO.search(text) else TransactionStatus.IDLE
        return result

    def _start(self):
        """BEGIN goes on its own, and psycopg waits for its answer."""
        if not self._autocommit and not self._xact:
            yield from self._ask(self._begin())

    def _begin(self):
        words = ["BEGIN"]
        if self._isolation is not None:
            words.append(f"ISOLATION LEVEL {IsolationLevel(self._isolation).name.replace('_', ' ')}")
        if self._read_only is not None:
            words.append("READ ONLY" if self._read_only else "READ WRITE")
        if self._deferrable is not None:
            words.append("DEFERRABLE" if self._deferrable else "NOT DEFERRABLE")
        return " ".join(words)

    def _finish(self, command):
        if self._closed:
            raise errors.OperationalError("the connection is closed")
        if self._blocks:
            automatic = "committed on successful exit" if command == "COMMIT" else ""
            hint = (
                f"Transaction will be automatically {automatic} from context."
                if automatic
                else "Either raise Rollback() or allow an exception to propagate out of the context."
            )
            raise errors.ProgrammingError(f"Explicit {command.lower()}() forbidden within a Transaction context. ({hint})")
        if self._xact:
            yield from self._ask(command)

    def _set(self, name, value):
        if self._xact:
            status = TransactionStatus(self._xact).name
            raise errors.ProgrammingError(f"can't change {name.lstrip('_')!r} now: connection in transaction status {status}")
        setattr(self, name, value)

    # transaction()

    def _enter_block(self, block):
        outer = not self._xact
        if outer:
            yield from self._ask(self._begin())
        self._block_count = len(self._blocks) + 1
        if not outer and not block._savepoint:
            block._savepoint = f"_pg3_{self._block_count}"
        if block._savepoint:
            yield from self._ask(f'SAVEPOINT "{block._savepoint}"')
        block._outer = outer
        self._blocks.append(block)

    def _exit_block(self, block, error):
        """Returns whether the error ends here."""
        self._blocks.remove(block)
        rollback = error is not None or block._force_rollback
        if self._closed:
            return False
        if block._outer:
            yield from self._ask("ROLLBACK" if rollback else "COMMIT")
        else:
            if rollback:
                yield from self._ask(f'ROLLBACK TO "{block._savepoint}"')
                self._xact = TransactionStatus.INTRANS
            yield from self._ask(f'RELEASE "{block._savepoint}"')
        return isinstance(error, Rollback) and error.transaction in (None, block)

    def _refuse(self, name):
        kernel.not_simulated(f"psycopg: {type(self).__name__}.{name}()", "execute, cursor, commit, rollback, transaction, close")

    def notifies(self, *args, **kwargs):
        self._refuse("notifies")

    def pipeline(self):
        self._refuse("pipeline")

    def cancel(self):
        self._refuse("cancel")

    def fileno(self):
        self._refuse("fileno")

    def __repr__(self):
        status = "BAD" if self._closed else TransactionStatus(self._xact).name
        return f"<psycopg.{type(self).__name__} [{status}]>"


class BaseTransaction:
    """A transaction() block."""

    def __init__(self, connection, savepoint_name=None, force_rollback=False):
        self._connection = connection
        self._savepoint = savepoint_name or ""
        self._force_rollback = force_rollback
        self._outer = False

    connection = property(lambda self: self._connection)
    savepoint_name = property(lambda self: self._savepoint or None)


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
        result = yield from self._connection._ask(text, values)
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
        kernel.not_simulated(f"psycopg: {type(self).__name__}.{name}()", "execute, executemany, fetchone, fetchmany, fetchall")

    def copy(self, *args, **kwargs):
        self._refuse("copy")

    def stream(self, *args, **kwargs):
        self._refuse("stream")


_WIDTHS = ("", "int2", "int4", "int8", "numeric")


def _widest(names):
    found = set(names)
    if found <= set(_WIDTHS):
        return max(found, key=_WIDTHS.index)
    return next(name for name in names if name)
