"""Stand-in for psycopg2 2.9 against the simulated database. It blocks: the loop, or the virtual thread that it runs in."""

from surge import kernel as _kernel

from . import errorcodes, errors, extensions, extras, pool, sql
from ._adapt import Binary
from ._connection import connect
from ._errors import (
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

__version__ = "2.9.11 (dt dec pq3 ext lo64)"
apilevel = "2.0"
threadsafety = 2
paramstyle = "pyformat"
__all__ = (
    "Binary", "DataError", "DatabaseError", "Error", "IntegrityError", "InterfaceError", "InternalError", "NotSupportedError",
    "OperationalError", "ProgrammingError", "Warning", "apilevel", "connect", "errorcodes", "errors", "extensions", "extras",
    "paramstyle", "pool", "sql", "threadsafety",
)  # fmt: skip


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'psycopg2' has no attribute {name!r}")
    _kernel.not_simulated(f"psycopg2.{name}", ", ".join(__all__))
