"""Stand-in for redis 8.1: clients talk to the world's cache, whatever host their URL names.

exceptions, backoff, retry and lock are redis-py's own files (runtime/python/vendor).
"""

from redis import asyncio
from redis.backoff import default_backoff
from redis.client import Redis, StrictRedis
from redis.connection import BlockingConnectionPool, Connection, ConnectionPool
from redis.exceptions import (
    AuthenticationError,
    AuthenticationWrongNumberOfArgsError,
    BusyLoadingError,
    ChildDeadlockedError,
    ConnectionError,
    CrossSlotTransactionError,
    DataError,
    InvalidPipelineStack,
    InvalidResponse,
    MaxConnectionsError,
    OutOfMemoryError,
    PubSubError,
    ReadOnlyError,
    RedisClusterException,
    RedisError,
    ResponseError,
    TimeoutError,
    WatchError,
)
from redis.utils import from_url

from surge import kernel

__version__ = "8.1.0"
VERSION = (8, 1, 0)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    kernel.not_simulated(f"redis.{name}", "Redis, from_url, ConnectionPool, BlockingConnectionPool, asyncio, exceptions, lock, retry, backoff")
