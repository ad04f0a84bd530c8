from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal

from starlette.responses import Response

class Route:
    path: str
    endpoint: Callable[..., Any]
    methods: set[str]
    name: str
    status_code: int | None

class APIRouter:
    """Routes that an application includes: `app.include_router(router)`."""
    def __init__(
        self, *, prefix: str = "", tags: list[str] | None = None, dependencies: Sequence[Any] | None = None,
        default_response_class: type[Response] = ..., responses: dict[int | str, dict[str, Any]] | None = None,
        lifespan: Callable[[Any], AbstractAsyncContextManager[Any]] | None = None,
        on_startup: Sequence[Callable[[], Any]] | None = None, on_shutdown: Sequence[Callable[[], Any]] | None = None,
        redirect_slashes: bool = True, **options: Any,
    ) -> None: ...
    prefix: str
    routes: list[Route]
    dependencies: list[Any]
    redirect_slashes: bool
    def add_api_route(
        self, path: str, endpoint: Callable[..., Any], *, methods: Sequence[str] | None = None, response_model: Any = ..., status_code: int | None = None, tags: list[str] | None = None,
        dependencies: Sequence[Any] | None = None, summary: str | None = None, description: str | None = None,
        responses: dict[int | str, dict[str, Any]] | None = None, deprecated: bool | None = None, name: str | None = None,
        response_model_include: Any | None = None, response_model_exclude: Any | None = None, response_model_by_alias: bool = True,
        response_model_exclude_unset: bool = False, response_model_exclude_defaults: bool = False,
        response_model_exclude_none: bool = False, include_in_schema: bool = True, response_class: type[Response] = ...,
        operation_id: str | None = None, openapi_extra: dict[str, Any] | None = None,
    ) -> Any: ...
    def api_route[F: Callable[..., Any]](
        self, path: str, *, methods: Sequence[str] | None = None, response_model: Any = ..., status_code: int | None = None, tags: list[str] | None = None,
        dependencies: Sequence[Any] | None = None, summary: str | None = None, description: str | None = None,
        responses: dict[int | str, dict[str, Any]] | None = None, deprecated: bool | None = None, name: str | None = None,
        response_model_include: Any | None = None, response_model_exclude: Any | None = None, response_model_by_alias: bool = True,
        response_model_exclude_unset: bool = False, response_model_exclude_defaults: bool = False,
        response_model_exclude_none: bool = False, include_in_schema: bool = True, response_class: type[Response] = ...,
        operation_id: str | None = None, openapi_extra: dict[str, Any] | None = None,
    ) -> Callable[[F], F]: ...
    def get[F: Callable[..., Any]](
        self, path: str, *, response_model: Any = ..., status_code: int | None = None, tags: list[str] | None = None,
        dependencies: Sequence[Any] | None = None, summary: str | None = None, description: str | None = None,
        responses: dict[int | str, dict[str, Any]] | None = None, deprecated: bool | None = None, name: str | None = None,
        response_model_include: Any | None = None, response_model_exclude: Any | None = None, response_model_by_alias: bool = True,
        response_model_exclude_unset: bool = False, response_model_exclude_defaults: bool = False,
        response_model_exclude_none: bool = False, include_in_schema: bool = True, response_class: type[Response] = ...,
        operation_id: str | None = None, openapi_extra: dict[str, Any] | None = None,
    ) -> Callable[[F], F]:
        """A route for GET requests. A `def` function runs on a thread, an `async def` one on the event loop."""
    def post[F: Callable[..., Any]](
        self, path: str, *, response_model: Any = ..., status_code: int | None = None, tags: list[str] | None = None,
        dependencies: Sequence[Any] | None = None, summary: str | None = None, description: str | None = None,
        responses: dict[int | str, dict[str, Any]] | None = None, deprecated: bool | None = None, name: str | None = None,
        response_model_include: Any | None = None, response_model_exclude: Any | None = None, response_model_by_alias: bool = True,
        response_model_exclude_unset: bool = False, response_model_exclude_defaults: bool = False,
        response_model_exclude_none: bool = False, include_in_schema: bool = True, response_class: type[Response] = ...,
        operation_id: str | None = None, openapi_extra: dict[str, Any] | None = None,
    ) -> Callable[[F], F]:
        """A route for POST requests. A `def` function runs on a thread, an `async def` one on the event loop."""
    def put[F: Callable[..., Any]](
        self, path: str, *, response_model: Any = ..., status_code: int | None = None, tags: list[str] | None = None,
        dependencies: Sequence[Any] | None = None, summary: str | None = None, description: str | None = None,
        responses: dict[int | str, dict[str, Any]] | None = None, deprecated: bool | None = None, name: str | None = None,
        response_model_include: Any | None = None, response_model_exclude: Any | None = None, response_model_by_alias: bool = True,
        response_model_exclude_unset: bool = False, response_model_exclude_defaults: bool = False,
        response_model_exclude_none: bool = False, include_in_schema: bool = True, response_class: type[Response] = ...,
        operation_id: str | None = None, openapi_extra: dict[str, Any] | None = None,
    ) -> Callable[[F], F]:
        """A route for PUT requests. A `def` function runs on a thread, an `async def` one on the event loop."""
    def patch[F: Callable[..., Any]](
        self, path: str, *, response_model: Any = ..., status_code: int | None = None, tags: list[str] | None = None,
        dependencies: Sequence[Any] | None = None, summary: str | None = None, description: str | None = None,
        responses: dict[int | str, dict[str, Any]] | None = None, deprecated: bool | None = None, name: str | None = None,
        response_model_include: Any | None = None, response_model_exclude: Any | None = None, response_model_by_alias: bool = True,
        response_model_exclude_unset: bool = False, response_model_exclude_defaults: bool = False,
        response_model_exclude_none: bool = False, include_in_schema: bool = True, response_class: type[Response] = ...,
        operation_id: str | None = None, openapi_extra: dict[str, Any] | None = None,
    ) -> Callable[[F], F]:
        """A route for PATCH requests. A `def` function runs on a thread, an `async def` one on the event loop."""
    def delete[F: Callable[..., Any]](
        self, path: str, *, response_model: Any = ..., status_code: int | None = None, tags: list[str] | None = None,
        dependencies: Sequence[Any] | None = None, summary: str | None = None, description: str | None = None,
        responses: dict[int | str, dict[str, Any]] | None = None, deprecated: bool | None = None, name: str | None = None,
        response_model_include: Any | None = None, response_model_exclude: Any | None = None, response_model_by_alias: bool = True,
        response_model_exclude_unset: bool = False, response_model_exclude_defaults: bool = False,
        response_model_exclude_none: bool = False, include_in_schema: bool = True, response_class: type[Response] = ...,
        operation_id: str | None = None, openapi_extra: dict[str, Any] | None = None,
    ) -> Callable[[F], F]:
        """A route for DELETE requests. A `def` function runs on a thread, an `async def` one on the event loop."""
    def head[F: Callable[..., Any]](
        self, path: str, *, response_model: Any = ..., status_code: int | None = None, tags: list[str] | None = None,
        dependencies: Sequence[Any] | None = None, summary: str | None = None, description: str | None = None,
        responses: dict[int | str, dict[str, Any]] | None = None, deprecated: bool | None = None, name: str | None = None,
        response_model_include: Any | None = None, response_model_exclude: Any | None = None, response_model_by_alias: bool = True,
        response_model_exclude_unset: bool = False, response_model_exclude_defaults: bool = False,
        response_model_exclude_none: bool = False, include_in_schema: bool = True, response_class: type[Response] = ...,
        operation_id: str | None = None, openapi_extra: dict[str, Any] | None = None,
    ) -> Callable[[F], F]:
        """A route for HEAD requests. A `def` function runs on a thread, an `async def` one on the event loop."""
    def options[F: Callable[..., Any]](
        self, path: str, *, response_model: Any = ..., status_code: int | None = None, tags: list[str] | None = None,
        dependencies: Sequence[Any] | None = None, summary: str | None = None, description: str | None = None,
        responses: dict[int | str, dict[str, Any]] | None = None, deprecated: bool | None = None, name: str | None = None,
        response_model_include: Any | None = None, response_model_exclude: Any | None = None, response_model_by_alias: bool = True,
        response_model_exclude_unset: bool = False, response_model_exclude_defaults: bool = False,
        response_model_exclude_none: bool = False, include_in_schema: bool = True, response_class: type[Response] = ...,
        operation_id: str | None = None, openapi_extra: dict[str, Any] | None = None,
    ) -> Callable[[F], F]:
        """A route for OPTIONS requests. A `def` function runs on a thread, an `async def` one on the event loop."""
    def trace[F: Callable[..., Any]](
        self, path: str, *, response_model: Any = ..., status_code: int | None = None, tags: list[str] | None = None,
        dependencies: Sequence[Any] | None = None, summary: str | None = None, description: str | None = None,
        responses: dict[int | str, dict[str, Any]] | None = None, deprecated: bool | None = None, name: str | None = None,
        response_model_include: Any | None = None, response_model_exclude: Any | None = None, response_model_by_alias: bool = True,
        response_model_exclude_unset: bool = False, response_model_exclude_defaults: bool = False,
        response_model_exclude_none: bool = False, include_in_schema: bool = True, response_class: type[Response] = ...,
        operation_id: str | None = None, openapi_extra: dict[str, Any] | None = None,
    ) -> Callable[[F], F]:
        """A route for TRACE requests. A `def` function runs on a thread, an `async def` one on the event loop."""
    def include_router(
        self, router: APIRouter, *, prefix: str = "", tags: list[str] | None = None, dependencies: Sequence[Any] | None = None,
        default_response_class: type[Response] = ..., **options: Any,
    ) -> None:
        """Adds a router's routes, under a prefix."""
    def url_path_for(self, name: str, /, **values: Any) -> str: ...
    def on_event[F: Callable[..., Any]](self, event: Literal["startup", "shutdown"]) -> Callable[[F], F]:
        """Runs a function when the worker starts or ends. A lifespan is the newer way."""
    def add_event_handler(self, event: Literal["startup", "shutdown"], func: Callable[[], Any]) -> None: ...
