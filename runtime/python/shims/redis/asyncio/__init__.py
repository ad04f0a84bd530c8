"""Stand-in for redis.asyncio 8.1: the client talks to the world's cache, whatever host its URL names."""

from redis.asyncio.client import Redis, StrictRedis
from redis.asyncio.connection import BlockingConnectionPool, Connection, ConnectionPool, SSLConnection, UnixDomainSocketConnection
from redis.asyncio.utils import from_url
from redis.exceptions import (
    AuthenticationError,
    AuthenticationWrongNumberOfArgsError,
    BusyLoadingError,
    ChildDeadlockedError,
    ConnectionError,
    DataError,
    InvalidResponse,
    OutOfMemoryError,
    PubSubError,
    ReadOnlyError,
    RedisError,
    ResponseError,
    TimeoutError,
    WatchError,
)

from surge import kernel


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    kernel.not_simulated(f"redis.asyncio.{name}", "Redis, from_url, ConnectionPool, BlockingConnectionPool, lock, retry, client, connection")
