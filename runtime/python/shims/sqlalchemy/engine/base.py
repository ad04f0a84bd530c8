"""Engine and Connection. The work is done by coroutines (`_execute`, `_commit`, ...): the plain methods run them over a
driver that blocks, the asyncio classes await them."""

import logging

from _stand_in import worker_state
from asyncpg.protocol.result import XACT_END
from surge import kernel
from surge.kernel import charge, now_ns, user_line
from surge.kernel import costs as world

from .. import exc
from ..sql.elements import ClauseElement
from ..sql.select import TextClause
from . import costs
from .dbapi import tell_listeners
from .driver import drive
from .execution import display, plan_of
from .inserting import pages, prepare
from .result import Result
from .row import RowShape

logger = logging.getLogger("sqlalchemy.engine.Engine")
_ISOLATION = {"READ COMMITTED", "READ UNCOMMITTED", "REPEATABLE READ", "SERIALIZABLE", "AUTOCOMMIT"}


def _level(name):
    level = name.replace("_", " ").upper()
    if level not in _ISOLATION:
        raise exc.ArgumentError(
            f"Invalid value {name!r} for isolation_level. Valid isolation levels for 'postgresql' are {', '.join(sorted(_ISOLATION))}"
        )
    return level


def rows_affected(tag):
    """The count at the end of "UPDATE 3" or "INSERT 0 1"; -1 for anything else."""
    last = tag.rpartition(" ")[2]
    return int(last) if last.isdigit() else -1


class Transaction:
    def __init__(self, connection):
        self.connection = connection
        self.is_active = True

    @property
    def is_valid(self):
        return self.is_active

    def commit(self):
        drive(self._commit())

    def rollback(self):
        drive(self._rollback())

    def close(self):
        drive(self._close())

    async def _close(self):
        if self.is_active:
            await self._rollback()

    def __enter__(self):
        return self

    def __exit__(self, cls, error, traceback):
        drive(self._leave(cls))

    async def _leave(self, cls):
        if cls is None and self.is_active:
            try:
                await self._commit()
            except BaseException:
                if self.is_active:
                    await self._rollback()
                raise
        else:
            if self.is_active:
                await self._rollback()


class RootTransaction(Transaction):
    nested = False

    async def _commit(self):
        if not self.is_active:
            raise exc.InvalidRequestError("This transaction is inactive")
        connection = self.connection
        try:
            await connection._driver_commit()
        finally:
            self.is_active = False
            if connection._transaction is self:
                connection._transaction = None
                connection._nested = None

    async def _rollback(self):
        connection = self.connection
        if not self.is_active and connection._transaction is not self:
            return
        self.is_active = False
        try:
            await connection._driver_rollback()
        finally:
            if connection._transaction is self:
                connection._transaction = None
                connection._nested = None


class NestedTransaction(Transaction):
    nested = True

    def __init__(self, connection):
        Transaction.__init__(self, connection)
        connection._savepoints += 1
        self._name = f"sa_savepoint_{connection._savepoints}"
        self._outer = connection._nested

    async def _begin(self, line):
        await self.connection._plain(f"SAVEPOINT {self._name}", line)
        self.connection._nested = self

    async def _commit(self):
        if not self.is_active:
            raise exc.InvalidRequestError("This nested transaction is inactive")
        self.is_active = False
        self.connection._nested = self._outer
        await self.connection._plain(f"RELEASE SAVEPOINT {self._name}", None)

    async def _rollback(self):
        if not self.is_active:
            return
        self.is_active = False
        if self.connection._nested is self:
            self.connection._nested = self._outer
        if self.connection._transaction is not None and self.connection._transaction.is_active and not self.connection._invalid:
            await self.connection._plain(f"ROLLBACK TO SAVEPOINT {self._name}", None)


