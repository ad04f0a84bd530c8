"""What a program may expect of SQLAlchemy 2.0's core with asyncpg. The same cases hold for the real one against a real Postgres.

World: table items(id int primary key, stock int not null, name text) with rows 1 to 1000, names "item 1" and so on; DSN in the environment.
"""

import asyncio
import datetime
import decimal
import os

import asyncpg
import sqlalchemy
from sqlalchemy import (
    Column, Integer, MetaData, Numeric, String, Table, and_, bindparam, case, cast, delete, exc, exists, func, insert, literal, not_,
    or_, select, text, tuple_, union_all, update,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

URL = os.environ["DSN"].replace("postgresql://", "postgresql+asyncpg://", 1)
metadata = MetaData()
items = Table("items", metadata, Column("id", Integer, primary_key=True), Column("stock", Integer, nullable=False), Column("name", String))


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


class engine:
    """`async with engine(**options) as e:`; disposed of at the end."""

    def __init__(self, **options):
        self.engine = create_async_engine(URL, **options)

    async def __aenter__(self):
        return self.engine

    async def __aexit__(self, *error):
        await self.engine.dispose()


async def rows(statement, params=None):
    async with engine() as e, e.connect() as connection:
        return (await connection.execute(statement, params)).fetchall()


async def scalar(statement, params=None):
    async with engine() as e, e.connect() as connection:
        return (await connection.execute(statement, params)).scalar()


# text() and results


async def case_text_with_named_parameters():
    found = await rows(text("SELECT id, name FROM items WHERE id < :n AND name LIKE :p ORDER BY id"), {"n": 3, "p": "item%"})
    assert [tuple(row) for row in found] == [(1, "item 1"), (2, "item 2")]


async def case_text_leaves_casts_alone():
    assert await scalar(text("SELECT '5'::int + :n"), {"n": 2}) == 7
    assert await scalar(text("SELECT :a || E'\\:' || :a"), {"a": "x"}) == "x:x"


async def case_text_with_a_missing_parameter():
    with raises(exc.StatementError, "A value is required for bind parameter 'n'"):
        await rows(text("SELECT :n"))


async def case_text_with_in_and_expanding_parameter():
    statement = text("SELECT id FROM items WHERE id IN :ids ORDER BY id").bindparams(bindparam("ids", expanding=True))
    assert [row.id for row in await rows(statement, {"ids": [3, 1, 2]})] == [1, 2, 3]
    assert await rows(statement, {"ids": []}) == []


async def case_rows_by_position_attribute_and_name():
    (row,) = await rows(text("SELECT id, name, stock FROM items WHERE id = 7"))
    assert row[0] == row.id == row._mapping["id"] == 7
    assert row._asdict() == {"id": 7, "name": "item 7", "stock": 100}
    number, name, _ = row
    assert (number, name) == (7, "item 7")
    assert row == (7, "item 7", 100) and repr(row) == "(7, 'item 7', 100)"
    assert row._fields == ("id", "name", "stock") and len(row) == 3
    with raises(AttributeError, "Could not locate column in row for column 'nothing'"):
        row.nothing
    with raises(exc.NoSuchColumnError, "Could not locate column in row for column 'nothing'"):
        row._mapping["nothing"]
    assert not isinstance(row, tuple)
    with raises(TypeError):
        row["id"]


async def case_a_row_is_neither_a_mapping_nor_has_it_a_dict():
    (row,) = await rows(text("SELECT id, name, stock FROM items WHERE id = 7"))
    with raises(TypeError):
        dict(row)
    with raises(TypeError):
        vars(row)


async def case_the_result_is_read_once():
    async with engine() as e, e.connect() as connection:
        result = await connection.execute(text("SELECT id FROM items WHERE id <= 5 ORDER BY id"))
        assert result.fetchone() == (1,)
        assert result.fetchmany(2) == [(2,), (3,)]
        assert [row.id for row in result] == [4, 5]
        assert result.fetchall() == []
        assert result.fetchone() is None


async def case_first_one_and_scalars():
    async with engine() as e, e.connect() as connection:
        three = text("SELECT id FROM items WHERE id <= 3 ORDER BY id")
        none = text("SELECT id FROM items WHERE id < 0")
        assert (await connection.execute(three)).first() == (1,)
        assert (await connection.execute(three)).scalars().all() == [1, 2, 3]
        assert (await connection.execute(three)).mappings().all() == [{"id": 1}, {"id": 2}, {"id": 3}]
        assert (await connection.execute(none)).first() is None
        assert (await connection.execute(none)).scalar() is None
        assert (await connection.execute(none)).scalar_one_or_none() is None
        with raises(exc.NoResultFound, "No row was found when one was required"):
            (await connection.execute(none)).one()
        with raises(exc.MultipleResultsFound, "Multiple rows were found when exactly one was required"):
            (await connection.execute(three)).scalar_one()
        with raises(exc.MultipleResultsFound, "Multiple rows were found when one or none was required"):
            (await connection.execute(three)).one_or_none()
        result = await connection.execute(three)
        assert list(result.keys()) == ["id"]
        assert await connection.scalar(three) == 1
        assert (await connection.scalars(three)).all() == [1, 2, 3]


async def case_a_closed_result_says_so():
    async with engine() as e, e.connect() as connection:
        result = await connection.execute(text("SELECT 1"))
        assert result.scalar() == 1
        with raises(exc.ResourceClosedError, "This result object is closed."):
            result.fetchall()
        updated = await connection.execute(text("UPDATE items SET stock = stock WHERE id < 4"))
        assert updated.rowcount == 3 and not updated.returns_rows
        with raises(exc.ResourceClosedError, "This result object does not return rows. It has been closed automatically."):
            updated.fetchall()
        await connection.rollback()


async def case_partitions_columns_and_unique():
    async with engine() as e, e.connect() as connection:
        result = await connection.execute(text("SELECT id, stock FROM items WHERE id <= 5 ORDER BY id"))
        assert [len(part) for part in result.partitions(2)] == [2, 2, 1]
        result = await connection.execute(text("SELECT id, stock FROM items WHERE id <= 5 ORDER BY id"))
        assert result.columns("stock").unique().all() == [(100,)]


async def case_stream():
    async with engine() as e, e.connect() as connection:
        result = await connection.stream(text("SELECT id FROM items WHERE id <= 3 ORDER BY id"))
        assert [row.id async for row in result] == [1, 2, 3]
        result = await connection.stream(select(items.c.id).where(items.c.id <= 3).order_by(items.c.id))
        assert await result.scalars().all() == [1, 2, 3]


async def case_a_string_is_no_statement():
    async with engine() as e, e.connect() as connection:
        with raises(exc.ObjectNotExecutableError, "Not an executable object: 'SELECT 1'"):
            await connection.execute("SELECT 1")
        assert (await connection.exec_driver_sql("SELECT 1")).scalar() == 1


# Errors


async def case_errors_wrap_those_of_the_driver():
    async with engine() as e, e.connect() as connection:
        with raises(exc.IntegrityError) as caught:
            await connection.execute(text("INSERT INTO items (id, stock) VALUES (:id, 1)"), {"id": 1})
        error = caught.value
        assert str(error).startswith(
            "(sqlalchemy.dialects.postgresql.asyncpg.IntegrityError) <class 'asyncpg.exceptions.UniqueViolationError'>: duplicate key value"
        )
        assert "[SQL: INSERT INTO items (id, stock) VALUES ($1, 1)]" in str(error)
        assert "[parameters: (1,)]" in str(error)
        assert str(error).endswith("(Background on this error at: https://sqlalche.me/e/20/gkpj)")
        assert error.orig.sqlstate == error.orig.pgcode == "23505"
        assert isinstance(error.orig.__cause__, asyncpg.UniqueViolationError)
        assert isinstance(error, exc.DBAPIError) and isinstance(error, exc.SQLAlchemyError)
        await connection.rollback()
        with raises(exc.ProgrammingError, "UndefinedTableError"):
            await connection.execute(text("SELECT * FROM nowhere"))
        with raises(exc.DBAPIError, "current transaction is aborted"):
            await connection.execute(text("SELECT 1"))
        await connection.rollback()
        with raises(exc.ProgrammingError, "PostgresSyntaxError"):
            await connection.execute(text("SELEC 1"))


async def case_an_argument_of_the_wrong_type():
    async with engine() as e, e.connect() as connection:
        with raises(exc.DBAPIError, "invalid input for query argument $1: 'one' ('str' object cannot be interpreted as an integer)"):
            await connection.execute(text("SELECT * FROM items WHERE id = :id"), {"id": "one"})


# Transactions


async def case_nothing_is_kept_without_a_commit():
    async with engine() as e:
        async with e.connect() as connection:
            await connection.execute(text("UPDATE items SET name = 'other' WHERE id = 900"))
        async with e.connect() as connection:
            assert (await connection.execute(text("SELECT name FROM items WHERE id = 900"))).scalar() == "item 900"


async def case_begin_commits_or_rolls_back():
    async with engine() as e:
        async with e.begin() as connection:
            await connection.execute(text("UPDATE items SET stock = 1 WHERE id = 901"))
        with raises(ZeroDivisionError):
            async with e.begin() as connection:
                await connection.execute(text("UPDATE items SET stock = 2 WHERE id = 901"))
                1 / 0
        async with e.connect() as connection:
            assert (await connection.execute(text("SELECT stock FROM items WHERE id = 901"))).scalar() == 1
            async with connection.begin_nested():
                await connection.execute(text("UPDATE items SET stock = 100 WHERE id = 901"))
            await connection.commit()


async def case_begin_twice_is_an_error():
    async with engine() as e, e.connect() as connection:
        await connection.execute(text("SELECT 1"))
        assert connection.in_transaction()
        with raises(exc.InvalidRequestError, "This connection has already initialized a SQLAlchemy Transaction() object via begin() or autobegin"):
            async with connection.begin():
                pass
        await connection.commit()
        assert not connection.in_transaction()


async def case_savepoints():
    async with engine() as e, e.connect() as connection:
        with raises(exc.IntegrityError):
            async with connection.begin_nested():
                await connection.execute(text("INSERT INTO items VALUES (1, 1, 'x')"))
        assert (await connection.execute(text("SELECT 1"))).scalar() == 1


async def case_isolation_levels():
    async with engine() as e:
        async with e.connect() as connection:
            await connection.execution_options(isolation_level="SERIALIZABLE")
            assert (await connection.execute(text("SHOW transaction_isolation"))).scalar() == "serializable"
        async with e.connect() as connection:
            assert (await connection.execute(text("SHOW transaction_isolation"))).scalar() == "read committed"
    async with engine(isolation_level="REPEATABLE READ") as e, e.connect() as connection:
        assert (await connection.execute(text("SHOW transaction_isolation"))).scalar() == "repeatable read"


async def case_autocommit_needs_no_commit():
    async with engine() as e:
        async with e.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("UPDATE items SET stock = 55 WHERE id = 902"))
        async with e.begin() as connection:
            assert (await connection.execute(text("SELECT stock FROM items WHERE id = 902"))).scalar() == 55
            await connection.execute(text("UPDATE items SET stock = 100 WHERE id = 902"))


