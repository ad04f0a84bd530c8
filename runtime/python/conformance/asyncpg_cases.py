"""What a program may expect of asyncpg. The same cases hold for the real asyncpg against a real Postgres.

World: table items(id int primary key, stock int, name text) with rows 1 to 1000, names "item 1" and so on; DSN in the
environment; at most 60 connections.
"""

import asyncio
import datetime
import decimal
import json
import os
import uuid

import asyncpg

DSN = os.environ["DSN"]


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


async def value(sql, *args):
    connection = await asyncpg.connect(DSN)
    try:
        return await connection.fetchval(sql, *args)
    finally:
        await connection.close()


# Connections


async def case_connect_and_close():
    connection = await asyncpg.connect(DSN)
    assert await connection.fetchval("SELECT 1") == 1
    assert not connection.is_closed()
    await connection.close()
    assert connection.is_closed()
    with raises(asyncpg.InterfaceError, "connection is closed"):
        await connection.fetch("SELECT 1")
    await connection.close()


async def case_too_many_connections():
    connections = []
    try:
        with raises(asyncpg.TooManyConnectionsError, "too many clients already") as caught:
            while len(connections) < 200:
                connections.append(await asyncpg.connect(DSN))
        assert caught.value.sqlstate == "53300"
        assert isinstance(caught.value, asyncpg.PostgresError)
        assert 10 <= len(connections) <= 60
    finally:
        for connection in connections:
            await connection.close()
    # A refused server closes its side in its own time.
    await asyncio.sleep(0.1)
    assert await value("SELECT 1") == 1


async def case_connections_that_are_forgotten_are_closed():
    async def forget():
        connection = await asyncpg.connect(DSN)
        await connection.fetchval("SELECT 1")

    for _ in range(100):
        await forget()
        await asyncio.sleep(0.01)


async def case_one_operation_at_a_time():
    connection = await asyncpg.connect(DSN)
    first = asyncio.ensure_future(connection.fetchval("SELECT 1"))
    await asyncio.sleep(0)
    with raises(asyncpg.InterfaceError, "cannot perform operation: another operation is in progress"):
        await connection.fetchval("SELECT 2")
    assert await first == 1
    assert await connection.fetchval("SELECT 3") == 3
    await connection.close()


async def case_wrong_keyword_argument():
    with raises(TypeError, "unexpected keyword argument 'bogus'"):
        await asyncpg.connect(DSN, bogus=1)


# Statements


async def case_fetch():
    connection = await asyncpg.connect(DSN)
    rows = await connection.fetch("SELECT id, name FROM items WHERE id <= 3 ORDER BY id")
    assert isinstance(rows, list) and len(rows) == 3
    assert [row["id"] for row in rows] == [1, 2, 3]
    assert rows[0] == (1, "item 1")
    assert await connection.fetch("SELECT id FROM items WHERE id < 0") == []
    await connection.close()


async def case_fetchrow():
    connection = await asyncpg.connect(DSN)
    row = await connection.fetchrow("SELECT id, name FROM items WHERE id = $1", 7)
    assert row["id"] == 7 and row["name"] == "item 7"
    assert await connection.fetchrow("SELECT id FROM items WHERE id = $1", -1) is None
    await connection.close()


async def case_fetchval():
    connection = await asyncpg.connect(DSN)
    assert await connection.fetchval("SELECT name FROM items WHERE id = $1", 5) == "item 5"
    assert await connection.fetchval("SELECT id, name FROM items WHERE id = 5", column=1) == "item 5"
    assert await connection.fetchval("SELECT id FROM items WHERE id = -1") is None
    assert await connection.fetchval("SELECT NULL") is None
    await connection.close()


async def case_execute_gives_the_status():
    connection = await asyncpg.connect(DSN)
    assert await connection.execute("UPDATE items SET stock = $1 WHERE id = $2", 50, 20) == "UPDATE 1"
    assert await connection.execute("UPDATE items SET stock = 50 WHERE id = -1") == "UPDATE 0"
    assert await connection.execute("SELECT 1") == "SELECT 1"
    assert await connection.execute("INSERT INTO items (id, stock, name) VALUES (2001, 1, 'x')") == "INSERT 0 1"
    assert await connection.execute("DELETE FROM items WHERE id = $1", 2001) == "DELETE 1"
    assert await connection.fetchval("SELECT stock FROM items WHERE id = 20") == 50
    await connection.close()