class Connection:
    def __init__(self, engine, record=None, options=None):
        self.engine = engine
        self._record = record
        self._driver = record.driver if record is not None else None
        self._transaction = None
        self._nested = None
        self._savepoints = 0
        self._invalid = False
        self._options = options or engine._options
        self._line = 0
        self._is_async = engine._is_async
        # Its connection went to another thread: a new one is opened if it is used again.
        self._lost = False

    @property
    def dialect(self):
        return self.engine.dialect

    @property
    def closed(self):
        return self._record is None and not self._lost

    @property
    def invalidated(self):
        return self._invalid

    @property
    def info(self):
        return self._record.info

    @property
    def connection(self):
        return self._driver

    # Coroutines

    async def _open(self, line):
        self._line = line
        self._record = await self.engine.pool.take(line)
        self._driver = self._record.driver
        self._lost = False
        if kernel.worker.thread is not None:
            self._record.holder = self
        costs.spend(self._driver.checkout_ns)
        level = self._options.get("isolation_level")
        if level is not None:
            self._driver.isolation = _level(level)
        return self

    def _taken_away(self):
        self._record = self._driver = None
        self._lost = True

    async def _close(self):
        record = self._record
        if record is None:
            self._lost = False
            return
        self._record = None
        transaction = self._transaction
        self._transaction = self._nested = None
        if transaction is not None:
            transaction.is_active = False
            if self.engine.echo:
                self._log("ROLLBACK")
        driver, self._driver = self._driver, None
        driver.isolation = self.engine._isolation
        await self.engine.pool.give_back(record, self._line, self._invalid)

    def _check(self):
        if self._record is None:
            raise exc.ResourceClosedError("This Connection is closed")
        if self._invalid:
            transaction = self._transaction
            if transaction is not None:
                raise exc.PendingRollbackError("Can't reconnect until invalid transaction is rolled back.  Please rollback() fully before proceeding", code="8s2b")

    async def _reconnect(self, line):
        pool = self.engine.pool
        self._record.driver.terminate()
        await pool.give_back(self._record, line, True)
        self._record = await pool.take(line)
        self._driver = self._record.driver
        self._invalid = False

    async def _begin_driver(self, line):
        """BEGIN goes out with the first statement of a transaction, not before."""
        driver = self._driver
        driver.started = True
        level = driver.isolation
        text = "BEGIN;" if level is None else f"BEGIN ISOLATION LEVEL {level};"
        costs.spend(driver.transaction_ns)
        try:
            await driver.run(text, (), line)
        except BaseException as error:
            driver.started = False
            self._handle(error, None, None, None)
            raise

    async def _driver_commit(self):
        if self.engine.echo:
            self._log("COMMIT")
        driver = self._driver
        if self._lost:
            return
        if driver is None or self._invalid:
            raise exc.PendingRollbackError("Can't reconnect until invalid transaction is rolled back.  Please rollback() fully before proceeding", code="8s2b")
        if driver.started:
            try:
                await driver.run("COMMIT;", (), self._line_now())
            except BaseException as error:
                self._handle(error, None, None, None)
                raise
            finally:
                driver.started = False

    async def _driver_rollback(self):
        if self.engine.echo:
            self._log("ROLLBACK")
        driver = self._driver
        if driver is None or self._invalid:
            return
        if driver.started:
            driver.started = False
            try:
                await driver.run("ROLLBACK;", (), self._line_now())
            except BaseException as error:
                self._handle(error, None, None, None)
                raise

    def _line_now(self):
        return user_line() or self._line

    def _autobegin(self):
        if self._transaction is None:
            self._transaction = RootTransaction(self)
            if self.engine.echo:
                self._log("BEGIN (implicit)")

    async def _plain(self, sql, line):
        """A statement without parameters and rows."""
        self._check()
        if line is None:
            line = self._line_now()
        if self.engine.echo:
            self._log(sql)
        driver = self._driver
        if not driver.started and driver.isolation != "AUTOCOMMIT":
            await self._begin_driver(line)
        try:
            return await driver.run(sql, (), line)
        except BaseException as error:
            self._handle(error, sql, (), None)
            raise

    async def _driver_execute(self, sql, args):
        self._check()
        self._autobegin()
        line = self._line_now()
        driver = self._driver
        if not driver.started and driver.isolation != "AUTOCOMMIT":
            await self._begin_driver(line)
        if self.engine.echo:
            self._log_statement(sql, args)
        try:
            return await driver.run(sql, args, line)
        except BaseException as error:
            self._handle(error, sql, args, None)
            raise

    async def _execute(self, element, params=None, options=None, line=None):
        if self._record is None or self._invalid:
            if self._lost:
                await self._open(line or self._line_now())
            else:
                self._check()
                await self._reconnect(line or self._line_now())
        if line is None:
            line = self._line_now()
        many = False
        if params:
            if type(params) is not dict:
                params, many = _distilled(params)
        else:
            params = None
        if type(element) is not TextClause:
            if not isinstance(element, ClauseElement):
                make = getattr(element, "__clause_element__", None)
                if make is None:
                    raise exc.ObjectNotExecutableError(element)
                element = make()
            if getattr(element, "_is_default", False) or not element.supports_execution:
                if hasattr(element, "next_value"):
                    from ..sql.select import select

                    return (await self._execute(select(element.next_value()), None, options, line)).scalar()
                raise exc.ObjectNotExecutableError(element)
            if element.is_dml and not getattr(element, "is_delete", False):
                return await self._execute_dml(element, params, many, line)
        if self._transaction is None:
            self._autobegin()
        driver = self._driver
        if not driver.started and driver.isolation != "AUTOCOMMIT":
            await self._begin_driver(line)
        plan = plan_of(element, params if not many else params[0])
        if many:
            return await self._run_many(element, plan, params, line)
        return await self._run(element, plan, params, line)

    async def _run(self, element, plan, params, line):
        """One statement of a transaction that has begun."""
        try:
            args = plan.arguments(params)
        except (exc.InvalidRequestError, LookupError, TypeError, ValueError) as error:
            self._statement_error(error, element, plan, params)
        engine = self.engine
        sql = plan.sql
        if engine._listening:
            sql, args = engine._before(self, sql, args, False)
        if engine.echo:
            self._log_statement(*display(element, params, plan, self._is_async))
        costs.spend(self._driver.execute_ns if type(element) is TextClause else self._driver.execute_ns + costs.EXPRESSION)
        try:
            answer = await self._driver.run(sql, args, line)
        except BaseException as error:
            self._handle(error, sql, params, (element, plan))
            raise
        if engine._listening:
            engine._after(self, sql, args, False)
        if answer.xact == XACT_END:
            # COMMIT or ROLLBACK as text: the transaction is over, whatever SQLAlchemy thinks.
            self._driver.started = self._driver.started and self._driver.isolation == "AUTOCOMMIT"
        count = answer.count
        if not answer.names:
            result = Result(None, None, rows_affected(answer.tag))
            return result
        if count:
            charge(count * world.databaseRow)
            costs.spend(count * costs.ROW)
        shape, rows = plan.rows(answer)
        return Result(shape, rows, rows_affected(answer.tag))

    async def _run_many(self, element, plan, params, line):
        sequences = [plan.arguments(item) for item in params]
        if self.engine._listening:
            self.engine._before(self, plan.sql, sequences, True)
        if self.engine.echo:
            self._log_statement(plan.sql, sequences)
        costs.spend(self._driver.execute_ns + costs.EXPRESSION + len(sequences) * costs.PARAMETERS)
        try:
            await self._driver.run_many(plan.sql, sequences, line)
        except BaseException as error:
            self._handle(error, plan.sql, [tuple(item) for item in sequences], None, many=True)
            raise
        if self.engine._listening:
            self.engine._after(self, plan.sql, sequences, True)
        return Result(None, None, -1)

    async def _execute_dml(self, element, params, many, line):
        sets = None if params is None else params if many else [params]
        statement, sets, implicit = prepare(element, sets)
        self._autobegin()
        driver = self._driver
        if not driver.started and driver.isolation != "AUTOCOMMIT":
            await self._begin_driver(line)
        if sets is not None and len(sets) > 1:
            if statement._returning:
                return await self._insert_pages(statement, sets, line)
            return await self._run_many(statement, plan_of(statement), sets, line)
        params = sets[0] if sets else None
        plan = plan_of(statement, params)
        result = await self._run(statement, plan, params, line)
        if implicit:
            row = result._rows[0] if result._rows else None
            key_shape = RowShape([column.key for column in implicit])
            from .row import Row

            made = Result(None, None, result.rowcount)
            made.inserted_primary_key = Row(key_shape, row if row is not None else (None,) * len(implicit))
            made.inserted_primary_key_rows = [made.inserted_primary_key]
            return made
        if getattr(element, "is_insert", False) and element._multi is None and element._select is None and not element._returning:
            result.inserted_primary_key = _given_key(statement, params)
            result.inserted_primary_key_rows = [result.inserted_primary_key]
        return result

    async def _insert_pages(self, statement, sets, line):
        rows = []
        shape = None
        for plan in pages(statement, sets):
            result = await self._run(statement, plan, None, line)
            shape = result._shape
            rows += result._rows
        return Result(shape, rows, len(rows))

    async def _stream(self, element, params=None, options=None, line=None):
        return await self._execute(element, params, options, line)

    # Errors

    def _statement_error(self, error, element, plan, params):
        sql = plan.sql if self._is_async else display(element, None, plan, True)[0]
        shown = [params] if params is not None else []
        code = getattr(error, "code", None)
        message = f"({type(error).__module__}.{type(error).__qualname__}) {error.args[0] if error.args else error}"
        raise exc.StatementError(message, sql, shown, error, self.engine._hide_parameters, code=code) from error

    def _handle(self, error, sql, params, source, many=False):
        """Raises SQLAlchemy's exception for a driver's; returns for what goes on as it is."""
        driver = self._driver
        if not isinstance(error, Exception):
            # The task was cancelled: nobody knows what the connection is in the middle of.
            self._invalidate()
            return
        if isinstance(error, (exc.SQLAlchemyError, kernel.NotSimulated)):
            return
        orig = driver.translate(error)
        if orig is None:
            return
        dead = driver.dead(error)
        if dead:
            self._invalidate()
            self.engine.pool._generation += 1
        if source is not None:
            sql, params = display(source[0], params, source[1], self._is_async)
        raise wrap(orig, sql, params, self.engine._hide_parameters, dead, many) from orig

    def _invalidate(self):
        self._invalid = True
        driver = self._driver
        if driver is not None:
            driver.started = False
            driver.terminate()

    # The log

    def _log(self, text):
        costs.spend(costs.ECHO)
        logger.info(text)

    def _log_statement(self, sql, params):
        costs.spend(2 * costs.ECHO)
        logger.info(sql)
        since = self.engine._logged.setdefault(sql, now_ns())
        age = now_ns() - since
        # Made now: the time is the CPU that is charged for it.
        shown = f"[cached since {age / 1e9:.4g}s ago] " if age else f"[generated in {self._driver.execute_ns / 1e9:.5f}s] "
        logger.info("%s%s", shown, exc.repr_params(params, isinstance(params, list)) if not isinstance(params, dict) else exc.repr_params(params))

    # Plain methods

    def _drive(self, make):
        return drive(make(self))

    def execute(self, statement, parameters=None, *, execution_options=None):
        return drive(self._execute(statement, parameters, execution_options))

    def exec_driver_sql(self, statement, parameters=None, execution_options=None):
        return drive(self._exec_driver_sql(statement, parameters))

    async def _exec_driver_sql(self, statement, parameters=None):
        answer = await self._driver_execute(statement, tuple(parameters or ()))
        if not answer.names:
            return Result(None, None, rows_affected(answer.tag))
        if answer.count:
            charge(answer.count * world.databaseRow)
        return Result(RowShape(answer.names), [record._row for record in answer.shared()], rows_affected(answer.tag))

    def scalar(self, statement, parameters=None, *, execution_options=None):
        return self.execute(statement, parameters).scalar()

    def scalars(self, statement, parameters=None, *, execution_options=None):
        return self.execute(statement, parameters).scalars()

    def begin(self):
        return self._begin()

    def _begin(self):
        self._check()
        if self._transaction is not None:
            raise exc.InvalidRequestError(
                "This connection has already initialized a SQLAlchemy Transaction() object via begin() or autobegin; can't call begin()"
                " here unless rollback() or commit() is called first."
            )
        self._autobegin()
        return self._transaction

    def begin_nested(self):
        return drive(self._begin_nested())

    async def _begin_nested(self):
        self._check()
        self._autobegin()
        made = NestedTransaction(self)
        await made._begin(self._line_now())
        return made

    def begin_twophase(self, xid=None):
        kernel.not_simulated("sqlalchemy: two-phase transactions", "begin(), begin_nested()")

    async def _commit(self):
        if self._transaction is not None:
            await self._transaction._commit()

    async def _rollback(self):
        if self._transaction is not None:
            await self._transaction._rollback()

    def commit(self):
        drive(self._commit())

    def rollback(self):
        drive(self._rollback())

    def close(self):
        drive(self._close())

    def invalidate(self, exception=None):
        self._invalidate()

    def in_transaction(self):
        return self._transaction is not None and self._transaction.is_active

    def in_nested_transaction(self):
        return self._nested is not None and self._nested.is_active

    def get_transaction(self):
        return self._transaction

    def get_nested_transaction(self):
        return self._nested

    def execution_options(self, **options):
        self._options = {**self._options, **options}
        level = options.get("isolation_level")
        if level is not None:
            if self._transaction is not None and self._driver.started:
                raise exc.InvalidRequestError(
                    "This connection has already initialized a SQLAlchemy Transaction() object via begin() or autobegin; isolation_level may"
                    " not be altered unless rollback() or commit() is called first."
                )
            self._driver.isolation = _level(level)
        return self

    def get_execution_options(self):
        return self._options

    def get_isolation_level(self):
        return self._driver.isolation or "READ COMMITTED"

    @property
    def default_isolation_level(self):
        return "READ COMMITTED"

    def detach(self):
        kernel.not_simulated("sqlalchemy: Connection.detach()", "invalidate(), close()")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def _given_key(statement, params):
    from .row import Row

    values = []
    table = statement.table
    if not hasattr(table, "primary_key"):
        return None
    for column in table.primary_key:
        value = (statement._values or {}).get(column)
        if hasattr(value, "effective_value"):
            value = params[value.key] if params and value.key in params else value.effective_value
        values.append(value)
    return Row(RowShape([column.key for column in table.primary_key]), tuple(values))


