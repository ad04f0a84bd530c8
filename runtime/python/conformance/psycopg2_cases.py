"""What a program may expect of psycopg2. The same cases hold for the real psycopg2 against a real Postgres.

World: table items(id int primary key, stock int, name text) with rows 1 to 1000, names "item 1" and so on; DSN in the
environment; at most 60 connections.
"""

import asyncio
import datetime
import decimal
import io
import os
import time

import psycopg2
from psycopg2 import errorcodes, errors, extensions, extras, sql
from psycopg2.pool import PoolError, SimpleConnectionPool, ThreadedConnectionPool

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


class connected:
    """`with connected() as (connection, cursor):`, rolled back and closed in the end."""

    def __init__(self, **settings):
        self.settings = settings

    def __enter__(self):
        self.connection = psycopg2.connect(DSN, **self.settings)
        return self.connection, self.connection.cursor()

    def __exit__(self, *error):
        self.connection.close()


async def case_fetch():
    with connected() as (_, cur):
        assert cur.execute("SELECT id, name FROM items WHERE id <= %s ORDER BY id", (3,)) is None
        assert cur.rowcount == 3 and cur.statusmessage == "SELECT 3"
        assert [column.name for column in cur.description] == ["id", "name"] and cur.description[0][1] == 23
        assert cur.fetchone() == (1, "item 1") and cur.fetchmany(1) == [(2, "item 2")] and cur.fetchall() == [(3, "item 3")]
        assert cur.fetchone() is None and cur.fetchall() == []


async def case_iteration():
    with connected() as (_, cur):
        cur.execute("SELECT id FROM items WHERE id <= 3 ORDER BY id")
        assert [row[0] for row in cur] == [1, 2, 3]


async def case_arguments_by_name():
    with connected() as (_, cur):
        cur.execute("SELECT name, '100%%' FROM items WHERE id = %(id)s AND stock > %(low)s", {"id": 7, "low": -1})
        assert cur.fetchall() == [("item 7", "100%")]
        cur.execute("SELECT '100%'")
        assert cur.fetchone() == ("100%",)


async def case_literals():
    with connected() as (_, cur):
        values = (None, True, -5, 1.5, "it's", decimal.Decimal("1.10"), datetime.date(2024, 1, 2), [1, 2], [], b"\x00x")
        query = cur.mogrify("SELECT %s, %s, 3 -%s, %s, %s, %s, %s, %s, %s::int[], %s", values)
        assert query == (
            b"SELECT NULL, true, 3 - -5, 1.5, 'it''s', 1.10, '2024-01-02'::date, ARRAY[1,2], '{}'::int[], '\\x0078'::bytea"
        ), query
        cur.execute(query)
        row = cur.fetchone()
        assert row[:9] == (None, True, 8, decimal.Decimal("1.5"), "it's", decimal.Decimal("1.10"), datetime.date(2024, 1, 2), [1, 2], [])
        assert bytes(row[9]) == b"\x00x" and cur.query == query
        cur.execute("SELECT id FROM items WHERE id IN %s ORDER BY id", ((3, 1),))
        assert cur.fetchall() == [(1,), (3,)]


async def case_types_of_results():
    with connected() as (_, cur):
        cur.execute("""SELECT '{"a": [1]}'::jsonb, 'c47b0bde-3ff9-4f49-bd2d-2b2bb2b4f3d5'::uuid, 1.5::float8, '10.0.0.1'::inet,
            '2024-01-02 03:04:05+00'::timestamptz, '1 day 2 hours'::interval, ARRAY['a', NULL]""")
        assert cur.fetchone() == (
            {"a": [1]}, "c47b0bde-3ff9-4f49-bd2d-2b2bb2b4f3d5", 1.5, "10.0.0.1",
            datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc), datetime.timedelta(days=1, hours=2), ["a", None],
        )  # fmt: skip


