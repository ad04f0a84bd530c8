"""AsyncClient.

A request without headers, parameters, body or credentials of its own takes the short way (_plain): no Request headers,
no URL object, no merging, because a run makes millions of these. Everything else goes through build_request and send.
"""

import json as jsonlib
import re
from enum import Enum

from surge import kernel
from surge.kernel import user_line

from ._auth import apply_auth, make_auth
from ._config import DEFAULT_LIMITS, DEFAULT_MAX_REDIRECTS, DEFAULT_TIMEOUT, SHARED_TRANSPORT_NS, Timeout
from ._exceptions import RequestError
from ._models import Cookies, Headers, Request
from ._transport import AsyncHTTPTransport, _TimeoutOf, origin_of, wire_text
from ._urls import URL, QueryParams

USER_AGENT = "python-httpx/0.28.1"


class UseClientDefault:
    pass


USE_CLIENT_DEFAULT = UseClientDefault()


class ClientState(Enum):
    UNOPENED = 1
    OPENED = 2
    CLOSED = 3


# URLs that need no escaping and no normalising, and their origins. Pure, so shared by all workers.
_SIMPLE_URL = re.compile(r"(https?://[a-z0-9][a-z0-9.\-]*(?::(?!80/|443/|80$|443$)[1-9]\d*)?)/[!$&'()*+,\-./0-9:;=@A-Z_a-z~?]*")
_MAX_SIMPLE_URLS = 20_000
_simple_urls = {}


def _simple_origin(url):
    match = _SIMPLE_URL.fullmatch(url)
    if match is None:
        return None
    if len(_simple_urls) >= _MAX_SIMPLE_URLS:
        _simple_urls.clear()
    origin = _simple_urls[url] = match.group(1)
    return origin


