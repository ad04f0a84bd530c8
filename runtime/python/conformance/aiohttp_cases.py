"""What a program may expect of aiohttp's client. The same cases hold for the real aiohttp against a real server.

World: the service in API answers GET /a with {"value": 1} after 40 ms, GET /fail with 503, GET /limited to two requests
a second (429 and Retry-After beyond); there is nothing at http://nowhere.test.
"""

import asyncio
import json
import os

import aiohttp
import async_timeout
from fastapi.encoders import jsonable_encoder

API = os.environ["API"]
NOWHERE = os.environ.get("NOWHERE", "http://nowhere.test")


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


async def case_trace_configs():
    told = []

    def note(name):
        async def receiver(session, context, params):
            assert isinstance(session, aiohttp.ClientSession)
            told.append((name, context.trace_request_ctx))
            if name == "start":
                context.started = now()
                assert params.method == "GET" and params.url.path in ("/a", "/fail") and params.headers["X-Own"] == "1"
            elif name == "end":
                assert now() - context.started >= 0.04 and params.response.status == 200 and params.url.path == "/a"
            elif name == "exception":
                assert isinstance(params.exception, aiohttp.ClientResponseError)
            elif name == "chunk":
                assert b"value" in params.chunk

        return receiver

    config = aiohttp.TraceConfig()
    config.on_request_start.append(note("start"))
    config.on_request_end.append(note("end"))
    config.on_request_exception.append(note("exception"))
    config.on_response_chunk_received.append(note("chunk"))
    config.on_connection_queued_start.append(note("queued"))
    config.on_connection_queued_end.append(note("dequeued"))
    config.on_connection_create_start.append(note("create"))
    config.on_connection_create_end.append(note("created"))
    config.on_connection_reuseconn.append(note("reuse"))
    connector = aiohttp.TCPConnector(limit=1)
    async with aiohttp.ClientSession(connector=connector, trace_configs=[config], headers={"X-Own": "1"}) as session:
        with raises(RuntimeError, "Cannot modify frozen list."):
            config.on_request_end.append(note("late"))
        async with session.get(f"{API}/a", trace_request_ctx={"n": 1}) as response:
            await response.json()
        assert told == [(name, {"n": 1}) for name in ("start", "create", "created", "end", "chunk")]
        told.clear()
        with raises(aiohttp.ClientResponseError):
            await session.get(f"{API}/fail", raise_for_status=True)
        assert [name for name, _ in told] in (["start", "reuse", "exception"], ["start", "create", "created", "exception"])
        told.clear()

        async def get():
            async with session.get(f"{API}/a") as response:
                return await response.read()

        await asyncio.gather(get(), get())
        names = [name for name, context in told if context is None]
        assert names.count("queued") == names.count("dequeued") == 1 and names.count("end") == 2


async def case_a_response_is_no_answer_of_a_fastapi_route():
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{API}/a") as response:
            with raises((TypeError, ValueError, RecursionError)):
                jsonable_encoder(response)


async def case_get():
    async with aiohttp.ClientSession() as session:
        start = now()
        async with session.get(f"{API}/a") as response:
            assert now() - start >= 0.04
            assert response.status == 200 and response.reason == "OK" and response.ok and response.method == "GET"
            assert await response.json() == {"value": 1}
            assert json.loads(await response.text()) == {"value": 1} and await response.read() == (await response.text()).encode()
            assert response.content_type == "application/json" and response.headers["content-type"].startswith("application/json")
            assert str(response.url) == f"{API}/a" and response.url.path == "/a" and response.history == ()
        assert "[200 OK]" in repr(response)


async def case_await_instead_of_async_with():
    async with aiohttp.ClientSession() as session:
        response = await session.get(f"{API}/a")
        assert await response.json() == {"value": 1}
        response.release()
        assert response.closed


async def case_requests_run_at_the_same_time():
    async with aiohttp.ClientSession() as session:

        async def get():
            async with session.get(f"{API}/a") as response:
                return await response.json()

        start = now()
        assert await asyncio.gather(*(get() for _ in range(10))) == [{"value": 1}] * 10
        assert now() - start < 0.08


