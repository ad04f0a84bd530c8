"""What a program may expect of pydantic 2. The same cases hold for the real one."""

import dataclasses
import datetime
import enum
import ipaddress
import os
import pathlib
import uuid
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Generic, Literal, Optional, TypedDict, TypeVar, Union

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    HttpUrl,
    NonNegativeInt,
    PlainValidator,
    PositiveInt,
    PrivateAttr,
    PydanticSchemaGenerationError,
    PydanticUserError,
    RootModel,
    SecretStr,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    computed_field,
    conint,
    constr,
    create_model,
    field_serializer,
    field_validator,
    model_serializer,
    model_validator,
    root_validator,
    validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict


class Tag(BaseModel):
    name: str = Field(min_length=2)


class Item(BaseModel):
    id: int
    price: float = Field(gt=0)
    tags: list[Tag] = []
    when: Optional[datetime.datetime] = None
    parent: Optional["Item"] = None


def errors(func, *args, **kwargs):
    """(type, loc, msg) of every error that is raised."""
    try:
        func(*args, **kwargs)
    except ValidationError as error:
        return [(entry["type"], entry["loc"], entry["msg"]) for entry in error.errors()]
    raise AssertionError("nothing was raised")


def kinds(func, *args, **kwargs):
    return [(kind, loc) for kind, loc, _ in errors(func, *args, **kwargs)]


async def case_fields_are_converted():
    item = Item(id="3", price="2.5", tags=[{"name": "ab"}], when="2026-01-02T03:04:05Z", parent={"id": 1, "price": 1})
    assert (item.id, item.price, item.tags[0].name, item.parent.id) == (3, 2.5, "ab", 1)
    assert item.when == datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
    assert item.model_fields_set == {"id", "price", "tags", "when", "parent"}
    assert repr(Tag(name="ab")) == "Tag(name='ab')" and str(Tag(name="ab")) == "name='ab'"


async def case_every_error_has_type_place_and_text():
    assert errors(Item, id="x", price=-1, tags=[{"name": "a"}, 3]) == [
        ("int_parsing", ("id",), "Input should be a valid integer, unable to parse string as an integer"),
        ("greater_than", ("price",), "Input should be greater than 0"),
        ("string_too_short", ("tags", 0, "name"), "String should have at least 2 characters"),
        ("model_type", ("tags", 1), "Input should be a valid dictionary or instance of Tag"),
    ]
    assert kinds(Item) == [("missing", ("id",)), ("missing", ("price",))]


async def case_the_text_of_an_error():
    try:
        Item(id=1)
    except ValidationError as error:
        assert error.error_count() == 1 and isinstance(error, ValueError)
        assert str(error).startswith("1 validation error for Item\nprice\n  Field required [type=missing, input_value={'id': 1}, input_type=dict]")
        assert error.errors(include_url=False) == [{"type": "missing", "loc": ("price",), "msg": "Field required", "input": {"id": 1}}]


async def case_lax_conversion():
    def of(kind, value):
        return TypeAdapter(kind).validate_python(value)

    assert of(int, "7") == 7 and of(int, 7.0) == 7 and of(float, 1) == 1.0 and of(bool, "yes") is True and of(bool, 0) is False
    assert of(Decimal, "1.50") == Decimal("1.50") and of(Decimal, 1.5) == Decimal("1.5")
    assert of(datetime.date, "2026-01-02") == datetime.date(2026, 1, 2)
    assert of(datetime.timedelta, "PT1H") == datetime.timedelta(hours=1) and of(datetime.timedelta, 90) == datetime.timedelta(seconds=90)
    assert of(uuid.UUID, "12345678-1234-5678-1234-567812345678").int == 0x12345678123456781234567812345678
    assert of(bytes, "ab") == b"ab" and of(set[int], ["1", 1]) == {1} and of(tuple[int, str], ["1", "a"]) == (1, "a")
    assert of(dict[int, list[float]], {"1": ["2"]}) == {1: [2.0]}
    assert kinds(of, str, 1) == [("string_type", ())]
    assert kinds(of, int, 1.5) == [("int_from_float", ())]
    assert kinds(of, int, "1.5") == [("int_parsing", ())]
    assert kinds(of, int, None) == [("int_type", ())]
    assert kinds(of, bool, "maybe") == [("bool_parsing", ())]
    assert kinds(of, list[int], "12") == [("list_type", ())]
    assert kinds(of, datetime.datetime, "soon") == [("datetime_from_date_parsing", ())]
    assert kinds(of, uuid.UUID, "x") == [("uuid_parsing", ())]
    assert kinds(of, tuple[int, int], [1]) == [("missing", (1,))]


