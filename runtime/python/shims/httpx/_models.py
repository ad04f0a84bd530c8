"""Headers, cookies, requests and responses.

The client makes its own requests and responses without their URL and headers objects: those are built when somebody
looks at them.
"""

import codecs
import datetime
import json as jsonlib
from collections.abc import AsyncIterable, Iterable, Mapping, MutableMapping
from urllib.parse import urlencode

from _http_wire import answer_headers
from surge import kernel

from ._exceptions import CookieConflict, HTTPStatusError, RequestNotRead, ResponseNotRead, StreamClosed, StreamConsumed
from ._status_codes import codes
from ._urls import URL, _text_of

_SECRET = ("authorization", "proxy-authorization")


def _string(value):
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _header_value(value):
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if not isinstance(value, str):
        raise TypeError(f"Header value must be str or bytes, not {type(value)}")
    return value


class Headers(MutableMapping):
    """A multi-dict whose keys know no case."""

    def __init__(self, headers=None, encoding=None):
        # (key as given, key in lower case, value)
        if headers is None:
            self._list = []
        elif isinstance(headers, Headers):
            self._list = list(headers._list)
        else:
            pairs = headers.items() if isinstance(headers, Mapping) else headers
            self._list = [(key, key.lower(), _header_value(value)) for key, value in ((_string(k), v) for k, v in pairs)]
        self.encoding = encoding or "ascii"
        # Wire form by origin, for requests that have no headers of their own.
        self._wire = {}

    @property
    def raw(self):
        return [(key.encode("latin-1"), value.encode("latin-1")) for key, _, value in self._list]

    def _merged(self):
        merged = {}
        for _, key, value in self._list:
            merged[key] = f"{merged[key]}, {value}" if key in merged else value
        return merged

    def keys(self):
        return self._merged().keys()

    def values(self):
        return self._merged().values()

    def items(self):
        return self._merged().items()

    def multi_items(self):
        return [(key, value) for _, key, value in self._list]

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def get_list(self, key, split_commas=False):
        lower = key.lower()
        values = [value for _, name, value in self._list if name == lower]
        return [part.strip() for value in values for part in value.split(",")] if split_commas else values

    def update(self, headers=None):
        other = Headers(headers)
        replaced = {name for _, name, _ in other._list}
        self._list = [item for item in self._list if item[1] not in replaced] + other._list
        self._wire = {}

    def copy(self):
        return Headers(self, encoding=self.encoding)

    def __getitem__(self, key):
        values = self.get_list(key)
        if not values:
            raise KeyError(key)
        return ", ".join(values)

    def __setitem__(self, key, value):
        lower = key.lower()
        item = (key, lower, _header_value(value))
        for index, (_, name, _) in enumerate(self._list):
            if name == lower:
                self._list[index] = item
                self._list[index + 1 :] = [other for other in self._list[index + 1 :] if other[1] != lower]
                break
        else:
            self._list.append(item)
        self._wire = {}

    def __delitem__(self, key):
        lower = key.lower()
        kept = [item for item in self._list if item[1] != lower]
        if len(kept) == len(self._list):
            raise KeyError(key)
        self._list = kept
        self._wire = {}

    def __contains__(self, key):
        lower = _string(key).lower()
        return any(name == lower for _, name, _ in self._list)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._list)

    def __eq__(self, other):
        try:
            other = Headers(other)
        except (TypeError, ValueError):
            return False
        return sorted(item[1:] for item in self._list) == sorted(item[1:] for item in other._list)

    def __repr__(self):
        pairs = [(key, "[secure]" if key in _SECRET else value) for key, value in self.multi_items()]
        as_dict = dict(pairs)
        return f"Headers({as_dict if len(as_dict) == len(pairs) else pairs!r})"