async def case_wrong_arguments():
    with connected() as (_, cur):
        with raises(IndexError, "tuple index out of range"):
            cur.execute("SELECT %s, %s", (1,))
        with raises(TypeError, "not all arguments converted during string formatting"):
            cur.execute("SELECT %s", (1, 2))
        with raises(ValueError, "unsupported format character 'd'"):
            cur.execute("SELECT %d", (1,))
        with raises(KeyError, "missing"):
            cur.execute("SELECT %(missing)s", {"a": 1})
        with raises(psycopg2.ProgrammingError, "can't adapt type 'dict'"):
            cur.execute("SELECT %s", ({},))


async def case_blocks_the_loop():
    with connected() as (_, cur):
        task = asyncio.create_task(asyncio.sleep(0.005))
        await asyncio.sleep(0)
        start = time.monotonic()
        cur.execute("SELECT pg_sleep(0.02)")
        assert time.monotonic() - start >= 0.02 and not task.done()
        await task


async def case_threads_wait_at_the_same_time():
    pool = ThreadedConnectionPool(3, 3, DSN)

    def work():
        connection = pool.getconn()
        connection.cursor().execute("SELECT pg_sleep(0.05)")
        pool.putconn(connection)

    start = time.monotonic()
    await asyncio.gather(*(asyncio.to_thread(work) for _ in range(3)))
    assert 0.05 <= time.monotonic() - start < 0.1
    pool.closeall()


async def case_transaction_begins_with_the_first_statement():
    with connected() as (connection, cur):
        assert connection.get_transaction_status() == extensions.TRANSACTION_STATUS_IDLE
        cur.execute("UPDATE items SET stock = 1 WHERE id = 1")
        assert cur.rowcount == 1 and cur.description is None and cur.statusmessage == "UPDATE 1"
        assert connection.status == extensions.STATUS_BEGIN and connection.info.transaction_status == 2
        with connected() as (_, other):
            other.execute("SELECT stock FROM items WHERE id = 1")
            assert other.fetchone() == (100,)
        connection.rollback()
        cur.execute("SELECT stock FROM items WHERE id = 1")
        assert cur.fetchone() == (100,)


async def case_commit():
    with connected() as (connection, cur):
        cur.execute("UPDATE items SET stock = 50 WHERE id = 2")
        connection.commit()
        with connected() as (_, other):
            other.execute("SELECT stock FROM items WHERE id = 2")
            assert other.fetchone() == (50,)
        cur.execute("UPDATE items SET stock = 100 WHERE id = 2")
        connection.commit()


async def case_a_failed_transaction():
    with connected() as (connection, cur):
        with raises(errors.UndefinedTable, 'relation "nowhere" does not exist\nLINE 1: SELECT * FROM nowhere\n                      ^\n'):
            cur.execute("SELECT * FROM nowhere")
        with raises(errors.InFailedSqlTransaction, "current transaction is aborted, commands ignored until end of transaction block"):
            cur.execute("SELECT 1")
        assert connection.get_transaction_status() == extensions.TRANSACTION_STATUS_INERROR
        connection.rollback()
        cur.execute("SELECT 1")


async def case_errors():
    with connected() as (_, cur):
        with raises(psycopg2.IntegrityError, 'duplicate key value violates unique constraint "items_pkey"') as caught:
            cur.execute("INSERT INTO items VALUES (1, 1, 'x')")
        error = caught.value
        assert isinstance(error, errors.UniqueViolation) and isinstance(error, psycopg2.DatabaseError)
        assert error.pgcode == errorcodes.UNIQUE_VIOLATION == "23505" and error.pgerror.startswith("ERROR:  duplicate key")
        assert error.diag.constraint_name == "items_pkey" and error.diag.table_name == "items" and error.diag.sqlstate == "23505"
        assert "DETAIL:  Key (id)=(1) already exists.\n" in str(error) and error.cursor is cur
        assert errors.lookup("40001") is errors.SerializationFailure and issubclass(errors.SerializationFailure, psycopg2.OperationalError)


