# FastAPI 0.118.3 (MIT): the signatures of what the stand-in simulates.
from collections.abc import Callable, Sequence
from typing import Any

from . import status as status
from .applications import FastAPI as FastAPI
from .background import BackgroundTasks as BackgroundTasks
from .exceptions import HTTPException as HTTPException, WebSocketException as WebSocketException
from .requests import Request as Request
from .responses import Response as Response
from .routing import APIRouter as APIRouter

__version__: str

def Path(
    default: Any = ..., *, default_factory: Callable[[], Any] | None = None, alias: str | None = None, title: str | None = None,
    description: str | None = None, gt: float | None = None, ge: float | None = None, lt: float | None = None, le: float | None = None,
    min_length: int | None = None, max_length: int | None = None, pattern: str | None = None, multiple_of: float | None = None,
    examples: list[Any] | None = None, deprecated: bool | str | None = None, include_in_schema: bool = True, **extra: Any,
) -> Any:
    """A value of the path, like `{order_id}`."""
def Query(
    default: Any = ..., *, default_factory: Callable[[], Any] | None = None, alias: str | None = None, title: str | None = None,
    description: str | None = None, gt: float | None = None, ge: float | None = None, lt: float | None = None, le: float | None = None,
    min_length: int | None = None, max_length: int | None = None, pattern: str | None = None, multiple_of: float | None = None,
    examples: list[Any] | None = None, deprecated: bool | str | None = None, include_in_schema: bool = True, **extra: Any,
) -> Any:
    """A value of the query string."""
def Header(
    default: Any = ..., *, default_factory: Callable[[], Any] | None = None, alias: str | None = None, title: str | None = None,
    description: str | None = None, gt: float | None = None, ge: float | None = None, lt: float | None = None, le: float | None = None,
    min_length: int | None = None, max_length: int | None = None, pattern: str | None = None, multiple_of: float | None = None,
    convert_underscores: bool = True, examples: list[Any] | None = None, deprecated: bool | str | None = None, include_in_schema: bool = True, **extra: Any,
) -> Any:
    """A header of the request."""
def Cookie(
    default: Any = ..., *, default_factory: Callable[[], Any] | None = None, alias: str | None = None, title: str | None = None,
    description: str | None = None, gt: float | None = None, ge: float | None = None, lt: float | None = None, le: float | None = None,
    min_length: int | None = None, max_length: int | None = None, pattern: str | None = None, multiple_of: float | None = None,
    examples: list[Any] | None = None, deprecated: bool | str | None = None, include_in_schema: bool = True, **extra: Any,
) -> Any:
    """A cookie of the request."""
def Body(
    default: Any = ..., *, default_factory: Callable[[], Any] | None = None, alias: str | None = None, title: str | None = None,
    description: str | None = None, gt: float | None = None, ge: float | None = None, lt: float | None = None, le: float | None = None,
    min_length: int | None = None, max_length: int | None = None, pattern: str | None = None, multiple_of: float | None = None,
    embed: bool | None = None, examples: list[Any] | None = None, deprecated: bool | str | None = None, include_in_schema: bool = True, **extra: Any,
) -> Any:
    """The JSON body, or a part of it."""
def Form(
    default: Any = ..., *, default_factory: Callable[[], Any] | None = None, alias: str | None = None, title: str | None = None,
    description: str | None = None, gt: float | None = None, ge: float | None = None, lt: float | None = None, le: float | None = None,
    min_length: int | None = None, max_length: int | None = None, pattern: str | None = None, multiple_of: float | None = None,
    examples: list[Any] | None = None, deprecated: bool | str | None = None, include_in_schema: bool = True, **extra: Any,
) -> Any:
    """A field of a form."""
def File(
    default: Any = ..., *, default_factory: Callable[[], Any] | None = None, alias: str | None = None, title: str | None = None,
    description: str | None = None, gt: float | None = None, ge: float | None = None, lt: float | None = None, le: float | None = None,
    min_length: int | None = None, max_length: int | None = None, pattern: str | None = None, multiple_of: float | None = None,
    examples: list[Any] | None = None, deprecated: bool | str | None = None, include_in_schema: bool = True, **extra: Any,
) -> Any:
    """A file of a form."""

def Depends(dependency: Callable[..., Any] | None = None, *, use_cache: bool = True, scope: str | None = None) -> Any:
    """What a function returns or yields, as an argument of the route. Called once a request."""
def Security(dependency: Callable[..., Any] | None = None, *, scopes: Sequence[str] | None = None, use_cache: bool = True) -> Any:
    """A dependency with scopes."""
