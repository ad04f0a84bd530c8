"""Authentication: basic, and functions that change the request."""

from base64 import b64encode

from surge import kernel


def _bytes(value):
    return value.encode() if isinstance(value, str) else value


class Auth:
    """Base class. Flows that look at a response and ask again are not simulated."""

    requires_request_body = False
    requires_response_body = False

    def auth_flow(self, request):
        yield request


class BasicAuth(Auth):
    def __init__(self, username, password):
        self._header = f"Basic {b64encode(_bytes(username) + b':' + _bytes(password)).decode()}"

    def auth_flow(self, request):
        request.headers["Authorization"] = self._header
        yield request


class FunctionAuth(Auth):
    def __init__(self, func):
        self._func = func

    def auth_flow(self, request):
        yield self._func(request)


def make_auth(auth):
    if auth is None or isinstance(auth, Auth):
        return auth
    if isinstance(auth, tuple):
        return BasicAuth(*auth)
    if callable(auth):
        return FunctionAuth(auth)
    raise TypeError(f'Invalid "auth" argument: {auth!r}')


def apply_auth(auth, request):
    """The request to send."""
    flow = auth.auth_flow(request)
    request = next(flow)
    if not isinstance(auth, (BasicAuth, FunctionAuth)) and type(auth).auth_flow is not Auth.auth_flow:
        try:
            flow.send(None)
        except StopIteration:
            return request
        except Exception:
            pass
        kernel.not_simulated("httpx: an Auth whose flow depends on the response", "BasicAuth, (user, password), a function")
    return request


for _class in (Auth, BasicAuth):
    _class.__module__ = "httpx"