async def case_a_closed_connection():
    async with engine() as e:
        async with e.connect() as connection:
            assert not connection.closed
        with raises(exc.ResourceClosedError, "This Connection is closed"):
            await connection.execute(text("SELECT 1"))


async def case_connections_by_hand():
    async with engine() as e:
        connection = await e.connect()
        transaction = await connection.begin()
        assert (await connection.execute(text("SELECT 1"))).scalar() == 1
        assert transaction.is_active
        await transaction.rollback()
        assert not transaction.is_active
        await connection.close()


async def case_a_connection_must_be_started():
    async with engine() as e:
        connection = e.connect()
        with raises(exc.InvalidRequestError, "AsyncConnection context has not been started and object has not been awaited."):
            await connection.execute(text("SELECT 1"))


# The pool


async def case_the_pool_keeps_pool_size_connections():
    async with engine(pool_size=2, max_overflow=1) as e:
        held = [await e.connect() for _ in range(3)]
        assert (e.pool.size(), e.pool.checkedout(), e.pool.overflow()) == (2, 3, 1)
        for connection in held:
            await connection.close()
        assert (e.pool.checkedin(), e.pool.checkedout()) == (2, 0)
        assert e.pool.status() == "Pool size: 2  Connections in pool: 2 Current Overflow: 0 Current Checked out connections: 0"


