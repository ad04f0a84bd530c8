"""Column types: how Postgres calls them, and what values go in and come out."""

import datetime
import decimal
import enum
import json
import uuid

from . import _operators


class TypeEngine:
    """affinity: types of one kind compare without a change of type. cast: what a parameter is cast to; None for no cast."""

    affinity = "null"
    python_type = object
    cast = None
    hashable = True
    should_evaluate_none = False

    def ddl(self):
        return self.cast or "NULL"

    def compile(self, dialect=None):
        return self.ddl()

    def bind(self):
        """A function that turns a Python value into the driver's, or None."""
        return None

    def result(self):
        """A function that turns the driver's value (never None) into Python's, or None."""
        return None

    def coerce_compared_value(self, op, value):
        found = type_of_value(value)
        if found is NULLTYPE or found.affinity == self.affinity:
            return self
        return found

    def with_variant(self, type_, *dialects):
        return to_instance(type_) if "postgresql" in dialects else self

    def evaluates_none(self):
        copy = _copy(self)
        copy.should_evaluate_none = True
        return copy

    def __repr__(self):
        return f"{type(self).__name__}()"

    __str__ = compile_str = lambda self: self.ddl()


def _copy(item):
    copy = item.__class__.__new__(item.__class__)
    copy.__dict__.update(item.__dict__)
    return copy


class NullType(TypeEngine):
    hashable = False


class UserDefinedType(TypeEngine):
    affinity = "user"

    def ddl(self):
        return self.get_col_spec()

    def bind(self):
        make = getattr(self, "bind_processor", None)
        return make(None) if make else None

    def result(self):
        make = getattr(self, "result_processor", None)
        return make(None, None) if make else None


class TypeDecorator(TypeEngine):
    """A type of the user's own on top of another."""

    impl = None
    cache_ok = None

    def __init__(self, *args, **kwargs):
        self.impl = to_instance(type(self).impl(*args, **kwargs) if isinstance(type(self).impl, type) else type(self).impl)

    @property
    def affinity(self):
        return self.impl.affinity

    @property
    def cast(self):
        return self.impl.cast

    def ddl(self):
        return self.load_dialect_impl(None).ddl()

    def load_dialect_impl(self, dialect):
        return self.impl

    def bind(self):
        inner = self.load_dialect_impl(None).bind()
        process = getattr(self, "process_bind_param", None)
        if process is None:
            return inner
        return (lambda value: inner(process(value, None))) if inner else (lambda value: process(value, None))

    def result(self):
        inner = self.load_dialect_impl(None).result()
        process = getattr(self, "process_result_value", None)
        if process is None:
            return inner
        return (lambda value: process(inner(value), None)) if inner else (lambda value: process(value, None))

    def coerce_compared_value(self, op, value):
        return self


class String(TypeEngine):
    affinity = "string"
    python_type = str
    cast = "VARCHAR"

    def __init__(self, length=None, collation=None):
        self.length = length
        self.collation = collation

    def ddl(self):
        text = f"{self.cast}({self.length})" if self.length else self.cast
        return f'{text} COLLATE "{self.collation}"' if self.collation else text

    def __repr__(self):
        return f"{type(self).__name__}({f'length={self.length}' if self.length else ''})"


class Text(String):
    cast = "TEXT"

    def ddl(self):
        return "TEXT"


class Unicode(String):
    pass


class UnicodeText(Text):
    pass


class VARCHAR(String):
    pass


class CHAR(String):
    def ddl(self):
        return f"CHAR({self.length})" if self.length else "CHAR"


class Integer(TypeEngine):
    affinity = "integer"
    python_type = int
    cast = "INTEGER"


class BigInteger(Integer):
    cast = "BIGINT"


class SmallInteger(Integer):
    cast = "SMALLINT"


class Numeric(TypeEngine):
    affinity = "numeric"

    @property
    def cast(self):
        return self.ddl()

    def __init__(self, precision=None, scale=None, decimal_return_scale=None, asdecimal=True):
        self.precision = precision
        self.scale = scale
        self.decimal_return_scale = decimal_return_scale
        self.asdecimal = asdecimal

    @property
    def python_type(self):
        return decimal.Decimal if self.asdecimal else float

    def ddl(self):
        if self.precision is None:
            return "NUMERIC"
        return f"NUMERIC({self.precision})" if self.scale is None else f"NUMERIC({self.precision}, {self.scale})"

    def result(self):
        if self.asdecimal:
            return lambda value: value if isinstance(value, decimal.Decimal) else decimal.Decimal(str(value))
        return float


class DECIMAL(Numeric):
    pass


