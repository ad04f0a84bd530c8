# pydantic 2.11.7 (MIT): the signatures of what the stand-in simulates.
import builtins
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic, Literal, Self, TypedDict, TypeVar, dataclass_transform, overload

from .networks import (
    AnyHttpUrl as AnyHttpUrl, AnyUrl as AnyUrl, AnyWebsocketUrl as AnyWebsocketUrl, EmailStr as EmailStr, HttpUrl as HttpUrl,
    PostgresDsn as PostgresDsn, RedisDsn as RedisDsn,
)
from .types import (
    UUID1 as UUID1, UUID3 as UUID3, UUID4 as UUID4, UUID5 as UUID5, AwareDatetime as AwareDatetime, Discriminator as Discriminator,
    FiniteFloat as FiniteFloat, FutureDate as FutureDate, FutureDatetime as FutureDatetime, Json as Json, NaiveDatetime as NaiveDatetime,
    NegativeFloat as NegativeFloat, NegativeInt as NegativeInt, NonNegativeFloat as NonNegativeFloat, NonNegativeInt as NonNegativeInt,
    NonPositiveFloat as NonPositiveFloat, NonPositiveInt as NonPositiveInt, PastDate as PastDate, PastDatetime as PastDatetime,
    PositiveFloat as PositiveFloat, PositiveInt as PositiveInt, SecretBytes as SecretBytes, SecretStr as SecretStr, Strict as Strict,
    StringConstraints as StringConstraints, Tag as Tag, conbytes as conbytes, condecimal as condecimal, confloat as confloat,
    confrozenset as confrozenset, conint as conint, conlist as conlist, conset as conset, constr as constr,
)

VERSION: str
__version__: str

_RootT = TypeVar("_RootT")
_T = TypeVar("_T")

class ConfigDict(TypedDict, total=False):
    title: str | None
    alias_generator: Callable[[str], str] | None
    allow_inf_nan: bool
    arbitrary_types_allowed: bool
    coerce_numbers_to_str: bool
    defer_build: bool
    extra: Literal["allow", "ignore", "forbid"] | None
    from_attributes: bool
    frozen: bool
    hide_input_in_errors: bool
    json_encoders: dict[Any, Callable[[Any], Any]] | None
    json_schema_extra: Any
    populate_by_name: bool
    protected_namespaces: tuple[str, ...]
    revalidate_instances: Literal["always", "never", "subclass-instances"]
    ser_json_bytes: str
    ser_json_timedelta: str
    str_max_length: int | None
    str_min_length: int
    str_strip_whitespace: bool
    str_to_lower: bool
    str_to_upper: bool
    use_attribute_docstrings: bool
    use_enum_values: bool
    validate_assignment: bool
    validate_by_alias: bool
    validate_by_name: bool
    validate_default: bool
    validate_return: bool

def Field(
    default: Any = ..., *, default_factory: Callable[[], Any] | Callable[[dict[str, Any]], Any] | None = None, alias: str | None = None,
    validation_alias: str | AliasPath | AliasChoices | None = None, serialization_alias: str | None = None, title: str | None = None,
    description: str | None = None, examples: list[Any] | None = None, exclude: bool | None = None, discriminator: str | Discriminator | None = None,
    deprecated: bool | str | None = None, json_schema_extra: Any | None = None, frozen: bool | None = None,
    validate_default: bool | None = None, repr: bool = True, init: bool | None = None, kw_only: bool | None = None,
    pattern: str | None = None, gt: Any | None = None, ge: Any | None = None, lt: Any | None = None, le: Any | None = None,
    multiple_of: float | None = None, allow_inf_nan: bool | None = None, max_digits: int | None = None, decimal_places: int | None = None,
    min_length: int | None = None, max_length: int | None = None, union_mode: Literal["smart", "left_to_right"] | None = None,
) -> Any:
    """A field's default, alias and limits."""

def PrivateAttr(default: Any = ..., *, default_factory: Callable[[], Any] | None = None, init: Literal[False] = False) -> Any:
    """An attribute that is no field."""

