"""What a program may expect of FastAPI: errors, dependencies, middleware, background tasks. The same cases hold for the real one."""

import asyncio
import time
from typing import Annotated

from asgi_call import call
from fastapi import BackgroundTasks, Depends, FastAPI, Form, Header, HTTPException, Request, Response, Security
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.security import APIKeyHeader, HTTPBearer, OAuth2PasswordBearer, SecurityScopes
from pydantic import BaseModel, Field
from starlette.middleware.base import BaseHTTPMiddleware


class Item(BaseModel):
    name: str
    price: float = Field(gt=0)


# Errors


async def case_http_exceptions():
    app = FastAPI()

    @app.get("/gone")
    async def gone():
        raise HTTPException(status_code=410, detail={"why": "gone"}, headers={"X-Why": "1"})

    @app.get("/plain")
    async def plain():
        raise HTTPException(404)

    answer = await call(app, "/gone")
    assert (answer.status, answer.json, answer.headers["x-why"]) == (410, {"detail": {"why": "gone"}}, "1")
    assert (await call(app, "/plain")).json == {"detail": "Not Found"}
    assert str(HTTPException(404, "no")) == "404: no" and repr(HTTPException(404)) == "HTTPException(status_code=404, detail='Not Found')"


async def case_an_exception_is_500():
    app = FastAPI()

    @app.get("/x")
    async def x():
        return {}["missing"]

    answer = await call(app, "/x")
    assert (answer.status, answer.text) == (500, "Internal Server Error")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


async def case_exception_handlers():
    class Own(Exception):
        pass

    class Child(Own):
        pass

    app = FastAPI()

    @app.exception_handler(Own)
    async def own(request: Request, error: Own):
        return JSONResponse({"own": str(error), "path": request.url.path}, 418)

    @app.exception_handler(404)
    def missing(request, error):
        return PlainTextResponse("nothing here", 404)

    @app.exception_handler(RequestValidationError)
    async def invalid(request, error):
        return JSONResponse({"fields": [entry["loc"][-1] for entry in error.errors()], "body": error.body}, 400)

    @app.exception_handler(HTTPException)
    async def http(request, error):
        return await http_exception_handler(request, error)

    @app.get("/own")
    async def raise_own():
        raise Child("x")

    @app.post("/item")
    async def item(item: Item):
        return 1

    @app.get("/teapot")
    async def teapot():
        raise HTTPException(409)

    answer = await call(app, "/own")
    assert (answer.status, answer.json) == (418, {"own": "x", "path": "/own"})
    assert (await call(app, "/nowhere")).text == "nothing here"
    bad = await call(app, "/item", "POST", {"name": "a"})
    assert (bad.status, bad.json) == (400, {"fields": ["price"], "body": {"name": "a"}})
    assert (await call(app, "/teapot")).json == {"detail": "Conflict"}


async def case_a_handler_of_everything_stands_outside_the_middleware():
    app = FastAPI()
    seen = []

    @app.exception_handler(Exception)
    async def every(request, error):
        return JSONResponse({"error": type(error).__name__}, 500)

    @app.middleware("http")
    async def watch(request, call_next):
        try:
            return await call_next(request)
        except KeyError as error:
            seen.append(type(error).__name__)
            raise

    @app.get("/x")
    async def x():
        raise KeyError("k")

    answer = await call(app, "/x")
    assert (answer.status, answer.json) == (500, {"error": "KeyError"})
    assert seen == ["KeyError"]


# Dependencies


async def case_dependencies_of_dependencies():
    app = FastAPI()

    def page(limit: int = 10, offset: int = 0):
        return {"limit": limit, "offset": offset}

    async def user(name: str, token: Annotated[str, Header()] = "none"):
        return [name, token]

    async def both(page: dict = Depends(page), user: list = Depends(user)):
        return [page, user]

    @app.get("/d")
    async def d(both: Annotated[list, Depends(both)]):
        return both

    assert (await call(app, "/d?name=a&limit=3", headers={"token": "t"})).json == [{"limit": 3, "offset": 0}, ["a", "t"]]
    assert (await call(app, "/d")).first_error["loc"] == ["query", "name"]


async def case_a_dependency_is_asked_once():
    calls = []

    def counted():
        calls.append(1)
        return len(calls)

    async def one(n: int = Depends(counted)):
        return n

    app = FastAPI()

    @app.get("/once")
    async def once(a: int = Depends(counted), b: int = Depends(one)):
        return [a, b]

    @app.get("/twice")
    async def twice(a: int = Depends(counted, use_cache=False), b: int = Depends(counted, use_cache=False)):
        return [a, b]

    assert (await call(app, "/once")).json == [1, 1]
    assert (await call(app, "/twice")).json == [2, 3]


