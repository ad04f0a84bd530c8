"""BaseModel and RootModel as programs use them."""

import copy
import sys
from typing import Any, Generic, TypeVar

from pydantic import _serialization as serialization
from pydantic._errors import Invalid, PydanticUndefinedAnnotation, PydanticUserError, ValidationError, load_json
from pydantic._fields import ComputedField, Undefined
from pydantic._plan import ConfigDict, ModelMetaclass, build, complete, default_of, fill, no_hook, plan_of, run_after, set_private
from pydantic._types import in_place, state
from surge import kernel


# Into pydantic's compiled part and back: One(id=1) takes 460 ns, Ten(...) 1,010 with ten fields, model_dump() 430 to 830.
_CALL_NS = 320


def _charge_call():
    if kernel.worker is not None:
        kernel.charge_python(_CALL_NS)


class BaseModel(metaclass=ModelMetaclass):
    __slots__ = ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")

    model_config = ConfigDict()
    __pydantic_fields__ = {}
    __pydantic_private_attributes__ = {}
    __pydantic_computed__ = {}
    __pydantic_decorators__ = {}
    __pydantic_root_model__ = False

    def __init__(self, /, **data):
        cls = type(self)
        _charge_call()
        try:
            made = build(cls, data, self)
        except Invalid as error:
            raise ValidationError(cls.model_config.get("title") or cls.__name__, error.errors) from error.__cause__
        if made is not self:
            for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__"):
                object.__setattr__(self, slot, getattr(made, slot))

    @classmethod
    def __surge_convert__(cls):
        def to_model(value):
            plan = cls.__surge_plan__
            if plan is not None and cls.__surge_simple__ and type(value) is dict:
                return fill(cls, cls.__new__(cls), value)
            return build(cls, value)

        return to_model

    def __class_getitem__(cls, params):
        return _parametrize(cls, params if isinstance(params, tuple) else (params,))

    model_post_init = no_hook

    @classmethod
    def model_validate(cls, obj, *, strict=None, from_attributes=None, context=None, by_alias=None, by_name=None):
        if strict:
            from surge import kernel

            kernel.not_simulated("pydantic's strict mode", "validation in lax mode")
        before = state.context, state.from_attributes
        state.context, state.from_attributes = context, bool(from_attributes)
        _charge_call()
        try:
            return build(cls, obj)
        except Invalid as error:
            raise ValidationError(cls.model_config.get("title") or cls.__name__, error.errors) from error.__cause__
        finally:
            state.context, state.from_attributes = before

    @classmethod
    def model_validate_json(cls, json_data, *, strict=None, context=None, by_alias=None, by_name=None):
        return cls.model_validate(load_json(json_data, cls.__name__), context=context)

    @classmethod
    def model_validate_strings(cls, obj, *, strict=None, context=None):
        return cls.model_validate(obj, context=context)

    @classmethod
    def model_construct(cls, _fields_set=None, **values):
        plan = plan_of(cls)
        instance = cls.__new__(cls)
        content = {}
        fields_set = set()
        for step in plan:
            for key in (*step.keys, step.name):
                if key in values:
                    content[step.name] = values.pop(key)
                    fields_set.add(step.name)
                    break
            else:
                if not step.required:
                    content[step.name] = default_of(step, content, [])
        object.__setattr__(instance, "__dict__", content)
        object.__setattr__(instance, "__pydantic_fields_set__", fields_set if _fields_set is None else _fields_set)
        object.__setattr__(instance, "__pydantic_extra__", values if cls.model_config.get("extra") == "allow" else None)
        set_private(cls, instance)
        return instance

    @classmethod
    def model_rebuild(cls, *, force=False, raise_errors=True, _types_namespace=None, **ignored):
        if cls.__pydantic_complete__ and not force:
            return None
        if _types_namespace:
            cls.__surge_locals__ = {**(cls.__surge_locals__ or {}), **_types_namespace}
        else:
            frame = sys._getframe(1)
            cls.__surge_locals__ = {**(cls.__surge_locals__ or {}), **frame.f_locals}
        try:
            complete(cls)
        except NameError as error:
            if raise_errors:
                raise PydanticUndefinedAnnotation(str(error)) from error
            return False
        return True

    @classmethod
    def update_forward_refs(cls, **names):
        cls.model_rebuild(force=True, _types_namespace=names)

    def model_dump(
        self, *, mode="python", include=None, exclude=None, context=None, by_alias=None, exclude_unset=False, exclude_defaults=False,
        exclude_none=False, round_trip=False, warnings=True, fallback=None, serialize_as_any=False,
    ):  # fmt: skip
        options = serialization.Options(mode, by_alias, exclude_unset, exclude_defaults, exclude_none, context)
        _charge_call()
        return serialization.dump_model(self, options, include, exclude)

    def model_dump_json(self, *, indent=None, ensure_ascii=False, **options):
        return serialization.dump_json(self.model_dump(mode="json", **options), indent)

    def model_copy(self, *, update=None, deep=False):
        made = self.__deepcopy__() if deep else self.__copy__()
        if update:
            for name, value in update.items():
                if name in type(self).__pydantic_fields__ or made.__pydantic_extra__ is None:
                    made.__dict__[name] = value
                else:
                    made.__pydantic_extra__[name] = value
                made.__pydantic_fields_set__.add(name)
        return made

    @classmethod
    def model_json_schema(cls, *args, **kwargs):
        from surge import kernel

        kernel.not_simulated("model_json_schema()", "validation and serialisation of models; no OpenAPI documents")

    # The names of pydantic 1, which pydantic 2 keeps.

    def dict(self, **options):
        return self.model_dump(**options)

    def json(self, *, indent=None, **options):
        return self.model_dump_json(indent=indent, **options)

    def copy(self, *, update=None, deep=False):
        return self.model_copy(update=update, deep=deep)

    @classmethod
    def parse_obj(cls, obj):
        return cls.model_validate(obj)

    @classmethod
    def parse_raw(cls, raw):
        return cls.model_validate_json(raw)

    @classmethod
    def from_orm(cls, obj):
        if not cls.model_config.get("from_attributes"):
            raise PydanticUserError("You must set the config attribute `from_attributes=True` to use from_orm")
        return cls.model_validate(obj)

    @classmethod
    def construct(cls, _fields_set=None, **values):
        return cls.model_construct(_fields_set, **values)

    @property
    def model_fields_set(self):
        return self.__pydantic_fields_set__

    __fields_set__ = model_fields_set

    @property
    def model_extra(self):
        return self.__pydantic_extra__

    @property
    def model_fields(self):
        return type(self).__pydantic_fields__

    # Python's own protocol

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        cls = type(self)
        if name in cls.__pydantic_private_attributes__:
            private = self.__pydantic_private__
            if private is not None and name in private:
                return private[name]
        else:
            extra = self.__pydantic_extra__
            if extra and name in extra:
                return extra[name]
        raise AttributeError(f"{cls.__name__!r} object has no attribute {name!r}")

    def __setattr__(self, name, value):
        cls = type(self)
        if name in cls.__pydantic_private_attributes__:
            if self.__pydantic_private__ is None:
                object.__setattr__(self, "__pydantic_private__", {})
            self.__pydantic_private__[name] = value
            return
        field = cls.__pydantic_fields__.get(name)
        if cls.model_config.get("frozen") or field is not None and field.frozen:
            kind, msg = ("frozen_instance", "Instance is frozen") if cls.model_config.get("frozen") else ("frozen_field", "Field is frozen")
            raise ValidationError(cls.__name__, [(kind, (name,), msg, value, None)])
        if field is None:
            attribute = getattr(cls, name, None)
            if isinstance(attribute, property) or isinstance(attribute, ComputedField):
                (attribute.wrapped if isinstance(attribute, ComputedField) else attribute).__set__(self, value)
                return
            if cls.model_config.get("extra") != "allow":
                if cls.model_config.get("validate_assignment"):
                    raise ValidationError(cls.__name__, [("no_such_attribute", (name,), f"Object has no attribute '{name}'", value, {"attribute": name})])
                raise ValueError(f'"{cls.__name__}" object has no field "{name}"')
            self.__pydantic_extra__[name] = value
            self.__pydantic_fields_set__.add(name)
            return
        if cls.model_config.get("validate_assignment"):
            step = next(s for s in plan_of(cls) if s.name == name)
            try:
                value = step.convert(value, self.__dict__) if step.wants_data else step.convert(value)
                before = dict(self.__dict__)
                self.__dict__[name] = value
                try:
                    for _, validator in cls.__surge_after__:
                        run_after(validator, self)
                except Invalid:
                    self.__dict__.clear()
                    self.__dict__.update(before)
                    raise
            except Invalid as error:
                raise ValidationError(cls.__name__, in_place(error.errors, name)) from error.__cause__
        self.__dict__[name] = value
        self.__pydantic_fields_set__.add(name)

    def __delattr__(self, name):
        if name in type(self).__pydantic_private_attributes__:
            del self.__pydantic_private__[name]
        else:
            object.__delattr__(self, name)

    def __eq__(self, other):
        if not isinstance(other, BaseModel):
            return NotImplemented
        return (
            type(self) is type(other)
            and self.__dict__ == other.__dict__
            and self.__pydantic_extra__ == other.__pydantic_extra__
            and self.__pydantic_private__ == other.__pydantic_private__
        )

    def __hash__(self):
        if type(self).model_config.get("frozen"):
            return hash((type(self), *self.__dict__.values()))
        raise TypeError(f"unhashable type: {type(self).__name__!r}")

    def __iter__(self):
        yield from self.__dict__.items()
        if self.__pydantic_extra__:
            yield from self.__pydantic_extra__.items()

    def _parts(self):
        fields = type(self).__pydantic_fields__
        for name, value in self:
            if name not in fields or fields[name].repr:
                yield name, value
        for name in type(self).__pydantic_computed__:
            yield name, getattr(self, name)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._parts())})"

    def __str__(self):
        return " ".join(f"{name}={value!r}" for name, value in self._parts())

    def __copy__(self):
        made = type(self).__new__(type(self))
        object.__setattr__(made, "__dict__", dict(self.__dict__))
        object.__setattr__(made, "__pydantic_fields_set__", set(self.__pydantic_fields_set__))
        object.__setattr__(made, "__pydantic_extra__", copy.copy(self.__pydantic_extra__))
        object.__setattr__(made, "__pydantic_private__", copy.copy(self.__pydantic_private__))
        return made

    def __deepcopy__(self, memo=None):
        made = self.__copy__()
        object.__setattr__(made, "__dict__", copy.deepcopy(self.__dict__, memo))
        object.__setattr__(made, "__pydantic_extra__", copy.deepcopy(self.__pydantic_extra__, memo))
        object.__setattr__(made, "__pydantic_private__", copy.deepcopy(self.__pydantic_private__, memo))
        return made

    def __reduce__(self):
        values = (self.__dict__, self.__pydantic_fields_set__, self.__pydantic_extra__, self.__pydantic_private__)
        return _restore, (type(self), *values)


