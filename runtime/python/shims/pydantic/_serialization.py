"""Models and plain values to dictionaries and to JSON, as model_dump(mode="python" or "json")."""

import collections
import dataclasses
import datetime as dt
import pathlib
import re
from decimal import Decimal
from enum import Enum
from ipaddress import IPv4Address, IPv6Address
from json import dumps
from uuid import UUID

from surge import kernel


class Options:
    __slots__ = ("json", "by_alias", "exclude_unset", "exclude_defaults", "exclude_none", "context", "plain")

    def __init__(self, mode="python", by_alias=None, exclude_unset=False, exclude_defaults=False, exclude_none=False, context=None):
        self.json = mode == "json"
        self.by_alias = by_alias
        self.exclude_unset = exclude_unset
        self.exclude_defaults = exclude_defaults
        self.exclude_none = exclude_none
        self.context = context
        self.plain = not (exclude_unset or exclude_defaults or exclude_none)

    @property
    def mode(self):
        return "json" if self.json else "python"


def enum_value(value):
    return value.value if isinstance(value, Enum) else value


def prepare(cls):
    """What dumping needs to know of a class."""
    rows = []
    for name, field in cls.__pydantic_fields__.items():
        alias = field.serialization_alias if field.serialization_alias is not None else field.alias
        rows.append((name, alias or name, cls.__surge_field_serializers__.get(name)))
    cls.__surge_dump__ = tuple(rows)
    cls.__surge_excluded__ = frozenset(name for name, field in cls.__pydantic_fields__.items() if field.exclude)
    cls.__surge_plain_dump__ = not (
        cls.__surge_field_serializers__ or cls.__surge_serializer__ or cls.__pydantic_computed__ or cls.__surge_excluded__
        or cls.__pydantic_root_model__
    )  # fmt: skip


_PLAIN = frozenset((int, str, float, bool, type(None)))


def iso_datetime(value):
    """ISO 8601 as pydantic writes it: UTC is Z."""
    text = value.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def iso_duration(value):
    """ISO 8601 duration, as pydantic writes a timedelta."""
    sign = "-" if value < dt.timedelta(0) else ""
    value = abs(value)
    days, seconds = value.days, value.seconds
    text = f"{sign}P"
    years, days = divmod(days, 365)
    if years:
        text += f"{years}Y"
    if days:
        text += f"{days}D"
    if seconds or value.microseconds or not (years or days):
        hours, rest = divmod(seconds, 3600)
        minutes, seconds = divmod(rest, 60)
        text += "T"
        if hours:
            text += f"{hours}H"
        if minutes:
            text += f"{minutes}M"
        if seconds or value.microseconds or not (hours or minutes):
            fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
            text += f"{seconds}{fraction}S"
    return text


