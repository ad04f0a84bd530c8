"""What AsyncClient and Client share: settings, and requests built from them."""

from enum import Enum

from surge import kernel

from ._auth import make_auth
from ._config import DEFAULT_LIMITS, DEFAULT_MAX_REDIRECTS, DEFAULT_TIMEOUT, SHARED_TRANSPORT_NS, Timeout
from ._models import Cookies, Headers, Request
from ._urls import URL, QueryParams

USER_AGENT = "python-httpx/0.28.1"


class UseClientDefault:
    pass


USE_CLIENT_DEFAULT = UseClientDefault()


class ClientState(Enum):
    UNOPENED = 1
    OPENED = 2
    CLOSED = 3


class BaseClient:
    # What a client makes for itself when it is given no transport.
    _transport_class = None

    def __init__(
        self, *, auth=None, params=None, headers=None, cookies=None, verify=True, cert=None, http1=True, http2=False, proxy=None,
        mounts=None, timeout=DEFAULT_TIMEOUT, follow_redirects=False, limits=DEFAULT_LIMITS, max_redirects=DEFAULT_MAX_REDIRECTS,
        event_hooks=None, base_url="", transport=None, trust_env=True, default_encoding="utf-8",
    ):  # fmt: skip
        if proxy is not None or mounts:
            kernel.not_simulated("httpx: proxy= and mounts=", "direct connections, transport=")
        self._base_url = _with_slash(URL(base_url))
        # Relative URL -> whole URL.
        self._merged = {}
        self._auth = make_auth(auth)
        self._params = QueryParams(params)
        self.headers = headers
        self._cookies = Cookies(cookies)
        self._timeout = Timeout(timeout)
        self.follow_redirects = follow_redirects
        self.max_redirects = max_redirects
        self.event_hooks = event_hooks or {}
        self.trust_env = trust_env
        self._default_encoding = default_encoding
        self._state = ClientState.UNOPENED
        if transport is None:
            self._transport = self._transport_class(verify=verify, cert=cert, http1=http1, http2=http2, limits=limits)
        else:
            kernel.charge(SHARED_TRANSPORT_NS)
            self._transport = transport
        self._own_transport = type(self._transport) is self._transport_class

    # Settings

    @property
    def is_closed(self):
        return self._state is ClientState.CLOSED

    @property
    def timeout(self):
        return self._timeout

    @timeout.setter
    def timeout(self, timeout):
        self._timeout = Timeout(timeout)

    @property
    def auth(self):
        return self._auth

    @auth.setter
    def auth(self, auth):
        self._auth = make_auth(auth)

    @property
    def base_url(self):
        return self._base_url

    @base_url.setter
    def base_url(self, url):
        self._base_url = _with_slash(URL(url))
        self._merged = {}

    @property
    def headers(self):
        return self._headers

    @headers.setter
    def headers(self, headers):
        self._headers = Headers(
            {"Accept": "*/*", "Accept-Encoding": "gzip, deflate", "Connection": "keep-alive", "User-Agent": USER_AGENT}
        )
        self._headers.update(headers)

    @property
    def cookies(self):
        return self._cookies

    @cookies.setter
    def cookies(self, cookies):
        self._cookies = Cookies(cookies)

    @property
    def params(self):
        return self._params

    @params.setter
    def params(self, params):
        self._params = QueryParams(params)

    @property
    def event_hooks(self):
        return self._event_hooks

    @event_hooks.setter
    def event_hooks(self, hooks):
        self._event_hooks = {"request": list(hooks.get("request", [])), "response": list(hooks.get("response", []))}

    # Requests

    def build_request(
        self, method, url, *, content=None, data=None, files=None, json=None, params=None, headers=None, cookies=None,
        timeout=USE_CLIENT_DEFAULT, extensions=None,
    ):  # fmt: skip
        merged_headers = Headers(self._headers)
        merged_headers.update(headers)
        if cookies or self._cookies:
            merged_cookies = Cookies(self._cookies)
            merged_cookies.update(cookies)
            cookies = merged_cookies
        if params or self._params:
            params = self._params.merge(params)
        extensions = {} if extensions is None else dict(extensions)
        if "timeout" not in extensions:
            extensions["timeout"] = (self._timeout if timeout is USE_CLIENT_DEFAULT else Timeout(timeout)).as_dict()
        return Request(
            method, self._merge_url(url), content=content, data=data, files=files, json=json, params=params, headers=merged_headers,
            cookies=cookies, extensions=extensions,
        )  # fmt: skip

    def _merge_url(self, url):
        url = URL(url)
        if not url.is_relative_url:
            return url
        base = self._base_url
        return base.copy_with(raw_path=base.raw_path + url.raw_path.lstrip(b"/"))

    def _open(self):
        if self._state is ClientState.CLOSED:
            raise RuntimeError("Cannot send a request, as the client has been closed.")
        self._state = ClientState.OPENED

    def _enter(self):
        if self._state is not ClientState.UNOPENED:
            opened = self._state is ClientState.OPENED
            raise RuntimeError(
                "Cannot open a client instance more than once."
                if opened
                else "Cannot reopen a client instance, once it has been closed."
            )
        self._state = ClientState.OPENED


def _with_slash(url):
    return url if url.raw_path.endswith(b"/") else url.copy_with(raw_path=url.raw_path + b"/")
