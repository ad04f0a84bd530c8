"""Connections to the simulated database.

One statement is one DB_QUERY syscall. The hot path is Connection._ask: it avoids every call that it can, because a
run makes it a million times.

What differs from asyncpg, and why:
- A statement whose task was cancelled, or that timed out, loses its session: the world gives it up with the operation.
  asyncpg sends a cancel request and keeps the session. So that programs see the same, the connection stays open and gets
  a new session when it is used again; an open transaction counts as failed until it is rolled back, and a savepoint
  cannot bring it back. The new session costs what the cancel request would have cost; a pool opens it when the connection is given back.
- Parameter types are learned from a statement's first run instead of a separate round trip to prepare it.
"""

import asyncio
import inspect
from json import dumps, loads
import os
import re

from _stand_in import Deadlines, forgotten, worker_state
from surge import kernel
from surge.kernel import AFTER_CANCEL, DB_CLOSE, DB_CONNECT, DB_QUERY, call, charge, costs, emit, user_line

from . import cursor, exceptions, prepared_stmt, transaction
from .protocol import oids
from .protocol.decoding import decoder_of
from .protocol.encoding import quote
from .protocol.record import Record
from .protocol.result import XACT_BEGIN, XACT_END, result_of
from .protocol.statement import Statement
from .types import ServerVersion

# How one statement with many rows of parameters is sent: HOW in engine/guest-port.ts.
MANY, COPY = 2, 3
# CPU of the driver for each row of executemany and of COPY: encoding it (modelled).
MANY_ROW_NS = 8_000
COPY_ROW_NS = 2_500

# What _ask gives back: all rows, the first row, a value of the first row, the status, the result itself.
ROWS, FIRST, VALUE, STATUS, RESULT = range(5)

IN_PROGRESS = "cannot perform operation: another operation is in progress"
RESET_QUERY = "SELECT pg_advisory_unlock_all();\nCLOSE ALL;\nUNLISTEN *;\nRESET ALL;"
_AVAILABLE = "fetch, fetchrow, fetchval, fetchmany, execute, executemany, copy_records_to_table, transaction, cursor, prepare, set_type_codec"
# Errors after which the server has closed the session.
_LOST = ("08000", "08003", "08006", "57P01", "57P02", "57P03")


class _State:
    """asyncpg's own state in one worker."""

    def __init__(self):
        self.statements = {}
        self.deadlines = {}
        self.unique = 0


def driver_state():
    return worker_state("asyncpg", _State)


class Codec:
    """A codec of the user's own: text (or the text's bytes) on the way to and from Postgres."""

    __slots__ = ("encoder", "decoder", "binary", "version")

    def __init__(self, oid, encoder, decoder, binary):
        self.encoder = encoder
        self.decoder = decoder
        self.binary = binary
        # The binary form of jsonb begins with its version.
        self.version = b"\x01" if binary and oid == oids.JSONB else b""

    def encode(self, value):
        encoded = self.encoder(value)
        if self.binary:
            if not isinstance(encoded, (bytes, bytearray, memoryview)):
                raise TypeError(f"a bytes-like object is required, not {type(encoded).__name__!r}")
            encoded = bytes(encoded).removeprefix(self.version).decode()
        if not isinstance(encoded, str):
            raise TypeError(f"expected str, got {type(encoded).__name__}")
        return quote(encoded)

    def decode(self, text):
        return self.decoder(self.version + text.encode() if self.binary else text)


class ConnectionMeta(type):
    """isinstance(connection, Connection) holds for what a pool hands out too."""

    def __instancecheck__(cls, instance):
        mro = type(instance).__mro__
        return Connection in mro or _ConnectionProxy in mro


class _ConnectionProxy:
    __slots__ = ()


