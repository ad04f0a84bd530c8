"""Requests and responses."""

import datetime
import json as jsonlib
from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from _http_wire import REASONS, answer_headers
from surge import kernel

from .auth import HTTPBasicAuth
from .exceptions import HTTPError, InvalidJSONError, InvalidURL, JSONDecodeError, MissingSchema, StreamConsumedError
from .structures import CaseInsensitiveDict

_SAFE = "!#$%&'()*+,/:;=?@[]~"
CONTENT_CHUNK_SIZE = 10 * 1024
ITER_CHUNK_SIZE = 512


def _pairs(data):
    """[(name, value)] of a form or of query parameters; a list gives several, None none."""
    found = []
    for key, values in data.items() if isinstance(data, Mapping) else data:
        if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
            values = [values]
        found += [(key, value) for value in values if value is not None]
    return found


def _encoded(data):
    return data.decode() if isinstance(data, bytes) else data if isinstance(data, str) else urlencode(_pairs(data), doseq=True)


class Request:
    """What the user asks for; prepare() gives what is sent."""

    def __init__(
        self, method=None, url=None, headers=None, files=None, data=None, params=None, auth=None, cookies=None, hooks=None, json=None
    ):
        self.method = method
        self.url = url
        self.headers = {} if headers is None else headers
        self.files = [] if files is None else files
        self.data = [] if data is None else data
        self.json = json
        self.params = {} if params is None else params
        self.auth = auth
        self.cookies = cookies
        self.hooks = {} if hooks is None else hooks

    def prepare(self):
        return PreparedRequest(self, {}, {}, None)

    def __repr__(self):
        return f"<Request [{self.method}]>"


class PreparedRequest:
    """headers, params, auth: the session's, below the request's own."""

    def __init__(self, request, headers, params, auth):
        self.method = request.method.upper()
        self.url = _prepare_url(request.url, {**dict(_as_pairs(params)), **dict(_as_pairs(request.params))}, request.params)
        merged = CaseInsensitiveDict(headers)
        merged.update(request.headers)
        self.headers = CaseInsensitiveDict((key, value) for key, value in merged.items() if value is not None)
        if request.cookies:
            self.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in dict(request.cookies).items())
        self.body = None
        self._prepare_body(request)
        self.hooks = request.hooks
        auth = request.auth or auth
        if auth is None and "@" in urlsplit(self.url).netloc:
            parts = urlsplit(self.url)
            auth = (parts.username or "", parts.password or "")
        if auth:
            (HTTPBasicAuth(*auth) if isinstance(auth, tuple) else auth)(self)

    def _prepare_body(self, request):
        kind = None
        if request.files:
            kernel.not_simulated("requests: files= (multipart bodies)", "json=, data=")
        if not request.data and request.json is not None:
            kind = "application/json"
            try:
                self.body = jsonlib.dumps(request.json, allow_nan=False).encode()
            except ValueError as error:
                raise InvalidJSONError(error, request=self) from None
        elif request.data:
            data = request.data
            if isinstance(data, (str, bytes)):
                self.body = data
            elif isinstance(data, (Mapping, list, tuple)):
                self.body = _encoded(data)
                kind = "application/x-www-form-urlencoded"
            else:
                self.body = b"".join(data)
            if isinstance(data, str):
                kind = "application/x-www-form-urlencoded"
        if self.body is not None:
            size = len(self.body.encode() if isinstance(self.body, str) else self.body)
            self.headers["Content-Length"] = str(size)
        elif self.method not in ("GET", "HEAD"):
            self.headers["Content-Length"] = "0"
        if kind is not None and "Content-Type" not in self.headers:
            self.headers["Content-Type"] = kind

    @property
    def path_url(self):
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def __repr__(self):
        return f"<PreparedRequest [{self.method}]>"


def _as_pairs(params):
    if not params or isinstance(params, (str, bytes)):
        return []
    return params.items() if isinstance(params, Mapping) else params