class Float(Numeric):
    cast = "FLOAT"

    def __init__(self, precision=None, asdecimal=False, decimal_return_scale=None):
        Numeric.__init__(self, precision, None, decimal_return_scale, asdecimal)

    def ddl(self):
        return f"FLOAT({self.precision})" if self.precision else "FLOAT"

    def result(self):
        return super().result() if self.asdecimal else float


class Double(Float):
    cast = "DOUBLE PRECISION"

    def ddl(self):
        return "DOUBLE PRECISION"


class REAL(Float):
    cast = "REAL"

    def ddl(self):
        return "REAL"


class Boolean(TypeEngine):
    affinity = "boolean"
    python_type = bool
    cast = "BOOLEAN"

    def __init__(self, create_constraint=False, name=None):
        self.create_constraint = create_constraint
        self.name = name

    def bind(self):
        return _strict_bool


def _strict_bool(value):
    if value is None or value is True or value is False:
        return value
    if value not in (0, 1):
        if isinstance(value, int):
            raise ValueError(f"Value {value!r} is not None, True, or False")
        raise TypeError(f"Not a boolean value: {value!r}")
    return bool(value)


class DateTime(TypeEngine):
    affinity = "datetime"
    python_type = datetime.datetime

    def __init__(self, timezone=False):
        self.timezone = timezone

    @property
    def cast(self):
        return f"TIMESTAMP WITH{'' if self.timezone else 'OUT'} TIME ZONE"


class TIMESTAMP(DateTime):
    def __init__(self, timezone=False, precision=None):
        self.timezone = timezone


class Date(TypeEngine):
    affinity = "date"
    python_type = datetime.date
    cast = "DATE"


class Time(TypeEngine):
    affinity = "time"
    python_type = datetime.time

    def __init__(self, timezone=False):
        self.timezone = timezone

    @property
    def cast(self):
        return f"TIME WITH{'' if self.timezone else 'OUT'} TIME ZONE"


class Interval(TypeEngine):
    affinity = "interval"
    python_type = datetime.timedelta
    cast = "INTERVAL"

    def __init__(self, *args, **kwargs):
        pass


class LargeBinary(TypeEngine):
    affinity = "binary"
    python_type = bytes
    cast = "BYTEA"

    def __init__(self, length=None):
        self.length = length


class Uuid(TypeEngine):
    affinity = "uuid"
    cast = "UUID"

    def __init__(self, as_uuid=True, native_uuid=True):
        self.as_uuid = as_uuid

    @property
    def python_type(self):
        return uuid.UUID if self.as_uuid else str

    def result(self):
        return None if self.as_uuid else str


class UUID(Uuid):
    pass


class Enum(TypeEngine):
    """A Postgres enum. A Python enum is stored by the names of its members."""

    affinity = "string"

    def __init__(self, *enums, name=None, values_callable=None, native_enum=True, create_type=True, schema=None, metadata=None,
                 create_constraint=False, length=None, validate_strings=False, inherit_schema=False, **kw):  # fmt: skip
        self.enum_class = enums[0] if len(enums) == 1 and isinstance(enums[0], type) and issubclass(enums[0], enum.Enum) else None
        if self.enum_class is not None:
            members = list(self.enum_class.__members__.items())
            texts = values_callable(self.enum_class) if values_callable else [key for key, _ in members]
            self._by_text = dict(zip(texts, [member for _, member in members]))
            self._by_member = {member: text for text, member in self._by_text.items()}
            self.enums = list(self._by_text)
            name = name or self.enum_class.__name__.lower()
        else:
            self.enums = list(enums)
        self.name = name
        self.native_enum = native_enum
        self.create_type = create_type
        self.length = length or max((len(text) for text in self.enums), default=1)
        self.validate_strings = validate_strings

    @property
    def cast(self):
        from .sql.compiler import quote

        return quote(self.name) if self.native_enum and self.name else "VARCHAR"

    @property
    def python_type(self):
        return self.enum_class or str

    def ddl(self):
        return self.cast if self.native_enum and self.name else f"VARCHAR({self.length})"

    def bind(self):
        return self._to_text

    def _to_text(self, value):
        if value is None:
            return None
        if self.enum_class is not None:
            try:
                return self._by_member[value]
            except (KeyError, TypeError):
                if isinstance(value, str) and (value in self._by_text or not self.validate_strings):
                    return value
        elif isinstance(value, str) and (not self.validate_strings or value in self.enums):
            return value
        raise LookupError(self._unknown(value)) from None

    def result(self):
        if self.enum_class is None:
            return None
        return self._to_member

    def _to_member(self, text):
        try:
            return self._by_text[text]
        except KeyError:
            raise LookupError(self._unknown(text)) from None

    def _unknown(self, value):
        shown = ", ".join(str(text) for text in (self.enums if len(self.enums) < 4 else [*self.enums[:3], "..", self.enums[-1]]))
        return f"{value!r} is not among the defined enum values. Enum name: {self.name}. Possible values: {shown}"

    def __repr__(self):
        return f"Enum({', '.join(repr(text) for text in self.enums)}, name={self.name!r})"


