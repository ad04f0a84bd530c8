"""Response classes. The body is text; headers are a plain case-insensitive mapping."""

from urllib.parse import quote

from fastapi.encoders import encode_json


class MutableHeaders:
    """Case-insensitive headers."""

    def __init__(self, headers=None, raw=None):
        self._items = {}
        for name, value in dict(headers or {}).items():
            self._items[name.lower()] = value

    def __getitem__(self, name):
        return self._items[name.lower()]

    def __setitem__(self, name, value):
        self._items[name.lower()] = str(value)

    def __delitem__(self, name):
        del self._items[name.lower()]

    def __contains__(self, name):
        return name.lower() in self._items

    def __iter__(self):
        return iter(self._items)

    def __len__(self):
        return len(self._items)

    def get(self, name, default=None):
        return self._items.get(name.lower(), default)

    def getlist(self, name):
        value = self._items.get(name.lower())
        return [] if value is None else [value]

    def setdefault(self, name, value):
        return self._items.setdefault(name.lower(), value)

    def append(self, name, value):
        self[name] = value

    def update(self, other):
        for name, value in dict(other).items():
            self[name] = value

    def keys(self):
        return list(self._items)

    def values(self):
        return list(self._items.values())

    def items(self):
        return list(self._items.items())


class Response:
    media_type = None
    charset = "utf-8"

    def __init__(self, content=None, status_code=200, headers=None, media_type=None, background=None):
        self.status_code = status_code
        if media_type is not None:
            self.media_type = media_type
        self.background = background
        self.headers = MutableHeaders(headers)
        self.body = self.render(content)

    def render(self, content):
        if content is None:
            return b""
        return content if isinstance(content, bytes) else str(content).encode()

    def text_body(self):
        return self.body.decode("utf-8", "replace") if isinstance(self.body, bytes) else self.body

    def set_cookie(self, key, value="", **options):
        self.headers["set-cookie"] = f"{key}={value}"

    def delete_cookie(self, key, **options):
        self.headers["set-cookie"] = f"{key}="


class JSONResponse(Response):
    media_type = "application/json"

    def __init__(self, content=None, status_code=200, headers=None, media_type=None, background=None):
        super().__init__(content, status_code, headers, media_type, background)

    def render(self, content):
        return encode_json(content).encode()


class ORJSONResponse(JSONResponse):
    pass


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
    def __init__(self, content, status_code=200, headers=None, media_type=None, background=None):
        super().__init__(None, status_code, headers, media_type, background)
        self.body_iterator = content

    async def collect(self):
        parts = []
        if hasattr(self.body_iterator, "__aiter__"):
            async for part in self.body_iterator:
                parts.append(part)
        else:
            parts.extend(self.body_iterator)
        self.body = b"".join(part if isinstance(part, bytes) else str(part).encode() for part in parts)


class FileResponse(Response):
    def __init__(self, *args, **kwargs):
        from surge import kernel

        kernel.not_simulated("FileResponse", "JSONResponse, PlainTextResponse, HTMLResponse, RedirectResponse, StreamingResponse")
