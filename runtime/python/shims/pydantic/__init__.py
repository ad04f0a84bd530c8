"""Stand-in for pydantic 2: models, validation in lax mode, and serialisation, in Python instead of Rust."""

from pydantic._adapter import TypeAdapter
from pydantic._errors import PydanticSchemaGenerationError, PydanticUndefinedAnnotation, PydanticUserError, ValidationError
from pydantic._fields import (
    AfterValidator,
    AliasChoices,
    AliasPath,
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    PrivateAttr,
    WrapSerializer,
    WrapValidator,
    computed_field,
)
from pydantic._functional import field_serializer, field_validator, model_serializer, model_validator, root_validator, validator
from pydantic._models import BaseModel, RootModel, create_model
from pydantic._plan import ConfigDict
from pydantic._types import FieldValidationInfo, ValidationInfo
from pydantic.networks import AnyHttpUrl, AnyUrl, AnyWebsocketUrl, EmailStr, HttpUrl, PostgresDsn, RedisDsn
from pydantic.types import *  # noqa: F403
from pydantic.types import __all__ as _type_names

VERSION = __version__ = "2.11.7"

__all__ = [
    "AfterValidator", "AliasChoices", "AliasPath", "AnyHttpUrl", "AnyUrl", "AnyWebsocketUrl", "BaseModel", "BeforeValidator", "ConfigDict",
    "EmailStr", "Field", "FieldValidationInfo", "HttpUrl", "PlainSerializer", "PlainValidator", "PostgresDsn", "PrivateAttr",
    "PydanticSchemaGenerationError", "PydanticUndefinedAnnotation", "PydanticUserError", "RedisDsn", "RootModel", "TypeAdapter", "ValidationError", "ValidationInfo",
    "WrapSerializer", "WrapValidator", "computed_field", "create_model", "field_serializer", "field_validator", "model_serializer", "root_validator", "validator",
    "model_validator", *_type_names,
]  # fmt: skip


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    from surge import kernel

    kernel.not_simulated(f"pydantic.{name}", ", ".join(__all__))
