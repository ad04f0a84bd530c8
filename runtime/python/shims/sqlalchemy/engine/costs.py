"""CPU of SQLAlchemy itself in ns, on top of the driver's calls, which the world declares.

Measured with SQLAlchemy 2.0.54, asyncpg 0.31, psycopg2 2.9.13, CPython 3.11 and PostgreSQL 15 on two cores, loopback: CPU of the
client's process over some hundred repetitions, best of three. What the driver alone needs for the same statements was
subtracted (asyncpg: 17 us a fetch, 49 us BEGIN, fetch, ROLLBACK; psycopg2: 11.5 and 30 us).
"""

from surge.kernel import charge_python

# The line of the world's userCodeUs takes 1,045 us on the machine of these figures, 1,400 on the one that user code is counted for.
_SLOWER = 1400 / 1045
# The figures are those of statements back to back. In a service, caches are cold: beside a load of 150 to 700 requests/s connect,
# execute and close took 1.1 to 1.2 ms of CPU a request, a session that changes an object and commits 1.7 to 1.8 (SQLAlchemy 1.4.46,
# the line at 1,750 us, neighbours on the machine), 2.3 and 1.4 times what the figures make of it. The second is taken: it is the one with more of SQLAlchemy in it.
_IN_A_SERVICE = 1.4


def spend(ns):
    """CPU of SQLAlchemy itself, in ns of the figures below."""
    charge_python(ns * (_SLOWER * _IN_A_SERVICE))


# connect() and close() with nothing between: 37.6 us over asyncpg (greenlets, a task for the close), 6.7 us over psycopg2.
CHECKOUT_ASYNC = 37_000
CHECKOUT_BLOCKING = 7_000
# execute(text(...)).fetchall() of one row on a held connection: 77 us and 52.5 us with the driver's 17 and 11.5.
EXECUTE_ASYNC = 60_000
EXECUTE_BLOCKING = 41_000
# What BEGIN and ROLLBACK cost beyond the driver: connect, execute, close takes 224 us, of which 147 us are explained by the
# lines above and the driver. Over psycopg2 nothing remains.
TRANSACTION_ASYNC = 77_000
TRANSACTION_BLOCKING = 2_000
# select(...) instead of text(...), constructed and looked up in the compiled cache: 128.6 - 77 us.
EXPRESSION = 51_000
# One more row of text(): 0.29 us, of which asyncpg has 0.12.
ROW = 170
# A new physical connection: NullPool connect and close 1,750 us, asyncpg.connect and close 1,630 us.
CONNECT = 80_000
# One more set of parameters in executemany: 100 objects changed and committed cost 2,731 us, 50 cost 1,916 us: 16 us each, with
# the object's own part of the unit of work.
PARAMETERS = 1_000

# The ORM

# A session that does nothing.
SESSION = 24_000
# select(Item) of one object costs 25 us more than a select of its columns (328 us in a session, BEGIN and ROLLBACK included).
ENTITIES = 25_000
# One more object in a result: 3.8 us, of which the row has 0.3.
OBJECT = 3_500
# session.get() of an object that is not there yet: 316 us async and 239 us blocking, of which 248 and 101 us are explained.
GET = 100_000
# A flush that inserts one object: add, commit 337 us, of which 281 us are explained.
FLUSH = 36_000
# One more object in an INSERT: 20 us (100 objects 2,369 us, one 337 us); in an UPDATE 16 us.
OBJECT_WRITTEN = 20_000
# One UPDATE: get, change, commit costs 571 us async, of which 430 us are explained by the lines above.
UPDATE = 140_000
# One line of the log with echo=True. Not measured: the cost of logging.info to a stream in CPython, about 10 us.
ECHO = 10_000
