"""What a program may expect of httpx. The same cases hold for the real httpx against a real server.

World: the service in API answers GET /a with {"value": 1} after 40 ms, GET /fail with 503, GET /limited to two requests
a second (429 and Retry-After beyond); there is nothing at http://nowhere.test.
"""

import asyncio
import os

import httpx
from fastapi.encoders import jsonable_encoder

API = os.environ["API"]


class raises:
    """`with raises(Error, "part of its message"):`"""

    def __init__(self, error, message=""):
        self.error = error
        self.message = message
        self.value = None

    def __enter__(self):
        return self

    def __exit__(self, cls, error, traceback):
        assert cls is not None, f"{self.error.__name__} was not raised"
        if not issubclass(cls, self.error):
            return False
        assert self.message in str(error), f"{self.message!r} is not in {str(error)!r}"
        self.value = error
        return True


def now():
    return asyncio.get_running_loop().time()


async def case_get():
    async with httpx.AsyncClient() as client:
        start = now()
        response = await client.get(f"{API}/a")
        assert now() - start >= 0.04
        assert response.status_code == 200 and response.json() == {"value": 1}
        assert response.is_success and not response.is_error
        assert response.reason_phrase == "OK" and response.http_version == "HTTP/1.1"
        assert response.raise_for_status() is response
        assert "value" in response.text and response.content == response.text.encode()
        assert repr(response) == "<Response [200 OK]>"


async def case_elapsed():
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{API}/a")
        assert 0.04 <= response.elapsed.total_seconds() < 1


async def case_response_knows_its_request():
    async with httpx.AsyncClient(headers={"X-Own": "1"}) as client:
        response = await client.get(f"{API}/a")
        assert str(response.url) == f"{API}/a" and response.url.path == "/a"
        assert response.request.method == "GET" and response.request.url == response.url
        assert response.request.headers["x-own"] == "1" and "host" in response.request.headers
        assert response.headers["Content-Type"].startswith("application/json")
        assert int(response.headers["content-length"]) == len(response.content)
        assert response.history == [] and response.is_closed


class Token(httpx.Auth):
    """Signs in again when the token is refused."""

    def __init__(self):
        self.token = "old"
        self.seen = []

    def auth_flow(self, request):
        request.headers["Authorization"] = f"Bearer {self.token}"
        response = yield request
        self.seen.append(response.status_code)
        if response.status_code == 503:
            self.token = "new"
            request.headers["Authorization"] = f"Bearer {self.token}"
            yield request


async def case_a_flow_of_authentication_sees_responses():
    auth = Token()
    async with httpx.AsyncClient(auth=auth) as client:
        response = await client.get(f"{API}/a")
        assert response.json() == {"value": 1} and auth.seen == [200]
        assert response.request.headers["authorization"] == "Bearer old" and response.history == []
        response = await client.get(f"{API}/fail")
        assert response.status_code == 503 and auth.seen == [200, 503]
        assert response.request.headers["authorization"] == "Bearer new"
    auth = Token()
    with httpx.Client() as client:
        assert client.get(f"{API}/fail", auth=auth).status_code == 503 and auth.seen == [503] and auth.token == "new"


class Signed(httpx.Auth):
    requires_request_body = True
    requires_response_body = True

    def auth_flow(self, request):
        request.headers["X-Length"] = str(len(request.content))
        response = yield request
        self.body = response.json()


async def case_a_flow_that_needs_the_bodies():
    auth = Signed()
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{API}/a", auth=auth)
        assert auth.body == {"value": 1} == response.json() and response.request.headers["x-length"] == "0"


async def case_an_asynchronous_flow():
    class Locked(httpx.Auth):
        def __init__(self):
            self.lock = asyncio.Lock()

        async def async_auth_flow(self, request):
            async with self.lock:
                await asyncio.sleep(0)
            request.headers["Authorization"] = "Bearer x"
            response = yield request
            assert response.status_code == 200

    async with httpx.AsyncClient(auth=Locked()) as client:
        responses = await asyncio.gather(client.get(f"{API}/a"), client.get(f"{API}/a"))
        assert [each.request.headers["authorization"] for each in responses] == ["Bearer x"] * 2


