"""Decorators of a model's methods: validators and serialisers. They wait in the class until its fields are compiled."""

import inspect

from pydantic._errors import PydanticUserError
from surge import kernel


def _plain(func):
    return func.__func__ if isinstance(func, (classmethod, staticmethod)) else func


class _Decorated:
    """What stands in the class in the method's place and still works as the method."""

    def __init__(self, func):
        self.func = _plain(func)
        self.method = func

    def __get__(self, instance, owner=None):
        return self.method.__get__(instance, owner)


class FieldValidator(_Decorated):
    def __init__(self, func, fields, mode, check_fields):
        if not isinstance(func, (classmethod, staticmethod)):
            func = classmethod(func)
        super().__init__(func)
        self.fields = fields
        self.mode = mode
        self.check_fields = check_fields

    def bind(self, cls):
        return self.method.__get__(None, cls)


class ModelValidator(_Decorated):
    def __init__(self, func, mode):
        if mode in ("before", "wrap") and not isinstance(func, (classmethod, staticmethod)):
            func = classmethod(func)
        super().__init__(func)
        self.mode = mode
        if mode == "after" and isinstance(func, classmethod):
            raise PydanticUserError("`@model_validator` with mode='after' is an instance method: it takes `self`")

    def bind(self, cls):
        return self.method.__get__(None, cls)


class FieldSerializer(_Decorated):
    def __init__(self, func, fields, mode, when_used):
        super().__init__(func)
        self.fields = fields
        self.mode = mode
        self.when_used = when_used
        self.more = _arguments(self.func) - (0 if isinstance(func, staticmethod) else 1) - 1
        self.takes_self = not isinstance(func, staticmethod)

    @classmethod
    def of_function(cls, func, when_used):
        return cls(staticmethod(func), (), "plain", when_used)

    def applies(self, value, json_mode):
        if self.when_used == "always":
            return True
        if "json" in self.when_used and not json_mode:
            return False
        return not (self.when_used.endswith("unless-none") and value is None)

    def run(self, model, value, handler, info):
        arguments = [model, value] if self.takes_self else [value]
        if self.mode == "wrap":
            arguments.append(handler)
            if self.more > 1:
                arguments.append(info)
        elif self.more > 0:
            arguments.append(info)
        return self.func(*arguments)


class ModelSerializer(_Decorated):
    def __init__(self, func, mode):
        super().__init__(func)
        self.mode = mode
        self.more = _arguments(self.func) - 1

    def run(self, model, handler, info):
        arguments = [model]
        if self.mode == "wrap":
            arguments.append(handler)
            if self.more > 1:
                arguments.append(info)
        elif self.more > 0:
            arguments.append(info)
        return self.func(*arguments)


def _arguments(func):
    try:
        return len(inspect.signature(func).parameters)
    except (TypeError, ValueError):
        return 1


def field_validator(field, /, *fields, mode="after", check_fields=None, json_schema_input_type=None):
    if callable(field):
        raise PydanticUserError("`@field_validator` should be used with fields and keyword arguments, not bare")

    def decorate(func):
        return FieldValidator(func, (field, *fields), mode, check_fields)

    return decorate


def model_validator(*, mode):
    def decorate(func):
        return ModelValidator(func, mode)

    return decorate


def field_serializer(*fields, mode="plain", return_type=None, when_used="always", check_fields=None):
    def decorate(func):
        return FieldSerializer(func, fields, mode, when_used)

    return decorate


def model_serializer(func=None, /, *, mode="plain", when_used="always", return_type=None):
    def decorate(target):
        return ModelSerializer(target, mode)

    return decorate if func is None else decorate(func)


def validator(field, /, *fields, pre=False, each_item=False, always=False, check_fields=None, allow_reuse=False):
    """Pydantic 1's, which 2 still has: func(cls, value) or func(cls, value, values)."""
    if callable(field):
        raise PydanticUserError("`@validator` should be used with fields and keyword arguments, not bare")
    for name, given in (("each_item", each_item), ("always", always)):
        if given:
            kernel.not_simulated(f"@validator({name}=True)", "@field_validator, and Field(validate_default=True) or annotated items")

    def decorate(func):
        plain = _plain(func)

        def with_values(cls, value, info):
            return plain(cls, value, info.data)

        names = [name for name in list(inspect.signature(plain).parameters)[2:]]
        if "config" in names or "field" in names:
            raise PydanticUserError("The `field` and `config` parameters are not available in Pydantic V2, please use the `info` parameter instead.")
        return FieldValidator(with_values if "values" in names else plain, (field, *fields), "before" if pre else "after", check_fields)

    return decorate


def root_validator(*bare, pre=False, skip_on_failure=False, allow_reuse=False):
    """Pydantic 1's, which 2 still has: func(cls, values) gives the values."""
    if not pre and not skip_on_failure:
        raise PydanticUserError(
            "If you use `@root_validator` with pre=False (the default) you MUST specify `skip_on_failure=True`. Note that `@root_validator` is "
            "deprecated and should be replaced with `@model_validator`."
        )

    def decorate(func):
        plain = _plain(func)
        if pre:
            return ModelValidator(plain, "before")

        def after(self):
            self.__dict__.update(plain(type(self), dict(self.__dict__)))
            return self

        return ModelValidator(after, "after")

    return decorate
