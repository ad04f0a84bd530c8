"""The response model: what a handler returns is validated against it, and only its fields leave."""

import dataclasses
import inspect
import typing

from fastapi import conversion
from fastapi.exceptions import ResponseValidationError
from fastapi.responses import Response
from pydantic import BaseModel, _serialization
from pydantic._errors import Invalid

NOT_GIVEN = object()
_FLAGS = ("exclude_unset", "exclude_defaults", "exclude_none")


def response_filter(endpoint, model, options):
    """A function result -> what is written as JSON; None if nothing was declared."""
    if model is NOT_GIVEN:
        model = _returned(endpoint)
    if model is None or model in (typing.Any, object):
        return None
    convert = conversion.reading_attributes(conversion.converter(model))
    by_alias = options.get("response_model_by_alias", True)
    flags = [bool(options.get(f"response_model_{flag}")) for flag in _FLAGS]
    include, exclude = options.get("response_model_include"), options.get("response_model_exclude")
    dumped = _serialization.Options("json", by_alias, *flags, None)
    whole = not (include or exclude or any(flags))
    declared = _models_in(model)

    def keep(result):
        # An instance of the model itself is valid already.
        value = result if whole and type(result) is model and isinstance(result, BaseModel) else _validate(convert, _prepared(result, declared))
        return _serialization.dump_value(value, dumped, include, exclude)

    return keep


def _validate(convert, value):
    try:
        return convert(value)
    except Invalid as error:
        entries = []
        conversion.report(entries, ("response",), error)
        raise ResponseValidationError(entries, body=value) from None


def _models_in(annotation):
    """The model classes that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (annotation,)
    return tuple(model for argument in typing.get_args(annotation) for model in _models_in(argument))


def _prepared(value, declared):
    """Instances of the declared models are valid as they are, without the fields that only a subclass has."""
    if isinstance(value, BaseModel):
        return value if type(value) in declared else _narrowed(value, declared)
    if isinstance(value, list):
        return [_prepared(item, declared) for item in value]
    if isinstance(value, dict):
        return {name: _prepared(item, declared) for name, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return value


def _narrowed(value, declared):
    for model in declared:
        if isinstance(value, model):
            fields = {name: content for name, content in vars(value).items() if name in model.model_fields}
            return model.model_construct(_fields_set=value.model_fields_set & fields.keys(), **fields)
    # Of another model: its attributes are read.
    return value


def _returned(endpoint):
    """The annotation of what the handler returns, unless it is a response."""
    try:
        annotation = inspect.signature(endpoint, eval_str=True).return_annotation
    except Exception:
        return None
    if annotation is inspect.Signature.empty:
        return None
    return None if isinstance(annotation, type) and issubclass(annotation, Response) else annotation