class ENUM(Enum):
    pass


class JSON(TypeEngine):
    affinity = "json"
    python_type = dict
    hashable = False
    cast = "JSON"

    class _Null:
        def __repr__(self):
            return "symbol('JSON_NULL')"

    NULL = _Null()

    def __init__(self, none_as_null=False, astext_type=None):
        self.none_as_null = none_as_null
        self.should_evaluate_none = not none_as_null
        self.astext_type = astext_type

    def bind(self):
        return self._dump

    serializer = staticmethod(json.dumps)

    def _dump(self, value):
        if value is JSON.NULL:
            value = None
        elif value is None and self.none_as_null:
            return None
        return self.serializer(value)

    def coerce_compared_value(self, op, value):
        if op in (_operators.json_getitem, _operators.json_getitem_text):
            return type_of_value(value)
        if op in (_operators.json_path, _operators.json_path_text):
            return ARRAY(Text())
        found = type_of_value(value)
        return self if found is NULLTYPE or found.affinity not in ("integer", "string") else self


class JSONB(JSON):
    cast = "JSONB"


class ARRAY(TypeEngine):
    affinity = "array"
    python_type = list
    hashable = False
    zero_indexes = False

    def __init__(self, item_type, as_tuple=False, dimensions=None, zero_indexes=False):
        self.item_type = to_instance(item_type)
        self.as_tuple = as_tuple
        self.dimensions = dimensions

    @property
    def cast(self):
        return None if self.item_type.cast is None else f"{self.item_type.cast}[]"

    def ddl(self):
        return self.item_type.ddl() + "[]" * (self.dimensions or 1)

    def bind(self):
        inner = self.item_type.bind()
        if inner is None:
            return None
        return lambda value: None if value is None else [inner(item) for item in value]

    def result(self):
        inner = self.item_type.result()
        kind = tuple if self.as_tuple else list
        if inner is None:
            return kind if self.as_tuple else None
        return lambda value: kind([None if item is None else inner(item) for item in value])

    def coerce_compared_value(self, op, value):
        return self


class INET(TypeEngine):
    affinity = "inet"
    cast = "INET"


class CIDR(TypeEngine):
    affinity = "inet"
    cast = "CIDR"


class TSVECTOR(TypeEngine):
    affinity = "tsvector"
    cast = "TSVECTOR"


class TupleType(TypeEngine):
    affinity = "tuple"

    def __init__(self, *types):
        self.types = [to_instance(item) for item in types]


NULLTYPE = NullType()
BOOLEANTYPE = Boolean()
INTEGERTYPE = Integer()
STRINGTYPE = String()
NUMERICTYPE = Numeric()
INT = INTEGER = Integer
BIGINT = BigInteger
SMALLINT = SmallInteger
TEXT = Text
NUMERIC = Numeric
FLOAT = Float
DOUBLE = Double
DOUBLE_PRECISION = Double
BOOLEAN = Boolean
DATETIME = DateTime
DATE = Date
TIME = Time
INTERVAL = Interval
BLOB = BINARY = VARBINARY = BYTEA = LargeBinary
NVARCHAR = Unicode
NCHAR = CHAR

_INT32 = range(-(2**31), 2**31)
_BY_TYPE = {
    int: INTEGERTYPE,
    str: STRINGTYPE,
    bool: BOOLEANTYPE,
    float: Float(),
    decimal.Decimal: NUMERICTYPE,
    datetime.datetime: DateTime(),
    datetime.date: Date(),
    datetime.time: Time(),
    datetime.timedelta: Interval(),
    bytes: LargeBinary(),
    uuid.UUID: Uuid(),
    type(None): NULLTYPE,
}
_BIGINT = BigInteger()
_AWARE = {datetime.datetime: DateTime(timezone=True), datetime.time: Time(timezone=True)}


def type_of_value(value):
    """The type of a literal."""
    cls = type(value)
    found = _BY_TYPE.get(cls)
    if found is None:
        for known, type_ in _BY_TYPE.items():
            if isinstance(value, known):
                return type_
        return NULLTYPE
    if cls is int and value not in _INT32:
        return _BIGINT
    if cls in _AWARE and value.tzinfo is not None:
        return _AWARE[cls]
    return found


def to_instance(type_):
    if type_ is None:
        return NULLTYPE
    return type_() if isinstance(type_, type) else type_
