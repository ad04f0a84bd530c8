from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

PositiveInt = Annotated[int, ...]
NonNegativeInt = Annotated[int, ...]
NegativeInt = Annotated[int, ...]
NonPositiveInt = Annotated[int, ...]
PositiveFloat = Annotated[float, ...]
NonNegativeFloat = Annotated[float, ...]
NegativeFloat = Annotated[float, ...]
NonPositiveFloat = Annotated[float, ...]
FiniteFloat = Annotated[float, ...]
AwareDatetime = Annotated[datetime, ...]
NaiveDatetime = Annotated[datetime, ...]
PastDatetime = Annotated[datetime, ...]
FutureDatetime = Annotated[datetime, ...]
PastDate = Annotated[date, ...]
FutureDate = Annotated[date, ...]
UUID1 = Annotated[UUID, ...]
UUID3 = Annotated[UUID, ...]
UUID4 = Annotated[UUID, ...]
UUID5 = Annotated[UUID, ...]

def conint(
    *, strict: bool | None = None, gt: int | None = None, ge: int | None = None, lt: int | None = None, le: int | None = None,
    multiple_of: int | None = None,
) -> type[int]: ...
def confloat(
    *, strict: bool | None = None, gt: float | None = None, ge: float | None = None, lt: float | None = None, le: float | None = None,
    multiple_of: float | None = None, allow_inf_nan: bool | None = None,
) -> type[float]: ...
def condecimal(
    *, strict: bool | None = None, gt: int | Decimal | None = None, ge: int | Decimal | None = None, lt: int | Decimal | None = None,
    le: int | Decimal | None = None, multiple_of: int | Decimal | None = None, max_digits: int | None = None, decimal_places: int | None = None,
) -> type[Decimal]: ...
def constr(
    *, strip_whitespace: bool | None = None, to_upper: bool | None = None, to_lower: bool | None = None, strict: bool | None = None,
    min_length: int | None = None, max_length: int | None = None, pattern: str | None = None,
) -> type[str]: ...
def conbytes(*, min_length: int | None = None, max_length: int | None = None, strict: bool | None = None) -> type[bytes]: ...
def conlist[T](item_type: type[T], *, min_length: int | None = None, max_length: int | None = None) -> type[list[T]]: ...
def conset[T](item_type: type[T], *, min_length: int | None = None, max_length: int | None = None) -> type[set[T]]: ...
def confrozenset[T](item_type: type[T], *, min_length: int | None = None, max_length: int | None = None) -> type[frozenset[T]]: ...

class StringConstraints:
    def __init__(
        self, *, strip_whitespace: bool | None = None, to_upper: bool | None = None, to_lower: bool | None = None, strict: bool | None = None,
        min_length: int | None = None, max_length: int | None = None, pattern: str | None = None,
    ) -> None: ...

class Discriminator:
    def __init__(self, discriminator: str | Callable[[Any], Any]) -> None: ...

class Tag:
    def __init__(self, tag: str) -> None: ...

class Strict: ...

class SecretStr:
    def __init__(self, secret_value: str) -> None: ...
    def get_secret_value(self) -> str: ...

class SecretBytes:
    def __init__(self, secret_value: bytes) -> None: ...
    def get_secret_value(self) -> bytes: ...

Json = Any