async def case_with_connection_commits_and_does_not_close():
    with connected() as (connection, _):
        with connection:
            with connection.cursor() as cur:
                cur.execute("UPDATE items SET stock = 51 WHERE id = 3")
        assert not connection.closed and cur.closed
        with raises(ZeroDivisionError):
            with connection, connection.cursor() as cur:
                cur.execute("UPDATE items SET stock = 99 WHERE id = 3")
                raise ZeroDivisionError
        with connection.cursor() as cur:
            cur.execute("UPDATE items SET stock = stock + 49 WHERE id = 3 RETURNING stock")
            assert cur.fetchone() == (100,)
        connection.commit()


async def case_autocommit():
    with connected() as (connection, cur):
        connection.autocommit = True
        cur.execute("UPDATE items SET stock = 52 WHERE id = 4")
        assert connection.get_transaction_status() == extensions.TRANSACTION_STATUS_IDLE
        with connected() as (_, other):
            other.execute("SELECT stock FROM items WHERE id = 4")
            assert other.fetchone() == (52,)
        cur.execute("UPDATE items SET stock = 100 WHERE id = 4")
    with connected() as (connection, cur):
        cur.execute("SELECT 1")
        with raises(psycopg2.ProgrammingError, "set_session cannot be used inside a transaction"):
            connection.autocommit = True


async def case_isolation_level():
    with connected() as (connection, cur):
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        cur.execute("SHOW transaction_isolation")
        assert cur.fetchone() == ("repeatable read",)
        with raises(errors.ReadOnlySqlTransaction):
            cur.execute("UPDATE items SET stock = 0 WHERE id = 1")


async def case_closed():
    with connected() as (connection, cur):
        cur.close()
        with raises(psycopg2.InterfaceError, "cursor already closed"):
            cur.execute("SELECT 1")
        connection.close()
        assert connection.closed == 1
        with raises(psycopg2.InterfaceError, "connection already closed"):
            connection.cursor()


async def case_a_closed_connection_holds_no_row():
    first = psycopg2.connect(DSN)
    first.cursor().execute("UPDATE items SET name = 'never' WHERE id = 77")
    first.close()
    with connected() as (_, cur):
        cur.execute("UPDATE items SET stock = stock WHERE id = 77 RETURNING name")
        assert cur.fetchone() == ("item 77",)


async def case_nothing_to_fetch():
    with connected() as (_, cur):
        with raises(psycopg2.ProgrammingError, "no results to fetch"):
            cur.fetchone()
        with raises(psycopg2.ProgrammingError, "can't execute an empty query"):
            cur.execute("")


async def case_executemany_is_one_round_trip_each():
    with connected() as (connection, cur):
        cur.executemany("UPDATE items SET stock = %s WHERE id = %s", [(1, 5), (2, 6), (3, 7)])
        assert cur.rowcount == 3
        connection.rollback()


async def case_cursors_with_names():
    with connected() as (connection, _):
        cur = connection.cursor(cursor_factory=extras.RealDictCursor)
        cur.execute("SELECT id, name FROM items WHERE id = 1")
        row = cur.fetchone()
        assert row == {"id": 1, "name": "item 1"} and row["name"] == "item 1" and dict(row) == row
        cur = connection.cursor(cursor_factory=extras.DictCursor)
        cur.execute("SELECT id, name FROM items WHERE id = 1")
        row = cur.fetchone()
        assert row[0] == row["id"] == 1 and dict(row) == {"id": 1, "name": "item 1"} and row.get("no") is None and "name" in row
        assert list(row.keys()) == ["id", "name"] and row == [1, "item 1"]
    with connected(cursor_factory=extras.NamedTupleCursor) as (_, cur):
        cur.execute("SELECT id, name FROM items WHERE id = 1")
        assert cur.fetchone().name == "item 1"


