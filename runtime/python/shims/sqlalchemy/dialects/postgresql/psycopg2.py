"""The blocking dialects. `error.orig` is an exception of psycopg2, or of psycopg for postgresql+psycopg://."""

import psycopg.errors
from psycopg2 import _errors as _psycopg2

from .base import PGDialect

dialect = PGDialect
_OWN = (_psycopg2.Error, psycopg.errors.Error)


def from_server(text, sql, psycopg3):
    """The driver's exception for an answer of the server."""
    return psycopg.errors.from_server(text, sql) if psycopg3 else _psycopg2.from_server(text, sql)


def translate(error, psycopg3):
    """What `orig` becomes: the driver's own exceptions; None for anything else."""
    return error if isinstance(error, _OWN) else None


def cannot_adapt(value, psycopg3):
    if psycopg3:
        return psycopg.errors.ProgrammingError(f"cannot adapt type '{type(value).__name__}' using placeholder '%s' (format: AUTO)")
    return _psycopg2.ProgrammingError(f"can't adapt type '{type(value).__name__}'")


def refused(error, host, port):
    """The exception for a connection that the server refused."""
    text = f'connection to server at "{host}" (127.0.0.1), port {port} failed: FATAL:  {str(error).strip()}\n'
    cls = psycopg.errors.OperationalError if isinstance(error, psycopg.errors.Error) else _psycopg2.OperationalError
    return cls(text)
