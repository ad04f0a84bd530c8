"""Query arguments as JSON, and asyncpg's complaints about arguments of the wrong type.

asyncpg knows the types of a statement's parameters and sends binary values, so it refuses '5' for an integer. Here the
types are known once the statement has run; the encoders below then accept, convert and refuse what asyncpg does.
"""

import datetime
import decimal
import uuid
from collections.abc import Mapping
from json.encoder import encode_basestring as quote

from . import oids

_HEAP_TYPE = 1 << 9


def _type_name(value):
    """The name that CPython's own messages use: with the module for types written in C."""
    cls = type(value)
    if cls.__flags__ & _HEAP_TYPE or cls.__module__ == "builtins":
        return cls.__name__
    return f"{cls.__module__}.{cls.__name__}"


def _whole(value):
    if isinstance(value, (str, bytes, bytearray)) or not (hasattr(value, "__int__") or hasattr(value, "__index__")):
        raise TypeError(f"'{_type_name(value)}' object cannot be interpreted as an integer")
    return int(value)


def _int_encoder(low, high, name):
    def encode(value):
        if type(value) is not int:
            value = _whole(value)
        if low <= value <= high:
            return repr(value)
        raise OverflowError(f"value out of {name} range")

    return encode


def _oid(value):
    try:
        return _oid_in_range(value)
    except TypeError:
        raise TypeError("an integer is required") from None


_oid_in_range = _int_encoder(0, 2**32 - 1, "uint32")


def _text(value):
    if isinstance(value, str):
        return quote(value)
    raise TypeError(f"expected str, got {type(value).__name__}")


def _bool(value):
    if value is True:
        return "true"
    if value is False:
        return "false"
    raise TypeError(f"a boolean is required (got type {type(value).__name__})")


def _float(value):
    if isinstance(value, (str, bytes, bytearray)) or not (hasattr(value, "__float__") or hasattr(value, "__index__")):
        raise TypeError(f"must be real number, not {_type_name(value)}")
    return _float_text(float(value))


def _float_text(value):
    if value != value:
        return '"NaN"'
    if value in (_INFINITY, -_INFINITY):
        return '"Infinity"' if value > 0 else '"-Infinity"'
    return repr(value)


_INFINITY = float("inf")


def _numeric(value):
    return quote(str(value if isinstance(value, decimal.Decimal) else decimal.Decimal(value)))


def _uuid(value):
    if isinstance(value, str):
        if not 32 <= len(value) <= 36:
            raise ValueError(f"invalid UUID {value!r}: length must be between 32..36 characters, got {len(value)}")
        try:
            value = uuid.UUID(value)
        except ValueError:
            raise ValueError(f"invalid UUID {value!r}: unexpected character") from None
    value.bytes
    return f'"{value}"'


def _date(value):
    ordinal = value.toordinal()
    return f'"{datetime.date.fromordinal(ordinal).isoformat()}"'


def _moment(value):
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day)
    raise TypeError(f"expected a datetime.date or datetime.datetime instance, got {type(value).__name__!r}")


def _timestamp(value):
    value = _moment(value)
    if value.tzinfo is not None:
        raise TypeError("can't subtract offset-naive and offset-aware datetimes")
    return f'"{value.isoformat()}"'


def _timestamptz(value):
    # A naive datetime is local time to asyncpg, and the simulated machines' local time is UTC.
    value = _moment(value)
    if value.tzinfo is None:
        return f'"{value.isoformat()}+00:00"'
    return f'"{value.astimezone(datetime.timezone.utc).isoformat()}"'


def _time(value):
    return f'"{value.hour:02}:{value.minute:02}:{value.second:02}.{value.microsecond:06}"'


def _timetz(value):
    offset = value.tzinfo.utcoffset(None)
    sign, seconds = ("-", -offset.total_seconds()) if offset.days < 0 else ("+", offset.total_seconds())
    return f"{_time(value)[:-1]}{sign}{int(seconds // 3600):02}:{int(seconds % 3600 // 60):02}\""


def _interval(value):
    return f'"{value.days} days {value.seconds}.{value.microseconds:06} seconds"'


def _bytea(value):
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(f"a bytes-like object is required, not '{_type_name(value)}'")
    return f'{{"$bytes":"{bytes(value).hex()}"}}'


