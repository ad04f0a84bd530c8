"""How a class becomes a model: fields from annotations, converters compiled at the first use, instances filled."""

import copy
import sys
import types
import typing
from collections.abc import Mapping
from typing import Annotated, ClassVar, TypeVar, get_args, get_origin

from pydantic import _serialization as serialization
from pydantic import _types
from pydantic._errors import Invalid, PydanticUserError, invalid
from pydantic._fields import (
    AliasChoices,
    AliasPath,
    ComputedField,
    ComputedFieldInfo,
    FieldInfo,
    PlainSerializer,
    PrivateAttribute,
    StringConstraints,
    Undefined,
    call_default,
)
from pydantic._functional import FieldSerializer, FieldValidator, ModelSerializer, ModelValidator
from pydantic._types import ValidationInfo, in_place, run_validator, state, takes_info
from surge import kernel


class ConfigDict(dict):
    """Settings of a model."""


CONFIG_KEYS = frozenset((
    "alias_generator", "allow_inf_nan", "arbitrary_types_allowed", "coerce_numbers_to_str", "defer_build", "extra", "from_attributes",
    "frozen", "hide_input_in_errors", "json_encoders", "json_schema_extra", "loc_by_alias", "populate_by_name", "protected_namespaces",
    "regex_engine", "revalidate_instances", "ser_json_bytes", "ser_json_inf_nan", "ser_json_timedelta", "serialize_by_alias",
    "str_max_length", "str_min_length", "str_strip_whitespace", "str_to_lower", "str_to_upper", "strict", "title", "use_attribute_docstrings",
    "use_enum_values", "val_json_bytes", "validate_assignment", "validate_by_alias", "validate_by_name", "validate_default", "validate_return",
    "ignored_types", "env_file", "cache_strings", "json_schema_serialization_defaults_required", "model_title_generator",
    "field_title_generator", "json_schema_mode_override",
    # Those of pydantic_settings.
    "case_sensitive", "env_file_encoding", "env_ignore_empty", "env_nested_delimiter", "env_parse_none_str", "env_prefix", "secrets_dir",
))  # fmt: skip
_V1_NAMES = {"orm_mode": "from_attributes", "allow_population_by_field_name": "populate_by_name", "anystr_strip_whitespace": "str_strip_whitespace"}
_IMMUTABLE = (int, float, str, bytes, bool, type(None), tuple, frozenset, type, types.FunctionType)


def _own_annotations(cls):
    """Names and hints of the class itself, names only when a hint cannot be evaluated yet."""
    if sys.version_info >= (3, 14):
        import annotationlib

        return annotationlib.get_annotations(cls, format=annotationlib.Format.FORWARDREF)
    return dict(cls.__dict__.get("__annotations__", {}))


def _is_class_var(hint):
    if isinstance(hint, str):
        return hint.startswith(("ClassVar", "typing.ClassVar"))
    return hint is ClassVar or get_origin(hint) is ClassVar


class ModelMetaclass(type):
    def __new__(mcs, name, bases, namespace, **options):
        parents = [base for base in bases if isinstance(base, ModelMetaclass)]
        if not parents:
            return super().__new__(mcs, name, bases, namespace)
        private = {}
        computed = {}
        decorators = {}
        for base in reversed(parents):
            private.update(base.__pydantic_private_attributes__)
            computed.update(base.__pydantic_computed__)
            decorators.update(base.__pydantic_decorators__)
        for key, value in list(namespace.items()):
            if isinstance(value, PrivateAttribute):
                private[key] = namespace.pop(key)
            elif isinstance(value, ComputedField):
                computed[key] = value
            elif isinstance(value, (FieldValidator, ModelValidator, FieldSerializer, ModelSerializer)):
                decorators[key] = value
        namespace["__pydantic_private_attributes__"] = private
        namespace["__pydantic_computed__"] = computed
        namespace["__pydantic_decorators__"] = decorators
        namespace.setdefault("__slots__", ())
        cls = super().__new__(mcs, name, bases, namespace, **{k: v for k, v in options.items() if k not in CONFIG_KEYS})
        cls.model_config = _merge_config(parents, namespace, {k: v for k, v in options.items() if k in CONFIG_KEYS})
        frame = sys._getframe(1)
        cls.__surge_locals__ = frame.f_locals if frame.f_locals is not frame.f_globals else None
        cls.__surge_bindings__ = {}
        _collect_fields(cls, parents, namespace)
        cls.__surge_plan__ = None
        cls.__pydantic_complete__ = False
        try:
            complete(cls)
        except NameError:
            # A forward reference: tried again at the first use.
            cls.__surge_plan__ = None
        hook = getattr(super(cls, cls), "__pydantic_init_subclass__", None)
        if hook is not None:
            hook(**{k: v for k, v in options.items() if k not in CONFIG_KEYS})
        return cls

    def __getattr__(cls, name):
        private = cls.__dict__.get("__pydantic_private_attributes__")
        if private and name in private:
            return private[name]
        raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")

    @property
    def model_fields(cls):
        return cls.__pydantic_fields__

    @property
    def __fields__(cls):
        return cls.__pydantic_fields__

    @property
    def model_computed_fields(cls):
        return {name: ComputedFieldInfo(field.wrapped, field.alias) for name, field in cls.__pydantic_computed__.items()}