class Cookies(MutableMapping):
    """Names and values of cookies, with domain and path."""

    def __init__(self, cookies=None):
        self._cookies = {}
        if isinstance(cookies, Cookies):
            self._cookies.update(cookies._cookies)
        elif cookies is not None:
            for name, value in cookies.items() if isinstance(cookies, Mapping) else cookies:
                self.set(name, value)

    def set(self, name, value, domain="", path="/"):
        self._cookies[name, domain, path] = value

    def _matching(self, name, domain, path):
        return [
            key for key in self._cookies if key[0] == name and (domain is None or key[1] == domain) and (path is None or key[2] == path)
        ]

    def get(self, name, default=None, domain=None, path=None):
        found = self._matching(name, domain, path)
        if len(found) > 1:
            raise CookieConflict(f"Multiple cookies exist with name={name}")
        return self._cookies[found[0]] if found else default

    def delete(self, name, domain=None, path=None):
        for key in self._matching(name, domain, path):
            del self._cookies[key]

    def clear(self, domain=None, path=None):
        for key in [k for k in self._cookies if (domain is None or k[1] == domain) and (path is None or k[2] == path)]:
            del self._cookies[key]

    def update(self, cookies=None):
        self._cookies.update(Cookies(cookies)._cookies)

    def header(self):
        return "; ".join(f"{name}={value}" for (name, _, _), value in self._cookies.items())

    def __setitem__(self, name, value):
        self.set(name, value)

    def __getitem__(self, name):
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __delitem__(self, name):
        self.delete(name)

    def __len__(self):
        return len(self._cookies)

    def __iter__(self):
        return (name for name, _, _ in self._cookies)

    def __bool__(self):
        return bool(self._cookies)

    def __repr__(self):
        shown = ", ".join(f"<Cookie {name}={value} for {domain} />" for (name, domain, _), value in self._cookies.items())
        return f"<Cookies[{shown}]>"


def encode_content(content):
    """(headers, bytes or an asynchronous iterable)"""
    if isinstance(content, (bytes, str)):
        body = content.encode() if isinstance(content, str) else content
        return ({"Content-Length": str(len(body))} if body else {}), body
    if isinstance(content, Iterable) and not isinstance(content, dict):
        return {"Transfer-Encoding": "chunked"}, b"".join(content)
    if isinstance(content, AsyncIterable):
        return {"Transfer-Encoding": "chunked"}, content
    raise TypeError(f"Unexpected type for 'content', {type(content)!r}")


def encode_body(content, data, files, json):
    if data is not None and not isinstance(data, Mapping):
        return encode_content(data)
    if content is not None:
        return encode_content(content)
    if files:
        kernel.not_simulated("httpx: files= (multipart bodies)", "json=, data=, content=")
    if data:
        pairs = []
        for key, value in data.items():
            values = value if isinstance(value, (list, tuple)) else [value]
            pairs += [(key, _text_of(item)) for item in values]
        body = urlencode(pairs, doseq=True).encode()
        return {"Content-Length": str(len(body)), "Content-Type": "application/x-www-form-urlencoded"}, body
    if json is not None:
        body = encode_json(json)
        return {"Content-Length": str(len(body)), "Content-Type": "application/json"}, body
    return {}, b""


def encode_json(value):
    return jsonlib.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