def _restore(cls, values, fields_set, extra, private):
    made = cls.__new__(cls)
    for slot, value in (("__dict__", values), ("__pydantic_fields_set__", fields_set), ("__pydantic_extra__", extra), ("__pydantic_private__", private)):
        object.__setattr__(made, slot, value)
    return made


_parametrized = {}


def _parametrize(cls, params):
    parameters = getattr(cls, "__parameters__", ())
    if not parameters:
        raise TypeError(f"{cls!r} cannot be parametrized because it does not inherit from typing.Generic")
    if len(params) != len(parameters):
        raise TypeError(f"Too {'many' if len(params) > len(parameters) else 'few'} arguments for {cls!r}")
    if all(isinstance(p, TypeVar) for p in params):
        return super(BaseModel, cls).__class_getitem__(params) if Generic in cls.__bases__ else cls
    key = (cls, params)
    try:
        found = _parametrized.get(key)
    except TypeError:
        found = None
    if found is None:
        name = f"{cls.__name__}[{', '.join(getattr(p, '__name__', str(p)) for p in params)}]"
        found = ModelMetaclass(name, (cls,), {"__module__": cls.__module__, "__qualname__": name, "__annotations__": {}})
        found.__surge_bindings__ = dict(zip(parameters, params, strict=True))
        complete(found)
        try:
            _parametrized[key] = found
        except TypeError:
            pass
    return found


