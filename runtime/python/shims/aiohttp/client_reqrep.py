"""Responses, and what they say of their request."""

import json as jsonlib
from typing import NamedTuple

from _http_wire import REASONS, answer_headers
from httpx._models import Headers
from yarl import URL

from .client_exceptions import ClientConnectionError, ClientResponseError, ContentTypeError

# A body larger than this does not fit in aiohttp's read buffer: it stays with its connection until it is read.
READ_BUFFER = 2 * 2**16


class CIMultiDictProxy(Headers):
    def getall(self, key, default=()):
        return self.get_list(key) or list(default)

    getone = Headers.__getitem__

    def __repr__(self):
        return f"<{type(self).__name__}({', '.join(f'{key!r}: {value!r}' for key, value in self.multi_items())})>"


class RequestInfo(NamedTuple):
    url: URL
    method: str
    headers: CIMultiDictProxy
    real_url: URL


class StreamReader:
    """Minimal: the body has arrived when there is a response."""

    __slots__ = ("_response", "_position")

    def __init__(self, response):
        self._response = response
        self._position = 0

    async def read(self, n=-1):
        body = self._response._bytes()
        start = self._position
        self._position = len(body) if n < 0 else min(len(body), start + n)
        if self._position == len(body):
            self._response._let_go(True)
        return body[start : self._position]

    async def readline(self):
        body = self._response._bytes()
        end = body.find(b"\n", self._position)
        return await self.read(len(body) if end < 0 else end + 1 - self._position)

    def at_eof(self):
        return self._position >= len(self._response._bytes())

    async def iter_chunked(self, n):
        while part := await self.read(n):
            yield part

    async def iter_any(self):
        while part := await self.read():
            yield part

    async def __aiter__(self):
        while line := await self.readline():
            yield line


class ClientResponse:
    # Set by a session that traces.
    _traces = None

    def __init__(self, method, url, headers, status, retry_after, body, session, connection):
        self.method = method
        self.status = status
        self.reason = REASONS.get(status, "")
        self.history = ()
        self.cookies = {}
        self._url = url
        self._request_headers = headers
        self._retry_after = retry_after
        self._arrived = body if method != "HEAD" else ""
        self._body = None
        self._headers = None
        self._session = session
        self._connection = connection
        self._in_context = False
        self._gone = False
        self._content = None
        if len(body) <= READ_BUFFER:
            self._let_go(True)

    def __surge_vars__(self):
        # FastAPI writes an object as JSON by its attributes; the first that it cannot write is the URL.
        raise ValueError([TypeError("'URL' object is not iterable"), TypeError("vars() argument must have __dict__ attribute")])

    def _let_go(self, keep):
        connection, self._connection = self._connection, None
        if connection is not None:
            self._session._connector._release(connection, keep)

    def _bytes(self):
        if self._gone and self._body is None:
            raise ClientConnectionError("Connection closed")
        return self._arrived.encode() if self._body is None else self._body

    @property
    def url(self):
        return self.real_url.with_fragment(None)

    @property
    def real_url(self):
        if type(self._url) is str:
            self._url = URL(self._url)
        return self._url

    @property
    def headers(self):
        if self._headers is None:
            self._headers = CIMultiDictProxy(answer_headers(self._arrived, self._retry_after))
        return self._headers

    @property
    def request_info(self):
        return RequestInfo(self.url, self.method, CIMultiDictProxy(self._request_headers), self.real_url)

    @property
    def content(self):
        if self._content is None:
            self._content = StreamReader(self)
        return self._content

    @property
    def content_type(self):
        return self.headers.get("Content-Type", "application/octet-stream").partition(";")[0].strip().lower()

    @property
    def charset(self):
        return "utf-8" if "charset=utf-8" in self.headers.get("Content-Type", "") else None

    content_length = property(lambda self: int(self.headers["Content-Length"]))
    host = property(lambda self: self.real_url.host)
    ok = property(lambda self: self.status < 400)
    closed = property(lambda self: self._connection is None)
    connection = property(lambda self: self._connection)

    def get_encoding(self):
        return "utf-8"

    async def read(self):
        if self._body is None:
            self._body = self._bytes() if self._content is None else await self._content.read()
            self._let_go(True)
            if self._traces is not None:
                await self._traces.received(self._body)
        return self._body

    async def text(self, encoding=None, errors="strict"):
        return (await self.read()).decode(encoding or "utf-8", errors)

    async def json(self, *, encoding=None, loads=jsonlib.loads, content_type="application/json"):
        body = await self.read()
        if content_type:
            found = self.headers.get("Content-Type", "application/octet-stream").lower()
            is_json = "json" in self.content_type and content_type == "application/json"
            if not is_json and content_type not in found:
                raise ContentTypeError(
                    self.request_info, self.history, status=self.status,
                    message=f"Attempt to decode JSON with unexpected mimetype: {found}", headers=self.headers,
                )  # fmt: skip
        stripped = body.strip()
        return loads(stripped.decode(encoding or "utf-8")) if stripped else None

    def raise_for_status(self):
        if not self.ok:
            if not self._in_context:
                self.release()
            raise ClientResponseError(
                self.request_info, self.history, status=self.status, message=self.reason, headers=self.headers
            )

    def release(self):
        self._gone = True
        # A body that was not read to its end cannot be skipped: its connection is closed.
        self._let_go(len(self._arrived) <= READ_BUFFER)

    def close(self):
        self._gone = True
        self._let_go(False)

    async def __aenter__(self):
        self._in_context = True
        return self

    async def __aexit__(self, *error):
        self._in_context = False
        self.release()

    def __repr__(self):
        return f"<ClientResponse({self.real_url}) [{self.status} {self.reason}]>\n{self.headers!r}\n"
