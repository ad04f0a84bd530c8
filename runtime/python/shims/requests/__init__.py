"""Stand-in for requests 2.32 against the simulated HTTP services. It blocks: the loop, or the virtual thread that it runs in."""

from surge import kernel as _kernel

from . import adapters, auth, exceptions, models, packages, sessions, status_codes, structures
from .api import delete, get, head, options, patch, post, put, request
from .exceptions import (
    ConnectionError,
    ConnectTimeout,
    FileModeWarning,
    HTTPError,
    JSONDecodeError,
    ReadTimeout,
    RequestException,
    Timeout,
    TooManyRedirects,
    URLRequired,
)
from .models import PreparedRequest, Request, Response
from .sessions import Session, session
from .status_codes import codes

__version__ = "2.32.5"
__all__ = (
    "ConnectTimeout", "ConnectionError", "FileModeWarning", "HTTPError", "JSONDecodeError", "PreparedRequest", "ReadTimeout", "Request",
    "RequestException", "Response", "Session", "Timeout", "TooManyRedirects", "URLRequired", "adapters", "auth", "codes", "delete",
    "exceptions", "get", "head", "models", "options", "packages", "patch", "post", "put", "request", "session", "sessions", "status_codes",
    "structures",
)  # fmt: skip


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'requests' has no attribute {name!r}")
    _kernel.not_simulated(f"requests.{name}", ", ".join(__all__))
