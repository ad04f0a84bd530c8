"""TypeAdapter."""

from pydantic import _serialization as serialization
from pydantic import _types
from pydantic._errors import Invalid, ValidationError, load_json
from pydantic._types import compile_type, state


class TypeAdapter:
    """Validation and serialisation of any type."""

    def __init__(self, type, *, config=None, _parent_depth=2, module=None):
        self._type = type
        with _types.allowing((config or {}).get("arbitrary_types_allowed")):
            self._convert = compile_type(type)
        self._title = _types.label(type)

    def validate_python(self, object, /, *, strict=None, from_attributes=None, context=None):
        before = state.context, state.from_attributes
        state.context, state.from_attributes = context, bool(from_attributes)
        try:
            return self._convert(object)
        except Invalid as error:
            raise ValidationError(self._title, error.errors) from error.__cause__
        finally:
            state.context, state.from_attributes = before

    def validate_json(self, data, /, *, strict=None, context=None):
        return self.validate_python(load_json(data, self._title), context=context)

    def dump_python(self, instance, /, *, mode="python", include=None, exclude=None, by_alias=None, exclude_unset=False, exclude_defaults=False, exclude_none=False, **ignored):
        options = serialization.Options(mode, by_alias, exclude_unset, exclude_defaults, exclude_none, None)
        return serialization.dump_value(instance, options, include, exclude)

    def dump_json(self, instance, /, *, indent=None, **options):
        return serialization.dump_json(self.dump_python(instance, mode="json", **options), indent).encode()

    def json_schema(self, *args, **kwargs):
        from surge import kernel

        kernel.not_simulated("TypeAdapter.json_schema()", "validate_python, validate_json, dump_python, dump_json")
