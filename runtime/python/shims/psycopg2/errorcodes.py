"""SQLSTATEs by name: psycopg2.errorcodes.UNIQUE_VIOLATION is "23505"."""

import re

from ._errors import by_sqlstate

_names = {code: re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).upper() for code, cls in by_sqlstate.items()}
globals().update({name: code for code, name in _names.items()})


def lookup(code):
    """The name of a SQLSTATE. KeyError: there is none."""
    return _names[code]