async def case_returning():
    connection = await asyncpg.connect(DSN)
    row = await connection.fetchrow("UPDATE items SET stock = stock - 1 WHERE id = $1 RETURNING id, name", 21)
    assert row == (21, "item 21")
    await connection.close()


async def case_executemany():
    connection = await asyncpg.connect(DSN)
    assert await connection.executemany("UPDATE items SET stock = $1 WHERE id = $2", [(1, 31), (2, 32), (3, 33)]) is None
    rows = await connection.fetch("SELECT stock FROM items WHERE id BETWEEN 31 AND 33 ORDER BY id")
    assert [row["stock"] for row in rows] == [1, 2, 3]
    await connection.executemany("UPDATE items SET stock = $1 WHERE id = $2", [])
    await connection.close()


async def case_executemany_is_atomic():
    connection = await asyncpg.connect(DSN)
    with raises(asyncpg.UniqueViolationError):
        await connection.executemany("INSERT INTO items (id, stock, name) VALUES ($1, 0, 'x')", [(2101,), (2102,), (1,), (2103,)])
    assert await connection.fetchval("SELECT count(*) FROM items WHERE id BETWEEN 2101 AND 2103") == 0
    assert not connection.is_in_transaction()
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


async def case_fetchmany():
    if not hasattr(asyncpg.Connection, "fetchmany"):
        return
    connection = await asyncpg.connect(DSN)
    rows = await connection.fetchmany("SELECT name FROM items WHERE id = $1", [(1,), (2,)])
    assert [row["name"] for row in rows] == ["item 1", "item 2"]
    await connection.close()


async def case_array_argument():
    connection = await asyncpg.connect(DSN)
    rows = await connection.fetch("SELECT id FROM items WHERE id = ANY($1::int[]) ORDER BY id", [3, 1, 2])
    assert [row["id"] for row in rows] == [1, 2, 3]
    rows = await connection.fetch("SELECT id FROM items WHERE name = ANY($1::text[]) ORDER BY id", ("item 4", 'a"b', None))
    assert [row["id"] for row in rows] == [4]
    await connection.close()


async def case_statement_time_limit():
    connection = await asyncpg.connect(DSN)
    start = now()
    with raises(asyncio.TimeoutError):
        await connection.fetchval("SELECT pg_sleep(2)", timeout=0.05)
    assert 0.05 <= now() - start < 1
    connection.terminate()
    with raises(ValueError, "invalid timeout value: expected non-negative float (got 'a')"):
        connection = await asyncpg.connect(DSN)
        try:
            await connection.execute("SELECT 1", timeout="a")
        finally:
            await connection.close()


async def case_command_timeout():
    connection = await asyncpg.connect(DSN, command_timeout=0.05)
    assert await connection.fetchval("SELECT 1") == 1
    with raises(asyncio.TimeoutError):
        await connection.fetchval("SELECT pg_sleep(2)")
    connection.terminate()


async def case_connection_is_usable_after_a_time_out():
    connection = await asyncpg.connect(DSN)
    with raises(asyncio.TimeoutError):
        await asyncio.wait_for(connection.fetchval("SELECT pg_sleep(0.2)"), 0.05)
    assert not connection.is_closed()
    assert await connection.fetchval("SELECT 1") == 1
    with raises(asyncio.TimeoutError):
        async with connection.transaction():
            await connection.execute("UPDATE items SET stock = -7 WHERE id = 51")
            await connection.fetchval("SELECT pg_sleep(0.2)", timeout=0.05)
    assert not connection.is_in_transaction()
    assert await connection.fetchval("SELECT stock FROM items WHERE id = 51") != -7
    async with connection.transaction():
        with raises(asyncio.TimeoutError):
            await connection.fetchval("SELECT pg_sleep(0.2)", timeout=0.05)
        with raises(asyncpg.InFailedSQLTransactionError, "current transaction is aborted"):
            await connection.execute("UPDATE items SET stock = -7 WHERE id = 51")
    assert await connection.fetchval("SELECT stock FROM items WHERE id = 51") != -7
    await connection.close()


async def case_sleep_takes_time():
    start = now()
    assert await value("SELECT pg_sleep(0.05)") in (None, "")
    assert 0.05 <= now() - start < 0.5


