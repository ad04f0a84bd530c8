"""URLs and query parameters."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote, urlencode, urljoin

from ._exceptions import InvalidURL

_PARTS = re.compile(r"(?:([a-zA-Z][a-zA-Z0-9+.-]*)?:)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
# Characters that a part does not keep: they are percent-encoded.
_UNSAFE_IN_PATH = re.compile(r"[^!$%&'()*+,\-./0-9:;=@A-Z\[\\\]^_a-z|~]")
_UNSAFE_IN_QUERY = re.compile(r"[^!$%&'()*+,\-./0-9:;=?@A-Z\[\\\]^_`a-z{|}~]")
_UNSAFE_IN_USERINFO = re.compile(r"[^!$%&'()*+,\-.0-9:A-Z_a-z~]")


def _escape(match):
    return "".join(f"%{byte:02X}" for byte in match.group().encode())


class URL:
    __slots__ = ("_scheme", "_userinfo", "_host", "_port", "_path", "_query", "_fragment")

    def __init__(self, url="", **changes):
        if isinstance(url, URL):
            for name in URL.__slots__:
                setattr(self, name, getattr(url, name))
        elif isinstance(url, str):
            self._parse(url)
        else:
            raise TypeError(f"Invalid type for url.  Expected str or httpx.URL, got {type(url)}: {url!r}")
        if changes:
            self._change(changes)

    def _parse(self, url):
        if len(url) > 65536:
            raise InvalidURL("URL too long")
        for position, char in enumerate(url):
            if char < " " or char == "\x7f":
                raise InvalidURL(f"Invalid non-printable ASCII character in URL, {char!r} at position {position}.")
        match = _PARTS.fullmatch(url)
        scheme, authority, path, query, fragment = match.groups()
        self._scheme = (scheme or "").lower()
        userinfo, _, hostport = (authority or "").rpartition("@")
        self._userinfo = _UNSAFE_IN_USERINFO.sub(_escape, userinfo)
        self._set_netloc(hostport)
        if authority and path and not path.startswith("/"):
            raise InvalidURL("For absolute URLs, path must be empty or begin with '/'")
        if not authority and path.startswith("//"):
            raise InvalidURL("Relative URLs cannot have a path starting with '//'")
        if not scheme and not authority and path.startswith(":"):
            raise InvalidURL("Relative URLs cannot have a path starting with ':'")
        self._path = _UNSAFE_IN_PATH.sub(_escape, path)
        self._query = None if query is None else _UNSAFE_IN_QUERY.sub(_escape, query)
        self._fragment = fragment

    def _set_netloc(self, hostport):
        if hostport.startswith("["):
            host, _, rest = hostport[1:].partition("]")
            port = rest[1:]
        else:
            host, _, port = hostport.partition(":")
        self._host = host.lower() if host.isascii() else host.lower().encode("idna").decode()
        self._set_port(port)

    def _set_port(self, port):
        if port is None or port == "":
            self._port = None
            return
        try:
            number = int(port)
        except ValueError:
            raise InvalidURL(f"Invalid port: {port!r}") from None
        self._port = None if number == _DEFAULT_PORTS.get(self._scheme) else number

    def _change(self, changes):
        for name, value in changes.items():
            if isinstance(value, bytes):
                value = value.decode("ascii")
            if name == "params":
                self._query = str(QueryParams(value)) if value else None
            elif name == "query":
                self._query = None if value is None else _UNSAFE_IN_QUERY.sub(_escape, value)
            elif name == "path":
                self._path = _UNSAFE_IN_PATH.sub(_escape, value)
            elif name == "raw_path":
                path, mark, query = value.partition("?")
                self._path = path
                self._query = query if mark else None
            elif name == "scheme":
                self._scheme = (value or "").lower()
            elif name == "host":
                self._host = (value or "").lower()
            elif name == "port":
                self._set_port(value)
            elif name == "netloc":
                self._set_netloc(value)
            elif name == "userinfo":
                self._userinfo = value or ""
            elif name == "username":
                self._set_user(value or "", self.password)
            elif name == "password":
                self._set_user(self.username, value or "")
            elif name == "fragment":
                self._fragment = value
            else:
                raise TypeError(f"{name!r} is an invalid keyword argument for URL()")

    def _set_user(self, username, password):
        parts = [_UNSAFE_IN_USERINFO.sub(_escape, part).replace(":", "%3A") for part in (username, password)]
        self._userinfo = ":".join(parts) if password else parts[0]

    @property
    def scheme(self):
        return self._scheme

    @property
    def raw_scheme(self):
        return self._scheme.encode("ascii")

    @property
    def userinfo(self):
        return self._userinfo.encode("ascii")

    @property
    def username(self):
        return unquote(self._userinfo.partition(":")[0])

    @property
    def password(self):
        return unquote(self._userinfo.partition(":")[2])

    @property
    def host(self):
        return self._host.encode("ascii").decode("idna") if self._host.startswith("xn--") else self._host

    @property
    def raw_host(self):
        return self._host.encode("ascii")

    @property
    def port(self):
        return self._port

    def _netloc(self):
        host = f"[{self._host}]" if ":" in self._host else self._host
        return host if self._port is None else f"{host}:{self._port}"

    @property
    def netloc(self):
        return self._netloc().encode("ascii")

    @property
    def path(self):
        return unquote(self._path or "/")

    @property
    def query(self):
        return (self._query or "").encode("ascii")

    @property
    def params(self):
        return QueryParams(self._query)

    @property
    def raw_path(self):
        return self._target().encode("ascii")

    def _target(self):
        path = self._path or "/"
        return path if self._query is None else f"{path}?{self._query}"

    @property
    def fragment(self):
        return unquote(self._fragment or "")

    @property
    def is_absolute_url(self):
        return bool(self._scheme and self._host)

    @property
    def is_relative_url(self):
        return not self.is_absolute_url

    def copy_with(self, **changes):
        return URL(self, **changes)

    def copy_set_param(self, key, value=None):
        return self.copy_with(params=self.params.set(key, value))

    def copy_add_param(self, key, value=None):
        return self.copy_with(params=self.params.add(key, value))

    def copy_remove_param(self, key):
        return self.copy_with(params=self.params.remove(key))

    def copy_merge_params(self, params):
        return self.copy_with(params=self.params.merge(params))

    def join(self, url):
        return URL(urljoin(str(self), str(URL(url))))

    def __surge_vars__(self):
        # FastAPI writes an object as JSON by its attributes.
        return {"_uri_reference": [self._scheme, self._userinfo, self._host, self._port, self._path, self._query, self._fragment]}

    def __hash__(self):
        return hash(str(self))

    def __eq__(self, other):
        return isinstance(other, (URL, str)) and str(self) == str(URL(other))

    def _text(self, userinfo):
        netloc = self._netloc()
        authority = f"{userinfo}@{netloc}" if userinfo else netloc
        return "".join(
            (
                f"{self._scheme}:" if self._scheme else "",
                f"//{authority}" if authority else "",
                self._path,
                "" if self._query is None else f"?{self._query}",
                "" if self._fragment is None else f"#{self._fragment}",
            )
        )

    def __str__(self):
        return self._text(self._userinfo)

    def __repr__(self):
        userinfo = self._userinfo
        if ":" in userinfo:
            userinfo = f"{userinfo.split(':')[0]}:[secure]"
        return f"URL({self._text(userinfo)!r})"


def _text_of(value):
    if value is True:
        return "true"
    if value is False:
        return "false"
    return "" if value is None else str(value)


class QueryParams(Mapping):
    """An immutable multi-dict."""

    def __init__(self, *args, **kwargs):
        assert len(args) < 2, "Too many arguments."
        assert not (args and kwargs), "Cannot mix named and unnamed arguments."
        value = args[0] if args else kwargs
        if value is None or isinstance(value, (str, bytes)):
            value = value.decode("ascii") if isinstance(value, bytes) else value
            self._dict = parse_qs(value, keep_blank_values=True)
        elif isinstance(value, QueryParams):
            self._dict = {key: list(items) for key, items in value._dict.items()}
        elif isinstance(value, (list, tuple)):
            self._dict = {}
            for key, item in value:
                self._dict.setdefault(str(key), []).append(_text_of(item))
        else:
            self._dict = {
                str(key): [_text_of(item) for item in items] if isinstance(items, (list, tuple)) else [_text_of(items)]
                for key, items in value.items()
            }

    def keys(self):
        return self._dict.keys()

    def values(self):
        return {key: items[0] for key, items in self._dict.items()}.values()

    def items(self):
        return {key: items[0] for key, items in self._dict.items()}.items()

    def multi_items(self):
        return [(key, item) for key, items in self._dict.items() for item in items]

    def get(self, key, default=None):
        return self._dict[str(key)][0] if str(key) in self._dict else default

    def get_list(self, key):
        return list(self._dict.get(str(key), []))

    def set(self, key, value=None):
        return self._with({**self._dict, str(key): [_text_of(value)]})

    def add(self, key, value=None):
        return self._with({**self._dict, str(key): [*self.get_list(key), _text_of(value)]})

    def remove(self, key):
        return self._with({other: items for other, items in self._dict.items() if other != str(key)})

    def merge(self, params=None):
        return self._with({**self._dict, **QueryParams(params)._dict})

    def _with(self, values):
        changed = QueryParams()
        changed._dict = values
        return changed

    def __getitem__(self, key):
        return self._dict[key][0]

    def __contains__(self, key):
        return key in self._dict

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._dict)

    def __bool__(self):
        return bool(self._dict)

    def __hash__(self):
        return hash(str(self))

    def __eq__(self, other):
        return isinstance(other, QueryParams) and sorted(self.multi_items()) == sorted(other.multi_items())

    def __str__(self):
        return urlencode(self.multi_items())

    def __repr__(self):
        return f"QueryParams({str(self)!r})"

    def update(self, params=None):
        raise RuntimeError("QueryParams are immutable since 0.18.0. Use `q = q.merge(...)` to create an updated copy.")

    def __setitem__(self, key, value):
        raise RuntimeError("QueryParams are immutable since 0.18.0. Use `q = q.set(key, value)` to create an updated copy.")


URL.__module__ = QueryParams.__module__ = "httpx"
