"""What a program may expect of FastAPI: routes, parameters, bodies, answers. The same cases hold for the real one."""

import asyncio
import dataclasses
import datetime
import uuid
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Optional, Union

from asgi_call import call
from fastapi import APIRouter, Body, Cookie, Depends, FastAPI, Header, Path, Query, Request, Response, status
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import FastAPIError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field


class Color(str, Enum):
    red = "red"
    blue = "blue"


class Item(BaseModel):
    name: str
    price: float = Field(gt=0)
    tags: list[str] = []
    note: Optional[str] = None


# Routing


async def case_path_values_are_converted():
    app = FastAPI()

    @app.get("/a/{number}/{text}/{ratio}/{flag}/{color}/{id}/{day}")
    async def a(number: int, text: str, ratio: float, flag: bool, color: Color, id: uuid.UUID, day: datetime.date):
        assert isinstance(color, Color) and isinstance(id, uuid.UUID) and isinstance(day, datetime.date)
        return [number, text, ratio, flag, color, id, day]

    answer = await call(app, "/a/7/x%20y/1.5/yes/red/12345678-1234-5678-1234-567812345678/2026-01-02")
    assert answer.json == [7, "x y", 1.5, True, "red", "12345678-1234-5678-1234-567812345678", "2026-01-02"]


async def case_a_bad_path_value_is_422_with_its_place():
    app = FastAPI()

    @app.get("/items/{item_id}")
    async def read(item_id: int):
        return item_id

    answer = await call(app, "/items/abc")
    assert answer.status == 422
    assert answer.json == {
        "detail": [
            {
                "type": "int_parsing",
                "loc": ["path", "item_id"],
                "msg": "Input should be a valid integer, unable to parse string as an integer",
                "input": "abc",
            }
        ]
    }


async def case_the_first_route_that_fits_answers():
    app = FastAPI()

    @app.get("/users/{name}")
    async def by_name(name: str):
        return {"name": name}

    @app.get("/users/me")
    async def me():
        return "me"

    assert (await call(app, "/users/me")).json == {"name": "me"}


async def case_a_fixed_path_registered_first_wins():
    app = FastAPI()

    @app.get("/users/me")
    async def me():
        return "me"

    @app.get("/users/{name}")
    async def by_name(name: str):
        return {"name": name}

    assert (await call(app, "/users/me")).json == "me"
    assert (await call(app, "/users/ann")).json == {"name": "ann"}


async def case_path_convertors():
    app = FastAPI()

    @app.get("/files/{path:path}")
    async def file(path: str):
        return path

    @app.get("/n/{number:int}")
    async def n(number: int):
        return number

    @app.get("/report-{name}.csv")
    async def report(name: str):
        return name

    assert (await call(app, "/files/a/b/c.txt")).json == "a/b/c.txt"
    assert (await call(app, "/n/12")).json == 12
    assert (await call(app, "/n/x")).status == 404
    assert (await call(app, "/report-may.csv")).json == "may"


async def case_unknown_paths_and_methods():
    app = FastAPI()

    @app.get("/a")
    async def a():
        return 1

    missing = await call(app, "/b")
    assert missing.status == 404 and missing.json == {"detail": "Not Found"}
    wrong = await call(app, "/a", "POST")
    assert wrong.status == 405 and wrong.json == {"detail": "Method Not Allowed"} and wrong.headers["allow"] == "GET"
    assert (await call(app, "/a", "HEAD")).status == 405


async def case_a_slash_too_many_or_too_few_is_redirected():
    app = FastAPI()

    @app.get("/a")
    async def a():
        return 1

    @app.get("/b/")
    async def b():
        return 2

    away = await call(app, "/a/?x=1")
    assert away.status == 307 and away.headers["location"].endswith("/a?x=1")
    assert (await call(app, "/b")).headers["location"].endswith("/b/")


async def case_one_path_many_methods():
    app = FastAPI()

    @app.get("/x")
    async def get():
        return "get"

    @app.post("/x", status_code=201)
    async def post():
        return "post"

    @app.api_route("/y", methods=["PUT", "DELETE"])
    async def y(request: Request):
        return request.method

    assert (await call(app, "/x")).json == "get"
    posted = await call(app, "/x", "POST")
    assert (posted.status, posted.json) == (201, "post")
    assert (await call(app, "/y", "DELETE")).json == "DELETE"