class Request:
    def __init__(
        self, method, url, *, params=None, headers=None, cookies=None, content=None, data=None, files=None, json=None, stream=None,
        extensions=None,
    ):  # fmt: skip
        self.method = method.upper()
        self._url = URL(url) if params is None else URL(url, params=params)
        self.extensions = {} if extensions is None else dict(extensions)
        own = Headers(headers)
        if cookies:
            own["Cookie"] = Cookies(cookies).header()
        automatic, self._content = encode_body(content, data, files, json)
        for key, value in automatic.items():
            if key == "Transfer-Encoding" and "Content-Length" in own:
                continue
            own.setdefault(key, value)
        first = []
        if "Host" not in own and self._url.host:
            first.append(("Host", "host", self._url._netloc()))
        if self.method in ("POST", "PUT", "PATCH") and "Content-Length" not in own and "Transfer-Encoding" not in own:
            first.append(("Content-Length", "content-length", "0"))
        own._list = first + own._list
        self._headers = own

    @classmethod
    def _plain(cls, method, url, headers, timeout):
        """A request without body and headers of its own; headers: the client's, timeout: an httpx.Timeout."""
        request = cls.__new__(cls)
        request.method = method
        request._url = url
        request._headers = None
        request._base = headers
        request._content = b""
        request._timeout = timeout
        return request

    def __getattr__(self, name):
        # Only for requests made by _plain.
        if name == "extensions" and "_timeout" in self.__dict__:
            self.extensions = {"timeout": self._timeout.as_dict()}
            return self.extensions
        raise AttributeError(f"'Request' object has no attribute {name!r}")

    @property
    def url(self):
        url = self._url
        if isinstance(url, str):
            url = self._url = URL(url)
        return url

    @url.setter
    def url(self, url):
        self._url = URL(url)

    @property
    def headers(self):
        headers = self._headers
        if headers is None:
            headers = self._headers = Headers(self._base)
            headers._list = [("Host", "host", self.url._netloc()), *headers._list]
        return headers

    @headers.setter
    def headers(self, headers):
        self._headers = Headers(headers)

    @property
    def content(self):
        if not isinstance(self._content, bytes):
            raise RequestNotRead()
        return self._content

    @property
    def stream(self):
        return self._content

    def read(self):
        return self.content

    async def aread(self):
        if not isinstance(self._content, bytes):
            self._content = b"".join([part async for part in self._content])
        return self._content

    def __surge_vars__(self):
        # FastAPI writes an object as JSON by its attributes.
        return {"method": self.method, "url": self.url, "headers": self.headers, "extensions": self.extensions, "stream": {"_stream": self._content}, "_content": self._content}

    def __repr__(self):
        return f"<Request({self.method!r}, {str(self._url)!r})>"


_ERROR_TYPES = {1: "Informational response", 3: "Redirect response", 4: "Client error", 5: "Server error"}