async def case_execute_values():
    with connected() as (connection, cur):
        rows = extras.execute_values(
            cur, "INSERT INTO items (id, stock, name) VALUES %s RETURNING id", [(2001, 1, "a"), (2002, 2, "b'c")], fetch=True
        )
        assert rows == [(2001,), (2002,)]
        extras.execute_batch(cur, "UPDATE items SET stock = %s WHERE id = %s", [(8, 2001), (9, 2002)])
        cur.execute("SELECT stock, name FROM items WHERE id > 2000 ORDER BY id")
        assert cur.fetchall() == [(8, "a"), (9, "b'c")]
        with raises(ValueError, "the query doesn't contain any '%s' placeholder"):
            extras.execute_values(cur, "SELECT 1", [(1,)])
        connection.rollback()


COPIED = "SELECT id, stock, name FROM items WHERE id > 5000 ORDER BY id"


async def case_copy_from():
    with connected() as (conn, cur):
        cur.copy_from(io.StringIO("5001\t1\ta\\tb\n5002\t2\t\\N\n"), "items")
        assert cur.rowcount == 2 and cur.statusmessage == "" and cur.description is None
        assert cur.query == b"COPY \"items\" FROM stdin WITH DELIMITER AS '\t' NULL AS '\\N'"
        cur.execute(COPIED)
        assert cur.fetchall() == [(5001, 1, "a\tb"), (5002, 2, None)]
        conn.rollback()
        cur.copy_from(io.BytesIO(b"5001,1,\n5002,2,x"), "items", sep=",", null="", columns=("id", "stock", "name"))
        cur.execute(COPIED)
        assert cur.fetchall() == [(5001, 1, None), (5002, 2, "x")]
        conn.rollback()
        cur.execute(COPIED)
        assert cur.fetchall() == []


async def case_copy_from_refused():
    with connected() as (conn, cur):

        def refused(error, message, text, table="items", **options):
            with raises(error, message) as caught:
                cur.copy_from(io.StringIO(text), table, **options)
            assert str(caught.value) == message
            assert conn.get_transaction_status() == extensions.TRANSACTION_STATUS_INERROR
            conn.rollback()

        refused(errors.BadCopyFileFormat, 'missing data for column "stock"\nCONTEXT:  COPY items, line 1: "5001"\n', "5001\n")
        refused(
            errors.UniqueViolation,
            'duplicate key value violates unique constraint "items_pkey"\nDETAIL:  Key (id)=(1) already exists.\nCONTEXT:  COPY items, line 2\n',
            "5001\t1\ta\n1\t1\ta\n",
        )
        refused(
            errors.InvalidTextRepresentation,
            'invalid input syntax for type integer: "x"\nCONTEXT:  COPY items, line 1, column id: "x"\n',
            "x\t1\ta\n",
        )
        refused(errors.UndefinedTable, 'relation "public.items" does not exist\n', "", "public.items")
        refused(errors.UndefinedColumn, 'column "foo" of relation "items" does not exist\n', "", columns=("foo",))
        refused(errors.FeatureNotSupported, "COPY delimiter must be a single one-byte character\n", "", sep=",,")
        with raises(TypeError, "argument 1 must have a .read() method"):
            cur.copy_from(5, "items")
        for statement, words in (("FROM STDIN", "FROM: use the copy_from()"), ("TO STDOUT", "TO: use the copy_to()")):
            with raises(psycopg2.ProgrammingError, f"can't execute COPY {words} method instead"):
                cur.execute(f"COPY items {statement}")
            conn.rollback()


