"""Annotation -> converter, compiled once. A converter takes a value and returns the converted one or raises Invalid."""

import collections
import collections.abc
import contextlib
import dataclasses
import enum
import fractions
import inspect
import types
import typing
from typing import Annotated, Any, ForwardRef, Literal, TypeVar, Union, get_args, get_origin

from pydantic import _fields
from pydantic._errors import Invalid, PydanticCustomError, PydanticSchemaGenerationError, PydanticUndefinedAnnotation, invalid
from pydantic._scalars import SCALARS, to_any

_UNIONS = (Union, types.UnionType)


def _one_of(values):
    shown = [repr(value) for value in values]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def in_place(errors, part):
    return [(kind, (part, *loc), msg, value, ctx) for kind, loc, msg, value, ctx in errors]


def label(annotation):
    """The name of a union's member in an error's loc."""
    if annotation is None or annotation is type(None):
        return "none"
    origin = get_origin(annotation)
    if origin is Annotated:
        inner = label(get_args(annotation)[0])
        for item in get_args(annotation)[1:]:
            if isinstance(item, _fields.Tag):
                return item.tag
        return inner
    if origin in _UNIONS:
        return "union[" + ",".join(label(a) for a in get_args(annotation)) + "]"
    if origin is Literal:
        return "literal[" + ",".join(repr(v) for v in get_args(annotation)) + "]"
    if origin is not None:
        args = [label(a) for a in get_args(annotation) if a is not Ellipsis]
        return f"{_origin_name(origin)}[{','.join(args)}]"
    if annotation in (list, dict, set, tuple, frozenset):
        return f"{annotation.__name__}[any]" if annotation is not dict else "dict[any,any]"
    return getattr(annotation, "__name__", str(annotation))


def _origin_name(origin):
    return {list: "list", dict: "dict", set: "set", tuple: "tuple", frozenset: "frozenset"}.get(origin, getattr(origin, "__name__", str(origin)))


def run_validator(func, value, *info):
    """Calls a validator of the program and turns its errors into ours."""
    try:
        return func(value, *info)
    except Invalid:
        raise
    except PydanticCustomError as error:
        raise invalid(error.type, value, error.context, error.message()) from error
    except AssertionError as error:
        raise invalid("assertion_error", value, {"error": error}, f"Assertion failed, {error}") from error
    except ValueError as error:
        nested = getattr(error, "_errors", None)
        if nested is not None:
            raise Invalid(nested) from error
        raise invalid("value_error", value, {"error": error}, f"Value error, {error}") from error


def takes_info(func, plain_arguments):
    """Whether a validator wants the ValidationInfo too."""
    try:
        parameters = inspect.signature(func).parameters.values()
    except (TypeError, ValueError):
        return False
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.default is p.empty]
    return len(positional) > plain_arguments


class State:
    """What holds during one validation. Validation never awaits, so one object serves all."""

    context = None
    # Whether models may be read from attributes of objects: FastAPI asks for it.
    from_attributes = False


state = State()


class Compiling:
    """What holds while converters are made."""

    # The setting arbitrary_types_allowed of the model.
    arbitrary = False


compiling = Compiling()


@contextlib.contextmanager
def allowing(arbitrary):
    before = compiling.arbitrary
    compiling.arbitrary = bool(arbitrary)
    try:
        yield
    finally:
        compiling.arbitrary = before


class ValidationInfo:
    """What a validator may ask about the place where it runs."""

    __slots__ = ("data", "field_name", "mode", "config")

    def __init__(self, data=None, field_name=None):
        self.data = data if data is not None else {}
        self.field_name = field_name
        self.mode = "python"
        self.config = None

    @property
    def context(self):
        return state.context


FieldValidationInfo = ValidationInfo


