"""requests' exception tree."""

from json import JSONDecodeError as _StandardJSONDecodeError

from urllib3.exceptions import HTTPError as BaseHTTPError


class RequestException(IOError):
    """Anything that went wrong while a request was handled."""

    def __init__(self, *args, **kwargs):
        self.response = kwargs.pop("response", None)
        self.request = kwargs.pop("request", None)
        if self.response is not None and not self.request and hasattr(self.response, "request"):
            self.request = self.response.request
        super().__init__(*args, **kwargs)


class InvalidJSONError(RequestException):
    """A JSON body that is none."""


class JSONDecodeError(InvalidJSONError, _StandardJSONDecodeError):
    """The response's body is not JSON."""

    def __init__(self, *args, **kwargs):
        _StandardJSONDecodeError.__init__(self, *args)
        InvalidJSONError.__init__(self, *self.args, **kwargs)

    def __reduce__(self):
        return _StandardJSONDecodeError.__reduce__(self)


class HTTPError(RequestException):
    """A status of 4xx or 5xx; raised by raise_for_status()."""


class ConnectionError(RequestException):
    """No connection, or it broke."""


class ProxyError(ConnectionError):
    """A proxy failed."""


class SSLError(ConnectionError):
    """TLS failed."""


class Timeout(RequestException):
    """ConnectTimeout and ReadTimeout."""


class ConnectTimeout(ConnectionError, Timeout):
    """Connecting took too long: safe to try again."""


class ReadTimeout(Timeout):
    """The server sent nothing in time."""


class URLRequired(RequestException):
    """No URL."""


class TooManyRedirects(RequestException):
    """Too many redirects."""


class MissingSchema(RequestException, ValueError):
    """The URL has no scheme."""


class InvalidSchema(RequestException, ValueError):
    """The URL's scheme is not supported."""


class InvalidURL(RequestException, ValueError):
    """The URL is wrong."""


class InvalidHeader(RequestException, ValueError):
    """A header's value is wrong."""


class InvalidProxyURL(InvalidURL):
    """The proxy's URL is wrong."""


class ChunkedEncodingError(RequestException):
    """A chunk of the body was wrong."""


class ContentDecodingError(RequestException, BaseHTTPError):
    """The body could not be decoded."""


class StreamConsumedError(RequestException, TypeError):
    """The body was read already."""


class RetryError(RequestException):
    """The adapter's retries are used up."""


class UnrewindableBodyError(RequestException):
    """The body cannot be sent again."""


class RequestsWarning(Warning):
    """Warnings of requests."""


class FileModeWarning(RequestsWarning, DeprecationWarning):
    """A file that was opened in text mode."""


class RequestsDependencyWarning(RequestsWarning):
    """A dependency of an unexpected version."""