async def case_copy_expert():
    with connected() as (conn, cur):
        cur.copy_expert("COPY items (id, stock, name) FROM STDIN WITH (FORMAT csv, HEADER true)", io.StringIO('id,stock,name\n5001,1,"a, b"\n'))
        assert cur.rowcount == 1
        cur.copy_expert("COPY items FROM STDIN WITH CSV", io.BytesIO(b"5002,2,\n"))
        text = io.StringIO()
        cur.copy_expert(f"COPY ({COPIED}) TO STDOUT WITH CSV HEADER", text)
        assert text.getvalue() == 'id,stock,name\n5001,1,"a, b"\n5002,2,\n' and cur.rowcount == 2
        raw = io.BytesIO()
        cur.copy_to(raw, "items", sep="|", columns=("id", "stock"))
        assert b"5001|1\n" in raw.getvalue() and cur.rowcount == raw.getvalue().count(b"\n")
        with raises(psycopg2.ProgrammingError, "no results to fetch"):
            cur.fetchall()
        conn.rollback()


async def case_copy_is_cheaper_than_a_batch_is_cheaper_than_executemany():
    rows = [(5000 + number, 1) for number in range(300)]
    with connected() as (conn, cur):
        cur.execute("SELECT 1")

        def seconds(work):
            start = time.monotonic()
            work()
            passed = time.monotonic() - start
            cur.execute("DELETE FROM items WHERE id >= 5000")
            return passed

        insert = "INSERT INTO items (id, stock) VALUES (%s, %s)"
        copy = seconds(lambda: cur.copy_from(io.StringIO("".join(f"{a}\t{b}\n" for a, b in rows)), "items", columns=("id", "stock")))
        values = seconds(lambda: extras.execute_values(cur, "INSERT INTO items (id, stock) VALUES %s", rows))
        batch = seconds(lambda: extras.execute_batch(cur, insert, rows))
        single = seconds(lambda: cur.executemany(insert, rows))
        assert copy < min(values, batch) and max(values, batch) < single, (copy, values, batch, single)


async def case_json_arguments():
    with connected() as (_, cur):
        cur.execute("SELECT %s::jsonb -> 'a'", (extras.Json({"a": 1}),))
        assert cur.fetchone() == (1,)


async def case_composed_sql():
    with connected() as (connection, cur):
        query = sql.SQL("SELECT {} FROM {} WHERE id = {}").format(
            sql.SQL(", ").join(map(sql.Identifier, ["id", "name"])), sql.Identifier("items"), sql.Placeholder("id")
        )
        assert query.as_string(connection) == 'SELECT "id", "name" FROM "items" WHERE id = %(id)s'
        cur.execute(query, {"id": 5})
        assert cur.fetchone() == (5, "item 5")
        assert sql.Identifier('a"b', "c").as_string(connection) == '"a""b"."c"'
        assert sql.SQL("{}").format(sql.Literal("it's")).as_string(connection) == "'it''s'"


async def case_pool():
    pool = SimpleConnectionPool(1, 2, DSN)
    first, second = pool.getconn(), pool.getconn()
    assert first is not second
    with raises(PoolError, "connection pool exhausted"):
        pool.getconn()
    first.cursor().execute("UPDATE items SET stock = 0 WHERE id = 1")
    pool.putconn(first)
    assert first.get_transaction_status() == extensions.TRANSACTION_STATUS_IDLE
    assert pool.getconn() is first
    pool.putconn(first)
    pool.putconn(second)
    assert second.closed
    with raises(PoolError, "trying to put unkeyed connection"):
        pool.putconn(second)
    pool.closeall()
    with raises(PoolError, "connection pool is closed"):
        pool.getconn()


async def case_too_many_connections():
    connections = []
    with raises(psycopg2.OperationalError, "FATAL:  sorry, too many clients already"):
        for _ in range(70):
            connections.append(psycopg2.connect(DSN))
    for connection in connections:
        connection.close()


async def case_connection_arguments():
    with connected() as (connection, _):
        assert connection.info.dbname and connection.info.host and connection.server_version > 100000


async def case_settings_of_the_session():
    connection = psycopg2.connect(DSN, options="-c statement_timeout=50")
    with raises(errors.QueryCanceled, "canceling statement due to statement timeout"):
        connection.cursor().execute("SELECT pg_sleep(0.3)")
    connection.close()


CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
