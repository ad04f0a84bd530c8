"""What a program may expect of psycopg and psycopg_pool. The same cases hold for the real ones against a real Postgres.

World: table items(id int primary key, stock int, name text) with rows 1 to 1000, names "item 1" and so on; DSN in the
environment; at most 60 connections.
"""

import asyncio
import datetime
import decimal
import os
import time
import uuid
from dataclasses import dataclass

import psycopg
from psycopg import errors, sql
from psycopg.pq import TransactionStatus
from psycopg.rows import class_row, dict_row, namedtuple_row, tuple_row
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool, ConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

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


async def case_settings_of_the_session():
    connection = psycopg.connect(DSN, options="-c statement_timeout=50")
    with raises(errors.QueryCanceled, "canceling statement due to statement timeout"):
        connection.cursor().execute("SELECT pg_sleep(0.3)")
    connection.close()


async def case_execute():
    with psycopg.connect(DSN) as conn:
        cur = conn.execute("SELECT id, name FROM items WHERE id <= %s ORDER BY id", (3,))
        assert cur.rowcount == 3 and cur.statusmessage == "SELECT 3" and cur.rownumber == 0
        assert [column.name for column in cur.description] == ["id", "name"] and cur.description[0].type_code == 23
        assert cur.fetchone() == (1, "item 1") and cur.fetchmany(1) == [(2, "item 2")] and cur.fetchall() == [(3, "item 3")]
        assert cur.fetchone() is None
        assert [row for row in conn.execute("SELECT id FROM items WHERE id < 3 ORDER BY id")] == [(1,), (2,)]
    assert conn.closed


async def case_arguments_by_name():
    with psycopg.connect(DSN) as conn:
        row = conn.execute("SELECT name, '100%%' FROM items WHERE id = %(id)s AND %(id)s < 10", {"id": 7, "more": 1}).fetchone()
        assert row == ("item 7", "100%")
        assert conn.execute("SELECT '100%'").fetchone() == ("100%",)


async def case_types():
    moment = datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
    values = (
        1, 70000, 2**40, 1.5, True, decimal.Decimal("1.10"), datetime.date(2024, 1, 2), moment, datetime.timedelta(days=1, hours=2),
        uuid.UUID(int=5), b"\x00x", [1, 2], None,
    )  # fmt: skip
    with psycopg.connect(DSN) as conn:
        row = conn.execute(f"SELECT {', '.join(['%s'] * (len(values) - 1))}, %s::text", values).fetchone()
        assert row == values, row
        types = conn.execute("SELECT pg_typeof(%s)::text, pg_typeof(%s)::text, pg_typeof(%s)::text", (1, 2**40, [1, 70000])).fetchone()
        assert types == ("smallint", "bigint", "integer[]")
        assert conn.execute("SELECT %s::jsonb, '[1]'::json", (Jsonb({"a": 1}),)).fetchone() == ({"a": 1}, [1])
        assert conn.execute("SELECT id FROM items WHERE id = ANY(%s) ORDER BY id", ([3, 1],)).fetchall() == [(1,), (3,)]


async def case_wrong_arguments():
    with psycopg.connect(DSN) as conn:
        with raises(psycopg.ProgrammingError, "but 2 parameters were passed"):
            conn.execute("SELECT %s", (1, 2))
        with raises(psycopg.ProgrammingError, "query parameter missing: a"):
            conn.execute("SELECT %(a)s", {})
        with raises(psycopg.ProgrammingError, "only '%s', '%b', '%t' are allowed as placeholders, got '%d'"):
            conn.execute("SELECT %d", (1,))
        with raises(psycopg.ProgrammingError, "positional and named placeholders cannot be mixed"):
            conn.execute("SELECT %s, %(a)s", (1,))
        with raises(TypeError, "query parameters should be a sequence or a mapping, got int"):
            conn.execute("SELECT %s", 5)
        with raises(psycopg.ProgrammingError, "cannot adapt type 'dict'"):
            conn.execute("SELECT %s", ({},))


async def case_row_factories():
    @dataclass
    class Item:
        id: int
        name: str

    query = "SELECT id, name FROM items WHERE id = 1"
    with psycopg.connect(DSN, row_factory=dict_row) as conn:
        assert conn.execute(query).fetchone() == {"id": 1, "name": "item 1"}
        assert conn.cursor(row_factory=class_row(Item)).execute(query).fetchone() == Item(1, "item 1")
        assert conn.cursor(row_factory=namedtuple_row).execute(query).fetchone().name == "item 1"
        assert conn.cursor(row_factory=tuple_row).execute(query).fetchall() == [(1, "item 1")]


async def case_transaction_begins_with_the_first_statement():
    with psycopg.connect(DSN) as conn:
        assert conn.info.transaction_status == TransactionStatus.IDLE
        cur = conn.execute("UPDATE items SET stock = 1 WHERE id = 11")
        assert cur.rowcount == 1 and cur.description is None and cur.statusmessage == "UPDATE 1"
        assert conn.info.transaction_status == TransactionStatus.INTRANS
        conn.rollback()
        assert conn.execute("SELECT stock FROM items WHERE id = 11").fetchone() == (100,)


