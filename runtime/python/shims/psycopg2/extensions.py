"""Constants, base classes, adapters."""

from surge import kernel as _kernel

from ._adapt import AsIs, Binary, QuotedString, adapt, register_adapter
from ._connection import (
    STATUS_BEGIN,
    STATUS_READY,
    TRANSACTION_STATUS_ACTIVE,
    TRANSACTION_STATUS_IDLE,
    TRANSACTION_STATUS_INERROR,
    TRANSACTION_STATUS_INTRANS,
    TRANSACTION_STATUS_UNKNOWN,
    ConnectionInfo,
    connection,
)
from ._cursor import Column, cursor
from ._errors import QueryCanceledError, TransactionRollbackError

ISOLATION_LEVEL_AUTOCOMMIT, ISOLATION_LEVEL_READ_COMMITTED, ISOLATION_LEVEL_REPEATABLE_READ = 0, 1, 2
ISOLATION_LEVEL_SERIALIZABLE, ISOLATION_LEVEL_READ_UNCOMMITTED, ISOLATION_LEVEL_DEFAULT = 3, 4, None
STATUS_IN_TRANSACTION = STATUS_BEGIN

__all__ = (
    "AsIs", "Binary", "Column", "ConnectionInfo", "ISOLATION_LEVEL_AUTOCOMMIT", "ISOLATION_LEVEL_DEFAULT",
    "ISOLATION_LEVEL_READ_COMMITTED", "ISOLATION_LEVEL_READ_UNCOMMITTED", "ISOLATION_LEVEL_REPEATABLE_READ",
    "ISOLATION_LEVEL_SERIALIZABLE", "QueryCanceledError", "QuotedString", "STATUS_BEGIN", "STATUS_IN_TRANSACTION", "STATUS_READY",
    "TRANSACTION_STATUS_ACTIVE", "TRANSACTION_STATUS_IDLE", "TRANSACTION_STATUS_INERROR", "TRANSACTION_STATUS_INTRANS",
    "TRANSACTION_STATUS_UNKNOWN", "TransactionRollbackError", "adapt", "connection", "cursor", "register_adapter",
)  # fmt: skip


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'psycopg2.extensions' has no attribute {name!r}")
    _kernel.not_simulated(f"psycopg2.extensions.{name}", ", ".join(__all__))
