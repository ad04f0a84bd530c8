"""HTTPAdapter: connections by origin, as urllib3's pools keep them, and retries.

A pool keeps pool_maxsize connections. With pool_block=False, the default, it opens as many as are asked for and throws
away what does not fit when it comes back; with pool_block=True who finds none waits.
"""

import logging
from urllib.parse import urlsplit

from _blocking_pool import BlockingPool
from _http_wire import BlockingConnection, Broken, Refused, TimedOut, wire_text
from _stand_in import PoolNames, worker_state
from surge import kernel
from surge.kernel import HTTP_REQUESTS, user_line
from urllib3.exceptions import (
    ConnectTimeoutError,
    MaxRetryError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    ResponseError,
)
from urllib3.util.retry import Retry

from .exceptions import ConnectionError, ConnectTimeout, InvalidURL, ReadTimeout, RetryError
from .models import Response

DEFAULT_POOLSIZE = 10
DEFAULT_POOLBLOCK = False
DEFAULT_RETRIES = 0
_log = logging.getLogger("urllib3.connectionpool")


class BaseAdapter:
    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        raise NotImplementedError

    def close(self):
        raise NotImplementedError


class HTTPAdapter(BaseAdapter):
    def __init__(
        self, pool_connections=DEFAULT_POOLSIZE, pool_maxsize=DEFAULT_POOLSIZE, max_retries=DEFAULT_RETRIES, pool_block=DEFAULT_POOLBLOCK
    ):
        self.max_retries = Retry(0, read=False) if max_retries == DEFAULT_RETRIES else Retry.from_int(max_retries)
        self._pool_connections = pool_connections
        self._pool_maxsize = pool_maxsize
        self._pool_block = pool_block
        self._line = user_line()
        # Origin -> pool, the one used last at the end.
        self._pools = {}

    def _pool(self, origin):
        pool = self._pools.pop(origin, None)
        if pool is None:
            size = self._pool_maxsize if self._pool_block else None
            names = worker_state("requests pools", lambda: PoolNames("requests pool"))
            resource = names.take(self._line, size) if size else None
            pool = BlockingPool(size, f"requests: no free connection to {origin}", keep=self._pool_maxsize, resource=resource)
            if len(self._pools) >= self._pool_connections:
                oldest = self._pools.pop(next(iter(self._pools)))
                for connection in oldest.idle_items():
                    connection.close()
        self._pools[origin] = pool
        return pool

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        """Blocks until the answer is there. timeout: seconds for connecting and for reading, (connect, read), or None."""
        connect_s, read_s = _timeouts(timeout)
        parts = urlsplit(request.url)
        if not parts.hostname:
            raise InvalidURL(f"Invalid URL {request.url!r}: No host supplied", request=request)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        host = f"host='{parts.hostname}', port={parts.port or (443 if parts.scheme == 'https' else 80)}"
        pool_name = f"HTTP{'S' if parts.scheme == 'https' else ''}ConnectionPool({host})"
        line = user_line()
        text = wire_text(request.method, request.url.partition("#")[0], request.headers.items(), request.body or "")
        pool = self._pool(origin)
        retries = self.max_retries
        while True:
            status, error, response = None, None, None
            try:
                response = self._attempt(request, text, origin, host, pool, pool_name, connect_s, read_s, verify, line)
            except (NewConnectionError, ConnectTimeoutError, ReadTimeoutError, ProtocolError) as failure:
                error = failure
            else:
                if not retries.is_retry(request.method, response.status_code, "Retry-After" in response.headers):
                    if not stream:
                        response.content
                    return response
                status = response.status_code
            try:
                retries = retries.increment(request.method, request.path_url, status, error, pool_name)
            except ReadTimeoutError as failure:
                raise ReadTimeout(failure, request=request) from None
            except ProtocolError as failure:
                raise ConnectionError(failure, request=request) from None
            except MaxRetryError as failure:
                if isinstance(failure.reason, ResponseError) and not retries.raise_on_status:
                    response.content
                    return response
                if response is not None:
                    response.close()
                raise _exhausted(failure, request) from None
            pause_s = retries.get_backoff_time()
            if response is not None:
                response.close()
                if retries.respect_retry_after_header and "Retry-After" in response.headers:
                    pause_s = int(response.headers["Retry-After"])
            kernel.block(round(pause_s * 1e9), "requests: pause before a retry")

    def _attempt(self, request, text, origin, host, pool, pool_name, connect_s, read_s, verify, line):
        """One exchange on a connection of the pool. Raises errors of urllib3."""
        what = f"requests.{request.method.lower()}"
        start = kernel.now_ns()
        lease = pool.take()
        connection = lease.item
        try:
            if connection is None:
                if origin.startswith("https:") and verify is not False:
                    # requests parses the CA bundle for each connection that it opens.
                    kernel.emit(kernel.HTTP_CLIENT, text="requests: TLS context of a new connection")
                connection = BlockingConnection(origin, connect_s, what, line)
            status, retry_after, body = connection.exchange(text, HTTP_REQUESTS, read_s, what, line)
        except BaseException as error:
            pool.give_back(lease, None)
            if isinstance(error, Refused):
                message = f"HTTPConnection({host}): Failed to establish a new connection: [Errno 111] Connection refused"
                raise NewConnectionError(f"{message} ({error})" if str(error) else message) from None
            if isinstance(error, TimedOut) and connection is None:
                host_name = host.split("'")[1]
                raise ConnectTimeoutError(f"Connection to {host_name} timed out. (connect timeout={connect_s})") from None
            if isinstance(error, TimedOut):
                raise ReadTimeoutError(pool_name, request.path_url, f"Read timed out. (read timeout={read_s})") from None
            if isinstance(error, Broken):
                cause = "RemoteDisconnected('Remote end closed connection without response')"
                raise ProtocolError("Connection aborted.", f"{cause}: {error}" if str(error) else cause) from None
            raise

        def release():
            if not pool.give_back(lease, connection):
                connection.close()
                if pool.size is None:
                    _log.warning(
                        "Connection pool is full, discarding connection: %s. Connection pool size: %s",
                        host.split("'")[1],
                        self._pool_maxsize,
                    )

        return Response(status, retry_after, body, request, kernel.now_ns() - start, release)

    def close(self):
        for pool in self._pools.values():
            for connection in pool.idle_items():
                connection.close()
        self._pools.clear()


def _exhausted(failure, request):
    reason = failure.reason
    if isinstance(reason, ConnectTimeoutError) and not isinstance(reason, NewConnectionError):
        return ConnectTimeout(failure, request=request)
    if isinstance(reason, ResponseError):
        return RetryError(failure, request=request)
    return ConnectionError(failure, request=request)


def _timeouts(timeout):
    if isinstance(timeout, tuple):
        try:
            connect, read = timeout
        except ValueError:
            raise ValueError(
                f"Invalid timeout {timeout}. Pass a (connect, read) timeout tuple,"
                " or a single float to set both timeouts to the same value."
            ) from None
    else:
        connect = read = timeout
    for name, value in (("connect", connect), ("read", read)):
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError(f"Timeout value {name} was {value}, but it must be an int, float or None.")
        if value <= 0:
            raise ValueError(
                f"Attempted to set {name} timeout to {value}, but the timeout cannot be set to a value less than or equal to 0."
            )
    return connect, read
