# asyncpg 0.31.0 (Apache-2.0): the signatures of what the stand-in simulates.
from collections.abc import AsyncIterable, Awaitable, Callable, Generator, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Literal, NamedTuple

from . import exceptions as exceptions
from .cursor import CursorFactory
from .exceptions import *
from .pool import PoolAcquireContext
from .prepared_stmt import PreparedStatement
from .transaction import Transaction

__version__: str

# A type checker shall not ask for a test for None each time: programs know when a row is there.
type _MaybeNone = Any

type _Isolation = Literal["read_committed", "read_uncommitted", "serializable", "repeatable_read"]

class Record:
    """A row: `row["name"]`, `row[0]`, `dict(row)`."""
    def get(self, key: str, default: Any = None) -> Any:
        """The column's value, or the default if there is no such column."""
    def keys(self) -> Iterator[str]: ...
    def values(self) -> Iterator[Any]: ...
    def items(self) -> Iterator[tuple[str, Any]]: ...
    def __getitem__(self, key: str | int | slice) -> Any: ...
    def __contains__(self, key: object) -> bool: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __len__(self) -> int: ...
    def __lt__(self, other: Any) -> bool: ...
    def __le__(self, other: Any) -> bool: ...
    def __gt__(self, other: Any) -> bool: ...
    def __ge__(self, other: Any) -> bool: ...

class Type(NamedTuple):
    oid: int
    name: str
    kind: str
    schema: str

class Attribute(NamedTuple):
    name: str
    type: Type

class ServerVersion(NamedTuple):
    major: int
    minor: int
    micro: int
    releaselevel: str
    serial: int

class Connection:
    """A session of the database. One statement at a time."""
    async def fetch(self, query: str, *args: Any, timeout: float | None = None, record_class: type[Record] | None = None) -> list[Record]:
        """Runs a query and returns all rows."""
    async def fetchrow(
        self, query: str, *args: Any, timeout: float | None = None, record_class: type[Record] | None = None
    ) -> Record | _MaybeNone:
        """Runs a query and returns the first row, or None."""
    async def fetchval(self, query: str, *args: Any, column: int = 0, timeout: float | None = None) -> Any:
        """Runs a query and returns one column of the first row, or None."""
    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> str:
        """Runs a statement (several without arguments) and returns its status, like `UPDATE 1`."""
    async def executemany(self, command: str, args: Iterable[Sequence[Any]], *, timeout: float | None = None) -> None:
        """Runs a statement for each sequence of arguments, all or nothing."""
    async def fetchmany(
        self, query: str, args: Iterable[Sequence[Any]], *, timeout: float | None = None, record_class: type[Record] | None = None
    ) -> list[Record]:
        """Runs a query for each sequence of arguments and returns all rows."""
    async def copy_records_to_table(
        self, table_name: str, *, records: Iterable[Sequence[Any]] | AsyncIterable[Sequence[Any]], columns: Sequence[str] | None = None,
        schema_name: str | None = None, timeout: float | None = None,
    ) -> str:
        """Writes many rows by COPY, the fastest way."""
    def transaction(
        self, *, isolation: _Isolation | None = None, readonly: bool = False, deferrable: bool = False
    ) -> Transaction:
        """A transaction, or a savepoint inside one: `async with connection.transaction():`."""
    def is_in_transaction(self) -> bool: ...
    def cursor(
        self, query: str, *args: Any, prefetch: int | None = None, timeout: float | None = None, record_class: type[Record] | None = None
    ) -> CursorFactory:
        """Reads a result in portions, inside a transaction: `async for row in connection.cursor(...)`."""
    async def prepare(
        self, query: str, *, name: str | None = None, timeout: float | None = None, record_class: type[Record] | None = None
    ) -> PreparedStatement:
        """Prepares a statement for many runs."""
    async def set_type_codec(
        self, typename: str, *, schema: str = "public", encoder: Callable[[Any], Any], decoder: Callable[[Any], Any],
        format: Literal["text", "binary"] = "text",
    ) -> None:
        """How values of a type are written and read, for example `json` by `json.dumps` and `json.loads`."""
    async def reset_type_codec(self, typename: str, *, schema: str = "public") -> None: ...
    async def set_builtin_type_codec(self, typename: str, *, schema: str = "public", codec_name: str, format: str | None = None) -> None: ...
    async def reload_schema_state(self) -> None: ...
    def is_closed(self) -> bool: ...
    async def close(self, *, timeout: float | None = None) -> None:
        """Ends the session."""
    def terminate(self) -> None: ...
    async def reset(self, *, timeout: float | None = None) -> None: ...
    def get_reset_query(self) -> str: ...
    def get_server_pid(self) -> int: ...
    def get_server_version(self) -> ServerVersion: ...
    def get_settings(self) -> Any: ...
    def add_termination_listener(self, callback: Callable[[Connection], Any]) -> None: ...
    def remove_termination_listener(self, callback: Callable[[Connection], Any]) -> None: ...
    def add_query_logger(self, callback: Callable[[Any], Any]) -> None: ...
    def remove_query_logger(self, callback: Callable[[Any], Any]) -> None: ...
    def query_logger(self, callback: Callable[[Any], Any]) -> Any: ...

