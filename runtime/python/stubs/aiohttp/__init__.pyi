# aiohttp 3.13 (Apache-2.0): the signatures of the client's part that the stand-in simulates.
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from .client_exceptions import *

type _Params = Mapping[str, Any] | Sequence[tuple[str, Any]] | str

__version__: str

@dataclass(frozen=True)
class ClientTimeout:
    """Seconds: for all of it, for a connection of the pool, for opening one, between two reads."""
    total: float | None = None
    connect: float | None = None
    sock_read: float | None = None
    sock_connect: float | None = None
    ceil_threshold: float = 5

class BasicAuth(tuple[str, str, str]):
    def __new__(cls, login: str, password: str = "", encoding: str = "latin1") -> Self: ...
    def encode(self) -> str: ...

class FormData:
    def __init__(self, fields: Iterable[Any] | Mapping[str, Any] = (), quote_via: Any = None, charset: str | None = None) -> None: ...
    def add_field(
        self, name: str, value: Any, *, content_type: str | None = None, filename: str | None = None,
        content_transfer_encoding: str | None = None,
    ) -> None: ...
    def add_fields(self, *fields: Any) -> None: ...

class BaseConnector:
    @property
    def closed(self) -> bool: ...
    @property
    def limit(self) -> int: ...
    @property
    def limit_per_host(self) -> int: ...
    @property
    def force_close(self) -> bool: ...
    async def close(self) -> None: ...

class TCPConnector(BaseConnector):
    """The pool of connections: `limit` at once (100), 0 for no limit."""
    def __init__(
        self, *, verify_ssl: bool = True, use_dns_cache: bool = True, ttl_dns_cache: int | None = 10, ssl: Any = True,
        keepalive_timeout: float | None = 15.0, force_close: bool = False, limit: int = 100, limit_per_host: int = 0,
        enable_cleanup_closed: bool = False,
    ) -> None: ...

class RequestInfo(NamedTuple):
    url: Any
    method: str
    headers: Mapping[str, str]
    real_url: Any

class StreamReader:
    async def read(self, n: int = -1) -> bytes: ...
    async def readline(self) -> bytes: ...
    def at_eof(self) -> bool: ...
    def iter_chunked(self, n: int) -> AsyncIterator[bytes]: ...
    def iter_any(self) -> AsyncIterator[bytes]: ...
    def __aiter__(self) -> AsyncIterator[bytes]: ...

class ClientResponse:
    method: str
    status: int
    reason: str | None
    history: tuple[ClientResponse, ...]
    cookies: Any
    @property
    def url(self) -> Any: ...
    @property
    def real_url(self) -> Any: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def request_info(self) -> RequestInfo: ...
    @property
    def content(self) -> StreamReader: ...
    @property
    def content_type(self) -> str: ...
    @property
    def content_length(self) -> int | None: ...
    @property
    def charset(self) -> str | None: ...
    @property
    def host(self) -> str: ...
    @property
    def ok(self) -> bool:
        """True below 400."""
    @property
    def closed(self) -> bool: ...
    @property
    def connection(self) -> Any: ...
    def get_encoding(self) -> str: ...
    async def read(self) -> bytes: ...
    async def text(self, encoding: str | None = None, errors: str = "strict") -> str: ...
    async def json(self, *, encoding: str | None = None, loads: Callable[[str], Any] = ..., content_type: str | None = "application/json") -> Any:
        """The body, parsed."""
    def raise_for_status(self) -> None:
        """Raises `ClientResponseError` for 4xx and 5xx."""
    def release(self) -> Any:
        """Gives the connection back without reading the rest."""
    def close(self) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *error: object) -> None: ...

class TraceRequestStartParams:
    method: str
    url: Any
    headers: Mapping[str, str]

class TraceRequestHeadersSentParams:
    method: str
    url: Any
    headers: Mapping[str, str]

class TraceRequestChunkSentParams:
    method: str
    url: Any
    chunk: bytes

class TraceResponseChunkReceivedParams:
    method: str
    url: Any
    chunk: bytes

class TraceRequestEndParams:
    method: str
    url: Any
    headers: Mapping[str, str]
    response: ClientResponse

class TraceRequestExceptionParams:
    method: str
    url: Any
    headers: Mapping[str, str]
    exception: BaseException