async def case_classes_and_instances_as_dependencies():
    class Page:
        def __init__(self, limit: int = 10):
            self.limit = limit

    class Checker:
        def __init__(self, least):
            self.least = least

        def __call__(self, n: int):
            return n >= self.least

    class AsyncChecker(Checker):
        async def __call__(self, n: int):
            return n < self.least

    app = FastAPI()

    @app.get("/c")
    async def c(page: Annotated[Page, Depends()], big: bool = Depends(Checker(5)), small: bool = Depends(AsyncChecker(5))):
        return [page.limit, big, small]

    assert (await call(app, "/c?limit=2&n=7")).json == [2, True, False]


async def case_yield_closes_after_the_answer_in_reverse():
    events = []

    async def outer():
        events.append("open outer")
        try:
            yield "o"
        finally:
            events.append("close outer")

    def inner(outer: str = Depends(outer)):
        events.append("open inner")
        yield outer + "i"
        events.append("close inner")

    app = FastAPI()

    @app.get("/y")
    async def y(tasks: BackgroundTasks, value: str = Depends(inner)):
        events.append("handler")
        tasks.add_task(events.append, "task")
        return value

    assert (await call(app, "/y")).json == "oi"
    assert events == ["open outer", "open inner", "handler", "task", "close inner", "close outer"]


async def case_yield_sees_the_exception():
    events = []

    async def transaction():
        try:
            yield
        except ValueError as error:
            events.append(f"rollback {error}")
            raise
        else:
            events.append("commit")

    async def translate():
        try:
            yield
        except LookupError as error:
            raise HTTPException(404, str(error)) from error

    async def swallow():
        try:
            yield
        except Exception:
            pass

    app = FastAPI()

    @app.get("/fails", dependencies=[Depends(transaction)])
    async def fails():
        raise ValueError("x")

    @app.get("/fine", dependencies=[Depends(transaction)])
    async def fine():
        return 1

    @app.get("/translated", dependencies=[Depends(translate)])
    async def translated():
        raise LookupError("nothing")

    @app.get("/http", dependencies=[Depends(transaction)])
    async def http():
        raise HTTPException(409)

    @app.get("/swallowed", dependencies=[Depends(swallow)])
    async def swallowed():
        raise ValueError

    assert (await call(app, "/fails")).status == 500
    assert (await call(app, "/fine")).json == 1
    answer = await call(app, "/translated")
    assert (answer.status, answer.json) == (404, {"detail": "nothing"})
    assert (await call(app, "/http")).status == 409
    assert (await call(app, "/swallowed")).status == 500
    assert events == ["rollback x", "commit"]


async def case_dependency_overrides():
    def real():
        return "real"

    def fake(q: str = "fake"):
        return q

    app = FastAPI()

    @app.get("/o")
    async def o(value: str = Depends(real)):
        return value

    assert (await call(app, "/o")).json == "real"
    app.dependency_overrides[real] = fake
    assert (await call(app, "/o?q=x")).json == "x"
    app.dependency_overrides = {}
    assert (await call(app, "/o")).json == "real"


async def case_security():
    bearer, key, password = HTTPBearer(auto_error=False), APIKeyHeader(name="X-Key", auto_error=False), OAuth2PasswordBearer(tokenUrl="token")

    def scopes(scopes: SecurityScopes):
        return scopes.scopes

    app = FastAPI()

    @app.get("/s")
    async def s(token=Depends(bearer), key=Depends(key), scopes: list = Security(scopes, scopes=["read"])):
        return [token and token.credentials, key, scopes]

    @app.get("/p")
    async def p(token: str = Depends(password)):
        return token

    assert (await call(app, "/s", headers={"Authorization": "Bearer abc", "X-Key": "k"})).json == ["abc", "k", ["read"]]
    assert (await call(app, "/s")).json == [None, None, ["read"]]
    refused = await call(app, "/p")
    assert (refused.status, refused.json, refused.headers["www-authenticate"]) == (401, {"detail": "Not authenticated"}, "Bearer")
    assert (await call(app, "/p", headers={"Authorization": "Bearer t"})).json == "t"


# Middleware, background tasks, lifespan


