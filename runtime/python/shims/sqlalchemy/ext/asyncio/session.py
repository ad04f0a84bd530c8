"""AsyncSession and its factory."""

from surge import kernel
from surge.kernel import user_line

from ... import exc
from ...orm.loading import lazy_load
from ...orm.mapper import state_of
from ...orm.session import Session, _lock, _mapper, object_session, sessionmaker
from .engine import AsyncConnection, AsyncEngine, bridged
from .result import AsyncResult
from .shield import closing


class AsyncSession:
    """A Session whose work is awaited."""

    sync_session_class = Session
    _is_asyncio = True

    def __init__(self, bind=None, *, binds=None, sync_session_class=None, **kw):
        if bind is not None and not isinstance(bind, (AsyncEngine, AsyncConnection)):
            raise exc.ArgumentError(f"AsyncEngine expected, got {bind}") if hasattr(bind, "dialect") else exc.ArgumentError(f"expected AsyncEngine or AsyncConnection, got {bind!r}")
        self.bind = bind
        self.binds = binds
        self.sync_session = (sync_session_class or self.sync_session_class)(bind=bind, binds=binds, **kw)

    async def execute(self, statement, params=None, *, execution_options=None, bind_arguments=None, **kw):
        return await self.sync_session._execute(statement, params, execution_options)

    async def scalar(self, statement, params=None, *, execution_options=None, bind_arguments=None, **kw):
        return (await self.sync_session._execute(statement, params, execution_options)).scalar()

    async def scalars(self, statement, params=None, *, execution_options=None, bind_arguments=None, **kw):
        return (await self.sync_session._execute(statement, params, execution_options)).scalars()

    async def stream(self, statement, params=None, *, execution_options=None, bind_arguments=None, **kw):
        return AsyncResult(await self.sync_session._execute(statement, params, execution_options))

    async def stream_scalars(self, statement, params=None, *, execution_options=None, bind_arguments=None, **kw):
        return (await self.stream(statement, params, execution_options=execution_options)).scalars()

    async def get(self, entity, ident, *, options=None, populate_existing=False, with_for_update=None, identity_token=None, execution_options=None):
        return await self.sync_session._get(_mapper(entity), ident, populate_existing, options or (), _lock(with_for_update))

    async def get_one(self, entity, ident, **kw):
        found = await self.get(entity, ident, **kw)
        if found is None:
            raise exc.NoResultFound("No row was found when one was required")
        return found

    async def flush(self, objects=None):
        await self.sync_session._flush()

    async def commit(self):
        await self.sync_session._commit()

    async def rollback(self):
        await self.sync_session._rollback()

    async def close(self):
        session = self.sync_session
        connection = session._connection
        busy = connection is not None and connection._driver is not None and connection._driver.started
        await closing(session._close(), busy)

    async def aclose(self):
        await self.close()

    async def reset(self):
        await self.close()

    async def invalidate(self):
        session = self.sync_session
        if session._connection is not None:
            session._connection._invalidate()
        await session._close()

    async def delete(self, instance):
        await self.sync_session._delete(instance)

    async def delete_all(self, instances):
        for instance in instances:
            await self.sync_session._delete(instance)

    async def refresh(self, instance, attribute_names=None, with_for_update=None):
        await self.sync_session._refresh(instance, attribute_names, with_for_update)

    async def merge(self, instance, *, load=True, options=None):
        return await self.sync_session._merge(instance, load)

    async def merge_all(self, instances, *, load=True, options=None):
        return [await self.sync_session._merge(instance, load) for instance in instances]

    async def connection(self, bind_arguments=None, execution_options=None, **kw):
        connection = await self.sync_session._get_connection(user_line())
        if execution_options:
            connection.execution_options(**execution_options)
        engine = self.bind if isinstance(self.bind, AsyncEngine) else self.bind.engine
        return AsyncConnection(engine, connection)

    async def run_sync(self, fn, *arg, **kw):
        """Runs a function with the plain session. Each statement in it blocks the worker, because a plain function cannot give way here."""
        return await bridged(fn, self.sync_session, arg, kw)

    def begin(self):
        return AsyncSessionTransaction(self, False)

    def begin_nested(self):
        return AsyncSessionTransaction(self, True)

    def get_bind(self, mapper=None, clause=None, bind=None, **kw):
        return self.sync_session.get_bind()

    def get_transaction(self):
        transaction = self.sync_session.get_transaction()
        return None if transaction is None else AsyncSessionTransaction(self, False, transaction)

    def get_nested_transaction(self):
        transaction = self.sync_session.get_nested_transaction()
        return None if transaction is None else AsyncSessionTransaction(self, True, transaction)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.close()

    @classmethod
    def object_session(cls, instance):
        return object_session(instance)

    def __contains__(self, instance):
        return instance in self.sync_session

    def __iter__(self):
        return iter(self.sync_session)