def json_scalar(value):
    """A value that is no container in JSON; raises TypeError for what JSON does not know."""
    if isinstance(value, Enum):
        return dump_value(value.value, JSON)
    if isinstance(value, dt.datetime):
        return iso_datetime(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return iso_duration(value)
    if isinstance(value, (UUID, Decimal, pathlib.PurePath, IPv4Address, IPv6Address)):
        return str(value)
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode()
    if isinstance(value, re.Pattern):
        return value.pattern
    if isinstance(value, (str, int, float)):
        return value
    shown = getattr(value, "__pydantic_json__", None)
    if shown is not None:
        return shown()
    raise TypeError(f"Unable to serialize unknown type: {type(value)}")


def _inner(rule, key):
    """The part of include or exclude that goes for an item: (whole item, rule inside it)."""
    if rule is None:
        return False, None
    if isinstance(rule, dict):
        found = rule.get(key, rule.get("__all__")) if key in rule or "__all__" in rule else None
        if found is True or found is Ellipsis:
            return True, None
        return False, found or None
    return key in rule, None


def dump_model(model, options, include=None, exclude=None):
    cls = type(model)
    if cls.__surge_plan__ is None:
        cls.model_rebuild()
    serializer = cls.__surge_serializer__[0] if cls.__surge_serializer__ else None
    if serializer is not None:
        handler = lambda m, *ignored: _dump_fields(cls, m, options, include, exclude)  # noqa: E731
        result = serializer.run(model, handler, options)
        return dump_value(result, options) if options.json else result
    if cls.__pydantic_root_model__:
        return dump_value(model.__dict__["root"], options, include, exclude)
    return _dump_fields(cls, model, options, include, exclude)


# pydantic 2.13: 63 ns a field, by model_dump and model_dump_json alike.
_FIELD_NS = 63


def _dump_fields(cls, model, options, include, exclude):
    content = model.__dict__
    if kernel.worker is not None:
        kernel.charge_python(_FIELD_NS * len(content))
    by_alias = options.by_alias if options.by_alias is not None else cls.model_config.get("serialize_by_alias", False)
    result = {}
    if include is None and exclude is None and options.plain and cls.__surge_plain_dump__ and not model.__pydantic_extra__:
        for name, alias, _ in cls.__surge_dump__:
            if name in content:
                value = content[name]
                result[alias if by_alias else name] = value if type(value) in _PLAIN else dump_value(value, options)
        return result
    fields = cls.__pydantic_fields__
    fields_set = model.__pydantic_fields_set__
    for name, alias, serializer in cls.__surge_dump__:
        if name not in content or name in cls.__surge_excluded__ or options.exclude_unset and name not in fields_set:
            continue
        inner_include = inner_exclude = None
        if include is not None:
            whole, inner_include = _inner(include, name)
            if not whole and inner_include is None:
                continue
        if exclude is not None:
            whole, inner_exclude = _inner(exclude, name)
            if whole:
                continue
        value = content[name]
        if options.exclude_none and value is None:
            continue
        if options.exclude_defaults and not fields[name].is_required() and value == fields[name].get_default():
            continue
        if serializer is not None and serializer.applies(value, options.json):
            dumped = serializer.run(model, value, lambda v, *ignored: dump_value(v, options), options)
            if options.json:
                dumped = dump_value(dumped, options)
        else:
            dumped = dump_value(value, options, inner_include, inner_exclude)
        result[alias if by_alias else name] = dumped
    for name, value in (model.__pydantic_extra__ or {}).items():
        whole_include = include is None or _inner(include, name) != (False, None)
        if whole_include and not _inner(exclude, name)[0] and not (options.exclude_none and value is None):
            result[name] = dump_value(value, options)
    for name, field in cls.__pydantic_computed__.items():
        if include is not None and _inner(include, name) == (False, None) or _inner(exclude, name)[0]:
            continue
        value = getattr(model, name)
        if options.exclude_none and value is None:
            continue
        serializer = cls.__surge_field_serializers__.get(name)
        if serializer is not None and serializer.applies(value, options.json):
            value = serializer.run(model, value, lambda v, *ignored: v, options)
        result[field.alias if by_alias and field.alias else name] = dump_value(value, options)
    return result


_SEQUENCES = (list, tuple, set, frozenset, collections.deque)


def dump_value(value, options, include=None, exclude=None):
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list or isinstance(value, _SEQUENCES):
        if include is None and exclude is None:
            items = [item if type(item) in _PLAIN else dump_value(item, options) for item in value]
        else:
            items = _dump_chosen(list(value), options, include, exclude)
        if options.json or kind is list:
            return items
        if hasattr(value, "_fields"):
            return kind(*items)
        return kind(items)
    if isinstance(value, dict):
        return _dump_dict(value, options, include, exclude)
    if hasattr(kind, "__pydantic_fields__"):
        return dump_model(value, options, include, exclude)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: dump_value(getattr(value, field.name), options) for field in dataclasses.fields(value)}
    if not options.json:
        return value
    if hasattr(value, "__next__") or isinstance(value, (type({}.keys()), type({}.values()))):
        return [dump_value(item, options) for item in value]
    return json_scalar(value)


def _dump_chosen(items, options, include, exclude):
    result = []
    for index, item in enumerate(items):
        inner_include = inner_exclude = None
        if include is not None:
            whole, inner_include = _inner(include, index)
            if not whole and inner_include is None:
                continue
        if exclude is not None:
            whole, inner_exclude = _inner(exclude, index)
            if whole:
                continue
        result.append(dump_value(item, options, inner_include, inner_exclude))
    return result


def _dump_dict(value, options, include, exclude):
    result = {}
    for key, item in value.items():
        inner_include = inner_exclude = None
        if include is not None:
            whole, inner_include = _inner(include, key)
            if not whole and inner_include is None:
                continue
        if exclude is not None:
            whole, inner_exclude = _inner(exclude, key)
            if whole:
                continue
        if options.json and type(key) is not str:
            key = json_key(key)
        result[key] = item if type(item) in _PLAIN else dump_value(item, options, inner_include, inner_exclude)
    return result


def json_key(key):
    if key is True or key is False:
        return "true" if key else "false"
    if key is None:
        return "None"
    return str(json_scalar(key)) if not isinstance(key, tuple) else ",".join(str(json_scalar(part)) for part in key)


JSON = Options("json")


def to_jsonable_python(value, *, by_alias=None, exclude_none=False, **ignored):
    return dump_value(value, Options("json", by_alias, False, False, exclude_none))


def _no_nan(value):
    """Infinity and NaN are null in pydantic's JSON."""
    if isinstance(value, float):
        return None if value != value or value in (float("inf"), float("-inf")) else value
    if isinstance(value, list):
        return [_no_nan(item) for item in value]
    if isinstance(value, dict):
        return {key: _no_nan(item) for key, item in value.items()}
    return value


def dump_json(value, indent=None):
    try:
        if indent is None:
            return dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return dumps(value, indent=indent, ensure_ascii=False, allow_nan=False)
    except ValueError:
        return dump_json(_no_nan(value), indent)