async def case_middleware_surrounds_in_order():
    events = []
    app = FastAPI()

    class Outer(BaseHTTPMiddleware):
        def __init__(self, app, name):
            super().__init__(app)
            self.name = name

        async def dispatch(self, request, call_next):
            events.append(f"{self.name} in")
            request.state.user = "ann"
            response = await call_next(request)
            events.append(f"{self.name} out {response.status_code}")
            response.headers["X-Outer"] = self.name
            return response

    @app.middleware("http")
    async def inner(request: Request, call_next):
        events.append("inner in")
        response = await call_next(request)
        events.append("inner out")
        response.headers["X-Time"] = "1"
        return response

    app.add_middleware(Outer, name="outer")

    @app.get("/m")
    async def m(request: Request):
        events.append("handler")
        return request.state.user

    answer = await call(app, "/m")
    assert answer.json == "ann" and answer.headers["x-outer"] == "outer" and answer.headers["x-time"] == "1"
    assert events == ["outer in", "inner in", "handler", "inner out", "outer out 200"]
    assert (await call(app, "/none")).status == 404
    assert events[-1] == "outer out 404"


async def case_middleware_may_answer_itself_and_read_bodies():
    app = FastAPI()

    @app.middleware("http")
    async def guard(request, call_next):
        if "x-key" not in request.headers:
            return JSONResponse({"detail": "no key"}, 403)
        response = await call_next(request)
        body = b"".join([part async for part in response.body_iterator])
        return Response(body.upper(), response.status_code, dict(response.headers))

    @app.get("/m")
    async def m():
        return "text"

    assert (await call(app, "/m")).status == 403
    assert (await call(app, "/m", headers={"X-Key": "1"})).text == '"TEXT"'


async def case_pure_asgi_middleware():
    class Stamp:
        def __init__(self, app, value):
            self.app = app
            self.value = value

        async def __call__(self, scope, receive, send):
            if scope["type"] != "http":
                await self.app(scope, receive, send)
                return
            assert scope["path"] == "/m" and dict(scope["headers"])[b"x-key"] == b"k"

            async def stamped(message):
                if message["type"] == "http.response.start":
                    message["headers"].append((b"x-stamp", self.value.encode()))
                await send(message)

            await self.app(scope, receive, stamped)

    app = FastAPI()
    app.add_middleware(Stamp, value="v")

    @app.get("/m")
    async def m():
        return 1

    answer = await call(app, "/m", headers={"X-Key": "k"})
    assert (answer.status, answer.text, answer.headers["x-stamp"]) == (200, "1", "v")


async def case_background_tasks_run_one_after_the_other():
    events = []

    async def slow(name, wait=0.0):
        await asyncio.sleep(wait)
        events.append(name)

    def plain(name):
        events.append(name)

    def dependency(tasks: BackgroundTasks):
        tasks.add_task(plain, "dependency")

    app = FastAPI()

    @app.get("/b", dependencies=[Depends(dependency)])
    async def b(tasks: BackgroundTasks):
        tasks.add_task(slow, "first", wait=0.01)
        tasks.add_task(plain, "second")
        events.append("handler")
        return 1

    assert (await call(app, "/b")).json == 1
    assert events == ["handler", "dependency", "first", "second"]


async def case_def_routes_run_in_threads():
    app = FastAPI()

    def ident():
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return "thread"
        return "loop"

    @app.get("/def")
    def plain(dependency: str = Depends(ident)):
        time.sleep(0.01)
        return [dependency, ident()]

    assert (await call(app, "/def")).json == ["thread", "thread"]


async def case_forms():
    app = FastAPI()

    @app.post("/f")
    async def f(name: str = Form(), age: int = Form(3)):
        return [name, age]

    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert (await call(app, "/f", "POST", "name=a+b&age=5", headers)).json == ["a b", 5]
    assert (await call(app, "/f", "POST", "age=5", headers)).first_error["loc"] == ["body", "name"]


async def case_state_of_the_app():
    app = FastAPI()
    app.state.pool = [1]

    @app.get("/s")
    async def s(request: Request):
        request.app.state.pool.append(2)
        assert not hasattr(request.app.state, "nothing")
        return request.app.state.pool

    assert (await call(app, "/s")).json == [1, 2]


async def case_handlers_that_are_no_functions():
    class Handlers:
        async def method(self, n: int):
            return n + 1

        def __call__(self, n: int):
            return n + 2

    app = FastAPI()
    app.add_api_route("/method/{n}", Handlers().method)
    app.add_api_route("/call/{n}", Handlers())
    assert (await call(app, "/method/1")).json == 2
    assert (await call(app, "/call/1")).json == 3


async def case_requests_at_once_keep_their_values():
    app = FastAPI()

    async def slow(n: int):
        await asyncio.sleep(0.01 / (n + 1))
        return n

    @app.get("/n/{n}")
    async def read(n: int, same: int = Depends(slow)):
        await asyncio.sleep(0.01)
        return [n, same]

    answers = await asyncio.gather(*(call(app, f"/n/{n}") for n in range(5)))
    assert [answer.json for answer in answers] == [[n, n] for n in range(5)]

CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