# Records


async def case_record_access():
    connection = await asyncpg.connect(DSN)
    row = await connection.fetchrow("SELECT 1 AS a, 'x' AS b")
    assert row["a"] == row[0] == 1 and row[-1] == "x" and row[0:2] == (1, "x")
    assert list(row) == [1, "x"] and tuple(row) == (1, "x") and len(row) == 2
    assert dict(row) == {"a": 1, "b": "x"}
    assert list(row.keys()) == ["a", "b"] and list(row.values()) == [1, "x"] and list(row.items()) == [("a", 1), ("b", "x")]
    assert row.get("a") == 1 and row.get("z") is None and row.get("z", 5) == 5
    assert "a" in row and 1 not in row
    assert row == (1, "x") and row != (1, "y") and hash(row) == hash((1, "x"))
    assert repr(row) == "<Record a=1 b='x'>"
    await connection.close()


async def case_record_refuses():
    connection = await asyncpg.connect(DSN)
    row = await connection.fetchrow("SELECT 1 AS a")
    with raises(KeyError, "'z'"):
        row["z"]
    with raises(IndexError, "record index out of range"):
        row[1]
    with raises(AttributeError):
        row.a
    with raises(TypeError):
        row["a"] = 2
    with raises(TypeError):
        asyncpg.Record()
    with raises(TypeError, "not JSON serializable"):
        json.dumps(row)
    await connection.close()


async def case_records_do_not_share_lists():
    connection = await asyncpg.connect(DSN)
    first = await connection.fetchval("SELECT ARRAY[1, 2, 3]")
    first.append(4)
    assert await connection.fetchval("SELECT ARRAY[1, 2, 3]") == [1, 2, 3]
    rows = await connection.fetch("SELECT ARRAY[ARRAY[1], ARRAY[2]] AS a")
    rows[0]["a"][0].append(9)
    rows.clear()
    assert (await connection.fetch("SELECT ARRAY[ARRAY[1], ARRAY[2]] AS a"))[0]["a"] == [[1], [2]]
    await connection.close()


async def case_record_class():
    class Row(asyncpg.Record):
        def __getattr__(self, name):
            return self[name]

    connection = await asyncpg.connect(DSN, record_class=Row)
    row = await connection.fetchrow("SELECT id FROM items WHERE id = 3")
    assert row.id == 3 and type(row) is Row
    assert type(await connection.fetchrow("SELECT 1", record_class=asyncpg.Record)) is asyncpg.Record
    await connection.close()


# Types


async def case_types_of_results():
    connection = await asyncpg.connect(DSN)
    expected = {
        "true": True,
        "7::smallint": 7,
        "7": 7,
        "7::bigint": 7,
        "1.5::float8": 1.5,
        "0.1::float4": 0.10000000149011612,
        "'infinity'::float8": float("inf"),
        "1.50::numeric": decimal.Decimal("1.50"),
        "'x'": "x",
        "'x'::varchar": "x",
        "'x'::name": "x",
        "'{\"a\": 1}'::jsonb": '{"a": 1}',
        "'[1]'::json": "[1]",
        "'00000000-0000-0000-0000-000000000005'::uuid": uuid.UUID(int=5),
        "'2020-01-02'::date": datetime.date(2020, 1, 2),
        "'03:04:05.5'::time": datetime.time(3, 4, 5, 500000),
        "'2020-01-02 03:04:05.25'::timestamp": datetime.datetime(2020, 1, 2, 3, 4, 5, 250000),
        "'2020-01-02 03:04:05+02'::timestamptz": datetime.datetime(2020, 1, 2, 1, 4, 5, tzinfo=datetime.timezone.utc),
        "'1 year 2 mons -3 days 04:05:06.7'::interval": datetime.timedelta(days=422, seconds=14706, microseconds=700000),
        "'-00:00:01'::interval": datetime.timedelta(seconds=-1),
        "'\\x00ff'::bytea": b"\x00\xff",
        "NULL": None,
        "'{}'::int[]": [],
        "ARRAY[1, NULL, 3]": [1, None, 3],
        "ARRAY[ARRAY[1, 2], ARRAY[3, 4]]": [[1, 2], [3, 4]],
        "ARRAY['a,b', 'c\"d', NULL, 'NULL', '']": ["a,b", 'c"d', None, "NULL", ""],
        "ARRAY[1.5::numeric]": [decimal.Decimal("1.5")],
        "'infinity'::timestamp": datetime.datetime.max,
    }
    for sql, wanted in expected.items():
        got = await connection.fetchval(f"SELECT {sql}")
        assert got == wanted and isinstance(got, type(wanted)), f"{sql}: {got!r}"
    await connection.close()


