"""Request, made only for handlers, dependencies and middleware that ask for one."""

import json
from urllib.parse import parse_qsl

from starlette.datastructures import URL, Address, FormData, Headers, QueryParams, State

SERVER = "app.test"
CLIENT = ("203.0.113.1", 40000)


class ClientDisconnect(Exception):
    """Never raised here: a simulated client that gives up does not tell."""


class HTTPConnection:
    def __init__(self, call):
        self._call = call
        self.app = call.app
        self.scope = {
            "type": "http",
            "http_version": "1.1",
            "method": call.method,
            "scheme": "http",
            "path": call.path,
            "raw_path": call.path.encode(),
            "query_string": call.query.encode(),
            "root_path": "",
            "client": CLIENT,
            "server": (SERVER, 80),
            "app": call.app,
            "state": dict(call.app.lifespan_state),
            "surge.call": call,
        }
        self.state = State(self.scope["state"])
        self._headers = self._query = None

    def __getitem__(self, key):
        return self.scope[key]

    def __contains__(self, key):
        return key in self.scope

    @property
    def path_params(self):
        return self._call.path_values

    @property
    def headers(self):
        if self._headers is None:
            self._headers = Headers(self._call.headers())
            self.scope["headers"] = self._headers.raw
        return self._headers

    @property
    def query_params(self):
        if self._query is None:
            self._query = QueryParams(self._call.query)
        return self._query

    @property
    def cookies(self):
        return self._call.cookies()

    @property
    def client(self):
        return Address(*CLIENT)

    @property
    def url(self):
        query = self._call.query
        return URL(f"http://{SERVER}{self._call.path}{'?' + query if query else ''}")

    @property
    def base_url(self):
        return URL(f"http://{SERVER}/")


class Request(HTTPConnection):
    @property
    def method(self):
        return self._call.method

    async def body(self):
        return self._call.body.encode()

    async def json(self):
        return json.loads(self._call.body)

    async def form(self, **limits):
        return FormData(parse_qsl(self._call.body, keep_blank_values=True))

    async def stream(self):
        body = self._call.body.encode()
        if body:
            yield body
        yield b""

    async def is_disconnected(self):
        return False
