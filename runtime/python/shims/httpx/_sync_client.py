"""Client, HTTPTransport and the functions httpx.get() and so on: they block the loop, or the virtual thread that they run in."""

from _blocking_pool import BlockingPool
from _http_wire import BlockingConnection, Broken, Refused, TimedOut
from surge import kernel
from surge.kernel import user_line

from ._auth import make_auth
from ._base_client import USE_CLIENT_DEFAULT, BaseClient, ClientState
from ._config import DEFAULT_LIMITS, DEFAULT_TIMEOUT, pay_for_context
from ._exceptions import ConnectError, ConnectTimeout, PoolTimeout, ReadTimeout, RemoteProtocolError, RequestError
from ._models import Response
from ._transport import _names, _TimeoutOf, origin_of, wire_text


class BaseTransport:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def handle_request(self, request):
        raise NotImplementedError("The 'handle_request' method must be implemented.")

    def close(self):
        pass


class HTTPTransport(BaseTransport):
    def __init__(
        self, verify=True, cert=None, trust_env=True, http1=True, http2=False, limits=DEFAULT_LIMITS, proxy=None, uds=None,
        local_address=None, retries=0, socket_options=None,
    ):  # fmt: skip
        if proxy is not None or uds is not None:
            kernel.not_simulated("httpx: proxy= and uds=", "direct connections")
        pay_for_context(verify, "httpx.Client()")
        self._expiry_ns = float("inf") if limits.keepalive_expiry is None else round(limits.keepalive_expiry * 1e9)
        self._retries = retries
        self._line = user_line()
        keep = limits.max_keepalive_connections
        self._pool = BlockingPool(
            limits.max_connections, "httpx.Client: no free connection", keep=float("inf") if keep is None else keep
        )
        self._requests = 0

    def _exchange(self, request, origin, text, timeout, line, default_encoding, hold=False):
        start = kernel.now_ns()
        pool = self._pool
        self._requests += 1
        if self._requests == 2 and pool.size is not None:
            # A client that makes one request only has no pool worth watching.
            pool.watch(_names().take(self._line, pool.size))
        lease = pool.take(timeout.pool)
        if lease is None:
            raise PoolTimeout("", request=request)
        what = f"httpx.Client: {request.method}"
        connection = lease.item
        try:
            if connection is not None and (connection.origin != origin or kernel.now_ns() - connection.used_ns > self._expiry_ns):
                connection.close()
                connection = None
            if connection is None:
                connection = self._open(origin, timeout.connect, what, line)
            # A blocking call of httpx costs about what requests' does, not what one of AsyncClient does (docs/fidelity.md).
            status, retry_after, body = connection.exchange(text, kernel.HTTP_REQUESTS, timeout.read, what, line)
        except BaseException as error:
            pool.give_back(lease, None)
            if isinstance(error, TimedOut):
                raise ReadTimeout("timed out", request=request) from None
            if isinstance(error, Broken):
                raise RemoteProtocolError(str(error) or "Server disconnected without sending a response.", request=request) from None
            raise
        response = Response._arrived(status, retry_after, body, request, default_encoding, kernel.now_ns() - start)
        response._sync = True

        def release():
            if not pool.give_back(lease, connection):
                connection.close()

        if hold:
            response._hold(release)
        else:
            release()
        return response

    def _open(self, origin, timeout, what, line):
        retries = self._retries
        delay_s = 0
        while True:
            try:
                return BlockingConnection(origin, timeout, what, line)
            except TimedOut:
                error = ConnectTimeout("timed out")
            except Refused as refused:
                error = ConnectError(str(refused) or "[Errno 111] Connection refused")
            if retries <= 0:
                raise error
            retries -= 1
            kernel.block(round(delay_s * 1e9), what)
            delay_s = delay_s * 2 or 0.5

    def handle_request(self, request):
        timeout = _TimeoutOf(request.extensions.get("timeout") or {})
        return self._exchange(request, origin_of(request.url), wire_text(request), timeout, user_line(), "utf-8")

    def close(self):
        for connection in self._pool.idle_items():
            connection.close()
        if self._pool.resource is not None:
            _names().give_back(self._line, self._pool.size, self._pool.resource)


