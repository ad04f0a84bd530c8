"""From text and JSON to the types that a handler declares: pydantic's converters, found once at registration."""

import collections.abc
import dataclasses
import types
import typing

from fastapi.exceptions import FastAPIError
from pydantic import _fields, _types
from pydantic._errors import PydanticSchemaGenerationError, invalid
from pydantic._types import state

_UNIONS = (typing.Union, types.UnionType)
_SEQUENCES = (list, set, frozenset, tuple, collections.abc.Sequence, collections.deque)


def is_model(annotation):
    return isinstance(annotation, type) and hasattr(annotation, "model_validate")


def is_scalar(annotation):
    """Whether a parameter of this type comes from the query when nothing else is said."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return is_scalar(typing.get_args(annotation)[0])
    if origin in _UNIONS:
        return all(is_scalar(arg) for arg in typing.get_args(annotation))
    if is_sequence(annotation) or is_model(annotation) or dataclasses.is_dataclass(annotation):
        return False
    kind = origin or annotation
    return not (isinstance(kind, type) and issubclass(kind, collections.abc.Mapping))


def is_sequence(annotation):
    origin = typing.get_origin(annotation)
    if origin in (*_UNIONS, typing.Annotated):
        return any(is_sequence(arg) for arg in typing.get_args(annotation))
    return origin in _SEQUENCES or annotation in _SEQUENCES


def converter(annotation, extras=()):
    """A function value -> value of the type; it raises pydantic's Invalid."""
    try:
        return _types.compile_annotated(annotation, [extra for extra in extras if not isinstance(extra, _fields.FieldInfo) or extra.constraints])
    except PydanticSchemaGenerationError:
        raise FastAPIError(
            f"Invalid args for response field! Hint: check that {annotation} is a valid Pydantic field type. If you are using a return type annotation that "
            "is not a valid Pydantic field (e.g. Union[Response, dict, None]) you can disable generating the response model from the type annotation with "
            "the path operation decorator parameter response_model=None. Read more: https://fastapi.tiangolo.com/tutorial/response-model/"
        ) from None


def reading_attributes(convert):
    """The converter, which reads models from objects too, as FastAPI asks pydantic to."""

    def read(value):
        before = state.from_attributes
        state.from_attributes = True
        try:
            return convert(value)
        finally:
            state.from_attributes = before

    return read


def report(errors, location, error):
    """Adds the entries of a 422 answer."""
    for kind, loc, message, value, context in error.errors:
        entry = {"type": kind, "loc": [*location, *loc], "msg": message, "input": value}
        if context:
            entry["ctx"] = {name: str(item) if isinstance(item, Exception) else item for name, item in context.items()}
        errors.append(entry)


def missing(value=None):
    return invalid("missing", value)


def model_values(annotation, values, underscores):
    """What a model in the query, the headers or a form is validated from: one text for each field, or a list where it is one."""
    found = {}
    known = set()
    for name, field in annotation.model_fields.items():
        alias = field.validation_alias if isinstance(field.validation_alias, str) else field.alias or name
        sent = alias.replace("_", "-") if underscores else alias
        known.add(sent)
        if sent in values:
            found[alias] = values[sent] if is_sequence(field.annotation) else values[sent][-1]
    if not underscores:
        # What the model does not know decides only when it forbids extra fields.
        found.update({name: items[-1] for name, items in values.items() if name not in known})
    return found


