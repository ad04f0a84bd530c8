"""URLs and e-mail addresses."""

import re
from urllib.parse import quote, urlsplit

from pydantic._errors import Invalid, ValidationError, invalid

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21, "postgresql": None, "redis": None}


class AnyUrl:
    """A URL, normalised as pydantic does: lower-case host, a slash as path when there is none."""

    allowed = None
    __slots__ = ("_text", "_parts")

    def __init__(self, url):
        try:
            self._text = self._check(url)
        except Invalid as error:
            raise ValidationError(type(self).__name__, error.errors) from None
        self._parts = urlsplit(self._text)

    @classmethod
    def __surge_convert__(cls):
        def to_url(value):
            if isinstance(value, cls):
                return value
            text = cls._check(value)
            made = object.__new__(cls)
            made._text = text
            made._parts = urlsplit(text)
            return made

        return to_url

    @classmethod
    def _check(cls, url):
        if isinstance(url, AnyUrl):
            return url._text
        if not isinstance(url, str):
            raise invalid("url_type", url)
        text = url.strip()
        if not text:
            raise invalid("url_parsing", url, {"error": "input is empty"})
        found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", text)
        if found is None:
            raise invalid("url_parsing", url, {"error": "relative URL without a base"})
        scheme = found[1].lower()
        if cls.allowed is not None and scheme not in cls.allowed:
            shown = [repr(name) for name in cls.allowed]
            expected = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"
            raise invalid("url_scheme", url, {"expected_schemes": expected})
        parts = urlsplit(text)
        try:
            port = parts.port
        except ValueError:
            raise invalid("url_parsing", url, {"error": "invalid port number"}) from None
        if scheme in ("http", "https", "ws", "wss", "ftp") and not parts.hostname:
            raise invalid("url_parsing", url, {"error": "empty host"})
        if parts.hostname and " " in parts.hostname:
            raise invalid("url_parsing", url, {"error": "invalid domain character"})
        if not parts.netloc:
            return text
        user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
        host = parts.hostname or ""
        host = f"[{host}]" if ":" in host else host
        shown_port = f":{port}" if port is not None and port != _DEFAULT_PORTS.get(scheme) else ""
        path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
        if not path and scheme in ("http", "https", "ws", "wss", "ftp"):
            path = "/"
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return f"{scheme}://{user}{host}{shown_port}{path}{query}{fragment}"

    scheme = property(lambda self: self._parts.scheme)
    host = property(lambda self: self._parts.hostname)
    username = property(lambda self: self._parts.username)
    password = property(lambda self: self._parts.password)
    port = property(lambda self: self._parts.port or _DEFAULT_PORTS.get(self._parts.scheme))
    path = property(lambda self: self._parts.path or None)
    query = property(lambda self: self._parts.query or None)
    fragment = property(lambda self: self._parts.fragment or None)

    def unicode_string(self):
        return self._text

    def __str__(self):
        return self._text

    def __repr__(self):
        return f"{type(self).__name__}({self._text!r})"

    def __eq__(self, other):
        return type(self) is type(other) and self._text == other._text

    def __hash__(self):
        return hash(self._text)

    def __lt__(self, other):
        return self._text < other._text

    def __deepcopy__(self, memo):
        return self

    def __pydantic_json__(self):
        return self._text


class AnyHttpUrl(AnyUrl):
    allowed = ("http", "https")
    __slots__ = ()


class HttpUrl(AnyUrl):
    allowed = ("http", "https")
    __slots__ = ()


class AnyWebsocketUrl(AnyUrl):
    allowed = ("ws", "wss")
    __slots__ = ()


class PostgresDsn(AnyUrl):
    allowed = ("postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg")
    __slots__ = ()


class RedisDsn(AnyUrl):
    allowed = ("redis", "rediss")
    __slots__ = ()


_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}\Z")


def _email_reason(text):
    if "@" not in text:
        return "An email address must have an @-sign."
    local, _, domain = text.rpartition("@")
    if not local:
        return "There must be something before the @-sign."
    if not domain:
        return "There must be something after the @-sign."
    if "." not in domain:
        return "The part after the @-sign is not valid. It should have a period."
    return "The email address is not valid."


class EmailStr(str):
    """An address is checked by its form; the domain is lower-cased."""

    __slots__ = ()

    @classmethod
    def __surge_convert__(cls):
        def to_email(value):
            if not isinstance(value, str):
                raise invalid("string_type", value)
            text = value.strip()
            if _EMAIL.match(text) is None:
                reason = _email_reason(text)
                raise invalid("value_error", value, {"reason": reason}, f"value is not a valid email address: {reason}")
            local, _, domain = text.rpartition("@")
            return f"{local}@{domain.lower()}"

        return to_email
