"""AsyncClient.

A request without headers, parameters, body or credentials of its own takes the short way (_plain): no Request headers,
no URL object, no merging, because a run makes millions of these. Everything else goes through build_request and send.
"""

import json as jsonlib
import re

from surge.kernel import user_line

from ._auth import make_auth
from ._base_client import USE_CLIENT_DEFAULT, BaseClient, ClientState
from ._config import Timeout
from ._exceptions import RequestError
from ._models import Request
from ._transport import AsyncHTTPTransport, _TimeoutOf, origin_of, wire_text

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


class AsyncClient(BaseClient):
    _transport_class = AsyncHTTPTransport

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
        if auth is None:
            response = await self._send_once(request, line)
        else:
            response = await self._send_with(auth, request, line)
        if not stream:
            await response.aread()
        return response

    async def _send_with(self, auth, request, line):
        """Sends what the flow asks for until it asks no more."""
        flow = auth.async_auth_flow(request)
        try:
            request = await anext(flow)
            history = []
            while True:
                response = await self._send_once(request, line)
                try:
                    try:
                        request = await flow.asend(response)
                    except StopAsyncIteration:
                        return response
                    response.history = list(history)
                    await response.aread()
                    history.append(response)
                except BaseException:
                    await response.aclose()
                    raise
        finally:
            await flow.aclose()

    async def _send_once(self, request, line):
        """One request. Hooks and flows see its response before the body was read."""
        await request.aread()
        for hook in self._event_hooks["request"]:
            await hook(request)
        if "timeout" not in request.extensions:
            request.extensions = {**request.extensions, "timeout": self._timeout.as_dict()}
        try:
            if self._own_transport:
                timeout = _TimeoutOf(request.extensions["timeout"])
                response = await self._transport._exchange(
                    request, origin_of(request.url), wire_text(request), timeout, line, self._default_encoding, True
                )
            else:
                response = await self._transport.handle_async_request(request)
        except RequestError as error:
            error._request = request
            raise
        response._request = request
        try:
            for hook in self._event_hooks["response"]:
                await hook(response)
        except BaseException:
            await response.aclose()
            raise
        return response

    # Closing

    async def aclose(self):
        if self._state is not ClientState.CLOSED:
            self._state = ClientState.CLOSED
            await self._transport.aclose()

    async def __aenter__(self):
        self._enter()
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


def _wire_headers(headers, origin):
    pairs = {"Host": origin.partition("//")[2]}
    pairs.update((key, value) for key, _, value in headers._list)
    return jsonlib.dumps(pairs)


for _method in (AsyncClient._plain, AsyncClient._request, AsyncClient._send, AsyncClient._send_with, AsyncClient._send_once):
    _method.__qualname__ = "AsyncClient.request"
AsyncClient.__module__ = "httpx"
