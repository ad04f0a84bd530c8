"""psycopg's exceptions, for engines of postgresql:// URLs: what `error.orig` is."""

import asyncpg as _asyncpg

from .base import PGDialect

dialect = PGDialect


def _define(module):
    names = {}

    def make(name, base):
        names[name] = type(name, (base,), {"__module__": module, "pgcode": None, "pgerror": None, "sqlstate": None})
        return names[name]

    error = make("Error", Exception)
    database = make("DatabaseError", error)
    make("InterfaceError", error)
    for name in ("DataError", "OperationalError", "IntegrityError", "InternalError", "ProgrammingError", "NotSupportedError"):
        make(name, database)
    return names


_MODULES = {False: _define("psycopg2"), True: _define("psycopg")}
_CLASSES = {
    "0A": "NotSupportedError", "08": "OperationalError", "21": "ProgrammingError", "22": "DataError", "23": "IntegrityError",
    "24": "InternalError", "25": "InternalError", "26": "OperationalError", "27": "OperationalError", "28": "OperationalError",
    "34": "OperationalError", "3D": "ProgrammingError", "3F": "ProgrammingError", "40": "OperationalError", "42": "ProgrammingError",
    "53": "OperationalError", "54": "OperationalError", "55": "OperationalError", "57": "OperationalError", "58": "OperationalError",
    "XX": "InternalError",
}  # fmt: skip
_named = {}


class Diagnostics:
    def __init__(self, error):
        self.sqlstate = error.sqlstate
        for name in ("message", "detail", "hint"):
            setattr(self, {"message": "message_primary", "detail": "message_detail", "hint": "message_hint"}[name], getattr(error, name, None))
        for name in ("constraint_name", "table_name", "column_name", "schema_name", "data_type_name"):
            setattr(self, name, getattr(error, name, None))


def translate(error, psycopg3=False):
    """psycopg's exception for an error of the server; None for anything else."""
    if isinstance(error, tuple(_MODULES[psycopg3].values())):
        return error
    if not isinstance(error, _asyncpg.PostgresError):
        return None
    sqlstate = error.sqlstate or ""
    base = _MODULES[psycopg3].get(_CLASSES.get(sqlstate[:2], "InternalError" if sqlstate[:2] in ("P0",) else "DatabaseError"))
    name = type(error).__name__.removesuffix("Error") if type(error).__name__ != "PostgresSyntaxError" else "SyntaxError"
    key = (name, psycopg3)
    cls = _named.get(key)
    if cls is None:
        module = "psycopg.errors" if psycopg3 else "psycopg2.errors"
        cls = _named[key] = type(name, (base,), {"__module__": module, "__qualname__": name})
    text = error.args[0] if error.args else ""
    for word in ("detail", "hint"):
        if getattr(error, word, None):
            text += f"\n{word.upper()}:  {getattr(error, word)}"
    made = cls(text if psycopg3 else text + "\n")
    made.pgcode = made.sqlstate = sqlstate
    made.pgerror = f"ERROR:  {text}\n"
    made.diag = Diagnostics(error)
    return made


def cannot_adapt(value):
    return _MODULES[False]["ProgrammingError"](f"can't adapt type '{type(value).__name__}'")