def _merge_config(parents, namespace, options):
    config = ConfigDict()
    for base in reversed(parents):
        config.update(base.model_config)
    old = namespace.get("Config")
    if isinstance(old, type):
        config.update({_V1_NAMES.get(k, k): v for k, v in vars(old).items() if not k.startswith("_")})
    config.update(namespace.get("model_config", {}))
    config.update(options)
    for name in config:
        if name not in CONFIG_KEYS:
            from surge import kernel

            kernel.not_simulated(f"the setting {name!r} of a pydantic model", ", ".join(sorted(CONFIG_KEYS)))
    if config.get("strict"):
        from surge import kernel

        kernel.not_simulated("pydantic's strict mode", "validation in lax mode")
    return config


def _collect_fields(cls, parents, namespace):
    """Field infos of the class; annotations are evaluated by _complete."""
    fields = {}
    for base in reversed(parents):
        for name, field in base.__pydantic_fields__.items():
            fields[name] = copy.copy(field)
    private = cls.__pydantic_private_attributes__
    hints = _own_annotations(cls)
    for name, hint in hints.items():
        if name == "model_config" or _is_class_var(hint):
            continue
        if name.startswith("_"):
            if name not in private:
                private[name] = PrivateAttribute(namespace.get(name, Undefined))
                if name in cls.__dict__:
                    delattr(cls, name)
            continue
        given = namespace.get(name, Undefined)
        field = given if isinstance(given, FieldInfo) else FieldInfo(given)
        field = copy.copy(field)
        field.annotation = hint
        fields[name] = field
        if name in cls.__dict__:
            delattr(cls, name)
    for key, value in namespace.items():
        if key.startswith("_") or key in hints or key == "model_config" or not isinstance(value, FieldInfo):
            continue
        if key in fields:
            raise PydanticUserError(f"Field {key!r} defined on a base class was overridden by a non-annotated attribute.")
        raise PydanticUserError(f"A non-annotated attribute was detected: `{key} = {value!r}`. All model fields require a type annotation.")
    cls.__pydantic_fields__ = fields


class _Step:
    """How one field is validated."""

    __slots__ = ("name", "keys", "shown", "convert", "wants_data", "required", "default", "factory", "copied", "validate_default")


def _local_names(cls):
    names = {}
    for klass in reversed(cls.__mro__):
        found = klass.__dict__.get("__surge_locals__")
        if found:
            names.update(found)
    names[cls.__name__] = cls
    return names


