"""Types with constraints: PositiveInt, constr(), conint() and their like."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic._errors import invalid
from pydantic._fields import AfterValidator, Discriminator, FieldInfo, StringConstraints, Strict, Tag
from pydantic._scalars import to_bytes, to_str

__all__ = [
    "UUID1", "UUID3", "UUID4", "UUID5", "AwareDatetime", "Discriminator", "FiniteFloat", "FutureDate", "FutureDatetime", "Json",
    "NaiveDatetime", "NegativeFloat", "NegativeInt", "NonNegativeFloat", "NonNegativeInt", "NonPositiveFloat", "NonPositiveInt", "PastDate",
    "PastDatetime", "PositiveFloat", "PositiveInt", "SecretBytes", "SecretStr", "Strict", "StringConstraints", "Tag", "conbytes", "condecimal",
    "confloat", "confrozenset", "conint", "conlist", "conset", "constr",
]  # fmt: skip

PositiveInt = Annotated[int, FieldInfo(gt=0)]
NonNegativeInt = Annotated[int, FieldInfo(ge=0)]
NegativeInt = Annotated[int, FieldInfo(lt=0)]
NonPositiveInt = Annotated[int, FieldInfo(le=0)]
PositiveFloat = Annotated[float, FieldInfo(gt=0)]
NonNegativeFloat = Annotated[float, FieldInfo(ge=0)]
NegativeFloat = Annotated[float, FieldInfo(lt=0)]
NonPositiveFloat = Annotated[float, FieldInfo(le=0)]
FiniteFloat = Annotated[float, FieldInfo(allow_inf_nan=False)]


def conint(*, strict=None, gt=None, ge=None, lt=None, le=None, multiple_of=None):
    return Annotated[int, FieldInfo(strict=strict, gt=gt, ge=ge, lt=lt, le=le, multiple_of=multiple_of)]


def confloat(*, strict=None, gt=None, ge=None, lt=None, le=None, multiple_of=None, allow_inf_nan=None):
    return Annotated[float, FieldInfo(strict=strict, gt=gt, ge=ge, lt=lt, le=le, multiple_of=multiple_of, allow_inf_nan=allow_inf_nan)]


def condecimal(*, strict=None, gt=None, ge=None, lt=None, le=None, multiple_of=None, max_digits=None, decimal_places=None):
    limits = dict(gt=gt, ge=ge, lt=lt, le=le, multiple_of=multiple_of, max_digits=max_digits, decimal_places=decimal_places)
    return Annotated[Decimal, FieldInfo(strict=strict, **limits)]


def constr(*, strip_whitespace=None, to_upper=None, to_lower=None, strict=None, min_length=None, max_length=None, pattern=None):
    options = dict(strip_whitespace=strip_whitespace, to_upper=to_upper, to_lower=to_lower, min_length=min_length, max_length=max_length, pattern=pattern)
    return Annotated[str, StringConstraints(**options)]


def conbytes(*, min_length=None, max_length=None, strict=None):
    return Annotated[bytes, FieldInfo(min_length=min_length, max_length=max_length, strict=strict)]


def conlist(item_type, *, min_length=None, max_length=None):
    return Annotated[list[item_type], FieldInfo(min_length=min_length, max_length=max_length)]


def conset(item_type, *, min_length=None, max_length=None):
    return Annotated[set[item_type], FieldInfo(min_length=min_length, max_length=max_length)]


def confrozenset(item_type, *, min_length=None, max_length=None):
    return Annotated[frozenset[item_type], FieldInfo(min_length=min_length, max_length=max_length)]


def _aware(value):
    if value.tzinfo is None:
        raise invalid("timezone_aware", value)
    return value


def _naive(value):
    if value.tzinfo is not None:
        raise invalid("timezone_naive", value)
    return value


def _compared(kind, holds):
    def check(value):
        now = datetime.now(value.tzinfo) if isinstance(value, datetime) else date.today()
        if not holds(value, now):
            raise invalid(kind, value)
        return value

    return check


AwareDatetime = Annotated[datetime, AfterValidator(_aware)]
NaiveDatetime = Annotated[datetime, AfterValidator(_naive)]
PastDatetime = Annotated[datetime, AfterValidator(_compared("datetime_past", lambda value, now: value < now))]
FutureDatetime = Annotated[datetime, AfterValidator(_compared("datetime_future", lambda value, now: value > now))]
PastDate = Annotated[date, AfterValidator(_compared("datetime_past", lambda value, now: value < now))]
FutureDate = Annotated[date, AfterValidator(_compared("datetime_future", lambda value, now: value > now))]


def _uuid_version(version):
    def check(value):
        if value.version != version:
            raise invalid("uuid_version", value, {"expected_version": version}, f"UUID version {version} expected")
        return value

    return Annotated[UUID, AfterValidator(check)]


UUID1, UUID3, UUID4, UUID5 = (_uuid_version(version) for version in (1, 3, 4, 5))


class _Secret:
    __slots__ = ("_secret_value",)

    def __init__(self, secret_value):
        self._secret_value = secret_value

    def get_secret_value(self):
        return self._secret_value

    def __str__(self):
        return "**********" if self._secret_value else ""

    def __repr__(self):
        return f"{type(self).__name__}('{self}')"

    def __len__(self):
        return len(self._secret_value)

    def __eq__(self, other):
        return type(self) is type(other) and self._secret_value == other._secret_value

    def __hash__(self):
        return hash(self._secret_value)

    def __pydantic_json__(self):
        return str(self)


class SecretStr(_Secret):
    __slots__ = ()

    @classmethod
    def __surge_convert__(cls):
        return lambda value: value if isinstance(value, cls) else cls(to_str(value))


class SecretBytes(_Secret):
    __slots__ = ()

    @classmethod
    def __surge_convert__(cls):
        return lambda value: value if isinstance(value, cls) else cls(to_bytes(value))


class Json:
    """A string that holds JSON; `Json[T]` also validates what it holds."""

    @classmethod
    def __surge_convert__(cls):
        return lambda value: _load(value)

    def __class_getitem__(cls, item):
        from pydantic._fields import BeforeValidator

        return Annotated[item, BeforeValidator(_load)]


def _load(value):
    import json

    if not isinstance(value, (str, bytes, bytearray)):
        raise invalid("json_type", value)
    try:
        return json.loads(value)
    except ValueError as error:
        raise invalid("json_invalid", value, {"error": str(error)}) from None
