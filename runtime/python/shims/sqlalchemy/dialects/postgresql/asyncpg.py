"""The asyncpg dialect's own exceptions: what `error.orig` is."""

import asyncpg as _asyncpg

from .base import PGDialect_asyncpg


class AsyncAdapt_asyncpg_dbapi:
    class Error(Exception):
        pgcode = sqlstate = None

    class Warning(Exception):  # noqa: A001
        pass

    class InterfaceError(Error):
        pass

    class DatabaseError(Error):
        pass

    class InternalError(DatabaseError):
        pass

    class OperationalError(DatabaseError):
        pass

    class ProgrammingError(DatabaseError):
        pass

    class IntegrityError(DatabaseError):
        pass

    class DataError(DatabaseError):
        pass

    class NotSupportedError(DatabaseError):
        pass

    class InternalServerError(InternalError):
        pass

    class InvalidCachedStatementError(NotSupportedError):
        pass

    class InternalClientError(InternalError):
        pass


_dbapi = AsyncAdapt_asyncpg_dbapi
_TRANSLATIONS = {
    _asyncpg.exceptions.IntegrityConstraintViolationError: _dbapi.IntegrityError,
    _asyncpg.exceptions.PostgresError: _dbapi.Error,
    _asyncpg.exceptions.SyntaxOrAccessError: _dbapi.ProgrammingError,
    _asyncpg.exceptions.InterfaceError: _dbapi.InterfaceError,
    _asyncpg.exceptions.InvalidCachedStatementError: _dbapi.InvalidCachedStatementError,
    _asyncpg.exceptions.InternalServerError: _dbapi.InternalServerError,
    _asyncpg.exceptions.InternalClientError: _dbapi.InternalClientError,
}


def translate(error):
    """The dialect's exception for one of asyncpg's, the nearest in its hierarchy; None for any other."""
    for cls in type(error).__mro__:
        if cls in _TRANSLATIONS:
            translated = _TRANSLATIONS[cls](f"{type(error)}: {error}")
            translated.pgcode = translated.sqlstate = getattr(error, "sqlstate", None)
            translated.__cause__ = error
            return translated
    return None


dialect = PGDialect_asyncpg