@overload
def computed_field(func: _T, /) -> _T: ...
@overload
def computed_field(
    *, alias: str | None = None, return_type: Any = None, title: str | None = None, description: str | None = None, repr: bool | None = None
) -> Callable[[_T], _T]: ...

@dataclass_transform(kw_only_default=True, field_specifiers=(Field, PrivateAttr))
class _ModelMetaclass(type):
    @property
    def model_fields(cls) -> dict[str, Any]: ...
    @property
    def model_computed_fields(cls) -> dict[str, Any]: ...

class _Model:
    model_config: ClassVar[ConfigDict]
    @classmethod
    def model_validate(
        cls, obj: Any, *, strict: bool | None = None, from_attributes: bool | None = None, context: Any | None = None,
        by_alias: bool | None = None, by_name: bool | None = None,
    ) -> Self:
        """Makes an instance from a dict, or from attributes."""
    @classmethod
    def model_validate_json(
        cls, json_data: str | bytes | bytearray, *, strict: bool | None = None, context: Any | None = None, by_alias: bool | None = None,
        by_name: bool | None = None,
    ) -> Self:
        """Makes an instance from JSON."""
    @classmethod
    def model_validate_strings(cls, obj: Any, *, strict: bool | None = None, context: Any | None = None) -> Self: ...
    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Makes an instance without validation."""
    @classmethod
    def model_rebuild(cls, *, force: bool = False, raise_errors: bool = True, _types_namespace: Mapping[str, Any] | None = None) -> bool | None: ...
    def model_post_init(self, context: Any, /) -> None: ...
    def model_dump(
        self, *, mode: Literal["json", "python"] | str = "python", include: Any | None = None, exclude: Any | None = None, context: Any | None = None,
        by_alias: bool | None = None, exclude_unset: bool = False, exclude_defaults: bool = False, exclude_none: bool = False,
        round_trip: bool = False, warnings: bool = True, fallback: Callable[[Any], Any] | None = None, serialize_as_any: bool = False,
    ) -> builtins.dict[str, Any]:
        """The fields as a dict."""
    def model_dump_json(
        self, *, indent: int | None = None, ensure_ascii: bool = False, include: Any | None = None, exclude: Any | None = None,
        context: Any | None = None, by_alias: bool | None = None, exclude_unset: bool = False, exclude_defaults: bool = False,
        exclude_none: bool = False, round_trip: bool = False, warnings: bool = True,
    ) -> str:
        """The fields as JSON."""
    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self: ...
    def dict(self, **options: Any) -> builtins.dict[str, Any]:
        """Deprecated: `model_dump`."""
    def json(self, *, indent: int | None = None, **options: Any) -> str:
        """Deprecated: `model_dump_json`."""
    def copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self: ...
    @classmethod
    def parse_obj(cls, obj: Any) -> Self: ...
    @classmethod
    def parse_raw(cls, raw: str | bytes) -> Self: ...
    @classmethod
    def from_orm(cls, obj: Any) -> Self: ...
    @classmethod
    def construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self: ...
    @classmethod
    def update_forward_refs(cls, **names: Any) -> None: ...
    @property
    def model_fields_set(self) -> set[str]: ...
    @property
    def model_extra(self) -> builtins.dict[str, Any] | None: ...

class BaseModel(_Model, metaclass=_ModelMetaclass):
    """Fields by annotations, validated when an instance is made."""

class RootModel(BaseModel, Generic[_RootT]):
    """A model of one value: `class Ids(RootModel[list[int]])`."""
    root: _RootT
    def __init__(self, /, root: _RootT) -> None: ...

def create_model(
    model_name: str, /, *, __config__: ConfigDict | None = None, __base__: type[BaseModel] | tuple[type[BaseModel], ...] | None = None,
    __module__: str | None = None, __validators__: builtins.dict[str, Callable[..., Any]] | None = None, **fields: Any,
) -> type[BaseModel]: ...

class TypeAdapter(Generic[_T]):
    """Validates and serialises any type: `TypeAdapter(list[Price])`."""
    def __init__(self, type: type[_T], *, config: ConfigDict | None = None) -> None: ...
    def validate_python(
        self, object: Any, /, *, strict: bool | None = None, from_attributes: bool | None = None, context: Any | None = None
    ) -> _T: ...
    def validate_json(self, data: str | bytes | bytearray, /, *, strict: bool | None = None, context: Any | None = None) -> _T: ...
    def dump_python(
        self, instance: _T, /, *, mode: Literal["json", "python"] = "python", include: Any | None = None, exclude: Any | None = None,
        by_alias: bool | None = None, exclude_unset: bool = False, exclude_defaults: bool = False, exclude_none: bool = False,
    ) -> Any: ...
    def dump_json(self, instance: _T, /, *, indent: int | None = None, **options: Any) -> bytes: ...

class ValidationError(ValueError):
    """What was given does not fit."""
    @property
    def title(self) -> str: ...
    def errors(self, *, include_url: bool = True, include_context: bool = True, include_input: bool = True) -> list[builtins.dict[str, Any]]: ...
    def error_count(self) -> int: ...
    def json(
        self, *, indent: int | None = None, include_url: bool = True, include_context: bool = True, include_input: bool = True
    ) -> str: ...

class PydanticUserError(RuntimeError):
    message: str
    code: str | None

class PydanticUndefinedAnnotation(PydanticUserError, NameError): ...
class PydanticSchemaGenerationError(PydanticUserError): ...

class ValidationInfo:
    """The third argument of a validator: what was validated before."""
    data: builtins.dict[str, Any]
    field_name: str | None
    mode: Literal["python", "json"]
    config: ConfigDict | None
    @property
    def context(self) -> Any: ...

FieldValidationInfo = ValidationInfo

def validator(
    field: str, /, *fields: str, pre: bool = False, check_fields: bool | None = None, allow_reuse: bool = False
) -> Callable[[Any], Any]: ...
def root_validator(*, pre: bool = False, skip_on_failure: bool = False, allow_reuse: bool = False) -> Callable[[Any], Any]: ...
def field_validator(
    field: str, /, *fields: str, mode: Literal["before", "after", "wrap", "plain"] = "after", check_fields: bool | None = None,
    json_schema_input_type: Any = ...,
) -> Callable[[_T], _T]:
    """A method that checks or changes fields."""
def model_validator(*, mode: Literal["wrap", "before", "after"]) -> Callable[[_T], _T]:
    """A method that checks the whole model."""
def field_serializer(
    *fields: str, mode: Literal["plain", "wrap"] = "plain", return_type: Any = ...,
    when_used: Literal["always", "unless-none", "json", "json-unless-none"] = "always", check_fields: bool | None = None,
) -> Callable[[_T], _T]: ...
@overload
def model_serializer(func: _T, /) -> _T: ...
@overload
def model_serializer(
    *, mode: Literal["plain", "wrap"] = "plain", when_used: Literal["always", "unless-none", "json", "json-unless-none"] = "always",
    return_type: Any = ...,
) -> Callable[[_T], _T]: ...

class AfterValidator:
    def __init__(self, func: Callable[..., Any]) -> None: ...
    func: Callable[..., Any]

class BeforeValidator:
    def __init__(self, func: Callable[..., Any]) -> None: ...
    func: Callable[..., Any]

class PlainValidator:
    def __init__(self, func: Callable[..., Any]) -> None: ...
    func: Callable[..., Any]

class WrapValidator:
    def __init__(self, func: Callable[..., Any]) -> None: ...
    func: Callable[..., Any]

class PlainSerializer:
    def __init__(self, func: Callable[..., Any], return_type: Any = ..., when_used: str = "always") -> None: ...
    func: Callable[..., Any]
    when_used: str

class WrapSerializer(PlainSerializer): ...

class AliasPath:
    def __init__(self, first_arg: str, *args: str | int) -> None: ...
    path: list[int | str]

class AliasChoices:
    def __init__(self, first_choice: str | AliasPath, *choices: str | AliasPath) -> None: ...
    choices: list[str | AliasPath]