class Response:
    def __init__(
        self, status_code, *, headers=None, content=None, text=None, html=None, json=None, stream=None, request=None, extensions=None,
        history=None, default_encoding="utf-8",
    ):  # fmt: skip
        self.status_code = status_code
        automatic, body = {}, b""
        if content is not None:
            automatic, body = encode_content(content)
        elif text is not None or html is not None:
            body = (text if text is not None else html).encode()
            kind = "text/plain" if text is not None else "text/html"
            automatic = {"Content-Length": str(len(body)), "Content-Type": f"{kind}; charset=utf-8"}
        elif json is not None:
            body = encode_json(json)
            automatic = {"Content-Length": str(len(body)), "Content-Type": "application/json"}
        self._headers = Headers(headers)
        for key, value in automatic.items():
            self._headers.setdefault(key, value)
        self._body = None
        self._content = body
        self._request = request
        self.extensions = {} if extensions is None else dict(extensions)
        self.history = [] if history is None else list(history)
        self.next_request = None
        self.default_encoding = default_encoding
        self.is_closed = self.is_stream_consumed = True
        self._release = None
        self._unread = False

    @classmethod
    def _arrived(cls, status, retry_after, body, request, default_encoding, elapsed_ns):
        """A response of the world. The body arrived as text."""
        response = cls.__new__(cls)
        response.status_code = status
        response._retry_after = retry_after
        response._headers = None
        response._body = body
        response._content = None
        response._request = request
        response.default_encoding = default_encoding
        response._elapsed_ns = elapsed_ns
        response._unread = False
        return response

    def _hold(self, release):
        """A streamed response keeps its connection until it was read or closed."""
        self._release = release
        self._unread = True
        self.is_closed = self.is_stream_consumed = False

    def __getattr__(self, name):
        # What _arrived leaves out, until somebody asks.
        make = _LATE.get(name)
        if make is None:
            raise AttributeError(f"'Response' object has no attribute {name!r}")
        value = make()
        setattr(self, name, value)
        return value

    @property
    def headers(self):
        headers = self._headers
        if headers is None:
            headers = self._headers = Headers()
            pairs = answer_headers(self._body, self._retry_after)
            headers._list = [(key.lower(), key.lower(), value) for key, value in pairs]
        return headers

    @headers.setter
    def headers(self, headers):
        self._headers = Headers(headers)

    @property
    def elapsed(self):
        if "_elapsed" in self.__dict__:
            return self._elapsed
        if "_elapsed_ns" not in self.__dict__ or not self.is_closed:
            raise RuntimeError("'.elapsed' may only be accessed after the response has been read or closed.")
        return datetime.timedelta(microseconds=self._elapsed_ns / 1000)

    @elapsed.setter
    def elapsed(self, elapsed):
        self._elapsed = elapsed

    @property
    def request(self):
        if self._request is None:
            raise RuntimeError("The request instance has not been set on this response.")
        return self._request

    @request.setter
    def request(self, request):
        self._request = request

    @property
    def url(self):
        return self.request.url

    @property
    def http_version(self):
        return self.extensions.get("http_version", b"HTTP/1.1").decode("ascii", errors="ignore")

    @property
    def reason_phrase(self):
        phrase = self.extensions.get("reason_phrase")
        return codes.get_reason_phrase(self.status_code) if phrase is None else phrase.decode("ascii", errors="ignore")

    @property
    def content(self):
        if self._unread:
            raise ResponseNotRead()
        if self._content is None:
            self._content = self._body.encode()
        return self._content

    @property
    def text(self):
        if self._unread:
            raise ResponseNotRead()
        if self._body is None:
            self._body = self._content.decode(self.encoding or "utf-8", errors="replace")
        return self._body

    @property
    def charset_encoding(self):
        for part in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = part.strip().partition("=")
            if name.lower() == "charset":
                return value.strip("'\"").lower()
        return None

    @property
    def encoding(self):
        if "_encoding" not in self.__dict__:
            encoding = self.charset_encoding
            try:
                codecs.lookup(encoding or "")
            except LookupError:
                default = self.default_encoding
                encoding = default if isinstance(default, str) else default(self.content)
            self._encoding = encoding or "utf-8"
        return self._encoding

    @encoding.setter
    def encoding(self, value):
        self._encoding = value

    @property
    def is_informational(self):
        return 100 <= self.status_code <= 199

    @property
    def is_success(self):
        return 200 <= self.status_code <= 299

    @property
    def is_redirect(self):
        return 300 <= self.status_code <= 399

    @property
    def is_client_error(self):
        return 400 <= self.status_code <= 499

    @property
    def is_server_error(self):
        return 500 <= self.status_code <= 599

    @property
    def is_error(self):
        return 400 <= self.status_code <= 599

    @property
    def has_redirect_location(self):
        return self.status_code in (301, 302, 303, 307, 308) and "Location" in self.headers

    def raise_for_status(self):
        request = self._request
        if request is None:
            raise RuntimeError("Cannot call `raise_for_status` as the request instance has not been set on this response.")
        status = self.status_code
        if 200 <= status <= 299:
            return self
        error_type = _ERROR_TYPES.get(status // 100, "Invalid status code")
        message = f"{error_type} '{status} {self.reason_phrase}' for url '{self.url}'\n"
        if self.has_redirect_location:
            message += f"Redirect location: '{self.headers['location']}'\n"
        message += f"For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/{status}"
        raise HTTPStatusError(message, request=request, response=self)

    def json(self, **kwargs):
        if self._unread:
            raise ResponseNotRead()
        return jsonlib.loads(self._content if self._body is None else self._body, **kwargs)

    @property
    def cookies(self):
        return Cookies()

    @property
    def links(self):
        return {}

    @property
    def num_bytes_downloaded(self):
        return 0 if self._content is None and self._body is None else len((self._content or self._body.encode()))

    # Reading

    def read(self):
        if self._unread and self._sync:
            self._begin_stream()
            self._unread = False
            self.close()
        return self.content

    async def aread(self):
        if self._unread:
            self._begin_stream()
            self._unread = False
            await self.aclose()
        return self.content

    def close(self):
        if self._unread and not self._sync:
            raise RuntimeError("Attempted to call an sync close on an async stream.")
        self._let_go()

    async def aclose(self):
        self._let_go()

    def _let_go(self):
        if not self.is_closed:
            self.is_closed = True
            release, self._release = self._release, None
            if release is not None:
                release()

    def _begin_stream(self):
        if self.is_stream_consumed:
            raise StreamConsumed()
        if self.is_closed:
            raise StreamClosed()
        self.is_stream_consumed = True

    def _iterate(self, whole, parts):
        streamed = self._unread
        if streamed and not self._sync:
            raise RuntimeError("Attempted to call an sync iterator on an async stream.")
        if streamed:
            self._begin_stream()
            self._unread = False
        try:
            content = whole()
            # A response that was streamed keeps nothing.
            self._unread = streamed
            yield from parts(content)
        finally:
            self._unread = streamed
            self._let_go()

    def iter_bytes(self, chunk_size=None):
        return self._iterate(lambda: self.content, lambda content: _chunks(content, chunk_size))

    def iter_text(self, chunk_size=None):
        return self._iterate(lambda: self.text, lambda text: _chunks(text, chunk_size))

    def iter_lines(self):
        return self._iterate(lambda: self.text, str.splitlines)

    iter_raw = iter_bytes

    async def _stream(self, whole, parts):
        streamed = self._unread
        if streamed:
            self._begin_stream()
            self._unread = False
        try:
            content = whole()
            # A response that was streamed keeps nothing.
            self._unread = streamed
            for part in parts(content):
                yield part
        finally:
            self._unread = streamed
            self._let_go()

    def aiter_bytes(self, chunk_size=None):
        return self._stream(lambda: self.content, lambda content: _chunks(content, chunk_size))

    def aiter_text(self, chunk_size=None):
        return self._stream(lambda: self.text, lambda text: _chunks(text, chunk_size))

    def aiter_lines(self):
        return self._stream(lambda: self.text, str.splitlines)

    aiter_raw = aiter_bytes

    def __surge_vars__(self):
        # FastAPI writes an object as JSON by its attributes. One that arrived holds its connection in `extensions`.
        if "_elapsed_ns" in self.__dict__:
            if self.url.scheme == "https":
                raise TypeError("no default __reduce__ due to non-trivial __cinit__")
            inside = "socket" if self._sync else "uvloop.loop.TCPTransport"
            raise ValueError([TypeError(f"{inside!r} object is not iterable"), TypeError("vars() argument must have __dict__ attribute")])
        return {
            "status_code": self.status_code, "headers": self.headers, "_request": self._request, "next_request": self.next_request,
            "extensions": self.extensions, "history": self.history, "is_closed": self.is_closed, "is_stream_consumed": self.is_stream_consumed,
            "default_encoding": self.default_encoding, "stream": {"_stream": self.content}, "_decoder": {}, "_num_bytes_downloaded": 0,
            "_content": self.content,
        }  # fmt: skip

    def __repr__(self):
        return f"<Response [{self.status_code} {self.reason_phrase}]>"


def _chunks(whole, size):
    size = max(len(whole) if size is None else size, 1)
    for start in range(0, len(whole), size):
        yield whole[start : start + size]


_LATE = {
    "_release": lambda: None,
    "extensions": lambda: {"http_version": b"HTTP/1.1"},
    "history": list,
    "next_request": lambda: None,
    "_sync": lambda: False,
    "is_closed": lambda: True,
    "is_stream_consumed": lambda: True,
}

for _class in (Headers, Cookies, Request, Response):
    _class.__module__ = "httpx"
