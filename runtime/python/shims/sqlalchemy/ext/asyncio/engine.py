"""AsyncEngine, AsyncConnection, AsyncTransaction."""

from surge.kernel import user_line

from ... import exc
from ...engine.base import Connection
from ...engine.create import make_engine
from ...engine.driver import Guard
from .exc import AsyncContextNotStarted, AsyncMethodRequired
from .result import AsyncResult, AsyncScalarResult
from .shield import closing


def create_async_engine(url, **kw):
    """An engine whose connections are awaited."""
    if kw.get("server_side_cursors", False):
        raise AsyncMethodRequired("Can't set server_side_cursors for async engine globally; use the connection.stream() method for an async streaming result set")
    return AsyncEngine(make_engine(url, True, kw))


def async_engine_from_config(configuration, prefix="sqlalchemy.", **kwargs):
    options = {key[len(prefix):]: value for key, value in configuration.items() if key.startswith(prefix)}
    options.update(kwargs)
    return create_async_engine(options.pop("url"), **options)


def create_async_pool_from_url(url, **kwargs):
    return create_async_engine(url, **kwargs).pool


class AsyncEngine:
    __slots__ = ("sync_engine", "__weakref__")

    def __init__(self, sync_engine):
        if not sync_engine._is_async:
            raise exc.InvalidRequestError(
                f"The asyncio extension requires an async driver to be used. The loaded {sync_engine.dialect.driver!r} is not async."
            )
        self.sync_engine = sync_engine

    def connect(self):
        return AsyncConnection(self, None, user_line())

    def begin(self):
        return _AsyncBegin(self, user_line())

    async def dispose(self, close=True):
        self.sync_engine.dispose(close)

    def execution_options(self, **options):
        return AsyncEngine(self.sync_engine.execution_options(**options))

    def get_execution_options(self):
        return self.sync_engine.get_execution_options()

    async def raw_connection(self):
        self.sync_engine.raw_connection()

    @property
    def pool(self):
        return self.sync_engine.pool

    @property
    def dialect(self):
        return self.sync_engine.dialect

    @property
    def url(self):
        return self.sync_engine.url

    @property
    def name(self):
        return self.sync_engine.name

    @property
    def driver(self):
        return self.sync_engine.driver

    @property
    def echo(self):
        return self.sync_engine.echo

    @echo.setter
    def echo(self, value):
        self.sync_engine.echo = value

    def __repr__(self):
        return f"AsyncEngine({self.sync_engine.url!r})"

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in ("execute", "scalar", "scalars"):
            raise AttributeError(f"'AsyncEngine' object has no attribute {name!r}")
        raise AttributeError(f"'AsyncEngine' object has no attribute {name!r}")


class AsyncConnection:
    __slots__ = ("engine", "sync_engine", "sync_connection", "_line", "__weakref__")

    def __init__(self, async_engine, sync_connection=None, line=0):
        self.engine = async_engine
        self.sync_engine = async_engine.sync_engine
        self.sync_connection = sync_connection
        self._line = line

    async def start(self, is_ctxmanager=False):
        if self.sync_connection is not None:
            raise exc.InvalidRequestError("connection is already started")
        self.sync_connection = await self.sync_engine._connect(self._line)
        return self

    def __await__(self):
        return self.start().__await__()

    async def __aenter__(self):
        self.sync_connection = await self.sync_engine._connect(self._line)
        return self

    async def __aexit__(self, *error):
        connection = self.sync_connection
        if connection is not None and connection._record is not None:
            await closing(connection._close(), connection._driver.started)

    @property
    def _proxied(self):
        connection = self.sync_connection
        if connection is None:
            raise AsyncContextNotStarted("AsyncConnection context has not been started and object has not been awaited.")
        return connection

    async def execute(self, statement, parameters=None, *, execution_options=None):
        connection = self.sync_connection or self._proxied
        return await connection._execute(statement, parameters, execution_options)

    async def scalar(self, statement, parameters=None, *, execution_options=None):
        return (await self._proxied._execute(statement, parameters, execution_options)).scalar()

    async def scalars(self, statement, parameters=None, *, execution_options=None):
        return (await self._proxied._execute(statement, parameters, execution_options)).scalars()

    async def exec_driver_sql(self, statement, parameters=None, execution_options=None):
        return await self._proxied._exec_driver_sql(statement, parameters)

    def stream(self, statement, parameters=None, *, execution_options=None):
        return _Started(self._stream(statement, parameters, execution_options))

    async def _stream(self, statement, parameters, execution_options):
        return AsyncResult(await self._proxied._execute(statement, parameters, execution_options))

    def stream_scalars(self, statement, parameters=None, *, execution_options=None):
        return _Started(self._stream_scalars(statement, parameters, execution_options))

    async def _stream_scalars(self, statement, parameters, execution_options):
        return AsyncScalarResult((await self._proxied._execute(statement, parameters, execution_options)).scalars())

    async def commit(self):
        await self._proxied._commit()

    async def rollback(self):
        await self._proxied._rollback()

    async def close(self):
        await self._proxied._close()

    async def aclose(self):
        await self.close()

    async def invalidate(self, exception=None):
        self._proxied._invalidate()

    def begin(self):
        self._proxied
        return AsyncTransaction(self, False)

    def begin_nested(self):
        self._proxied
        return AsyncTransaction(self, True)

    def in_transaction(self):
        return self._proxied.in_transaction()

    def in_nested_transaction(self):
        return self._proxied.in_nested_transaction()

    def get_transaction(self):
        transaction = self._proxied.get_transaction()
        return None if transaction is None else AsyncTransaction(self, False, transaction)

    def get_nested_transaction(self):
        transaction = self._proxied.get_nested_transaction()
        return None if transaction is None else AsyncTransaction(self, True, transaction)

    async def execution_options(self, **options):
        self._proxied.execution_options(**options)
        return self

    async def get_raw_connection(self):
        return _RawConnection(self._proxied._driver.con)

    async def run_sync(self, fn, *arg, **kw):
        """Runs a function with the plain connection. MetaData's create_all and drop_all await their statements; in any other
        function each statement blocks the worker, because a plain function cannot give way here."""
        return await bridged(fn, self._proxied, arg, kw)

    @property
    def closed(self):
        return self._proxied.closed

    @property
    def invalidated(self):
        return self._proxied.invalidated

    @property
    def dialect(self):
        return self.sync_engine.dialect

    @property
    def info(self):
        return self._proxied.info

    @property
    def default_isolation_level(self):
        return "READ COMMITTED"

    async def get_isolation_level(self):
        return self._proxied.get_isolation_level()