async def case_unions():
    class Cat(BaseModel):
        kind: Literal["cat"]
        lives: int

    class Dog(BaseModel):
        kind: Literal["dog"]

    smart = TypeAdapter(Union[int, str])
    assert smart.validate_python("5") == "5" and smart.validate_python(5) == 5
    assert kinds(smart.validate_python, []) == [("int_type", ("int",)), ("string_type", ("str",))]
    pet = TypeAdapter(Annotated[Union[Cat, Dog], Field(discriminator="kind")])
    assert type(pet.validate_python({"kind": "dog"})) is Dog
    assert kinds(pet.validate_python, {"kind": "cat"}) == [("missing", ("cat", "lives"))]
    assert kinds(pet.validate_python, {"kind": "cow"}) == [("union_tag_invalid", ())]
    assert TypeAdapter(int | None).validate_python(None) is None


async def case_enums_and_literals():
    class Color(enum.Enum):
        red = "r"
        blue = "b"

    class Size(enum.IntEnum):
        small = 1

    class Paint(BaseModel):
        color: Color = Color.red
        size: Size = Size.small
        coat: Literal["thin", 2] = "thin"

    paint = Paint(color="b", size="1", coat=2)
    assert (paint.color, paint.size, paint.coat) == (Color.blue, Size.small, 2)
    assert paint.model_dump() == {"color": Color.blue, "size": Size.small, "coat": 2}
    assert paint.model_dump(mode="json") == {"color": "b", "size": 1, "coat": 2}
    assert errors(Paint, color="x") == [("enum", ("color",), "Input should be 'r' or 'b'")]
    assert errors(Paint, coat="thick") == [("literal_error", ("coat",), "Input should be 'thin' or 2")]


async def case_constraints():
    class Order(BaseModel):
        count: PositiveInt
        rest: NonNegativeInt = 0
        code: constr(pattern=r"^[A-Z]+$", max_length=3) = "A"
        name: Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True)] = ""
        few: list[int] = Field([], max_length=2)
        step: conint(multiple_of=5) = 5
        share: Annotated[float, Field(ge=0, le=1)] = 0.5

    assert Order(count=1, name="  AbC ").name == "abc"
    assert kinds(Order, count=0, rest=-1, code="ab", few=[1, 2, 3], step=3, share=2) == [
        ("greater_than", ("count",)),
        ("greater_than_equal", ("rest",)),
        ("string_pattern_mismatch", ("code",)),
        ("too_long", ("few",)),
        ("multiple_of", ("step",)),
        ("less_than_equal", ("share",)),
    ]


async def case_field_validators():
    class User(BaseModel):
        name: str
        password: str
        again: str

        @field_validator("name", mode="before")
        @classmethod
        def strip(cls, value):
            return value.strip() if isinstance(value, str) else value

        @field_validator("name", "password")
        @classmethod
        def not_empty(cls, value: str) -> str:
            if not value:
                raise ValueError("must not be empty")
            return value

        @field_validator("again")
        @classmethod
        def same(cls, value, info: ValidationInfo):
            assert value == info.data["password"], "passwords differ"
            return value

    assert User(name=" ann ", password="p", again="p").name == "ann"
    assert errors(User, name="  ", password="p", again="q") == [
        ("value_error", ("name",), "Value error, must not be empty"),
        ("assertion_error", ("again",), "Assertion failed, passwords differ"),
    ]