class TraceConnectionQueuedStartParams: ...

class TraceConnectionQueuedEndParams: ...

class TraceConnectionCreateStartParams: ...

class TraceConnectionCreateEndParams: ...

class TraceConnectionReuseconnParams: ...

class TraceConfig:
    """Functions that are told of the steps of each request: `async def on_start(session, context, params)`."""
    def __init__(self, trace_config_ctx_factory: Callable[..., Any] = ...) -> None: ...
    @property
    def on_request_start(self) -> list[Callable[[ClientSession, Any, TraceRequestStartParams], Coroutine[Any, Any, None]]]: ...
    @property
    def on_request_chunk_sent(self) -> list[Callable[[ClientSession, Any, TraceRequestChunkSentParams], Coroutine[Any, Any, None]]]: ...
    @property
    def on_response_chunk_received(self) -> list[Callable[[ClientSession, Any, TraceResponseChunkReceivedParams], Coroutine[Any, Any, None]]]: ...
    @property
    def on_request_end(self) -> list[Callable[[ClientSession, Any, TraceRequestEndParams], Coroutine[Any, Any, None]]]: ...
    @property
    def on_request_exception(self) -> list[Callable[[ClientSession, Any, TraceRequestExceptionParams], Coroutine[Any, Any, None]]]: ...
    @property
    def on_request_headers_sent(self) -> list[Callable[[ClientSession, Any, TraceRequestHeadersSentParams], Coroutine[Any, Any, None]]]: ...
    @property
    def on_connection_queued_start(self) -> list[Callable[[ClientSession, Any, TraceConnectionQueuedStartParams], Coroutine[Any, Any, None]]]: ...
    @property
    def on_connection_queued_end(self) -> list[Callable[[ClientSession, Any, TraceConnectionQueuedEndParams], Coroutine[Any, Any, None]]]: ...
    @property
    def on_connection_create_start(self) -> list[Callable[[ClientSession, Any, TraceConnectionCreateStartParams], Coroutine[Any, Any, None]]]: ...
    @property
    def on_connection_create_end(self) -> list[Callable[[ClientSession, Any, TraceConnectionCreateEndParams], Coroutine[Any, Any, None]]]: ...
    @property
    def on_connection_reuseconn(self) -> list[Callable[[ClientSession, Any, TraceConnectionReuseconnParams], Coroutine[Any, Any, None]]]: ...
    @property
    def on_request_redirect(self) -> list[Callable[[ClientSession, Any, Any], Coroutine[Any, Any, None]]]: ...
    @property
    def on_dns_resolvehost_start(self) -> list[Callable[[ClientSession, Any, Any], Coroutine[Any, Any, None]]]: ...
    @property
    def on_dns_resolvehost_end(self) -> list[Callable[[ClientSession, Any, Any], Coroutine[Any, Any, None]]]: ...
    @property
    def on_dns_cache_hit(self) -> list[Callable[[ClientSession, Any, Any], Coroutine[Any, Any, None]]]: ...
    @property
    def on_dns_cache_miss(self) -> list[Callable[[ClientSession, Any, Any], Coroutine[Any, Any, None]]]: ...
    def trace_config_ctx(self, trace_request_ctx: Any = None) -> Any: ...
    def freeze(self) -> None: ...

class _RequestContextManager:
    def __await__(self) -> Generator[Any, None, ClientResponse]: ...
    async def __aenter__(self) -> ClientResponse: ...
    async def __aexit__(self, *error: object) -> None: ...

