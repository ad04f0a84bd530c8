"""Field(), its constraints, and the functional validators that Annotated carries."""

import copy
import inspect
from decimal import Decimal

from pydantic._errors import invalid, plural


class _Undefined:
    __slots__ = ()

    def __repr__(self):
        return "PydanticUndefined"

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __bool__(self):
        return False


Undefined = _Undefined()
CONSTRAINTS = ("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern", "max_digits", "decimal_places", "allow_inf_nan")
STRING_OPTIONS = ("strip_whitespace", "to_lower", "to_upper")


class FieldInfo:
    """What is known about a field: default, alias, constraints."""

    def __init__(self, default=Undefined, **options):
        if default is Ellipsis:
            default = Undefined
        self.default = default
        self.default_factory = options.pop("default_factory", None)
        self.alias = options.pop("alias", None)
        self.validation_alias = options.pop("validation_alias", None)
        self.serialization_alias = options.pop("serialization_alias", None)
        self.title = options.pop("title", None)
        self.description = options.pop("description", None)
        self.examples = options.pop("examples", None)
        self.exclude = options.pop("exclude", None)
        self.discriminator = options.pop("discriminator", None)
        self.deprecated = options.pop("deprecated", None)
        self.json_schema_extra = options.pop("json_schema_extra", None)
        self.frozen = options.pop("frozen", None)
        self.validate_default = options.pop("validate_default", None)
        self.repr = options.pop("repr", True)
        self.init = options.pop("init", None)
        self.kw_only = options.pop("kw_only", None)
        self.union_mode = options.pop("union_mode", None)
        self.strict = options.pop("strict", None)
        if self.strict:
            from surge import kernel

            kernel.not_simulated("pydantic.Field(strict=True)", "validation in lax mode")
        self.annotation = options.pop("annotation", None)
        self.metadata = []
        regex = options.pop("regex", None)
        if regex is not None:
            options.setdefault("pattern", regex)
        for name, new in (("min_items", "min_length"), ("max_items", "max_length")):
            if name in options:
                options.setdefault(new, options.pop(name))
        self.constraints = {name: options[name] for name in CONSTRAINTS if options.get(name) is not None}
        for name in CONSTRAINTS:
            options.pop(name, None)
        self.extra = options

    def is_required(self):
        return self.default is Undefined and self.default_factory is None

    def get_default(self, *, call_default_factory=True, validated_data=None):
        if self.default_factory is not None:
            return call_default(self.default_factory, validated_data or {}) if call_default_factory else None
        return copy.deepcopy(self.default)

    def merged(self, other):
        """This field with what another one (from Annotated) adds."""
        result = copy.copy(other)
        for name, value in vars(self).items():
            if name in ("constraints", "metadata", "extra"):
                continue
            if value is not None and value is not Undefined and not (name == "repr" and value):
                setattr(result, name, value)
        result.constraints = {**other.constraints, **self.constraints}
        result.extra = {**other.extra, **self.extra}
        return result

    def __repr__(self):
        return f"{type(self).__name__}(required={self.is_required()}, default={self.default!r})"


def call_default(factory, data):
    try:
        takes = len(inspect.signature(factory).parameters) == 1 and not isinstance(factory, type)
    except (TypeError, ValueError):
        takes = False
    return factory(data) if takes else factory()


def Field(default=Undefined, **options):
    return FieldInfo(default, **options)


class ComputedFieldInfo:
    def __init__(self, wrapped_property, alias=None):
        self.wrapped_property = wrapped_property
        self.alias = alias


def computed_field(func=None, /, *, alias=None, return_type=None, title=None, description=None, repr=None, **ignored):
    def decorate(target):
        wrapped = target if hasattr(target, "__get__") and not callable(target) else property(target)
        return ComputedField(wrapped, alias)

    return decorate if func is None else decorate(func)


class ComputedField:
    """A property that is part of what the model serialises to."""

    def __init__(self, wrapped, alias):
        self.wrapped = wrapped
        self.alias = alias

    def __set_name__(self, owner, name):
        if hasattr(self.wrapped, "__set_name__"):
            self.wrapped.__set_name__(owner, name)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return self.wrapped.__get__(instance, owner)


class PrivateAttribute:
    def __init__(self, default=Undefined, default_factory=None):
        self.default = default
        self.default_factory = default_factory

    def make(self):
        if self.default_factory is not None:
            return self.default_factory()
        return copy.deepcopy(self.default)


def PrivateAttr(default=Undefined, *, default_factory=None, init=False):
    return PrivateAttribute(default, default_factory)


class StringConstraints:
    def __init__(self, *, strip_whitespace=None, to_upper=None, to_lower=None, strict=None, min_length=None, max_length=None, pattern=None):
        given = dict(min_length=min_length, max_length=max_length, pattern=pattern)
        self.constraints = {name: value for name, value in given.items() if value is not None}
        self.strip_whitespace = strip_whitespace
        self.to_upper = to_upper
        self.to_lower = to_lower

    def change(self, value):
        if self.strip_whitespace:
            value = value.strip()
        if self.to_upper:
            value = value.upper()
        if self.to_lower:
            value = value.lower()
        return value