async def case_routers_nest():
    inner = APIRouter(prefix="/items", dependencies=[Depends(lambda: seen.append("inner"))])
    outer = APIRouter(prefix="/v1")
    seen = []

    @inner.get("/{item_id}")
    async def read(item_id: int):
        return item_id

    @inner.get("")
    async def every():
        return "all"

    outer.include_router(inner, prefix="/shop")
    app = FastAPI(dependencies=[Depends(lambda: seen.append("app"))])
    app.include_router(outer, dependencies=[Depends(lambda: seen.append("include"))])
    assert (await call(app, "/v1/shop/items/3")).json == 3
    assert seen == ["app", "include", "inner"]
    assert (await call(app, "/v1/shop/items")).json == "all"
    assert app.url_path_for("read", item_id="9") == "/v1/shop/items/9"


# Query, headers, cookies, forms


async def case_query_values_and_defaults():
    app = FastAPI()

    @app.get("/q")
    async def q(limit: int, offset: int = 0, search: str | None = None, desc: bool = False, size: Optional[float] = None):
        return [limit, offset, search, desc, size]

    assert (await call(app, "/q?limit=5")).json == [5, 0, None, False, None]
    assert (await call(app, "/q?limit=5&offset=2&search=a%26b&desc=on&size=2")).json == [5, 2, "a&b", True, 2.0]
    error = (await call(app, "/q")).first_error
    assert error == {"type": "missing", "loc": ["query", "limit"], "msg": "Field required", "input": None}


async def case_every_error_is_told_at_once():
    app = FastAPI()

    @app.get("/q/{a}")
    async def q(a: int, b: int, c: bool = False):
        return 1

    errors = (await call(app, "/q/x?c=maybe")).json["detail"]
    assert [(error["type"], error["loc"]) for error in errors] == [
        ("int_parsing", ["path", "a"]),
        ("missing", ["query", "b"]),
        ("bool_parsing", ["query", "c"]),
    ]


async def case_query_lists():
    app = FastAPI()

    @app.get("/q")
    async def q(ids: Annotated[list[int], Query()], tags: list[str] = Query(default=["none"])):
        return [ids, tags]

    assert (await call(app, "/q?ids=1&ids=2&tags=x")).json == [[1, 2], ["x"]]
    assert (await call(app, "/q?ids=1")).json == [[1], ["none"]]
    assert (await call(app, "/q?ids=1&ids=b")).first_error["loc"] == ["query", "ids", 1]


async def case_constraints():
    app = FastAPI()

    @app.get("/q/{n}")
    async def q(n: Annotated[int, Path(ge=1, le=9)], name: str = Query("abc", min_length=3, max_length=5, pattern="^[a-z]+$")):
        return [n, name]

    assert (await call(app, "/q/9?name=abcd")).json == [9, "abcd"]
    error = (await call(app, "/q/10")).first_error
    assert (error["type"], error["msg"], error["ctx"]) == ("less_than_equal", "Input should be less than or equal to 9", {"le": 9})
    assert (await call(app, "/q/1?name=ab")).first_error["msg"] == "String should have at least 3 characters"
    assert (await call(app, "/q/1?name=ABC")).first_error["type"] == "string_pattern_mismatch"


async def case_literal_and_enum_queries():
    app = FastAPI()

    @app.get("/q")
    async def q(order: Literal["asc", "desc"] = "asc", color: Color = Color.red):
        return [order, color]

    assert (await call(app, "/q?order=desc&color=blue")).json == ["desc", "blue"]
    error = (await call(app, "/q?order=up")).first_error
    assert (error["type"], error["msg"], error["ctx"]) == ("literal_error", "Input should be 'asc' or 'desc'", {"expected": "'asc' or 'desc'"})
    assert (await call(app, "/q?color=green")).first_error["msg"] == "Input should be 'red' or 'blue'"