class Client(BaseClient):
    _transport_class = HTTPTransport

    def request(self, method, url, *, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT, **settings):
        return self.send(self.build_request(method, url, **settings), auth=auth)

    def get(self, url, **settings):
        return self.request("GET", url, **settings)

    def head(self, url, **settings):
        return self.request("HEAD", url, **settings)

    def options(self, url, **settings):
        return self.request("OPTIONS", url, **settings)

    def delete(self, url, **settings):
        return self.request("DELETE", url, **settings)

    def post(self, url, **settings):
        return self.request("POST", url, **settings)

    def put(self, url, **settings):
        return self.request("PUT", url, **settings)

    def patch(self, url, **settings):
        return self.request("PATCH", url, **settings)

    def stream(self, method, url, *, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT, **settings):
        return _Stream(self, self.build_request(method, url, **settings), auth)

    def send(self, request, *, stream=False, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT):
        if self._state is not ClientState.OPENED:
            self._open()
        auth = self._auth if auth is USE_CLIENT_DEFAULT else make_auth(auth)
        if auth is None and request.url.userinfo:
            auth = make_auth((request.url.username, request.url.password))
        response = self._send_once(request) if auth is None else self._send_with(auth, request)
        if not stream:
            response.read()
        return response

    def _send_with(self, auth, request):
        """Sends what the flow asks for until it asks no more."""
        flow = auth.sync_auth_flow(request)
        try:
            request = next(flow)
            history = []
            while True:
                response = self._send_once(request)
                try:
                    try:
                        request = flow.send(response)
                    except StopIteration:
                        return response
                    response.history = list(history)
                    response.read()
                    history.append(response)
                except BaseException:
                    response.close()
                    raise
        finally:
            flow.close()

    def _send_once(self, request):
        """One request. Hooks and flows see its response before the body was read."""
        if not isinstance(request.stream, bytes):
            raise RuntimeError("Attempted to send an async request with a sync Client instance.")
        for hook in self._event_hooks["request"]:
            hook(request)
        if "timeout" not in request.extensions:
            request.extensions = {**request.extensions, "timeout": self._timeout.as_dict()}
        try:
            if self._own_transport:
                timeout = _TimeoutOf(request.extensions["timeout"])
                response = self._transport._exchange(
                    request, origin_of(request.url), wire_text(request), timeout, user_line(), self._default_encoding, True
                )
            else:
                response = self._transport.handle_request(request)
        except RequestError as error:
            error._request = request
            raise
        response._request = request
        try:
            for hook in self._event_hooks["response"]:
                hook(response)
        except BaseException:
            response.close()
            raise
        return response

    def close(self):
        if self._state is not ClientState.CLOSED:
            self._state = ClientState.CLOSED
            self._transport.close()

    def __enter__(self):
        self._enter()
        if not self._own_transport:
            self._transport.__enter__()
        return self

    def __exit__(self, *error):
        self._state = ClientState.CLOSED
        if self._own_transport:
            self._transport.close()
        else:
            self._transport.__exit__(*error)


class _Stream:
    """`with client.stream(...)`; httpx.stream() closes its client too."""

    def __init__(self, client, request, auth, own_client=False):
        self._client = client
        self._request = request
        self._auth = auth
        self._own_client = own_client

    def __enter__(self):
        self._response = self._client.send(self._request, stream=True, auth=self._auth)
        return self._response

    def __exit__(self, *error):
        self._response.close()
        if self._own_client:
            self._client.close()


# Settings of the module-level functions that belong to the client that they make.
_OF_CLIENT = ("cookies", "proxy", "trust_env", "verify")


def _split(settings):
    timeout = settings.pop("timeout", DEFAULT_TIMEOUT)
    return {"timeout": timeout, **{name: settings.pop(name) for name in _OF_CLIENT if name in settings}}


def request(method, url, **settings):
    with Client(**_split(settings)) as client:
        return client.request(method, url, **settings)


def stream(method, url, *, auth=USE_CLIENT_DEFAULT, **settings):
    client = Client(**_split(settings))
    settings.pop("follow_redirects", None)
    return _Stream(client, client.build_request(method, url, **settings), auth, own_client=True)


def _function(method):
    def function(url, **settings):
        return request(method, url, **settings)

    function.__name__ = function.__qualname__ = method.lower()
    function.__module__ = "httpx"
    return function


get, post, put, patch, delete, head, options = (
    _function(method) for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
)

for _class in (BaseTransport, HTTPTransport, Client, request, stream):
    _class.__module__ = "httpx"
