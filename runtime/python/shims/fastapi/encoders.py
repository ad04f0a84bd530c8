"""JSON as FastAPI writes it: models, dates, UUIDs, decimals, enums, sets, dataclasses and records included."""

import dataclasses
import datetime
import enum
import json
import uuid
from decimal import Decimal

_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=lambda value: _default(value))
encode_json = _encoder.encode


def _default(value):
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json")
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, Decimal):
        return int(value) if value.as_tuple().exponent >= 0 else float(value)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, (set, frozenset)) or type(value).__name__ in ("generator", "OrderedSet", "deque", "map", "filter", "dict_keys", "dict_values"):
        return list(value)
    if isinstance(value, bytes):
        return value.decode()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if hasattr(value, "items"):
        return dict(value.items())
    try:
        return dict(value)
    except Exception:
        pass
    try:
        return vars(value)
    except TypeError:
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable") from None


def jsonable_encoder(obj, include=None, exclude=None, by_alias=True, exclude_unset=False, exclude_defaults=False, exclude_none=False, custom_encoder=None, sqlalchemy_safe=True):
    if hasattr(obj, "model_dump"):
        obj = obj.model_dump(mode="json", include=include, exclude=exclude, by_alias=by_alias, exclude_unset=exclude_unset, exclude_defaults=exclude_defaults, exclude_none=exclude_none)
    result = json.loads(encode_json(obj))
    if exclude_none and isinstance(result, dict):
        result = {key: value for key, value in result.items() if value is not None}
    return result
