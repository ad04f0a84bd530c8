"""Calls an app without a server, and the answer in a form that is easy to look at."""

import json

from fastapi._serve import call_app

JSON = {"content-type": "application/json"}


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
    return Answer(*await call_app(app, method, target, {**(JSON if body is not None else {}), **(headers or {})}, text))