async def case_with_connection_commits_and_closes():
    with psycopg.connect(DSN) as conn:
        conn.execute("UPDATE items SET stock = 50 WHERE id = 12")
    assert conn.closed
    with raises(ZeroDivisionError), psycopg.connect(DSN) as conn:
        conn.execute("UPDATE items SET stock = 99 WHERE id = 12")
        raise ZeroDivisionError
    with psycopg.connect(DSN) as conn:
        assert conn.execute("UPDATE items SET stock = stock + 50 WHERE id = 12 RETURNING stock").fetchone() == (100,)


async def case_errors():
    with psycopg.connect(DSN) as conn:
        with raises(errors.UniqueViolation, 'duplicate key value violates unique constraint "items_pkey"') as caught:
            conn.execute("INSERT INTO items VALUES (1, 1, 'x')")
        error = caught.value
        assert isinstance(error, psycopg.IntegrityError) and error.sqlstate == "23505"
        assert error.diag.constraint_name == "items_pkey" and error.diag.table_name == "items"
        assert str(error).endswith("DETAIL:  Key (id)=(1) already exists.")
        with raises(errors.InFailedSqlTransaction, "current transaction is aborted"):
            conn.execute("SELECT 1")
        assert conn.info.transaction_status == TransactionStatus.INERROR
        conn.rollback()
        with raises(errors.SyntaxError, 'syntax error at or near "SELEC"\nLINE 1: SELEC 1\n        ^'):
            conn.execute("SELEC 1")


async def case_transaction_block():
    with psycopg.connect(DSN) as conn:
        with raises(ZeroDivisionError), conn.transaction():
            conn.execute("UPDATE items SET stock = 1 WHERE id = 13")
            raise ZeroDivisionError
        assert conn.info.transaction_status == TransactionStatus.IDLE
        with conn.transaction():
            conn.execute("UPDATE items SET stock = 60 WHERE id = 13")
            with raises(errors.UndefinedTable), conn.transaction():
                conn.execute("UPDATE items SET stock = 0 WHERE id = 13")
                conn.execute("SELECT * FROM nowhere")
            with conn.transaction():
                raise psycopg.Rollback
            with raises(psycopg.ProgrammingError, "Explicit commit() forbidden within a Transaction context."):
                conn.commit()
        assert conn.execute("UPDATE items SET stock = stock + 40 WHERE id = 13 RETURNING stock").fetchone() == (100,)


async def case_autocommit():
    with psycopg.connect(DSN, autocommit=True) as conn:
        conn.execute("SELECT 1")
        assert conn.info.transaction_status == TransactionStatus.IDLE and conn.autocommit
        conn.autocommit = False
        conn.execute("SELECT 1")
        with raises(psycopg.ProgrammingError, "can't change 'autocommit' now: connection in transaction status INTRANS"):
            conn.autocommit = True


async def case_executemany():
    with psycopg.connect(DSN) as conn:
        cur = conn.cursor()
        cur.executemany("UPDATE items SET stock = %s WHERE id = %s", [(1, 14), (70000, 15), (3, 5000)])
        assert cur.rowcount == 2
        assert conn.execute("SELECT stock FROM items WHERE id IN (14, 15) ORDER BY id").fetchall() == [(1,), (70000,)]
        conn.rollback()


async def case_isolation_level():
    with psycopg.connect(DSN) as conn:
        conn.isolation_level = psycopg.IsolationLevel.SERIALIZABLE
        conn.read_only = True
        assert conn.execute("SHOW transaction_isolation").fetchone() == ("serializable",)
        with raises(errors.ReadOnlySqlTransaction):
            conn.execute("UPDATE items SET stock = 0 WHERE id = 1")
        conn.rollback()


async def case_closed():
    conn = psycopg.connect(DSN)
    cur = conn.cursor()
    with raises(psycopg.ProgrammingError, "no result available"):
        cur.fetchone()
    cur.close()
    with raises(psycopg.InterfaceError, "the cursor is closed"):
        cur.execute("SELECT 1")
    conn.close()
    with raises(psycopg.OperationalError, "the connection is closed"):
        conn.execute("SELECT 1")


async def case_composed_sql():
    with psycopg.connect(DSN) as conn:
        query = sql.SQL("SELECT {}, name FROM {} WHERE id = %s").format(sql.Identifier("id"), sql.Identifier("items"))
        assert conn.execute(query, (5,)).fetchone() == (5, "item 5")
        assert query.as_string(conn) == 'SELECT "id", name FROM "items" WHERE id = %s'


async def case_blocking_and_asynchronous_waiting():
    async with await psycopg.AsyncConnection.connect(DSN) as conn:
        task = asyncio.create_task(asyncio.sleep(0.005))
        await conn.execute("SELECT pg_sleep(0.02)")
        assert task.done()
    with psycopg.connect(DSN) as conn:
        task = asyncio.create_task(asyncio.sleep(0.005))
        await asyncio.sleep(0)
        conn.execute("SELECT pg_sleep(0.02)")
        assert not task.done()
    await task


