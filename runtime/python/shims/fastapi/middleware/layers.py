"""Middleware around the handlers. A layer is a coroutine function call -> response; so is what it surrounds."""

from fastapi.responses import Response


def layer_of(middleware, inner):
    app = _inner_app(inner)
    instance = middleware.cls(app, *middleware.args, **middleware.kwargs)
    dispatch = getattr(instance, "dispatch_func", None)
    return _asgi_layer(instance) if dispatch is None else _http_layer(dispatch, inner)


def _http_layer(dispatch, inner):
    """BaseHTTPMiddleware: dispatch(request, call_next)."""

    async def layer(call):
        async def call_next(request):
            return await inner(call)

        return await dispatch(call.request(), call_next)

    return layer


def _asgi_layer(instance):
    """Pure ASGI middleware: what it sends is put together to a response again."""

    async def layer(call):
        request = call.request()
        # Programs read the scope's raw headers.
        request.headers
        sent = []

        async def send(message):
            sent.append(message)

        await instance(request.scope, _receiver(call), send)
        return _from_messages(sent, call)

    return layer


def _inner_app(inner):
    """The rest of the application as an ASGI application."""

    async def app(scope, receive, send):
        call = scope["surge.call"]
        response = await inner(call)
        call.background = response.background
        await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})
        await send({"type": "http.response.body", "body": response.body, "more_body": False})

    return app


def _receiver(call):
    async def receive():
        return {"type": "http.request", "body": call.body.encode(), "more_body": False}

    return receive


def _from_messages(messages, call):
    start = next((message for message in messages if message["type"] == "http.response.start"), None)
    if start is None:
        raise RuntimeError("No response returned.")
    body = b"".join(message.get("body", b"") for message in messages if message["type"] == "http.response.body")
    response = Response(body, start["status"])
    for name, value in start.get("headers", []):
        if name.lower() != b"content-length":
            response.headers.append(name.decode("latin-1"), value.decode("latin-1"))
    response.background = call.background
    return response