async def case_an_exhausted_pool_times_out():
    async with engine(pool_size=1, max_overflow=0, pool_timeout=0.2) as e, e.connect() as connection:
        await connection.execute(text("SELECT 1"))
        with raises(exc.TimeoutError) as caught:
            async with e.connect():
                pass
        assert str(caught.value) == (
            "QueuePool limit of size 1 overflow 0 reached, connection timed out, timeout 0.20 (Background on this error at:"
            " https://sqlalche.me/e/20/3o7r)"
        )


async def case_waiters_get_the_connection_in_turn():
    async with engine(pool_size=1, max_overflow=0) as e:
        order = []

        async def use(number):
            async with e.connect() as connection:
                await connection.execute(text("SELECT pg_sleep(0.01)"))
                order.append(number)

        await asyncio.gather(*[use(number) for number in range(4)])
        assert order == [0, 1, 2, 3]


async def case_a_cancelled_statement_leaves_the_pool_whole():
    async with engine(pool_size=1, max_overflow=0, pool_timeout=5) as e:

        async def slow():
            async with e.connect() as connection:
                await connection.execute(text("SELECT pg_sleep(10)"))

        with raises(TimeoutError):
            await asyncio.wait_for(slow(), 0.1)
        async with e.connect() as connection:
            assert (await connection.execute(text("SELECT 1"))).scalar() == 1
        assert e.pool.checkedout() == 0