async def case_async_connection():
    async with await psycopg.AsyncConnection.connect(DSN, row_factory=dict_row) as conn:
        cur = await conn.execute("SELECT id, name FROM items WHERE id <= %s ORDER BY id", (3,))
        assert await cur.fetchone() == {"id": 1, "name": "item 1"}
        assert [row["id"] async for row in cur] == [2, 3]
        async with conn.cursor() as other:
            await other.execute("SELECT stock FROM items WHERE id = 1")
            assert await other.fetchall() == [{"stock": 100}]
    assert conn.closed


async def case_async_transaction():
    async with await psycopg.AsyncConnection.connect(DSN) as conn:
        with raises(ZeroDivisionError):
            async with conn.transaction():
                await conn.execute("UPDATE items SET stock = 0 WHERE id = 16")
                raise ZeroDivisionError
        cur = await conn.execute("SELECT stock FROM items WHERE id = 16")
        assert await cur.fetchone() == (100,)
        await conn.commit()
        await conn.set_autocommit(True)
        await conn.execute("SELECT 1")
        assert conn.info.transaction_status == TransactionStatus.IDLE


async def case_statements_of_one_connection_take_turns():
    async with await psycopg.AsyncConnection.connect(DSN, autocommit=True) as conn:
        start = now()
        await asyncio.gather(*(conn.execute("SELECT pg_sleep(0.02)") for _ in range(3)))
        assert now() - start >= 0.06


async def case_async_pool():
    async with AsyncConnectionPool(DSN, min_size=2, max_size=2, open=False) as pool:
        await pool.wait()

        async def work():
            async with pool.connection() as conn:
                await conn.execute("SELECT pg_sleep(0.02)")

        start = now()
        await asyncio.gather(*(work() for _ in range(6)))
        assert 0.06 <= now() - start < 0.12
        stats = pool.get_stats()
        assert stats["pool_size"] == stats["pool_available"] == 2 and stats["pool_max"] == 2
        async with pool.connection() as conn:
            await conn.execute("UPDATE items SET stock = 61 WHERE id = 17")
        with raises(ZeroDivisionError):
            async with pool.connection() as conn:
                await conn.execute("UPDATE items SET stock = 0 WHERE id = 17")
                raise ZeroDivisionError
        async with pool.connection() as conn:
            assert conn.info.transaction_status == TransactionStatus.IDLE
            cur = await conn.execute("UPDATE items SET stock = stock + 39 WHERE id = 17 RETURNING stock")
            assert await cur.fetchone() == (100,)


async def case_async_pool_timeout():
    async with AsyncConnectionPool(DSN, min_size=1, max_size=1, open=False, timeout=0.05, max_waiting=1) as pool:
        await pool.wait()
        async with pool.connection():
            start = now()
            waiting = asyncio.create_task(pool.getconn())
            await asyncio.sleep(0.01)
            with raises(TooManyRequests):
                await pool.getconn()
            with raises(PoolTimeout, "couldn't get a connection after 0.05"):
                await waiting
            assert 0.05 <= now() - start < 0.09
        async with pool.connection() as conn:
            await conn.execute("SELECT 1")
    assert pool.closed
    with raises(PoolClosed, "is already closed"):
        await pool.getconn()


async def case_async_pool_grows():
    async with AsyncConnectionPool(DSN, min_size=1, max_size=3, open=False) as pool:
        await pool.wait()
        held = [await pool.getconn() for _ in range(3)]
        assert len(set(map(id, held))) == 3
        for conn in held:
            await pool.putconn(conn)


async def case_pool():
    with ConnectionPool(DSN, min_size=1, max_size=2, open=False) as pool:
        pool.wait()
        with pool.connection() as conn:
            assert conn.execute("SELECT 1").fetchone() == (1,)
        assert not conn.closed
        first, second = pool.getconn(), pool.getconn()
        start = time.monotonic()
        with raises(PoolTimeout, "couldn't get a connection after 0.1"):
            pool.getconn(timeout=0.1)
        assert 0.1 <= time.monotonic() - start < 0.2
        pool.putconn(first)
        pool.putconn(second)
        with psycopg.connect(DSN) as stranger, raises(ValueError, "it doesn't come from any pool"):
            pool.putconn(stranger)
    with raises(PoolClosed):
        pool.getconn()


async def case_pool_in_threads():
    with ConnectionPool(DSN, min_size=2, max_size=2, open=False) as pool:
        pool.wait()

        def work():
            with pool.connection() as conn:
                conn.execute("SELECT pg_sleep(0.04)")

        start = time.monotonic()
        await asyncio.gather(*(asyncio.to_thread(work) for _ in range(6)))
        assert 0.12 <= time.monotonic() - start < 0.2


async def case_too_many_connections():
    connections = []
    with raises(psycopg.OperationalError, "FATAL:  sorry, too many clients already"):
        for _ in range(70):
            connections.append(await psycopg.AsyncConnection.connect(DSN))
    for connection in connections:
        await connection.close()


CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
