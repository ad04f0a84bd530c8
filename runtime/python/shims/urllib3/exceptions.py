"""urllib3's exceptions, as far as requests shows them."""


class HTTPError(Exception):
    """Base class."""


class PoolError(HTTPError):
    def __init__(self, pool, message):
        self.pool = pool
        super().__init__(f"{pool}: {message}")


class RequestError(PoolError):
    def __init__(self, pool, url, message):
        self.url = url
        super().__init__(pool, message)


class MaxRetryError(RequestError):
    def __init__(self, pool, url, reason=None):
        self.reason = reason
        super().__init__(pool, url, f"Max retries exceeded with url: {url} (Caused by {reason!r})")


class TimeoutError(HTTPError):
    """Base class of time-outs."""


class ReadTimeoutError(TimeoutError, RequestError):
    """The server sent nothing in time."""


class ConnectTimeoutError(TimeoutError):
    """Connecting took too long."""


class NewConnectionError(ConnectTimeoutError):
    """No connection could be made."""


class ProtocolError(HTTPError):
    """The connection broke."""


class EmptyPoolError(PoolError):
    """The pool has no connection left and does not make more."""


class ResponseError(HTTPError):
    """The server answered with a status that is retried, too often."""


class ConnectionError(ProtocolError):
    """Alias that urllib3 keeps."""


class InsecureRequestWarning(Warning):
    """A request without certificate verification."""
