"""A statement's parameters: how many, of which types, and how arguments are written for it."""

import re

from .. import exceptions
from . import oids
from .encoding import encode_untyped, encoder_of

# Strings, quoted names, dollar quotes and comments: a $1 in there is no parameter.
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$(\w*)\$.*?\$\1\$|--[^\n]*|/\*.*?\*/", re.DOTALL)
_PARAMETER = re.compile(r"\$(\d+)(?:\s*::\s*(\w+)\s*(\[)?)?")
_HINT = "Check the query against the passed list of arguments."
_HINT_NONE = (
    "  Note that parameters are supported only in SELECT, INSERT, UPDATE, DELETE, MERGE and VALUES statements, and will"
    " *not* work in statements  like CREATE VIEW or DECLARE CURSOR."
)
_ARRAY_OF = {element: array for array, element in oids.ELEMENT.items()}
# What Postgres says about text that is no value of the type, on the first run of a statement.
_REFUSED_TEXT = re.compile(
    r'(?:invalid input syntax for type (?=integer|bigint|smallint|uuid|boolean|date|time|interval|numeric|real|double)|malformed )'
    r'(?P<type>[a-z ]+): "(?P<value>.*)"',
    re.DOTALL,
)
_OUT_OF_RANGE = re.compile(r'value "(?P<value>.*)" is out of range for type (?P<type>integer|bigint|smallint)', re.DOTALL)
_ANY_ARRAY = 1009
_REFUSED_TYPES = {
    "integer": oids.INT4,
    "bigint": oids.INT8,
    "smallint": oids.INT2,
    "uuid": oids.UUID,
    "boolean": oids.BOOL,
    "date": oids.DATE,
    "time": oids.TIME,
    "time with time zone": oids.TIMETZ,
    "timestamp": oids.TIMESTAMP,
    "timestamp with time zone": oids.TIMESTAMPTZ,
    "interval": oids.INTERVAL,
    "numeric": oids.NUMERIC,
    "real": oids.FLOAT4,
    "double precision": oids.FLOAT8,
}


class Statement:
    """What one worker knows of a statement. The types of its parameters are known after its first run."""

    __slots__ = ("query", "prefix", "count", "types", "casts", "_encoders", "_only")

    def __init__(self, query):
        if not isinstance(query, str):
            raise TypeError(f"expected str, got {type(query).__name__}")
        self.query = query
        self.prefix = query + "\x01["
        self.types = None
        self.casts = {}
        self._encoders = None
        self._only = None
        count = 0
        if "$" in query:
            for number, cast, array in _PARAMETER.findall(_QUOTED.sub(" ", query)):
                count = max(count, int(number))
                oid = oids.BY_NAME.get(cast)
                if oid is not None:
                    self.casts[int(number)] = _ARRAY_OF.get(oid, oids.TEXT) if array else oid
        self.count = count

    def learn(self, types):
        """The types that the server found for the parameters."""
        self.types = types
        if len(types) == self.count:
            self._encoders = [encoder_of(oid) for oid in types]
            self._only = self._encoders[0] if self.count == 1 else None

    def encode(self, args, sequence=-1):
        """The text of a DB_QUERY syscall."""
        if self._only is not None and len(args) == 1:
            value = args[0]
            if value is not None:
                try:
                    return f"{self.prefix}{self._only(value)}]"
                except Exception as error:
                    raise refused(0, value, error, sequence) from error
        if len(args) != self.count:
            raise self._wrong_count(len(args))
        if not args:
            return self.prefix + "]"
        encoders = self._encoders
        return self._join(args, [encode_untyped] * self.count if encoders is None else encoders, sequence)

    def encode_with(self, codecs, args, sequence=-1):
        """As encode, for a connection with type codecs of its own."""
        if len(args) != self.count:
            raise self._wrong_count(len(args))
        if self.types is not None:
            encoders = [encoder_of(oid, codecs) for oid in self.types]
        else:
            encoders = [self._guess(number, value, codecs) for number, value in enumerate(args, 1)]
        return self._join(args, encoders, sequence)

    def _guess(self, number, value, codecs):
        cast = self.casts.get(number)
        if cast is not None:
            return encoder_of(cast, codecs)
        if isinstance(value, dict) or isinstance(value, (list, tuple)) and any(isinstance(item, dict) for item in value):
            for oid in (oids.JSONB, oids.JSON):
                if oid in codecs:
                    return codecs[oid].encode
        return encode_untyped

    def _join(self, args, encoders, sequence):
        parts = []
        for index, value in enumerate(args):
            if value is None:
                parts.append("null")
                continue
            try:
                parts.append(encoders[index](value))
            except exceptions.InterfaceError as error:
                raise error.with_msg(f"query argument {_position(index, sequence)}: {error.args[0]}") from None
            except NotImplementedError:
                raise
            except Exception as error:
                raise refused(index, value, error, sequence) from error
        return f"{self.prefix}{','.join(parts)}]"

    def _wrong_count(self, passed):
        if passed > 32767:
            return exceptions.InterfaceError("the number of query arguments cannot exceed 32767")
        plural = "s" if self.count != 1 else ""
        was = "was" if passed == 1 else "were"
        return exceptions.InterfaceError(
            f"the server expects {self.count} argument{plural} for this query, {passed} {was} passed",
            hint=_HINT if self.count else _HINT + _HINT_NONE,
        )

    def explain_refusal(self, error, args):
        """The server refused a text on the first run of a statement; asyncpg would have refused the argument itself."""
        match = _REFUSED_TEXT.match(error.message or "") or _OUT_OF_RANGE.match(error.message or "")
        if match is None:
            return error
        oid = _REFUSED_TYPES.get(match['type'])
        encode = encoder_of(_ANY_ARRAY) if oid is None else encoder_of(oid)
        refusals = []
        for index, value in enumerate(args):
            try:
                if value is not None:
                    encode(value)
            except Exception as cause:
                refusals.append((str(value) != match['value'], index, value, cause))
        if not refusals:
            return error
        _, index, value, cause = min(refusals, key=lambda refusal: refusal[:2])
        refusal = refused(index, value, cause, -1)
        refusal.__cause__ = cause
        return refusal


def _position(index, sequence):
    if sequence < 0:
        return f"${index + 1}"
    return f"${index + 1} in element #{sequence} of executemany() sequence"


def refused(index, value, error, sequence):
    shown = repr(value)
    if len(shown) > 40:
        shown = shown[:40] + "..."
    return exceptions.DataError(f"invalid input for query argument {_position(index, sequence)}: {shown} ({error})")
