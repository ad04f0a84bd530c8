from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from .structures import CaseInsensitiveDict

class Request:
    def __init__(
        self, method: str | None = None, url: str | None = None, headers: Mapping[str, str] | None = None, files: Any | None = None,
        data: Any | None = None, params: Any | None = None, auth: Any | None = None, cookies: Any | None = None, hooks: Any | None = None,
        json: Any | None = None,
    ) -> None: ...
    method: str | None
    url: str | None
    headers: Any
    files: Any
    data: Any
    json: Any
    params: Any
    auth: Any
    cookies: Any
    hooks: Any
    def prepare(self) -> PreparedRequest: ...

class PreparedRequest:
    method: str | None
    url: str | None
    headers: CaseInsensitiveDict[str]
    body: bytes | str | None
    hooks: Any
    @property
    def path_url(self) -> str: ...

class Response:
    status_code: int
    reason: str
    headers: CaseInsensitiveDict[str]
    url: str
    request: PreparedRequest
    elapsed: timedelta
    history: list[Response]
    cookies: Any
    encoding: str | None
    @property
    def ok(self) -> bool:
        """True below 400."""
    @property
    def is_redirect(self) -> bool: ...
    @property
    def is_permanent_redirect(self) -> bool: ...
    @property
    def next(self) -> PreparedRequest | None: ...
    @property
    def apparent_encoding(self) -> str: ...
    @property
    def links(self) -> dict[Any, Any]: ...
    @property
    def raw(self) -> Any: ...
    @property
    def content(self) -> bytes: ...
    @property
    def text(self) -> str: ...
    def json(self, **kwargs: Any) -> Any:
        """The body, parsed."""
    def iter_content(self, chunk_size: int | None = 1, decode_unicode: bool = False) -> Iterator[Any]: ...
    def iter_lines(self, chunk_size: int | None = 512, decode_unicode: bool = False, delimiter: str | bytes | None = None) -> Iterator[Any]: ...
    def raise_for_status(self) -> None:
        """Raises `HTTPError` for 4xx and 5xx."""
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...
    def __bool__(self) -> bool: ...