async def case_arguments_come_back():
    connection = await asyncpg.connect(DSN)
    zone = datetime.timezone(datetime.timedelta(hours=2))
    for sql, argument in (
        ("int", 5),
        ("bigint", 2**40),
        ("float8", 2.5),
        ("text", "héllo \"x\" \\ '"),
        ("bool", True),
        ("numeric", decimal.Decimal("12.340")),
        ("uuid", uuid.UUID(int=77)),
        ("date", datetime.date(2021, 2, 3)),
        ("timestamp", datetime.datetime(2021, 2, 3, 4, 5, 6, 789)),
        ("timestamptz", datetime.datetime(2021, 2, 3, 4, 5, tzinfo=zone)),
        ("time", datetime.time(1, 2, 3)),
        ("interval", datetime.timedelta(days=-1, seconds=5, microseconds=9)),
        ("bytea", b"\x00\x01\xff"),
        ("int[]", [1, 2, 3]),
        ("int[]", [[1, 2], [3, 4]]),
        ("text[]", ["a", None, "b,c"]),
        ("jsonb", '{"a": 1}'),
    ):
        for _ in range(2):
            assert await connection.fetchval(f"SELECT $1::{sql}", argument) == argument, sql
        assert await connection.fetchval(f"SELECT $1::{sql}", None) is None
    await connection.close()


async def case_arguments_of_the_wrong_type():
    connection = await asyncpg.connect(DSN)
    for sql, argument, message in (
        ("int", "5", "invalid input for query argument $1: '5' ('str' object cannot be interpreted as an integer)"),
        ("int", "abc", "invalid input for query argument $1: 'abc' ('str' object cannot be interpreted as an integer)"),
        ("int", 2**31, "invalid input for query argument $1: 2147483648 (value out of int32 range)"),
        ("text", 5, "invalid input for query argument $1: 5 (expected str, got int)"),
        ("jsonb", {"a": 1}, "invalid input for query argument $1: {'a': 1} (expected str, got dict)"),
        ("date", "2020-01-02", "invalid input for query argument $1: '2020-01-02' ('str' object has no attribute 'toordinal')"),
        ("timestamptz", "2020-01-02", "(expected a datetime.date or datetime.datetime instance, got 'str')"),
        ("bool", "t", "invalid input for query argument $1: 't' (a boolean is required (got type str))"),
        ("uuid", "abc", "invalid input for query argument $1: 'abc' (invalid UUID 'abc': length must be between 32..36 characters, got 3)"),
        ("int[]", ["a"], "invalid input for query argument $1: ['a'] ("),
    ):
        with raises(asyncpg.DataError, message):
            await connection.fetchval(f"SELECT $1::{sql} AS {'a' * len(message)}", argument)
    with raises(asyncpg.DataError, "$2: 'x' ("):
        await connection.fetchval("SELECT $1::int + $2::int", 1, "x")
    await connection.close()


async def case_wrong_number_of_arguments():
    connection = await asyncpg.connect(DSN)
    with raises(asyncpg.InterfaceError, "the server expects 1 argument for this query, 0 were passed"):
        await connection.fetch("SELECT $1::int")
    with raises(asyncpg.InterfaceError, "the server expects 2 arguments for this query, 1 was passed"):
        await connection.fetch("SELECT $1::int, $2::text", 1)
    with raises(asyncpg.InterfaceError, "the server expects 0 arguments for this query, 1 was passed"):
        await connection.fetch("SELECT '$1' -- $2", 1)
    await connection.close()


async def case_type_codec():
    connection = await asyncpg.connect(DSN)
    await connection.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")
    assert await connection.fetchval("SELECT $1::jsonb", {"a": [1, 2]}) == {"a": [1, 2]}
    first = await connection.fetchval("SELECT '{\"a\": 1}'::jsonb")
    first["a"] = 2
    assert await connection.fetchval("SELECT '{\"a\": 1}'::jsonb") == {"a": 1}
    await connection.close()
    with raises(ValueError, "unknown type: public.nothing"):
        connection = await asyncpg.connect(DSN)
        try:
            await connection.set_type_codec("nothing", encoder=str, decoder=str)
        finally:
            await connection.close()