def _prepare_url(url, merged, own):
    url = url.decode("utf8") if isinstance(url, bytes) else str(url)
    url = url.lstrip()
    if ":" in url and not url.lower().startswith("http"):
        return url
    parts = urlsplit(url)
    if not parts.scheme:
        raise MissingSchema(f"Invalid URL {url!r}: No scheme supplied. Perhaps you meant https://{url}?")
    if not parts.netloc or not parts.hostname:
        raise InvalidURL(f"Invalid URL {url!r}: No host supplied")
    query = own if isinstance(own, (str, bytes)) else own if isinstance(own, (list, tuple)) else merged
    extra = _encoded(query) if query else ""
    whole = "&".join(part for part in (parts.query, extra) if part)
    path = quote(parts.path or "/", safe=_SAFE)
    netloc = parts.netloc.lower() if "@" not in parts.netloc else parts.netloc
    return urlunsplit((parts.scheme.lower(), netloc, path, quote(whole, safe=_SAFE), parts.fragment))


class Response:
    def __init__(self, status, retry_after, body, request, elapsed_ns, release):
        """An answer of the world. release: called once, when the body was read or the response closed."""
        self.status_code = status
        self.reason = REASONS.get(status, "")
        self.headers = CaseInsensitiveDict(answer_headers(body, retry_after))
        self.url = request.url
        self.request = request
        self.elapsed = datetime.timedelta(microseconds=elapsed_ns / 1000)
        self.history = []
        self.cookies = {}
        self.encoding = "ISO-8859-1" if self.headers.get("Content-Type", "") == "text/plain" else "utf-8"
        self._body = body.encode() if request.method != "HEAD" else b""
        self._content = False
        self._release = release

    @property
    def ok(self):
        return self.status_code < 400

    @property
    def is_redirect(self):
        return False

    is_permanent_redirect = is_redirect
    next = None

    @property
    def apparent_encoding(self):
        return "utf-8"

    @property
    def links(self):
        return {}

    @property
    def raw(self):
        kernel.not_simulated("requests: Response.raw", "content, iter_content, iter_lines")

    @property
    def content(self):
        if self._content is False:
            if self._release is None:
                raise RuntimeError("The content for this response was already consumed")
            self._content = self._body
            self.close()
        return self._content

    @property
    def text(self):
        return self.content.decode(self.encoding or "utf-8", errors="replace")

    def json(self, **kwargs):
        try:
            return jsonlib.loads(self.content, **kwargs)
        except jsonlib.JSONDecodeError as error:
            raise JSONDecodeError(error.msg, error.doc, error.pos) from None

    def __surge_vars__(self):
        # FastAPI writes an object as JSON by its attributes; `raw` and `connection` hold what it cannot write.
        raise ValueError([TypeError("'property' object is not iterable"), TypeError("vars() argument must have __dict__ attribute")])

    def iter_content(self, chunk_size=1, decode_unicode=False):
        if self._content is False and self._release is None:
            raise StreamConsumedError()
        whole = self._body if self._content is False else self._content
        whole = whole.decode(self.encoding or "utf-8") if decode_unicode else whole
        size = max(len(whole), 1) if chunk_size is None else chunk_size

        def parts():
            for start in range(0, len(whole), size):
                yield whole[start : start + size]
            self.close()

        return parts()

    def iter_lines(self, chunk_size=ITER_CHUNK_SIZE, decode_unicode=False, delimiter=None):
        whole = (b"" if not decode_unicode else "").join(self.iter_content(None, decode_unicode))
        yield from whole.split(delimiter) if delimiter else whole.splitlines()

    __iter__ = iter_lines

    def raise_for_status(self):
        status = self.status_code
        if 400 <= status < 600:
            side = "Client" if status < 500 else "Server"
            raise HTTPError(f"{status} {side} Error: {self.reason} for url: {self.url}", response=self)

    def close(self):
        release, self._release = self._release, None
        if release is not None:
            release()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def __bool__(self):
        return self.ok

    def __repr__(self):
        return f"<Response [{self.status_code}]>"
