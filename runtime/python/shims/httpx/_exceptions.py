"""httpx's exception tree."""

__all__ = (
    "HTTPError", "RequestError", "TransportError", "TimeoutException", "ConnectTimeout", "ReadTimeout", "WriteTimeout", "PoolTimeout",
    "NetworkError", "ReadError", "WriteError", "ConnectError", "CloseError", "ProxyError", "UnsupportedProtocol", "ProtocolError",
    "LocalProtocolError", "RemoteProtocolError", "DecodingError", "TooManyRedirects", "HTTPStatusError", "InvalidURL",
    "CookieConflict", "StreamError", "StreamConsumed", "StreamClosed", "ResponseNotRead", "RequestNotRead",
)  # fmt: skip


class HTTPError(Exception):
    """RequestError and HTTPStatusError."""

    def __init__(self, message):
        super().__init__(message)
        self._request = None

    @property
    def request(self):
        if self._request is None:
            raise RuntimeError("The .request property has not been set.")
        return self._request

    @request.setter
    def request(self, request):
        self._request = request


class RequestError(HTTPError):
    """Something failed while a request was made."""

    def __init__(self, message, *, request=None):
        super().__init__(message)
        self._request = request


class TransportError(RequestError):
    """Something failed at the level of the transport."""


class TimeoutException(TransportError):
    """An operation took too long."""


class ConnectTimeout(TimeoutException):
    """Connecting to the host took too long."""


class ReadTimeout(TimeoutException):
    """The host took too long to answer."""


class WriteTimeout(TimeoutException):
    """Sending to the host took too long."""


class PoolTimeout(TimeoutException):
    """No connection of the pool became free in time."""


class NetworkError(TransportError):
    """The network failed."""


class ReadError(NetworkError):
    """Receiving failed."""


class WriteError(NetworkError):
    """Sending failed."""


class ConnectError(NetworkError):
    """No connection could be made."""


class CloseError(NetworkError):
    """Closing a connection failed."""


class ProxyError(TransportError):
    """A proxy failed."""


class UnsupportedProtocol(TransportError):
    """The URL's protocol is not supported."""


class ProtocolError(TransportError):
    """The protocol was violated."""


class LocalProtocolError(ProtocolError):
    """The protocol was violated by the client."""


class RemoteProtocolError(ProtocolError):
    """The protocol was violated by the server."""


class DecodingError(RequestError):
    """The response's encoding is malformed."""


class TooManyRedirects(RequestError):
    """Too many redirects."""


class HTTPStatusError(HTTPError):
    """The response has a status of 4xx or 5xx; raised by raise_for_status()."""

    def __init__(self, message, *, request, response):
        super().__init__(message)
        self.request = request
        self.response = response


class InvalidURL(Exception):
    """The URL cannot be parsed."""


class CookieConflict(Exception):
    """Several cookies have the name."""


class StreamError(RuntimeError):
    """A stream was used wrongly."""


class StreamConsumed(StreamError):
    def __init__(self):
        super().__init__(
            "Attempted to read or stream some content, but the content has already been streamed. For requests, this could be due to"
            " passing a generator as request content, and then receiving a redirect response or a secondary request as part of an"
            " authentication flow.For responses, this could be due to attempting to stream the response content more than once."
        )


class StreamClosed(StreamError):
    def __init__(self):
        super().__init__("Attempted to read or stream content, but the stream has been closed.")


class ResponseNotRead(StreamError):
    def __init__(self):
        super().__init__("Attempted to access streaming response content, without having called `read()`.")


class RequestNotRead(StreamError):
    def __init__(self):
        super().__init__("Attempted to access streaming request content, without having called `read()`.")


for _name in __all__:
    globals()[_name].__module__ = "httpx"