async def case_model_validators():
    class Span(BaseModel):
        start: int
        end: int

        @model_validator(mode="before")
        @classmethod
        def from_text(cls, data: Any):
            if isinstance(data, str):
                start, end = data.split("-")
                return {"start": start, "end": end}
            return data

        @model_validator(mode="after")
        def ordered(self):
            if self.end < self.start:
                raise ValueError("ends before it starts")
            return self

    assert Span.model_validate("1-5").end == 5
    assert errors(Span, start=2, end=1) == [("value_error", (), "Value error, ends before it starts")]


async def case_annotated_validators():
    Even = Annotated[int, AfterValidator(lambda value: value * 2), BeforeValidator(lambda value: int(value) + 1)]
    assert TypeAdapter(Even).validate_python("3") == 8


async def case_aliases():
    class Row(BaseModel):
        model_config = ConfigDict(populate_by_name=True)
        item_id: int = Field(alias="itemId")
        name: str = Field(validation_alias=AliasChoices("name", "title"), serialization_alias="label")

    assert Row(itemId=1, title="x").item_id == 1 and Row(item_id=2, name="y").name == "y"
    row = Row(itemId=1, name="x")
    assert row.model_dump() == {"item_id": 1, "name": "x"}
    assert row.model_dump(by_alias=True) == {"itemId": 1, "label": "x"}
    assert kinds(Row, name="x") == [("missing", ("itemId",))]


async def case_alias_generators():
    from pydantic.alias_generators import to_camel

    class Row(BaseModel):
        model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)
        unit_price: int

    assert Row(unitPrice=1).model_dump(by_alias=True) == {"unitPrice": 1}


async def case_extra_fields():
    class Closed(BaseModel):
        model_config = ConfigDict(extra="forbid")
        a: int = 1

    class Open(BaseModel):
        model_config = ConfigDict(extra="allow")
        a: int = 1

    assert not hasattr(Tag(name="ab", other=1), "other")
    assert kinds(Closed, b=1) == [("extra_forbidden", ("b",))]
    assert Open(b=2).b == 2 and Open(b=2).model_extra == {"b": 2} and Open(b=2).model_dump() == {"a": 1, "b": 2}


async def case_dumping():
    item = Item(id=1, price=2, tags=[Tag(name="ab")], when=datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc))
    assert item.model_dump(exclude={"tags", "when"}) == {"id": 1, "price": 2.0, "parent": None}
    assert item.model_dump(include={"id": True, "tags": {"__all__": {"name"}}}) == {"id": 1, "tags": [{"name": "ab"}]}
    assert item.model_dump(mode="json")["when"] == "2026-01-02T00:00:00Z"
    assert item.model_dump_json() == '{"id":1,"price":2.0,"tags":[{"name":"ab"}],"when":"2026-01-02T00:00:00Z","parent":null}'
    assert Item(id=1, price=2).model_dump(exclude_unset=True) == {"id": 1, "price": 2.0}
    assert Item(id=1, price=2, tags=[]).model_dump(exclude_defaults=True) == {"id": 1, "price": 2.0}
    assert Item(id=1, price=2).model_dump(exclude_none=True) == {"id": 1, "price": 2.0, "tags": []}
    assert dict(Tag(name="ab")) == {"name": "ab"}


async def case_json():
    assert Item.model_validate_json('{"id": 1, "price": 2}') == Item(id=1, price=2)
    assert kinds(Item.model_validate_json, '{"id": 1,') == [("json_invalid", ())]

    class Values(BaseModel):
        amount: Decimal
        span: datetime.timedelta
        key: uuid.UUID
        raw: bytes

    values = Values(amount="1.50", span=90, key=uuid.UUID(int=1), raw=b"x")
    assert values.model_dump_json() == '{"amount":"1.50","span":"PT1M30S","key":"00000000-0000-0000-0000-000000000001","raw":"x"}'


async def case_serializers_and_computed_fields():
    class Box(BaseModel):
        width: int
        made: datetime.date = datetime.date(2026, 1, 2)

        @computed_field
        @property
        def area(self) -> int:
            return self.width**2

        @field_serializer("made")
        def year(self, value: datetime.date):
            return value.year

    class Wrapped(BaseModel):
        value: int

        @model_serializer
        def short(self):
            return f"<{self.value}>"

    assert Box(width=3).model_dump() == {"width": 3, "made": 2026, "area": 9}
    assert Wrapped(value=1).model_dump() == "<1>" and Wrapped(value=1).model_dump_json() == '"<1>"'


