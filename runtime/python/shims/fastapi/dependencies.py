"""A handler's parameters, inspected once at registration and resolved for each call by a fixed plan."""

import inspect
import typing
from urllib.parse import parse_qsl

from fastapi import params
from fastapi.background import BackgroundTasks
from fastapi.conversion import Invalid, constrain, converter, is_list, is_scalar, parse_json
from fastapi.requests import HTTPConnection, Request
from fastapi.responses import Response
from surge import kernel

MISSING = inspect.Parameter.empty


class Call:
    """One request on its way through the handlers. Everything that costs is made only when somebody asks for it."""

    __slots__ = (
        "app", "route", "method", "path", "query", "raw_headers", "body", "path_params", "cache", "exits", "background",
        "response", "_headers", "_query", "_json", "_request", "overrides",
    )  # fmt: skip

    def __init__(self, app, method, path, query, raw_headers, body):
        self.app = app
        self.method = method
        self.path = path
        self.query = query
        self.raw_headers = raw_headers
        self.body = body
        self.path_params = None
        self.route = None
        self.cache = None
        self.exits = None
        self.background = None
        self.response = None
        self._headers = self._query = self._json = self._request = None

    def headers(self):
        if self._headers is None:
            import json

            self._headers = {k.lower(): v for k, v in json.loads(self.raw_headers).items()} if self.raw_headers else {}
        return self._headers

    def cookies(self):
        text = self.headers().get("cookie", "")
        return dict(part.strip().split("=", 1) for part in text.split(";") if "=" in part)

    def query_values(self):
        if self._query is None:
            self._query = {}
            for name, value in parse_qsl(self.query, keep_blank_values=True):
                self._query.setdefault(name, []).append(value)
        return self._query

    def json_body(self):
        if self._json is None:
            self._json = (parse_json(self.body) if self.body else MISSING,)
        return self._json[0]

    def form(self):
        return dict(parse_qsl(self.body, keep_blank_values=True))

    def request(self):
        if self._request is None:
            self._request = Request(self)
        return self._request

    def background_tasks(self):
        if self.background is None:
            self.background = BackgroundTasks()
        return self.background

    def sub_response(self):
        if self.response is None:
            self.response = Response()
            self.response.status_code = None
        return self.response


class Field:
    """One parameter: where it comes from and what it becomes."""

    __slots__ = ("name", "source", "alias", "convert", "default", "factory", "many", "required", "dependant", "use_cache", "special", "embed")

    def __init__(self, name, source):
        self.name = name
        self.source = source
        self.alias = name
        self.convert = None
        self.default = MISSING
        self.factory = None
        self.many = False
        self.dependant = None
        self.use_cache = True
        self.special = None
        self.embed = False

    def missing(self):
        if self.factory is not None:
            return self.factory()
        if self.default is MISSING:
            raise Invalid({"type": "missing", "msg": "Field required", "input": None})
        return self.default


class Dependant:
    """The plan of one callable: its fields, and how it is called."""

    def __init__(self, func, path_names=frozenset(), name=None):
        self.func = func
        self.fields = []
        target = func if inspect.isfunction(func) or inspect.ismethod(func) or inspect.isclass(func) else getattr(func, "__call__", func)
        self.is_async_generator = inspect.isasyncgenfunction(target)
        self.is_generator = inspect.isgeneratorfunction(target)
        self.is_coroutine = inspect.iscoroutinefunction(target)
        for parameter, annotation in _parameters(func):
            self.fields.append(_field(parameter, annotation, path_names))
        bodies = [field for field in self.fields if field.source == "body"]
        # One body parameter takes the whole body; several are its keys.
        for field in bodies:
            field.embed = field.embed or len(bodies) > 1
        self.simple = [(f.name, f.alias, f.convert) for f in self.fields] if self.fields and all(f.source == "path" for f in self.fields) else None
        self.plain = not self.fields

    def body_params(self):
        return any(field.source == "body" or (field.dependant and field.dependant.body_params()) for field in self.fields)


def _parameters(func):
    try:
        hints = typing.get_type_hints(func.__init__ if inspect.isclass(func) else func, include_extras=True)
    except Exception:
        hints = {}
    for parameter in inspect.signature(func).parameters.values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        yield parameter, hints.get(parameter.name, parameter.annotation)


_SPECIAL = {Request: "request", HTTPConnection: "request", BackgroundTasks: "background", Response: "response"}


