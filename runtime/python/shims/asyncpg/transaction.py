"""Transactions and savepoints: asyncpg's Transaction, statement for statement."""

import enum

from surge.kernel import user_line

from . import exceptions
from .connresource import ConnectionResource, guarded

_STATUS = 3


class TransactionState(enum.Enum):
    NEW = 0
    STARTED = 1
    COMMITTED = 2
    ROLLEDBACK = 3
    FAILED = 4


ISOLATION_LEVELS = {"read_committed", "read_uncommitted", "serializable", "repeatable_read"}
_NEW, _STARTED, _COMMITTED, _ROLLEDBACK, _FAILED = TransactionState
_ENDED = {_COMMITTED: "already committed", _ROLLEDBACK: "already rolled back", _FAILED: "in error state"}


class Transaction(ConnectionResource):
    __slots__ = ("_isolation", "_readonly", "_deferrable", "_state", "_nested", "_id", "_managed", "_line")

    def __init__(self, connection, isolation, readonly, deferrable):
        ConnectionResource.__init__(self, connection)
        if isolation and isolation not in ISOLATION_LEVELS:
            raise ValueError(f"isolation is expected to be either of {ISOLATION_LEVELS}, got {isolation!r}")
        self._isolation = isolation
        self._readonly = readonly
        self._deferrable = deferrable
        self._state = _NEW
        self._nested = False
        self._id = None
        self._managed = False
        self._line = user_line()

    async def __aenter__(self):
        if self._managed:
            raise exceptions.InterfaceError("cannot enter context: already in an `async with` block")
        self._managed = True
        self._check_conn_validity("start")
        await self._start()

    async def __aexit__(self, extype, ex, tb):
        try:
            self._check_conn_validity("__aexit__")
        except exceptions.InterfaceError:
            if extype is GeneratorExit:
                # An unfinished async generator: the pool's release rolls back.
                return
            raise
        try:
            if extype is not None:
                await self._rollback()
            else:
                await self._commit()
        finally:
            self._managed = False

    @guarded
    async def start(self):
        """Begins the transaction, or sets a savepoint inside one."""
        await self._start()

    async def _start(self):
        if self._state is not _NEW:
            self._check_not_ended("start")
            raise exceptions.InterfaceError("cannot start; the transaction is already started")
        connection = self._connection
        if connection._top_xact is None:
            if connection._in_xact:
                raise exceptions.InterfaceError("cannot use Connection.transaction() in a manually started transaction")
            connection._top_xact = self
            query = "BEGIN"
            if self._isolation:
                query += f" ISOLATION LEVEL {self._isolation.upper().replace('_', ' ')}"
            if self._readonly:
                query += " READ ONLY"
            if self._deferrable:
                query += " DEFERRABLE"
            query += ";"
        else:
            await self._check_isolation()
            self._nested = True
            self._id = connection._get_unique_id("savepoint")
            query = f"SAVEPOINT {self._id};"
        await self._run(query, _STARTED)

    async def _check_isolation(self):
        if not self._isolation:
            return
        outer = self._connection._top_xact._isolation
        if outer is None:
            shown = await self._connection.fetchval("SHOW transaction_isolation;")
            outer = shown.replace(" ", "_")
        if self._isolation != outer:
            raise exceptions.InterfaceError(
                f"nested transaction has a different isolation level: current {self._isolation!r} != outer {outer!r}"
            )

    async def _run(self, query, then):
        try:
            await self._connection._ask(_STATUS, query, (), None, None, self._line)
        except BaseException:
            self._state = _FAILED
            raise
        self._state = then

    def _check_not_ended(self, operation):
        why = _ENDED.get(self._state)
        if why is not None:
            raise exceptions.InterfaceError(f"cannot {operation}; the transaction is {why}")

    def _leave(self, operation):
        if self._state is not _STARTED:
            if self._state is _NEW:
                raise exceptions.InterfaceError(f"cannot {operation}; the transaction is not yet started")
            self._check_not_ended(operation)
        if self._connection._top_xact is self:
            self._connection._top_xact = None

    async def _commit(self):
        self._leave("commit")
        await self._run(f"RELEASE SAVEPOINT {self._id};" if self._nested else "COMMIT;", _COMMITTED)

    async def _rollback(self):
        self._leave("rollback")
        await self._run(f"ROLLBACK TO {self._id};" if self._nested else "ROLLBACK;", _ROLLEDBACK)

    @guarded
    async def commit(self):
        if self._managed:
            raise exceptions.InterfaceError("cannot manually commit from within an `async with` block")
        await self._commit()

    @guarded
    async def rollback(self):
        if self._managed:
            raise exceptions.InterfaceError("cannot manually rollback from within an `async with` block")
        await self._rollback()

    def __repr__(self):
        words = [f"state:{self._state.name.lower()}"]
        if self._isolation is not None:
            words.append(self._isolation)
        if self._readonly:
            words.append("readonly")
        if self._deferrable:
            words.append("deferrable")
        return f"<asyncpg.{type(self).__name__} {' '.join(words)} {id(self):#x}>"


Transaction.__aenter__.__qualname__ = "Transaction.start"
Transaction.__aexit__.__qualname__ = "Transaction.commit"