class Connection(metaclass=ConnectionMeta):
    """A session of the database."""

    __slots__ = (
        "_session", "_loop", "_driver", "_owner", "_busy", "_queries", "_in_xact", "_top_xact", "_command_timeout", "_deadlines",
        "_record_class", "_codecs", "_plain", "_holder", "_proxy", "_pool_release_ctr", "_expired", "_query_loggers",
        "_termination_listeners", "_dsn", "_abandoned", "_failed_xact", "__weakref__",
    )  # fmt: skip

    def __init__(self, session, loop, *, command_timeout=None, record_class=Record, dsn=""):
        self._session = session
        self._loop = loop
        self._driver = driver_state()
        self._owner = kernel.state()
        self._busy = False
        self._queries = 0
        self._in_xact = False
        self._top_xact = None
        self._command_timeout = command_timeout
        self._record_class = record_class
        self._codecs = None
        # No record class and no codecs of its own: results can be shared.
        self._plain = record_class is Record
        self._holder = None
        self._proxy = None
        self._pool_release_ctr = 0
        self._expired = False
        # The session was lost with a cancelled statement; in a transaction, which therefore failed.
        self._abandoned = False
        self._failed_xact = False
        self._query_loggers = []
        self._termination_listeners = []
        self._dsn = dsn

    def __del__(self):
        # A connection that was forgotten is closed, as in CPython. The garbage collector's timing is not reproducible, so
        # what only it finds stays open.
        if self._session and forgotten(self._owner):
            emit(DB_CLOSE, 0, self._session, line=0)

    async def _ask(self, mode, query, args, timeout, record_class, line, column=0):
        """Runs one statement."""
        if self._busy:
            raise exceptions.InterfaceError(IN_PROGRESS)
        if not self._session and await self._revive(query, line):
            return "ROLLBACK"
        if self._query_loggers:
            return await self._ask_logged(mode, query, args, timeout, record_class, line, column)
        statement = None
        if args or mode != STATUS:
            statement = self._driver.statements.get(query)
            if statement is None:
                statement = self._driver.statements[query] = Statement(query)
            text = statement.encode(args) if self._codecs is None else statement.encode_with(self._codecs, args)
        elif isinstance(query, str):
            text = query + "\x01[]"
        else:
            raise TypeError(f"expected str, got {type(query).__name__}")
        if timeout is not None or self._command_timeout is not None:
            timeout = self._timeout(timeout)
        self._queries += 1
        self._busy = True
        future = call(DB_QUERY, self._session, 0, text, line)
        if timeout is not None:
            self._watch(future, timeout)
        try:
            failed, result_id, text = await future
        except BaseException:
            self._abandon((future,), query)
            if self._expired:
                self._expired = False
                raise TimeoutError from None
            raise
        self._busy = False
        if failed:
            raise self._error(text, query, statement, args)
        result = result_of(result_id, text)
        if result.xact:
            self._follow_transaction(result, query)
        if statement is not None and statement.types is None:
            self._learn(statement, result, args)
        count = result.count
        if mode == ROWS:
            if count:
                charge(count * costs.databaseRow)
            if record_class is None and self._plain:
                return result.rows()
            return list(result.decode(record_class or self._record_class, self._codecs, count))
        if mode == STATUS:
            return result.tag
        if mode == RESULT:
            return result
        if not count:
            return None
        charge(costs.databaseRow)
        if record_class is None and self._plain:
            record = result.first()
        else:
            record = next(result.decode(record_class or self._record_class, self._codecs, 1))
        return record if mode == FIRST else record[column]

    async def _ask_logged(self, mode, query, args, timeout, record_class, line, column):
        loggers, self._query_loggers = self._query_loggers, []
        start, error = kernel.now_ns(), None
        try:
            return await self._ask(mode, query, args, timeout, record_class, line, column)
        except BaseException as raised:
            error = raised
            raise
        finally:
            self._query_loggers = loggers
            record = LoggedQuery(query, args, timeout, (kernel.now_ns() - start) / 1e9, error, ("database", 5432), None)
            for logger in loggers:
                if inspect.iscoroutinefunction(logger):
                    self._loop.create_task(logger(record))
                else:
                    self._loop.call_soon(logger, record)

    def _timeout(self, timeout):
        if timeout is None:
            timeout = self._command_timeout
        else:
            try:
                if isinstance(timeout, bool):
                    raise ValueError
                timeout = float(timeout)
            except ValueError:
                raise ValueError(f"invalid timeout value: expected non-negative float (got {timeout!r})") from None
        if timeout <= 0:
            raise TimeoutError
        return timeout

    def _watch(self, future, timeout):
        deadlines = self._driver.deadlines.get(timeout)
        if deadlines is None:
            deadlines = self._driver.deadlines[timeout] = Deadlines(self._loop, timeout)
        deadlines.watch(future, self._expire)

    def _expire(self, future):
        self._expired = True
        future.cancel()

    def _error(self, text, query, statement, args):
        error = exceptions.from_server(loads(text), query)
        if error.sqlstate in _LOST:
            self._lose()
        if statement is not None and statement.types is None and args:
            return statement.explain_refusal(error, args)
        return error

    def _learn(self, statement, result, args):
        if result.params is None:
            return
        statement.learn(result.params)
        if args and self._codecs is None:
            # The first run could not check its arguments.
            statement.encode(args)

    def _follow_transaction(self, result, query):
        if result.xact == XACT_BEGIN:
            self._in_xact = True
        elif result.xact == XACT_END and not _ROLLBACK_TO.search(query):
            self._in_xact = False

    def _abandon(self, futures, query):
        """The task went away. If its answers had arrived all the same, the session is as good as before."""
        lost = False
        for future in futures:
            if future.cancel() or future.cancelled():
                lost = True
                continue
            failed, result_id, text = future.result()
            if not failed:
                result = result_of(result_id, text)
                self._follow_transaction(result, query)
        self._busy = False
        if lost:
            self._session = 0
            self._abandoned = True
            self._failed_xact = self._in_xact

    async def _revive(self, query, line):
        """A new session for a connection that lost its own. True: the query only ended a transaction that had failed."""
        if not self._abandoned:
            raise exceptions.InterfaceError("connection is closed")
        if self._failed_xact:
            if not _ENDS_TRANSACTION.match(query):
                raise exceptions.from_server(_TRANSACTION_FAILED, query)
            if not _ROLLBACK_TO.search(query):
                self._failed_xact = self._in_xact = False
            return True
        self._busy = True
        try:
            self._session = await _open_session(self._dsn, None, line, AFTER_CANCEL)
        finally:
            self._busy = False
        self._abandoned = False
        return False

    def _lose(self):
        """The session is gone; a pool gets its place back."""
        self._session = 0
        self._busy = False
        self._cleanup()

    def _cleanup(self):
        self._in_xact = self._failed_xact = self._abandoned = False
        self._top_xact = None
        holder = self._holder
        if holder is not None:
            self._holder = None
            holder.connection_closed()
        listeners, self._termination_listeners = self._termination_listeners, []
        for listener in listeners:
            self._loop.call_soon(listener, self._proxy or self)

    # Statements

    def fetch(self, query, *args, timeout=None, record_class=None):
        return self._ask(ROWS, query, args, timeout, record_class, user_line())

    def fetchrow(self, query, *args, timeout=None, record_class=None):
        return self._ask(FIRST, query, args, timeout, record_class, user_line())

    def fetchval(self, query, *args, column=0, timeout=None):
        return self._ask(VALUE, query, args, timeout, None, user_line(), column)

    def execute(self, query, *args, timeout=None):
        return self._ask(STATUS, query, args, timeout, None, user_line())

    def executemany(self, command, args, *, timeout=None):
        return self._send_many(command, args, timeout, user_line(), MANY)

    def copy_records_to_table(self, table_name, *, records, columns=None, schema_name=None, timeout=None, where=None):
        if where is not None:
            kernel.not_simulated("asyncpg: copy_records_to_table(where=...)", "table_name, records, columns, schema_name, timeout")
        return self._copy(table_name, records, columns, schema_name, timeout, user_line())

    async def _copy(self, table_name, records, columns, schema_name, timeout, line):
        if hasattr(records, "__aiter__"):
            records = [record async for record in records]
        rows = list(records)
        if not rows:
            return "COPY 0"
        table = ".".join(f'"{name}"' for name in (schema_name, table_name) if name is not None)
        names = "" if columns is None else f" ({', '.join(f'\"{name}\"' for name in columns)})"
        values = ", ".join(f"${number}" for number in range(1, len(rows[0]) + 1))
        await self._send_many(f"INSERT INTO {table}{names} VALUES ({values})", rows, timeout, line, COPY)
        return f"COPY {len(rows)}"

    async def _send_many(self, query, sequences, timeout, line, how):
        """Sends one statement with many rows of parameters and waits for the one answer; the server does all of them or none."""
        if self._busy:
            raise exceptions.InterfaceError(IN_PROGRESS)
        if not self._session:
            await self._revive(query, line)
        statements = self._driver.statements
        statement = statements.get(query)
        if statement is None:
            statement = statements[query] = Statement(query)
        passed, encoded = self._encode_all(statement, sequences)
        if timeout is not None or self._command_timeout is not None:
            timeout = self._timeout(timeout)
        if not passed:
            return
        charge(len(passed) * (COPY_ROW_NS if how == COPY else MANY_ROW_NS))
        rows = ",".join([text[len(query) + 1 :] for text in encoded])
        self._queries += 1
        self._busy = True
        future = call(DB_QUERY, self._session, how, f"{query}\x01[{rows}]", line)
        if timeout is not None:
            self._watch(future, timeout)
        try:
            failed, result_id, text = await future
        except BaseException:
            self._abandon([future], query)
            if self._expired:
                self._expired = False
                raise TimeoutError from None
            raise
        self._busy = False
        if failed:
            raise self._error(text, query, statement, passed[0])
        result = result_of(result_id, text)
        if statement.types is None and result.params is not None:
            statement.learn(result.params)
            if self._codecs is None:
                for sequence, args in enumerate(passed):
                    statement.encode(args, sequence)

    def _encode_all(self, statement, sequences):
        texts = []
        passed = []
        for index, args in enumerate(sequences):
            if not hasattr(args, "__getitem__") or not hasattr(args, "__len__"):
                raise exceptions.DataError(
                    f"invalid input in executemany() argument sequence element #{index}: expected a sequence, got {type(args).__name__}"
                )
            passed.append(args)
            texts.append(statement.encode(args, index) if self._codecs is None else statement.encode_with(self._codecs, args, index))
        return passed, texts

    def fetchmany(self, query, args, *, timeout=None, record_class=None):
        return self._ask_many(query, args, timeout, record_class, user_line())

    async def _ask_many(self, query, sequences, timeout, record_class, line):
        """Sends all executions at once and waits for the answers, inside one transaction: asyncpg pipelines them too."""
        if self._busy:
            raise exceptions.InterfaceError(IN_PROGRESS)
        if not self._session:
            await self._revive(query, line)
        statements = self._driver.statements
        statement = statements.get(query)
        if statement is None:
            statement = statements[query] = Statement(query)
        passed, texts = self._encode_all(statement, sequences)
        if timeout is not None or self._command_timeout is not None:
            timeout = self._timeout(timeout)
        if not texts:
            return []
        own_transaction = not self._in_xact
        if own_transaction:
            texts = ["BEGIN\x01[]", *texts, "COMMIT\x01[]"]
        self._queries += 1
        self._busy = True
        futures = [call(DB_QUERY, self._session, 0, text, line) for text in texts]
        if timeout is not None:
            self._watch(futures[-1], timeout)
        answers = []
        try:
            for future in futures:
                answers.append(await future)
        except BaseException:
            self._abandon(futures, query)
            if self._expired:
                self._expired = False
                raise TimeoutError from None
            raise
        self._busy = False
        outcomes = [text if failed else result_of(result_id, text) for failed, result_id, text in answers]
        if own_transaction:
            outcomes = outcomes[1:-1]
        rows = []
        for index, result in enumerate(outcomes):
            if isinstance(result, str):
                raise self._error(result, query, statement, passed[index])
            if statement.types is None and result.params is not None:
                statement.learn(result.params)
                if self._codecs is None:
                    for sequence, args in enumerate(passed):
                        statement.encode(args, sequence)
            if result.count:
                charge(result.count * costs.databaseRow)
                if record_class is None and self._plain:
                    rows += result.rows()
                else:
                    rows += result.decode(record_class or self._record_class, self._codecs, result.count)
        return rows

    def transaction(self, *, isolation=None, readonly=False, deferrable=False):
        self._check_open()
        return transaction.Transaction(self, isolation, readonly, deferrable)

    def is_in_transaction(self):
        return self._in_xact

    def cursor(self, query, *args, prefetch=None, timeout=None, record_class=None):
        self._check_open()
        return cursor.CursorFactory(self, query, args, prefetch, timeout, record_class, user_line())

    async def prepare(self, query, *, name=None, timeout=None, record_class=None):
        self._check_open()
        statement = self._driver.statements.get(query)
        if statement is None:
            statement = self._driver.statements[query] = Statement(query)
        # The round trip of Parse and Describe; the statement itself is checked on its first run.
        await self._ask(STATUS, "SELECT 1", (), timeout, None, user_line())
        return prepared_stmt.PreparedStatement(self, query, statement, name or self._get_unique_id("stmt"), record_class)

    # Types

    async def set_type_codec(self, typename, *, schema="public", encoder, decoder, format="text"):
        self._check_open()
        oid = await self._find_type(typename, schema)
        if format == "tuple" or format == "binary" and oid not in (oids.JSON, oids.JSONB, oids.TEXT, oids.VARCHAR):
            kernel.not_simulated(f"asyncpg: set_type_codec({typename!r}, format={format!r})", "format='text'; 'binary' for json and jsonb")
        if format not in ("text", "binary"):
            raise ValueError(f"invalid `format` argument, expected 'text' or 'binary', got {format!r}")
        self._codecs = {**(self._codecs or {}), oid: Codec(oid, encoder, decoder, format == "binary")}
        self._plain = False

    async def reset_type_codec(self, typename, *, schema="public"):
        oid = await self._find_type(typename, schema)
        codecs = {key: codec for key, codec in (self._codecs or {}).items() if key != oid}
        self._codecs = codecs or None
        self._plain = not codecs and self._record_class is Record

    async def set_builtin_type_codec(self, typename, *, schema="public", codec_name, format=None):
        self._check_open()
        oid = await self._find_type(typename, schema)
        builtin = oids.BY_NAME.get(codec_name)
        if builtin is None:
            kernel.not_simulated(f"asyncpg: codec {codec_name!r}", ", ".join(sorted(oids.BY_NAME)))
        decode = decoder_of(builtin) or str
        self._codecs = {**(self._codecs or {}), oid: Codec(oid, str, decode, False)}
        self._plain = False

    async def _find_type(self, typename, schema):
        line = user_line()
        oid = await self._ask(VALUE, _FIND_TYPE, (str(typename), str(schema)), None, Record, line)
        if oid is None:
            raise ValueError(f"unknown type: {schema}.{typename}")
        return int(oid)

    async def reload_schema_state(self):
        self._driver.statements.clear()

    # The session

    def is_closed(self):
        return not self._session and not self._abandoned

    async def close(self, *, timeout=None):
        if not self.is_closed():
            self.terminate()
            await asyncio.sleep(0)

    def terminate(self):
        if self._session:
            session, self._session = self._session, 0
            emit(DB_CLOSE, 0, session, line=0)
        self._cleanup()

    async def reset(self, *, timeout=None):
        async with asyncio.timeout(timeout):
            await self._reset(user_line())

    async def _reset(self, line):
        """What a pool does before another task gets the connection."""
        await self._end_transaction(line)
        query = self.get_reset_query()
        if query == RESET_QUERY:
            await self._round_trip(line)
        elif query:
            await self._ask(STATUS, query, (), None, None, line)

    async def _end_transaction(self, line):
        """A transaction that was left open is rolled back, loudly."""
        self._check_open()
        if self._in_xact or self._top_xact is not None:
            if self._top_xact is None or not self._top_xact._managed:
                self._loop.call_exception_handler({"message": f"Resetting connection with an active transaction {self!r}"})
            self._top_xact = None
            await self._ask(STATUS, "ROLLBACK", (), None, None, line)

    async def _round_trip(self, line):
        """The default reset query: a round trip that changes nothing here."""
        if self._busy:
            raise exceptions.InterfaceError(IN_PROGRESS)
        self._queries += 1
        self._busy = True
        try:
            failed, _, text = await call(DB_QUERY, self._session, 1, "", line)
        except BaseException:
            self._lose()
            raise
        self._busy = False
        if failed:
            raise self._error(text, RESET_QUERY, None, ())

    def get_reset_query(self):
        return RESET_QUERY

    def get_server_pid(self):
        return 1000 + self._session

    def get_server_version(self):
        return ServerVersion(18, 0, 6, "final", 0)

    def get_settings(self):
        kernel.not_simulated("asyncpg: Connection.get_settings()", "fetchval('SHOW ...')")

    def add_termination_listener(self, callback):
        self._termination_listeners.append(callback)

    def remove_termination_listener(self, callback):
        if callback in self._termination_listeners:
            self._termination_listeners.remove(callback)

    def add_query_logger(self, callback):
        self._query_loggers.append(callback)

    def remove_query_logger(self, callback):
        if callback in self._query_loggers:
            self._query_loggers.remove(callback)

    def query_logger(self, callback):
        return _QueryLogging(self, callback)

    def _check_open(self):
        if self.is_closed():
            raise exceptions.InterfaceError("connection is closed")

    def _get_unique_id(self, prefix):
        self._driver.unique += 1
        return f"__asyncpg_{prefix}_{self._driver.unique:x}__"


