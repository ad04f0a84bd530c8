"""What a program may expect of requests (and of httpx.Client and urllib.request). The same cases hold for the real ones.

World: the service in API answers GET /a with {"value": 1} after 40 ms, GET /fail with 503, GET /limited to two requests
a second (429 and Retry-After beyond); there is nothing at http://nowhere.test.
"""

import asyncio
import datetime
import json
import os
import time
import urllib.error
import urllib.request

import httpx
import requests
from fastapi.encoders import jsonable_encoder
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

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


async def case_a_response_is_no_answer_of_a_fastapi_route():
    with raises((TypeError, ValueError, RecursionError)):
        jsonable_encoder(requests.get(f"{API}/a"))


async def case_get():
    response = requests.get(f"{API}/a")
    assert response.status_code == 200 and response.ok and response.json() == {"value": 1}
    assert response.text == response.content.decode() and response.reason == "OK"
    assert response.url == f"{API}/a" and repr(response) == "<Response [200]>"
    assert response.headers["content-type"].startswith("application/json")
    assert response.raise_for_status() is None and response.history == [] and response.encoding.lower() == "utf-8"


async def case_it_blocks_the_loop():
    task = asyncio.create_task(asyncio.sleep(0.01))
    await asyncio.sleep(0)
    start = time.monotonic()
    requests.get(f"{API}/a")
    assert time.monotonic() - start >= 0.04
    assert not task.done()
    await task
    assert time.monotonic() - start < 0.08


async def case_threads_wait_at_the_same_time():
    session = requests.Session()
    start = time.monotonic()
    answers = await asyncio.gather(*(asyncio.to_thread(session.get, f"{API}/a") for _ in range(5)))
    assert time.monotonic() - start < 0.1
    assert [answer.json() for answer in answers] == [{"value": 1}] * 5


async def case_elapsed():
    response = requests.get(f"{API}/a")
    assert isinstance(response.elapsed, datetime.timedelta) and 0.04 <= response.elapsed.total_seconds() < 1


async def case_session_keeps_its_connection():
    with requests.Session() as session:
        session.get(f"{API}/a")
        first = time.monotonic()
        session.get(f"{API}/a")
        assert 0.04 <= time.monotonic() - first < 0.06


async def case_raise_for_status():
    response = requests.get(f"{API}/fail")
    assert response.status_code == 503 and not response.ok and not response
    with raises(requests.exceptions.HTTPError, f"503 Server Error: Service Unavailable for url: {API}/fail") as caught:
        response.raise_for_status()
    assert caught.value.response is response and caught.value.request.method == "GET"
    assert isinstance(caught.value, requests.RequestException) and isinstance(caught.value, OSError)


async def case_not_found():
    response = requests.get(f"{API}/nothing-here")
    assert response.status_code == 404 and response.status_code == requests.codes.not_found
    with raises(requests.HTTPError, "404 Client Error: Not Found for url"):
        response.raise_for_status()


async def case_no_connection():
    with raises(requests.exceptions.ConnectionError, "Max retries exceeded with url: /a") as caught:
        requests.get(f"{NOWHERE}/a", timeout=2)
    assert not isinstance(caught.value, requests.exceptions.Timeout)


async def case_read_timeout():
    start = time.monotonic()
    with raises(requests.exceptions.ReadTimeout, "Read timed out. (read timeout=0.01)") as caught:
        requests.get(f"{API}/a", timeout=0.01)
    assert 0.01 <= time.monotonic() - start < 0.04
    assert isinstance(caught.value, requests.Timeout) and not isinstance(caught.value, requests.ConnectionError)


async def case_timeout_tuple():
    assert requests.get(f"{API}/a", timeout=(1, 5)).ok
    with raises(requests.Timeout):
        requests.get(f"{API}/a", timeout=(1, 0.005))
    with raises(ValueError, "Invalid timeout (1, 2, 3)"):
        requests.get(f"{API}/a", timeout=(1, 2, 3))


async def case_session_works_after_a_timeout():
    session = requests.Session()
    with raises(requests.Timeout):
        session.get(f"{API}/a", timeout=0.01)
    assert session.get(f"{API}/a").json() == {"value": 1}


async def case_parameters():
    response = requests.get(f"{API}/a", params={"x": "1 2", "l": [1, 2], "n": None})
    assert response.url == f"{API}/a?x=1+2&l=1&l=2" and response.ok
    assert requests.get(f"{API}/a?z=1", params={"y": "ü"}).url == f"{API}/a?z=1&y=%C3%BC"


async def case_headers():
    session = requests.Session()
    session.headers.update({"X-One": "1"})
    request = session.get(f"{API}/a", headers={"X-Two": "2"}).request
    assert request.headers["x-one"] == "1" and request.headers["X-Two"] == "2"
    assert request.headers["User-Agent"].startswith("python-requests/") and request.headers["Accept"] == "*/*"
    assert session.headers["x-ONE"] == "1" and "X-Two" not in session.headers