_WRAPPERS = {
    "Error": exc.DBAPIError, "InterfaceError": exc.InterfaceError, "DatabaseError": exc.DatabaseError, "DataError": exc.DataError,
    "OperationalError": exc.OperationalError, "IntegrityError": exc.IntegrityError, "InternalError": exc.InternalError,
    "ProgrammingError": exc.ProgrammingError, "NotSupportedError": exc.NotSupportedError,
}  # fmt: skip


def wrap(orig, sql, params, hide=False, dead=False, many=False):
    """SQLAlchemy's exception around the driver's, by the nearest of its classes."""
    cls = next((_WRAPPERS[base.__name__] for base in type(orig).__mro__ if base.__name__ in _WRAPPERS), exc.DBAPIError)
    return cls(sql, params, orig, hide_parameters=hide, connection_invalidated=dead, ismulti=many, code=cls.code)


def _distilled(params):
    """(parameters, many) of what execute() was given besides a plain dictionary."""
    if isinstance(params, (list, tuple)):
        first = params[0]
        if isinstance(first, tuple) or not hasattr(first, "keys"):
            raise exc.ArgumentError("List argument must consist only of dictionaries")
        made = [item if type(item) is dict else dict(item) for item in params]
        return (made, True) if len(made) > 1 else (made[0], False)
    if hasattr(params, "keys"):
        return dict(params), False
    raise exc.ArgumentError("mapping or list expected for parameters")


