"""Stand-in for aiohttp 3.13's client against the simulated HTTP services."""

from surge import kernel as _kernel

from . import client_exceptions
from .client import ClientSession, request
from .client_exceptions import *  # noqa: F403
from .client_reqrep import ClientResponse, RequestInfo, StreamReader
from .connector import BaseConnector, TCPConnector
from .helpers import BasicAuth, ClientTimeout, FormData
from .tracing import (
    TraceConfig,
    TraceConnectionCreateEndParams,
    TraceConnectionCreateStartParams,
    TraceConnectionQueuedEndParams,
    TraceConnectionQueuedStartParams,
    TraceConnectionReuseconnParams,
    TraceRequestChunkSentParams,
    TraceRequestEndParams,
    TraceRequestExceptionParams,
    TraceRequestHeadersSentParams,
    TraceRequestStartParams,
    TraceResponseChunkReceivedParams,
)

__version__ = "3.13.2"
__all__ = (
    "BaseConnector", "BasicAuth", "ClientResponse", "ClientSession", "ClientTimeout", "CookieJar", "DummyCookieJar", "FormData", "RequestInfo", "StreamReader",
    "TCPConnector", "TraceConfig", "TraceConnectionCreateEndParams", "TraceConnectionCreateStartParams", "TraceConnectionQueuedEndParams",
    "TraceConnectionQueuedStartParams", "TraceConnectionReuseconnParams", "TraceRequestChunkSentParams", "TraceRequestEndParams",
    "TraceRequestExceptionParams", "TraceRequestHeadersSentParams", "TraceRequestStartParams", "TraceResponseChunkReceivedParams", "request", *client_exceptions.__all__,
)  # fmt: skip


class DummyCookieJar:
    """Keeps no cookies: the services of this world set none."""

    def __init__(self, **settings):
        self._settings = settings


class CookieJar(DummyCookieJar):
    """The same: there is nothing to keep."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'aiohttp' has no attribute {name!r}")
    _kernel.not_simulated(f"aiohttp.{name}", ", ".join(__all__))
