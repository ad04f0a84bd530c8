"""Row factories: what a row is. Each takes a cursor and gives a function from the row's values to the row."""

import re
from collections import namedtuple

from .errors import InterfaceError, ProgrammingError


def _names(cursor):
    return None if cursor.description is None else [column.name for column in cursor.description]


def _no_result(values):
    raise InterfaceError("the cursor doesn't have a result")


def tuple_row(cursor):
    return tuple


def dict_row(cursor):
    names = _names(cursor)
    return _no_result if names is None else lambda values: dict(zip(names, values))


def namedtuple_row(cursor):
    names = _names(cursor)
    if names is None:
        return _no_result
    clean = [re.sub(r"\W", "_", name) for name in names]
    return namedtuple("Row", [f"f{name}" if name[:1] in "_0123456789" else name for name in clean])._make


def class_row(cls):
    return kwargs_row(cls)


def kwargs_row(func):
    def class_row_(cursor):
        names = _names(cursor)
        return _no_result if names is None else lambda values: func(**dict(zip(names, values)))

    return class_row_


def args_row(func):
    return lambda cursor: lambda values: func(*values)


def scalar_row(cursor):
    names = _names(cursor)
    if names is None:
        return _no_result
    if not names:
        raise ProgrammingError("at least one column expected")
    return lambda values: values[0]