async def case_null_pool_and_pre_ping():
    async with engine(poolclass=NullPool) as e, e.connect() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar() == 1
    async with engine(pool_pre_ping=True, pool_recycle=1800) as e:
        for _ in range(2):
            async with e.connect() as connection:
                assert (await connection.execute(text("SELECT 1"))).scalar() == 1


# The expression language


async def case_select_with_conditions():
    statement = select(items.c.id).where(or_(items.c.id == 3, and_(items.c.id > 5, items.c.id <= 7)), not_(items.c.id == 6)).order_by(items.c.id.desc())
    assert [row.id for row in await rows(statement)] == [7, 3]
    assert [row.id for row in await rows(select(items).where(items.c.id.in_([9, 8])).order_by("id"))] == [8, 9]
    assert await rows(select(items).where(items.c.id.in_([]))) == []
    assert await scalar(select(func.count()).select_from(items).where(items.c.name.like("item 99_"))) == 10
    assert await scalar(select(func.count(items.c.id)).where(items.c.name.contains("99"), items.c.id.between(1, 100))) == 1
    assert await scalar(select(items.c.name).where(items.c.id == bindparam("key")), {"key": 4}) == "item 4"
    assert await scalar(select(items.c.id).where(tuple_(items.c.id, items.c.stock).in_([(5, 100), (6, 1)]))) == 5
    after = select(items.c.id).where(tuple_(items.c.stock, items.c.id) > (100, 5)).order_by(items.c.stock, items.c.id).limit(1)
    assert "WHERE (items.stock, items.id) > (:param_1, :param_2)" in str(after)
    assert await scalar(after) == 6


async def case_select_with_expressions():
    statement = select((items.c.id + 1) * 2, items.c.id % 3, case((items.c.id > 5, "big"), else_="small").label("size"), cast(items.c.id, String), literal(1.5)).where(items.c.id == 7)
    assert tuple((await rows(statement))[0]) == (16, 1, "big", "7", 1.5)
    assert await scalar(select(items.c.stock / 8).where(items.c.id == 1)) == decimal.Decimal("12.5")
    assert await scalar(select("a" + func.lower("BC"))) == "abc"
    (row,) = await rows(select(items.c.id.label("x"), func.count().label("n")).where(items.c.id == 1).group_by("x"))
    assert (row.x, row.n) == (1, 1)


async def case_joins_subqueries_and_ctes():
    other = items.alias()
    assert await scalar(select(other.c.id).join(items, items.c.id == other.c.id + 1).where(items.c.id == 10)) == 9
    small = select(items.c.id).where(items.c.id < 4).cte("small")
    assert [row.id for row in await rows(select(small.c.id).order_by(small.c.id))] == [1, 2, 3]
    counted = select(items.c.stock, func.count().label("n")).where(items.c.id < 10).group_by(items.c.stock).subquery()
    assert (await rows(select(counted.c.n)))[0].n == 9
    assert await scalar(select(func.count()).select_from(items).where(items.c.id < 10, exists().where(other.c.id == items.c.id, other.c.id > 5))) == 4
    both = union_all(select(items.c.id).where(items.c.id == 1), select(items.c.id).where(items.c.id == 2)).order_by("id")
    assert [row.id for row in await rows(both)] == [1, 2]
    ranked = select(items.c.id, func.row_number().over(order_by=items.c.id.desc()).label("rank")).where(items.c.id < 4).subquery()
    assert await scalar(select(ranked.c.id).where(ranked.c.rank == 1)) == 3


