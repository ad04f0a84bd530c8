"""A handler's parameters, inspected once at registration and resolved for each call by a fixed plan."""

import copy
import functools
import inspect
import typing

from fastapi import conversion, params
from fastapi.background import BackgroundTasks
from fastapi.call import MISSING
from pydantic._errors import Invalid
from fastapi.exceptions import FastAPIError
from fastapi.requests import HTTPConnection, Request
from fastapi.responses import Response
from fastapi.security import SecurityScopes
from pydantic._fields import Undefined
from surge import kernel

_SPECIAL = {
    Request: "request", HTTPConnection: "request", BackgroundTasks: "background", Response: "response", SecurityScopes: "scopes",
}  # fmt: skip


class Field:
    """One parameter: where it comes from and what it becomes."""

    __slots__ = (
        "name", "source", "alias", "convert", "default", "factory", "many", "model", "dependant", "use_cache", "special", "embed",
    )  # fmt: skip

    def __init__(self, name, source):
        self.name = name
        self.source = source
        self.alias = name
        self.convert = None
        self.default = MISSING
        self.factory = None
        self.many = False
        self.model = None
        self.dependant = None
        self.use_cache = True
        self.special = None
        self.embed = False

    @property
    def location(self):
        if self.source in ("body", "form"):
            return ("body", self.alias) if self.embed and self.model is None else ("body",)
        return (self.source,) if self.model is not None else (self.source, self.alias)

    def value(self, call):
        """The field's value. Raises Invalid."""
        raw = self._raw(call)
        if raw is not MISSING and not (raw is None and self.source == "body" and self.default is not MISSING):
            return self.convert(raw)
        if self.factory is not None:
            return self.factory()
        if self.default is MISSING:
            raise conversion.missing()
        default = self.default
        return copy.deepcopy(default) if isinstance(default, (list, dict, set)) else default

    def _raw(self, call):
        source = self.source
        if source == "path":
            return call.path_values[self.alias]
        if source == "body":
            body = call.parsed_body()
            if not self.embed:
                return MISSING if body is None else body
            return body.get(self.alias, MISSING) if isinstance(body, dict) else MISSING
        if source == "query":
            values = call.query_values()
        elif source == "form":
            values = call.form_values()
        else:
            values = {name: [value] for name, value in (call.headers() if source == "header" else call.cookies()).items()}
        if self.model is not None:
            return conversion.model_values(self.model, values, source == "header")
        found = values.get(self.alias)
        if found is None or (source == "form" and found == [""]):
            return MISSING
        return found if self.many else found[-1]


class Dependant:
    """The plan of one callable: its fields, and how it is called."""

    def __init__(self, func, path_names=frozenset(), scopes=()):
        self.func = func
        self.scopes = tuple(scopes)
        target = _underlying(func)
        self.is_async_generator = inspect.isasyncgenfunction(target)
        self.is_generator = inspect.isgeneratorfunction(target)
        self.is_coroutine = inspect.iscoroutinefunction(target)
        self.fields = [_field(parameter, annotation, path_names, self.scopes) for parameter, annotation in _parameters(func)]
        bodies = [field for field in self.fields if field.source in ("body", "form")]
        # One body parameter takes the whole body; several are its keys.
        for field in bodies:
            field.embed = field.embed or len(bodies) > 1 or field.source == "form"
        only_path = bool(self.fields) and all(field.source == "path" for field in self.fields)
        self.simple = [(field.name, field.alias, field.convert) for field in self.fields] if only_path else None
        self.plain = not self.fields

    @property
    def cache_key(self):
        return (self.func, self.scopes)

    def takes_body(self):
        return any(field.source == "body" or (field.dependant is not None and field.dependant.takes_body()) for field in self.fields)


def _underlying(func):
    """The function whose kind (async, generator) decides how the callable is called."""
    while isinstance(func, functools.partial):
        func = func.func
    if inspect.isfunction(func) or inspect.ismethod(func) or inspect.isclass(func):
        return func
    return getattr(func, "__call__", func)


def _parameters(func):
    for parameter in inspect.signature(func).parameters.values():
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            yield parameter, _evaluated(parameter.annotation, func)


def _evaluated(annotation, func):
    """An annotation written as text, as `from __future__ import annotations` leaves them."""
    if not isinstance(annotation, str):
        return annotation
    target = _underlying(func)
    target = target.__init__ if inspect.isclass(target) else target
    try:
        return eval(annotation, getattr(inspect.unwrap(target), "__globals__", {}))
    except NameError:
        return annotation


def _field(parameter, annotation, path_names, scopes):
    name, default = parameter.name, parameter.default
    extras = ()
    if typing.get_origin(annotation) is typing.Annotated:
        annotation, *extras = typing.get_args(annotation)
    marker = next((extra for extra in reversed(extras) if isinstance(extra, (params.Param, params.Depends))), None)
    if isinstance(default, (params.Param, params.Depends)):
        marker, default = default, parameter.empty
        extras = [*extras, marker]
    if annotation is parameter.empty:
        annotation = typing.Any
    if isinstance(marker, params.Depends):
        return _depends(name, marker, annotation, path_names, scopes)
    special = next((kind for cls, kind in _SPECIAL.items() if isinstance(annotation, type) and issubclass(annotation, cls)), None)
    if special is not None and marker is None:
        field = Field(name, "special")
        field.special = scopes if special == "scopes" else special
        return field
    field = Field(name, _source(name, annotation, marker, path_names))
    convert = conversion.converter(annotation, extras)
    field.convert = conversion.reading_attributes(convert) if field.source == "body" else convert
    if default is not parameter.empty and default is not ...:
        field.default = default
    if isinstance(marker, params.Param):
        _apply(field, marker)
    if field.source not in ("path", "body"):
        field.many = conversion.is_sequence(annotation)
        field.model = annotation if conversion.is_model(annotation) else None
    return field


