"""What a program may expect of Postgres when transactions meet: the same cases hold for a real server.

World: table items(id int primary key, stock int, name text) with rows 1 to 1000, stock 100; DSN in the environment.
"""

import asyncio
import os

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


async def two():
    return await asyncpg.connect(DSN), await asyncpg.connect(DSN)


async def close(*connections):
    for connection in connections:
        await connection.close()


async def waits(task, seconds=0.05):
    """The task is not done after a while."""
    await asyncio.sleep(seconds)
    return not task.done()


UPDATE = "UPDATE items SET stock = stock - 1 WHERE id = $1"
STOCK = "SELECT stock FROM items WHERE id = $1"


async def case_uncommitted_rows_are_invisible():
    a, b = await two()
    async with a.transaction():
        await a.execute("UPDATE items SET stock = 7 WHERE id = 501")
        assert await a.fetchval(STOCK, 501) == 7
        assert await b.fetchval(STOCK, 501) == 100
    assert await b.fetchval(STOCK, 501) == 7
    await close(a, b)


async def case_a_second_writer_waits_for_commit():
    a, b = await two()
    transaction = a.transaction()
    await transaction.start()
    await a.execute(UPDATE, 502)
    second = asyncio.create_task(b.execute(UPDATE, 502))
    assert await waits(second)
    await transaction.commit()
    assert await second == "UPDATE 1"
    assert await a.fetchval(STOCK, 502) == 98
    await close(a, b)


async def case_a_second_writer_goes_on_after_rollback():
    a, b = await two()
    transaction = a.transaction()
    await transaction.start()
    await a.execute(UPDATE, 503)
    second = asyncio.create_task(b.fetchval(f"{UPDATE} RETURNING stock", 503))
    assert await waits(second)
    await transaction.rollback()
    assert await second == 99
    await close(a, b)


async def case_the_condition_is_looked_at_again_after_the_wait():
    a, b = await two()
    transaction = a.transaction()
    await transaction.start()
    await a.execute("UPDATE items SET stock = 0 WHERE id = 504")
    second = asyncio.create_task(b.execute("UPDATE items SET stock = stock - 1 WHERE id = 504 AND stock > 0"))
    assert await waits(second)
    await transaction.commit()
    assert await second == "UPDATE 0"
    await close(a, b)


async def case_other_rows_do_not_wait():
    a, b = await two()
    async with a.transaction():
        await a.execute(UPDATE, 505)
        assert await asyncio.wait_for(b.execute(UPDATE, 506), 1) == "UPDATE 1"
    await close(a, b)


async def case_readers_do_not_wait_for_writers():
    a, b = await two()
    async with a.transaction():
        await a.execute(UPDATE, 507)
        assert await asyncio.wait_for(b.fetchval(STOCK, 507), 1) == 100
    await close(a, b)


async def case_for_update_waits():
    a, b = await two()
    transaction = a.transaction()
    await transaction.start()
    assert (await a.fetchrow("SELECT * FROM items WHERE id = 508 FOR UPDATE"))["name"] == "item 508"
    second = asyncio.create_task(b.execute(UPDATE, 508))
    assert await waits(second)
    await transaction.commit()
    assert await second == "UPDATE 1"
    await close(a, b)


async def case_nowait_is_55p03():
    a, b = await two()
    async with a.transaction():
        await a.fetchrow("SELECT * FROM items WHERE id = 509 FOR UPDATE")
        with raises(asyncpg.LockNotAvailableError, 'could not obtain lock on row in relation "items"') as caught:
            await b.fetchrow("SELECT * FROM items WHERE id = 509 FOR UPDATE NOWAIT")
        assert caught.value.sqlstate == "55P03"
    await close(a, b)


async def case_skip_locked_takes_the_next_row():
    a, b = await two()
    query = "SELECT id FROM items WHERE id BETWEEN 510 AND 513 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"
    async with a.transaction():
        assert await a.fetchval(query) == 510
        async with b.transaction():
            assert await b.fetchval(query) == 511
            assert [row["id"] for row in await a.fetch(query.replace("LIMIT 1", ""))] == [510, 512, 513]
    await close(a, b)


async def case_skip_locked_in_a_subquery():
    a, b = await two()
    take = (
        "UPDATE items SET name = 'taken' WHERE id = (SELECT id FROM items WHERE id BETWEEN 514 AND 516 AND name <> 'taken'"
        " ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1) RETURNING id"
    )
    async with a.transaction():
        assert await a.fetchval(take) == 514
        assert await b.fetchval(take) == 515
    assert await b.fetchval(take) == 516
    assert await b.fetchval(take) is None
    await close(a, b)


