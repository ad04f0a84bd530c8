"""Statements with %s and %(name)s as the server gets them: $1, $2 with the types of their values.

psycopg tells the server the type that it sends a value as, a smallint for a small int; here a cast says the same.
"""

import datetime
import decimal
import enum
import ipaddress
import re
import uuid
from collections.abc import Mapping, Sequence

from _postgres_sql import Composable
from asyncpg.protocol.encoding import encode_untyped, quote

from .errors import ProgrammingError
from .types.json import Json, Jsonb

_PLACEHOLDER = re.compile(r"%(?:%|\(([^)]+)\)(.)|(.))", re.DOTALL)
# Statement -> (parts of text, names or None): pure, shared by all workers.
_parsed = {}
_MAX_PARSED = 5_000


def parse(query):
    """(parts between the placeholders, their names; names is None for positional ones)."""
    found = _parsed.get(query)
    if found is not None:
        return found
    parts, names = [""], []
    end = 0
    named = positional = False
    for match in _PLACEHOLDER.finditer(query):
        parts[-1] += query[end : match.start()]
        end = match.end()
        text = match.group()
        if text == "%%":
            parts[-1] += "%"
            continue
        name = match.group(1)
        kind = match.group(2) if name is not None else match.group(3)
        if name is None and kind == "(":
            raise ProgrammingError(f"incomplete placeholder: '{query[match.start() :].split()[0]}'")
        if kind.isspace():
            raise ProgrammingError("incomplete placeholder: '%'; if you want to use '%' as an operator you can double it up, i.e. use '%%'")
        if kind not in "sbt":
            raise ProgrammingError(f"only '%s', '%b', '%t' are allowed as placeholders, got '{text}'")
        named = named or name is not None
        positional = positional or name is None
        if named and positional:
            raise ProgrammingError("positional and named placeholders cannot be mixed")
        names.append(name)
        parts.append("")
    parts[-1] += query[end:]
    if len(_parsed) >= _MAX_PARSED:
        _parsed.clear()
    found = _parsed[query] = (parts, names if named else None, len(names))
    return found


def _int_type(value):
    if -(2**15) <= value < 2**15:
        return "int2"
    if -(2**31) <= value < 2**31:
        return "int4"
    return "int8" if -(2**63) <= value < 2**63 else "numeric"


_WIDTHS = ("int2", "int4", "int8", "numeric")
_TYPES = {
    bool: "bool", float: "float8", decimal.Decimal: "numeric", datetime.date: "date", datetime.timedelta: "interval", uuid.UUID: "uuid",
    bytes: "bytea", bytearray: "bytea", memoryview: "bytea", Json: "json", Jsonb: "jsonb", str: "", type(None): "",
    ipaddress.IPv4Address: "inet", ipaddress.IPv6Address: "inet", ipaddress.IPv4Interface: "inet", ipaddress.IPv6Interface: "inet",
    ipaddress.IPv4Network: "cidr", ipaddress.IPv6Network: "cidr",
}  # fmt: skip


def type_of(value):
    """The type that psycopg sends a value as; empty when it leaves that to the server."""
    cls = type(value)
    if cls is int:
        return _int_type(value)
    found = _TYPES.get(cls)
    if found is not None:
        return found
    if isinstance(value, enum.Enum):
        return ""
    if isinstance(value, list):
        return _list_type(value)
    if isinstance(value, datetime.datetime):
        return "timestamptz" if value.tzinfo is not None else "timestamp"
    if isinstance(value, datetime.time):
        return "timetz" if value.tzinfo is not None else "time"
    for known, name in _TYPES.items():
        if isinstance(value, known):
            return name
    if isinstance(value, int):
        return _int_type(value)
    raise ProgrammingError(f"cannot adapt type '{cls.__name__}' using placeholder '%s' (format: AUTO)")


def _list_type(value):
    items = [item for item in value if item is not None]
    if not items:
        return ""
    names = {_list_type(item) if isinstance(item, list) else type_of(item) for item in items}
    if names <= set(_WIDTHS):
        return max(names, key=_WIDTHS.index) + "[]"
    name = type_of(items[0])
    return name if not name or name.endswith("[]") else f"{name}[]"


def encode(value):
    """A value as JSON for the world."""
    if isinstance(value, (Json, Jsonb)):
        return quote(value.text())
    if isinstance(value, enum.Enum):
        return quote(value.name)
    if isinstance(value, list):
        return f"[{','.join('null' if item is None else encode(item) for item in value)}]"
    return encode_untyped(value)


def statement(query, params):
    """(SQL as the server gets it, parameters as JSON) of a statement."""
    query = query_text(query)
    if params is None:
        return query, "[]"
    parts, names, count = parse(query)
    values = arrange(names, count, params)
    casts = [type_of(value) for value in values]
    return placed(parts, names, casts), f"[{','.join('null' if value is None else encode(value) for value in values)}]"


def query_text(query):
    if isinstance(query, str):
        return query
    if isinstance(query, Composable):
        return query.as_string()
    if isinstance(query, bytes):
        return query.decode()
    raise TypeError(f"the query should be str, bytes or Composable, got {type(query).__name__}")


def placed(parts, names, casts):
    """The text with $1::type in place of each placeholder; a name that comes again is the same parameter."""
    if names is None:
        numbers = range(len(casts))
    else:
        order = list(dict.fromkeys(names))
        numbers = [order.index(name) for name in names]
    text = parts[0]
    for number, part in zip(numbers, parts[1:]):
        text += f"${number + 1}{'::' + casts[number] if casts[number] else ''}{part}"
    return text


def arrange(names, count, params):
    """The values in the order of their numbers."""
    if isinstance(params, Mapping):
        if names is None and count:
            raise TypeError("positional placeholders (%s) require a sequence of parameters")
        return [_named(params, name) for name in dict.fromkeys(names or ())]
    if not isinstance(params, Sequence) or isinstance(params, (str, bytes)):
        raise TypeError(f"query parameters should be a sequence or a mapping, got {type(params).__name__}")
    if names is not None:
        raise TypeError("named placeholders require a mapping of parameters")
    if len(params) != count:
        raise ProgrammingError(f"the query has {count} placeholder{'' if count == 1 else 's'} but {len(params)} parameters were passed")
    return list(params)


def _named(params, name):
    try:
        return params[name]
    except KeyError:
        raise ProgrammingError(f"query parameter missing: {name}") from None