def _refuse(name):
    def method(self, *args, **kwargs):
        kernel.not_simulated(f"asyncpg: Connection.{name}()", _AVAILABLE)

    method.__name__ = name
    method.__qualname__ = f"Connection.{name}"
    return method


for _name in (
    "add_listener", "remove_listener", "add_log_listener", "remove_log_listener", "copy_from_table", "copy_from_query",
    "copy_to_table",
):  # fmt: skip
    setattr(Connection, _name, _refuse(_name))


class LoggedQuery(tuple):
    """What a query logger gets."""

    __slots__ = ()
    _fields = ("query", "args", "timeout", "elapsed", "exception", "conn_addr", "conn_params")

    def __new__(cls, *values):
        return tuple.__new__(cls, values)


for _index, _name in enumerate(LoggedQuery._fields):
    setattr(LoggedQuery, _name, property(lambda self, index=_index: self[index]))


class _QueryLogging:
    __slots__ = ("_connection", "_callback")

    def __init__(self, connection, callback):
        self._connection = connection
        self._callback = callback

    def __enter__(self):
        self._connection.add_query_logger(self._callback)

    def __exit__(self, *error):
        self._connection.remove_query_logger(self._callback)


_TRANSACTION_FAILED = {"sqlstate": "25P02", "message": "current transaction is aborted, commands ignored until end of transaction block"}
_ENDS_TRANSACTION = re.compile(r"\s*(rollback|commit|abort|end)\b", re.IGNORECASE)
_ROLLBACK_TO = re.compile(r"\brollback\s+(work\s+|transaction\s+)?to\b[^;]*;?\s*$", re.IGNORECASE)
_FIND_TYPE = (
    "SELECT t.oid FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
    " WHERE t.typname = $1 AND n.nspname = $2"
)