class _RawConnection:
    """get_raw_connection(): only driver_connection, the asyncpg connection, is of use."""

    def __init__(self, con):
        self.driver_connection = con


_DIRECT = {"create_all": "_create_all", "drop_all": "_drop_all"}


async def bridged(fn, target, args, kwargs):
    owner = getattr(fn, "__self__", None)
    name = getattr(fn, "__name__", "")
    direct = getattr(owner, _DIRECT.get(name, ""), None) if owner is not None and name in _DIRECT else None
    if direct is not None and isinstance(target, Connection):
        return await direct(target, *args, **kwargs)
    Guard.bridged += 1
    try:
        return fn(target, *args, **kwargs)
    finally:
        Guard.bridged -= 1


class _Started:
    """`await` it, or `async with` it."""

    def __init__(self, coroutine):
        self._coroutine = coroutine
        self._value = None

    def __await__(self):
        return self._coroutine.__await__()

    async def __aenter__(self):
        self._value = await self._coroutine
        return self._value

    async def __aexit__(self, *error):
        await self._value.close()


class _AsyncBegin:
    """engine.begin()."""

    __slots__ = ("_engine", "_line", "_connection")

    def __init__(self, engine, line):
        self._engine = engine
        self._line = line

    async def __aenter__(self):
        connection = AsyncConnection(self._engine, None, self._line)
        connection.sync_connection = await self._engine.sync_engine._connect(self._line)
        connection.sync_connection._begin()
        self._connection = connection
        return connection

    async def __aexit__(self, cls, error, traceback):
        connection = self._connection.sync_connection
        if connection._record is None:
            return
        await closing(self._end(connection, cls), connection._driver.started)

    async def _end(self, connection, cls):
        try:
            transaction = connection._transaction
            if transaction is not None:
                await transaction._leave(cls)
        finally:
            await connection._close()

    def __await__(self):
        raise TypeError("object _AsyncGeneratorContextManager can't be used in 'await' expression")


class AsyncTransaction:
    __slots__ = ("connection", "sync_transaction", "nested")

    def __init__(self, connection, nested=False, sync_transaction=None):
        self.connection = connection
        self.nested = nested
        self.sync_transaction = sync_transaction

    async def start(self, is_ctxmanager=False):
        sync = self.connection._proxied
        self.sync_transaction = await sync._begin_nested() if self.nested else sync._begin()
        return self

    def __await__(self):
        return self.start().__await__()

    async def __aenter__(self):
        return await self.start()

    async def __aexit__(self, cls, error, traceback):
        await self.sync_transaction._leave(cls)

    @property
    def _proxied(self):
        if self.sync_transaction is None:
            raise AsyncContextNotStarted("AsyncTransaction context has not been started and object has not been awaited.")
        return self.sync_transaction

    @property
    def is_valid(self):
        return self._proxied.is_valid

    @property
    def is_active(self):
        return self._proxied.is_active

    async def commit(self):
        await self._proxied._commit()

    async def rollback(self):
        await self._proxied._rollback()

    async def close(self):
        await self._proxied._close()


AsyncConnection.execute.__qualname__ = "AsyncConnection.execute"
Connection._execute.__qualname__ = "Connection.execute"
