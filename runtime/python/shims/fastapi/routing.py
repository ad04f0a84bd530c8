"""Routes and routers. A route is compiled when it is registered; finding one is a dictionary look-up or a short walk."""

import inspect
import re
import typing

from fastapi import params
from fastapi.dependencies import Dependant
from fastapi.responses import JSONResponse, Response
from surge import kernel

_BRACES = re.compile(r"\{(\w+)(?::(\w+))?\}")


class Route:
    def __init__(self, path, endpoint, methods, *, status_code=None, response_model=None, response_class=None, dependencies=(), name=None, **options):
        self.path = path
        self.endpoint = endpoint
        self.methods = {method.upper() for method in methods}
        self.status_code = status_code or 200
        self.name = name or endpoint.__name__
        self.response_class = response_class
        self.options = options
        names = frozenset(match.group(1) for match in _BRACES.finditer(path))
        self.dependant = Dependant(endpoint, names)
        self.is_coroutine = self.dependant.is_coroutine
        self.dependencies = [Dependant(each.dependency, names) for each in dependencies]
        if response_model is None and response_class is None:
            response_model = _returned_model(endpoint)
        self.response_filter = _response_filter(response_model, options)
        self.segments = path.split("/")
        self.takes_rest = any(match.group(2) == "path" for match in _BRACES.finditer(path))
        self.pattern = re.compile("".join(_pattern(part) for part in re.split(r"(\{[^}]*\})", path)) + r"\Z") if self.takes_rest else None

    def match(self, segments, path):
        """The path's parameters, or None."""
        if self.pattern is not None:
            found = self.pattern.match(path)
            return found.groupdict() if found else None
        own = self.segments
        if len(own) != len(segments):
            return None
        values = {}
        for expected, actual in zip(own, segments):
            if expected[:1] == "{" and expected[-1:] == "}":
                if not actual:
                    return None
                values[expected[1:-1].split(":")[0]] = actual
            elif "{" in expected:
                found = re.fullmatch(_BRACES.sub(r"(?P<\1>[^/]+)", expected), actual)
                if found is None:
                    return None
                values.update(found.groupdict())
            elif expected != actual:
                return None
        return values


def _pattern(part):
    found = _BRACES.fullmatch(part)
    if found is None:
        return re.escape(part)
    return f"(?P<{found.group(1)}>{'.+' if found.group(2) == 'path' else '[^/]+'})"


def _returned_model(endpoint):
    try:
        annotation = typing.get_type_hints(endpoint).get("return")
    except Exception:
        return None
    return annotation if _has_model(annotation) else None


def _has_model(annotation):
    return hasattr(annotation, "model_validate") or any(_has_model(arg) for arg in typing.get_args(annotation))


def _response_filter(model, options):
    """Keeps the fields of the response model only."""
    if not _has_model(model):
        return None
    flags = {
        flag: options.get(f"response_model_{flag}", default)
        for flag, default in (("exclude_unset", False), ("exclude_defaults", False), ("exclude_none", False))
    }

    def keep(value, annotation):
        if value is None:
            return None
        if hasattr(annotation, "model_validate"):
            instance = value if type(value) is annotation else annotation.model_validate(value if isinstance(value, dict) else _as_dict(value))
            return instance.model_dump(mode="json", **flags)
        args = [arg for arg in typing.get_args(annotation) if arg is not type(None)]
        if isinstance(value, dict):
            return {name: keep(item, args[1]) for name, item in value.items()} if len(args) == 2 else value
        if isinstance(value, (list, tuple, set)) and args:
            return [keep(item, args[0]) for item in value]
        return keep(value, args[0]) if len(args) == 1 else value

    return lambda value: keep(value, model)


def _as_dict(value):
    if hasattr(value, "model_dump"):
        return value.model_dump()
    if hasattr(value, "items"):
        return dict(value.items())
    return vars(value)


class APIRouter:
    def __init__(self, *, prefix="", tags=None, dependencies=None, default_response_class=None, responses=None, lifespan=None, on_startup=None, on_shutdown=None, **options):
        if prefix and not prefix.startswith("/"):
            raise AssertionError("A path prefix must start with '/'")
        self.prefix = prefix
        self.dependencies = list(dependencies or [])
        self.default_response_class = default_response_class
        self.routes = []
        self.on_startup = list(on_startup or [])
        self.on_shutdown = list(on_shutdown or [])
        self.lifespan_context = lifespan

    def add_api_route(self, path, endpoint, *, methods=("GET",), dependencies=None, **options):
        if not path.startswith("/") and not self.prefix:
            raise AssertionError("Routed paths must start with '/'")
        options.setdefault("response_class", self.default_response_class)
        if options["response_class"] is None:
            del options["response_class"]
        route = Route(self.prefix + path, endpoint, methods, dependencies=[*self.dependencies, *(dependencies or [])], **options)
        route.declared = {"methods": methods, "dependencies": [*self.dependencies, *(dependencies or [])], **options}
        self.routes.append(route)
        self._routes_changed()
        return route

    def _routes_changed(self):
        pass

    def api_route(self, path, *, methods=("GET",), **options):
        def decorate(endpoint):
            self.add_api_route(path, endpoint, methods=methods, **options)
            return endpoint

        return decorate

    def include_router(self, router, *, prefix="", dependencies=None, tags=None, **options):
        for route in router.routes:
            declared = dict(route.declared)
            declared["dependencies"] = [*(dependencies or []), *declared["dependencies"]]
            self.add_api_route(prefix + route.path, route.endpoint, **declared)
        self.on_startup += router.on_startup
        self.on_shutdown += router.on_shutdown

    def on_event(self, event):
        def decorate(func):
            self.add_event_handler(event, func)
            return func

        return decorate

    def add_event_handler(self, event, func):
        if event not in ("startup", "shutdown"):
            raise ValueError(f"unknown event {event!r}")
        (self.on_startup if event == "startup" else self.on_shutdown).append(func)

    def websocket(self, path, **options):
        kernel.not_simulated("WebSocket routes", "HTTP routes: get, post, put, patch, delete, head, options")

    def mount(self, path, app, name=None):
        kernel.not_simulated("app.mount()", "include_router with a prefix")


def _method(name):
    def register(self, path, **options):
        return self.api_route(path, methods=(name,), **options)

    register.__name__ = name.lower()
    return register


for _name in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
    setattr(APIRouter, _name.lower(), _method(_name))


class Router:
    """Finds the route of a request."""

    def __init__(self, routes):
        self.static = {}
        self.dynamic = []
        for route in routes:
            if "{" in route.path:
                self.dynamic.append(route)
            else:
                for method in route.methods:
                    self.static.setdefault(route.path, {}).setdefault(method, route)

    def find(self, method, path):
        """(route, path parameters); route is None for 404 and False for 405."""
        known = self.static.get(path)
        if known is not None:
            route = known.get(method)
            if route is not None:
                return route, {}
        allowed = known is None
        segments = path.split("/")
        for route in self.dynamic:
            values = route.match(segments, path)
            if values is not None:
                if method in route.methods:
                    return route, values
                allowed = False
        return (None, None) if allowed else (False, None)


def make_response(route, call, result):
    """The answer for what a handler returned: (status, body text, background)."""
    if isinstance(result, Response):
        return result
    if route.response_filter is not None:
        result = route.response_filter(result)
    response = (route.response_class or JSONResponse)(result, status_code=route.status_code)
    if call.response is not None:
        if call.response.status_code:
            response.status_code = call.response.status_code
        response.headers.update(call.response.headers)
    return response
