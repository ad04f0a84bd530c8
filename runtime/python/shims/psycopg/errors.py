"""The DB-API's exceptions, and exceptions by SQLSTATE: psycopg.errors.UniqueViolation and so on."""

import json

from _postgres_errors import Diagnostics, class_of, define, message_of


class Warning(Exception):
    """DB-API warning."""


class Error(Exception):
    """Base class. sqlstate: the code, None for errors that are not the server's; diag: the fields of the server's message."""

    sqlstate = None
    _fields = {}

    @property
    def diag(self):
        return Diagnostics(self._fields)

    @property
    def pgconn(self):
        return None


class InterfaceError(Error):
    """psycopg was used wrongly."""


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


class ConnectionTimeout(OperationalError):
    """Connecting took too long."""


_NAMES = (
    "DataError", "DatabaseError", "Error", "IntegrityError", "InterfaceError", "InternalError", "NotSupportedError", "OperationalError",
    "ProgrammingError", "Warning",
)  # fmt: skip
BASES = {name: globals()[name] for name in _NAMES}
by_sqlstate = define(globals(), BASES)


def lookup(sqlstate):
    """The class of a SQLSTATE. KeyError: there is none."""
    return by_sqlstate[sqlstate.upper()]


def from_server(text, query=None):
    fields = json.loads(text)
    error = class_of(fields.get("sqlstate", ""), by_sqlstate, BASES)(message_of(fields, query))
    error._fields = fields
    if error.sqlstate is None:
        error.sqlstate = fields.get("sqlstate")
    return error
