"""What Connection and AsyncConnection share.

Whatever talks to the server is a generator, as in psycopg: it yields (kind, a, b, text) of an operation and is sent
(a, b, text) of its answer. Connection drives it with blocking calls, AsyncConnection awaits each.
"""

import re
from enum import IntEnum

from _postgres_options import with_options
from asyncpg.connection import make_dsn
from asyncpg.protocol.result import XACT_BEGIN, XACT_END, result_of
from surge import kernel
from surge.kernel import DB_CONNECT, DB_QUERY, TIMED_OUT

from . import errors
from .rows import tuple_row

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


def dsn_of(conninfo, settings):
    """A connection string as a URL, from a URL, "key=value ..." or keyword arguments."""
    if conninfo and "://" in conninfo:
        return with_options(conninfo, settings)
    values = dict(re.findall(r"(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|\S+)", conninfo or ""))
    values = {key: value.strip("'") for key, value in values.items()} | {k: v for k, v in settings.items() if v is not None}
    return with_options(make_dsn(None, values.get("host"), values.get("port"), values.get("user"), values.get("password"), values.get("dbname")), values)


class ConnectionInfo:
    """connection.info"""

    def __init__(self, connection):
        self._connection = connection
        netloc = connection._dsn.partition("://")[2].partition("/")[0]
        self.user = netloc.rpartition("@")[0].partition(":")[0]
        self.host, _, port = netloc.rpartition("@")[2].partition(":")
        self.port = int(port or 5432)
        self.dbname = connection._dsn.partition("://")[2].partition("/")[2].partition("\x01")[0].partition("?")[0]
        self.dsn = connection._dsn.partition("\x01")[0]
        self.server_version = 180006
        self.vendor = "PostgreSQL"
        self.encoding = "utf-8"

    @property
    def transaction_status(self):
        if self._connection.closed:
            return TransactionStatus.UNKNOWN
        return TransactionStatus.ACTIVE if self._connection._copying else TransactionStatus(self._connection._xact)

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
        # A COPY is under way: the server takes no other command.
        self._copying = False
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
        if self._copying:
            raise errors.OperationalError("sending query failed: another command is already in progress")
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