# Errors


async def case_errors_of_the_server():
    connection = await asyncpg.connect(DSN)
    with raises(asyncpg.UniqueViolationError, "duplicate key value violates unique constraint") as caught:
        await connection.execute("INSERT INTO items (id, stock, name) VALUES (1, 1, 'x')")
    error = caught.value
    assert error.sqlstate == "23505" and error.constraint_name == "items_pkey" and error.table_name == "items"
    assert error.detail == "Key (id)=(1) already exists."
    assert isinstance(error, asyncpg.IntegrityConstraintViolationError) and isinstance(error, asyncpg.exceptions.PostgresError)
    with raises(asyncpg.UndefinedTableError, 'relation "nothing" does not exist'):
        await connection.fetch("SELECT * FROM nothing")
    with raises(asyncpg.PostgresSyntaxError, "syntax error"):
        await connection.fetch("SELEC 1")
    with raises(asyncpg.DivisionByZeroError, "division by zero"):
        await connection.fetchval("SELECT 1 / 0")
    with raises(asyncpg.UndefinedColumnError):
        await connection.fetchval("SELECT nothing FROM items")
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


# Transactions


async def case_transaction_commits():
    connection = await asyncpg.connect(DSN)
    async with connection.transaction():
        assert connection.is_in_transaction()
        await connection.execute("UPDATE items SET stock = 41 WHERE id = 41")
        assert await value("SELECT stock FROM items WHERE id = 41") != 41
    assert not connection.is_in_transaction()
    assert await value("SELECT stock FROM items WHERE id = 41") == 41
    await connection.close()


async def case_transaction_rolls_back():
    connection = await asyncpg.connect(DSN)
    before = await connection.fetchval("SELECT stock FROM items WHERE id = 42")
    with raises(ZeroDivisionError):
        async with connection.transaction():
            await connection.execute("UPDATE items SET stock = -5 WHERE id = 42")
            1 / 0
    assert await connection.fetchval("SELECT stock FROM items WHERE id = 42") == before
    await connection.close()


async def case_savepoints():
    connection = await asyncpg.connect(DSN)
    async with connection.transaction():
        await connection.execute("UPDATE items SET stock = 1 WHERE id = 43")
        with raises(ValueError):
            async with connection.transaction():
                await connection.execute("UPDATE items SET stock = 2 WHERE id = 43")
                raise ValueError
        assert connection.is_in_transaction()
        assert await connection.fetchval("SELECT stock FROM items WHERE id = 43") == 1
        async with connection.transaction():
            await connection.execute("UPDATE items SET stock = 3 WHERE id = 43")
    assert await connection.fetchval("SELECT stock FROM items WHERE id = 43") == 3
    await connection.close()


async def case_transaction_by_hand():
    connection = await asyncpg.connect(DSN)
    transaction = connection.transaction()
    with raises(asyncpg.InterfaceError, "cannot commit; the transaction is not yet started"):
        await transaction.commit()
    await transaction.start()
    with raises(asyncpg.InterfaceError, "cannot start; the transaction is already started"):
        await transaction.start()
    await connection.execute("UPDATE items SET stock = 44 WHERE id = 44")
    await transaction.rollback()
    with raises(asyncpg.InterfaceError, "cannot rollback; the transaction is already rolled back"):
        await transaction.rollback()
    assert await connection.fetchval("SELECT stock FROM items WHERE id = 44") != 44
    with raises(ValueError, "isolation is expected to be either of"):
        connection.transaction(isolation="bogus")
    await connection.close()


async def case_transaction_inside_a_begun_one():
    connection = await asyncpg.connect(DSN)
    await connection.execute("BEGIN")
    assert connection.is_in_transaction()
    with raises(asyncpg.InterfaceError, "cannot use Connection.transaction() in a manually started transaction"):
        async with connection.transaction():
            pass
    await connection.execute("ROLLBACK")
    assert not connection.is_in_transaction()
    await connection.close()


async def case_readonly_transaction():
    connection = await asyncpg.connect(DSN)
    with raises(asyncpg.ReadOnlySQLTransactionError):
        async with connection.transaction(readonly=True, isolation="repeatable_read"):
            await connection.execute("UPDATE items SET stock = 0 WHERE id = 45")
    await connection.close()


