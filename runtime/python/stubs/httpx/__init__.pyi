# httpx 0.28.1 (BSD-3-Clause): the signatures of what the stand-in simulates.
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable, Generator, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from datetime import timedelta
from enum import IntEnum
from ssl import SSLContext
from types import TracebackType
from typing import Any, Self

type _Scalar = str | int | float | bool | None
type _Params = QueryParams | Mapping[str, _Scalar | Sequence[_Scalar]] | Sequence[tuple[str, _Scalar]] | str | bytes
type _Headers = Headers | Mapping[str, str] | Mapping[bytes, bytes] | Sequence[tuple[str, str]]
type _Cookies = Cookies | Mapping[str, str] | Sequence[tuple[str, str]]
type _Content = str | bytes | Iterable[bytes] | AsyncIterable[bytes]
type _Auth = tuple[str, str] | Callable[[Request], Request] | Auth
type _Timeout = float | tuple[float | None, float | None, float | None, float | None] | Timeout | None

__version__: str

class _UseClientDefault: ...

USE_CLIENT_DEFAULT: _UseClientDefault

class AsyncClient:
    """A client with a connection pool. Make one at start-up and share it: constructing it builds a TLS context."""
    def __init__(
        self, *, auth: _Auth | None = None, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        verify: SSLContext | str | bool = True, cert: Any | None = None, http1: bool = True, http2: bool = False,
        timeout: _Timeout = ..., follow_redirects: bool = False, limits: Limits = ..., max_redirects: int = 20,
        event_hooks: Mapping[str, list[Callable[..., Any]]] | None = None, base_url: URL | str = "",
        transport: AsyncBaseTransport | None = None, trust_env: bool = True, default_encoding: str | Callable[[bytes], str] = "utf-8",
    ) -> None: ...
    follow_redirects: bool
    max_redirects: int
    trust_env: bool
    @property
    def is_closed(self) -> bool: ...
    @property
    def timeout(self) -> Timeout: ...
    @timeout.setter
    def timeout(self, timeout: _Timeout) -> None: ...
    @property
    def auth(self) -> Auth | None: ...
    @auth.setter
    def auth(self, auth: _Auth | None) -> None: ...
    @property
    def base_url(self) -> URL: ...
    @base_url.setter
    def base_url(self, url: URL | str) -> None: ...
    @property
    def headers(self) -> Headers: ...
    @headers.setter
    def headers(self, headers: _Headers) -> None: ...
    @property
    def cookies(self) -> Cookies: ...
    @cookies.setter
    def cookies(self, cookies: _Cookies) -> None: ...
    @property
    def params(self) -> QueryParams: ...
    @params.setter
    def params(self, params: _Params) -> None: ...
    @property
    def event_hooks(self) -> dict[str, list[Callable[..., Any]]]: ...
    @event_hooks.setter
    def event_hooks(self, hooks: dict[str, list[Callable[..., Any]]]) -> None: ...
    async def get(
        self, url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a GET request and reads the whole response."""
    async def head(
        self, url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a HEAD request and reads the whole response."""
    async def options(
        self, url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a OPTIONS request and reads the whole response."""
    async def delete(
        self, url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a DELETE request and reads the whole response."""
    async def post(
        self, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a POST request and reads the whole response."""
    async def put(
        self, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a PUT request and reads the whole response."""
    async def patch(
        self, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a PATCH request and reads the whole response."""
    async def request(
        self, method: str, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a request and reads the whole response."""
    def stream(
        self, method: str, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> AbstractAsyncContextManager[Response]:
        """Sends a request; the body is read by the block: `async with client.stream(...) as response`."""
    def build_request(
        self, method: str, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Request:
        """Builds a request with the client's own settings merged in; `send` sends it."""
    async def send(
        self, request: Request, *, stream: bool = False, auth: _Auth | _UseClientDefault | None = ...,
        follow_redirects: bool | _UseClientDefault = ...,
    ) -> Response:
        """Sends a request made by `build_request`."""
    async def aclose(self) -> None:
        """Closes the client and its connections."""
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, exc_type: type[BaseException] | None = None, exc_value: BaseException | None = None, traceback: TracebackType | None = None
    ) -> None: ...

class Client:
    """A client with a connection pool, whose calls block. Constructing it builds a TLS context."""
    def __init__(
        self, *, auth: _Auth | None = None, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        verify: SSLContext | str | bool = True, cert: Any | None = None, http1: bool = True, http2: bool = False,
        timeout: _Timeout = ..., follow_redirects: bool = False, limits: Limits = ..., max_redirects: int = 20,
        event_hooks: Mapping[str, list[Callable[..., Any]]] | None = None, base_url: URL | str = "",
        transport: BaseTransport | None = None, trust_env: bool = True, default_encoding: str | Callable[[bytes], str] = "utf-8",
    ) -> None: ...
    follow_redirects: bool
    max_redirects: int
    trust_env: bool
    @property
    def is_closed(self) -> bool: ...
    @property
    def timeout(self) -> Timeout: ...
    @timeout.setter
    def timeout(self, timeout: _Timeout) -> None: ...
    @property
    def auth(self) -> Auth | None: ...
    @auth.setter
    def auth(self, auth: _Auth | None) -> None: ...
    @property
    def base_url(self) -> URL: ...
    @base_url.setter
    def base_url(self, url: URL | str) -> None: ...
    @property
    def headers(self) -> Headers: ...
    @headers.setter
    def headers(self, headers: _Headers) -> None: ...
    @property
    def cookies(self) -> Cookies: ...
    @cookies.setter
    def cookies(self, cookies: _Cookies) -> None: ...
    @property
    def params(self) -> QueryParams: ...
    @params.setter
    def params(self, params: _Params) -> None: ...
    @property
    def event_hooks(self) -> dict[str, list[Callable[..., Any]]]: ...
    @event_hooks.setter
    def event_hooks(self, hooks: dict[str, list[Callable[..., Any]]]) -> None: ...
    def get(
        self, url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a GET request and reads the whole response, blocking."""
    def head(
        self, url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a HEAD request and reads the whole response, blocking."""
    def options(
        self, url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a OPTIONS request and reads the whole response, blocking."""
    def delete(
        self, url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a DELETE request and reads the whole response, blocking."""
    def post(
        self, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a POST request and reads the whole response, blocking."""
    def put(
        self, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a PUT request and reads the whole response, blocking."""
    def patch(
        self, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a PATCH request and reads the whole response, blocking."""
    def request(
        self, method: str, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Response:
        """Sends a request and reads the whole response, blocking."""
    def stream(
        self, method: str, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        auth: _Auth | _UseClientDefault | None = ..., follow_redirects: bool | _UseClientDefault = ..., timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> AbstractContextManager[Response]:
        """Sends a request; the body is read by the block: `with client.stream(...) as response`."""
    def build_request(
        self, method: str, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        timeout: _Timeout | _UseClientDefault = ..., extensions: Mapping[str, Any] | None = None,
    ) -> Request:
        """Builds a request with the client's own settings merged in; `send` sends it."""
    def send(
        self, request: Request, *, stream: bool = False, auth: _Auth | _UseClientDefault | None = ...,
        follow_redirects: bool | _UseClientDefault = ...,
    ) -> Response:
        """Sends a request made by `build_request`."""
    def close(self) -> None:
        """Closes the client and its connections."""
    def __enter__(self) -> Self: ...
    def __exit__(
        self, exc_type: type[BaseException] | None = None, exc_value: BaseException | None = None, traceback: TracebackType | None = None
    ) -> None: ...

def get(
    url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
    auth: _Auth | None = None, follow_redirects: bool = False, timeout: _Timeout = ..., verify: SSLContext | str | bool = True,
    trust_env: bool = True,
) -> Response:
    """Sends a GET request by a client of its own, blocking."""
def head(
    url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
    auth: _Auth | None = None, follow_redirects: bool = False, timeout: _Timeout = ..., verify: SSLContext | str | bool = True,
    trust_env: bool = True,
) -> Response:
    """Sends a HEAD request by a client of its own, blocking."""
def options(
    url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
    auth: _Auth | None = None, follow_redirects: bool = False, timeout: _Timeout = ..., verify: SSLContext | str | bool = True,
    trust_env: bool = True,
) -> Response:
    """Sends a OPTIONS request by a client of its own, blocking."""
def delete(
    url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
    auth: _Auth | None = None, follow_redirects: bool = False, timeout: _Timeout = ..., verify: SSLContext | str | bool = True,
    trust_env: bool = True,
) -> Response:
    """Sends a DELETE request by a client of its own, blocking."""
def post(
    url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
    params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
    auth: _Auth | None = None, follow_redirects: bool = False, timeout: _Timeout = ..., verify: SSLContext | str | bool = True,
    trust_env: bool = True,
) -> Response:
    """Sends a POST request by a client of its own, blocking."""
def put(
    url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
    params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
    auth: _Auth | None = None, follow_redirects: bool = False, timeout: _Timeout = ..., verify: SSLContext | str | bool = True,
    trust_env: bool = True,
) -> Response:
    """Sends a PUT request by a client of its own, blocking."""
def patch(
    url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
    params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
    auth: _Auth | None = None, follow_redirects: bool = False, timeout: _Timeout = ..., verify: SSLContext | str | bool = True,
    trust_env: bool = True,
) -> Response:
    """Sends a PATCH request by a client of its own, blocking."""
def request(
    method: str, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
    params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
    auth: _Auth | None = None, follow_redirects: bool = False, timeout: _Timeout = ..., verify: SSLContext | str | bool = True,
    trust_env: bool = True,
) -> Response:
    """Sends a request by a client of its own, blocking."""
def stream(
    method: str, url: URL | str, *, content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
    params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
    auth: _Auth | None = None, follow_redirects: bool = False, timeout: _Timeout = ..., verify: SSLContext | str | bool = True,
    trust_env: bool = True,
) -> AbstractContextManager[Response]:
    """Sends a request by a client of its own; the body is read by the block."""

class Timeout:
    """Seconds for connect, read, write and for a free connection of the pool."""
    def __init__(
        self, timeout: _Timeout = ..., *, connect: float | None = ..., read: float | None = ..., write: float | None = ...,
        pool: float | None = ...,
    ) -> None: ...
    connect: float | None
    read: float | None
    write: float | None
    pool: float | None
    def as_dict(self) -> dict[str, float | None]: ...

class Limits:
    """Size of a client's connection pool. The default is 100 connections, 20 of them kept alive."""
    def __init__(
        self, *, max_connections: int | None = None, max_keepalive_connections: int | None = None, keepalive_expiry: float | None = 5.0
    ) -> None: ...
    max_connections: int | None
    max_keepalive_connections: int | None
    keepalive_expiry: float | None

class AsyncBaseTransport:
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *error: object) -> None: ...
    async def handle_async_request(self, request: Request) -> Response: ...
    async def aclose(self) -> None: ...

class AsyncHTTPTransport(AsyncBaseTransport):
    """The network. `retries` repeats failed connection attempts only."""
    def __init__(
        self, verify: SSLContext | str | bool = True, cert: Any | None = None, trust_env: bool = True, http1: bool = True, http2: bool = False,
        limits: Limits = ..., proxy: None = None, uds: None = None, local_address: str | None = None, retries: int = 0,
        socket_options: Iterable[Any] | None = None,
    ) -> None: ...

class BaseTransport:
    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...
    def handle_request(self, request: Request) -> Response: ...
    def close(self) -> None: ...

class HTTPTransport(BaseTransport):
    """The network. `retries` repeats failed connection attempts only."""
    def __init__(
        self, verify: SSLContext | str | bool = True, cert: Any | None = None, trust_env: bool = True, http1: bool = True, http2: bool = False,
        limits: Limits = ..., proxy: None = None, uds: None = None, local_address: str | None = None, retries: int = 0,
        socket_options: Iterable[Any] | None = None,
    ) -> None: ...

def create_ssl_context(verify: SSLContext | str | bool = True, cert: Any | None = None, trust_env: bool = True) -> SSLContext:
    """A TLS context that several clients can share: `AsyncClient(verify=context)`."""

class Auth:
    requires_request_body: bool
    requires_response_body: bool
    def auth_flow(self, request: Request) -> Generator[Request, Response, None]: ...
    def sync_auth_flow(self, request: Request) -> Generator[Request, Response, None]: ...
    def async_auth_flow(self, request: Request) -> AsyncGenerator[Request, Response]: ...

class BasicAuth(Auth):
    def __init__(self, username: str | bytes, password: str | bytes) -> None: ...

class Headers(MutableMapping[str, str]):
    def __init__(self, headers: _Headers | None = None, encoding: str | None = None) -> None: ...
    encoding: str
    @property
    def raw(self) -> list[tuple[bytes, bytes]]: ...
    def multi_items(self) -> list[tuple[str, str]]: ...
    def get_list(self, key: str, split_commas: bool = False) -> list[str]: ...
    def update(self, headers: _Headers | None = None) -> None: ...  # type: ignore[override]
    def copy(self) -> Headers: ...
    def __getitem__(self, key: str) -> str: ...
    def __setitem__(self, key: str, value: str) -> None: ...
    def __delitem__(self, key: str) -> None: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...

class Cookies(MutableMapping[str, str]):
    def __init__(self, cookies: _Cookies | None = None) -> None: ...
    def set(self, name: str, value: str, domain: str = "", path: str = "/") -> None: ...
    def get(self, name: str, default: str | None = None, domain: str | None = None, path: str | None = None) -> str | None: ...  # type: ignore[override]
    def delete(self, name: str, domain: str | None = None, path: str | None = None) -> None: ...
    def clear(self, domain: str | None = None, path: str | None = None) -> None: ...
    def update(self, cookies: _Cookies | None = None) -> None: ...  # type: ignore[override]
    def __getitem__(self, name: str) -> str: ...
    def __setitem__(self, name: str, value: str) -> None: ...
    def __delitem__(self, name: str) -> None: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...

class Request:
    def __init__(
        self, method: str, url: URL | str, *, params: _Params | None = None, headers: _Headers | None = None, cookies: _Cookies | None = None,
        content: _Content | None = None, data: Mapping[str, Any] | None = None, files: Any | None = None, json: Any | None = None,
        stream: Any | None = None, extensions: Mapping[str, Any] | None = None,
    ) -> None: ...
    method: str
    url: URL
    headers: Headers
    extensions: dict[str, Any]
    @property
    def content(self) -> bytes: ...
    @property
    def stream(self) -> Any: ...
    def read(self) -> bytes: ...
    async def aread(self) -> bytes: ...

class Response:
    def __init__(
        self, status_code: int, *, headers: _Headers | None = None, content: _Content | None = None, text: str | None = None,
        html: str | None = None, json: Any = None, stream: Any | None = None, request: Request | None = None,
        extensions: dict[str, Any] | None = None, history: list[Response] | None = None, default_encoding: str = "utf-8",
    ) -> None: ...
    status_code: int
    headers: Headers
    request: Request
    history: list[Response]
    next_request: Request | None
    extensions: dict[str, Any]
    default_encoding: str | Callable[[bytes], str]
    is_closed: bool
    is_stream_consumed: bool
    elapsed: timedelta
    encoding: str | None
    @property
    def url(self) -> URL: ...
    @property
    def http_version(self) -> str: ...
    @property
    def reason_phrase(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def text(self) -> str: ...
    @property
    def charset_encoding(self) -> str | None: ...
    @property
    def is_informational(self) -> bool: ...
    @property
    def is_success(self) -> bool:
        """True for 2xx."""
    @property
    def is_redirect(self) -> bool: ...
    @property
    def is_client_error(self) -> bool: ...
    @property
    def is_server_error(self) -> bool: ...
    @property
    def is_error(self) -> bool:
        """True for 4xx and 5xx."""
    @property
    def has_redirect_location(self) -> bool: ...
    @property
    def cookies(self) -> Cookies: ...
    @property
    def links(self) -> dict[str | None, dict[str, str]]: ...
    @property
    def num_bytes_downloaded(self) -> int: ...
    def raise_for_status(self) -> Response:
        """Raises `HTTPStatusError` unless the status is 2xx."""
    def json(self, **kwargs: Any) -> Any:
        """The body, parsed."""
    def read(self) -> bytes: ...
    async def aread(self) -> bytes: ...
    def close(self) -> None: ...
    async def aclose(self) -> None: ...
    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]: ...
    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]: ...
    def iter_lines(self) -> Iterator[str]: ...
    def iter_raw(self, chunk_size: int | None = None) -> Iterator[bytes]: ...
    def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]: ...
    def aiter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]: ...
    def aiter_lines(self) -> AsyncIterator[str]: ...
    def aiter_raw(self, chunk_size: int | None = None) -> AsyncIterator[bytes]: ...

class URL:
    def __init__(self, url: URL | str = "", **changes: Any) -> None: ...
    @property
    def scheme(self) -> str: ...
    @property
    def raw_scheme(self) -> bytes: ...
    @property
    def userinfo(self) -> bytes: ...
    @property
    def username(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def raw_host(self) -> bytes: ...
    @property
    def port(self) -> int | None: ...
    @property
    def netloc(self) -> bytes: ...
    @property
    def path(self) -> str: ...
    @property
    def query(self) -> bytes: ...
    @property
    def params(self) -> QueryParams: ...
    @property
    def raw_path(self) -> bytes: ...
    @property
    def fragment(self) -> str: ...
    @property
    def is_absolute_url(self) -> bool: ...
    @property
    def is_relative_url(self) -> bool: ...
    def copy_with(self, **changes: Any) -> URL: ...
    def copy_set_param(self, key: str, value: Any = None) -> URL: ...
    def copy_add_param(self, key: str, value: Any = None) -> URL: ...
    def copy_remove_param(self, key: str) -> URL: ...
    def copy_merge_params(self, params: _Params) -> URL: ...
    def join(self, url: URL | str) -> URL: ...

class QueryParams(Mapping[str, str]):
    def __init__(self, *args: _Params | None, **kwargs: Any) -> None: ...
    def multi_items(self) -> list[tuple[str, str]]: ...
    def get_list(self, key: str) -> list[str]: ...
    def set(self, key: str, value: Any = None) -> QueryParams: ...
    def add(self, key: str, value: Any = None) -> QueryParams: ...
    def remove(self, key: str) -> QueryParams: ...
    def merge(self, params: _Params | None = None) -> QueryParams: ...
    def __getitem__(self, key: str) -> str: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...

class codes(IntEnum):
    @classmethod
    def get_reason_phrase(cls, value: int) -> str: ...
    @classmethod
    def is_informational(cls, value: int) -> bool: ...
    @classmethod
    def is_success(cls, value: int) -> bool: ...
    @classmethod
    def is_redirect(cls, value: int) -> bool: ...
    @classmethod
    def is_client_error(cls, value: int) -> bool: ...
    @classmethod
    def is_server_error(cls, value: int) -> bool: ...
    @classmethod
    def is_error(cls, value: int) -> bool: ...
    CONTINUE = 100
    SWITCHING_PROTOCOLS = 101
    PROCESSING = 102
    EARLY_HINTS = 103
    OK = 200
    CREATED = 201
    ACCEPTED = 202
    NON_AUTHORITATIVE_INFORMATION = 203
    NO_CONTENT = 204
    RESET_CONTENT = 205
    PARTIAL_CONTENT = 206
    MULTI_STATUS = 207
    ALREADY_REPORTED = 208
    IM_USED = 226
    MULTIPLE_CHOICES = 300
    MOVED_PERMANENTLY = 301
    FOUND = 302
    SEE_OTHER = 303
    NOT_MODIFIED = 304
    USE_PROXY = 305
    TEMPORARY_REDIRECT = 307
    PERMANENT_REDIRECT = 308
    BAD_REQUEST = 400
    UNAUTHORIZED = 401
    PAYMENT_REQUIRED = 402
    FORBIDDEN = 403
    NOT_FOUND = 404
    METHOD_NOT_ALLOWED = 405
    NOT_ACCEPTABLE = 406
    PROXY_AUTHENTICATION_REQUIRED = 407
    REQUEST_TIMEOUT = 408
    CONFLICT = 409
    GONE = 410
    LENGTH_REQUIRED = 411
    PRECONDITION_FAILED = 412
    REQUEST_ENTITY_TOO_LARGE = 413
    REQUEST_URI_TOO_LONG = 414
    UNSUPPORTED_MEDIA_TYPE = 415
    REQUESTED_RANGE_NOT_SATISFIABLE = 416
    EXPECTATION_FAILED = 417
    IM_A_TEAPOT = 418
    MISDIRECTED_REQUEST = 421
    UNPROCESSABLE_ENTITY = 422
    LOCKED = 423
    FAILED_DEPENDENCY = 424
    TOO_EARLY = 425
    UPGRADE_REQUIRED = 426
    PRECONDITION_REQUIRED = 428
    TOO_MANY_REQUESTS = 429
    REQUEST_HEADER_FIELDS_TOO_LARGE = 431
    UNAVAILABLE_FOR_LEGAL_REASONS = 451
    INTERNAL_SERVER_ERROR = 500
    NOT_IMPLEMENTED = 501
    BAD_GATEWAY = 502
    SERVICE_UNAVAILABLE = 503
    GATEWAY_TIMEOUT = 504
    HTTP_VERSION_NOT_SUPPORTED = 505
    VARIANT_ALSO_NEGOTIATES = 506
    INSUFFICIENT_STORAGE = 507
    LOOP_DETECTED = 508
    NOT_EXTENDED = 510
    NETWORK_AUTHENTICATION_REQUIRED = 511

class HTTPError(Exception):
    """Base class of everything that a request can raise."""
    def __init__(self, message: str) -> None: ...
    request: Request
class RequestError(HTTPError):
    """The request could not be sent or answered."""
    def __init__(self, message: str, *, request: Request | None = None) -> None: ...
class TransportError(RequestError): ...
class TimeoutException(TransportError):
    """Base class of the time-outs."""
class ConnectTimeout(TimeoutException): ...
class ReadTimeout(TimeoutException):
    """The answer did not come in time."""
class WriteTimeout(TimeoutException): ...
class PoolTimeout(TimeoutException):
    """No connection of the client became free in time."""
class NetworkError(TransportError): ...
class ReadError(NetworkError): ...
class WriteError(NetworkError): ...
class ConnectError(NetworkError): ...
class CloseError(NetworkError): ...
class ProxyError(TransportError): ...
class UnsupportedProtocol(TransportError): ...
class ProtocolError(TransportError): ...
class LocalProtocolError(ProtocolError): ...
class RemoteProtocolError(ProtocolError):
    """The server closed the connection without an answer."""
class DecodingError(RequestError): ...
class TooManyRedirects(RequestError): ...

class HTTPStatusError(HTTPError):
    """`raise_for_status()` met a status that is not 2xx."""
    def __init__(self, message: str, *, request: Request, response: Response) -> None: ...
    response: Response

class InvalidURL(Exception): ...
class CookieConflict(Exception): ...
class StreamError(RuntimeError): ...
class StreamConsumed(StreamError): ...
class StreamClosed(StreamError): ...
class ResponseNotRead(StreamError): ...
class RequestNotRead(StreamError): ...