def _passed_on(name):
    def method(self, *args, **kwargs):
        return getattr(self.sync_session, name)(*args, **kwargs)

    method.__name__ = name
    return method


for _name in ("add", "add_all", "expire", "expire_all", "expunge", "expunge_all", "is_modified", "in_transaction", "in_nested_transaction"):
    setattr(AsyncSession, _name, _passed_on(_name))
for _name in ("new", "dirty", "deleted", "is_active", "no_autoflush", "identity_map", "info"):
    setattr(AsyncSession, _name, property(lambda self, name=_name: getattr(self.sync_session, name)))
AsyncSession.autoflush = property(
    lambda self: self.sync_session.autoflush, lambda self, value: setattr(self.sync_session, "autoflush", value)
)


class AsyncSessionTransaction:
    __slots__ = ("session", "sync_transaction", "nested")

    def __init__(self, session, nested=False, sync_transaction=None):
        self.session = session
        self.nested = nested
        self.sync_transaction = sync_transaction

    async def start(self, is_ctxmanager=False):
        session = self.session.sync_session
        self.sync_transaction = await session._begin_nested() if self.nested else session._begin()
        return self

    def __await__(self):
        return self.start().__await__()

    async def __aenter__(self):
        return await self.start()

    async def __aexit__(self, cls, error, traceback):
        await self.sync_transaction._leave(cls)

    @property
    def is_active(self):
        return self.sync_transaction is not None and self.sync_transaction.is_active

    async def commit(self):
        await self.sync_transaction._commit()

    async def rollback(self):
        await self.sync_transaction._rollback()


class async_sessionmaker(sessionmaker):
    """A factory of AsyncSession."""

    def __init__(self, bind=None, *, class_=AsyncSession, autoflush=True, expire_on_commit=True, info=None, **kw):
        sessionmaker.__init__(self, bind, class_=class_, autoflush=autoflush, expire_on_commit=expire_on_commit, info=info, **kw)

    def begin(self):
        return _AsyncSessionBegin(self())


class _AsyncSessionBegin:
    def __init__(self, session):
        self._session = session

    async def __aenter__(self):
        self._transaction = await self._session.begin()
        return self._session

    async def __aexit__(self, cls, error, traceback):
        try:
            await self._transaction.__aexit__(cls, error, traceback)
        finally:
            await self._session.close()


class async_scoped_session:
    """One AsyncSession for each scope, asyncio.current_task for example."""

    def __init__(self, session_factory, scopefunc):
        self.session_factory = session_factory
        self._scopefunc = scopefunc
        self._sessions = {}

    def __call__(self, **kw):
        scope = self._scopefunc()
        found = self._sessions.get(scope)
        if found is None:
            found = self._sessions[scope] = self.session_factory(**kw)
        return found

    registry = __call__

    async def remove(self):
        found = self._sessions.pop(self._scopefunc(), None)
        if found is not None:
            await found.close()

    def configure(self, **kw):
        self.session_factory.configure(**kw)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self(), name)

    async def __aenter__(self):
        return await self().__aenter__()

    async def __aexit__(self, *error):
        await self().__aexit__(*error)

    def __contains__(self, instance):
        return instance in self()


class AsyncAttrs:
    """A mixin: `await item.awaitable_attrs.tags` loads what is not loaded."""

    @property
    def awaitable_attrs(self):
        return _Awaitable(self)


class _Awaitable:
    def __init__(self, instance):
        self._instance = instance

    def __getattr__(self, name):
        return _load(self._instance, name)


async def _load(instance, name):
    state = state_of(instance)
    if name not in instance.__dict__ and state.session is not None and state.key is not None:
        prop = state.mapper.relationships.get(name)
        if prop is not None:
            await lazy_load(state.session, state, prop)
        elif name in state.mapper.attrs:
            await state.load_missing(name)
    return getattr(instance, name)


def async_object_session(instance):
    kernel.not_simulated("sqlalchemy.ext.asyncio.async_object_session", "the AsyncSession itself")


def async_session(session):
    kernel.not_simulated("sqlalchemy.ext.asyncio.async_session", "the AsyncSession itself")


async def close_all_sessions():
    kernel.not_simulated("sqlalchemy.ext.asyncio.close_all_sessions", "AsyncSession.close()")
