from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .auth import AuthBase
from .models import Response

type _Params = Mapping[str, Any] | Sequence[tuple[str, Any]] | str | bytes
type _Data = Mapping[str, Any] | Sequence[tuple[str, Any]] | str | bytes | Iterable[bytes]
type _Auth = tuple[str, str] | AuthBase
type _Timeout = float | tuple[float | None, float | None]

def request(
    method: str, url: str, *, params: _Params | None = None, data: _Data | None = None, json: Any | None = None, headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
    auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
    stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
) -> Response:
    """Sends a request and waits for the response, blocking."""

def get(
    url: str, params: _Params | None = None, *, data: _Data | None = None, json: Any | None = None, 
    headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
    auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
    stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
) -> Response:
    """Sends a GET request and waits for the response, blocking."""

def options(
    url: str, *, params: _Params | None = None, 
    headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
    auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
    stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
) -> Response:
    """Sends a OPTIONS request and waits for the response, blocking."""

def head(
    url: str, *, params: _Params | None = None, 
    headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
    auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
    stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
) -> Response:
    """Sends a HEAD request and waits for the response, blocking."""

def post(
    url: str, data: _Data | None = None, json: Any | None = None, *, params: _Params | None = None, 
    headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
    auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
    stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
) -> Response:
    """Sends a POST request and waits for the response, blocking."""

def put(
    url: str, data: _Data | None = None, *, json: Any | None = None, params: _Params | None = None, 
    headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
    auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
    stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
) -> Response:
    """Sends a PUT request and waits for the response, blocking."""

def patch(
    url: str, data: _Data | None = None, *, json: Any | None = None, params: _Params | None = None, 
    headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
    auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
    stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
) -> Response:
    """Sends a PATCH request and waits for the response, blocking."""

def delete(
    url: str, *, data: _Data | None = None, json: Any | None = None, params: _Params | None = None, 
    headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
    auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
    stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
) -> Response:
    """Sends a DELETE request and waits for the response, blocking."""
