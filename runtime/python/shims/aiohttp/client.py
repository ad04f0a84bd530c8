"""ClientSession and what belongs to it."""

import asyncio
import json as jsonlib
import math
from urllib.parse import urlencode

from _stand_in import forgotten
from surge import kernel
from surge.kernel import HTTP_AIOHTTP, HTTP_REQUEST, call, user_line
from yarl import URL

from .client_exceptions import (
    ClientConnectionError,
    InvalidUrlClientError,
    NonHttpUrlClientError,
    ServerDisconnectedError,
)
from .client_reqrep import CIMultiDictProxy, ClientResponse
from .connector import TCPConnector
from .helpers import DEFAULT_TIMEOUT, FormData, Patience, RequestContextManager, deadlines, timeout_of
from .tracing import Traces

USER_AGENT = "Python/3.14 aiohttp/3.13.2"
# CPU of a session, measured with aiohttp 3.8: docs/fidelity.md. The TLS context was made when aiohttp was imported.
SESSION_NS = 7_000
_DEFAULT_HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate", "User-Agent": USER_AGENT}
_UNSET = object()


class ClientSession:
    def __init__(
        self, base_url=None, *, connector=None, loop=None, cookies=None, headers=None, proxy=None, proxy_auth=None,
        skip_auto_headers=None, auth=None, json_serialize=jsonlib.dumps, request_class=None, response_class=None,
        ws_response_class=None, version=None, cookie_jar=None, connector_owner=True, raise_for_status=False, read_timeout=_UNSET,
        conn_timeout=None, timeout=_UNSET, auto_decompress=True, trust_env=False, requote_redirect_url=True, trace_configs=None,
        read_bufsize=2**16, max_line_size=8190, max_field_size=8190, fallback_charset_resolver=None, middlewares=(),
    ):  # fmt: skip
        self._connector = None
        self._loop = loop or asyncio.get_running_loop()
        self._owner = kernel.state()
        for name, value in (("proxy", proxy), ("middlewares", middlewares)):
            if value:
                kernel.not_simulated(f"aiohttp.ClientSession({name}=...)", "connector, headers, timeout, auth, raise_for_status, trace_configs")
        kernel.charge(SESSION_NS)
        self._base_url = None if base_url is None else URL(base_url)
        if self._base_url is not None and not self._base_url.path.endswith("/"):
            raise ValueError("base_url must have a trailing '/'")
        self._timeout = DEFAULT_TIMEOUT if timeout is _UNSET or timeout is None else timeout_of(timeout)
        self._headers = CIMultiDictProxy({**_DEFAULT_HEADERS, **dict(headers or {})})
        if cookies:
            self._headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in dict(cookies).items())
        if auth is not None:
            self._headers["Authorization"] = auth.encode()
        self._json_serialize = json_serialize
        self._raise_for_status = raise_for_status
        self._connector_owner = connector_owner
        self._trace_configs = list(trace_configs or ())
        for config in self._trace_configs:
            config.freeze()
        self._connector = TCPConnector() if connector is None else connector
        # URL as given -> (whole URL, origin, wire headers).
        self._known = {}

    def __del__(self):
        if self._connector is not None and not self._connector.closed and forgotten(self._owner):
            self._loop.call_exception_handler({"message": "Unclosed client session"})
            if self._connector_owner:
                self._connector._close()

    closed = property(lambda self: self._connector is None or self._connector.closed)
    connector = property(lambda self: self._connector)
    headers = property(lambda self: self._headers)
    timeout = property(lambda self: self._timeout)
    raise_for_status = property(lambda self: self._raise_for_status)
    trace_configs = property(lambda self: self._trace_configs)

    def request(self, method, url, **kwargs):
        return RequestContextManager(self._request(method, url, user_line(), **kwargs))

    def get(self, url, *, allow_redirects=True, **kwargs):
        return RequestContextManager(self._request("GET", url, user_line(), **kwargs))

    def options(self, url, *, allow_redirects=True, **kwargs):
        return RequestContextManager(self._request("OPTIONS", url, user_line(), **kwargs))

    def head(self, url, *, allow_redirects=False, **kwargs):
        return RequestContextManager(self._request("HEAD", url, user_line(), **kwargs))

    def post(self, url, *, data=None, **kwargs):
        return RequestContextManager(self._request("POST", url, user_line(), data=data, **kwargs))

    def put(self, url, *, data=None, **kwargs):
        return RequestContextManager(self._request("PUT", url, user_line(), data=data, **kwargs))

    def patch(self, url, *, data=None, **kwargs):
        return RequestContextManager(self._request("PATCH", url, user_line(), data=data, **kwargs))

    def delete(self, url, **kwargs):
        return RequestContextManager(self._request("DELETE", url, user_line(), **kwargs))

    def ws_connect(self, url, **kwargs):
        kernel.not_simulated("aiohttp: ClientSession.ws_connect()", "get, post, put, patch, delete, head, options, request")

    async def _request(
        self, method, url, line, *, params=None, data=None, json=None, cookies=None, headers=None, skip_auto_headers=None, auth=None,
        allow_redirects=True, max_redirects=10, compress=False, chunked=None, expect100=False, raise_for_status=None,
        read_until_eof=True, proxy=None, proxy_auth=None, timeout=_UNSET, ssl=True, server_hostname=None, proxy_headers=None,
        trace_request_ctx=None, read_bufsize=None, auto_decompress=None, max_line_size=None, max_field_size=None, middlewares=None,
    ):  # fmt: skip
        if self.closed:
            raise RuntimeError("Session is closed")
        if proxy is not None:
            kernel.not_simulated("aiohttp: proxy=", "direct connections")
        timeout = self._timeout if timeout is _UNSET else timeout_of(timeout)
        known = self._known.get(url) if type(url) is str and params is None else None
        if known is None:
            known = self._learn(url, params)
        whole, origin, wire = known
        sent = self._headers
        text = f"{method} {whole}\n{wire}\n"
        if data is not None or json is not None or headers or cookies or auth is not None or method in ("POST", "PUT", "PATCH"):
            sent, body = self._own_request(origin, data, json, headers, cookies, auth)
            text = f"{method} {whole}\n{jsonlib.dumps({'Host': origin.partition('//')[2], **dict(sent.items())})}\n{body}"
        check = self._raise_for_status if raise_for_status is None else raise_for_status
        if self._trace_configs:
            traces = Traces(self, self._trace_configs, trace_request_ctx, method, whole, sent)
            return await self._traced(method, whole, origin, text, sent, timeout, ssl, line, check, traces)
        return await self._answered(method, whole, origin, text, sent, timeout, ssl, line, check)

    async def _answered(self, method, whole, origin, text, sent, timeout, ssl, line, check, traces=None):
        if timeout.total is None or timeout.total <= 0:
            response = await self._exchange(method, whole, origin, text, sent, timeout, ssl, line, None, traces)
        else:
            response = await self._within_total(method, whole, origin, text, sent, timeout, ssl, line, traces)
        if check is True:
            response.raise_for_status()
        elif check:
            await check(response)
        return response

    async def _traced(self, method, whole, origin, text, sent, timeout, ssl, line, check, traces):
        await traces.start()
        try:
            response = await self._answered(method, whole, origin, text, sent, timeout, ssl, line, check, traces)
            response._traces = traces
            await traces.end(response)
            return response
        except BaseException as error:
            await traces.failed(error)
            raise

    def _learn(self, url, params):
        """Whole URL, origin and wire headers of a request without headers of its own."""
        try:
            given = URL(url)
        except ValueError as error:
            raise InvalidUrlClientError(url) from error
        whole = given if self._base_url is None or given.absolute else self._base_url.join(given)
        if params:
            whole = whole.update_query(params) if whole.query_string else whole.with_query(params)
        if not whole.host:
            raise InvalidUrlClientError(whole)
        if whole.scheme not in ("http", "https"):
            raise NonHttpUrlClientError(whole)
        whole = whole.with_fragment(None)
        origin = f"{whole.scheme}://{whole.authority.rpartition('@')[2]}"
        wire = jsonlib.dumps({"Host": origin.partition("//")[2], **dict(self._headers.items())})
        known = (str(whole), origin, wire)
        if params is None and type(url) is str:
            if len(self._known) >= 10_000:
                self._known.clear()
            self._known[url] = known
        return known

    def _own_request(self, origin, data, json, headers, cookies, auth):
        """(headers, body as text) of a request that has something of its own."""
        sent = CIMultiDictProxy(self._headers)
        sent.update(headers)
        if cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in dict(cookies).items())
        if auth is not None:
            sent["Authorization"] = auth.encode()
        if data is not None and json is not None:
            raise ValueError("data and json parameters can not be used at the same time")
        body, kind = "", None
        if json is not None:
            body, kind = self._json_serialize(json), "application/json"
        elif isinstance(data, (bytes, bytearray, memoryview)):
            body, kind = bytes(data).decode("utf-8", errors="replace"), "application/octet-stream"
        elif isinstance(data, str):
            body, kind = data, "text/plain; charset=utf-8"
        elif isinstance(data, (dict, list, tuple, FormData)):
            form = data if isinstance(data, FormData) else FormData(data)
            body, kind = urlencode(form._fields), "application/x-www-form-urlencoded"
        elif data is not None:
            kernel.not_simulated(f"aiohttp: data= of type {type(data).__name__}", "bytes, str, dict, FormData with text fields; json=")
        if isinstance(body, bytes):
            body = body.decode()
        sent["Content-Length"] = str(len(body.encode()))
        if kind is not None:
            sent.setdefault("Content-Type", kind)
        return sent, body

    async def _within_total(self, method, whole, origin, text, sent, timeout, ssl, line, traces):
        # aiohttp rounds long time-outs up to whole seconds.
        total_s = timeout.total if timeout.total <= timeout.ceil_threshold else math.ceil(timeout.total)
        connector = self._connector
        if traces is not None or connector._waiters or not connector._idle.get(origin):
            async with asyncio.timeout(total_s):
                return await self._exchange(method, whole, origin, text, sent, timeout, ssl, line, None, traces)
        # A connection is there: one future to watch, and one timer for all requests with this time-out.
        return await self._exchange(method, whole, origin, text, sent, timeout, ssl, line, total_s)

    async def _exchange(self, method, whole, origin, text, sent, timeout, ssl, line, total_s=None, traces=None):
        connector = self._connector
        connection = await connector._acquire(origin, timeout, ssl, whole, line, traces)
        if not self._connector:
            connector._release(connection, keep=False)
            raise ClientConnectionError("Connector is closed.")
        if traces is not None:
            try:
                await traces.sent(text.partition("\n")[2].partition("\n")[2].encode())
            except BaseException:
                connector._release(connection, keep=False)
                raise
        future = call(HTTP_REQUEST, connection.id, HTTP_AIOHTTP, text, line)
        patience = None
        if timeout.sock_read is not None or total_s is not None:
            patience = Patience(future)
            if timeout.sock_read is not None:
                deadlines(timeout.sock_read).watch(future, patience.read_late)
            if total_s is not None:
                deadlines(total_s).watch(future, patience.late)
        try:
            status, retry_after, body = await future
        except BaseException:
            if future.done() and not future.cancelled():
                connector._release(connection, keep=True)
                raise
            future.cancel()
            connector._release(connection, keep=False)
            if patience is not None and patience.ended is not None:
                raise patience.ended from None
            raise
        if not status:
            connector._release(connection, keep=False)
            raise ServerDisconnectedError(body or None)
        return ClientResponse(method, whole, sent, status, retry_after, body, self, connection)

    async def close(self):
        connector, self._connector = self._connector, None
        if connector is not None and not connector.closed and self._connector_owner:
            await connector.close()

    def detach(self):
        self._connector = None

    def __enter__(self):
        raise TypeError("Use async with instead")

    def __exit__(self, *error):
        """Exists because __enter__ does."""

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.close()


class _SessionRequestContextManager:
    """What aiohttp.request() gives: a request with a session of its own."""

    def __init__(self, method, url, line, connector, settings):
        self._session = ClientSession(connector=connector)
        self._coroutine = self._session._request(method, url, line, **settings)

    async def __aenter__(self):
        try:
            self._response = await self._coroutine
        except BaseException:
            await self._session.close()
            raise
        return self._response

    async def __aexit__(self, *error):
        self._response.release()
        await self._session.close()


def request(method, url, *, connector=None, loop=None, version=None, **settings):
    return _SessionRequestContextManager(method, url, user_line(), connector, settings)


ClientSession._request.__qualname__ = ClientSession._exchange.__qualname__ = "ClientSession.request"
ClientSession._within_total.__qualname__ = ClientSession._answered.__qualname__ = ClientSession._traced.__qualname__ = "ClientSession.request"
