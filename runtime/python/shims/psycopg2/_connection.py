"""Connections. Every call blocks: the loop, or the virtual thread that it runs in."""

import json
import re

from _http_wire import in_the_loop
from _postgres_options import with_options
from _stand_in import forgotten
from asyncpg.connection import make_dsn
from asyncpg.protocol.result import XACT_BEGIN, XACT_END, result_of
from surge import kernel
from surge.kernel import DB_CLOSE, DB_CONNECT, DB_QUERY, TIMED_OUT

from ._cursor import cursor as default_cursor
from ._errors import BASES, Error, InterfaceError, OperationalError, ProgrammingError, from_server

STATUS_READY, STATUS_BEGIN = 1, 2
TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_ACTIVE, TRANSACTION_STATUS_INTRANS, TRANSACTION_STATUS_INERROR = range(4)
TRANSACTION_STATUS_UNKNOWN = 4
ISOLATION_LEVELS = {1: "READ COMMITTED", 2: "REPEATABLE READ", 3: "SERIALIZABLE", 4: "READ UNCOMMITTED"}
# Errors after which the server has closed the session.
LOST = ("08000", "08003", "08006", "57P01", "57P02", "57P03")
ROLLBACK_TO = re.compile(r"\brollback\s+(work\s+|transaction\s+)?to\b[^;]*;?\s*$", re.IGNORECASE)


def close_session(session):
    """At the caller's own time: what it asks next must find the place free."""
    if in_the_loop():
        kernel.blocking_call(DB_CLOSE, session, line=0)
    else:
        kernel.emit(DB_CLOSE, 0, session, line=0)


class connection:
    """A session of the database.

    A connection that is made while the program is being loaded opens with its first statement: the world does not answer before.
    """

    def __init__(self, dsn, cursor_factory=None, connect_timeout=None, async_=False, **settings):
        if async_:
            kernel.not_simulated("psycopg2: asynchronous connections", "psycopg.AsyncConnection, asyncpg")
        self.dsn = dsn
        self.cursor_factory = cursor_factory
        self.closed = 0
        self.notices = []
        self.notifies = []
        self.encoding = "UTF8"
        self.server_version = 180006
        self.protocol_version = 3
        self._connect_timeout = None if connect_timeout is None else float(connect_timeout)
        self._autocommit = False
        self._isolation = self._readonly = self._deferrable = None
        self._xact = TRANSACTION_STATUS_IDLE
        self._entered = False
        self._session = 0
        self._owner = kernel.state()
        if in_the_loop():
            self._open()

    def __del__(self):
        if self._session and forgotten(self._owner):
            close_session(self._session)

    def _open(self):
        if not in_the_loop():
            kernel.refuse("a statement of psycopg2 while the program is being loaded", "make it at start-up (lifespan) or in a request")
        timeout_ns = 0 if not self._connect_timeout else round(self._connect_timeout * 1e9)
        failed, session, text = kernel.blocking_call(DB_CONNECT, text=self.dsn, what="psycopg2.connect", timeout_ns=timeout_ns)
        if failed:
            self.closed = 2
            host, port = _address(self.dsn)
            reason = "timeout expired" if failed == TIMED_OUT else f"FATAL:  {json.loads(text).get('message')}"
            error = OperationalError(f'connection to server at "{host}", port {port} failed: {reason}\n')
            error._fields = {} if failed == TIMED_OUT else json.loads(text)
            raise error
        self._session = session

    def _check(self):
        if self.closed:
            raise InterfaceError("connection already closed")

    # Statements

    def _send(self, text, cur=None, params="[]", how=0):
        """One statement, one round trip. Returns the result."""
        if not self._session:
            self._open()
        failed, result_id, answer = kernel.blocking_call(DB_QUERY, self._session, how, f"{text}\x01{params}", what="psycopg2: execute")
        if failed:
            error = from_server(answer, text, cur)
            if error.pgcode in LOST:
                self._session = 0
                self.closed = 2
            elif self._xact:
                self._xact = TRANSACTION_STATUS_INERROR
            raise error
        result = result_of(result_id, answer)
        if result.xact == XACT_BEGIN:
            self._xact = TRANSACTION_STATUS_INTRANS
        elif result.xact == XACT_END:
            self._xact = TRANSACTION_STATUS_INTRANS if ROLLBACK_TO.search(text) else TRANSACTION_STATUS_IDLE
        return result

    def _execute(self, text, cur):
        self._start()
        return self._send(text, cur)

    def _start(self):
        """psycopg2 sends BEGIN on its own, and waits for its answer."""
        if self._xact == TRANSACTION_STATUS_IDLE and (not self._autocommit or self._entered):
            self._send(self._begin())

    def _begin(self):
        words = ["BEGIN"]
        if self._isolation:
            words.append(f"ISOLATION LEVEL {ISOLATION_LEVELS[self._isolation]}")
        if self._readonly is not None:
            words.append("READ ONLY" if self._readonly else "READ WRITE")
        if self._deferrable is not None:
            words.append("DEFERRABLE" if self._deferrable else "NOT DEFERRABLE")
        return " ".join(words)

    def cursor(self, name=None, cursor_factory=None, scrollable=None, withhold=False):
        self._check()
        factory = cursor_factory or self.cursor_factory or default_cursor
        return factory(self, name) if name is not None else factory(self)

    def commit(self):
        self._check()
        self._finish("COMMIT")

    def rollback(self):
        self._check()
        self._finish("ROLLBACK")

    def _finish(self, command):
        if self._xact != TRANSACTION_STATUS_IDLE:
            self._send(command)

    def close(self):
        if not self.closed:
            self.closed = 1
        if self._session:
            session, self._session = self._session, 0
            close_session(session)

    def __enter__(self):
        self._check()
        if self._entered:
            raise ProgrammingError("the connection cannot be re-entered recursively")
        self._entered = True
        return self

    def __exit__(self, cls, error, traceback):
        self._entered = False
        if not self.closed:
            self._finish("COMMIT" if cls is None else "ROLLBACK")

    # Settings

    @property
    def autocommit(self):
        return self._autocommit

    @autocommit.setter
    def autocommit(self, value):
        self._between_transactions()
        self._autocommit = bool(value)

    @property
    def isolation_level(self):
        return self._isolation

    @isolation_level.setter
    def isolation_level(self, level):
        self._between_transactions()
        self.set_isolation_level(level)

    @property
    def readonly(self):
        return self._readonly

    @readonly.setter
    def readonly(self, value):
        self._between_transactions()
        self._readonly = value

    def _between_transactions(self):
        self._check()
        if self._xact:
            raise ProgrammingError("set_session cannot be used inside a transaction")

    def set_session(self, isolation_level=None, readonly=None, deferrable=None, autocommit=None):
        self._between_transactions()
        if isinstance(isolation_level, str):
            names = {name: number for number, name in ISOLATION_LEVELS.items()}
            isolation_level = names.get(isolation_level.upper())
        self._isolation = self._isolation if isolation_level is None else isolation_level
        self._readonly = self._readonly if readonly is None else readonly
        self._deferrable = self._deferrable if deferrable is None else deferrable
        self._autocommit = self._autocommit if autocommit is None else bool(autocommit)

    def set_isolation_level(self, level):
        """0: autocommit; 1 to 4: ISOLATION_LEVEL_READ_COMMITTED and so on."""
        self.rollback()
        self._autocommit = level == 0
        self._isolation = level or None

    def set_client_encoding(self, encoding):
        self._check()

    def get_transaction_status(self):
        return TRANSACTION_STATUS_UNKNOWN if self.closed else self._xact

    def get_backend_pid(self):
        return 1000 + self._session

    def get_dsn_parameters(self):
        host, port = _address(self.dsn)
        return {"host": host, "port": str(port), "dbname": self.dsn.partition("\x01")[0].rpartition("/")[2]}

    def get_parameter_status(self, parameter):
        return {"TimeZone": "UTC", "client_encoding": "UTF8", "server_version": "18.6"}.get(parameter)

    @property
    def status(self):
        return STATUS_BEGIN if self._xact else STATUS_READY

    @property
    def info(self):
        return ConnectionInfo(self)

    def reset(self):
        self.rollback()
        self._autocommit = False
        self._isolation = self._readonly = self._deferrable = None

    def __repr__(self):
        return f"<connection object; dsn: '{self.dsn}', closed: {self.closed}>"