async def case_aliases_and_factories():
    app = FastAPI()

    @app.get("/q")
    async def q(item: str = Query(alias="item-query"), more: list[int] = Query(default_factory=lambda: [1])):
        return [item, more]

    assert (await call(app, "/q?item-query=x")).json == ["x", [1]]
    assert (await call(app, "/q?item=x")).first_error["loc"] == ["query", "item-query"]


async def case_a_model_of_the_query():
    class Filter(BaseModel):
        limit: int = Field(10, le=100)
        tags: list[str] = []

    app = FastAPI()

    @app.get("/q")
    async def q(filter: Annotated[Filter, Query()]):
        return filter

    assert (await call(app, "/q?limit=3&tags=a&tags=b")).json == {"limit": 3, "tags": ["a", "b"]}
    assert (await call(app, "/q?limit=300")).first_error["loc"] == ["query", "limit"]


async def case_headers_and_cookies():
    app = FastAPI()

    @app.get("/h")
    async def h(user_agent: Annotated[str | None, Header()] = None, x_token: list[str] = Header([]), session: str = Cookie("none")):
        return [user_agent, x_token, session]

    answer = await call(app, "/h", headers={"User-Agent": "me", "X-Token": "t", "Cookie": "a=1; session=abc"})
    assert answer.json == ["me", ["t"], "abc"]

    @app.get("/need")
    async def need(x_key: str = Header()):
        return x_key

    assert (await call(app, "/need")).first_error["loc"] == ["header", "x-key"]


async def case_dates_and_decimals():
    app = FastAPI()

    @app.get("/d")
    async def d(at: datetime.datetime, amount: Decimal, span: datetime.timedelta):
        return [at, amount, span]

    answer = await call(app, "/d?at=2026-01-02T03:04:05Z&amount=1.50&span=PT90S")
    assert answer.json == ["2026-01-02T03:04:05+00:00", 1.5, 90.0]
    assert (await call(app, "/d?at=2026-01-02&amount=x&span=PT1S")).first_error["type"] == "decimal_parsing"


# Bodies


async def case_a_model_as_body():
    app = FastAPI()

    @app.post("/items")
    async def create(item: Item):
        assert isinstance(item, Item)
        return item.model_dump()

    assert (await call(app, "/items", "POST", {"name": "x", "price": 2})).json == {"name": "x", "price": 2.0, "tags": [], "note": None}
    errors = (await call(app, "/items", "POST", {"price": -1, "tags": "no"})).json["detail"]
    assert [(error["type"], error["loc"]) for error in errors] == [
        ("missing", ["body", "name"]),
        ("greater_than", ["body", "price"]),
        ("list_type", ["body", "tags"]),
    ]
    assert errors[0]["input"] == {"price": -1, "tags": "no"}


async def case_a_body_that_is_missing_or_no_json():
    app = FastAPI()

    @app.post("/items")
    async def create(item: Item):
        return 1

    assert (await call(app, "/items", "POST")).first_error == {"type": "missing", "loc": ["body"], "msg": "Field required", "input": None}
    error = (await call(app, "/items", "POST", '{"name": ')).first_error
    assert (error["type"], error["loc"], error["msg"], error["ctx"]) == ("json_invalid", ["body", 9], "JSON decode error", {"error": "Expecting value"})
    assert (await call(app, "/items", "POST", [1])).first_error["type"] == "model_attributes_type"


async def case_several_bodies_are_keys():
    app = FastAPI()

    @app.put("/items/{item_id}")
    async def update(item_id: int, item: Item, importance: Annotated[int, Body(gt=0)], q: str | None = None):
        return [item_id, item.name, importance, q]

    answer = await call(app, "/items/3?q=x", "PUT", {"item": {"name": "n", "price": 1}, "importance": 2})
    assert answer.json == [3, "n", 2, "x"]
    errors = (await call(app, "/items/3", "PUT", {"importance": 0})).json["detail"]
    assert [error["loc"] for error in errors] == [["body", "item"], ["body", "importance"]]


async def case_an_embedded_body():
    app = FastAPI()

    @app.post("/e")
    async def e(item: Annotated[Item, Body(embed=True)]):
        return item.name

    assert (await call(app, "/e", "POST", {"item": {"name": "n", "price": 1}})).json == "n"


