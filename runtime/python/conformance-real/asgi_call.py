"""The cases' way to an app, through ASGI: what conformance/asgi_call.py does inside the simulator."""

import asyncio
import json
from urllib.parse import unquote

JSON = {"content-type": "application/json"}


class Headers(dict):
    """The last value of each name; getlist gives all."""

    def __init__(self, pairs):
        super().__init__(pairs)
        self._pairs = pairs

    def getlist(self, name):
        return [value for known, value in self._pairs if known == name]


class Answer:
    def __init__(self, status, headers, text):
        self.status = status
        self.headers = headers
        self.text = text

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def first_error(self):
        return self.json["detail"][0]


async def call(app, target, method="GET", body=None, headers=None):
    text = "" if body is None else body if isinstance(body, str) else json.dumps(body)
    path, _, query = target.partition("?")
    sent = {**(JSON if body is not None else {}), **(headers or {})}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("testserver", 80),
        "app": app,
    }
    received = [{"type": "http.request", "body": text.encode(), "more_body": False}]
    answered = []

    async def receive():
        if received:
            return received.pop(0)
        # The client stays until it has its answer.
        await asyncio.Event().wait()

    async def send(message):
        answered.append(message)

    try:
        await app(scope, receive, send)
    except Exception:
        # What nothing handled: the server answers, and logs.
        if not answered:
            return Answer(500, Headers([]), "Internal Server Error")
    status = answered[0]["status"]
    names = Headers([(name.decode(), value.decode()) for name, value in answered[0].get("headers", [])])
    return Answer(status, names, b"".join(message.get("body", b"") for message in answered[1:]).decode())
