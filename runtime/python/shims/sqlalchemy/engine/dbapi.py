"""The driver's connection as a listener of "connect" gets it.

Over psycopg2 it is a connection of psycopg2. Over asyncpg a listener is a plain function and cannot wait here: what it executes is sent
when it has returned, in the same order, before the connection is used. So it may set things up, not read rows.
"""

from psycopg2._connection import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INTRANS, connection
from surge import kernel


class BlockingConnection(connection):
    """psycopg2's connection over a session that the pool owns."""

    def __init__(self, dsn, session):
        connection.__init__(self, dsn)
        self._session = session

    def _open(self):
        pass

    def __del__(self):
        pass


class AsyncConnection:
    """AsyncAdapt_asyncpg_connection."""

    def __init__(self, con):
        self.driver_connection = self._connection = con
        self._later = []
        self._started = False
        self.autocommit = False

    def cursor(self, server_side=False):
        return _Cursor(self)

    def execute(self, operation, parameters=None):
        cursor = self.cursor()
        cursor.execute(operation, parameters)
        return cursor

    def run_async(self, fn):
        self._later.append(lambda: fn(self.driver_connection))

    def commit(self):
        self._finish("COMMIT")

    def rollback(self):
        self._finish("ROLLBACK")

    def _finish(self, command):
        if self._started:
            self._started = False
            self._later.append(lambda: self.driver_connection.execute(command))

    def close(self):
        kernel.not_simulated("sqlalchemy: close() of a connection in a listener", "cursor().execute, run_async, commit")

    async def send(self):
        while self._later:
            await self._later.pop(0)()


class _Cursor:
    description = None
    rowcount = -1

    def __init__(self, owner):
        self._owner = owner

    def execute(self, operation, parameters=None):
        owner = self._owner
        con = owner.driver_connection
        if not owner._started and not owner.autocommit:
            owner._started = True
            owner._later.append(lambda: con.execute("BEGIN;"))
        owner._later.append(lambda: con.execute(operation, *(parameters or ())))

    def fetchone(self, *args):
        kernel.not_simulated("sqlalchemy: rows for a listener of an asyncio engine", "cursor().execute without fetching, run_async")

    fetchall = fetchmany = fetchone

    def close(self):
        pass


async def tell_listeners(listeners, driver, dsn, record):
    """Calls those who listen for "connect". A transaction that they leave open goes on, as it does in SQLAlchemy."""
    if driver.is_async:
        for listener in listeners:
            made = AsyncConnection(driver.con)
            made._started = driver.started
            listener(made, record)
            await made.send()
            driver.started = made._started
        return
    for listener in listeners:
        made = BlockingConnection(dsn, driver.session)
        made._xact = TRANSACTION_STATUS_INTRANS if driver.started else TRANSACTION_STATUS_IDLE
        listener(made, record)
        driver.started = made._xact != TRANSACTION_STATUS_IDLE
        made._session = 0