async def case_bodies_of_other_types():
    app = FastAPI()

    @app.post("/list")
    async def many(items: list[Item]):
        return [item.name for item in items]

    @app.post("/dict")
    async def weights(weights: dict[int, float]):
        return {str(key + 1): value for key, value in weights.items()}

    @app.post("/any")
    async def anything(body: Any = Body()):
        return body

    @app.post("/optional")
    async def optional(item: Optional[Item] = None):
        return item is None

    assert (await call(app, "/list", "POST", [{"name": "a", "price": 1}, {"name": "b", "price": 1}])).json == ["a", "b"]
    assert (await call(app, "/list", "POST", [{"name": "a"}])).first_error["loc"] == ["body", 0, "price"]
    assert (await call(app, "/dict", "POST", {"1": 2})).json == {"2": 2.0}
    assert (await call(app, "/any", "POST", {"deep": [1]})).json == {"deep": [1]}
    assert (await call(app, "/optional", "POST")).json is True


async def case_unions_and_nested_models():
    class Cat(BaseModel):
        kind: Literal["cat"]
        lives: int

    class Dog(BaseModel):
        kind: Literal["dog"]
        good: bool = True

    class Home(BaseModel):
        model_config = ConfigDict(extra="forbid")
        pet: Union[Cat, Dog] = Field(discriminator="kind")

    app = FastAPI()

    @app.post("/home")
    async def home(home: Home):
        return type(home.pet).__name__

    assert (await call(app, "/home", "POST", {"pet": {"kind": "dog"}})).json == "Dog"
    assert (await call(app, "/home", "POST", {"pet": {"kind": "cat"}})).first_error["loc"] == ["body", "pet", "cat", "lives"]
    assert (await call(app, "/home", "POST", {"pet": {"kind": "dog"}, "x": 1})).first_error["type"] == "extra_forbidden"


async def case_the_request_itself():
    app = FastAPI()

    @app.post("/r/{name}")
    async def r(request: Request, name: str):
        body = await request.json()
        assert request.url.path == "/r/n" and request.method == "POST" and request.path_params == {"name": "n"}
        assert request.query_params["a"] == "2" and request.query_params.getlist("a") == ["1", "2"]
        assert request.headers["X-Own"] == "1" and request.headers.get("nothing") is None
        assert request.app is app and (await request.body()) == b'{"k": [1]}'
        assert request.client.host and request.cookies == {"c": "d"}
        request.state.mine = 1
        return [body, request.state.mine]

    answer = await call(app, "/r/n?a=1&a=2", "POST", {"k": [1]}, {"X-Own": "1", "Cookie": "c=d"})
    assert answer.json == [{"k": [1]}, 1]


# Answers


async def case_what_handlers_may_return():
    @dataclasses.dataclass
    class Point:
        x: int
        y: Decimal

    app = FastAPI()

    @app.get("/all")
    async def every():
        return {
            "model": Item(name="a", price=1),
            "date": datetime.date(2026, 1, 2),
            "time": datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.UTC),
            "delta": datetime.timedelta(seconds=1.5),
            "id": uuid.UUID(int=1),
            "set": {1},
            "tuple": (1, "é"),
            "decimal": [Decimal("1.5"), Decimal("2")],
            "enum": Color.red,
            "bytes": b"x",
            "point": Point(1, Decimal("0.5")),
            "generator": (n for n in range(2)),
            3: None,
            Color.blue: 1,
        }

    assert (await call(app, "/all")).json == {
        "model": {"name": "a", "price": 1.0, "tags": [], "note": None},
        "date": "2026-01-02",
        "time": "2026-01-02T03:04:00+00:00",
        "delta": 1.5,
        "id": "00000000-0000-0000-0000-000000000001",
        "set": [1],
        "tuple": [1, "é"],
        "decimal": [1.5, 2],
        "enum": "red",
        "bytes": "x",
        "point": {"x": 1, "y": 0.5},
        "generator": [0, 1],
        "3": None,
        "blue": 1,
    }


