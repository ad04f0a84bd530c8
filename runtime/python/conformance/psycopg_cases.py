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


def copied(cursor):
    return cursor.execute("SELECT id, stock, name FROM items WHERE id > 5000 ORDER BY id").fetchall()


async def case_copy_rows_in():
    with psycopg.connect(DSN) as conn:
        cur = conn.cursor()
        with cur.copy("COPY items (id, stock, name) FROM STDIN") as copy:
            assert conn.info.transaction_status == TransactionStatus.ACTIVE
            copy.write_row((5001, 1, "a\tb\\c\nd"))
            copy.write_row([5002, decimal.Decimal(2), None])
        assert cur.rowcount == 2 and cur.statusmessage == "COPY 2" and cur.description is None
        assert conn.info.transaction_status == TransactionStatus.INTRANS
        assert copied(cur) == [(5001, 1, "a\tb\\c\nd"), (5002, 2, None)]
        with cur.copy("COPY items FROM STDIN"):
            pass
        assert cur.rowcount == 0
        with raises(TypeError, "copy blocks can be used only once"), copy:
            pass
        conn.rollback()
        assert copied(cur) == []
        conn.rollback()


async def case_copy_text_in():
    with psycopg.connect(DSN) as conn:
        cur = conn.cursor()
        with cur.copy("COPY public.items FROM STDIN") as copy:
            copy.write("5001\t1\t")
            copy.write(b"x\n5002\t2\t\\N\n5003\t3\t\\x41\\101\n5004\t4\t")
        assert copied(cur) == [(5001, 1, "x"), (5002, 2, None), (5003, 3, "AA"), (5004, 4, "")]
        conn.rollback()
        with cur.copy("COPY items (id, stock, name) FROM STDIN (FORMAT CSV, HEADER)") as copy:
            copy.write('id,stock,name\n5001,1,"a ""q"", b"\n5002,2,\n5003,3,""\n5004,4,"two\nlines"\n')
        assert copied(cur) == [(5001, 1, 'a "q", b'), (5002, 2, None), (5003, 3, ""), (5004, 4, "two\nlines")]
        conn.rollback()
        with cur.copy(sql.SQL("COPY {} FROM STDIN (DELIMITER {}, NULL '-')").format(sql.Identifier("items"), ";")) as copy:
            copy.write("5001;1;-\n\\.\n")
        with cur.copy("COPY items FROM STDIN (DELIMITER %s)", (",",)) as copy:
            copy.write("5002,2,b")
        assert copied(cur) == [(5001, 1, None), (5002, 2, "b")]
        conn.rollback()