def compile_type(annotation):
    """The converter of an annotation."""
    scalar = None
    try:
        scalar = SCALARS.get(annotation)
    except TypeError:
        pass
    if scalar is not None:
        return scalar
    if annotation is Any or annotation is object or annotation is inspect.Parameter.empty:
        return to_any
    if isinstance(annotation, (str, ForwardRef)):
        name = annotation if isinstance(annotation, str) else annotation.__forward_arg__
        raise PydanticUndefinedAnnotation(f"name {name!r} is not defined")
    if isinstance(annotation, TypeVar):
        if annotation.__bound__ is not None:
            return compile_type(annotation.__bound__)
        if annotation.__constraints__:
            return compile_type(Union[annotation.__constraints__])
        return to_any
    if isinstance(annotation, typing.TypeAliasType):
        return compile_type(annotation.__value__)
    if isinstance(annotation, typing.NewType):
        return compile_type(annotation.__supertype__)
    origin = get_origin(annotation)
    if origin is Annotated:
        base, *extras = get_args(annotation)
        return compile_annotated(base, extras)
    if origin in _UNIONS:
        return _compile_union(get_args(annotation))
    if origin is Literal:
        return _compile_literal(get_args(annotation))
    if origin is not None:
        return _compile_generic(annotation, origin, get_args(annotation))
    if annotation in _BARE:
        return _compile_generic(annotation, annotation, ())
    if isinstance(annotation, type):
        return _compile_class(annotation)
    if annotation is collections.abc.Callable or annotation is typing.Callable:
        return _to_callable
    from surge import kernel

    kernel.not_simulated(f"the annotation {annotation!r} in pydantic", "plain types, containers, models, enums, Literal, Union, Annotated")


_BARE = (
    list, dict, set, frozenset, tuple, collections.abc.Sequence, collections.abc.Iterable, collections.abc.Mapping,
    collections.deque, collections.defaultdict, collections.OrderedDict,
)  # fmt: skip


def _to_callable(value):
    if callable(value):
        return value
    raise invalid("callable_type", value)


def compile_annotated(base, extras):
    """The converter of a type with constraints and validators, applied in the order in which they stand."""
    for extra in extras:
        found = getattr(extra, "discriminator", None)
        if found is not None:
            return _compile_tagged(base, found)
    # A plain validator stands for the type's own.
    with allowing(compiling.arbitrary or any(isinstance(extra, _fields.PlainValidator) for extra in extras)):
        convert = compile_type(base)
    for extra in extras:
        convert = add_extra(convert, extra)
    return convert


def add_extra(convert, extra):
    if isinstance(extra, _fields.FieldInfo):
        return _fields.constrain(convert, extra.constraints) if extra.constraints else convert
    if isinstance(extra, _fields.StringConstraints):
        changed = lambda value, inner=convert: extra.change(inner(value))  # noqa: E731
        return _fields.constrain(changed, extra.constraints)
    info = ValidationInfo()
    if isinstance(extra, _fields.AfterValidator):
        func = extra.func
        more = (info,) if takes_info(func, 1) else ()
        return lambda value: run_validator(func, convert(value), *more)
    if isinstance(extra, _fields.BeforeValidator):
        func = extra.func
        more = (info,) if takes_info(func, 1) else ()
        return lambda value: convert(run_validator(func, value, *more))
    if isinstance(extra, _fields.PlainValidator):
        func = extra.func
        more = (info,) if takes_info(func, 1) else ()
        return lambda value: run_validator(func, value, *more)
    if isinstance(extra, _fields.WrapValidator):
        func = extra.func
        more = (info,) if takes_info(func, 2) else ()
        handler = handler_of(convert)
        return lambda value: run_validator(func, value, handler, *more)
    known = {name: getattr(extra, name) for name in _fields.CONSTRAINTS if getattr(extra, name, None) is not None}
    return _fields.constrain(convert, known) if known else convert


def handler_of(convert):
    """What a wrap validator calls: raises pydantic's own error, as programs catch it."""

    def handler(value):
        from pydantic._errors import ValidationError

        try:
            return convert(value)
        except Invalid as error:
            raise ValidationError("function-wrap", error.errors) from None

    return handler


def _compile_literal(values):
    flat = []
    for value in values:
        flat += get_args(value) if get_origin(value) is Literal else (value,)
    expected = {"expected": _one_of(flat)}

    def to_literal(value):
        for allowed in flat:
            if value == allowed and type(value) is type(allowed):
                return allowed
        raise invalid("literal_error", value, expected)

    return to_literal