def _depends(name, marker, annotation, path_names, scopes):
    field = Field(name, "depends")
    field.dependant = Dependant(marker.dependency or annotation, path_names, (*scopes, *getattr(marker, "scopes", ())))
    field.use_cache = marker.use_cache
    return field


def _source(name, annotation, marker, path_names):
    if name in path_names and (marker is None or marker.source == "path"):
        return "path"
    if marker is not None:
        return marker.source
    return "query" if conversion.is_scalar(annotation) else "body"


def _apply(field, marker):
    if field.default is MISSING and marker.default is not Undefined:
        field.default = marker.default
    field.factory = marker.default_factory
    field.embed = bool(marker.embed)
    alias = marker.validation_alias if isinstance(marker.validation_alias, str) else marker.alias
    if field.source == "header":
        alias = (alias or (field.name.replace("_", "-") if marker.convert_underscores else field.name)).lower()
    field.alias = alias or field.name


async def resolve(dependant, call, errors):
    """Keyword arguments for the callable: dependencies first, then the request's values. Entries of a 422 go into `errors`."""
    values = {}
    if dependant.simple is not None:
        path_values = call.path_values
        for name, alias, convert in dependant.simple:
            try:
                values[name] = convert(path_values[alias])
            except Invalid as error:
                conversion.report(errors, ("path", alias), error)
        return values
    for field in dependant.fields:
        if field.source == "depends":
            values[field.name] = await depend(field.dependant, field.use_cache, call, errors)
    for field in dependant.fields:
        if field.source == "special":
            values[field.name] = _special(field.special, call)
        elif field.source != "depends":
            try:
                values[field.name] = field.value(call)
            except Invalid as error:
                conversion.report(errors, field.location, error)
    return values


def _special(kind, call):
    if kind == "request":
        return call.request()
    if kind == "background":
        return call.background_tasks()
    return call.sub_response() if kind == "response" else SecurityScopes(list(kind))


async def depend(dependant, use_cache, call, errors):
    """The value of a dependency: once for each request, unless it is asked for anew."""
    dependant = call.app.override_of(dependant, call)
    if call.cache is None:
        call.cache = {}
    key = dependant.cache_key
    if use_cache and key in call.cache:
        return call.cache[key]
    before = len(errors)
    arguments = await resolve(dependant, call, errors)
    if len(errors) > before:
        return None
    func = dependant.func
    if dependant.is_async_generator:
        generator = func(**arguments)
        result = await anext(generator)
        _leave(call, generator, True)
    elif dependant.is_generator:
        generator = func(**arguments)
        result = await kernel.run_in_thread(kernel.threads(), next, (generator,))
        _leave(call, generator, False)
    elif dependant.is_coroutine:
        result = await func(**arguments)
    else:
        result = await kernel.run_in_thread(kernel.threads(), func, (), arguments)
    call.cache[key] = result
    return result


def _leave(call, generator, is_async):
    if call.exits is None:
        call.exits = []
    call.exits.append((generator, is_async))


_OVER = object()


async def close_dependencies(call, error=None):
    """Runs what comes after `yield` in dependencies, the last one first. Each sees the error and may replace or swallow it."""
    exits, call.exits = call.exits, None
    failed = error is not None
    for generator, is_async in reversed(exits or ()):
        try:
            if error is None:
                await _finish(generator, is_async)
            else:
                await _throw(generator, is_async, error)
                error = None
        except BaseException as raised:
            error = raised
    if failed and error is None:
        return FastAPIError(
            "Response not awaited. There's a high chance that the application code is raising an exception and a dependency with "
            "yield has a block with a bare except, or a block with except Exception, and is not raising the exception again."
        )
    return error


async def _finish(generator, is_async):
    rest = await anext(generator, _OVER) if is_async else await _in_thread(next, generator, _OVER)
    if rest is not _OVER:
        raise RuntimeError("generator didn't stop")


async def _throw(generator, is_async, error):
    """Returns if the generator swallowed the error."""
    if is_async:
        try:
            await generator.athrow(error)
        except StopAsyncIteration:
            return
    elif await _in_thread(_throw_in, generator, error):
        return
    raise RuntimeError("generator didn't stop after throw()")


def _throw_in(generator, error):
    # StopIteration cannot leave a thread.
    try:
        generator.throw(error)
    except StopIteration:
        return True
    return False


def _in_thread(func, *arguments):
    # Not one of the 40: a full pool must not keep dependencies from closing.
    return kernel.run_in_thread(kernel.uncounted_threads(), func, arguments)
