from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from .background import BackgroundTask
from .datastructures import URL, MutableHeaders

type _SameSite = Literal["lax", "strict", "none"] | None

class Response:
    media_type: str | None
    charset: str
    status_code: int
    background: BackgroundTask | None
    body: bytes
    def __init__(
        self, content: Any = None, status_code: int = 200, headers: Mapping[str, str] | None = None, media_type: str | None = None,
        background: BackgroundTask | None = None,
    ) -> None: ...
    def render(self, content: Any) -> bytes | memoryview: ...
    @property
    def headers(self) -> MutableHeaders: ...
    @property
    def raw_headers(self) -> list[tuple[bytes, bytes]]: ...
    @property
    def body_iterator(self) -> AsyncIterator[Any]: ...
    def set_cookie(
        self, key: str, value: str = "", max_age: int | None = None, expires: datetime | str | int | None = None, path: str | None = "/",
        domain: str | None = None, secure: bool = False, httponly: bool = False, samesite: _SameSite = "lax", partitioned: bool = False,
    ) -> None: ...
    def delete_cookie(
        self, key: str, path: str = "/", domain: str | None = None, secure: bool = False, httponly: bool = False,
        samesite: _SameSite = "lax", partitioned: bool = False,
    ) -> None: ...

class JSONResponse(Response):
    """A body as JSON, without the checks of a response model."""
    def __init__(
        self, content: Any, status_code: int = 200, headers: Mapping[str, str] | None = None, media_type: str | None = None,
        background: BackgroundTask | None = None,
    ) -> None: ...

class PlainTextResponse(Response): ...
class HTMLResponse(Response): ...

class RedirectResponse(Response):
    def __init__(
        self, url: str | URL, status_code: int = 307, headers: Mapping[str, str] | None = None, background: BackgroundTask | None = None
    ) -> None: ...

class StreamingResponse(Response):
    """A body in portions, from an iterator."""
    def __init__(
        self, content: Iterable[Any] | AsyncIterable[Any], status_code: int = 200, headers: Mapping[str, str] | None = None,
        media_type: str | None = None, background: BackgroundTask | None = None,
    ) -> None: ...
    @property
    def body_iterator(self) -> AsyncIterator[Any]: ...
    @body_iterator.setter
    def body_iterator(self, content: Iterable[Any] | AsyncIterable[Any]) -> None: ...
