"""Routes and routers. A route is compiled when it is registered; finding one is a dictionary look-up or a short walk."""

import functools
import inspect
import re

from fastapi.dependencies import Dependant
from fastapi.encoders import encode_json
from fastapi.response_model import NOT_GIVEN, response_filter
from fastapi.responses import JSONResponse, Response
from surge import kernel

_BRACES = re.compile(r"\{(\w+)(?::(\w+))?\}")
_CONVERTORS = {
    None: "[^/]+",
    "str": "[^/]+",
    "path": ".*",
    "int": "[0-9]+",
    "float": r"[0-9]+(?:\.[0-9]+)?",
    "uuid": "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}",
}


class Route:
    def __init__(self, path, endpoint, methods, *, status_code=None, response_model=NOT_GIVEN, response_class=None, dependencies=(), name=None, **options):
        self.path = path
        self.endpoint = endpoint
        self.methods = {method.upper() for method in methods}
        self.status_code = None if status_code is None else int(status_code)
        self.name = name or getattr(endpoint, "__name__", type(endpoint).__name__)
        self.response_class = response_class
        names = frozenset(match.group(1) for match in _BRACES.finditer(path))
        self.dependant = Dependant(endpoint, names)
        self.is_coroutine = self.dependant.is_coroutine
        self.dependencies = [Dependant(each.dependency, names, getattr(each, "scopes", ())) for each in dependencies]
        self.takes_body = any(dependant.takes_body() for dependant in (self.dependant, *self.dependencies))
        # A response class of its own without a model writes what it is given.
        model = None if response_model is NOT_GIVEN and response_class is not None and not issubclass(response_class, JSONResponse) else response_model
        self.response_filter = response_filter(endpoint, model, options)
        self.segments = path.split("/")
        parts = re.split(r"(\{[^}]*\})", path)
        # One name for each segment is matched by comparing segments; everything else by a pattern.
        plain = all(segment[:1] != "{" and "{" not in segment or re.fullmatch(r"\{\w+\}", segment) for segment in self.segments)
        self.pattern = None if plain else re.compile("".join(_pattern(part) for part in parts) + r"\Z")

    def match(self, segments, path):
        """The path's values by name, or None."""
        if self.pattern is not None:
            found = self.pattern.match(path)
            return found.groupdict() if found else None
        own = self.segments
        if len(own) != len(segments):
            return None
        values = {}
        for expected, actual in zip(own, segments):
            if expected[:1] == "{":
                if not actual:
                    return None
                values[expected[1:-1]] = actual
            elif expected != actual:
                return None
        return values

    def _written(self, result, given):
        if self.response_class is None:
            return (EncodedJSON if self.response_filter is None else DumpedJSON)(result, **given)
        # Its render gets plain values, as FastAPI hands them over.
        return self.response_class(_plain(result) if issubclass(self.response_class, JSONResponse) else result, **given)

    def answer(self, call, result):
        """The response for what the handler returned."""
        if isinstance(result, Response):
            if call.background is not None and result.background is None:
                result.background = call.background
            return result
        if self.response_filter is not None:
            result = self.response_filter(result)
        own = call.response
        status = own.status_code if own is not None and own.status_code else self.status_code
        given = {} if status is None else {"status_code": status}
        try:
            response = self._written(result, given)
        except Exception as error:
            # No frame of the traceback is the handler's.
            code = getattr(inspect.unwrap(self.endpoint), "__code__", None)
            if code is not None:
                error.add_note(f'Returned by File "{code.co_filename}", line {code.co_firstlineno}, in {code.co_name}')
            raise
        if own is not None:
            for name, value in own.headers.items():
                if name != "content-length":
                    response.headers.append(name, value)
        response.background = call.background
        return response


class EncodedJSON(JSONResponse):
    """JSONResponse of jsonable_encoder(result), written in one pass."""

    def render(self, content):
        return encode_json(content).encode()


class DumpedJSON(JSONResponse):
    """The same of what a response model has dumped."""

    def render(self, content):
        return encode_json(content, dumped=True).encode()


def _plain(result):
    from fastapi.encoders import jsonable_encoder

    return jsonable_encoder(result)


def _pattern(part):
    found = _BRACES.fullmatch(part)
    if found is None:
        return re.escape(part)
    kind = found.group(2)
    if kind not in _CONVERTORS:
        raise AssertionError(f"Unknown path convertor {kind!r}")
    return f"(?P<{found.group(1)}>{_CONVERTORS[kind]})"