# The exceptions, as attributes of a connection.
for _name, _class in BASES.items():
    setattr(connection, _name, _class)
connection.Error = Error


def _refuse(name):
    def method(self, *args, **kwargs):
        kernel.not_simulated(f"psycopg2: connection.{name}()", "cursor, commit, rollback, close, set_session, autocommit")

    method.__name__ = name
    return method


for _name in ("cancel", "poll", "fileno", "lobject", "tpc_begin", "tpc_prepare", "tpc_commit", "tpc_rollback", "xid"):
    setattr(connection, _name, _refuse(_name))


class ConnectionInfo:
    """connection.info"""

    def __init__(self, conn):
        self._conn = conn

    transaction_status = property(lambda self: self._conn.get_transaction_status())
    backend_pid = property(lambda self: self._conn.get_backend_pid())
    server_version = property(lambda self: self._conn.server_version)
    status = property(lambda self: 1 if self._conn.closed else 0)
    host = property(lambda self: _address(self._conn.dsn)[0])
    port = property(lambda self: _address(self._conn.dsn)[1])
    dbname = property(lambda self: self._conn.dsn.partition("\x01")[0].rpartition("/")[2])


def _address(dsn):
    netloc = dsn.partition("://")[2].partition("/")[0].rpartition("@")[2]
    host, _, port = netloc.partition(":")
    return host or "localhost", int(port or 5432)


def dsn_of(dsn, settings):
    """A connection string as a URL, from a URL, "key=value ..." or keyword arguments."""
    if dsn and "://" in dsn:
        return with_options(dsn, settings)
    values = dict(re.findall(r"(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|\S+)", dsn or ""))
    values = {key: value.strip("'") for key, value in values.items()} | {k: v for k, v in settings.items() if v is not None}
    database = values.get("dbname") or values.get("database")
    return with_options(make_dsn(None, values.get("host"), values.get("port"), values.get("user"), values.get("password"), database), values)


def connect(dsn=None, connection_factory=None, cursor_factory=None, **kwargs):
    """Opens a connection. The world has one database, so any address leads to it."""
    timeout = kwargs.get("connect_timeout")
    if timeout is None and dsn and (found := re.search(r"connect_timeout=(\d+)", dsn)):
        timeout = found.group(1)
    factory = connection_factory or connection
    made = factory(dsn_of(dsn, kwargs), connect_timeout=timeout, async_=kwargs.get("async_") or kwargs.get("async"))
    if cursor_factory is not None:
        made.cursor_factory = cursor_factory
    return made


connection.__module__ = connect.__module__ = "psycopg2"

