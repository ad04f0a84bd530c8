"""Stand-in for yarl: URL, as far as HTTP clients show it."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_PATH_SAFE = "!$%&'()*+,-./:;=@_~"
_QUERY_SAFE = "!$%&'()*+,-./:;=?@_~"


class URL:
    __slots__ = ("_parts", "_text")

    def __init__(self, val="", *, encoded=False):
        if not isinstance(val, (str, URL)):
            raise TypeError("Constructor parameter should be str")
        parts = urlsplit(str(val))
        if parts.netloc and not encoded:
            path = quote(parts.path, safe=_PATH_SAFE) or "/"
            netloc = parts.netloc
            scheme = parts.scheme.lower()
            default = f":{_DEFAULT_PORTS.get(scheme)}"
            parts = parts._replace(netloc=netloc.removesuffix(default).lower() if "@" not in netloc else netloc, path=path)
        self._parts = parts._replace(query=quote(parts.query, safe=_QUERY_SAFE))
        self._text = urlunsplit(self._parts)

    scheme = property(lambda self: self._parts.scheme)
    raw_host = host = property(lambda self: self._parts.hostname)
    user = property(lambda self: self._parts.username)
    password = property(lambda self: self._parts.password)
    raw_path = property(lambda self: self._parts.path)
    path = property(lambda self: unquote(self._parts.path))
    raw_query_string = property(lambda self: self._parts.query)
    query_string = property(lambda self: unquote(self._parts.query.replace("+", " ")))
    fragment = property(lambda self: unquote(self._parts.fragment))
    name = property(lambda self: self.path.rpartition("/")[2])
    absolute = property(lambda self: bool(self._parts.netloc))
    authority = raw_authority = property(lambda self: self._parts.netloc)

    @property
    def port(self):
        return self._parts.port or _DEFAULT_PORTS.get(self._parts.scheme)

    @property
    def explicit_port(self):
        return self._parts.port

    @property
    def query(self):
        return dict(parse_qsl(self._parts.query, keep_blank_values=True))

    @property
    def path_qs(self):
        return self.path + (f"?{self.query_string}" if self._parts.query else "")

    @property
    def parent(self):
        return self._with(path=self._parts.path.rpartition("/")[0] or "/", query="", fragment="")

    def is_absolute(self):
        return self.absolute

    def origin(self):
        return self._with(path="", query="", fragment="", netloc=self._parts.netloc.rpartition("@")[2])

    def join(self, url):
        return URL(urljoin(self._text, str(url)))

    def joinpath(self, *others):
        path = "/".join([self._parts.path.rstrip("/"), *(quote(other.strip("/"), safe=_PATH_SAFE) for other in others)])
        return self._with(path=path, query="", fragment="")

    def with_query(self, *args, **kwargs):
        return self._with(query=_query_text(args[0] if args else kwargs))

    def update_query(self, *args, **kwargs):
        given = args[0] if args else kwargs
        return self.with_query({**self.query, **dict(parse_qsl(given) if isinstance(given, str) else given)})

    extend_query = update_query

    def with_path(self, path, *, encoded=False):
        return self._with(path=path if path.startswith("/") else f"/{path}", query="", fragment="")

    def with_fragment(self, fragment):
        return self._with(fragment=fragment or "")

    def human_repr(self):
        return unquote(self._text)

    def _with(self, **parts):
        return URL(urlunsplit(self._parts._replace(**parts)))

    def __truediv__(self, name):
        return self.joinpath(name)

    def __mod__(self, query):
        return self.update_query(query)

    def __str__(self):
        return self._text

    def __repr__(self):
        return f"URL({self._text!r})"

    def __eq__(self, other):
        return self._text == other._text if isinstance(other, URL) else NotImplemented

    def __lt__(self, other):
        return self._text < other._text if isinstance(other, URL) else NotImplemented

    def __hash__(self):
        return hash(self._text)

    def __bool__(self):
        return bool(self._text)


def _query_text(query):
    if not query:
        return ""
    if isinstance(query, str):
        return quote(query, safe=_QUERY_SAFE)
    pairs = []
    for key, values in query.items() if isinstance(query, Mapping) else query:
        for value in values if isinstance(values, (list, tuple)) else [values]:
            if isinstance(value, bool) or not isinstance(value, (str, int, float)):
                raise TypeError(f"Invalid variable type: value should be str, int or float, got {value!r} of type {type(value)}")
            pairs.append((key, value))
    return urlencode(pairs)