class Pool:
    """Connections that are lent: `async with pool.acquire() as connection:`."""
    async def fetch(self, query: str, *args: Any, timeout: float | None = None, record_class: type[Record] | None = None) -> list[Record]:
        """Takes a connection, runs a query and returns all rows."""
    async def fetchrow(
        self, query: str, *args: Any, timeout: float | None = None, record_class: type[Record] | None = None
    ) -> Record | _MaybeNone:
        """Takes a connection, runs a query and returns the first row, or None."""
    async def fetchval(self, query: str, *args: Any, column: int = 0, timeout: float | None = None) -> Any:
        """Takes a connection, runs a query and returns one column of the first row, or None."""
    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> str:
        """Takes a connection, runs a statement and returns its status."""
    async def executemany(self, command: str, args: Iterable[Sequence[Any]], *, timeout: float | None = None) -> None:
        """Takes a connection and runs a statement for each sequence of arguments."""
    async def fetchmany(
        self, query: str, args: Iterable[Sequence[Any]], *, timeout: float | None = None, record_class: type[Record] | None = None
    ) -> list[Record]: ...
    async def copy_records_to_table(
        self, table_name: str, *, records: Iterable[Sequence[Any]] | AsyncIterable[Sequence[Any]], columns: Sequence[str] | None = None,
        schema_name: str | None = None, timeout: float | None = None,
    ) -> str:
        """Writes many rows by COPY, the fastest way."""
    def acquire(self, *, timeout: float | None = None) -> PoolAcquireContext:
        """Takes a connection out of the pool, and waits for one if all are lent."""
    async def release(self, connection: Connection, *, timeout: float | None = None) -> None:
        """Gives a connection back."""
    async def close(self) -> None:
        """Waits until all connections are back, and closes them."""
    def terminate(self) -> None: ...
    async def expire_connections(self) -> None: ...
    def set_connect_args(self, dsn: str | None = None, **connect_kwargs: Any) -> None: ...
    def is_closing(self) -> bool: ...
    def get_size(self) -> int:
        """Connections that are open."""
    def get_min_size(self) -> int: ...
    def get_max_size(self) -> int: ...
    def get_idle_size(self) -> int:
        """Connections that are open and not lent."""
    def __await__(self) -> Generator[Any, None, Pool]: ...
    async def __aenter__(self) -> Pool: ...
    async def __aexit__(
        self, exc_type: type[BaseException] | None = None, exc_value: BaseException | None = None, traceback: TracebackType | None = None
    ) -> None: ...

async def connect(
    dsn: str | None = None, *, host: str | None = None, port: int | None = None, user: str | None = None, password: str | None = None,
    database: str | None = None, timeout: float = 60, statement_cache_size: int = 100, max_cached_statement_lifetime: int = 300,
    max_cacheable_statement_size: int = 15360, command_timeout: float | None = None, ssl: Any | None = None,
    connection_class: type[Connection] = ..., record_class: type[Record] = ..., server_settings: dict[str, str] | None = None,
) -> Connection:
    """Opens a connection of its own. Expensive: a service takes connections from a pool."""

def create_pool(
    dsn: str | None = None, *, min_size: int = 10, max_size: int = 10, max_queries: int = 50000,
    max_inactive_connection_lifetime: float = 300.0, setup: Callable[[Connection], Awaitable[Any]] | None = None,
    init: Callable[[Connection], Awaitable[Any]] | None = None, reset: Callable[[Connection], Awaitable[Any]] | None = None,
    connect: Callable[..., Awaitable[Connection]] | None = None, loop: Any | None = None, connection_class: type[Connection] = ...,
    record_class: type[Record] = ..., host: str | None = None, port: int | None = None, user: str | None = None, password: str | None = None,
    database: str | None = None, timeout: float = 60, command_timeout: float | None = None, statement_cache_size: int = 100,
    server_settings: dict[str, str] | None = None, ssl: Any | None = None,
) -> Pool:
    """A pool of at least `min_size` and at most `max_size` connections, of each worker. Await it, or use `async with`."""
