"""How the simulated server (surge.bridge) reaches an app."""

from fastapi.applications import FastAPI, new_call, respond, serve_call


def find_app(module, name="app"):
    app = getattr(module, name, None)
    if app is None:
        raise RuntimeError(f"{module.__name__}.py has no `{name}`: the server starts `{module.__name__}:{name}`, an instance of FastAPI")
    if not isinstance(app, FastAPI):
        raise RuntimeError(f"`{name}` in {module.__name__}.py is a {type(app).__name__}, not a FastAPI application")
    return app


async def startup(app):
    await app.start()


async def shutdown(app):
    await app.stop()


def serve(app, token, text):
    """A coroutine that answers the request. text: "METHOD target\\nheaders as JSON\\nbody"."""
    line, headers, body = text.split("\n", 2)
    method, target = line.split(" ", 1)
    return serve_call(app, token, new_call(app, method, target, headers, body))


async def call_app(app, method, target, headers=None, body=""):
    """(status, body) of one request, for tests."""
    import json

    call = new_call(app, method, target, json.dumps(headers) if headers else "", body)
    status, text, response = await respond(app, call)
    if response is not None and response.background is not None:
        await response.background()
    return status, text
