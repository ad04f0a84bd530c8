"""JSON as FastAPI writes it: models, dates, UUIDs, decimals, enums, sets, dataclasses and records included."""

import dataclasses
import datetime
import enum
import pathlib
import re
import types
import uuid
from collections import deque
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address
from json.encoder import c_make_encoder, encode_basestring

from surge import kernel
from surge.call_costs import json_dumps

_SEQUENCES = (list, tuple, set, frozenset, deque, types.GeneratorType)


def _seconds(value):
    return value.total_seconds()


def _decimal(value):
    exponent = value.as_tuple().exponent
    return int(value) if isinstance(exponent, int) and exponent >= 0 else float(value)


ENCODERS_BY_TYPE = {
    bytes: lambda value: value.decode(),
    datetime.datetime: datetime.datetime.isoformat,
    datetime.date: datetime.date.isoformat,
    datetime.time: datetime.time.isoformat,
    datetime.timedelta: _seconds,
    Decimal: _decimal,
    uuid.UUID: str,
    re.Pattern: lambda value: value.pattern,
    IPv4Address: str,
    IPv6Address: str,
}


def _default(value):
    """One level of what the JSON encoder does not know; it comes back for what is inside."""
    encode = ENCODERS_BY_TYPE.get(type(value))
    if encode is not None:
        return encode(value)
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json", by_alias=True)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, pathlib.PurePath):
        return str(value)
    if isinstance(value, _SEQUENCES):
        return list(value)
    for cls, encoder in ENCODERS_BY_TYPE.items():
        if isinstance(value, cls):
            return encoder(value)
    return _as_mapping(value)


def _as_mapping(value):
    found = _attributes(value)
    # jsonable_encoder leaves out what SQLAlchemy keeps in its objects.
    return {key: item for key, item in found.items() if not (isinstance(key, str) and key.startswith("_sa"))}


def _attributes(value):
    # A stand-in's object says what the library's has inside, or raises what the encoder fails at there.
    own = getattr(value, "__surge_vars__", None)
    if own is not None:
        try:
            return own()
        except (TypeError, ValueError) as error:
            raise _hinted(error, value) from None
    errors = []
    for read in (dict, vars):
        try:
            return read(value)
        except Exception as error:
            errors.append(error)
    raise _hinted(ValueError(errors), value)


_ADVICE = {
    "coroutine": "is an await missing?",
    "async_generator": "StreamingResponse sends what it yields",
    "httpx.Response": "return response.json()",
    "requests.Response": "return response.json()",
    "aiohttp.ClientResponse": "return await response.json()",
}


def _hinted(error, value):
    """The real error says nothing of what was returned."""
    cls = type(value)
    name = cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__.partition('.')[0]}.{cls.__qualname__}"
    advice = f"; {_ADVICE[name]}" if name in _ADVICE else ""
    error.add_note(f"Hint: FastAPI cannot write this as JSON: {name}{advice}")
    return error


def _encode(value):
    """json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_default) without its detours."""
    return "".join(c_make_encoder({}, _default, encode_basestring, None, ":", ",", False, False, False)(value, 0))


# FastAPI's jsonable_encoder is plain Python: 846 ns a field of 1,000 rows of four, 375 ns an item of a list of integers. What a
# response model has dumped needs none of it, only pydantic's validation and serialisation. Measured as in surge/call_costs.py.
_FIELD_NS = 850
_ITEM_NS = 375
# The framework's cost per request was measured with a route that returns one field.
_FREE_NS = 4_000
_FREE_LENGTH = 60


def encode_json(value, dumped=False):
    """The JSON text of jsonable_encoder(value), in one pass. dumped: a response model has made it plain already."""
    try:
        text = _encode(value)
    except TypeError:
        # Keys that JSON does not have: UUIDs, dates, enums, tuples.
        text = _encode(jsonable_encoder(value))
    if len(text) > _FREE_LENGTH:
        ns, size = json_dumps(text)
        if not dumped:
            fields = text.count('":')
            ns += _FIELD_NS * fields + _ITEM_NS * max(0, text.count(",") - fields)
        kernel.spend(max(0, ns - _FREE_NS), "jsonable_encoder and json.dumps", size, "characters")
    return text


def jsonable_encoder(obj, include=None, exclude=None, by_alias=True, exclude_unset=False, exclude_defaults=False, exclude_none=False, custom_encoder=None, sqlalchemy_safe=True):
    options = {"by_alias": by_alias, "exclude_unset": exclude_unset, "exclude_defaults": exclude_defaults, "exclude_none": exclude_none, "custom_encoder": custom_encoder}
    for cls, encoder in (custom_encoder or {}).items():
        if isinstance(obj, cls):
            return encoder(obj)
    if hasattr(obj, "model_dump"):
        return obj.model_dump(mode="json", include=include, exclude=exclude, by_alias=by_alias, exclude_unset=exclude_unset, exclude_defaults=exclude_defaults, exclude_none=exclude_none)
    if dataclasses.is_dataclass(obj) and not isinstance(obj, type):
        return jsonable_encoder(dataclasses.asdict(obj), include=include, exclude=exclude, **options)
    if isinstance(obj, enum.Enum):
        return obj.value
    if obj is None or isinstance(obj, (str, int, float)):
        return obj
    if isinstance(obj, dict):
        return {
            jsonable_encoder(key, **options): jsonable_encoder(value, **options)
            for key, value in obj.items()
            if (include is None or key in include) and (exclude is None or key not in exclude) and not (exclude_none and value is None)
        }
    if isinstance(obj, _SEQUENCES):
        return [jsonable_encoder(item, **options) for item in obj]
    return jsonable_encoder(_default(obj), include=include, exclude=exclude, **options)