async def case_the_text_of_an_answer():
    app = FastAPI()

    @app.get("/t")
    async def t():
        return {"a": [1, 2], "b": "ü"}

    answer = await call(app, "/t")
    assert answer.text == '{"a":[1,2],"b":"ü"}'
    assert answer.headers["content-type"] == "application/json" and answer.headers["content-length"] == "20"


async def case_a_response_model_filters_and_validates():
    class Out(BaseModel):
        name: str
        size: int = 1

    app = FastAPI()

    @app.get("/one", response_model=Out)
    async def one():
        return {"name": "a", "secret": 1}

    @app.get("/many")
    async def many() -> list[Out]:
        return [Out(name="a"), {"name": "b", "size": "2"}]

    @app.get("/unset", response_model=Out, response_model_exclude_unset=True)
    async def unset():
        return Out(name="a")

    @app.get("/only", response_model=Out, response_model_include={"size"})
    async def only():
        return Out(name="a")

    @app.get("/bad", response_model=Out)
    async def bad():
        return {"size": 1}

    class Full(Out):
        password: str

    @app.get("/sub")
    async def sub() -> Out:
        return Full(name="a", password="p")

    assert (await call(app, "/one")).json == {"name": "a", "size": 1}
    assert (await call(app, "/many")).json == [{"name": "a", "size": 1}, {"name": "b", "size": 2}]
    assert (await call(app, "/unset")).json == {"name": "a"}
    assert (await call(app, "/only")).json == {"size": 1}
    assert (await call(app, "/sub")).json == {"name": "a", "size": 1}
    assert (await call(app, "/bad")).status == 500


async def case_annotations_that_are_no_fields_fail_when_the_route_is_made():
    class Client:
        pass

    async def takes(client: Client):
        return 1

    async def returns() -> Client:
        return Client()

    async def may_return() -> Union[JSONResponse, dict]:
        return {}

    async def many() -> list[Client]:
        return []

    for func in (takes, returns, may_return, many):
        try:
            FastAPI().get("/a")(func)
        except FastAPIError as error:
            assert str(error).startswith("Invalid args for response field! Hint: check that "), error
            assert "is a valid Pydantic field type. If you are using a return type annotation that is not a valid Pydantic field" in str(error)
        else:
            raise AssertionError(func.__name__)
    app = FastAPI()

    @app.get("/a", response_model=None)
    async def a(client: Client = Depends(Client)) -> Union[JSONResponse, dict]:
        return {"ok": isinstance(client, Client)}

    assert (await call(app, "/a")).json == {"ok": True}


async def case_an_instance_of_the_response_model_is_not_validated_again():
    # Names of pydantic 2, imported here: the other cases run on version 1 too.
    from pydantic import computed_field, field_validator

    runs = []

    class Out(BaseModel):
        model_config = ConfigDict(extra="forbid")
        name: str
        secret: str = Field(exclude=True)
        note: str | None = None

        @computed_field
        @property
        def shout(self) -> str:
            return self.name.upper()

        @field_validator("name")
        @classmethod
        def told(cls, value):
            runs.append(value)
            return value + "!"

    class Row(BaseModel):
        name: str
        secret: str
        more: int = 1

    class Full(Out):
        password: str = "p"

    app = FastAPI()

    @app.get("/one", response_model=Out, response_model_exclude_none=True)
    async def one():
        return Out(name="a", secret="s")

    @app.get("/many")
    async def many() -> list[Out]:
        return [Out(name="b", secret="s"), Full(name="c", secret="s", note="n")]

    @app.get("/other", response_model=Out)
    async def other():
        return Row(name="d", secret="s")

    assert (await call(app, "/one")).json == {"name": "a!", "shout": "A!"}
    assert (await call(app, "/many")).json == [{"name": "b!", "note": None, "shout": "B!"}, {"name": "c!", "note": "n", "shout": "C!"}]
    assert (await call(app, "/other")).json == {"name": "d!", "note": None, "shout": "D!"}
    assert runs == ["a", "b", "c", "d"]