def complete(cls):
    """Evaluates annotations and compiles the converters. Raises NameError while a forward reference is unknown."""
    module = sys.modules.get(cls.__module__)
    hints = typing.get_type_hints(cls, globalns=None, localns=_local_names(cls), include_extras=True) if module else cls.__annotations__
    config = cls.model_config
    bindings = {}
    for klass in reversed(cls.__mro__):
        bindings.update(klass.__dict__.get("__surge_bindings__", {}))
    steps = []
    # The class refers to itself: its own converter must exist before its fields are compiled.
    for name, field in list(cls.__pydantic_fields__.items()):
        hint = _bind(hints.get(name, field.annotation), bindings)
        step, merged = _make_step(cls, name, field, hint, config)
        cls.__pydantic_fields__[name] = merged
        steps.append(step)
    cls.__surge_before__ = []
    cls.__surge_after__ = []
    cls.__surge_wrap__ = []
    cls.__surge_serializer__ = ()
    cls.__surge_field_serializers__ = {}
    for key, decorator in cls.__pydantic_decorators__.items():
        if isinstance(decorator, ModelValidator):
            {"before": cls.__surge_before__, "after": cls.__surge_after__, "wrap": cls.__surge_wrap__}[decorator.mode].append((key, decorator))
        elif isinstance(decorator, ModelSerializer):
            # In a tuple: as an attribute it would turn into the function that it decorates.
            cls.__surge_serializer__ = (decorator,)
        elif isinstance(decorator, FieldSerializer):
            for name in decorator.fields if decorator.fields != ("*",) else cls.__pydantic_fields__:
                cls.__surge_field_serializers__[name] = decorator
        elif isinstance(decorator, FieldValidator):
            for name in decorator.fields:
                if name != "*" and decorator.check_fields is not False and name not in cls.__pydantic_fields__:
                    raise PydanticUserError(f"Decorators defined with incorrect fields: {cls.__name__}.{key} names {name!r}, which is no field")
    for name, field in cls.__pydantic_fields__.items():
        for extra in field.metadata:
            if isinstance(extra, PlainSerializer):
                cls.__surge_field_serializers__.setdefault(name, FieldSerializer.of_function(extra.func, extra.when_used))
    cls.__surge_plan__ = tuple(steps)
    cls.__surge_simple__ = not (
        cls.__surge_before__ or cls.__surge_after__ or cls.__surge_wrap__ or cls.__pydantic_private_attributes__
        or config.get("extra", "ignore") != "ignore" or any(step.wants_data or len(step.keys) > 1 for step in steps)
        or any(isinstance(key, AliasPath) for step in steps for key in step.keys)
    )  # fmt: skip
    serialization.prepare(cls)
    cls.__pydantic_complete__ = True


def _bind(hint, bindings):
    """The hint with the type variables of a parametrised generic model replaced."""
    if not bindings:
        return hint
    if isinstance(hint, TypeVar):
        return bindings.get(hint, hint)
    parameters = getattr(hint, "__parameters__", ())
    if parameters and not isinstance(hint, type):
        return hint[tuple(bindings.get(p, p) for p in parameters)]
    if parameters and isinstance(hint, ModelMetaclass):
        return hint[tuple(bindings.get(p, p) for p in parameters)]
    return hint


def _make_step(cls, name, field, hint, config):
    extras = []
    annotation = hint
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        extras = [*more, *extras]
    if get_origin(annotation) in (typing.Final, typing.Required, typing.NotRequired):
        annotation = get_args(annotation)[0]
    own = field
    constraints = dict(own.constraints)
    merged = own
    for extra in extras:
        if isinstance(extra, FieldInfo):
            merged = merged.merged(extra)
    merged = copy.copy(merged)
    merged.annotation = annotation
    merged.metadata = [extra for extra in extras if not isinstance(extra, FieldInfo)]
    merged.constraints = {}
    own_extras = list(extras)
    if constraints:
        own_extras.append(FieldInfo(**constraints))
        merged.constraints = constraints
    if merged.discriminator is not None and not any(getattr(e, "discriminator", None) for e in own_extras):
        own_extras.append(FieldInfo(discriminator=merged.discriminator))
    if annotation is str or _types.label(annotation) == "str":
        own_extras = [*_string_extras(config), *own_extras]
    with _types.allowing(config.get("arbitrary_types_allowed")):
        convert = _types.compile_annotated(annotation, own_extras)
    if annotation is str and config.get("coerce_numbers_to_str"):
        inner = convert
        convert = lambda value: inner(str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value)  # noqa: E731
    if config.get("use_enum_values"):
        to_enum = convert
        convert = lambda value: serialization.enum_value(to_enum(value))  # noqa: E731
    wants_data = False
    for key, decorator in cls.__pydantic_decorators__.items():
        if isinstance(decorator, FieldValidator) and (name in decorator.fields or "*" in decorator.fields):
            convert, wants_data = _add_validator(cls, name, decorator, convert, wants_data)
    step = _Step()
    step.name = name
    step.convert = convert
    step.wants_data = wants_data
    step.required = merged.is_required()
    step.default = merged.default
    step.factory = merged.default_factory
    step.copied = not isinstance(merged.default, _IMMUTABLE)
    step.validate_default = merged.validate_default if merged.validate_default is not None else config.get("validate_default", False)
    generator = config.get("alias_generator")
    if generator is not None and merged.alias is None:
        merged.alias = generator(name)
    alias = merged.validation_alias if merged.validation_alias is not None else merged.alias
    keys = [name] if alias is None else alias.choices if isinstance(alias, AliasChoices) else [alias]
    step.shown = alias if isinstance(alias, str) else name if alias is None else keys[0].path[0] if isinstance(keys[0], AliasPath) else keys[0]
    if alias is not None:
        by_name = config.get("populate_by_name") or config.get("validate_by_name")
        by_alias = config.get("validate_by_alias", True)
        keys = ([*keys] if by_alias else []) + ([name] if by_name and name not in keys else [])
    step.keys = tuple(keys)
    return step, merged


