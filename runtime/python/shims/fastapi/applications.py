"""FastAPI: routes, lifespan, middleware, exception handlers, and the way of a request through them."""

import asyncio
import inspect
from contextlib import AsyncExitStack

from fastapi.dependencies import Call, close_dependencies, resolve
from fastapi.encoders import encode_json
from fastapi.exceptions import HTTPException, RequestValidationError
from fastapi.requests import Request, State
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from fastapi.routing import APIRouter, Router, make_response
from surge import kernel

# Writing JSON at some 200 MB/s (modelled).
NS_PER_BYTE = 5


class FastAPI(APIRouter):
    def __init__(self, *, debug=False, title="FastAPI", version="0.1.0", lifespan=None, on_startup=None, on_shutdown=None, dependencies=None, middleware=None, exception_handlers=None, default_response_class=None, **options):
        super().__init__(dependencies=dependencies, default_response_class=default_response_class, lifespan=lifespan, on_startup=on_startup, on_shutdown=on_shutdown)
        self.title = title
        self.version = version
        self.debug = debug
        self.state = State()
        self.lifespan_state = {}
        self.router = self
        self.dependency_overrides = {}
        self.exception_handlers = dict(exception_handlers or {})
        self.user_middleware = []
        self._router = None
        self._stack = None
        self._chain = None
        for entry in middleware or []:
            self.add_middleware(entry.cls, *getattr(entry, "args", ()), **getattr(entry, "kwargs", {}))

    def _routes_changed(self):
        self._router = None

    def openapi(self):
        kernel.not_simulated("app.openapi()", "the routes themselves")

    def exception_handler(self, key):
        def decorate(func):
            self.exception_handlers[key] = func
            return func

        return decorate

    def add_exception_handler(self, key, func):
        self.exception_handlers[key] = func

    def middleware(self, kind):
        if kind != "http":
            raise ValueError("only 'http' middleware is there")

        def decorate(func):
            self.user_middleware.insert(0, func)
            self._chain = None
            return func

        return decorate

    def add_middleware(self, cls, *args, **kwargs):
        if getattr(cls, "surge_ignored", False):
            return
        if not hasattr(cls, "dispatch"):
            kernel.not_simulated(f"pure ASGI middleware ({cls.__name__})", "@app.middleware('http') and BaseHTTPMiddleware")
        instance = cls(self, *args, **kwargs)
        self.user_middleware.insert(0, instance.dispatch)
        self._chain = None

    # Start and end

    async def start(self):
        for func in self.on_startup:
            result = func()
            if inspect.isawaitable(result):
                await result
        if self.lifespan_context is not None:
            self._stack = AsyncExitStack()
            state = await self._stack.enter_async_context(self.lifespan_context(self))
            if state:
                self.lifespan_state = dict(state)

    async def stop(self):
        if self._stack is not None:
            await self._stack.aclose()
        for func in self.on_shutdown:
            result = func()
            if inspect.isawaitable(result):
                await result

    # A request

    def find(self, call):
        router = self._router
        if router is None:
            router = self._router = Router(self.routes)
        call.route, call.path_params = router.find(call.method, call.path)
        return call.route

    async def handle(self, call):
        """The response of the handler, without middleware."""
        route = call.route
        if route is None or route is False:
            raise HTTPException(404 if route is None else 405)
        errors = []
        for dependant in route.dependencies:
            from fastapi.dependencies import _depend

            await _depend(dependant, True, call, errors)
        dependant = route.dependant
        arguments = {} if dependant.plain else await resolve(dependant, call, errors)
        if errors:
            raise RequestValidationError(errors, body=call.body)
        if route.is_coroutine:
            result = await route.endpoint(**arguments)
        else:
            result = await kernel.run_in_thread(kernel.threads(), route.endpoint, (), arguments)
        response = make_response(route, call, result)
        if isinstance(response, StreamingResponse):
            await response.collect()
        if call.background is not None and response.background is None:
            response.background = call.background
        return response

    async def handle_with_errors(self, call):
        """As handle, with HTTPException, validation errors and the user's exception handlers turned into responses."""
        try:
            response = await self.handle(call)
            error = None
        except Exception as raised:
            error = raised
            response = None
        if call.exits is not None:
            # Clean-up sees the exception and may replace it.
            outcome = await close_dependencies(call, error)
            if error is not None and outcome is not None:
                error = outcome
        return response if error is None else await self.respond_to(call, error)

    async def respond_to(self, call, error):
        handler = self._handler_of(error)
        if handler is not None:
            result = handler(call.request(), error)
            return await result if inspect.isawaitable(result) else result
        if isinstance(error, HTTPException):
            if error.status_code in (204, 304):
                return Response(None, error.status_code, headers=error.headers)
            return JSONResponse({"detail": error.detail}, error.status_code, headers=error.headers)
        if isinstance(error, RequestValidationError):
            return JSONResponse({"detail": error.errors()}, 422)
        raise error

    def _handler_of(self, error):
        handlers = self.exception_handlers
        if not handlers:
            return None
        if isinstance(error, HTTPException) and error.status_code in handlers:
            return handlers[error.status_code]
        for cls in type(error).__mro__:
            if cls in handlers:
                return handlers[cls]
        return handlers.get(500)

    async def answer(self, call):
        """The response, middleware included."""
        self.find(call)
        if not self.user_middleware:
            return await self.handle_with_errors(call)

        async def step(index):
            if index == len(self.user_middleware):
                return await self.handle_with_errors(call)

            async def call_next(request):
                return await step(index + 1)

            return await self.user_middleware[index](call.request(), call_next)

        return await step(0)


def new_call(app, method, target, raw_headers, body):
    path, _, query = target.partition("?")
    if "%" in path:
        from urllib.parse import unquote

        path = unquote(path)
    return Call(app, method, path, query, raw_headers if raw_headers not in ("", "{}") else "", body)


async def respond(app, call):
    """(status, body text, response) whatever happens in the handlers."""
    try:
        response = await app.answer(call)
        body = response.text_body()
        if len(body) > 1000:
            kernel.charge(len(body) * NS_PER_BYTE)
        return response.status_code, body, response
    except (Exception, asyncio.CancelledError) as error:
        kernel.log(3, kernel.format_exception(error))
        return 500, "Internal Server Error", None


async def serve_call(app, token, call):
    """One request from its acceptance to its background tasks."""
    kernel.emit(kernel.ACCEPT, token)
    try:
        status, body, response = await respond(app, call)
    except BaseException as error:
        # A limit of the simulator (an endless loop, a flood of output): the kernel has its verdict already.
        kernel.emit(kernel.RESPOND, token, 500, 0, "Internal Server Error")
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        return
    kernel.emit(kernel.RESPOND, token, status, 0, body.replace("\0", ""))
    if response is not None and response.background is not None:
        try:
            await response.background()
        except Exception as error:
            kernel.log(3, kernel.format_exception(error))