class ClientSession:
    """A client with a connection pool. Make one at start-up and share it."""
    def __init__(
        self, base_url: str | None = None, *, connector: BaseConnector | None = None, headers: Mapping[str, str] | None = None,
        cookies: Any | None = None, auth: BasicAuth | None = None, json_serialize: Callable[[Any], str] = ...,
        raise_for_status: bool = False, connector_owner: bool = True, timeout: ClientTimeout = ..., trust_env: bool = False,
        trace_configs: list[TraceConfig] | None = None,
    ) -> None: ...
    @property
    def closed(self) -> bool: ...
    @property
    def connector(self) -> BaseConnector | None: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def timeout(self) -> ClientTimeout: ...
    @property
    def raise_for_status(self) -> bool: ...
    @property
    def trace_configs(self) -> list[TraceConfig]: ...
    def request(
        self, method: str, url: str, *, params: _Params | None = None, data: Any = None, json: Any = None, headers: Mapping[str, str] | None = None,
        auth: BasicAuth | None = None, allow_redirects: bool = True, raise_for_status: bool | None = None,
        timeout: ClientTimeout | None = ..., ssl: Any = ..., trace_request_ctx: Any = None,
    ) -> _RequestContextManager:
        """Sends a request: `async with session.request("GET", url) as response`."""
    def get(
        self, url: str, *, params: _Params | None = None, data: Any = None, json: Any = None, headers: Mapping[str, str] | None = None,
        auth: BasicAuth | None = None, allow_redirects: bool = True, raise_for_status: bool | None = None,
        timeout: ClientTimeout | None = ..., ssl: Any = ..., trace_request_ctx: Any = None,
    ) -> _RequestContextManager:
        """Sends a GET request: `async with session.get(url) as response`."""
    def options(
        self, url: str, *, params: _Params | None = None, data: Any = None, json: Any = None, headers: Mapping[str, str] | None = None,
        auth: BasicAuth | None = None, allow_redirects: bool = True, raise_for_status: bool | None = None,
        timeout: ClientTimeout | None = ..., ssl: Any = ..., trace_request_ctx: Any = None,
    ) -> _RequestContextManager:
        """Sends a OPTIONS request: `async with session.options(url) as response`."""
    def head(
        self, url: str, *, params: _Params | None = None, data: Any = None, json: Any = None, headers: Mapping[str, str] | None = None,
        auth: BasicAuth | None = None, allow_redirects: bool = False, raise_for_status: bool | None = None,
        timeout: ClientTimeout | None = ..., ssl: Any = ..., trace_request_ctx: Any = None,
    ) -> _RequestContextManager:
        """Sends a HEAD request: `async with session.head(url) as response`."""
    def post(
        self, url: str, *, params: _Params | None = None, data: Any = None, json: Any = None, headers: Mapping[str, str] | None = None,
        auth: BasicAuth | None = None, allow_redirects: bool = True, raise_for_status: bool | None = None,
        timeout: ClientTimeout | None = ..., ssl: Any = ..., trace_request_ctx: Any = None,
    ) -> _RequestContextManager:
        """Sends a POST request: `async with session.post(url) as response`."""
    def put(
        self, url: str, *, params: _Params | None = None, data: Any = None, json: Any = None, headers: Mapping[str, str] | None = None,
        auth: BasicAuth | None = None, allow_redirects: bool = True, raise_for_status: bool | None = None,
        timeout: ClientTimeout | None = ..., ssl: Any = ..., trace_request_ctx: Any = None,
    ) -> _RequestContextManager:
        """Sends a PUT request: `async with session.put(url) as response`."""
    def patch(
        self, url: str, *, params: _Params | None = None, data: Any = None, json: Any = None, headers: Mapping[str, str] | None = None,
        auth: BasicAuth | None = None, allow_redirects: bool = True, raise_for_status: bool | None = None,
        timeout: ClientTimeout | None = ..., ssl: Any = ..., trace_request_ctx: Any = None,
    ) -> _RequestContextManager:
        """Sends a PATCH request: `async with session.patch(url) as response`."""
    def delete(
        self, url: str, *, params: _Params | None = None, data: Any = None, json: Any = None, headers: Mapping[str, str] | None = None,
        auth: BasicAuth | None = None, allow_redirects: bool = True, raise_for_status: bool | None = None,
        timeout: ClientTimeout | None = ..., ssl: Any = ..., trace_request_ctx: Any = None,
    ) -> _RequestContextManager:
        """Sends a DELETE request: `async with session.delete(url) as response`."""
    async def close(self) -> None: ...
    def detach(self) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *error: object) -> None: ...

def request(
    method: str, url: str, *, params: _Params | None = None, data: Any = None, json: Any = None, headers: Mapping[str, str] | None = None,
    connector: BaseConnector | None = None, timeout: ClientTimeout | None = ...,
) -> _RequestContextManager:
    """Sends a request through a session of its own."""

class DummyCookieJar:
    def __init__(self, **settings: Any) -> None: ...

class CookieJar(DummyCookieJar): ...
