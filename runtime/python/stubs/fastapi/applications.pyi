from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, Self

from starlette.datastructures import State
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from .routing import APIRouter

class FastAPI(APIRouter):
    """The application. Each worker has one of its own."""
    def __init__(
        self, *, debug: bool = False, title: str = "FastAPI", summary: str | None = None, description: str = "", version: str = "0.1.0",
        lifespan: Callable[[Any], AbstractAsyncContextManager[Any]] | None = None,
        on_startup: Sequence[Callable[[], Any]] | None = None, on_shutdown: Sequence[Callable[[], Any]] | None = None,
        dependencies: Sequence[Any] | None = None, middleware: Sequence[Middleware] | None = None,
        exception_handlers: Mapping[int | type[Exception], Callable[[Request, Any], Any]] | None = None,
        default_response_class: type[Response] = ..., redirect_slashes: bool = True, docs_url: str | None = "/docs",
        redoc_url: str | None = "/redoc", openapi_url: str | None = "/openapi.json", root_path: str = "", **options: Any,
    ) -> None: ...
    title: str
    version: str
    debug: bool
    state: State
    router: APIRouter
    dependency_overrides: dict[Callable[..., Any], Callable[..., Any]]
    exception_handlers: dict[Any, Callable[..., Any]]
    user_middleware: list[Middleware]
    def openapi(self) -> dict[str, Any]: ...
    def exception_handler[F: Callable[..., Any]](self, key: int | type[Exception]) -> Callable[[F], F]:
        """How an exception or a status becomes a response."""
    def add_exception_handler(self, key: int | type[Exception], func: Callable[..., Any]) -> None: ...
    def middleware[F: Callable[..., Awaitable[Response]]](self, kind: Literal["http"]) -> Callable[[F], F]:
        """A function around every request: `async def f(request, call_next)`."""
    def add_middleware(self, cls: type[Any], *args: Any, **kwargs: Any) -> None: ...