class AfterValidator:
    def __init__(self, func):
        self.func = func


class BeforeValidator:
    def __init__(self, func, json_schema_input_type=None):
        self.func = func


class PlainValidator:
    def __init__(self, func, json_schema_input_type=None):
        self.func = func


class WrapValidator:
    def __init__(self, func, json_schema_input_type=None):
        self.func = func


class PlainSerializer:
    def __init__(self, func, return_type=None, when_used="always"):
        self.func = func
        self.when_used = when_used


class WrapSerializer(PlainSerializer):
    pass


class AliasChoices:
    def __init__(self, first_choice, *choices):
        self.choices = [first_choice, *choices]


class AliasPath:
    def __init__(self, first_arg, *args):
        self.path = [first_arg, *args]


class Discriminator:
    def __init__(self, discriminator, **ignored):
        self.discriminator = discriminator


class Tag:
    def __init__(self, tag):
        self.tag = tag


class Strict:
    def __init__(self, strict=True):
        if strict:
            from surge import kernel

            kernel.not_simulated("pydantic.Strict", "validation in lax mode")


_NAMES = {list: "List", tuple: "Tuple", set: "Set", frozenset: "Frozenset", dict: "Dictionary"}


def _too_short(value, limit, original):
    if isinstance(value, (str, bytes)):
        what = "String" if isinstance(value, str) else "Data"
        kind = "string_too_short" if what == "String" else "bytes_too_short"
        unit = "character" if what == "String" else "byte"
        return invalid(kind, original, {"min_length": limit}, f"{what} should have at least {plural(limit, unit)}")
    name = _NAMES.get(type(value), type(value).__name__)
    msg = f"{name} should have at least {plural(limit, 'item')} after validation, not {len(value)}"
    return invalid("too_short", original, {"field_type": name, "min_length": limit, "actual_length": len(value)}, msg)


def _too_long(value, limit, original):
    if isinstance(value, (str, bytes)):
        what = "String" if isinstance(value, str) else "Data"
        kind = "string_too_long" if what == "String" else "bytes_too_long"
        unit = "character" if what == "String" else "byte"
        return invalid(kind, original, {"max_length": limit}, f"{what} should have at most {plural(limit, unit)}")
    name = _NAMES.get(type(value), type(value).__name__)
    msg = f"{name} should have at most {plural(limit, 'item')} after validation, not {len(value)}"
    return invalid("too_long", original, {"field_type": name, "max_length": limit, "actual_length": len(value)}, msg)


def constrain(convert, constraints):
    """The converter with a check behind it for each constraint."""
    import re

    checks = []
    for name, limit in constraints.items():
        if name == "ge":
            checks.append(lambda v, o, limit=limit: None if v >= limit else invalid("greater_than_equal", o, {"ge": limit}))
        elif name == "gt":
            checks.append(lambda v, o, limit=limit: None if v > limit else invalid("greater_than", o, {"gt": limit}))
        elif name == "le":
            checks.append(lambda v, o, limit=limit: None if v <= limit else invalid("less_than_equal", o, {"le": limit}))
        elif name == "lt":
            checks.append(lambda v, o, limit=limit: None if v < limit else invalid("less_than", o, {"lt": limit}))
        elif name == "multiple_of":
            checks.append(lambda v, o, limit=limit: None if v % limit == 0 else invalid("multiple_of", o, {"multiple_of": limit}))
        elif name == "min_length":
            checks.append(lambda v, o, limit=limit: None if len(v) >= limit else _too_short(v, limit, o))
        elif name == "max_length":
            checks.append(lambda v, o, limit=limit: None if len(v) <= limit else _too_long(v, limit, o))
        elif name == "pattern":
            pattern = re.compile(limit) if isinstance(limit, str) else limit
            checks.append(
                lambda v, o, p=pattern: None if p.search(v) else invalid("string_pattern_mismatch", o, {"pattern": p.pattern})
            )
        elif name == "decimal_places":
            checks.append(lambda v, o, limit=limit: _check_places(v, o, limit))
        elif name == "max_digits":
            checks.append(lambda v, o, limit=limit: _check_digits(v, o, limit))
        elif name == "allow_inf_nan" and limit is False:
            checks.append(lambda v, o: None if v == v and v not in (float("inf"), float("-inf")) else invalid("finite_number", o))
    if not checks:
        return convert

    def constrained(value):
        result = convert(value)
        if result is None:
            return None
        for check in checks:
            error = check(result, value)
            if error is not None:
                raise error
        return result

    return constrained


def _check_places(value, original, limit):
    exponent = value.normalize().as_tuple().exponent if isinstance(value, Decimal) else 0
    if -exponent > limit:
        msg = f"Decimal input should have no more than {plural(limit, 'decimal place')}"
        return invalid("decimal_max_places", original, {"decimal_places": limit}, msg)
    return None


def _check_digits(value, original, limit):
    digits = len(value.normalize().as_tuple().digits) if isinstance(value, Decimal) else 0
    if digits > limit:
        return invalid("decimal_max_digits", original, {"max_digits": limit}, f"Decimal input should have no more than {plural(limit, 'digit')} in total")
    return None
