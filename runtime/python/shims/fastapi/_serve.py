"""How the simulated server (surge.bridge) reaches an app."""

import asyncio
from urllib.parse import unquote

from fastapi.applications import FastAPI
from fastapi.call import Call
from fastapi.dependencies import close_dependencies
from fastapi.responses import PlainTextResponse, Response
from surge import kernel

# Copying a body into the socket (modelled: three copies of 0.1 ns a byte).
NS_PER_BYTE = 0.3
_FREE_BYTES = 10_000


def find_app(module, name="app"):
    app = getattr(module, name, None)
    if app is None:
        raise RuntimeError(f"{module.__name__}.py has no `{name}`: the server starts `{module.__name__}:{name}`, an instance of FastAPI")
    found = app if isinstance(app, FastAPI) else _unwrap(app)
    if found is None:
        raise RuntimeError(f"`{name}` in {module.__name__}.py is a {type(app).__name__}, not a FastAPI application")
    return found


def _unwrap(app):
    """The FastAPI inside `app = Timing(app)`: what surrounds it becomes its outermost middleware."""
    layers = []
    while not isinstance(app, FastAPI):
        field = next((key for key, value in getattr(app, "__dict__", {}).items() if key == "app" or isinstance(value, FastAPI)), None)
        if field is None or not callable(app):
            return None
        layers.append((app, field))
        app = getattr(app, field)
    for layer, field in reversed(layers):
        if not getattr(type(layer), "surge_ignored", False):
            app.add_middleware(_placed, layer, field)
    return app


def _placed(inner, layer, field):
    setattr(layer, field, inner)
    return layer


async def startup(app):
    await app.start()


async def shutdown(app):
    await app.stop()


def serve(app, token, text):
    """A coroutine that answers the request. text: "METHOD target\\nheaders as JSON\\nbody"."""
    line, headers, body = text.split("\n", 2)
    method, target = line.split(" ", 1)
    return _serve(token, _call_of(app, method, target, headers, body))


def _call_of(app, method, target, raw_headers, body):
    path, _, query = target.partition("?")
    if "%" in path:
        path = unquote(path)
    return Call(app, method, path, query, raw_headers if raw_headers != "{}" else "", body)


async def _serve(token, call):
    """One request from its acceptance to its background tasks."""
    kernel.emit(kernel.ACCEPT, token)
    try:
        response = await _respond(call)
        body = response.text_body()
    except BaseException as error:
        # A limit of the simulator (an endless loop, a flood of output): the kernel has its verdict already.
        kernel.emit(kernel.RESPOND, token, 500, 0, "Internal Server Error")
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        return
    if len(body) > _FREE_BYTES:
        kernel.charge_python(len(body) * NS_PER_BYTE)
    kernel.emit(kernel.RESPOND, token, response.status_code, 0, body.replace("\0", ""))
    if response.background is not None or call.exits is not None:
        await _finish(call, response)


async def _respond(call):
    """The response whatever happens in the handlers; what nothing handled goes to the console."""
    try:
        response, error = await call.app.respond(call)
    except (Exception, asyncio.CancelledError) as raised:
        response, error = PlainTextResponse("Internal Server Error", 500), raised
    if error is None and not isinstance(response, Response):
        error = TypeError(f"{type(response).__name__!r} object is not callable: a middleware or an exception handler returned no response")
        response = PlainTextResponse("Internal Server Error", 500)
    if error is not None:
        kernel.log(3, kernel.format_exception(error))
    return response


async def _finish(call, response):
    """After the answer: background tasks, then what comes after `yield` in dependencies."""
    error = None
    if response.background is not None:
        try:
            await response.background()
        except Exception as raised:
            error = raised
    if call.exits is not None:
        error = await close_dependencies(call, error)
    if error is not None:
        kernel.log(3, kernel.format_exception(error))


async def call_app(app, method, target, headers=None, body=""):
    """(status, headers, body) of one request, for tests. Returns when the background tasks have ended."""
    import json

    call = _call_of(app, method, target, json.dumps(headers) if headers else "", body)
    response = await _respond(call)
    await _finish(call, response)
    return response.status_code, response.headers, response.text_body()
