"""Values in Postgres's text format, turned into what asyncpg gives for the type."""

import datetime
import decimal
import re
import struct
import uuid

from surge import kernel

from . import oids

_UTC = datetime.timezone.utc


def _bool(text):
    return text == "t" or text == "true"


def _date(text):
    if text == "infinity":
        return datetime.date.max
    if text == "-infinity":
        return datetime.date.min
    return datetime.date.fromisoformat(text)


def _timestamp(text):
    if text == "infinity":
        return datetime.datetime.max
    if text == "-infinity":
        return datetime.datetime.min
    return datetime.datetime.fromisoformat(text)


def _timestamptz(text):
    moment = _timestamp(text)
    return moment if moment.tzinfo is None else moment.astimezone(_UTC)


_UNITS = re.compile(r"([+-]?\d+) (year|mon|day)s?")
_CLOCK = re.compile(r"([+-]?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?")
_DAYS = {"year": 365, "mon": 30, "day": 1}


def _interval(text):
    """A year is 365 days and a month 30, as in asyncpg: a timedelta knows neither."""
    days = sum(int(number) * _DAYS[unit] for number, unit in _UNITS.findall(text))
    clock = _CLOCK.search(text)
    if clock is None:
        return datetime.timedelta(days=days)
    sign, hours, minutes, seconds, fraction = clock.groups()
    microseconds = int((fraction or "0").ljust(6, "0"))
    rest = datetime.timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds), microseconds=microseconds)
    return datetime.timedelta(days=days) + (-rest if sign == "-" else rest)


def _bytea(text):
    if text.startswith("\\x"):
        return bytes.fromhex(text[2:])
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1")


def _float4(text):
    """Single precision, as the binary protocol carries it: 0.1 becomes 0.10000000149011612."""
    return _FLOAT4.unpack(_FLOAT4.pack(float(text)))[0]


_FLOAT4 = struct.Struct("f")


def _void(text):
    return None


def _inet(text):
    import ipaddress

    return ipaddress.ip_interface(text) if "/" in text else ipaddress.ip_address(text)


def _cidr(text):
    import ipaddress

    return ipaddress.ip_network(text)


DECODERS = {
    oids.BOOL: _bool,
    oids.BYTEA: _bytea,
    oids.CHAR: lambda text: text.encode(),
    oids.INT8: int,
    oids.INT2: int,
    oids.INT4: int,
    oids.OID: int,
    oids.XID: int,
    oids.CID: int,
    oids.FLOAT4: _float4,
    oids.FLOAT8: float,
    oids.NUMERIC: decimal.Decimal,
    oids.UUID: uuid.UUID,
    oids.DATE: _date,
    oids.TIME: lambda text: datetime.time.fromisoformat(text),
    oids.TIMETZ: lambda text: datetime.time.fromisoformat(text),
    oids.TIMESTAMP: _timestamp,
    oids.TIMESTAMPTZ: _timestamptz,
    oids.INTERVAL: _interval,
    oids.INET: _inet,
    oids.CIDR: _cidr,
    oids.VOID: _void,
}


def decoder_of(oid, codecs=None):
    """The decoder of a type; None for text that stays as it is. codecs: the connection's own, by type."""
    if codecs and oid in codecs:
        return codecs[oid].decode
    element = oids.ELEMENT.get(oid)
    if element is not None:
        decode = decoder_of(element, codecs)
        return lambda text: parse_array(text, decode)
    if oid in oids.WITHOUT_CODEC:
        kernel.not_simulated(f"asyncpg: values of type {oids.WITHOUT_CODEC[oid]} (cast the column to text)", oids.SUPPORTED)
    return DECODERS.get(oid)


_ARRAY_TOKEN = re.compile(r'[{},]|"((?:[^"\\]|\\.)*)"|[^{},"]+')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def parse_array(text, decode):
    """'{1,NULL,{2}}' as nested lists."""
    if text.startswith("["):
        # Bounds that do not begin at 1, "[0:1]={1,2}": asyncpg drops them too.
        text = text[text.index("=") + 1 :]
    stack = []
    current = None
    for match in _ARRAY_TOKEN.finditer(text):
        token = match.group()
        if token == "{":
            stack.append(current)
            current = []
        elif token == "}":
            done = current
            current = stack.pop()
            if current is None:
                return done
            current.append(done)
        elif token == ",":
            continue
        elif token[0] == '"':
            value = _ESCAPE.sub(r"\1", match.group(1))
            current.append(value if decode is None else decode(value))
        elif token == "NULL":
            current.append(None)
        else:
            current.append(token if decode is None else decode(token))
    raise ValueError(f"malformed array: {text!r}")
