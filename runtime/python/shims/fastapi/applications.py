"""FastAPI: lifespan, middleware, exception handlers, and the way of a request through them."""

import inspect
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies import Dependant, close_dependencies, depend, resolve
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import HTTPException, RequestValidationError
from fastapi.middleware.layers import layer_of
from fastapi.responses import PlainTextResponse, RedirectResponse, StreamingResponse
from fastapi.routing import APIRouter, RouteTable
from starlette.datastructures import State
from surge import kernel


class FastAPI(APIRouter):
    def __init__(self, *, debug=False, title="FastAPI", version="0.1.0", lifespan=None, on_startup=None, on_shutdown=None, dependencies=None, middleware=None, exception_handlers=None, default_response_class=None, redirect_slashes=True, **options):
        super().__init__(dependencies=dependencies, default_response_class=default_response_class, lifespan=lifespan, on_startup=on_startup, on_shutdown=on_shutdown, redirect_slashes=redirect_slashes)
        self.title = title
        self.version = version
        self.debug = debug
        self.state = State()
        self.lifespan_state = {}
        self.router = self
        self.dependency_overrides = {}
        self.exception_handlers = {HTTPException: http_exception_handler, RequestValidationError: request_validation_exception_handler, **(exception_handlers or {})}
        # The first one is the outermost.
        self.user_middleware = list(middleware or [])
        self._overrides = {}
        self._table = None
        self._stack = None
        self._chain = None

    def _routes_changed(self):
        self._table = None

    def openapi(self):
        kernel.not_simulated("app.openapi()", "the routes themselves")

    def exception_handler(self, key):
        def decorate(func):
            self.add_exception_handler(key, func)
            return func

        return decorate

    def add_exception_handler(self, key, func):
        self.exception_handlers[key] = func

    def middleware(self, kind):
        if kind != "http":
            raise AssertionError('Currently only middleware("http") is supported.')

        def decorate(func):
            from starlette.middleware.base import BaseHTTPMiddleware

            self.add_middleware(BaseHTTPMiddleware, dispatch=func)
            return func

        return decorate

    def add_middleware(self, cls, *args, **kwargs):
        from fastapi.middleware import Middleware

        if self._chain is not None:
            raise RuntimeError("Cannot add middleware after an application has started")
        self.user_middleware.insert(0, Middleware(cls, *args, **kwargs))

    def override_of(self, dependant, call):
        """What dependency_overrides puts in a dependency's place."""
        if not self.dependency_overrides:
            return dependant
        func = self.dependency_overrides.get(dependant.func)
        if func is None:
            return dependant
        key = (func, dependant.scopes, call.route)
        if key not in self._overrides:
            self._overrides[key] = Dependant(func, frozenset(call.path_values), dependant.scopes)
        return self._overrides[key]

    # Start and end

    async def start(self):
        lifespan = self.lifespan_context
        if lifespan is None:
            for func in self.on_startup:
                result = func()
                if inspect.isawaitable(result):
                    await result
            return
        # As in Starlette: with a lifespan, on_event handlers are not run.
        if inspect.isasyncgenfunction(lifespan):
            lifespan = asynccontextmanager(lifespan)
        self._stack = AsyncExitStack()
        state = await self._stack.enter_async_context(lifespan(self))
        if state:
            self.lifespan_state = dict(state)

    async def stop(self):
        if self._stack is not None:
            await self._stack.aclose()
            return
        for func in self.on_shutdown:
            result = func()
            if inspect.isawaitable(result):
                await result

    # A request

    async def respond(self, call):
        """The response, middleware included; and the exception that nothing handled, for the log."""
        try:
            chain = self._chain
            if chain is None:
                chain = self._chain = self._build_chain()
            return await chain(call), None
        except Exception as error:
            handler = self.exception_handlers.get(500) or self.exception_handlers.get(Exception)
            if handler is None:
                return PlainTextResponse("Internal Server Error", 500), error
            return await _handle(handler, call, error), error

    def _build_chain(self):
        chain = self._respond_inside
        for middleware in reversed(self.user_middleware):
            if not getattr(middleware.cls, "surge_ignored", False):
                chain = layer_of(middleware, chain)
        return chain

    async def _respond_inside(self, call):
        """The handler's response, or that of an exception handler."""
        try:
            try:
                return await self._run_handler(call)
            except Exception as error:
                # Clean-up sees the exception and may replace it.
                raised = error if call.exits is None else await close_dependencies(call, error)
                if raised is error:
                    raise
                raise raised from error
        except Exception as error:
            handler = self._handler_of(error)
            if handler is None:
                raise
            return await _handle(handler, call, error)

    async def _run_handler(self, call):
        route = self._find(call)
        if not hasattr(route, "dependant"):
            return route
        if route.takes_body:
            call.parsed_body()
        errors = []
        for dependant in route.dependencies:
            await depend(dependant, True, call, errors)
        dependant = route.dependant
        arguments = {} if dependant.plain else await resolve(dependant, call, errors)
        if errors:
            raise RequestValidationError(errors, body=call.parsed_body() if route.takes_body else None)
        if route.is_coroutine:
            result = await route.endpoint(**arguments)
        else:
            result = await kernel.run_in_thread(kernel.threads(), route.endpoint, (), arguments)
        response = route.answer(call, result)
        if isinstance(response, StreamingResponse):
            await response.collect()
        return response

    def _find(self, call):
        """The route; or the response that sends the client to the same path with or without its last slash."""
        table = self._table
        if table is None:
            table = self._table = RouteTable(self.routes)
        route, call.path_values, allowed = table.find(call.method, call.path)
        if route is not None:
            call.route = route
            return route
        if allowed:
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(allowed))})
        path = call.path
        if self.redirect_slashes and path != "/":
            other = path[:-1] if path.endswith("/") else f"{path}/"
            if table.knows(other):
                return RedirectResponse(str(call.request().url.replace(path=other)))
        raise HTTPException(404)

    def _handler_of(self, error):
        """Handlers of 500 and Exception stand outside the middleware (respond)."""
        handlers = self.exception_handlers
        if isinstance(error, HTTPException) and error.status_code != 500 and error.status_code in handlers:
            return handlers[error.status_code]
        for cls in type(error).__mro__:
            if cls is not Exception and cls in handlers:
                return handlers[cls]
        return None


async def _handle(handler, call, error):
    if inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(getattr(handler, "__call__", None)):
        return await handler(call.request(), error)
    return await run_in_threadpool(handler, call.request(), error)