async def case_copy_errors():
    with psycopg.connect(DSN) as conn:
        cur = conn.cursor()

        def refused(error, message, rows, target="items (id, stock)"):
            with raises(error, message) as caught, cur.copy(f"COPY {target} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            assert str(caught.value) == message
            assert conn.info.transaction_status == TransactionStatus.INERROR
            conn.rollback()

        refused(errors.BadCopyFileFormat, 'missing data for column "stock"\nCONTEXT:  COPY items, line 1: "5001"', [(5001,)])
        refused(errors.BadCopyFileFormat, 'extra data after last expected column\nCONTEXT:  COPY items, line 1: "5001\t1\tx"', [(5001, 1, "x")])
        refused(
            errors.InvalidTextRepresentation,
            'invalid input syntax for type integer: "x"\nCONTEXT:  COPY items, line 2, column stock: "x"',
            [(5001, 1), (5002, "x")],
        )
        refused(
            errors.UniqueViolation,
            'duplicate key value violates unique constraint "items_pkey"\nDETAIL:  Key (id)=(1) already exists.\nCONTEXT:  COPY items, line 2',
            [(5001, 1), (1, 1)],
        )
        refused(
            errors.NotNullViolation,
            'null value in column "stock" of relation "items" violates not-null constraint\n'
            'DETAIL:  Failing row contains (5002, null, null).\nCONTEXT:  COPY items, line 2: "5002\t\\N"',
            [(5001, 1), (5002, None)],
        )
        refused(errors.UndefinedTable, 'relation "nope" does not exist', [], "nope")
        refused(errors.UndefinedColumn, 'column "foo" of relation "items" does not exist', [], "items (foo)")
        with raises(errors.SyntaxError, 'syntax error at or near "FRM"\nLINE 1: COPY items FRM STDIN\n                   ^'):
            with cur.copy("COPY items FRM STDIN"):
                pass
        conn.rollback()
        with raises(psycopg.ProgrammingError, "copy() should be used only with COPY ... TO STDOUT or COPY ... FROM STDIN statements, got TUPLES_OK"):
            with cur.copy("SELECT 1"):
                pass
        conn.rollback()
        assert copied(cur) == []
    conn = psycopg.connect(DSN)
    with raises(psycopg.ProgrammingError, "COPY cannot be used with this method; use copy() instead"):
        conn.execute("COPY items FROM STDIN")
    conn.close()


async def case_a_copy_that_fails_in_python():
    with psycopg.connect(DSN) as conn:
        cur = conn.cursor()
        with raises(KeyError), cur.copy("COPY items (id, stock) FROM STDIN") as copy:
            copy.write_row((5001, 1))
            raise KeyError("k")
        assert conn.info.transaction_status == TransactionStatus.INERROR
        conn.rollback()
        with raises(psycopg.OperationalError, "another command is already in progress"), cur.copy("COPY items FROM STDIN"):
            conn.execute("SELECT 1")
        conn.rollback()
        assert copied(cur) == []


async def case_copy_out():
    with psycopg.connect(DSN) as conn:
        cur = conn.cursor()
        query = r"COPY (SELECT id, name, id = 1, NULL, E'a\tb\\c\nd' FROM items WHERE id <= 2 ORDER BY id) TO STDOUT"
        with cur.copy(query) as copy:
            assert list(copy.rows()) == [("1", "item 1", "t", None, "a\tb\\c\nd"), ("2", "item 2", "f", None, "a\tb\\c\nd")]
        assert cur.rowcount == 2 and conn.info.transaction_status == TransactionStatus.INTRANS
        with cur.copy(query) as copy:
            copy.set_types(["int4", "text", "bool", "text", "text"])
            assert copy.read_row()[:4] == (1, "item 1", True, None)
            assert copy.read_row()[:4] == (2, "item 2", False, None)
            assert copy.read_row() is None
        with cur.copy(query) as copy:
            lines = [bytes(data) for data in copy]
        assert lines == [b"1\titem 1\tt\t\\N\ta\\tb\\\\c\\nd\n", b"2\titem 2\tf\t\\N\ta\\tb\\\\c\\nd\n"]
        with cur.copy("COPY items (id, stock) TO STDOUT WITH CSV HEADER") as copy:
            text = b"".join(copy).decode()
        assert text.startswith("id,stock\n") and "\n1000,100\n" in text and cur.rowcount == text.count("\n") - 1
        with cur.copy("COPY (SELECT 1, 'a,\"b', '', NULL, ' x', E'a\nb') TO STDOUT (FORMAT csv)") as copy:
            assert b"".join(copy) == b'1,"a,""b","",, x,"a\nb"\n'


async def case_copy_values():
    moment = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
    values = (True, 1.5, decimal.Decimal("1.50"), moment, datetime.timedelta(days=1, seconds=3), uuid.UUID(int=1), b"ab", [1, None, 3], ["a", 'b "c\\', ""])
    with psycopg.connect(DSN) as conn:
        conn.execute("CREATE TABLE kinds (a bool, b float8, c numeric, d timestamptz, e interval, f uuid, g bytea, h int[], i text[], j jsonb)")
        conn.commit()
        cur = conn.cursor()
        with cur.copy("COPY kinds FROM STDIN") as copy:
            copy.write_row((*values, Jsonb({"a": "b\t"})))
        assert conn.execute("SELECT * FROM kinds").fetchone() == (*values, {"a": "b\t"})
        conn.execute("DROP TABLE kinds")
        with raises(psycopg.Error, "cannot adapt type 'dict' using placeholder '%"), cur.copy("COPY items FROM STDIN") as copy:
            copy.write_row(({},))
        conn.rollback()
        conn.execute("DROP TABLE kinds")


async def case_async_copy():
    async with await psycopg.AsyncConnection.connect(DSN) as conn:
        async with conn.cursor() as cur:
            async with cur.copy("COPY items (id, stock) FROM STDIN") as copy:
                for number in range(5001, 5101):
                    await copy.write_row((number, 1))
                await copy.write("5101\t1\n")
            assert cur.rowcount == 101
            async with cur.copy("COPY (SELECT id FROM items WHERE id > 5098 ORDER BY id) TO STDOUT") as copy:
                copy.set_types(["int4"])
                assert [row async for row in copy.rows()] == [(5099,), (5100,), (5101,)]
            async with cur.copy("COPY (SELECT 1) TO STDOUT") as copy:
                assert [bytes(data) async for data in copy] == [b"1\n"]
        await conn.rollback()


async def case_copy_is_cheaper_than_executemany_is_cheaper_than_statements():
    rows = [(5000 + number, 1) for number in range(300)]
    with psycopg.connect(DSN) as conn:
        cur = conn.cursor()
        conn.execute("SELECT 1")
        moments = [now()]
        with cur.copy("COPY items (id, stock) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        moments.append(now())
        conn.execute("DELETE FROM items WHERE id >= 5000")
        start = now()
        cur.executemany("INSERT INTO items (id, stock) VALUES (%s, %s)", rows)
        many = now() - start
        conn.execute("DELETE FROM items WHERE id >= 5000")
        start = now()
        for row in rows:
            cur.execute("INSERT INTO items (id, stock) VALUES (%s, %s)", row)
        single = now() - start
        assert moments[1] - moments[0] < many / 2 < single / 4, (moments[1] - moments[0], many, single)
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
