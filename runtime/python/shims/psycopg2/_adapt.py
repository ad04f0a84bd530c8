"""Values as SQL text: psycopg2 puts the arguments into the statement before it sends it."""

import datetime
import decimal
import json
import re

from _stand_in import worker_state

from ._errors import ProgrammingError


def _adapters():
    """Type -> adapter that the program registered, in this worker."""
    return worker_state("psycopg2 adapters", dict)


def quoted(text):
    if "\x00" in text:
        raise ValueError("A string literal cannot contain NUL (0x00) characters.")
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


class Json:
    """Adapts a value as JSON."""

    def __init__(self, adapted, dumps=None):
        self.adapted = adapted
        self._dumps = dumps or json.dumps

    def dumps(self, obj):
        return self._dumps(obj)

    def getquoted(self):
        return quoted(self.dumps(self.adapted)).encode()


class AsIs:
    """Text that is not quoted."""

    def __init__(self, adapted):
        self.adapted = adapted

    def getquoted(self):
        return str(self.adapted).encode()


class Binary:
    """Adapts bytes."""

    def __init__(self, adapted):
        self.adapted = adapted

    def getquoted(self):
        return f"'\\x{bytes(self.adapted).hex()}'::bytea".encode()


class QuotedString:
    """Adapts text."""

    def __init__(self, adapted):
        self.adapted = adapted

    def getquoted(self):
        return quoted(self.adapted).encode()


def _float(value):
    if value != value:
        return "'NaN'::float"
    if value in (float("inf"), float("-inf")):
        return "'Infinity'::float" if value > 0 else "'-Infinity'::float"
    return _number(repr(value))


def _number(text):
    # A blank keeps "a -%s" from becoming a comment.
    return f" {text}" if text.startswith("-") else text


def _decimal(value):
    return _number(str(value)) if value.is_finite() else "'NaN'::numeric"


def _datetime(value):
    return f"'{value.isoformat()}'::timestamp{'tz' if value.tzinfo is not None else ''}"


def _list(value):
    if not value:
        return "'{}'"
    return f"ARRAY[{','.join('NULL' if item is None else literal(item) for item in value)}]"


_BY_TYPE = (
    (bool, lambda value: "true" if value else "false"),
    (int, lambda value: _number(int.__repr__(value))),
    (float, _float),
    (str, quoted),
    ((bytes, bytearray, memoryview), lambda value: f"'\\x{bytes(value).hex()}'::bytea"),
    (decimal.Decimal, _decimal),
    (datetime.datetime, _datetime),
    (datetime.date, lambda value: f"'{value.isoformat()}'::date"),
    (datetime.time, lambda value: f"'{value.isoformat()}'::time{'tz' if value.tzinfo is not None else ''}"),
    (datetime.timedelta, lambda value: f"'{value.days} days {value.seconds}.{value.microseconds:06} seconds'::interval"),
    (list, _list),
    (tuple, lambda value: f"({', '.join(literal(item) for item in value)})"),
)


def literal(value):
    """A value as SQL text."""
    if value is None:
        return "NULL"
    adapter = _adapters().get(type(value))
    if adapter is not None:
        value = adapter(value)
    if hasattr(value, "getquoted"):
        return value.getquoted().decode()
    for kind, write in _BY_TYPE:
        if isinstance(value, kind):
            return write(value)
    raise ProgrammingError(f"can't adapt type '{type(value).__name__}'")


_PLACEHOLDER = re.compile(r"%(?:\(([^)]*)\))?(.?)", re.DOTALL)


def interpolate(query, args):
    """The statement with its arguments in place, or unchanged when there are none. Errors as those of Python's % operator."""
    if args is None:
        return query
    named = hasattr(args, "keys")
    position = 0

    def replace(match):
        nonlocal position
        name, conversion = match.groups()
        if name is None and conversion == "%":
            return "%"
        if conversion != "s":
            if not conversion:
                raise ValueError("incomplete format" if name is None else "incomplete placeholder: '%' without '('")
            raise ValueError(f"unsupported format character '{conversion}' (0x{ord(conversion):x}) at index {match.end() - 1}")
        if name is not None:
            if not named:
                raise TypeError("format requires a mapping")
            return literal(args[name])
        if named:
            raise TypeError("dict is not a sequence")
        if position >= len(args):
            raise IndexError("tuple index out of range" if isinstance(args, tuple) else "list index out of range")
        position += 1
        return literal(args[position - 1])

    text = _PLACEHOLDER.sub(replace, query)
    if not named and position < len(args):
        raise TypeError("not all arguments converted during string formatting")
    return text


def adapt(value):
    """An object with getquoted()."""
    return AsIs(literal(value))


def register_adapter(typ, callable):
    _adapters()[typ] = callable