def make_dsn(dsn, host, port, user, password, database):
    """One string for the world; it does not look into it beyond logging."""
    if dsn is not None:
        return str(dsn)
    environ = os.environ
    host = host or environ.get("PGHOST", "localhost")
    port = port or environ.get("PGPORT", "5432")
    user = user or environ.get("PGUSER", "postgres")
    database = database or environ.get("PGDATABASE", user)
    secret = f":{password}" if isinstance(password, str) else ""
    return f"postgresql://{user}{secret}@{host if isinstance(host, str) else host[0]}:{port}/{database}"


def connect(
    dsn=None, *, host=None, port=None, user=None, password=None, passfile=None, service=None, servicefile=None, database=None,
    loop=None, timeout=60, statement_cache_size=100, max_cached_statement_lifetime=300, max_cacheable_statement_size=1024 * 15,
    command_timeout=None, ssl=None, direct_tls=None, connection_class=Connection, record_class=Record, server_settings=None,
    target_session_attrs=None, krbsrvname=None, gsslib=None, _line=None, _how=0,
):  # fmt: skip
    """Opens a connection. The world has one database, so any address leads to it."""
    if not issubclass(connection_class, Connection):
        raise exceptions.InterfaceError(
            f"connection_class is expected to be a subclass of asyncpg.Connection, got {connection_class!r}"
        )
    if not isinstance(record_class, type) or not issubclass(record_class, Record):
        raise exceptions.InterfaceError(f"record_class is expected to be a subclass of asyncpg.Record, got {record_class!r}")
    if command_timeout is not None:
        command_timeout = _checked_command_timeout(command_timeout)
    address = make_dsn(dsn, host, port, user, password, database)
    if server_settings is not None:
        if not isinstance(server_settings, dict) or not all(isinstance(k, str) and isinstance(v, str) for k, v in server_settings.items()):
            raise ValueError("server_settings is expected to be None or a Dict[str, str]")
        address = f"{address}\x01{dumps(server_settings)}"
    return _connect(address, timeout, command_timeout, connection_class, record_class, user_line() if _line is None else _line, _how)