async def case_defaults_are_not_shared():
    class Bag(BaseModel):
        items: list[int] = []
        made: list[int] = Field(default_factory=list)

    first, second = Bag(), Bag()
    first.items.append(1)
    first.made.append(1)
    assert second.items == [] and second.made == []


async def case_copies_and_equality():
    item = Item(id=1, price=2)
    changed = item.model_copy(update={"price": 3.0})
    assert changed.price == 3.0 and item.price == 2.0 and item == Item(id=1, price=2) and item != changed
    deep = Item(id=1, price=2, tags=[Tag(name="ab")]).model_copy(deep=True)
    assert deep.tags[0] == Tag(name="ab")
    assert Item.model_construct(id="x").id == "x"


async def case_frozen_models_and_assignment():
    class Fixed(BaseModel):
        model_config = ConfigDict(frozen=True)
        a: int

    class Checked(BaseModel):
        model_config = ConfigDict(validate_assignment=True)
        a: int

    fixed, checked = Fixed(a=1), Checked(a=1)
    assert kinds(setattr, fixed, "a", 2) == [("frozen_instance", ("a",))]
    assert {fixed: 1}[Fixed(a=1)] == 1
    checked.a = "5"
    assert checked.a == 5 and kinds(setattr, checked, "a", "x") == [("int_parsing", ("a",))]
    assert kinds(setattr, checked, "b", 1) == [("no_such_attribute", ("b",))]
    try:
        Tag(name="ab").other = 1
    except ValueError as error:
        assert str(error) == '"Tag" object has no field "other"'
    else:
        raise AssertionError


async def case_inheritance_and_generics():
    T = TypeVar("T")

    class Page(BaseModel, Generic[T]):
        items: list[T]
        total: int = 0

    class Base(BaseModel):
        a: int

    class Child(Base):
        b: str = "x"

    assert Page[int](items=["1"]).items == [1]
    assert Page[Tag](items=[{"name": "ab"}]).items == [Tag(name="ab")]
    assert list(Child.model_fields) == ["a", "b"] and Child(a=1).b == "x"
    assert Page[int].__name__ == "Page[int]"


async def case_attributes_of_objects():
    class Source:
        id, price, tags = 1, 2.0, []

    class FromObject(BaseModel):
        model_config = ConfigDict(from_attributes=True)
        id: int
        price: float

    assert FromObject.model_validate(Source()).price == 2.0
    assert kinds(Item.model_validate, Source()) == [("model_type", ())]


async def case_private_attributes_and_post_init():
    class Counter(BaseModel):
        start: int = 0
        _seen: int = PrivateAttr(default=0)

        def model_post_init(self, context):
            self._seen = self.start + 1

    counter = Counter(start=4)
    assert counter._seen == 5 and counter.model_dump() == {"start": 4}


async def case_other_containers():
    @dataclasses.dataclass
    class Point:
        x: int

    class Shape(TypedDict):
        size: int

    class Everything(BaseModel):
        point: Point
        shape: Shape
        table: dict[str, Tag] = {}
        anything: Any = None

    value = Everything(point={"x": "1"}, shape={"size": "2"}, table={"a": {"name": "ab"}}, anything=object)
    assert value.point == Point(1) and value.shape == {"size": 2} and value.table["a"].name == "ab"
    assert kinds(Everything, point={"x": "y"}, shape={}) == [("int_parsing", ("point", "x")), ("missing", ("shape", "size"))]


async def case_root_models_and_created_ones():
    Numbers = RootModel[list[int]]
    assert Numbers(["1", 2]).root == [1, 2] and Numbers([1]).model_dump() == [1]
    Made = create_model("Made", a=(int, ...), b=(str, "x"))
    assert Made(a="1").model_dump() == {"a": 1, "b": "x"} and Made.__name__ == "Made"