def _field(parameter, annotation, path_names):
    name, default = parameter.name, parameter.default
    marker = None
    if typing.get_origin(annotation) is typing.Annotated:
        annotation, *extras = typing.get_args(annotation)
        marker = next((extra for extra in reversed(extras) if isinstance(extra, (params.Param, params.Depends))), None)
    if isinstance(default, (params.Param, params.Depends)):
        marker, default = default, MISSING
    if annotation is MISSING:
        annotation = typing.Any
    if isinstance(marker, params.Depends):
        field = Field(name, "depends")
        field.dependant = Dependant(marker.dependency or annotation, path_names)
        field.use_cache = marker.use_cache
        return field
    special = next((kind for cls, kind in _SPECIAL.items() if isinstance(annotation, type) and issubclass(annotation, cls)), None)
    if special is not None and marker is None:
        field = Field(name, "special")
        field.special = special
        return field
    if name in path_names and (marker is None or marker.source == "path"):
        source = "path"
    elif marker is not None:
        source = marker.source
    else:
        source = "query" if is_scalar(annotation) or (is_list(annotation) and _scalar_items(annotation)) and default is not MISSING else "body"
        if source == "body" and is_list(annotation) and marker is None and default is not MISSING:
            source = "query"
    field = Field(name, source)
    field.many = source in ("query", "header") and is_list(annotation)
    convert = converter(annotation)
    if marker is not None:
        if marker.default is not ...:
            default = marker.default if default is MISSING else default
        field.factory = marker.default_factory
        field.embed = bool(marker.embed)
        convert = constrain(marker, convert)
        field.alias = marker.alias or (name.replace("_", "-") if source == "header" and marker.convert_underscores else name)
    field.convert = convert
    field.default = MISSING if default is ... else default
    if source == "header":
        field.alias = field.alias.lower()
    return field


def _scalar_items(annotation):
    args = typing.get_args(annotation)
    return not args or all(is_scalar(arg) or is_list(arg) or arg in (type(None), ...) for arg in args)


def _value(field, call):
    """The field's value before conversion; MISSING if the request has none."""
    source = field.source
    if source == "path":
        return call.path_params[field.alias]
    if source == "query":
        values = call.query_values().get(field.alias)
        if values is None:
            return MISSING
        return values if field.many else values[-1]
    if source == "header":
        value = call.headers().get(field.alias, MISSING)
        return [value] if field.many and value is not MISSING else value
    if source == "cookie":
        return call.cookies().get(field.alias, MISSING)
    if source == "form":
        return call.form().get(field.alias, MISSING)
    body = call.json_body()
    if not field.embed or body is MISSING:
        return body
    return body.get(field.alias, MISSING) if isinstance(body, dict) else MISSING


async def resolve(dependant, call, errors):
    """Keyword arguments for the callable; entries of a 422 go into `errors`."""
    simple = dependant.simple
    values = {}
    if simple is not None:
        path_params = call.path_params
        for name, alias, convert in simple:
            try:
                values[name] = convert(path_params[alias])
            except Invalid as error:
                _report(errors, ("path", alias), error)
        return values
    for field in dependant.fields:
        source = field.source
        if source == "depends":
            values[field.name] = await _depend(field.dependant, field.use_cache, call, errors)
        elif source == "special":
            kind = field.special
            values[field.name] = call.request() if kind == "request" else call.background_tasks() if kind == "background" else call.sub_response()
        else:
            location = ("body",) if source in ("body", "form") and not (field.embed or source == "form") else ("body" if source == "form" else source, field.alias)
            try:
                value = _value(field, call)
                values[field.name] = field.missing() if value is MISSING else field.convert(value)
            except Invalid as error:
                _report(errors, location, error)
    return values


def _report(errors, location, error):
    for entry in error.entries:
        inner = tuple(entry.get("loc", ()))
        whole = inner if inner[:1] == ("body",) and entry["type"] == "json_invalid" else (*location, *inner)
        errors.append({"type": entry["type"], "loc": list(whole), **{k: v for k, v in entry.items() if k not in ("type", "loc", "url")}})


async def _depend(dependant, use_cache, call, errors):
    func = dependant.func
    func = call.app.dependency_overrides.get(func, func) if call.app.dependency_overrides else func
    if func is not dependant.func:
        dependant = Dependant(func, frozenset(call.path_params or ()))
    if call.cache is None:
        call.cache = {}
    if use_cache and func in call.cache:
        return call.cache[func]
    before = len(errors)
    arguments = await resolve(dependant, call, errors)
    if len(errors) > before:
        return None
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
    elif isinstance(func, type):
        result = func(**arguments)
    else:
        result = await kernel.run_in_thread(kernel.threads(), func, (), arguments)
    if use_cache:
        call.cache[func] = result
    return result


def _leave(call, generator, is_async):
    if call.exits is None:
        call.exits = []
    call.exits.append((generator, is_async))


async def close_dependencies(call, error=None):
    """Runs what comes after `yield` in dependencies, the last one first."""
    exits, call.exits = call.exits, None
    for generator, is_async in reversed(exits):
        try:
            if is_async:
                if error is None:
                    await anext(generator, None)
                else:
                    await generator.athrow(error)
            elif error is None:
                await kernel.run_in_thread(kernel.threads(), next, (generator, None))
            else:
                await kernel.run_in_thread(kernel.threads(), generator.throw, (error,))
        except (StopIteration, StopAsyncIteration):
            error = None
        except BaseException as raised:
            error = raised
    return error
