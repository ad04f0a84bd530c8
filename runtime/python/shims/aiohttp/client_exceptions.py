"""aiohttp's exception tree."""

import asyncio

__all__ = (
    "ClientConnectionError", "ClientConnectionResetError", "ClientConnectorCertificateError", "ClientConnectorDNSError",
    "ClientConnectorError", "ClientConnectorSSLError", "ClientError", "ClientHttpProxyError", "ClientOSError", "ClientPayloadError",
    "ClientProxyConnectionError", "ClientResponseError", "ClientSSLError", "ConnectionTimeoutError", "ContentTypeError", "InvalidURL",
    "InvalidUrlClientError", "InvalidUrlRedirectClientError", "NonHttpUrlClientError", "NonHttpUrlRedirectClientError",
    "RedirectClientError", "ServerConnectionError", "ServerDisconnectedError", "ServerTimeoutError", "SocketTimeoutError",
    "TooManyRedirects", "WSServerHandshakeError",
)  # fmt: skip


class ClientError(Exception):
    """Base class."""


class ClientResponseError(ClientError):
    """A response that is not what was expected; raised by raise_for_status()."""

    def __init__(self, request_info, history, *, status=None, message="", headers=None):
        self.request_info = request_info
        self.status = status or 0
        self.message = message
        self.headers = headers
        self.history = history
        self.args = (request_info, history)

    @property
    def code(self):
        return self.status

    def __str__(self):
        return f"{self.status}, message={self.message!r}, url={str(self.request_info.real_url)!r}"

    def __repr__(self):
        args = f"{self.request_info!r}, {self.history!r}"
        if self.status != 0:
            args += f", status={self.status!r}"
        if self.message != "":
            args += f", message={self.message!r}"
        if self.headers is not None:
            args += f", headers={self.headers!r}"
        return f"{type(self).__name__}({args})"


class ContentTypeError(ClientResponseError):
    """The response's content type is not the expected one."""


class WSServerHandshakeError(ClientResponseError):
    """The WebSocket handshake failed."""


class ClientHttpProxyError(ClientResponseError):
    """The proxy refused."""


class TooManyRedirects(ClientResponseError):
    """Too many redirects."""


class ClientConnectionError(ClientError):
    """Something failed at the level of the connection."""


class ClientConnectionResetError(ClientConnectionError, ConnectionResetError):
    """The connection was reset."""


class ClientOSError(ClientConnectionError, OSError):
    """An OSError of the connection."""


class ClientConnectorError(ClientOSError):
    """No connection could be made."""

    def __init__(self, connection_key, os_error):
        self._conn_key = connection_key
        self._os_error = os_error
        super().__init__(os_error.errno, os_error.strerror)
        self.args = (connection_key, os_error)

    os_error = property(lambda self: self._os_error)
    host = property(lambda self: self._conn_key.host)
    port = property(lambda self: self._conn_key.port)
    ssl = property(lambda self: self._conn_key.ssl)

    def __str__(self):
        return f"Cannot connect to host {self.host}:{self.port} ssl:{'default' if self.ssl is True else self.ssl} [{self.strerror}]"


class ClientConnectorDNSError(ClientConnectorError):
    """The host's name is not known."""


class ClientProxyConnectionError(ClientConnectorError):
    """No connection to the proxy."""


class ClientSSLError(ClientConnectorError):
    """TLS failed."""


class ClientConnectorSSLError(ClientSSLError):
    """TLS failed."""


class ClientConnectorCertificateError(ClientSSLError, ValueError):
    """The certificate is wrong."""


class ServerConnectionError(ClientConnectionError):
    """The server failed."""


class ServerDisconnectedError(ServerConnectionError):
    """The server closed the connection."""

    def __init__(self, message=None):
        self.message = "Server disconnected" if message is None else message
        self.args = (self.message,)


class ServerTimeoutError(ServerConnectionError, asyncio.TimeoutError):
    """The server took too long."""


class ConnectionTimeoutError(ServerTimeoutError):
    """Connecting took too long."""


class SocketTimeoutError(ServerTimeoutError):
    """Reading took too long."""


class ClientPayloadError(ClientError):
    """The response's body is wrong."""


class InvalidURL(ClientError, ValueError):
    """The URL cannot be used."""

    def __init__(self, url, description=None):
        self._url = url
        self._description = description
        super().__init__(*([url, description] if description else [url]))

    url = property(lambda self: self._url)
    description = property(lambda self: self._description)

    def __str__(self):
        return f"{self._url} - {self._description}" if self._description else str(self._url)

    def __repr__(self):
        return f"<{type(self).__name__} {self}>"


class InvalidUrlClientError(InvalidURL):
    """The URL is wrong."""


class RedirectClientError(ClientError):
    """A redirect failed."""


class NonHttpUrlClientError(ClientError):
    """The URL is not one of HTTP."""


class InvalidUrlRedirectClientError(InvalidUrlClientError, RedirectClientError):
    """A redirect to a wrong URL."""


class NonHttpUrlRedirectClientError(NonHttpUrlClientError, RedirectClientError):
    """A redirect to a URL that is not one of HTTP."""


for _name in __all__:
    globals()[_name].__module__ = "aiohttp.client_exceptions"
