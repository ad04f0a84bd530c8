"""Stand-in for psycopg 3.2 against the simulated database: blocking connections, and asynchronous ones."""

from surge import kernel as _kernel

from . import errors, rows, sql
from ._core import ConnectionInfo, IsolationLevel, Rollback
from ._cursor import Column
from .connection import Connection, Cursor, Transaction, connect
from .connection_async import AsyncConnection, AsyncCursor, AsyncTransaction
from .copy import AsyncCopy, Copy
from .errors import (
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    Warning,
)

__version__ = "3.2.12"
apilevel = "2.0"
threadsafety = 2
paramstyle = "pyformat"
__all__ = (
    "AsyncConnection", "AsyncCopy", "AsyncCursor", "AsyncTransaction", "Column", "Connection", "ConnectionInfo", "Copy", "Cursor",
    "DataError", "DatabaseError", "Error", "IntegrityError", "InterfaceError", "InternalError", "IsolationLevel", "NotSupportedError",
    "OperationalError", "ProgrammingError", "Rollback", "Transaction", "Warning", "apilevel", "connect", "errors", "paramstyle", "rows",
    "sql", "threadsafety",
)  # fmt: skip


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'psycopg' has no attribute {name!r}")
    _kernel.not_simulated(f"psycopg.{name}", ", ".join(__all__))