async def case_aliases_in_answers():
    class Out(BaseModel):
        model_config = ConfigDict(populate_by_name=True)
        item_id: int = Field(alias="itemId")

    app = FastAPI()

    @app.get("/a")
    async def a() -> Out:
        return Out(item_id=1)

    @app.get("/b", response_model=Out, response_model_by_alias=False)
    async def b():
        return Out(itemId=2)

    @app.get("/c", response_model=None)
    async def c():
        return Out(itemId=3)

    assert (await call(app, "/a")).json == {"itemId": 1}
    assert (await call(app, "/b")).json == {"item_id": 2}
    assert (await call(app, "/c")).json == {"itemId": 3}


async def case_response_classes():
    app = FastAPI()

    @app.get("/text", response_class=PlainTextResponse)
    async def text():
        return "hello"

    @app.get("/html")
    async def html():
        return HTMLResponse("<p>")

    @app.get("/json")
    async def direct():
        return JSONResponse({"a": 1}, status_code=202, headers={"X-A": "b"})

    @app.get("/away")
    async def away():
        return RedirectResponse("/text?x=1 2")

    @app.get("/raw")
    async def raw():
        return Response(b"\x61", media_type="text/csv")

    text_answer = await call(app, "/text")
    assert text_answer.text == "hello" and text_answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert (await call(app, "/html")).headers["content-type"] == "text/html; charset=utf-8"
    json_answer = await call(app, "/json")
    assert (json_answer.status, json_answer.json, json_answer.headers["x-a"]) == (202, {"a": 1}, "b")
    moved = await call(app, "/away")
    assert (moved.status, moved.headers["location"]) == (307, "/text?x=1%202")
    assert (await call(app, "/raw")).headers["content-type"] == "text/csv; charset=utf-8"


async def case_json_response_knows_plain_json_only():
    app = FastAPI()

    @app.get("/j")
    async def j():
        return JSONResponse({"at": datetime.date(2026, 1, 1)})

    @app.get("/nan")
    async def nan():
        return {"x": float("nan")}

    assert (await call(app, "/j")).status == 500
    assert (await call(app, "/nan")).status == 500


async def case_an_empty_answer():
    app = FastAPI()

    @app.delete("/x", status_code=status.HTTP_204_NO_CONTENT)
    async def x():
        return None

    answer = await call(app, "/x", "DELETE")
    assert answer.status == 204 and answer.text == ""


async def case_the_injected_response():
    app = FastAPI()

    def dependency(response: Response):
        response.headers["X-From"] = "dependency"

    @app.get("/r", dependencies=[Depends(dependency)])
    async def r(response: Response):
        response.status_code = 201
        response.headers["X-Own"] = "1"
        response.set_cookie("a", "b", max_age=5, httponly=True)
        response.set_cookie("c", "d")
        return {"a": 1}

    answer = await call(app, "/r")
    assert (answer.status, answer.json) == (201, {"a": 1})
    assert answer.headers["x-own"] == "1" and answer.headers["x-from"] == "dependency"
    cookies = answer.headers.getlist("set-cookie")
    assert cookies == ["a=b; HttpOnly; Max-Age=5; Path=/; SameSite=lax", "c=d; Path=/; SameSite=lax"]


async def case_streaming():
    app = FastAPI()

    async def numbers():
        for n in range(3):
            await asyncio.sleep(0)
            yield f"{n};"

    def letters():
        yield b"a"
        yield b"b"

    @app.get("/numbers")
    async def stream():
        return StreamingResponse(numbers(), media_type="text/plain")

    @app.get("/letters")
    def more():
        return StreamingResponse(letters())

    answer = await call(app, "/numbers")
    assert answer.text == "0;1;2;" and "content-length" not in answer.headers
    assert (await call(app, "/letters")).text == "ab"


async def case_jsonable_encoder():
    assert jsonable_encoder(Item(name="a", price=1), exclude_unset=True) == {"name": "a", "price": 1.0}
    assert jsonable_encoder({"d": datetime.date(2026, 1, 1), "n": None}, exclude_none=True) == {"d": "2026-01-01"}
    assert jsonable_encoder([{uuid.UUID(int=1): {1}}]) == [{"00000000-0000-0000-0000-000000000001": [1]}]

CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