class _BeginContext:
    """engine.begin()."""

    def __init__(self, engine):
        self._engine = engine

    def __enter__(self):
        self._connection = self._engine.connect()
        try:
            self._transaction = self._connection.begin()
        except BaseException:
            self._connection.close()
            raise
        return self._connection

    def __exit__(self, *error):
        try:
            self._transaction.__exit__(*error)
        finally:
            self._connection.close()


def _engines():
    """Engines of this worker: events of the class Engine are for all of them."""
    return worker_state("sqlalchemy engines", list)


def _class_listeners():
    return worker_state("sqlalchemy class listeners", list)


def listen_on_class(identifier, entry):
    _class_listeners().append((identifier, entry))
    for engine in _engines():
        engine._listen(identifier, entry)


def forget_on_class(identifier, matches):
    known = _class_listeners()
    known[:] = [item for item in known if not (item[0] == identifier and matches(item[1]))]
    for engine in _engines():
        engine._forget(identifier, matches)


class ConnectionRecord:
    """What listeners of pool events get beside the connection: a place for notes."""

    def __init__(self):
        self.info = {}


class Engine:
    _listening = False

    def __init__(self, url, driver_class, pool, dialect, **settings):
        self.url = url
        self.dialect = dialect
        self.echo = bool(settings.pop("echo", False))
        self._driver_class = driver_class
        self._is_async = driver_class.is_async
        self._options = settings.pop("execution_options", {})
        self._isolation = settings.pop("isolation_level", None)
        self._hide_parameters = settings.pop("hide_parameters", False)
        self._driver_args = settings.pop("driver_args", {})
        self._async_creator = settings.pop("async_creator", None)
        self._dsn = settings.pop("dsn")
        self._psycopg3 = settings.pop("psycopg3", False)
        self._initialized = False
        self._listeners = {}
        _engines().append(self)
        for identifier, entry in _class_listeners():
            self._listen(identifier, entry)
        # Statement -> when the log showed it first.
        self._logged = {}
        self.pool = pool
        pool._engine = self
        if self.echo:
            _log_to_console()

    name = "postgresql"

    @property
    def driver(self):
        return self.dialect.driver

    def _listen(self, identifier, entry):
        self._listeners.setdefault(identifier, []).append(entry)
        if identifier in ("before_cursor_execute", "after_cursor_execute"):
            self._listening = True

    def _forget(self, identifier, matches):
        self._listeners[identifier] = [entry for entry in self._listeners.get(identifier, ()) if not matches(entry)]

    async def _connect_driver(self, line):
        try:
            driver = await self._driver_class.connect(self, line)
        except Exception as error:
            if self._is_async or isinstance(error, exc.SQLAlchemyError):
                raise
            raise self._connect_refused(error) from error
        costs.spend(costs.CONNECT)
        if not self._initialized:
            self._initialized = True
            await self._initialize(driver, line)
        listeners = self._listeners.get("connect")
        if listeners:
            await tell_listeners(listeners, driver, self._dsn, ConnectionRecord())
        return driver

    def _connect_refused(self, error):
        from ..dialects.postgresql import psycopg2

        if psycopg2.translate(error, self._psycopg3) is None:
            return error
        return wrap(psycopg2.refused(error, self.url.host or "localhost", self.url.port or 5432), None, None)

    async def _initialize(self, driver, line):
        """What the dialect asks the server on an engine's first connection."""
        for sql in ("BEGIN;", "select pg_catalog.version()", "select current_schema()", "show transaction isolation level",
                    "show standard_conforming_strings", "ROLLBACK;"):  # fmt: skip
            await driver.run(sql, (), line)

    async def _connect(self, line):
        return await Connection(self)._open(line)

    def connect(self):
        return drive(self._connect(user_line()))

    def begin(self):
        return _BeginContext(self)

    def raw_connection(self):
        kernel.not_simulated("sqlalchemy: Engine.raw_connection()", "connect(), begin()")

    def dispose(self, close=True):
        self.pool.dispose(close)

    def execution_options(self, **options):
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._options = {**self._options, **options}
        level = options.get("isolation_level")
        if level is not None:
            copy._isolation = _level(level)
        return copy

    def get_execution_options(self):
        return self._options

    def update_execution_options(self, **options):
        self._options = {**self._options, **options}

    def _drive(self, make):
        with self.begin() as connection:
            return connection._drive(make)

    def _before(self, connection, sql, args, many):
        for listener, retval in self._listeners.get("before_cursor_execute", ()):
            answer = listener(connection, None, sql, args if many else tuple(args), connection, many)
            if retval and answer is not None:
                sql, args = answer
        return sql, args

    def _after(self, connection, sql, args, many):
        for listener, _ in self._listeners.get("after_cursor_execute", ()):
            listener(connection, None, sql, args if many else tuple(args), connection, many)

    def __repr__(self):
        return f"Engine({self.url!r})"


def _log_to_console():
    import sys

    root = logging.getLogger("sqlalchemy")
    logger.setLevel(logging.INFO)
    if not root.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        root.addHandler(handler)
