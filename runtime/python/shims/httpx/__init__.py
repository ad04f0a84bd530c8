"""Stand-in for httpx 0.28: AsyncClient and what belongs to it, against the simulated HTTP services."""

from surge import kernel as _kernel

from . import _exceptions
from ._auth import Auth, BasicAuth
from ._client import USE_CLIENT_DEFAULT, AsyncClient
from ._config import Limits, Timeout, create_ssl_context
from ._exceptions import *  # noqa: F403
from ._models import Cookies, Headers, Request, Response
from ._status_codes import codes
from ._transport import AsyncBaseTransport, AsyncHTTPTransport
from ._urls import URL, QueryParams

__title__ = "httpx"
__description__ = "A next generation HTTP client, for Python 3."
__version__ = "0.28.1"
__all__ = [
    "AsyncBaseTransport", "AsyncClient", "AsyncHTTPTransport", "Auth", "BasicAuth", "Cookies", "Headers", "Limits", "QueryParams",
    "Request", "Response", "Timeout", "URL", "USE_CLIENT_DEFAULT", "codes", "create_ssl_context", *_exceptions.__all__,
]  # fmt: skip

_ASYNC = "httpx.AsyncClient: await client.get(...)"
_AVAILABLE = ", ".join(__all__)


def _refuse_function(name):
    def function(*args, **kwargs):
        _kernel.not_simulated(f"httpx.{name}(), which blocks the event loop", _ASYNC)

    function.__name__ = function.__qualname__ = name
    function.__module__ = "httpx"
    return function


for _name in ("get", "post", "put", "patch", "delete", "head", "options", "request", "stream"):
    globals()[_name] = _refuse_function(_name)


def _refuse_class(name, available, bases=()):
    def __init__(self, *args, **kwargs):
        _kernel.not_simulated(f"httpx.{name}", available)

    return type(name, bases, {"__init__": __init__, "__module__": "httpx"})


Client = _refuse_class("Client (it blocks the event loop)", _ASYNC)
HTTPTransport = _refuse_class("HTTPTransport", "httpx.AsyncHTTPTransport")
MockTransport = _refuse_class("MockTransport", "the services of the world", (AsyncBaseTransport,))
ASGITransport = _refuse_class("ASGITransport", "the services of the world", (AsyncBaseTransport,))
WSGITransport = _refuse_class("WSGITransport", "the services of the world")
Proxy = _refuse_class("Proxy", "direct connections")
DigestAuth = _refuse_class("DigestAuth", "BasicAuth", (Auth,))
NetRCAuth = _refuse_class("NetRCAuth", "BasicAuth", (Auth,))


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'httpx' has no attribute {name!r}")
    _kernel.not_simulated(f"httpx.{name}", _AVAILABLE)