async def case_a_response_hook_comes_before_the_body():
    seen = []

    async def look(response):
        with raises(httpx.ResponseNotRead):
            response.json()
        await response.aread()
        seen.append(response.json())

    async def refuse(response):
        response.raise_for_status()

    async with httpx.AsyncClient(event_hooks={"response": [look]}) as client:
        assert (await client.get(f"{API}/a")).json() == {"value": 1} and seen == [{"value": 1}]
    async with httpx.AsyncClient(event_hooks={"response": [refuse]}, limits=httpx.Limits(max_connections=1)) as client:
        for _ in range(3):
            with raises(httpx.HTTPStatusError):
                await client.get(f"{API}/fail")


async def case_a_response_is_no_answer_of_a_fastapi_route():
    # It holds its connection; one that was made by hand is written by its attributes.
    with raises((TypeError, ValueError, RecursionError)):
        async with httpx.AsyncClient() as client:
            jsonable_encoder(await client.get(f"{API}/a"))
    with raises((TypeError, ValueError, RecursionError)):
        async with httpx.AsyncClient() as client:
            jsonable_encoder({"answers": await asyncio.gather(client.get(f"{API}/a"), client.get(f"{API}/a"))})
    with raises((TypeError, ValueError, RecursionError)):
        jsonable_encoder(httpx.get(f"{API}/a"))
    made = jsonable_encoder(httpx.Response(200, json={"a": 1}))
    assert made["status_code"] == 200 and made["headers"]["content-type"] == "application/json" and made["_request"] is None
    assert jsonable_encoder(httpx.ReadTimeout("late")) == {"_request": None}
    assert "http" in jsonable_encoder(httpx.URL("http://a/b"))["_uri_reference"]
    assert jsonable_encoder(httpx.Headers({"A": "b"})) == {"a": "b"}


async def case_base_url():
    async with httpx.AsyncClient(base_url=API) as client:
        assert (await client.get("/a")).json() == {"value": 1}
        assert str((await client.get("a")).url) == f"{API}/a"
        assert (await client.get(f"{API}/a")).status_code == 200


async def case_query_parameters():
    async with httpx.AsyncClient(params={"k": "v"}) as client:
        response = await client.get(f"{API}/a", params={"x": "1 2", "l": [1, 2], "t": True})
        assert response.status_code == 200
        assert str(response.url) == f"{API}/a?k=v&x=1+2&l=1&l=2&t=true"
        assert (await client.get(f"{API}/a?y=1")).status_code == 200


async def case_other_methods():
    async with httpx.AsyncClient() as client:
        for method in ("post", "put", "patch", "delete", "options"):
            response = await getattr(client, method)(f"{API}/a")
            assert response.request.method == method.upper() and 400 <= response.status_code < 500
        assert (await client.request("get", f"{API}/a")).status_code == 200
        assert (await client.head(f"{API}/a")).request.method == "HEAD"


async def case_request_bodies():
    async with httpx.AsyncClient() as client:
        request = client.build_request("POST", f"{API}/a", json={"a": [1, "é"], "b": None})
        assert request.content == '{"a":[1,"é"],"b":null}'.encode()
        assert request.headers["content-type"] == "application/json"
        request = client.build_request("POST", f"{API}/a", data={"a": "1 2", "b": [1, 2]})
        assert request.content == b"a=1+2&b=1&b=2"
        assert request.headers["content-type"] == "application/x-www-form-urlencoded"
        request = client.build_request("POST", f"{API}/a", content="x", headers={"Content-Type": "text/x"})
        assert request.content == b"x" and request.headers["content-type"] == "text/x" and request.headers["content-length"] == "1"
        assert (await client.send(request)).status_code in (404, 405)


async def case_status_error():
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{API}/fail")
        assert response.status_code == 503 and response.is_server_error and response.is_error and not response.is_success
        message = f"Server error '503 Service Unavailable' for url '{API}/fail'\nFor more information check: https://developer.mozilla.org"
        with raises(httpx.HTTPStatusError, message) as caught:
            response.raise_for_status()
        assert caught.value.response is response and caught.value.request is response.request
        assert isinstance(caught.value, httpx.HTTPError) and not isinstance(caught.value, httpx.RequestError)