async def case_urls():
    class Link(BaseModel):
        url: HttpUrl

    link = Link(url="https://example.com/a?b=c")
    assert link.url.host == "example.com" and link.url.scheme == "https" and str(link.url) == "https://example.com/a?b=c"
    assert str(Link(url="http://example.com").url) == "http://example.com/"
    assert kinds(Link, url="no url") == [("url_parsing", ("url",))]
    assert kinds(Link, url="ftp://example.com") == [("url_scheme", ("url",))]


os.environ["SHOP_API_URL"] = "http://prices.test"
os.environ["SHOP_POOL"] = "7"
os.environ["SHOP_HOSTS"] = '["a", "b"]'


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_", env_file_encoding="utf-8", case_sensitive=False, env_nested_delimiter="__", extra="ignore")

    api_url: str
    pool: int = Field(5, gt=0)
    hosts: list[str] = []
    secret: SecretStr = SecretStr("quiet")


@lru_cache
def settings():
    return Settings()


async def case_settings_with_a_prefix():
    found = settings()
    assert (found.api_url, found.pool, found.hosts) == ("http://prices.test", 7, ["a", "b"])
    assert "quiet" not in repr(found)
    assert Settings(pool=9).pool == 9


class Booking(BaseModel):
    start: int
    end: int
    code: str = "a"

    @validator("code", pre=True)
    def code_is_upper(cls, value):
        return value.upper()

    @validator("end")
    def end_after_start(cls, value, values):
        if "start" in values and value <= values["start"]:
            raise ValueError("ends before it starts")
        return value

    @root_validator(pre=True)
    def has_end(cls, values):
        return {"end": 100, **values}

    @root_validator(skip_on_failure=True)
    def doubled(cls, values):
        values["start"] = values["start"] * 2
        return values


async def case_validators_of_pydantic_1():
    booking = Booking(start="3", code="x")
    assert (booking.start, booking.end, booking.code) == (6, 100, "X")
    try:
        Booking(start=3, end=2)
    except ValidationError as error:
        assert error.errors()[0]["msg"] == "Value error, ends before it starts"
        assert error.errors()[0]["loc"] == ("end",)
    else:
        raise AssertionError
    try:
        root_validator()
    except Exception as error:
        assert "skip_on_failure=True" in str(error)
    else:
        raise AssertionError


class ByPrefix(BaseSettings, env_prefix="SHOP_"):
    pool: int = 1


async def case_a_prefix_in_the_class_line():
    assert ByPrefix().pool == 7


async def case_a_type_that_pydantic_does_not_know():
    class Client:
        pass

    class Text(str):
        pass

    for unknown in (Client, Optional[Client], list[Client], dict[str, Client], Text, Exception):
        try:
            create_model("Holder", client=(unknown, ...))
        except PydanticSchemaGenerationError as error:
            assert isinstance(error, PydanticUserError) and error.code == "schema-for-unknown-type"
            assert "Unable to generate pydantic-core schema for" in str(error) and "arbitrary_types_allowed=True" in str(error)
        else:
            raise AssertionError(unknown)

    class Allowed(BaseModel):
        model_config = ConfigDict(arbitrary_types_allowed=True)
        client: Client
        others: list[Client] = []

    client = Client()
    assert Allowed(client=client).client is client
    try:
        Allowed(client=1)
    except ValidationError as error:
        assert error.errors()[0]["type"] == "is_instance_of"
    else:
        raise AssertionError("no error")

    class Plain(BaseModel):
        client: Annotated[Client, PlainValidator(lambda value: value)]

    assert Plain(client=3).client == 3


async def case_paths_and_addresses():
    class Host(BaseModel):
        folder: pathlib.Path
        address: ipaddress.IPv4Address

    host = Host(folder="a/b", address="10.0.0.1")
    assert host.folder == pathlib.Path("a/b") and host.address == ipaddress.IPv4Address("10.0.0.1")
    assert host.model_dump(mode="json") == {"folder": "a/b", "address": "10.0.0.1"}
    try:
        Host(folder=3, address="x")
    except ValidationError as error:
        assert [each["type"] for each in error.errors()] == ["path_type", "ip_v4_address"]
        assert [each["msg"] for each in error.errors()] == ["Input is not a valid path for <class 'pathlib.Path'>", "Input is not a valid IPv4 address"]
    else:
        raise AssertionError("no error")


CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