class AsyncClient:
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
            self._transport = AsyncHTTPTransport(verify=verify, cert=cert, http1=http1, http2=http2, limits=limits)
        else:
            kernel.charge(SHARED_TRANSPORT_NS)
            self._transport = transport
        self._own_transport = type(self._transport) is AsyncHTTPTransport

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

    def request(
        self, method, url, *, content=None, data=None, files=None, json=None, params=None, headers=None, cookies=None,
        auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT, timeout=USE_CLIENT_DEFAULT, extensions=None,
    ):  # fmt: skip
        return self._request(
            method, url, user_line(), timeout, auth, params, headers, cookies, extensions, content, data, files, json
        )

    def get(
        self, url, *, params=None, headers=None, cookies=None, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT,
        timeout=USE_CLIENT_DEFAULT, extensions=None,
    ):  # fmt: skip
        if params is None and headers is None and cookies is None and auth is USE_CLIENT_DEFAULT and extensions is None:
            return self._plain("GET", url, timeout, user_line())
        return self._request("GET", url, user_line(), timeout, auth, params, headers, cookies, extensions)

    def head(
        self, url, *, params=None, headers=None, cookies=None, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT,
        timeout=USE_CLIENT_DEFAULT, extensions=None,
    ):  # fmt: skip
        return self._request("HEAD", url, user_line(), timeout, auth, params, headers, cookies, extensions)

    def options(
        self, url, *, params=None, headers=None, cookies=None, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT,
        timeout=USE_CLIENT_DEFAULT, extensions=None,
    ):  # fmt: skip
        return self._request("OPTIONS", url, user_line(), timeout, auth, params, headers, cookies, extensions)

    def delete(
        self, url, *, params=None, headers=None, cookies=None, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT,
        timeout=USE_CLIENT_DEFAULT, extensions=None,
    ):  # fmt: skip
        return self._request("DELETE", url, user_line(), timeout, auth, params, headers, cookies, extensions)

    def post(
        self, url, *, content=None, data=None, files=None, json=None, params=None, headers=None, cookies=None, auth=USE_CLIENT_DEFAULT,
        follow_redirects=USE_CLIENT_DEFAULT, timeout=USE_CLIENT_DEFAULT, extensions=None,
    ):  # fmt: skip
        return self._request("POST", url, user_line(), timeout, auth, params, headers, cookies, extensions, content, data, files, json)

    def put(
        self, url, *, content=None, data=None, files=None, json=None, params=None, headers=None, cookies=None, auth=USE_CLIENT_DEFAULT,
        follow_redirects=USE_CLIENT_DEFAULT, timeout=USE_CLIENT_DEFAULT, extensions=None,
    ):  # fmt: skip
        return self._request("PUT", url, user_line(), timeout, auth, params, headers, cookies, extensions, content, data, files, json)

    def patch(
        self, url, *, content=None, data=None, files=None, json=None, params=None, headers=None, cookies=None, auth=USE_CLIENT_DEFAULT,
        follow_redirects=USE_CLIENT_DEFAULT, timeout=USE_CLIENT_DEFAULT, extensions=None,
    ):  # fmt: skip
        return self._request("PATCH", url, user_line(), timeout, auth, params, headers, cookies, extensions, content, data, files, json)

    def stream(
        self, method, url, *, content=None, data=None, files=None, json=None, params=None, headers=None, cookies=None,
        auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT, timeout=USE_CLIENT_DEFAULT, extensions=None,
    ):  # fmt: skip
        return _Stream(
            self._request(method, url, user_line(), timeout, auth, params, headers, cookies, extensions, content, data, files, json, True)
        )

    def send(self, request, *, stream=False, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT):
        return self._send(request, user_line(), auth, stream)

    async def _plain(self, method, url, timeout, line):
        """A request with nothing of its own but its URL."""
        hooks = self._event_hooks
        origin = None
        if self._own_transport and type(url) is str and not (
            self._auth or self._cookies._cookies or self._params._dict or hooks["request"] or hooks["response"]
        ):
            whole = url
            origin = _simple_urls.get(url) or _simple_origin(url)
            if origin is None:
                whole = self._merged.get(url) or self._remember_merged(url)
                origin = _simple_urls.get(whole) or _simple_origin(whole)
        if origin is None:
            return await self._request(method, url, line, timeout, USE_CLIENT_DEFAULT, None, None, None, None)
        if self._state is not ClientState.OPENED:
            self._open()
        timeout = self._timeout if timeout is USE_CLIENT_DEFAULT else Timeout(timeout)
        headers = self._headers
        wire = headers._wire.get(origin)
        if wire is None:
            wire = headers._wire[origin] = _wire_headers(headers, origin)
        request = Request._plain(method, whole, headers, timeout)
        try:
            return await self._transport._exchange(request, origin, f"{method} {whole}\n{wire}\n", timeout, line, self._default_encoding)
        except RequestError as error:
            error._request = request
            raise

    def _remember_merged(self, url):
        """A relative URL together with the client's base URL."""
        merged = self._merge_url(url)
        whole = str(merged)
        if not merged.userinfo and merged.is_absolute_url and merged._fragment is None:
            if len(self._merged) >= _MAX_SIMPLE_URLS:
                self._merged.clear()
            self._merged[url] = whole
        return whole

    async def _request(
        self, method, url, line, timeout, auth, params, headers, cookies, extensions, content=None, data=None, files=None, json=None,
        stream=False,
    ):  # fmt: skip
        request = self.build_request(
            method, url, content=content, data=data, files=files, json=json, params=params, headers=headers, cookies=cookies,
            timeout=timeout, extensions=extensions,
        )  # fmt: skip
        return await self._send(request, line, auth, stream)

    async def _send(self, request, line, auth, stream):
        if self._state is not ClientState.OPENED:
            self._open()
        auth = self._auth if auth is USE_CLIENT_DEFAULT else make_auth(auth)
        if auth is None and request.url.userinfo:
            auth = make_auth((request.url.username, request.url.password))
        if auth is not None:
            request = apply_auth(auth, request)
        await request.aread()
        for hook in self._event_hooks["request"]:
            await hook(request)
        if "timeout" not in request.extensions:
            request.extensions = {**request.extensions, "timeout": self._timeout.as_dict()}
        try:
            if self._own_transport:
                timeout = _TimeoutOf(request.extensions["timeout"])
                response = await self._transport._exchange(
                    request, origin_of(request.url), wire_text(request), timeout, line, self._default_encoding, stream
                )
            else:
                response = await self._transport.handle_async_request(request)
        except RequestError as error:
            error._request = request
            raise
        response._request = request
        for hook in self._event_hooks["response"]:
            await hook(response)
        if not stream:
            await response.aread()
        return response

    # Opening and closing

    def _open(self):
        if self._state is ClientState.CLOSED:
            raise RuntimeError("Cannot send a request, as the client has been closed.")
        self._state = ClientState.OPENED

    async def aclose(self):
        if self._state is not ClientState.CLOSED:
            self._state = ClientState.CLOSED
            await self._transport.aclose()

    async def __aenter__(self):
        if self._state is not ClientState.UNOPENED:
            opened = self._state is ClientState.OPENED
            raise RuntimeError(
                "Cannot open a client instance more than once."
                if opened
                else "Cannot reopen a client instance, once it has been closed."
            )
        self._state = ClientState.OPENED
        if not self._own_transport:
            await self._transport.__aenter__()
        return self

    async def __aexit__(self, *error):
        self._state = ClientState.CLOSED
        if self._own_transport:
            await self._transport.aclose()
        else:
            await self._transport.__aexit__(*error)


class _Stream:
    """`async with client.stream(...)`."""

    __slots__ = ("_sending", "_response")

    def __init__(self, sending):
        self._sending = sending

    async def __aenter__(self):
        self._response = await self._sending
        return self._response

    async def __aexit__(self, *error):
        await self._response.aclose()


def _with_slash(url):
    return url if url.raw_path.endswith(b"/") else url.copy_with(raw_path=url.raw_path + b"/")


def _wire_headers(headers, origin):
    pairs = {"Host": origin.partition("//")[2]}
    pairs.update((key, value) for key, _, value in headers._list)
    return jsonlib.dumps(pairs)


AsyncClient._plain.__qualname__ = AsyncClient._request.__qualname__ = AsyncClient._send.__qualname__ = "AsyncClient.request"
AsyncClient.__module__ = "httpx"