async def case_shared_locks_are_shared():
    a, b = await two()
    async with a.transaction(), b.transaction():
        await a.fetchrow("SELECT * FROM items WHERE id = 517 FOR SHARE")
        await asyncio.wait_for(b.fetchrow("SELECT * FROM items WHERE id = 517 FOR SHARE"), 1)
        with raises(asyncpg.LockNotAvailableError):
            await a.fetchrow("SELECT * FROM items WHERE id = 517 FOR UPDATE NOWAIT")
    await close(a, b)


async def case_key_share_lets_updates_of_other_columns_pass():
    a, b = await two()
    async with a.transaction():
        await a.fetchrow("SELECT * FROM items WHERE id = 518 FOR KEY SHARE")
        assert await asyncio.wait_for(b.execute(UPDATE, 518), 1) == "UPDATE 1"
    await close(a, b)


async def case_a_deadlock_has_one_victim():
    a, b = await two()

    async def both(connection, first, second):
        async with connection.transaction():
            await connection.execute(UPDATE, first)
            await asyncio.sleep(0.05)
            await connection.execute(UPDATE, second)

    results = await asyncio.gather(both(a, 519, 520), both(b, 520, 519), return_exceptions=True)
    victims = [result for result in results if isinstance(result, Exception)]
    assert len(victims) == 1
    assert isinstance(victims[0], asyncpg.DeadlockDetectedError) and victims[0].sqlstate == "40P01"
    assert victims[0].message == "deadlock detected" and "waits for ShareLock on transaction" in victims[0].detail
    assert [await a.fetchval(STOCK, id) for id in (519, 520)] == [99, 99]
    await close(a, b)


async def case_statement_timeout():
    a, b = await two()
    await b.execute("SET statement_timeout = '50ms'")
    async with a.transaction():
        await a.execute(UPDATE, 521)
        with raises(asyncpg.QueryCanceledError, "canceling statement due to statement timeout") as caught:
            await b.execute(UPDATE, 521)
        assert caught.value.sqlstate == "57014"
    with raises(asyncpg.QueryCanceledError):
        await b.fetchval("SELECT pg_sleep(1)")
    await b.execute("RESET statement_timeout")
    await b.fetchval("SELECT pg_sleep(0.1)")
    await close(a, b)


async def case_lock_timeout():
    a, b = await two()
    async with a.transaction():
        await a.execute(UPDATE, 522)
        with raises(asyncpg.LockNotAvailableError, "canceling statement due to lock timeout"):
            async with b.transaction():
                await b.execute("SET LOCAL lock_timeout = '30ms'")
                await b.execute(UPDATE, 522)
    assert await b.execute(UPDATE, 522) == "UPDATE 1"
    await close(a, b)


async def case_settings_at_connect():
    b = await asyncpg.connect(DSN, server_settings={"statement_timeout": "40"})
    with raises(asyncpg.QueryCanceledError):
        await b.fetchval("SELECT pg_sleep(1)")
    await b.close()


async def case_an_exception_gives_the_rows_back():
    a, b = await two()
    with raises(ZeroDivisionError):
        async with a.transaction():
            await a.execute(UPDATE, 523)
            raise ZeroDivisionError
    assert await asyncio.wait_for(b.fetchval(f"{UPDATE} RETURNING stock", 523), 1) == 99
    await close(a, b)


async def case_a_cancelled_task_gives_the_rows_back():
    a, b = await two()

    async def hold():
        async with a.transaction():
            await a.execute(UPDATE, 524)
            await asyncio.sleep(30)

    task = asyncio.create_task(hold())
    await asyncio.sleep(0.05)
    task.cancel()
    with raises(asyncio.CancelledError):
        await task
    assert await asyncio.wait_for(b.fetchval(f"{UPDATE} RETURNING stock", 524), 1) == 99
    await close(a, b)


async def case_a_failed_statement_gives_the_rows_back():
    a, b = await two()
    transaction = a.transaction()
    await transaction.start()
    await a.execute(UPDATE, 525)
    with raises(asyncpg.DivisionByZeroError):
        await a.execute("SELECT 1 / 0")
    assert await asyncio.wait_for(b.fetchval(f"{UPDATE} RETURNING stock", 525), 1) == 99
    await transaction.rollback()
    await close(a, b)


async def case_read_await_write_loses_an_update():
    a, b = await two()
    first, second = await a.fetchval(STOCK, 526), await b.fetchval(STOCK, 526)
    await a.execute("UPDATE items SET stock = $1 WHERE id = 526", first - 1)
    await b.execute("UPDATE items SET stock = $1 WHERE id = 526", second - 1)
    assert await a.fetchval(STOCK, 526) == 99
    await close(a, b)


