"""Headers, query parameters, URL, state: what requests and responses are made of."""

from urllib.parse import parse_qsl, urlencode, urlsplit


class ImmutableMultiDict:
    """A mapping that may hold a name several times; the last one counts."""

    def __init__(self, pairs=()):
        if hasattr(pairs, "multi_items"):
            pairs = pairs.multi_items()
        elif hasattr(pairs, "items"):
            pairs = pairs.items()
        self._list = list(pairs)
        self._dict = dict(self._list)

    def getlist(self, key):
        return [value for name, value in self._list if name == key]

    def multi_items(self):
        return list(self._list)

    def keys(self):
        return self._dict.keys()

    def values(self):
        return self._dict.values()

    def items(self):
        return self._dict.items()

    def get(self, key, default=None):
        return self._dict.get(key, default)

    def __getitem__(self, key):
        return self._dict[key]

    def __contains__(self, key):
        return key in self._dict

    def __iter__(self):
        return iter(self._dict)

    def __len__(self):
        return len(self._dict)

    def __eq__(self, other):
        return isinstance(other, ImmutableMultiDict) and sorted(self._list) == sorted(other._list)

    __hash__ = None

    def __repr__(self):
        return f"{type(self).__name__}({self._list!r})"


class QueryParams(ImmutableMultiDict):
    def __init__(self, value=()):
        super().__init__(parse_qsl(value, keep_blank_values=True) if isinstance(value, str) else value)

    def __str__(self):
        return urlencode(self._list)


class FormData(ImmutableMultiDict):
    async def close(self):
        pass


class Headers:
    """Case-insensitive, and a name may stand several times; names are kept in lower case."""

    def __init__(self, headers=None, raw=None):
        if raw is not None:
            self._list = [(_text(name).lower(), _text(value)) for name, value in raw]
        elif isinstance(headers, Headers):
            self._list = list(headers._list)
        else:
            self._list = [(name.lower(), str(value)) for name, value in (headers or {}).items()]

    @property
    def raw(self):
        return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self._list]

    def keys(self):
        return [name for name, _ in self._list]

    def values(self):
        return [value for _, value in self._list]

    def items(self):
        return list(self._list)

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def getlist(self, key):
        key = key.lower()
        return [value for name, value in self._list if name == key]

    def mutablecopy(self):
        return MutableHeaders(self)

    def __getitem__(self, key):
        wanted = key.lower()
        for name, value in self._list:
            if name == wanted:
                return value
        raise KeyError(key)

    def __contains__(self, key):
        return any(name == key.lower() for name, _ in self._list)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._list)

    def __eq__(self, other):
        return isinstance(other, Headers) and sorted(self._list) == sorted(other._list)

    __hash__ = None

    def __repr__(self):
        return f"{type(self).__name__}({dict(self._list)!r})"


class MutableHeaders(Headers):
    def __setitem__(self, key, value):
        wanted = key.lower()
        places = [index for index, (name, _) in enumerate(self._list) if name == wanted]
        for index in reversed(places[1:]):
            del self._list[index]
        if places:
            self._list[places[0]] = (wanted, str(value))
        else:
            self._list.append((wanted, str(value)))

    def __delitem__(self, key):
        wanted = key.lower()
        self._list[:] = [pair for pair in self._list if pair[0] != wanted]

    def setdefault(self, key, value):
        if key not in self:
            self._list.append((key.lower(), str(value)))
        return self[key]

    def update(self, other):
        for name, value in other.items():
            self[name] = value

    def append(self, key, value):
        self._list.append((key.lower(), str(value)))

    def add_vary_header(self, vary):
        self["vary"] = f"{self['vary']}, {vary}" if "vary" in self else vary


def _text(value):
    return value.decode("latin-1") if isinstance(value, bytes) else value


class State:
    """app.state and request.state."""

    def __init__(self, state=None):
        object.__setattr__(self, "_state", {} if state is None else state)

    def __getattr__(self, name):
        try:
            return self._state[name]
        except KeyError:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'") from None

    def __setattr__(self, name, value):
        self._state[name] = value

    def __delattr__(self, name):
        del self._state[name]

    def __getitem__(self, name):
        return self._state[name]

    def __setitem__(self, name, value):
        self._state[name] = value

    def __contains__(self, name):
        return name in self._state

    def __iter__(self):
        return iter(self._state)

    def __len__(self):
        return len(self._state)


class URL:
    def __init__(self, url=""):
        self._url = url
        parts = urlsplit(url)
        self.components = parts
        self.scheme = parts.scheme
        self.netloc = parts.netloc
        self.path = parts.path
        self.query = parts.query
        self.fragment = parts.fragment
        self.hostname = parts.hostname
        self.port = parts.port
        self.username = parts.username
        self.password = parts.password

    @property
    def is_secure(self):
        return self.scheme in ("https", "wss")

    def replace(self, **changes):
        return URL(self.components._replace(**changes).geturl())

    def include_query_params(self, **changes):
        params = dict(parse_qsl(self.query, keep_blank_values=True))
        params.update({name: str(value) for name, value in changes.items()})
        return self.replace(query=urlencode(params))

    def __str__(self):
        return self._url

    def __eq__(self, other):
        return str(self) == str(other)

    __hash__ = None

    def __repr__(self):
        return f"URL({self._url!r})"


class Address:
    def __init__(self, host, port):
        self.host = host
        self.port = port

    def __iter__(self):
        return iter((self.host, self.port))