async def case_not_found():
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{API}/nothing")
        assert response.status_code == 404 and response.is_client_error
        with raises(httpx.HTTPStatusError, "Client error '404 Not Found'"):
            response.raise_for_status()


async def case_rate_limit():
    async with httpx.AsyncClient() as client:
        responses = await asyncio.gather(*[client.get(f"{API}/limited") for _ in range(10)])
        statuses = [response.status_code for response in responses]
        assert 200 in statuses and 429 in statuses
        limited = next(response for response in responses if response.status_code == 429)
        assert int(limited.headers["Retry-After"]) >= 1
        assert limited.reason_phrase == "Too Many Requests"


async def case_concurrent_requests():
    async with httpx.AsyncClient() as client:
        await client.get(f"{API}/a")
        start = now()
        await asyncio.gather(*[client.get(f"{API}/a") for _ in range(10)])
        assert now() - start < 0.4


async def case_connections_are_reused():
    async with httpx.AsyncClient() as client:
        await client.get(f"{API}/a")
        first = await client.get(f"{API}/a")
        second = await client.get(f"{API}/a")
        assert abs(first.elapsed - second.elapsed).total_seconds() < 0.02


async def case_max_connections():
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=2)) as client:
        start = now()
        await asyncio.gather(*[client.get(f"{API}/a") for _ in range(6)])
        assert 0.12 <= now() - start < 1.5


async def case_waiting_requests_are_served_in_order():
    order = []
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=1)) as client:

        async def ask(name):
            await client.get(f"{API}/a")
            order.append(name)

        await asyncio.gather(*[ask(name) for name in range(5)])
    assert order == [0, 1, 2, 3, 4]


async def case_pool_timeout():
    timeout = httpx.Timeout(5, pool=0.01)
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=1), timeout=timeout) as client:
        first = asyncio.ensure_future(client.get(f"{API}/a"))
        await asyncio.sleep(0)
        with raises(httpx.PoolTimeout) as caught:
            await client.get(f"{API}/a")
        assert caught.value.request.url.path == "/a"
        assert isinstance(caught.value, httpx.TimeoutException) and isinstance(caught.value, httpx.TransportError)
        assert (await first).status_code == 200
        assert (await client.get(f"{API}/a")).status_code == 200


async def case_read_timeout():
    async with httpx.AsyncClient(timeout=0.01) as client:
        start = now()
        with raises(httpx.ReadTimeout) as caught:
            await client.get(f"{API}/a")
        assert 0.01 <= now() - start < 0.3
        assert str(caught.value.request.url) == f"{API}/a"
        assert (await client.get(f"{API}/a", timeout=5)).status_code == 200
        assert (await client.get(f"{API}/a", timeout=None)).status_code == 200


async def case_timeouts_do_not_use_up_the_pool():
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=2), timeout=httpx.Timeout(5, read=0.01)) as client:
        for _ in range(5):
            with raises(httpx.ReadTimeout):
                await client.get(f"{API}/a")
        assert (await client.get(f"{API}/a", timeout=1)).status_code == 200


async def case_wait_for_cancels():
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=1)) as client:
        for _ in range(3):
            with raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.get(f"{API}/a"), 0.01)
        assert (await asyncio.wait_for(client.get(f"{API}/a"), 5)).status_code == 200


async def case_cancelled_waiters_leave_the_line():
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=1)) as client:
        tasks = [asyncio.ensure_future(client.get(f"{API}/a")) for _ in range(4)]
        await asyncio.sleep(0.01)
        for task in tasks[1:3]:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(result).__name__ for result in results] == ["Response", "CancelledError", "CancelledError", "Response"]


async def case_connect_error():
    async with httpx.AsyncClient() as client:
        with raises(httpx.ConnectError) as caught:
            await client.get("http://nowhere.test/a")
        assert isinstance(caught.value, httpx.NetworkError) and caught.value.request.url.host == "nowhere.test"
        assert str(caught.value)
        assert (await client.get(f"{API}/a")).status_code == 200


async def case_transport_retries_connecting():
    transport = httpx.AsyncHTTPTransport(retries=2)
    async with httpx.AsyncClient(transport=transport) as client:
        start = now()
        with raises(httpx.ConnectError):
            await client.get("http://nowhere.test/a")
        assert now() - start >= 0.5
        assert (await client.get(f"{API}/a")).status_code == 200


