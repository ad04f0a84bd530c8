from collections.abc import Awaitable, Callable
from typing import Any

from ..requests import Request
from ..responses import Response

RequestResponseEndpoint = Callable[[Request], Awaitable[Response]]
DispatchFunction = Callable[[Request, RequestResponseEndpoint], Awaitable[Response]]

class BaseHTTPMiddleware:
    """Override `dispatch`; `await call_next(request)` is the rest of the application."""
    def __init__(self, app: Any, dispatch: DispatchFunction | None = None) -> None: ...
    app: Any
    dispatch_func: DispatchFunction
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response: ...