def _string_extras(config):
    options = {
        "strip_whitespace": config.get("str_strip_whitespace"),
        "to_lower": config.get("str_to_lower"),
        "to_upper": config.get("str_to_upper"),
        "min_length": config.get("str_min_length"),
        "max_length": config.get("str_max_length"),
    }
    return [StringConstraints(**options)] if any(value for value in options.values()) else []


def _add_validator(cls, name, decorator, convert, wants_data):
    """The field's converter with a @field_validator around it."""
    func = decorator.bind(cls)
    mode = decorator.mode
    info = takes_info(func, 2 if mode == "wrap" else 1)
    if not info and not wants_data:
        if mode == "after":
            return (lambda value: run_validator(func, convert(value))), False
        if mode == "before":
            return (lambda value: convert(run_validator(func, value))), False
        if mode == "plain":
            return (lambda value: run_validator(func, value)), False
        handler = _types.handler_of(convert)
        return (lambda value: run_validator(func, value, handler)), False
    inner = convert if wants_data else lambda value, data: convert(value)

    def run(value, data, *more):
        return run_validator(func, value, *more, ValidationInfo(data, name)) if info else run_validator(func, value, *more)

    if mode == "after":
        return (lambda value, data: run(inner(value, data), data)), True
    if mode == "before":
        return (lambda value, data: inner(run(value, data), data)), True
    if mode == "plain":
        return (lambda value, data: run(value, data)), True
    return (lambda value, data: run(value, data, _types.handler_of(lambda v: inner(v, data)))), True


def _path_value(data, path):
    current = data
    for part in path:
        try:
            current = current[part]
        except (KeyError, IndexError, TypeError):
            return Undefined
    return current


class _Attributes:
    """Reads an object's attributes as if they were a dictionary's keys."""

    __slots__ = ("source",)

    def __init__(self, source):
        self.source = source

    def __contains__(self, name):
        return isinstance(name, str) and hasattr(self.source, name)

    def __getitem__(self, name):
        return getattr(self.source, name)

    def __iter__(self):
        return iter(())


_BUILTIN = (int, float, str, bytes, bool, list, tuple, set, frozenset, type(None), dict)


def plan_of(cls):
    plan = cls.__surge_plan__
    if plan is None:
        try:
            complete(cls)
        except NameError as error:
            raise PydanticUserError(
                f"`{cls.__name__}` is not fully defined; you should define `{error.name or error}`, then call `{cls.__name__}.model_rebuild()`."
            ) from error
        plan = cls.__surge_plan__
    return plan


def default_of(step, values, errors):
    value = call_default(step.factory, values) if step.factory is not None else copy.deepcopy(step.default) if step.copied else step.default
    if step.validate_default:
        try:
            value = step.convert(value, values) if step.wants_data else step.convert(value)
        except Invalid as error:
            errors += in_place(error.errors, step.shown)
    return value


