"""Request, made only for handlers, dependencies and middleware that ask for one."""

import json
from urllib.parse import parse_qsl

from fastapi.responses import MutableHeaders


class State:
    """app.state and request.state."""

    def __init__(self, state=None):
        object.__setattr__(self, "_state", dict(state or {}))

    def __getattr__(self, name):
        try:
            return self._state[name]
        except KeyError:
            raise AttributeError(f"'State' object has no attribute '{name}'") from None

    def __setattr__(self, name, value):
        self._state[name] = value

    def __delattr__(self, name):
        del self._state[name]

    def __getitem__(self, name):
        return self._state[name]

    def __contains__(self, name):
        return name in self._state


class QueryParams:
    def __init__(self, query=""):
        self._pairs = parse_qsl(query, keep_blank_values=True)
        self._last = dict(self._pairs)

    def __getitem__(self, name):
        return self._last[name]

    def __contains__(self, name):
        return name in self._last

    def __iter__(self):
        return iter(self._last)

    def __len__(self):
        return len(self._last)

    def get(self, name, default=None):
        return self._last.get(name, default)

    def getlist(self, name):
        return [value for key, value in self._pairs if key == name]

    def keys(self):
        return self._last.keys()

    def values(self):
        return self._last.values()

    def items(self):
        return self._last.items()

    def multi_items(self):
        return list(self._pairs)


class URL:
    def __init__(self, path, query):
        self.scheme = "http"
        self.hostname = "app.test"
        self.port = None
        self.path = path
        self.query = query

    def __str__(self):
        return f"http://app.test{self.path}{'?' + self.query if self.query else ''}"


class Address:
    def __init__(self, host, port):
        self.host = host
        self.port = port


class HTTPConnection:
    def __init__(self, call):
        self._call = call
        self.app = call.app
        self.method = call.method
        self.path_params = call.path_params
        self.url = URL(call.path, call.query)
        self.query_params = QueryParams(call.query)
        self.headers = MutableHeaders(call.headers())
        self.cookies = call.cookies()
        self.client = Address("203.0.113.1", 40000)
        self.state = State(call.app.lifespan_state)
        self.scope = {"type": "http", "method": call.method, "path": call.path, "app": call.app, "route": call.route}

    @property
    def base_url(self):
        return "http://app.test/"


class Request(HTTPConnection):
    async def body(self):
        return self._call.body.encode()

    async def json(self):
        return json.loads(self._call.body)

    async def form(self):
        return QueryParams(self._call.body)

    async def stream(self):
        yield self._call.body.encode()

    async def is_disconnected(self):
        return False
