"""Response classes. Headers are made when somebody looks at them: most answers need a status and a body only."""

import json
from http.cookies import SimpleCookie
from urllib.parse import quote

from fastapi.concurrency import iterate_in_threadpool
from starlette.datastructures import MutableHeaders
from surge import kernel

_BODILESS = (204, 205, 304)


class Response:
    media_type = None
    charset = "utf-8"

    def __init__(self, content=None, status_code=200, headers=None, media_type=None, background=None):
        self.status_code = status_code
        if media_type is not None:
            self.media_type = media_type
        self.background = background
        self.body = self.render(content)
        self._given = headers
        self._headers = None

    def render(self, content):
        if content is None:
            return b""
        if isinstance(content, (bytes, memoryview)):
            return bytes(content)
        return content.encode(self.charset)

    @property
    def headers(self):
        if self._headers is None:
            self._headers = headers = MutableHeaders(self._given)
            self._describe_body(headers)
        return self._headers

    def _describe_body(self, headers):
        if self.status_code is not None and self.status_code >= 200 and self.status_code not in (204, 304):
            headers.setdefault("content-length", str(len(self.body)))
        kind = self.media_type
        if kind is not None:
            if kind.startswith("text/") and "charset=" not in kind.lower():
                kind += f"; charset={self.charset}"
            headers.setdefault("content-type", kind)

    @property
    def raw_headers(self):
        return self.headers.raw

    @property
    def body_iterator(self):
        """The body in one piece, for middleware that reads what call_next returned."""
        return _one_piece(self.body)

    def text_body(self):
        """What travels: the body as text; none where the status has none."""
        if self.status_code in _BODILESS:
            return ""
        return self.body.decode("utf-8", "replace")

    def set_cookie(self, key, value="", max_age=None, expires=None, path="/", domain=None, secure=False, httponly=False, samesite="lax", partitioned=False):
        cookie = SimpleCookie()
        cookie[key] = value
        morsel = cookie[key]
        if max_age is not None:
            morsel["max-age"] = max_age
        if expires is not None:
            morsel["expires"] = expires.strftime("%a, %d %b %Y %H:%M:%S GMT") if hasattr(expires, "strftime") else expires
        if path is not None:
            morsel["path"] = path
        if domain is not None:
            morsel["domain"] = domain
        if secure:
            morsel["secure"] = True
        if httponly:
            morsel["httponly"] = True
        if samesite is not None:
            if samesite.lower() not in ("strict", "lax", "none"):
                raise AssertionError("samesite must be either 'strict', 'lax' or 'none'")
            morsel["samesite"] = samesite
        if partitioned:
            morsel["partitioned"] = True
        self.headers.append("set-cookie", cookie.output(header="").strip())

    def delete_cookie(self, key, path="/", domain=None, secure=False, httponly=False, samesite="lax", partitioned=False):
        self.set_cookie(key, max_age=0, expires=0, path=path, domain=domain, secure=secure, httponly=httponly, samesite=samesite, partitioned=partitioned)


async def _one_piece(body):
    yield body


class JSONResponse(Response):
    media_type = "application/json"

    def __init__(self, content, status_code=200, headers=None, media_type=None, background=None):
        super().__init__(content, status_code, headers, media_type, background)

    def render(self, content):
        return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=None, separators=(",", ":")).encode()


class ORJSONResponse(JSONResponse):
    """orjson writes dates, UUIDs, dataclasses and enums too."""

    def render(self, content):
        from fastapi.encoders import encode_json

        return encode_json(content).encode()


class UJSONResponse(JSONResponse):
    pass


class PlainTextResponse(Response):
    media_type = "text/plain"


class HTMLResponse(Response):
    media_type = "text/html"


class RedirectResponse(Response):
    def __init__(self, url, status_code=307, headers=None, background=None):
        super().__init__(b"", status_code, headers, None, background)
        self.headers["location"] = quote(str(url), safe=":/%#?=@[]!$&'()*+,;")


class StreamingResponse(Response):
    """Its pieces are collected before the answer leaves: the simulated client waits for the last one anyway."""

    def __init__(self, content, status_code=200, headers=None, media_type=None, background=None):
        super().__init__(None, status_code, headers, media_type, background)
        self._content = content
        self._collected = False

    def _describe_body(self, headers):
        super()._describe_body(headers)
        if "content-length" not in {name.lower() for name in self._given or {}}:
            del headers["content-length"]

    @property
    def body_iterator(self):
        return _one_piece(self.body) if self._collected else self._content

    @body_iterator.setter
    def body_iterator(self, content):
        self._content = content
        self._collected = False

    async def collect(self):
        if self._collected:
            return
        parts = []
        if hasattr(self._content, "__aiter__"):
            async for part in self._content:
                parts.append(self._bytes(part))
        else:
            async for part in iterate_in_threadpool(self._content):
                parts.append(self._bytes(part))
        self.body = b"".join(parts)
        self._collected = True

    def _bytes(self, part):
        return part if isinstance(part, bytes) else bytes(part) if isinstance(part, memoryview) else part.encode(self.charset)


class FileResponse(Response):
    def __init__(self, *args, **kwargs):
        kernel.not_simulated("FileResponse", "JSONResponse, PlainTextResponse, HTMLResponse, RedirectResponse, StreamingResponse")
