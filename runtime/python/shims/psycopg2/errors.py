"""Exceptions by SQLSTATE: psycopg2.errors.UniqueViolation and so on."""

from ._errors import by_sqlstate, classes

globals().update({name: value for name, value in classes.items() if not name.startswith("_")})


def lookup(code):
    """The class of a SQLSTATE. KeyError: there is none."""
    return by_sqlstate[code]
