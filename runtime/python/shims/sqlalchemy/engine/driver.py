"""A connection to the database, below SQLAlchemy's own: over the asyncpg stand-in, or over blocking calls.

Both have the same coroutines; those of the blocking one never suspend. `Guard.driving` says that a coroutine is being run
by code that cannot wait (a plain method of Session, an attribute): I/O over asyncpg is then what MissingGreenlet is about.
"""

import asyncio
import datetime
import decimal
import json
import re

import asyncpg
from asyncpg.connection import MANY, RESULT
from asyncpg.exceptions import from_server
from asyncpg.protocol.encoding import encode_untyped
from asyncpg.protocol.result import result_of
from surge import kernel
from surge.kernel import DB_CLOSE, DB_CONNECT, DB_QUERY, blocking_call, emit

from .. import exc
from ..dialects.postgresql import asyncpg as dialect
from ..dialects.postgresql import psycopg2
from . import costs

_GREENLET = "greenlet_spawn has not been called; can't call await_only() here. Was IO attempted in an unexpected place?"


class Guard:
    """Runs inside one step of one worker, so it is never shared."""

    driving = 0
    # Set while a function runs in run_sync: I/O is allowed, and blocks.
    bridged = 0


def drive(coroutine):
    """Runs a coroutine that does not suspend."""
    Guard.driving += 1
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    finally:
        Guard.driving -= 1
    coroutine.close()
    raise exc.MissingGreenlet(_GREENLET)


def _blocking(session, text, line, what):
    failed, result_id, answer = blocking_call(DB_QUERY, session, 0, text, line, what)
    if failed:
        return None, answer
    return result_of(result_id, answer), None


def untyped_text(sql, args):
    """The text of a DB_QUERY syscall with parameters whose types the client does not know."""
    return f"{sql}\x01[{','.join(['null' if value is None else encode_untyped(value) for value in args])}]"


class AsyncDriver:
    """What SQLAlchemy's asyncpg dialect makes of an asyncpg connection."""

    is_async = True
    checkout_ns, execute_ns, transaction_ns = costs.CHECKOUT_ASYNC, costs.EXECUTE_ASYNC, costs.TRANSACTION_ASYNC

    __slots__ = ("con", "started", "isolation", "last")

    def __init__(self, con, isolation):
        self.con = con
        # Whether BEGIN was sent.
        self.started = False
        self.isolation = isolation
        # When it was used last.
        self.last = 0

    @classmethod
    async def connect(cls, engine, line):
        if Guard.driving and not Guard.bridged:
            raise exc.MissingGreenlet(_GREENLET)
        creator = engine._async_creator
        if creator is not None:
            return cls(await creator(), engine._isolation)
        if Guard.bridged and Guard.driving:
            failed, session, text = blocking_call(DB_CONNECT, 0, 0, engine._dsn, line, "sqlalchemy connect")
            if failed:
                raise from_server(json.loads(text))
            return cls(asyncpg.Connection(session, asyncio.get_running_loop(), dsn=engine._dsn), engine._isolation)
        con = await asyncpg.connect(engine._dsn, **engine._driver_args, _line=line)
        return cls(con, engine._isolation)

    @property
    def alive(self):
        return bool(self.con._session)

    async def run(self, sql, args, line):
        con = self.con
        if Guard.driving:
            if not Guard.bridged:
                raise exc.MissingGreenlet(_GREENLET)
            result, error = _blocking(con._session, untyped_text(sql, args), line, "run_sync")
            if error is not None:
                raise from_server(json.loads(error), sql)
            con._follow_transaction(result, sql)
            return result
        return await con._ask(RESULT, sql, args, None, None, line)

    async def run_many(self, sql, sequences, line):
        if Guard.driving:
            for args in sequences:
                await self.run(sql, args, line)
            return
        await self.con._send_many(sql, sequences, None, line, MANY)

    def dead(self, error):
        """Whether the server has closed the connection."""
        return not self.con._session

    def terminate(self):
        self.con.terminate()

    def translate(self, error):
        """The dialect's own exception for one of asyncpg's; None for anything else."""
        return dialect.translate(error)


class BlockingDriver:
    """psycopg's place: every call blocks."""

    is_async = False
    checkout_ns, execute_ns, transaction_ns = costs.CHECKOUT_BLOCKING, costs.EXECUTE_BLOCKING, costs.TRANSACTION_BLOCKING

    __slots__ = ("session", "started", "isolation", "last", "wrote", "psycopg3")

    def __init__(self, session, isolation, psycopg3):
        self.session = session
        self.started = False
        self.isolation = isolation
        # When it was used last.
        self.last = 0
        # Whether the open transaction has changed anything, as far as its statements tell.
        self.wrote = False
        self.psycopg3 = psycopg3

    @classmethod
    async def connect(cls, engine, line):
        failed, session, text = blocking_call(DB_CONNECT, 0, 0, engine._dsn, line, "psycopg connect")
        if failed:
            raise psycopg2.from_server(text, None, engine._psycopg3)
        return cls(session, engine._isolation, engine._psycopg3)

    @property
    def alive(self):
        return bool(self.session)

    async def run(self, sql, args, line):
        try:
            text = untyped_text(_as_literals(sql, args) if args else sql, args)
        except TypeError:
            refused = next(value for value in args if not _encodable(value))
            raise psycopg2.cannot_adapt(refused, self.psycopg3) from None
        result, error = _blocking(self.session, text, line, "SQLAlchemy: execute")
        self.last = kernel.now_ns()
        word = sql.lstrip()[:6].upper()
        if word != "SELECT":
            self.wrote = word not in ("BEGIN;", "BEGIN ", "COMMIT", "ROLLBA", "SHOW T") or word == "ROLLBA" and "SAVEPOINT" in sql and self.wrote
        if error is not None:
            raise psycopg2.from_server(error, sql, self.psycopg3)
        return result

    async def run_many(self, sql, sequences, line):
        for args in sequences:
            await self.run(sql, args, line)

    def dead(self, error):
        return (getattr(error, "pgcode", None) or getattr(error, "sqlstate", None)) in ("08000", "08003", "08006", "57P01", "57P02", "57P03")

    def terminate(self):
        if self.session:
            session, self.session = self.session, 0
            emit(DB_CLOSE, 0, session, line=0)

    def translate(self, error):
        return psycopg2.translate(error, self.psycopg3)


_PLACEHOLDER = re.compile(r"\$(\d+)(?!\d|\s*::)")
_LITERALS = {
    int: "INTEGER", bool: "BOOLEAN", float: "NUMERIC", decimal.Decimal: "NUMERIC", datetime.datetime: "TIMESTAMP", datetime.date: "DATE",
    datetime.timedelta: "INTERVAL",
}  # fmt: skip


def _as_literals(sql, args):
    """psycopg2 writes values into the SQL, so they have the types of their literals; strings have the type that their place asks for."""

    def typed(match):
        value = args[int(match.group(1)) - 1]
        kind = _LITERALS.get(type(value))
        if kind == "INTEGER" and not -(2**31) <= value < 2**31:
            kind = "BIGINT"
        if kind == "TIMESTAMP" and value.tzinfo is not None:
            kind = "TIMESTAMPTZ"
        return match.group() if kind is None else f"{match.group()}::{kind}"

    return _PLACEHOLDER.sub(typed, sql)


def _encodable(value):
    try:
        encode_untyped(value)
    except TypeError:
        return False
    return True
