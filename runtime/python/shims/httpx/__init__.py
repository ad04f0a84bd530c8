"""Stand-in for httpx 0.28 against the simulated HTTP services."""

from surge import kernel as _kernel

from . import _exceptions
from ._auth import Auth, BasicAuth
from ._base_client import USE_CLIENT_DEFAULT
from ._client import AsyncClient
from ._config import Limits, Timeout, create_ssl_context
from ._exceptions import *  # noqa: F403
from ._models import Cookies, Headers, Request, Response
from ._status_codes import codes
from ._sync_client import BaseTransport, Client, HTTPTransport, delete, get, head, options, patch, post, put, request, stream
from ._transport import AsyncBaseTransport, AsyncHTTPTransport
from ._urls import URL, QueryParams

__title__ = "httpx"
__description__ = "A next generation HTTP client, for Python 3."
__version__ = "0.28.1"
__all__ = [
    "AsyncBaseTransport", "AsyncClient", "AsyncHTTPTransport", "Auth", "BaseTransport", "BasicAuth", "Client", "Cookies",
    "HTTPTransport", "Headers", "Limits", "QueryParams", "Request", "Response", "Timeout", "URL", "USE_CLIENT_DEFAULT", "codes",
    "create_ssl_context", "delete", "get", "head", "options", "patch", "post", "put", "request", "stream", *_exceptions.__all__,
]  # fmt: skip

_AVAILABLE = ", ".join(__all__)


def _refuse_class(name, available, bases=()):
    def __init__(self, *args, **kwargs):
        _kernel.not_simulated(f"httpx.{name}", available)

    return type(name, bases, {"__init__": __init__, "__module__": "httpx"})


MockTransport = _refuse_class("MockTransport", "the services of the world", (AsyncBaseTransport, BaseTransport))
ASGITransport = _refuse_class("ASGITransport", "the services of the world", (AsyncBaseTransport,))
WSGITransport = _refuse_class("WSGITransport", "the services of the world")
Proxy = _refuse_class("Proxy", "direct connections")
DigestAuth = _refuse_class("DigestAuth", "BasicAuth", (Auth,))
NetRCAuth = _refuse_class("NetRCAuth", "BasicAuth", (Auth,))


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'httpx' has no attribute {name!r}")
    _kernel.not_simulated(f"httpx.{name}", _AVAILABLE)