async def case_failed_transaction():
    connection = await asyncpg.connect(DSN)
    transaction = connection.transaction()
    await transaction.start()
    with raises(asyncpg.DivisionByZeroError):
        await connection.fetchval("SELECT 1 / 0")
    with raises(asyncpg.InFailedSQLTransactionError, "current transaction is aborted"):
        await connection.fetchval("SELECT 1")
    await transaction.rollback()
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


async def case_cursor():
    connection = await asyncpg.connect(DSN)
    with raises(asyncpg.NoActiveSQLTransactionError, "cursor cannot be created outside of a transaction"):
        async for _ in connection.cursor("SELECT 1"):
            pass
    async with connection.transaction():
        ids = [row["id"] async for row in connection.cursor("SELECT id FROM items WHERE id <= $1 ORDER BY id", 120)]
        assert ids == list(range(1, 121))
        cursor = await connection.cursor("SELECT id FROM items ORDER BY id")
        assert [row["id"] for row in await cursor.fetch(2)] == [1, 2]
        assert (await cursor.fetchrow())["id"] == 3
        assert await cursor.forward(3) == 3
        assert (await cursor.fetchrow())["id"] == 7
    await connection.close()


async def case_prepared_statement():
    connection = await asyncpg.connect(DSN)
    statement = await connection.prepare("SELECT id, name FROM items WHERE id = $1")
    assert (await statement.fetchrow(8))["name"] == "item 8"
    assert await statement.fetchval(9, column=1) == "item 9"
    assert [row["id"] for row in await statement.fetch(10)] == [10]
    assert statement.get_query() == "SELECT id, name FROM items WHERE id = $1"
    assert [kind.name for kind in statement.get_parameters()] == ["int4"]
    assert [(a.name, a.type.name) for a in statement.get_attributes()] == [("id", "int4"), ("name", "text")]
    assert statement.get_statusmsg() == "SELECT 1"
    await connection.close()


# Pools


async def case_pool_sizes():
    pool = await asyncpg.create_pool(DSN, min_size=2, max_size=3)
    assert (pool.get_min_size(), pool.get_max_size(), pool.get_size(), pool.get_idle_size()) == (2, 3, 2, 2)
    first, second, third = await pool.acquire(), await pool.acquire(), await pool.acquire()
    assert (pool.get_size(), pool.get_idle_size()) == (3, 0)
    for connection in (first, second, third):
        await pool.release(connection)
    assert (pool.get_size(), pool.get_idle_size()) == (3, 3)
    await pool.close()
    assert pool.get_size() == 0


async def case_pool_defaults():
    async with asyncpg.create_pool(DSN) as pool:
        assert (pool.get_min_size(), pool.get_max_size(), pool.get_size()) == (10, 10, 10)


async def case_pool_methods():
    async with asyncpg.create_pool(DSN, min_size=1, max_size=2) as pool:
        assert await pool.fetchval("SELECT id FROM items WHERE id = $1", 11) == 11
        assert (await pool.fetchrow("SELECT name FROM items WHERE id = $1", 11))["name"] == "item 11"
        assert len(await pool.fetch("SELECT id FROM items WHERE id <= $1", 12)) == 12
        assert await pool.execute("UPDATE items SET stock = 1 WHERE id = $1", 47) == "UPDATE 1"
        await pool.executemany("UPDATE items SET stock = $1 WHERE id = $2", [(2, 47), (3, 48)])
        assert await pool.fetchval("SELECT stock FROM items WHERE id = 47") == 2
        with raises(asyncpg.UndefinedTableError):
            await pool.fetch("SELECT * FROM nothing")
        assert pool.get_idle_size() == pool.get_size()


async def case_pool_arguments():
    for message, error, arguments in (
        ("min_size is greater than max_size", ValueError, {"min_size": 5, "max_size": 2}),
        ("max_size is expected to be greater than zero", ValueError, {"min_size": 0, "max_size": 0}),
        ("min_size is expected to be greater or equal to zero", ValueError, {"min_size": -1}),
        ("unexpected keyword argument 'bogus'", TypeError, {"bogus": 1}),
    ):
        with raises(error, message):
            await asyncpg.create_pool(DSN, **arguments)