async def case_gather_takes_what_get_gives():
    async with aiohttp.ClientSession() as session:
        responses = await asyncio.gather(session.get(f"{API}/a"), session.get(f"{API}/a"))
        assert [response.status for response in responses] == [200, 200]


async def case_keeps_connections():
    async with aiohttp.ClientSession() as session:
        await (await session.get(f"{API}/a")).read()
        start = now()
        await (await session.get(f"{API}/a")).read()
        assert 0.04 <= now() - start < 0.06


async def case_limit_of_the_connector():
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=2)) as session:

        async def get():
            async with session.get(f"{API}/a") as response:
                return await response.read()

        start = now()
        await asyncio.gather(*(get() for _ in range(6)))
        assert 0.12 <= now() - start < 0.19


async def case_limit_per_host():
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit_per_host=1)) as session:
        start = now()
        await asyncio.gather(*(session.get(f"{API}/a") for _ in range(3)))
        assert 0.12 <= now() - start < 0.19
        assert session.connector.limit == 100 and session.connector.limit_per_host == 1


async def case_a_response_that_arrived_needs_no_reading_to_free_its_connection():
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as session:
        first = await session.get(f"{API}/a")
        async with asyncio.timeout(1):
            second = await session.get(f"{API}/a")
        assert await first.json() == await second.json() == {"value": 1}


async def case_a_response_that_was_not_read_is_gone_after_its_block():
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{API}/a") as response:
            pass
        with raises(aiohttp.ClientConnectionError, "Connection closed"):
            await response.json()


async def case_raise_for_status():
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{API}/fail") as response:
            assert response.status == 503 and not response.ok
            with raises(aiohttp.ClientResponseError, "503, message='Service Unavailable', url=") as caught:
                response.raise_for_status()
        error = caught.value
        assert error.status == 503 and error.message == "Service Unavailable" and str(error.request_info.real_url) == f"{API}/fail"
        assert isinstance(error, aiohttp.ClientError) and not isinstance(error, aiohttp.ClientConnectionError)


async def case_raise_for_status_of_the_session():
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        with raises(aiohttp.ClientResponseError, "503"):
            async with session.get(f"{API}/fail"):
                raise AssertionError("not reached")
        async with session.get(f"{API}/fail", raise_for_status=False) as response:
            assert response.status == 503


async def case_total_timeout():
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.02)) as session:
        for _ in range(2):
            start = now()
            with raises(asyncio.TimeoutError) as caught:
                await session.get(f"{API}/a")
            assert 0.02 <= now() - start < 0.04 and not isinstance(caught.value, aiohttp.ClientError)
        async with session.get(f"{API}/a", timeout=aiohttp.ClientTimeout(total=1)) as response:
            assert response.status == 200
        with raises(asyncio.TimeoutError):
            await session.get(f"{API}/a")


async def case_timeout_counts_the_wait_for_a_connection():
    connector = aiohttp.TCPConnector(limit=1)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=0.075)) as session:
        results = await asyncio.gather(*(session.get(f"{API}/a") for _ in range(3)), return_exceptions=True)
        assert [type(result) is aiohttp.ClientResponse for result in results] == [True, False, False]
        assert all(isinstance(result, asyncio.TimeoutError) for result in results[1:])


async def case_read_timeout():
    async with aiohttp.ClientSession() as session:
        with raises(aiohttp.ServerTimeoutError, "Timeout on reading data from socket") as caught:
            await session.get(f"{API}/a", timeout=aiohttp.ClientTimeout(sock_read=0.02))
        assert isinstance(caught.value, asyncio.TimeoutError) and isinstance(caught.value, aiohttp.ClientConnectionError)


async def case_connect_timeout_counts_the_wait_for_a_connection():
    connector = aiohttp.TCPConnector(limit=1)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(connect=0.02)) as session:
        first = asyncio.create_task(session.get(f"{API}/a"))
        await asyncio.sleep(0.01)
        with raises(aiohttp.ServerTimeoutError, f"Connection timeout to host {API}/a"):
            await session.get(f"{API}/a")
        assert (await first).status == 200


