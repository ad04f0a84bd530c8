"""The DB-API's exceptions, and the error for an answer of the server."""

import json

from _postgres_errors import Diagnostics, class_of, define, message_of

__all__ = (
    "DataError", "DatabaseError", "Error", "IntegrityError", "InterfaceError", "InternalError", "NotSupportedError", "OperationalError",
    "ProgrammingError", "Warning",
)  # fmt: skip


class Warning(Exception):
    """DB-API warning."""


class Error(Exception):
    """Base class. pgcode: SQLSTATE; pgerror: the server's text; diag: its fields."""

    pgcode = pgerror = cursor = None
    _fields = {}

    @property
    def diag(self):
        return Diagnostics(self._fields)


class InterfaceError(Error):
    """psycopg2 was used wrongly."""


class DatabaseError(Error):
    """Errors of the database."""


class DataError(DatabaseError):
    """A value is wrong."""


class OperationalError(DatabaseError):
    """The database cannot do it now."""


class IntegrityError(DatabaseError):
    """A constraint was violated."""


class InternalError(DatabaseError):
    """The transaction's state does not allow it."""


class ProgrammingError(DatabaseError):
    """The statement is wrong."""


class NotSupportedError(DatabaseError):
    """Postgres does not have it."""


class QueryCanceledError(OperationalError):
    """The statement was cancelled."""


class TransactionRollbackError(OperationalError):
    """The transaction was rolled back: serialization failure, deadlock."""


for _name in (*__all__, "QueryCanceledError", "TransactionRollbackError"):
    globals()[_name].__module__ = "psycopg2" if _name in __all__ else "psycopg2.extensions"

BASES = {name: globals()[name] for name in __all__}
classes = {"__name__": "psycopg2.errors"}
by_sqlstate = define(classes, BASES)
for _sqlstate, _base in (("57014", QueryCanceledError), ("40001", TransactionRollbackError), ("40P01", TransactionRollbackError)):
    _old = by_sqlstate[_sqlstate]
    by_sqlstate[_sqlstate] = classes[_old.__name__] = type(_old.__name__, (_base,), {"__module__": "psycopg2.errors"})


def from_server(text, query=None, cursor=None):
    fields = json.loads(text)
    message = f"{message_of(fields, query)}\n"
    error = class_of(fields.get("sqlstate", ""), by_sqlstate, BASES)(message)
    error._fields = fields
    error.pgcode = fields.get("sqlstate")
    error.pgerror = f"{fields.get('severity', 'ERROR')}:  {message}"
    error.cursor = cursor
    return error