async def case_pool_before_it_is_ready():
    pool = asyncpg.create_pool(DSN, min_size=1, max_size=1)
    with raises(asyncpg.InterfaceError, "pool is not initialized"):
        await pool.acquire()
    assert await pool is pool
    assert await pool.fetchval("SELECT 1") == 1
    await pool.close()


async def case_pool_after_close():
    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1)
    await pool.close()
    await pool.close()
    assert pool.is_closing()
    with raises(asyncpg.InterfaceError, "pool is closed"):
        await pool.fetch("SELECT 1")
    with raises(asyncpg.InterfaceError, "pool is closed"):
        async with pool.acquire():
            pass


async def case_pool_close_waits_for_its_users():
    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=2)
    connection = await pool.acquire()
    closing = asyncio.ensure_future(pool.close())
    await asyncio.sleep(0.01)
    assert not closing.done()
    with raises(asyncpg.InterfaceError, "pool is closing"):
        await pool.acquire()
    await pool.release(connection)
    await closing


async def case_pool_waiters_are_served_in_order():
    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1)
    order = []

    async def use(name):
        async with pool.acquire() as connection:
            order.append(name)
            await connection.fetchval("SELECT pg_sleep(0.005)")

    await asyncio.gather(*[use(name) for name in range(6)])
    assert order == [0, 1, 2, 3, 4, 5]
    await pool.close()


async def case_pool_bounds_concurrency():
    pool = await asyncpg.create_pool(DSN, min_size=2, max_size=2)
    start = now()
    await asyncio.gather(*[pool.fetchval("SELECT pg_sleep(0.02)") for _ in range(6)])
    assert 0.06 <= now() - start < 1
    await pool.close()


async def case_pool_takes_the_last_released_connection():
    pool = await asyncpg.create_pool(DSN, min_size=3, max_size=3)
    first, second = await pool.acquire(), await pool.acquire()
    pids = (first.get_server_pid(), second.get_server_pid())
    await pool.release(second)
    await pool.release(first)
    again = await pool.acquire()
    assert again.get_server_pid() == pids[0]
    await pool.release(again)
    await pool.close()


async def case_pool_acquire_time_limit():
    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1)
    connection = await pool.acquire()
    start = now()
    with raises(asyncio.TimeoutError):
        await pool.acquire(timeout=0.05)
    assert 0.05 <= now() - start < 1
    with raises(asyncio.TimeoutError):
        async with pool.acquire(timeout=0.01):
            pass
    await pool.release(connection)
    assert await pool.fetchval("SELECT 1") == 1
    async with pool.acquire(timeout=1) as connection:
        assert await connection.fetchval("SELECT 2") == 2
    await pool.close()


async def case_pool_survives_cancelled_users():
    pool = await asyncpg.create_pool(DSN, min_size=2, max_size=2)
    for delay in (0, 0.0001, 0.001, 0.003, 0.01):
        tasks = [asyncio.ensure_future(pool.fetchval("SELECT pg_sleep(0.02)")) for _ in range(4)]
        await asyncio.sleep(delay)
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
    await asyncio.sleep(0.2)
    assert await asyncio.gather(*[pool.fetchval("SELECT 1") for _ in range(6)]) == [1] * 6
    await pool.close()


async def case_pool_survives_time_outs_anywhere():
    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1)

    async def use():
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("UPDATE items SET stock = stock + 1 WHERE id = 49")

    for tenths in range(1, 60):
        try:
            await asyncio.wait_for(use(), tenths / 10_000)
        except asyncio.TimeoutError:
            pass
    await asyncio.sleep(0.1)
    assert await asyncio.wait_for(pool.fetchval("SELECT 1"), 5) == 1
    async with pool.acquire() as connection:
        assert not connection.is_in_transaction()
    await asyncio.wait_for(pool.close(), 5)


async def case_who_gives_a_statement_up_waits_for_its_cancellation():
    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1)

    async def slow():
        async with pool.acquire() as connection:
            await connection.execute("SELECT pg_sleep(5)")

    with raises(asyncio.TimeoutError):
        await asyncio.wait_for(slow(), 0.02)
    # The place is free, and its connection is there.
    assert pool.get_idle_size() == 1
    assert await pool.fetchval("SELECT 1") == 1
    await pool.close()