class RootModel(BaseModel):
    """A model that is one value: its field is `root`."""

    __pydantic_root_model__ = True
    root: Any

    def __init__(self, /, root=Undefined, **data):
        if root is Undefined and data:
            root = data
        value = {} if root is Undefined else {"root": root}
        try:
            fill(type(self), self, value)
        except Invalid as error:
            raise ValidationError(type(self).__name__, _without_root(error.errors)) from error.__cause__

    def __class_getitem__(cls, params):
        if cls is RootModel:
            return ModelMetaclass("RootModel", (RootModel,), {"__module__": __name__, "__annotations__": {"root": params}})
        return super().__class_getitem__(params)

    @classmethod
    def __surge_convert__(cls):
        def to_root(value):
            if isinstance(value, cls):
                return value
            plan_of(cls)
            try:
                return fill(cls, cls.__new__(cls), {"root": value})
            except Invalid as error:
                raise Invalid(_without_root(error.errors)) from None

        return to_root

    @classmethod
    def model_validate(cls, obj, **options):
        try:
            return cls.__surge_convert__()(obj)
        except Invalid as error:
            raise ValidationError(cls.__name__, error.errors) from error.__cause__


def _without_root(errors):
    return [(kind, loc[1:] if loc[:1] == ("root",) else loc, msg, value, ctx) for kind, loc, msg, value, ctx in errors]


def create_model(model_name, /, *, __config__=None, __base__=None, __module__=None, __validators__=None, **fields):
    """Makes a model from (type, default) pairs."""
    namespace = {"__annotations__": {}, "__module__": __module__ or __name__}
    if __config__:
        namespace["model_config"] = __config__
    namespace.update(__validators__ or {})
    for name, given in fields.items():
        if isinstance(given, tuple):
            annotation, default = given
            namespace["__annotations__"][name] = annotation
            if default is not Ellipsis:
                namespace[name] = default
        else:
            namespace["__annotations__"][name] = given
    bases = __base__ if isinstance(__base__, tuple) else (__base__ or BaseModel,)
    return ModelMetaclass(model_name, bases, namespace)
