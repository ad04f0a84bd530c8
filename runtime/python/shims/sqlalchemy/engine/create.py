"""create_engine and its asyncio sibling."""

from _postgres_options import with_options
from asyncpg.connection import make_dsn
from surge import kernel
from surge.kernel import user_line

from .. import exc
from . import pool as pools
from .base import Engine, _level
from .driver import AsyncDriver, BlockingDriver
from .url import make_url

_POOL = {"pool_size": "pool_size", "max_overflow": "max_overflow", "pool_timeout": "timeout", "pool_recycle": "recycle",
         "pool_pre_ping": "pre_ping", "pool_use_lifo": "use_lifo", "pool_reset_on_return": "reset_on_return"}  # fmt: skip
_IGNORED = {
    "future", "query_cache_size", "logging_name", "pool_logging_name", "echo_pool", "json_serializer", "json_deserializer",
    "use_insertmanyvalues", "insertmanyvalues_page_size", "enable_from_linting", "label_length", "max_identifier_length", "paramstyle",
    "plugins", "encoding", "convert_unicode", "prepared_statement_cache_size", "use_native_hstore", "executemany_mode",
    "executemany_batch_page_size", "client_encoding", "implicit_returning", "skip_autocommit_rollback", "module",
}  # fmt: skip
_ASYNC_ARGS = {"timeout", "command_timeout", "server_settings"}


def make_engine(url, is_async, options):
    url = make_url(url)
    backend = url.get_backend_name()
    if backend in ("postgres",):
        raise exc.NoSuchModuleError("Can't load plugin: sqlalchemy.dialects:postgres")
    if backend != "postgresql":
        kernel.not_simulated(f"sqlalchemy: {url.drivername}", "postgresql+asyncpg://, postgresql://, postgresql+psycopg2://, postgresql+psycopg://")
    driver = url.drivername.partition("+")[2] or "psycopg2"
    if driver not in ("asyncpg", "psycopg2", "psycopg", "psycopg_async"):
        kernel.not_simulated(f"sqlalchemy: {url.drivername}", "postgresql+asyncpg://, postgresql://, postgresql+psycopg2://, postgresql+psycopg://")
    asynchronous = driver == "asyncpg" or is_async and driver in ("psycopg", "psycopg_async")
    if is_async and not asynchronous:
        raise exc.InvalidRequestError(
            f"The asyncio extension requires an async driver to be used. The loaded {driver!r} is not async."
        )
    line = user_line()
    pool_options = {_POOL[key]: options.pop(key) for key in list(options) if key in _POOL}
    given = options.pop("poolclass", None)
    ready = options.pop("pool", None)
    settings = {}
    for key in ("echo", "execution_options", "isolation_level", "hide_parameters"):
        if key in options:
            settings[key] = options.pop(key)
    if settings.get("isolation_level") is not None:
        settings["isolation_level"] = _level(settings["isolation_level"])
    if settings.get("isolation_level") is None:
        settings.pop("isolation_level", None)
    connect_args = dict(options.pop("connect_args", None) or {})
    creator = options.pop("async_creator", None)
    if options.pop("creator", None) is not None:
        kernel.not_simulated("sqlalchemy: create_engine(creator=...)", "a URL; async_creator for create_async_engine")
    unknown = [key for key in options if key not in _IGNORED]
    if unknown:
        dialect = "PGDialect_asyncpg" if asynchronous else "PGDialect_psycopg2"
        pool_name = (given or (pools.AsyncAdaptedQueuePool if asynchronous else pools.QueuePool)).__name__
        raise TypeError(
            f"Invalid argument(s) {','.join(repr(key) for key in unknown)} sent to create_engine(), using configuration"
            f" {dialect}/{pool_name}/Engine.  Please check that the keyword arguments are appropriate for this combination of components."
        )
    if given is pools.QueuePool and asynchronous:
        raise exc.ArgumentError("Pool class QueuePool cannot be used with asyncio engine", code="pcls")
    cls = given or (pools.AsyncAdaptedQueuePool if asynchronous else pools.QueuePool)
    if cls is pools.NullPool or cls is pools.StaticPool:
        wrong = [key for key in pool_options if key in ("pool_size", "max_overflow", "timeout", "use_lifo")]
        if wrong:
            names = {value: key for key, value in _POOL.items()}
            raise TypeError(
                f"Invalid argument(s) {','.join(repr(names[key]) for key in wrong)} sent to create_engine(), using configuration"
                f" {'PGDialect_asyncpg' if asynchronous else 'PGDialect_psycopg2'}/{cls.__name__}/Engine.  Please check that the keyword"
                " arguments are appropriate for this combination of components."
            )
    pool = ready if ready is not None else cls(None, **pool_options, line=line)
    dsn = connect_args.pop("dsn", None) or make_dsn(None, url.host, url.port, url.username, url.password, url.database)
    if driver != "asyncpg":
        dsn = with_options(dsn, {**url.query, **connect_args})
    from ..dialects.postgresql.base import PGDialect, PGDialect_asyncpg

    return Engine(
        url, AsyncDriver if asynchronous else BlockingDriver, pool, PGDialect_asyncpg() if asynchronous else PGDialect(),
        dsn=dsn, driver_args={key: value for key, value in connect_args.items() if key in _ASYNC_ARGS} if asynchronous else {},
        async_creator=creator, psycopg3=driver.startswith("psycopg") and driver != "psycopg2", **settings,
    )  # fmt: skip


def create_engine(url, **kwargs):
    """A synchronous engine: every call blocks, the event loop too when it is made there."""
    engine = make_engine(url, False, kwargs)
    return engine


def engine_from_config(configuration, prefix="sqlalchemy.", **kwargs):
    options = {key[len(prefix):]: value for key, value in configuration.items() if key.startswith(prefix)}
    options.update(kwargs)
    return create_engine(options.pop("url"), **options)


def create_mock_engine(*args, **kwargs):
    kernel.not_simulated("sqlalchemy.create_mock_engine", "create_engine, create_async_engine")