def _is_exact(annotation):
    """A test whether a value is of a type without conversion, for a union to choose its best member."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _is_exact(get_args(annotation)[0])
    if annotation is None or annotation is type(None):
        return lambda value: value is None
    if annotation is Any:
        return lambda value: True
    if annotation is float:
        return lambda value: type(value) is float
    if origin is Literal:
        values = get_args(annotation)
        return lambda value: any(value == v and type(value) is type(v) for v in values)
    if origin in _UNIONS:
        tests = [_is_exact(a) for a in get_args(annotation)]
        return lambda value: any(test(value) for test in tests)
    plain = origin or annotation
    if origin is not None and get_args(annotation) and origin in (list, set, frozenset):
        inner = _is_exact(get_args(annotation)[0])
        return lambda value: type(value) is origin and all(inner(item) for item in value)
    if isinstance(plain, type):
        if plain in SCALARS:
            return lambda value: type(value) is plain
        return lambda value: isinstance(value, plain)
    return lambda value: False


def _compile_union(members):
    others = [m for m in members if m is not type(None)]
    optional = len(others) != len(members)
    if len(others) == 1:
        inner = compile_type(others[0])
        return lambda value: None if value is None else inner(value)
    choices = [(_is_exact(m), compile_type(m), label(m), is_model(m)) for m in others]

    def to_union(value):
        if optional and value is None:
            return None
        for exact, convert, _, _ in choices:
            if exact(value):
                try:
                    return convert(value)
                except Invalid:
                    pass
        errors = []
        best = None
        best_count = -1
        for _, convert, name, model in choices:
            try:
                result = convert(value)
            except Invalid as error:
                errors += in_place(error.errors, name)
                continue
            if not model:
                # Models come first only when they are of the dictionary's shape; a plain member ends the search.
                if best is None:
                    return result
                continue
            count = len(result.__pydantic_fields_set__)
            if count > best_count:
                best, best_count = result, count
        if best is not None:
            return best
        raise Invalid(errors)

    return to_union


def is_model(annotation):
    return isinstance(annotation, type) and hasattr(annotation, "__pydantic_fields__")


def _compile_tagged(annotation, discriminator):
    members = get_args(annotation) if get_origin(annotation) in _UNIONS else (annotation,)
    if not isinstance(discriminator, str):
        finder = getattr(discriminator, "discriminator", discriminator)
        if isinstance(finder, str):
            discriminator = finder
        else:
            return _compile_called_tag(members, finder)
    table = {}
    for member in members:
        converter = compile_type(member)
        plain = get_args(member)[0] if get_origin(member) is Annotated else member
        field = plain.model_fields[discriminator]
        names = get_args(field.annotation) if get_origin(field.annotation) is Literal else (field.default,)
        for name in names:
            table[name.value if isinstance(name, enum.Enum) else name] = converter
    shown = repr(discriminator)

    def find(value):
        if isinstance(value, dict):
            return value.get(discriminator, _fields.Undefined)
        return getattr(value, discriminator, _fields.Undefined)

    return _tagged(table, find, shown)


def _compile_called_tag(members, finder):
    table = {}
    for member in members:
        for extra in get_args(member)[1:]:
            if isinstance(extra, _fields.Tag):
                table[extra.tag] = compile_type(member)

    def find(value):
        found = finder(value)
        return _fields.Undefined if found is None else found

    return _tagged(table, find, f"{finder.__name__}()")


def _tagged(table, find, shown):
    expected = ", ".join(repr(tag) for tag in table)

    def to_tagged(value):
        tag = find(value)
        if isinstance(tag, enum.Enum):
            tag = tag.value
        if tag is _fields.Undefined:
            raise invalid("union_tag_not_found", value, {"discriminator": shown})
        convert = table.get(tag)
        if convert is None:
            raise invalid("union_tag_invalid", value, {"discriminator": shown, "tag": str(tag), "expected_tags": expected})
        try:
            return convert(value)
        except Invalid as error:
            raise Invalid(in_place(error.errors, tag)) from None

    return to_tagged


def _items(convert, values):
    """Converts the items of a sequence; all errors together."""
    if convert is to_any:
        return list(values)
    result = []
    errors = None
    for index, item in enumerate(values):
        try:
            result.append(convert(item))
        except Invalid as error:
            errors = errors or []
            errors += in_place(error.errors, index)
    if errors:
        raise Invalid(errors)
    return result


_SEQUENCES = (list, tuple, set, frozenset, collections.deque, types.GeneratorType, type({}.keys()), type({}.values()))


def _compile_generic(annotation, origin, args):
    if origin in (dict, collections.abc.Mapping, collections.abc.MutableMapping, collections.defaultdict, collections.OrderedDict):
        return _compile_mapping(origin, args)
    if origin is tuple:
        return _compile_tuple(args)
    if origin is type:
        target = args[0] if args else object
        return _subclass_of(target)
    if origin is collections.abc.Callable:
        return _to_callable
    if origin in (
        list, collections.abc.Sequence, collections.abc.MutableSequence, collections.abc.Iterable, collections.abc.Collection, set, frozenset,
        collections.abc.Set, collections.abc.MutableSet, collections.deque,
    ):  # fmt: skip
        inner = compile_type(args[0]) if args else to_any
        if origin in (set, collections.abc.Set, collections.abc.MutableSet):
            make, kind = set, "set_type"
        elif origin is frozenset:
            make, kind = frozenset, "frozen_set_type"
        elif origin is collections.deque:
            make, kind = collections.deque, "list_type"
        else:
            make, kind = None, "list_type"

        def to_sequence(value):
            if type(value) is not list and not isinstance(value, _SEQUENCES):
                raise invalid(kind, value)
            items = _items(inner, value)
            return items if make is None else make(items)

        return to_sequence
    if isinstance(origin, type):
        if hasattr(origin, "__class_getitem__") and hasattr(origin, "__pydantic_fields__"):
            return _compile_class(annotation if isinstance(annotation, type) else origin)
        return _unknown(annotation, origin)
    from surge import kernel

    kernel.not_simulated(f"the annotation {annotation!r} in pydantic", "plain types, containers, models, enums, Literal, Union, Annotated")


def _subclass_of(target):
    def to_class(value):
        if isinstance(value, type) and (target is Any or issubclass(value, target)):
            return value
        raise invalid("is_subclass_of", value, {"class": getattr(target, "__name__", str(target))})

    return to_class


def _compile_mapping(origin, args):
    key = compile_type(args[0]) if args else to_any
    item = compile_type(args[1]) if args else to_any
    plain = key is to_any and item is to_any
    make = origin if origin in (collections.defaultdict, collections.OrderedDict) else None

    def to_mapping(value):
        if not isinstance(value, collections.abc.Mapping):
            raise invalid("dict_type", value)
        if plain:
            return dict(value)
        result = {}
        errors = []
        for name, content in value.items():
            try:
                new_name = key(name)
            except Invalid as error:
                errors += in_place(in_place(error.errors, "[key]"), name)
                continue
            try:
                result[new_name] = item(content)
            except Invalid as error:
                errors += in_place(error.errors, name)
        if errors:
            raise Invalid(errors)
        if make is collections.OrderedDict:
            return make(result)
        return result

    return to_mapping


def _compile_tuple(args):
    if not args or len(args) == 2 and args[1] is Ellipsis:
        inner = compile_type(args[0]) if args else to_any

        def to_tuple(value):
            if not isinstance(value, _SEQUENCES):
                raise invalid("tuple_type", value)
            return tuple(_items(inner, value))

        return to_tuple
    converters = [compile_type(a) for a in args if a != ()]

    def to_fixed_tuple(value):
        if not isinstance(value, _SEQUENCES):
            raise invalid("tuple_type", value)
        items = list(value)
        errors = []
        result = []
        for index, convert in enumerate(converters):
            if index >= len(items):
                errors.append(("missing", (index,), "Field required", value, None))
                continue
            try:
                result.append(convert(items[index]))
            except Invalid as error:
                errors += in_place(error.errors, index)
        if len(items) > len(converters):
            raise _fields._too_long(tuple(items), len(converters), value)
        if errors:
            raise Invalid(errors)
        return tuple(result)

    return to_fixed_tuple


def _instance_of(cls):
    def to_instance(value):
        if isinstance(value, cls):
            return value
        raise invalid("is_instance_of", value, {"class": cls.__name__})

    return to_instance


def _compile_class(cls):
    own = getattr(cls, "__surge_convert__", None)
    if own is not None:
        return own()
    if issubclass(cls, enum.Enum):
        return _compile_enum(cls)
    if dataclasses.is_dataclass(cls):
        return _compile_dataclass(cls)
    if typing.is_typeddict(cls):
        return _compile_typed_dict(cls)
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return _compile_named_tuple(cls)
    hook = getattr(cls, "__get_pydantic_core_schema__", None)
    if hook is not None:
        from surge import kernel

        kernel.not_simulated(f"{cls.__name__}.__get_pydantic_core_schema__", "Annotated with BeforeValidator and AfterValidator")
    return _unknown(cls, cls)


# Known to pydantic, and taken as they are here.
_AS_THEY_ARE = (collections.abc.Generator, collections.abc.Hashable, complex, fractions.Fraction, slice, type)


def _unknown(annotation, cls):
    if cls in _AS_THEY_ARE or compiling.arbitrary:
        return _instance_of(cls)
    raise PydanticSchemaGenerationError(
        f"Unable to generate pydantic-core schema for {annotation!r}. Set `arbitrary_types_allowed=True` in the model_config to ignore this error or "
        "implement `__get_pydantic_core_schema__` on your type to fully support it.\n\nIf you got this error by calling handler(<some type>) within "
        "`__get_pydantic_core_schema__` then you likely need to call `handler.generate_schema(<some type>)` since we do not call "
        "`__get_pydantic_core_schema__` on `<some type>` otherwise to avoid infinite recursion."
    )


def _compile_enum(cls):
    expected = {"expected": _one_of([member.value for member in cls])}
    table = cls._value2member_map_
    base = next((b for b in (int, str, float) if issubclass(cls, b)), None)
    convert = SCALARS[base] if base is not None else None

    def to_enum(value):
        if isinstance(value, cls):
            return value
        try:
            found = table.get(value)
        except TypeError:
            found = None
        if found is None and convert is not None:
            try:
                found = table.get(convert(value))
            except Invalid:
                pass
        if found is None:
            try:
                found = cls(value)
            except (ValueError, TypeError):
                raise invalid("enum", value, expected) from None
        return found

    return to_enum


def _compile_dataclass(cls):
    lazy = []
    arbitrary = compiling.arbitrary

    def prepare():
        hints = typing.get_type_hints(cls, include_extras=True)
        for field in dataclasses.fields(cls):
            if field.init:
                required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
                with allowing(arbitrary):
                    lazy.append((field.name, compile_type(hints[field.name]), required))

    def to_dataclass(value):
        if isinstance(value, cls):
            return value
        if not isinstance(value, dict):
            raise invalid("dataclass_type", value, {"class_name": cls.__name__})
        if not lazy:
            prepare()
        values = {}
        errors = []
        for name, convert, required in lazy:
            if name not in value:
                if required:
                    errors.append(("missing", (name,), "Field required", value, None))
                continue
            try:
                values[name] = convert(value[name])
            except Invalid as error:
                errors += in_place(error.errors, name)
        if errors:
            raise Invalid(errors)
        return run_validator(lambda v: cls(**v), values)

    return to_dataclass


def _compile_typed_dict(cls):
    lazy = []
    arbitrary = compiling.arbitrary

    def prepare():
        for name, hint in typing.get_type_hints(cls, include_extras=True).items():
            while get_origin(hint) in (typing.Required, typing.NotRequired, typing.ReadOnly):
                hint = get_args(hint)[0]
            with allowing(arbitrary):
                lazy.append((name, compile_type(hint), name in cls.__required_keys__))

    def to_typed_dict(value):
        if not isinstance(value, collections.abc.Mapping):
            raise invalid("dict_type", value)
        if not lazy:
            prepare()
        result = {}
        errors = []
        for name, convert, required in lazy:
            if name not in value:
                if required:
                    errors.append(("missing", (name,), "Field required", value, None))
                continue
            try:
                result[name] = convert(value[name])
            except Invalid as error:
                errors += in_place(error.errors, name)
        if errors:
            raise Invalid(errors)
        return result

    return to_typed_dict


def _compile_named_tuple(cls):
    hints = typing.get_type_hints(cls, include_extras=True)
    convert = _compile_tuple(tuple(hints.get(name, Any) for name in cls._fields))
    return lambda value: value if isinstance(value, cls) else cls(*convert(value.values() if isinstance(value, dict) else value))
