"""From text and JSON to the types that a handler declares, with FastAPI's error entries."""

import datetime
import enum
import json
import re
import types
import typing
import uuid
from decimal import Decimal, InvalidOperation


class Invalid(Exception):
    """One or more entries of a 422 answer; `loc` is filled in by the caller."""

    def __init__(self, *entries):
        self.entries = entries


def _entry(kind, message, value, **more):
    return {"type": kind, "msg": message, "input": value, **more}


def _int(value):
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    try:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return int(value.strip())
    except (ValueError, AttributeError):
        raise Invalid(_entry("int_parsing", "Input should be a valid integer, unable to parse string as an integer", value)) from None


def _float(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        raise Invalid(_entry("float_parsing", "Input should be a valid number, unable to parse string as a number", value)) from None


_TRUE = {"true", "1", "on", "yes", "y", "t"}
_FALSE = {"false", "0", "off", "no", "n", "f"}


def _bool(value):
    if isinstance(value, bool):
        return value
    text = str(value).lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise Invalid(_entry("bool_parsing", "Input should be a valid boolean, unable to interpret input", value))


def _str(value):
    if isinstance(value, str):
        return value
    raise Invalid(_entry("string_type", "Input should be a valid string", value))


def _parsed(kind, message, parse):
    def convert(value):
        try:
            return parse(value)
        except (ValueError, TypeError, AttributeError, InvalidOperation):
            raise Invalid(_entry(kind, message, value)) from None

    return convert


SCALARS = {
    int: _int,
    float: _float,
    bool: _bool,
    str: _str,
    uuid.UUID: _parsed("uuid_parsing", "Input should be a valid UUID", lambda v: uuid.UUID(str(v))),
    datetime.datetime: _parsed("datetime_parsing", "Input should be a valid datetime", lambda v: datetime.datetime.fromisoformat(v)),
    datetime.date: _parsed("date_parsing", "Input should be a valid date", lambda v: datetime.date.fromisoformat(v)),
    Decimal: _parsed("decimal_parsing", "Input should be a valid decimal", lambda v: Decimal(str(v))),
}


def is_scalar(annotation):
    """Whether a parameter of this type comes from path or query when nothing else is said."""
    if annotation in SCALARS or (isinstance(annotation, type) and issubclass(annotation, enum.Enum)):
        return True
    origin = typing.get_origin(annotation)
    if origin is typing.Literal:
        return True
    if origin in (typing.Union, types.UnionType):
        return all(arg is type(None) or is_scalar(arg) for arg in typing.get_args(annotation))
    return annotation in (typing.Any, None)


def is_list(annotation):
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        return any(is_list(arg) for arg in typing.get_args(annotation))
    return annotation in (list, set, tuple) or origin in (list, set, tuple)


def converter(annotation):
    """A function value -> value of the type, made once at registration. It raises Invalid."""
    found = SCALARS.get(annotation)
    if found is not None:
        return found
    if annotation in (typing.Any, None) or isinstance(annotation, typing.TypeVar):
        return lambda value: value
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return _enum(annotation)
    validate = getattr(annotation, "model_validate", None)
    if validate is not None:
        return _model(validate)
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return converter(args[0])
    if origin is typing.Literal:
        return _literal(args)
    if origin in (typing.Union, types.UnionType):
        return _union(args)
    if annotation is list or origin in (list, set, frozenset, tuple):
        return _sequence(origin or list, args)
    if annotation is dict or origin is dict:
        return _mapping(args)
    return lambda value: value


def _enum(cls):
    def convert(value):
        for member in cls:
            if value == member.value or str(value) == str(member.value):
                return member
        expected = " or ".join(repr(member.value) for member in cls)
        raise Invalid(_entry("enum", f"Input should be {expected}", value, ctx={"expected": expected}))

    return convert


def _literal(options):
    def convert(value):
        for option in options:
            if value == option or (isinstance(value, str) and str(option) == value):
                return option
        expected = " or ".join(map(repr, options))
        raise Invalid(_entry("literal_error", f"Input should be {expected}", value, ctx={"expected": expected}))

    return convert


def _model(validate):
    def convert(value):
        try:
            return validate(value)
        except Exception as error:
            errors = getattr(error, "errors", None)
            if errors is None:
                raise
            raise Invalid(*(dict(entry) for entry in errors())) from None

    return convert


def _union(args):
    converters = [converter(arg) for arg in args if arg is not type(None)]
    optional = type(None) in args

    def convert(value):
        if value is None and optional:
            return None
        first = None
        for each in converters:
            try:
                return each(value)
            except Invalid as error:
                first = first or error
        raise first

    return convert


def _located(position, convert, value):
    try:
        return convert(value)
    except Invalid as error:
        raise Invalid(*({**entry, "loc": (position, *entry.get("loc", ()))} for entry in error.entries)) from None


def _sequence(kind, args):
    each = converter(args[0]) if args and args[0] is not ... else (lambda value: value)

    def convert(value):
        if not isinstance(value, (list, tuple)):
            raise Invalid(_entry("list_type", "Input should be a valid list", value))
        items = [_located(position, each, item) for position, item in enumerate(value)]
        return items if kind is list else kind(items)

    return convert


def _mapping(args):
    key, each = (converter(args[0]), converter(args[1])) if len(args) == 2 else ((lambda v: v), (lambda v: v))

    def convert(value):
        if not isinstance(value, dict):
            raise Invalid(_entry("dict_type", "Input should be a valid dictionary", value))
        return {key(name): _located(name, each, item) for name, item in value.items()}

    return convert


def constrain(param, convert):
    """Adds the bounds of Query(ge=..., max_length=...) to a converter."""
    if not param.constrained:
        return convert
    checks = []
    for bound, symbol, kind, words, fails in (
        ("gt", "gt", "greater_than", "greater than", lambda v, b: not v > b),
        ("ge", "ge", "greater_than_equal", "greater than or equal to", lambda v, b: not v >= b),
        ("lt", "lt", "less_than", "less than", lambda v, b: not v < b),
        ("le", "le", "less_than_equal", "less than or equal to", lambda v, b: not v <= b),
    ):
        limit = getattr(param, bound)
        if limit is not None:
            checks.append((fails, limit, kind, f"Input should be {words} {limit}", {symbol: limit}))
    if param.min_length is not None:
        n = param.min_length
        checks.append((lambda v, b: len(v) < b, n, "string_too_short", f"String should have at least {n} character{'s' if n != 1 else ''}", {"min_length": n}))
    if param.max_length is not None:
        n = param.max_length
        checks.append((lambda v, b: len(v) > b, n, "string_too_long", f"String should have at most {n} character{'s' if n != 1 else ''}", {"max_length": n}))
    if param.pattern is not None:
        checks.append((lambda v, b: re.search(b, v) is None, param.pattern, "string_pattern_mismatch", f"String should match pattern '{param.pattern}'", {"pattern": param.pattern}))

    def constrained(value):
        converted = convert(value)
        if converted is None:
            return None
        for fails, limit, kind, message, context in checks:
            if fails(converted, limit):
                raise Invalid(_entry(kind, message, value, ctx=context))
        return converted

    return constrained


def parse_json(text):
    try:
        return json.loads(text)
    except ValueError as error:
        raise Invalid({"type": "json_invalid", "loc": ("body", getattr(error, "pos", 0)), "msg": "JSON decode error", "input": {}, "ctx": {"error": getattr(error, "msg", str(error))}}) from None