class APIRouter:
    def __init__(self, *, prefix="", tags=None, dependencies=None, default_response_class=None, responses=None, lifespan=None, on_startup=None, on_shutdown=None, redirect_slashes=True, **options):
        if prefix and not prefix.startswith("/"):
            raise AssertionError("A path prefix must start with '/'")
        if prefix.endswith("/"):
            raise AssertionError("A path prefix must not end with '/', as the routes will start with '/'")
        self.prefix = prefix
        self.dependencies = list(dependencies or [])
        self.default_response_class = default_response_class
        self.redirect_slashes = redirect_slashes
        self.routes = []
        self.on_startup = list(on_startup or [])
        self.on_shutdown = list(on_shutdown or [])
        self.lifespan_context = lifespan

    def add_api_route(self, path, endpoint, *, methods=None, dependencies=None, **options):
        if path and not path.startswith("/"):
            raise AssertionError("Routed paths must start with '/'")
        if options.get("response_class") is None:
            options["response_class"] = self.default_response_class
        declared = {"methods": methods or ["GET"], "dependencies": [*self.dependencies, *(dependencies or [])], **options}
        route = Route(self.prefix + path, endpoint, **declared)
        route.declared = declared
        self.routes.append(route)
        self._routes_changed()
        return route

    def _routes_changed(self):
        pass

    def api_route(self, path, *, methods=None, **options):
        def decorate(endpoint):
            self.add_api_route(path, endpoint, methods=methods, **options)
            return endpoint

        return decorate

    def include_router(self, router, *, prefix="", dependencies=None, default_response_class=None, **options):
        if prefix and not prefix.startswith("/"):
            raise AssertionError("A path prefix must start with '/'")
        for route in router.routes:
            declared = dict(route.declared)
            declared["dependencies"] = [*(dependencies or []), *declared["dependencies"]]
            declared["response_class"] = declared["response_class"] or default_response_class
            self.add_api_route(prefix + route.path, route.endpoint, **declared)
        self.on_startup += router.on_startup
        self.on_shutdown += router.on_shutdown

    def url_path_for(self, name, /, **values):
        for route in self.routes:
            names = {match.group(1) for match in _BRACES.finditer(route.path)}
            if route.name == name and names == set(values):
                return _BRACES.sub(lambda match: str(values[match.group(1)]), route.path)
        raise LookupError(f'No route exists for name "{name}" and params "{", ".join(values)}".')

    def on_event(self, event):
        def decorate(func):
            self.add_event_handler(event, func)
            return func

        return decorate

    def add_event_handler(self, event, func):
        if event not in ("startup", "shutdown"):
            raise AssertionError(f"event {event!r}: 'startup' or 'shutdown'")
        (self.on_startup if event == "startup" else self.on_shutdown).append(func)

    def websocket(self, path, name=None, **options):
        kernel.not_simulated("WebSocket routes", "HTTP routes: get, post, put, patch, delete, head, options")

    def mount(self, path, app=None, name=None):
        kernel.not_simulated("app.mount()", "include_router with a prefix")


def _register(self, method, path, **options):
    return self.api_route(path, methods=[method], **options)


for _method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"):
    setattr(APIRouter, _method.lower(), functools.partialmethod(_register, _method))
del _method


class RouteTable:
    """Finds the route of a request: the first one that was registered and fits."""

    def __init__(self, routes):
        self._static = {}
        self._dynamic = []
        for order, route in enumerate(routes):
            if "{" in route.path:
                self._dynamic.append((order, route))
            else:
                self._static.setdefault(route.path, []).append((order, route))

    def find(self, method, path):
        """(route, path values, None), or (None, {}, methods that the path has): no methods mean 404."""
        allowed = None
        order, found = None, None
        for at, route in self._static.get(path, ()):
            if method in route.methods:
                order, found = at, route
                break
            allowed = allowed or (at, route.methods)
        segments = None
        for at, route in self._dynamic:
            if order is not None and at > order:
                break
            segments = segments or path.split("/")
            values = route.match(segments, path)
            if values is not None:
                if method in route.methods:
                    return route, values, None
                if allowed is None or at < allowed[0]:
                    allowed = (at, route.methods)
        if found is not None:
            return found, {}, None
        return None, {}, allowed and allowed[1]

    def knows(self, path):
        return path in self._static or any(route.match(path.split("/"), path) is not None for _, route in self._dynamic)
