"""Authentication: a flow yields the requests to send and is given their responses."""

from base64 import b64encode


def _bytes(value):
    return value.encode() if isinstance(value, str) else value


class Auth:
    requires_request_body = False
    requires_response_body = False

    def auth_flow(self, request):
        yield request

    def sync_auth_flow(self, request):
        if self.requires_request_body:
            request.read()
        flow = self.auth_flow(request)
        request = next(flow)
        while True:
            response = yield request
            if self.requires_response_body:
                response.read()
            try:
                request = flow.send(response)
            except StopIteration:
                return

    async def async_auth_flow(self, request):
        if self.requires_request_body:
            await request.aread()
        flow = self.auth_flow(request)
        request = next(flow)
        while True:
            response = yield request
            if self.requires_response_body:
                await response.aread()
            try:
                request = flow.send(response)
            except StopIteration:
                return


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


for _class in (Auth, BasicAuth):
    _class.__module__ = "httpx"
