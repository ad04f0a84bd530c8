"""BaseHTTPMiddleware: a class whose dispatch(request, call_next) surrounds the handlers."""

from collections.abc import Awaitable, Callable

from fastapi.requests import Request
from fastapi.responses import Response

RequestResponseEndpoint = Callable[[Request], Awaitable[Response]]
DispatchFunction = Callable[[Request, RequestResponseEndpoint], Awaitable[Response]]


class BaseHTTPMiddleware:
    def __init__(self, app, dispatch=None):
        self.app = app
        self.dispatch_func = self.dispatch if dispatch is None else dispatch

    async def dispatch(self, request, call_next):
        raise NotImplementedError