async def case_no_connection():
    async with aiohttp.ClientSession() as session:
        with raises(aiohttp.ClientConnectorError, "Cannot connect to host ") as caught:
            await session.get(f"{NOWHERE}/a")
        error = caught.value
        assert isinstance(error, aiohttp.ClientConnectionError) and isinstance(error, OSError)
        assert error.host == NOWHERE.split("//")[1].split(":")[0] and "ssl:default [" in str(error)


async def case_closed_session():
    session = aiohttp.ClientSession()
    assert not session.closed
    await session.close()
    assert session.closed
    with raises(RuntimeError, "Session is closed"):
        await session.get(f"{API}/a")


async def case_base_url():
    async with aiohttp.ClientSession(API) as session:
        async with session.get("/a") as response:
            assert str(response.url) == f"{API}/a" and response.status == 200


async def case_parameters():
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{API}/a", params={"a": [1, 2], "b": "x y"}) as response:
            assert str(response.url) == f"{API}/a?a=1&a=2&b=x+y" and response.status == 200
        with raises(TypeError, "value should be str, int or float, got True"):
            await session.get(f"{API}/a", params={"a": True})


async def case_headers_and_bodies():
    async with aiohttp.ClientSession(headers={"X-One": "1"}) as session:
        async with session.post(f"{API}/a", json={"k": 1}, headers={"X-Two": "2"}) as response:
            sent = response.request_info.headers
            assert sent["x-one"] == "1" and sent["X-Two"] == "2" and sent["Content-Type"] == "application/json"
            assert sent["Content-Length"] == "8" and "aiohttp/" in sent["User-Agent"]
        async with session.put(f"{API}/a", data={"k": "v"}) as response:
            assert response.request_info.headers["Content-Type"] == "application/x-www-form-urlencoded"
        async with session.patch(f"{API}/a", data=b"raw") as response:
            assert response.request_info.headers["Content-Type"] == "application/octet-stream"
        async with session.delete(f"{API}/a", auth=aiohttp.BasicAuth("user", "pass")) as response:
            assert response.request_info.headers["Authorization"] == "Basic dXNlcjpwYXNz" and response.method == "DELETE"


async def case_content_type_is_checked():
    async with aiohttp.ClientSession() as session, session.get(f"{API}/a") as response:
        with raises(aiohttp.ContentTypeError, "Attempt to decode JSON with unexpected mimetype: application/json"):
            await response.json(content_type="text/html")
        assert await response.json(content_type=None) == {"value": 1}


async def case_content_is_read_once():
    async with aiohttp.ClientSession() as session, session.get(f"{API}/a") as response:
        assert json.loads(await response.content.read()) == {"value": 1}
        assert await response.content.read() == b"" and response.content.at_eof()


async def case_retry_after():
    async with aiohttp.ClientSession() as session:
        statuses = [(await session.get(f"{API}/limited")) for _ in range(4)]
        assert 429 in [response.status for response in statuses]
        limited = next(response for response in statuses if response.status == 429)
        assert int(limited.headers["Retry-After"]) >= 1


async def case_cancelled():
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as session:
        task = asyncio.create_task(session.get(f"{API}/a"))
        await asyncio.sleep(0.01)
        task.cancel()
        with raises(asyncio.CancelledError):
            await task
        assert (await session.get(f"{API}/a")).status == 200


async def case_module_level_request():
    async with aiohttp.request("GET", f"{API}/a") as response:
        assert response.status == 200 and await response.json() == {"value": 1}


async def case_time_outs_of_async_timeout():
    async with aiohttp.ClientSession() as session:
        with raises(asyncio.TimeoutError):
            async with async_timeout.timeout(0.01):
                await session.get(f"{API}/a")
        async with async_timeout.timeout(5):
            assert (await session.get(f"{API}/a")).status == 200


CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