def _inet(value):
    import ipaddress

    return f'"{ipaddress.ip_interface(value)}"'


_ENCODERS = {
    oids.BOOL: _bool,
    oids.BYTEA: _bytea,
    oids.CHAR: _bytea,
    oids.INT2: _int_encoder(-(2**15), 2**15 - 1, "int16"),
    oids.INT4: _int_encoder(-(2**31), 2**31 - 1, "int32"),
    oids.INT8: _int_encoder(-(2**63), 2**63 - 1, "int64"),
    oids.OID: _oid,
    oids.FLOAT4: _float,
    oids.FLOAT8: _float,
    oids.NUMERIC: _numeric,
    oids.UUID: _uuid,
    oids.DATE: _date,
    oids.TIME: _time,
    oids.TIMETZ: _timetz,
    oids.TIMESTAMP: _timestamp,
    oids.TIMESTAMPTZ: _timestamptz,
    oids.INTERVAL: _interval,
    oids.INET: _inet,
    oids.CIDR: _inet,
}


def encoder_of(oid, codecs=None):
    """The encoder of a parameter of a known type."""
    if codecs and oid in codecs:
        return codecs[oid].encode
    element = oids.ELEMENT.get(oid)
    if element is not None:
        return _array_encoder(encoder_of(element, codecs))
    encoder = _ENCODERS.get(oid)
    if encoder is not None:
        return encoder
    # Types of the user's own (enums, and arrays of them): text, or whatever their value is.
    return _text if oid < 16384 else encode_untyped


def _is_array(value):
    return hasattr(value, "__len__") and hasattr(value, "__iter__") and not isinstance(value, (str, bytes, bytearray, memoryview, Mapping))


def _array_encoder(encode):
    def items(value):
        parts = []
        for index, item in enumerate(value):
            if item is None:
                parts.append("null")
                continue
            try:
                parts.append(encode(item))
            except TypeError as error:
                raise ValueError(f"invalid array element at index {index}: {error}") from None
        return f"[{','.join(parts)}]"

    def nested(value, depth):
        if depth == 0:
            if value is None:
                return "null"
            try:
                return encode(value)
            except TypeError as error:
                raise ValueError(f"invalid array element: {error}") from None
        return f"[{','.join(nested(item, depth - 1) for item in value)}]"

    def encode_array(value):
        if not _is_array(value):
            raise TypeError(f"a sized iterable container expected (got type {type(value).__name__!r})")
        depth = _depth(value)
        return items(value) if depth == 1 else nested(value, depth)

    return encode_array


def _depth(value):
    """Dimensions of a nested list. Sub-lists of different lengths are refused."""
    if not any(_is_array(item) for item in value):
        return 1
    shapes = {(len(item), _depth(item)) if _is_array(item) else None for item in value}
    if len(shapes) != 1 or None in shapes:
        raise ValueError("non-homogeneous array")
    return 1 + shapes.pop()[1]


def encode_untyped(value):
    """An argument of a statement that has not run yet: by its Python type."""
    cls = type(value)
    simple = _BY_PYTHON_TYPE.get(cls)
    if simple is not None:
        return simple(value)
    for known, encode in _BY_PYTHON_BASE:
        if isinstance(value, known):
            return encode(value)
    if _is_array(value):
        return f"[{','.join('null' if item is None else encode_untyped(item) for item in value)}]"
    if hasattr(value, "max_prefixlen"):
        return f'"{value}"'
    raise TypeError(f"expected str, got {cls.__name__}")


def _untyped_datetime(value):
    return f'"{value.isoformat()}"'


_BY_PYTHON_TYPE = {
    int: repr,
    str: quote,
    bool: lambda value: "true" if value else "false",
    float: _float_text,
    type(None): lambda value: "null",
}
_BY_PYTHON_BASE = (
    (int, int.__repr__),
    (str, quote),
    (float, lambda value: _float_text(float(value))),
    (decimal.Decimal, _numeric),
    (uuid.UUID, _uuid),
    (datetime.datetime, _untyped_datetime),
    (datetime.date, _untyped_datetime),
    (datetime.time, _untyped_datetime),
    (datetime.timedelta, _interval),
    ((bytes, bytearray, memoryview), _bytea),
)
