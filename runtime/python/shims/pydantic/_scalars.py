"""Converters of plain values in pydantic's lax mode: one function per type, value in, value out or Invalid."""

import datetime as dt
import math
import pathlib
import re
from decimal import Decimal, InvalidOperation
from enum import Enum
from ipaddress import IPv4Address, IPv6Address
from uuid import UUID

from pydantic._errors import invalid

_TRUE = {"1", "on", "t", "true", "y", "yes"}
_FALSE = {"0", "off", "f", "false", "n", "no"}
_INT = re.compile(r"\s*[+-]?[0-9]+(_[0-9]+)*(\.0+)?\s*\Z")


def to_any(value):
    return value


def to_int(value):
    if type(value) is int:
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            if _INT.match(value):
                return int(value.split(".")[0])
            raise invalid("int_parsing", value) from None
    if isinstance(value, int):
        return int(value)
    if isinstance(value, (float, Decimal)):
        if isinstance(value, float) and not math.isfinite(value):
            raise invalid("finite_number", value)
        if value != int(value):
            raise invalid("int_from_float", value)
        return int(value)
    if isinstance(value, bytes):
        try:
            return int(value)
        except ValueError:
            raise invalid("int_parsing", value) from None
    raise invalid("int_type", value)


def to_float(value):
    if type(value) is float:
        return value
    if isinstance(value, (str, bytes)):
        try:
            return float(value)
        except ValueError:
            raise invalid("float_parsing", value) from None
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    raise invalid("float_type", value)


def to_bool(value):
    if value is True or value is False:
        return value
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        lowered = value.lower()
        if lowered in _TRUE:
            return True
        if lowered in _FALSE:
            return False
        raise invalid("bool_parsing", value)
    if isinstance(value, (int, float)):
        if value == 1:
            return True
        if value == 0:
            return False
        raise invalid("bool_parsing", value)
    raise invalid("bool_type", value)


def to_str(value):
    if type(value) is str:
        return value
    if isinstance(value, Enum) and isinstance(value, str):
        return value.value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (bytes, bytearray)):
        try:
            return bytes(value).decode()
        except UnicodeDecodeError:
            pass
    raise invalid("string_type", value)


def to_bytes(value):
    if isinstance(value, bytes):
        return value
    if isinstance(value, bytearray):
        return bytes(value)
    if isinstance(value, str):
        return value.encode()
    raise invalid("bytes_type", value)


def to_none(value):
    if value is None:
        return None
    raise invalid("none_required", value)


def to_uuid(value):
    if isinstance(value, UUID):
        return value
    if isinstance(value, bytes):
        try:
            return UUID(bytes=value) if len(value) == 16 else UUID(value.decode())
        except (ValueError, UnicodeDecodeError):
            raise invalid("uuid_parsing", value, {"error": "invalid length"}) from None
    if not isinstance(value, str):
        raise invalid("uuid_type", value)
    try:
        return UUID(value)
    except ValueError:
        raise invalid("uuid_parsing", value, {"error": _uuid_reason(value)}) from None


def _uuid_reason(text):
    for position, char in enumerate(text, 1):
        if char not in "0123456789abcdefABCDEF-":
            return f"invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], found `{char}` at {position}"
    groups = text.split("-")
    if len(groups) == 1:
        return f"invalid length: expected length 32 for simple format, found {len(text)}"
    if len(groups) != 5:
        return f"invalid group count: expected 5, found {len(groups)}"
    for index, (group, length) in enumerate(zip(groups, (8, 4, 4, 4, 12), strict=True)):
        if len(group) != length:
            return f"invalid group length in group {index}: expected {length}, found {len(group)}"
    return "invalid length"


def to_decimal(value):
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise invalid("decimal_type", value)
    else:
        try:
            number = Decimal(str(value).strip())
        except InvalidOperation:
            raise invalid("decimal_parsing", value) from None
    if not number.is_finite():
        raise invalid("finite_number", value)
    return number


_DATETIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt _](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*([Zz]|[+-]\d\d:?\d\d)?\Z")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*([Zz]|[+-]\d\d:?\d\d)?\Z")
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?\Z")


