"""Stand-in for urllib.request: urlopen and Request. It blocks, and opens a connection for each call."""

from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from _http_wire import REASONS, BlockingConnection, Broken, Refused, TimedOut, answer_headers, wire_text
from surge import kernel
from surge.kernel import HTTP_REQUESTS, user_line

__all__ = ("HTTPError", "Request", "URLError", "urlopen")
_WHAT = "urllib.request.urlopen"


class Request:
    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        parts = urlsplit(url)
        if not parts.scheme:
            raise ValueError(f"unknown url type: {url!r}")
        self.full_url = url
        self.type = parts.scheme
        self.host = parts.netloc
        self.selector = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.data = data
        self.headers = {}
        for key, value in headers.items():
            self.add_header(key, value)
        if method:
            self.method = method

    def get_method(self):
        return getattr(self, "method", "POST" if self.data is not None else "GET")

    def get_full_url(self):
        return self.full_url

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    def has_header(self, name):
        return name in self.headers

    def get_header(self, name, default=None):
        return self.headers.get(name, default)


class _Headers(dict):
    """Headers by name, without regard to case."""

    def __getitem__(self, name):
        return self.get(name)

    def get(self, name, default=None):
        return next((value for key, value in self.items() if key.lower() == name.lower()), default)

    def get_content_charset(self, failobj=None):
        return "utf-8" if self.get("Content-Type") else failobj

    def get_content_type(self):
        return (self.get("Content-Type") or "text/plain").partition(";")[0]


class HTTPResponse:
    def __init__(self, url, status, retry_after, body):
        self.url = url
        self.status = self.code = status
        self.reason = self.msg = REASONS.get(status, "")
        self.headers = _Headers(answer_headers(body, retry_after))
        self.closed = False
        self._rest = body.encode()

    def read(self, amt=None):
        size = len(self._rest) if amt is None or amt < 0 else amt
        part, self._rest = self._rest[:size], self._rest[size:]
        return part

    def readline(self):
        return self.read(self._rest.find(b"\n") + 1 or None)

    def __iter__(self):
        return iter(self.readline, b"")

    def getcode(self):
        return self.status

    def geturl(self):
        return self.url

    def info(self):
        return self.headers

    def getheader(self, name, default=None):
        return self.headers.get(name, default)

    def getheaders(self):
        return list(self.headers.items())

    def close(self):
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def urlopen(url, data=None, timeout=None, *, context=None):
    request = Request(url, data) if isinstance(url, str) else url
    if data is not None:
        request.data = data
    if request.type not in ("http", "https"):
        raise URLError(f"unknown url type: {request.type}")
    body = request.data or b""
    headers = {"Host": request.host, "User-Agent": "Python-urllib/3.14", "Accept-Encoding": "identity", "Connection": "close"}
    if body:
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    headers |= request.headers
    line = user_line()
    if request.type == "https" and context is None:
        kernel.emit(kernel.HTTP_CLIENT, text=f"{_WHAT}: TLS context")
    try:
        connection = BlockingConnection(f"{request.type}://{request.host}", timeout, _WHAT, line)
    except TimedOut:
        raise URLError(TimeoutError("timed out")) from None
    except Refused as refused:
        raise URLError(ConnectionRefusedError(111, f"Connection refused ({refused})" if str(refused) else "Connection refused")) from None
    text = wire_text(request.get_method(), request.full_url.partition("#")[0], headers.items(), body)
    try:
        status, retry_after, answer = connection.exchange(text, HTTP_REQUESTS, timeout, _WHAT, line)
    except TimedOut:
        raise TimeoutError("timed out") from None
    except Broken:
        raise URLError(ConnectionResetError("Remote end closed connection without response")) from None
    connection.close()
    response = HTTPResponse(request.full_url, status, retry_after, answer if request.get_method() != "HEAD" else "")
    if not 200 <= status < 300:
        raise HTTPError(request.full_url, status, response.reason, response.headers, response)
    return response


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'urllib.request' has no attribute {name!r}")
    kernel.not_simulated(f"urllib.request.{name}", "urlopen, Request; requests or httpx for more")
