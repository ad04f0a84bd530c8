from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import Any, Self

from .adapters import BaseAdapter
from .auth import AuthBase
from .models import PreparedRequest, Request, Response
from .structures import CaseInsensitiveDict

type _Params = Mapping[str, Any] | Sequence[tuple[str, Any]] | str | bytes
type _Data = Mapping[str, Any] | Sequence[tuple[str, Any]] | str | bytes | Iterable[bytes]
type _Auth = tuple[str, str] | AuthBase
type _Timeout = float | tuple[float | None, float | None]

class Session:
    """Keeps connections to its hosts; blocks as the functions do."""
    headers: CaseInsensitiveDict[str | bytes]
    auth: _Auth | None
    params: Any
    proxies: MutableMapping[str, str]
    hooks: Any
    stream: bool
    verify: bool | str
    cert: Any
    max_redirects: int
    trust_env: bool
    cookies: Any
    adapters: MutableMapping[str, BaseAdapter]
    def __init__(self) -> None: ...
    def mount(self, prefix: str | bytes, adapter: BaseAdapter) -> None:
        """How URLs that begin with the prefix are sent: pool sizes, retries."""
    def get_adapter(self, url: str) -> BaseAdapter: ...
    def prepare_request(self, request: Request) -> PreparedRequest: ...
    def request(
        self, method: str, url: str, *, params: _Params | None = None, data: _Data | None = None, json: Any | None = None, headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
        auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
        stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
    ) -> Response:
        """Sends a request and waits for the response, blocking."""
    def send(
        self, request: PreparedRequest, *, stream: bool = False, timeout: _Timeout | None = None, verify: bool | str = True,
        cert: Any | None = None, proxies: Mapping[str, str] | None = None, allow_redirects: bool = True,
    ) -> Response: ...
    def get(
        self, url: str, params: _Params | None = None, *, data: _Data | None = None, json: Any | None = None, 
        headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
        auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
        stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
    ) -> Response:
        """Sends a GET request and waits for the response, blocking."""
    def options(
        self, url: str, *, params: _Params | None = None, 
        headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
        auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
        stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
    ) -> Response:
        """Sends a OPTIONS request and waits for the response, blocking."""
    def head(
        self, url: str, *, params: _Params | None = None, 
        headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
        auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
        stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
    ) -> Response:
        """Sends a HEAD request and waits for the response, blocking."""
    def post(
        self, url: str, data: _Data | None = None, json: Any | None = None, *, params: _Params | None = None, 
        headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
        auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
        stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
    ) -> Response:
        """Sends a POST request and waits for the response, blocking."""
    def put(
        self, url: str, data: _Data | None = None, *, json: Any | None = None, params: _Params | None = None, 
        headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
        auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
        stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
    ) -> Response:
        """Sends a PUT request and waits for the response, blocking."""
    def patch(
        self, url: str, data: _Data | None = None, *, json: Any | None = None, params: _Params | None = None, 
        headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
        auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
        stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
    ) -> Response:
        """Sends a PATCH request and waits for the response, blocking."""
    def delete(
        self, url: str, *, data: _Data | None = None, json: Any | None = None, params: _Params | None = None, 
        headers: Mapping[str, str | bytes | None] | None = None, cookies: Mapping[str, str] | None = None, files: Any | None = None,
        auth: _Auth | None = None, timeout: _Timeout | None = None, allow_redirects: bool = True, proxies: Mapping[str, str] | None = None,
        stream: bool | None = None, verify: bool | str | None = None, cert: Any | None = None,
    ) -> Response:
        """Sends a DELETE request and waits for the response, blocking."""
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...

def session() -> Session: ...