async def case_repeatable_read_refuses_to_lose_it():
    a, b = await two()
    with raises(asyncpg.SerializationError, "could not serialize access due to concurrent update") as caught:
        async with a.transaction(isolation="repeatable_read"):
            stock = await a.fetchval(STOCK, 527)
            await b.execute(UPDATE, 527)
            assert await a.fetchval(STOCK, 527) == stock
            await a.execute("UPDATE items SET stock = $1 WHERE id = 527", stock - 1)
    assert caught.value.sqlstate == "40001"
    assert await a.fetchval(STOCK, 527) == 99
    await close(a, b)


async def case_serializable_refuses_a_write_that_rests_on_an_old_read():
    a, b = await two()
    failed = 0
    first, second = a.transaction(isolation="serializable"), b.transaction(isolation="serializable")
    await first.start()
    await second.start()
    total = "SELECT sum(stock) FROM items WHERE id IN (528, 529)"
    assert await a.fetchval(total) == await b.fetchval(total) == 200
    await a.execute("UPDATE items SET stock = stock - 150 WHERE id = 528")
    for connection, transaction in ((a, first), (b, second)):
        try:
            if connection is b:
                await b.execute("UPDATE items SET stock = stock - 150 WHERE id = 529")
            await transaction.commit()
        except asyncpg.SerializationError:
            failed += 1
    assert failed == 1
    await close(a, b)


async def case_a_unique_value_waits_for_the_first_to_end():
    a, b = await two()
    await a.execute("CREATE TABLE IF NOT EXISTS places (id serial PRIMARY KEY, name text UNIQUE)")
    transaction = a.transaction()
    await transaction.start()
    await a.execute("INSERT INTO places (name) VALUES ('here')")
    second = asyncio.create_task(b.execute("INSERT INTO places (name) VALUES ('here')"))
    third = await b.execute("SELECT 1") if second.done() else None
    assert third is None and await waits(second)
    await transaction.commit()
    with raises(asyncpg.UniqueViolationError, 'duplicate key value violates unique constraint "places_name_key"'):
        await second
    await close(a, b)


async def case_advisory_locks():
    a, b = await two()
    assert await a.fetchval("SELECT pg_try_advisory_lock(7)") is True
    assert await a.fetchval("SELECT pg_try_advisory_lock(7)") is True
    assert await b.fetchval("SELECT pg_try_advisory_lock($1)", 7) is False
    assert await b.fetchval("SELECT pg_try_advisory_lock(8, 9)") is True
    await a.execute("SELECT pg_advisory_unlock_all()")
    assert await b.fetchval("SELECT pg_try_advisory_xact_lock(7)") is True
    async with a.transaction():
        await a.execute("SELECT pg_advisory_xact_lock(10)")
        second = asyncio.create_task(b.execute("SELECT pg_advisory_lock(10)"))
        assert await waits(second)
    await second
    assert await b.fetchval("SELECT pg_advisory_unlock(10)") is True
    await close(a, b)


async def case_a_session_that_ends_gives_its_locks_back():
    a, b = await two()
    await a.execute("SELECT pg_advisory_lock(11)")
    await a.execute("BEGIN")
    await a.execute(UPDATE, 530)
    await a.close()
    assert await asyncio.wait_for(b.fetchval(f"{UPDATE} RETURNING stock", 530), 1) == 99
    assert await b.fetchval("SELECT pg_try_advisory_lock(11)") is True
    await b.close()


async def case_lock_table():
    a, b = await two()
    async with a.transaction():
        await a.execute("LOCK TABLE items IN EXCLUSIVE MODE")
        assert await asyncio.wait_for(b.fetchval(STOCK, 531), 1) == 100
        second = asyncio.create_task(b.execute(UPDATE, 531))
        assert await waits(second)
    assert await second == "UPDATE 1"
    await close(a, b)


async def case_copy_and_executemany_are_all_or_nothing():
    a, b = await two()
    assert await a.copy_records_to_table("items", records=[(5001, 1, "x"), (5002, 2, None)], columns=["id", "stock", "name"]) == "COPY 2"
    with raises(asyncpg.UniqueViolationError):
        await a.copy_records_to_table("items", records=[(5003, 1, "x"), (5001, 2, "y")], columns=["id", "stock", "name"])
    with raises(asyncpg.UniqueViolationError):
        await a.executemany("INSERT INTO items VALUES ($1, $2)", [(5004, 1), (5002, 2)])
    assert [row["id"] for row in await b.fetch("SELECT id FROM items WHERE id > 5000 ORDER BY id")] == [5001, 5002]
    await a.execute("DELETE FROM items WHERE id > 5000")
    await close(a, b)


CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