async def case_wrapped_transport():
    class Counting(httpx.AsyncBaseTransport):
        def __init__(self):
            self.inner = httpx.AsyncHTTPTransport()
            self.count = 0

        async def handle_async_request(self, request):
            self.count += 1
            return await self.inner.handle_async_request(request)

        async def aclose(self):
            await self.inner.aclose()

    transport = Counting()
    async with httpx.AsyncClient(transport=transport) as client:
        response = await client.get(f"{API}/a", params={"x": 1})
        assert response.json() == {"value": 1} and response.request.url.path == "/a"
        assert (await client.get(f"{API}/a")).raise_for_status().status_code == 200
    assert transport.count == 2


async def case_closed_client():
    client = httpx.AsyncClient()
    await client.get(f"{API}/a")
    await client.aclose()
    assert client.is_closed
    with raises(RuntimeError, "Cannot send a request, as the client has been closed."):
        await client.get(f"{API}/a")
    with raises(RuntimeError, "Cannot reopen a client instance, once it has been closed."):
        async with client:
            pass


async def case_client_opens_once():
    async with httpx.AsyncClient() as client:
        with raises(RuntimeError, "Cannot open a client instance more than once."):
            async with client:
                pass


async def case_constructing_a_client_blocks():
    ticks = []

    async def tick():
        while True:
            ticks.append(now())
            await asyncio.sleep(0.001)

    ticking = asyncio.ensure_future(tick())
    await asyncio.sleep(0.005)
    start = now()
    client = httpx.AsyncClient()
    assert now() - start > 0.003
    assert max(ticks) <= start
    ticking.cancel()
    await client.aclose()


async def case_client_without_verification_is_cheap():
    start = now()
    for _ in range(3):
        await httpx.AsyncClient(verify=False).aclose()
    assert now() - start < 0.01


async def case_stream():
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=1)) as client:
        async with client.stream("GET", f"{API}/a") as response:
            assert response.status_code == 200
            with raises(httpx.ResponseNotRead):
                response.content
            body = b"".join([chunk async for chunk in response.aiter_bytes()])
            assert b"value" in body
        async with client.stream("GET", f"{API}/a") as response:
            assert b"value" in await response.aread()
            assert response.json() == {"value": 1}
        async with client.stream("GET", f"{API}/a") as response:
            lines = [line async for line in response.aiter_lines()]
            assert len(lines) == 1
            with raises(httpx.StreamConsumed):
                async for _ in response.aiter_bytes():
                    pass
        async with client.stream("GET", f"{API}/a"):
            pass
        assert (await client.get(f"{API}/a")).status_code == 200


async def case_streamed_response_holds_its_connection():
    timeout = httpx.Timeout(5, pool=0.02)
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=1), timeout=timeout) as client:
        request = client.build_request("GET", f"{API}/a")
        response = await client.send(request, stream=True)
        with raises(httpx.PoolTimeout):
            await client.get(f"{API}/a")
        await response.aclose()
        assert (await client.get(f"{API}/a")).status_code == 200


async def case_basic_auth():
    async with httpx.AsyncClient(auth=("user", "secret")) as client:
        response = await client.get(f"{API}/a")
        assert response.request.headers["Authorization"] == "Basic dXNlcjpzZWNyZXQ="
        response = await client.get(f"{API}/a", auth=None)
        assert "Authorization" not in response.request.headers


async def case_client_headers_and_cookies():
    async with httpx.AsyncClient(headers={"X-A": "1"}, cookies={"c": "d"}) as client:
        assert client.headers["x-a"] == "1" and client.headers["user-agent"].startswith("python-httpx/")
        response = await client.get(f"{API}/a", headers={"x-a": "2", "X-B": "3"})
        assert response.request.headers["X-A"] == "2" and response.request.headers["x-b"] == "3"
        assert response.request.headers["Cookie"] == "c=d"
        client.headers["X-C"] = "4"
        assert (await client.get(f"{API}/a")).request.headers["x-c"] == "4"