# pydantic 2.13: a model inside another takes 343 ns with four fields; the outermost CALL_NS more (_models.py).
_MODEL_NS = 100
_FIELD_NS = 61


def fill(cls, instance, data, source=None):
    """Validates data into an instance. The heart of every model."""
    plan = cls.__surge_plan__
    if plan is None:
        plan = plan_of(cls)
    values = {}
    fields_set = set()
    errors = None
    for step in plan:
        for key in step.keys:
            if type(key) is not str and isinstance(key, AliasPath):
                found = _path_value(data, key.path)
                if found is Undefined:
                    continue
            elif key in data:
                found = data[key]
            else:
                continue
            name = step.name
            try:
                values[name] = step.convert(found, values) if step.wants_data else step.convert(found)
            except Invalid as error:
                errors = errors or []
                errors += in_place(error.errors, key if isinstance(key, str) else step.shown)
            fields_set.add(name)
            break
        else:
            if step.required:
                errors = errors or []
                errors.append(("missing", (step.shown,), "Field required", data if source is None else source, None))
            else:
                failed = []
                values[step.name] = default_of(step, values, failed)
                if failed:
                    errors = (errors or []) + failed
    extra = None
    policy = cls.model_config.get("extra", "ignore")
    if policy != "ignore" and source is None:
        known = {key for step in plan for key in step.keys if isinstance(key, str)}
        extra = {} if policy == "allow" else None
        for key in data:
            if key in known:
                continue
            if policy == "forbid":
                errors = errors or []
                errors.append(("extra_forbidden", (key,), "Extra inputs are not permitted", data[key], None))
            else:
                extra[key] = data[key]
                fields_set.add(key)
    if kernel.worker is not None:
        kernel.charge_python(_MODEL_NS + _FIELD_NS * len(plan))
    if errors:
        raise Invalid(errors)
    set_slot = object.__setattr__
    set_slot(instance, "__dict__", values)
    set_slot(instance, "__pydantic_fields_set__", fields_set)
    set_slot(instance, "__pydantic_extra__", extra)
    set_private(cls, instance)
    for _, validator in cls.__surge_after__:
        result = run_after(validator, instance)
        if result is not None:
            instance = result
    return instance


def set_private(cls, instance):
    private = cls.__pydantic_private_attributes__
    object.__setattr__(instance, "__pydantic_private__", {} if private else None)
    if private:
        for name, attribute in private.items():
            made = attribute.make()
            if made is not Undefined:
                instance.__pydantic_private__[name] = made
    hook = cls.model_post_init
    if hook is not no_hook:
        instance.model_post_init(state.context)


def no_hook(self, context, /):
    """model_post_init of a model that has none."""


def run_after(validator, instance):
    more = (ValidationInfo(instance.__dict__),) if takes_info(validator.func, 1) else ()
    return run_validator(validator.func, instance, *more)


def build(cls, value, instance=None):
    """Validates any value into an instance of the class, with the class's own validators around it."""
    if cls.__surge_plan__ is None:
        plan_of(cls)
    for _, validator in cls.__surge_before__:
        func = validator.bind(cls)
        value = run_validator(func, value, *((ValidationInfo(),) if takes_info(func, 1) else ()))
    return _build_wrapped(cls, value, instance, len(cls.__surge_wrap__))


def _build_wrapped(cls, value, instance, depth):
    if depth:
        func = cls.__surge_wrap__[depth - 1][1].bind(cls)
        handler = _types.handler_of(lambda v: _build_wrapped(cls, v, instance, depth - 1))
        return run_validator(func, value, handler, *((ValidationInfo(),) if takes_info(func, 2) else ()))
    if isinstance(value, cls):
        return value
    source = None
    if not isinstance(value, dict):
        if isinstance(value, Mapping):
            value = dict(value)
        elif (state.from_attributes or cls.model_config.get("from_attributes")) and not isinstance(value, _BUILTIN):
            source = value
            value = _Attributes(value)
        elif state.from_attributes or cls.model_config.get("from_attributes"):
            raise invalid("model_attributes_type", value)
        else:
            raise invalid("model_type", value, {"class_name": cls.__name__})
    if instance is None:
        instance = cls.__new__(cls)
    return fill(cls, instance, value, source)