async def case_pooled_connection_after_release():
    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1)
    async with pool.acquire() as connection:
        assert isinstance(connection, asyncpg.Connection)
        statement = await connection.prepare("SELECT 1")
    message = "cannot call Connection.fetch(): connection has been released back to the pool"
    with raises(asyncpg.InterfaceError, message):
        await connection.fetch("SELECT 1")
    with raises(asyncpg.InterfaceError, "cannot call Connection.transaction(): connection has been released"):
        connection.transaction()
    with raises(asyncpg.InterfaceError, "cannot call PreparedStatement.fetch(): the underlying connection has been released"):
        await statement.fetch()
    await pool.release(connection)
    with raises(asyncpg.InterfaceError, "is not a member of this pool"):
        await pool.release(5)
    await pool.close()


async def case_pool_rolls_back_what_was_left_open():
    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1)
    loop = asyncio.get_running_loop()
    complaints = []
    loop.set_exception_handler(lambda loop, context: complaints.append(context["message"]))
    try:
        async with pool.acquire() as connection:
            await connection.transaction().start()
            await connection.execute("UPDATE items SET stock = -1 WHERE id = 50")
    finally:
        loop.set_exception_handler(None)
    assert any("Resetting connection with an active transaction" in complaint for complaint in complaints)
    async with pool.acquire() as connection:
        assert not connection.is_in_transaction()
        assert await connection.fetchval("SELECT stock FROM items WHERE id = 50") != -1
    await pool.close()


async def case_pool_connection_closed_by_its_user():
    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1)
    async with pool.acquire() as connection:
        await connection.close()
    assert pool.get_size() == 0
    assert await pool.fetchval("SELECT 1") == 1
    assert pool.get_size() == 1
    await pool.close()


async def case_pool_init_and_setup():
    calls = []

    async def init(connection):
        calls.append("init")
        await connection.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")

    async def setup(connection):
        calls.append("setup")

    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1, init=init, setup=setup)
    assert await pool.fetchval("SELECT '[1]'::jsonb") == [1]
    async with pool.acquire() as connection:
        assert await connection.fetchval("SELECT $1::jsonb", {"x": None}) == {"x": None}
    assert calls == ["init", "setup", "setup"]
    await pool.close()


async def case_pool_failed_setup_frees_the_place():
    fail = [True]

    async def setup(connection):
        if fail[0]:
            raise RuntimeError("setup")

    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1, setup=setup)
    with raises(RuntimeError, "setup"):
        await pool.fetchval("SELECT 1")
    fail[0] = False
    assert await asyncio.wait_for(pool.fetchval("SELECT 1"), 5) == 1
    await pool.close()


async def case_pool_expires_connections():
    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1)
    async with pool.acquire() as connection:
        before = connection.get_server_pid()
    await pool.expire_connections()
    async with pool.acquire() as connection:
        assert connection.get_server_pid() != before
    await pool.close()


async def case_pool_max_queries():
    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1, max_queries=4)
    pids = set()
    for _ in range(6):
        async with pool.acquire() as connection:
            await connection.fetchval("SELECT 1")
            pids.add(connection.get_server_pid())
    assert len(pids) == 2
    await pool.close()


async def case_pool_of_a_connection_class():
    class MyConnection(asyncpg.Connection):
        def get_reset_query(self):
            return ""

        async def one(self):
            return await self.fetchval("SELECT 1")

    async with asyncpg.create_pool(DSN, min_size=1, max_size=1, connection_class=MyConnection) as pool:
        async with pool.acquire() as connection:
            assert await connection._con.one() == 1
        assert await pool.fetchval("SELECT 2") == 2


async def case_pool_larger_than_the_server():
    with raises(asyncpg.TooManyConnectionsError):
        await asyncpg.create_pool(DSN, min_size=120, max_size=120)
    await asyncio.sleep(0.5)


async def case_acquire_context_is_used_once():
    pool = await asyncpg.create_pool(DSN, min_size=1, max_size=1)
    context = pool.acquire()
    async with context:
        pass
    with raises(asyncpg.InterfaceError, "a connection is already acquired"):
        async with context:
            pass
    await pool.close()


CASES = [function for name, function in list(globals().items()) if name.startswith("case_")]
# The server is full afterwards until the connections of the failed pool are collected.
CASES.sort(key=lambda function: function is case_pool_larger_than_the_server)