def _checked_command_timeout(value):
    try:
        if isinstance(value, bool):
            raise ValueError
        value = float(value)
        if value <= 0:
            raise ValueError
    except ValueError:
        raise ValueError(f"invalid command_timeout value: expected greater than 0 float (got {value!r})") from None
    return value


async def _connect(dsn, timeout, command_timeout, connection_class, record_class, line, how):
    session = await _open_session(dsn, timeout, line, how)
    loop = asyncio.get_running_loop()
    return connection_class(session, loop, command_timeout=command_timeout, record_class=record_class, dsn=dsn)


async def _open_session(dsn, timeout, line, how=0):
    future = call(DB_CONNECT, 0, how, dsn, line)
    try:
        async with asyncio.timeout(timeout):
            failed, session, text = await future
    except BaseException:
        # Cancelled after the connection was made.
        if not future.cancel() and not future.cancelled() and not future.result()[0]:
            emit(DB_CLOSE, 0, future.result()[1], line=0)
        raise
    if failed:
        raise exceptions.from_server(loads(text))
    return session


_connect.__qualname__ = _open_session.__qualname__ = "connect"
Connection._ask.__qualname__ = "Connection.fetch"
Connection._ask_many.__qualname__ = "Connection.fetchmany"
Connection._send_many.__qualname__ = "Connection.executemany"
Connection._copy.__qualname__ = "Connection.copy_records_to_table"


def __getattr__(name):
    raise AttributeError(f"module 'asyncpg.connection' has no attribute {name!r}")