async def case_bodies():
    request = requests.post(f"{API}/a", json={"k": 1}).request
    assert request.headers["Content-Type"] == "application/json" and json.loads(request.body) == {"k": 1}
    request = requests.put(f"{API}/a", data={"k": [1, 2]}).request
    assert request.body == "k=1&k=2" and request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert requests.patch(f"{API}/a", data=b"raw").request.body == b"raw"
    assert requests.delete(f"{API}/a").request.headers["Content-Length"] == "0"


async def case_basic_auth():
    assert requests.get(f"{API}/a", auth=("user", "pass")).request.headers["Authorization"] == "Basic dXNlcjpwYXNz"


async def case_bad_urls():
    with raises(requests.exceptions.MissingSchema, "No scheme supplied"):
        requests.get("a")
    with raises(requests.exceptions.InvalidSchema, "No connection adapters were found for 'ftp://x/a'"):
        requests.get("ftp://x/a")
    with raises(requests.exceptions.InvalidURL):
        requests.get("http://")


async def case_stream():
    with requests.get(f"{API}/a", stream=True) as response:
        assert b"".join(response.iter_content(4)).replace(b" ", b"") == b'{"value":1}'
    session = requests.Session()
    response = session.get(f"{API}/a", stream=True)
    assert [json.loads(line) for line in response.iter_lines()] == [{"value": 1}]


async def case_retries_of_a_status():
    session = requests.Session()
    session.mount(API, HTTPAdapter(max_retries=Retry(total=2, backoff_factor=0.1, status_forcelist=[503])))
    start = time.monotonic()
    with raises(requests.exceptions.RetryError, "too many 503 error responses"):
        session.get(f"{API}/fail")
    # Three attempts, with no pause before the first retry and 0.2 s before the second.
    assert 0.32 <= time.monotonic() - start < 0.5
    assert session.get(f"{API}/a").ok


async def case_retries_without_an_error():
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=Retry(total=1, status_forcelist=[503], raise_on_status=False)))
    assert session.get(f"{API}/fail").status_code == 503


async def case_retries_honour_retry_after():
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=Retry(total=3)))
    start = time.monotonic()
    assert [session.get(f"{API}/limited").status_code for _ in range(3)] == [200] * 3
    assert time.monotonic() - start >= 1


async def case_json_error():
    class Hook:
        calls = 0

        def __call__(self, response, *args, **kwargs):
            Hook.calls += 1

    response = requests.get(f"{API}/a", hooks={"response": Hook()})
    assert Hook.calls == 1
    response._content = b"no json"
    with raises(requests.exceptions.JSONDecodeError, "Expecting value: line 1 column 1 (char 0)") as caught:
        response.json()
    assert isinstance(caught.value, ValueError) and isinstance(caught.value, requests.RequestException)


async def case_a_blocking_adapter_hands_its_connections_round():
    session = requests.Session()
    session.mount("http://", HTTPAdapter(pool_maxsize=2, pool_block=True))
    start = time.monotonic()
    await asyncio.gather(*(asyncio.to_thread(session.get, f"{API}/a") for _ in range(6)))
    assert 0.12 <= time.monotonic() - start < 0.2


async def case_httpx_client():
    with httpx.Client(base_url=API, timeout=2) as client:
        response = client.get("/a")
        assert response.json() == {"value": 1} and response.elapsed.total_seconds() >= 0.04
        with raises(httpx.ReadTimeout):
            client.get("/a", timeout=0.01)
        with raises(httpx.HTTPStatusError, "Server error '503 Service Unavailable'"):
            client.get("/fail").raise_for_status()
        with client.stream("GET", "/a") as streamed:
            with raises(httpx.ResponseNotRead):
                streamed.text
            assert json.loads("".join(streamed.iter_lines())) == {"value": 1}
        assert client.post("/a", json={"k": 1}).request.headers["content-type"] == "application/json"
    with raises(RuntimeError, "Cannot send a request, as the client has been closed."):
        client.get("/a")
    with raises(httpx.ConnectError):
        httpx.get(f"{NOWHERE}/a")
    assert httpx.get(f"{API}/a", params={"q": 1}).url == f"{API}/a?q=1"


async def case_httpx_client_in_threads():
    with httpx.Client(limits=httpx.Limits(max_connections=2), timeout=httpx.Timeout(5, pool=0.02)) as client:
        results = await asyncio.gather(*(asyncio.to_thread(client.get, f"{API}/a") for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(result, httpx.PoolTimeout) for result in results) == 4
    assert sum(isinstance(result, httpx.Response) for result in results) == 2


async def case_urllib():
    with urllib.request.urlopen(f"{API}/a", timeout=2) as response:
        assert response.status == 200 and json.load(response) == {"value": 1}
        assert response.headers["content-type"].startswith("application/json")
    with raises(urllib.error.HTTPError, "HTTP Error 503") as caught:
        urllib.request.urlopen(urllib.request.Request(f"{API}/fail", headers={"X-A": "1"}))
    assert caught.value.code == 503
    with raises(urllib.error.URLError):
        urllib.request.urlopen(f"{NOWHERE}/a", timeout=2)
    with raises(TimeoutError):
        urllib.request.urlopen(f"{API}/a", timeout=0.01)


CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