async def case_insert_update_delete():
    async with engine() as e, e.connect() as connection:
        result = await connection.execute(insert(items).values(id=5001, stock=3, name="new"))
        assert result.rowcount == 1 and result.inserted_primary_key == (5001,)
        await connection.execute(insert(items), [{"id": 5002, "stock": 1}, {"id": 5003, "stock": 2}])
        assert (await connection.execute(insert(items).values(id=5004, stock=9).returning(items.c.stock))).scalar_one() == 9
        result = await connection.execute(update(items).where(items.c.id >= 5001, items.c.id < 6000).values(stock=items.c.stock + 1))
        assert result.rowcount == 4
        found = await connection.execute(update(items).where(items.c.id == 5002, items.c.stock > 0).values(stock=items.c.stock - 1).returning(items.c.stock))
        assert found.scalar_one_or_none() == 1
        assert (await connection.execute(delete(items).where(items.c.id > 5000))).rowcount == 4
        await connection.rollback()


async def case_on_conflict():
    async with engine() as e, e.connect() as connection:
        assert (await connection.execute(upsert(items).values(id=1, stock=5).on_conflict_do_nothing())).rowcount == 0
        statement = upsert(items).values([{"id": 1, "stock": 5, "name": "a"}, {"id": 2, "stock": 6, "name": "b"}])
        statement = statement.on_conflict_do_update(index_elements=["id"], set_={"stock": items.c.stock + statement.excluded.stock}).returning(items.c.stock)
        assert sorted((await connection.execute(statement)).scalars()) == [105, 106]
        await connection.rollback()


async def case_locking_clauses():
    async with engine() as e, e.begin() as connection:
        for statement in (select(items).with_for_update(), select(items).with_for_update(skip_locked=True), select(items).with_for_update(nowait=True, of=items)):
            assert len((await connection.execute(statement.where(items.c.id == 3))).fetchall()) == 1


async def case_types_come_and_go():
    schema = MetaData()
    sample = Table("sample", schema, Column("id", Integer, primary_key=True), Column("at", sqlalchemy.DateTime(timezone=True)), Column("price", Numeric(10, 2)), Column("data", sqlalchemy.JSON), Column("tags", sqlalchemy.ARRAY(String)), Column("ok", sqlalchemy.Boolean, server_default=sqlalchemy.true()))
    at = datetime.datetime(2024, 5, 6, tzinfo=datetime.timezone.utc)
    async with engine() as e, e.connect() as connection:
        await connection.run_sync(schema.create_all)
        result = await connection.execute(insert(sample).values(at=at, price=decimal.Decimal("9.99"), data={"a": [1]}, tags=["x", "y"]))
        assert result.inserted_primary_key == (1,)
        row = (await connection.execute(select(sample))).one()
        assert tuple(row) == (1, at, decimal.Decimal("9.99"), {"a": [1]}, ["x", "y"], True)
        assert (await connection.execute(text("SELECT data FROM sample"))).scalar() == {"a": [1]}
        assert (await connection.execute(select(sample.c.data["a"][0].as_integer()))).scalar() == 1
        assert (await connection.execute(select(sample.c.id).where(sample.c.tags.any("x")))).scalar() == 1
        await connection.rollback()


async def case_the_text_of_statements():
    assert str(select(items.c.id).where(items.c.name == "x").limit(3)) == "SELECT items.id \nFROM items \nWHERE items.name = :name_1\n LIMIT :param_1"
    assert str(update(items).values(stock=1).where(items.c.id == 2)) == "UPDATE items SET stock=:stock WHERE items.id = :id_1"
    assert str(insert(items).values(id=1, stock=2)) == "INSERT INTO items (id, stock) VALUES (:id, :stock)"
    with raises(TypeError, "Boolean value of this clause is not defined"):
        bool(items.c.id > 3)
    with raises(exc.CompileError, "Unconsumed column names: nothing"):
        str(insert(items).values(nothing=3))


CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