def _zone(text):
    if not text:
        return None
    if text in "Zz":
        return dt.timezone.utc
    digits = text[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes == 0:
        return dt.timezone.utc
    return dt.timezone(dt.timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _from_timestamp(number):
    # More than this many seconds are milliseconds, as in pydantic.
    if abs(number) > 20_000_000_000:
        number /= 1000
    return dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc) + dt.timedelta(seconds=number)


def _date_reason(text):
    """The reason in the words of speedate, for the parts that requests get wrong."""
    if len(text) < 10:
        return "input is too short"
    if not text[:4].isdigit():
        return "invalid character in year"
    if text[4] != "-" or text[7] != "-":
        return "invalid date separator, expected `-`"
    if not text[5:7].isdigit():
        return "invalid character in month"
    if not text[8:10].isdigit():
        return "invalid character in day"
    if not 1 <= int(text[5:7]) <= 12:
        return "month value is outside expected range of 1-12"
    try:
        dt.date.fromisoformat(text[:10])
    except ValueError:
        return "day value is outside expected range"
    if len(text) == 10:
        return ""
    if text[10] not in "Tt _":
        return "invalid datetime separator, expected `T`, `t`, `_` or space"
    return _time_reason(text[11:])


def _time_reason(text):
    if len(text) < 5:
        return "input is too short"
    if not text[:2].isdigit():
        return "invalid character in hour"
    if text[2] != ":":
        return "invalid time separator, expected `:`"
    if not text[3:5].isdigit():
        return "invalid character in minute"
    if int(text[:2]) > 23:
        return "hour value is outside expected range of 0-23"
    if int(text[3:5]) > 59:
        return "minute value is outside expected range of 0-59"
    if len(text) >= 8 and text[6:8].isdigit() and int(text[6:8]) > 59:
        return "second value is outside expected range of 0-59"
    return "unexpected extra characters at the end of the input"


def _parse_datetime(text):
    text = text.strip()
    found = _DATETIME.match(text)
    if found is not None:
        year, month, day, hour, minute, second, fraction, zone = found.groups()
        micro = int((fraction or "0")[:6].ljust(6, "0"))
        try:
            return dt.datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micro, _zone(zone))
        except ValueError:
            return None
    found = _DATE.match(text)
    if found is not None:
        try:
            return dt.datetime(*map(int, found.groups()))
        except ValueError:
            return None
    if _NUMBER.match(text):
        return _from_timestamp(float(text))
    return None


def to_datetime(value):
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, str):
        result = _parse_datetime(value)
        if result is None:
            raise invalid("datetime_from_date_parsing", value, {"error": _date_reason(value.strip())})
        return result
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_timestamp(value)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    raise invalid("datetime_type", value)


def to_date(value):
    if isinstance(value, dt.datetime):
        result = value
    elif isinstance(value, dt.date):
        return value
    elif isinstance(value, str):
        result = _parse_datetime(value)
        if result is None:
            raise invalid("date_from_datetime_parsing", value, {"error": _date_reason(value.strip())})
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        result = _from_timestamp(value)
    else:
        raise invalid("date_type", value)
    if result.time() != dt.time():
        raise invalid("date_from_datetime_inexact", value)
    return result.date()


def to_time(value):
    if isinstance(value, dt.time):
        return value
    if isinstance(value, str):
        found = _TIME.match(value.strip())
        if found is not None:
            hour, minute, second, fraction, zone = found.groups()
            try:
                return dt.time(int(hour), int(minute), int(second or 0), int((fraction or "0")[:6].ljust(6, "0")), _zone(zone))
            except ValueError:
                pass
        raise invalid("time_parsing", value, {"error": _time_reason(value.strip())})
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (dt.datetime.min + dt.timedelta(seconds=value)).time()
    raise invalid("time_type", value)


_ISO_DURATION = re.compile(r"([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?\Z")
_CLOCK_DURATION = re.compile(r"([+-])?(?:(\d+) days?,? )?(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?\Z")


def to_timedelta(value):
    if isinstance(value, dt.timedelta):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return dt.timedelta(seconds=value)
    if isinstance(value, str):
        text = value.strip()
        found = _ISO_DURATION.match(text)
        if found is not None and text[-1] not in "PT":
            sign, weeks, days, hours, minutes, seconds = found.groups()
        else:
            found = _CLOCK_DURATION.match(text)
            if found is None:
                if _NUMBER.match(text):
                    return dt.timedelta(seconds=float(text))
                raise invalid("time_delta_parsing", value, {"error": "invalid digit in duration"})
            sign, days, hours, minutes, seconds = found.groups()
            weeks = None
        delta = dt.timedelta(
            weeks=int(weeks or 0), days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0), seconds=float(seconds or 0)
        )
        return -delta if sign == "-" else delta
    raise invalid("time_delta_type", value)


def to_url(value):
    from pydantic.networks import AnyUrl

    return AnyUrl(value)


def to_pattern(value):
    if isinstance(value, re.Pattern):
        return value
    if isinstance(value, str):
        return re.compile(value)
    raise invalid("string_type", value)


def to_path(value):
    if isinstance(value, pathlib.PurePath):
        return value
    if isinstance(value, (str, bytes)):
        return pathlib.Path(value.decode() if isinstance(value, bytes) else value)
    raise invalid("path_type", value, {"path_type": "path for <class 'pathlib.Path'>"})


def _to_address(cls, kind):
    def to_address(value):
        if isinstance(value, cls):
            return value
        try:
            return cls(value)
        except ValueError:
            raise invalid(kind, value) from None

    return to_address


SCALARS = {
    int: to_int,
    float: to_float,
    bool: to_bool,
    str: to_str,
    bytes: to_bytes,
    type(None): to_none,
    None: to_none,
    UUID: to_uuid,
    Decimal: to_decimal,
    dt.datetime: to_datetime,
    dt.date: to_date,
    dt.time: to_time,
    dt.timedelta: to_timedelta,
    re.Pattern: to_pattern,
    pathlib.Path: to_path,
    IPv4Address: _to_address(IPv4Address, "ip_v4_address"),
    IPv6Address: _to_address(IPv6Address, "ip_v6_address"),
}
