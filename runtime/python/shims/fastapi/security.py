"""fastapi.security: where credentials stand in a request. Checking them is the program's own."""

import base64
import binascii

from fastapi.exceptions import HTTPException
from fastapi.params import Form
from fastapi.requests import Request


class SecurityScopes:
    def __init__(self, scopes=None):
        self.scopes = scopes or []
        self.scope_str = " ".join(self.scopes)


class HTTPAuthorizationCredentials:
    def __init__(self, *, scheme, credentials):
        self.scheme = scheme
        self.credentials = credentials


class HTTPBasicCredentials:
    def __init__(self, *, username, password):
        self.username = username
        self.password = password


def _authorization(request):
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    return scheme, rest


class _Scheme:
    challenge = None

    def __init__(self, *, auto_error=True, scheme_name=None, description=None, **options):
        self.auto_error = auto_error
        self.options = options

    def refuse(self):
        if not self.auto_error:
            return None
        raise HTTPException(401, "Not authenticated", {"WWW-Authenticate": self.challenge} if self.challenge else None)


class HTTPBearer(_Scheme):
    challenge = "Bearer"

    async def __call__(self, request: Request):
        scheme, credentials = _authorization(request)
        if scheme.lower() != "bearer" or not credentials:
            return self.refuse()
        return HTTPAuthorizationCredentials(scheme=scheme, credentials=credentials)


class OAuth2PasswordBearer(_Scheme):
    challenge = "Bearer"

    def __init__(self, tokenUrl, **options):
        super().__init__(**options)
        self.token_url = tokenUrl

    async def __call__(self, request: Request):
        scheme, token = _authorization(request)
        return token if scheme.lower() == "bearer" else self.refuse()


class HTTPBasic(_Scheme):
    challenge = "Basic"

    async def __call__(self, request: Request):
        scheme, data = _authorization(request)
        if scheme.lower() != "basic" or not data:
            return self.refuse()
        try:
            username, separator, password = base64.b64decode(data).decode("ascii").partition(":")
        except (ValueError, binascii.Error):
            separator = ""
        if not separator:
            return self.refuse()
        return HTTPBasicCredentials(username=username, password=password)


class _ApiKey(_Scheme):
    challenge = "APIKey"

    def __init__(self, *, name, **options):
        super().__init__(**options)
        self.name = name

    async def __call__(self, request: Request):
        return self.find(request) or self.refuse()


class APIKeyHeader(_ApiKey):
    def find(self, request):
        return request.headers.get(self.name)


class APIKeyQuery(_ApiKey):
    def find(self, request):
        return request.query_params.get(self.name)


class APIKeyCookie(_ApiKey):
    def find(self, request):
        return request.cookies.get(self.name)


class OAuth2PasswordRequestForm:
    def __init__(self, *, username: str = Form(), password: str = Form(), scope: str = Form(default=""), client_id: str | None = Form(default=None)):
        self.username = username
        self.password = password
        self.scopes = scope.split()
        self.client_id = client_id