async def case_event_hooks():
    seen = []

    async def on_request(request):
        seen.append(request.method)

    async def on_response(response):
        seen.append(response.status_code)

    async with httpx.AsyncClient(event_hooks={"request": [on_request], "response": [on_response]}) as client:
        await client.get(f"{API}/a")
    assert seen == ["GET", 200]


async def case_unsupported_protocol():
    async with httpx.AsyncClient() as client:
        with raises(httpx.UnsupportedProtocol, "Request URL is missing an 'http://' or 'https://' protocol."):
            await client.get("/a")
        with raises(httpx.UnsupportedProtocol, "Request URL has an unsupported protocol 'ftp://'."):
            await client.get("ftp://api.test/a")


async def case_timeouts_and_limits():
    assert httpx.Timeout(5, connect=1).as_dict() == {"connect": 1, "read": 5, "write": 5, "pool": 5}
    assert repr(httpx.Timeout(3)) == "Timeout(timeout=3)"
    with raises(ValueError, "httpx.Timeout must either include a default, or set all four parameters explicitly."):
        httpx.Timeout(connect=1)
    assert httpx.Limits().max_connections is None and httpx.Limits().keepalive_expiry == 5.0
    client = httpx.AsyncClient(verify=False)
    assert client.timeout == httpx.Timeout(5.0) and not client.is_closed
    await client.aclose()


async def case_exception_tree():
    assert issubclass(httpx.HTTPStatusError, httpx.HTTPError) and issubclass(httpx.RequestError, httpx.HTTPError)
    assert issubclass(httpx.TransportError, httpx.RequestError)
    for error in (httpx.ConnectTimeout, httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout):
        assert issubclass(error, httpx.TimeoutException) and issubclass(error, httpx.TransportError)
    for error in (httpx.ConnectError, httpx.ReadError, httpx.WriteError, httpx.CloseError):
        assert issubclass(error, httpx.NetworkError) and not issubclass(error, httpx.TimeoutException)
    assert issubclass(httpx.RemoteProtocolError, httpx.ProtocolError) and issubclass(httpx.StreamConsumed, httpx.StreamError)
    assert issubclass(httpx.TooManyRedirects, httpx.RequestError) and not issubclass(httpx.InvalidURL, httpx.HTTPError)


async def case_urls():
    url = httpx.URL("http://u:p@Host.test:80/a b?x=1#f")
    assert (url.scheme, url.host, url.port, url.path, url.query, url.fragment) == ("http", "host.test", None, "/a b", b"x=1", "f")
    assert (url.username, url.password, url.raw_path, url.netloc) == ("u", "p", b"/a%20b?x=1", b"host.test")
    assert str(url.join("/q")) == "http://u:p@host.test/q"
    assert str(url.copy_with(params={"y": 2}, fragment=None)) == "http://u:p@host.test/a%20b?y=2"
    assert url == "http://u:p@host.test/a%20b?x=1#f" and repr(url) == "URL('http://u:[secure]@host.test/a%20b?x=1#f')"
    with raises(httpx.InvalidURL):
        httpx.URL("http://host.test:port/")


async def case_headers():
    headers = httpx.Headers({"Content-Type": "x", "A": "1"})
    assert headers["content-TYPE"] == "x" and "a" in headers and headers.get("z", "d") == "d"
    headers["a"] = "2"
    assert dict(headers) == {"content-type": "x", "a": "2"}
    assert httpx.Headers([("a", "1"), ("A", "2")])["a"] == "1, 2"
    assert repr(httpx.Headers({"Authorization": "s"})) == "Headers({'authorization': '[secure]'})"


async def case_responses_by_hand():
    response = httpx.Response(404, json={"a": 1}, request=httpx.Request("GET", "http://x.test/a"))
    assert response.json() == {"a": 1} and response.headers["content-type"] == "application/json"
    with raises(httpx.HTTPStatusError, "Client error '404 Not Found' for url 'http://x.test/a'"):
        response.raise_for_status()
    with raises(RuntimeError, "Cannot call `raise_for_status` as the request instance has not been set on this response."):
        httpx.Response(200).raise_for_status()
    assert httpx.codes.TOO_MANY_REQUESTS == 429 and httpx.codes.get_reason_phrase(503) == "Service Unavailable"


CASES = [function for name, function in list(globals().items()) if name.startswith("case_")]
