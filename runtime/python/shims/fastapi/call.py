"""One request on its way through the handlers. Everything that costs is made only when somebody asks for it."""

import json
from json import loads as _read_headers
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl

from fastapi.background import BackgroundTasks
from fastapi.exceptions import RequestValidationError
from fastapi.requests import SERVER, Request
from fastapi.responses import Response

MISSING = object()


class Call:
    __slots__ = (
        "app", "route", "method", "path", "query", "raw_headers", "body", "path_values", "cache", "exits", "background",
        "response", "_headers", "_query", "_body", "_request", "_form",
    )  # fmt: skip

    def __init__(self, app, method, path, query, raw_headers, body):
        self.app = app
        self.method = method
        self.path = path
        self.query = query
        self.raw_headers = raw_headers
        self.body = body
        self.path_values = {}
        self.route = None
        self.cache = None
        self.exits = None
        self.background = None
        self.response = None
        self._headers = self._query = self._request = self._form = None
        self._body = MISSING

    def headers(self):
        """By lower-case name. A client that sends none of its own still sends host and what it accepts."""
        if self._headers is None:
            own = {name.lower(): value for name, value in _read_headers(self.raw_headers).items()} if self.raw_headers else {}
            headers = {"host": SERVER, "accept": "*/*", "user-agent": "surge", **own}
            if self.body:
                headers.setdefault("content-length", str(len(self.body.encode())))
                headers.setdefault("content-type", "application/json")
            self._headers = headers
        return self._headers

    def cookies(self):
        parsed = SimpleCookie()
        parsed.load(self.headers().get("cookie", ""))
        return {name: morsel.value for name, morsel in parsed.items()}

    def query_values(self):
        """Every value of every name."""
        if self._query is None:
            self._query = _lists(self.query)
        return self._query

    def form_values(self):
        if self._form is None:
            self._form = _lists(self.body)
        return self._form

    def parsed_body(self):
        """The JSON body; bytes if it is said to be something else; None if there is none."""
        if self._body is MISSING:
            self._body = self._parse_body() if self.body else None
        return self._body

    def _parse_body(self):
        if self.raw_headers:
            kind = self.headers()["content-type"].split(";")[0].strip().lower()
            if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
                return self.body.encode()
        try:
            return json.loads(self.body)
        except json.JSONDecodeError as error:
            entry = {"type": "json_invalid", "loc": ["body", error.pos], "msg": "JSON decode error", "input": {}, "ctx": {"error": error.msg}}
            raise RequestValidationError([entry], body=self.body) from error

    def request(self):
        if self._request is None:
            self._request = Request(self)
        return self._request

    def background_tasks(self):
        if self.background is None:
            self.background = BackgroundTasks()
        return self.background

    def sub_response(self):
        """What handlers and dependencies change when they ask for a Response: its headers and status are added to the answer."""
        if self.response is None:
            self.response = Response()
            self.response.status_code = None
        return self.response


def _lists(text):
    values = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        values.setdefault(name, []).append(value)
    return values
