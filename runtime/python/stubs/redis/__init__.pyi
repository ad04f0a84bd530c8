# redis-py 6 (MIT): the signatures of what the stand-in simulates.
from . import asyncio as asyncio, exceptions as exceptions
from .client import Redis as Redis, StrictRedis as StrictRedis
from .connection import BlockingConnectionPool as BlockingConnectionPool, ConnectionPool as ConnectionPool
from .utils import from_url as from_url
from .exceptions import (
    AuthenticationError as AuthenticationError, BusyLoadingError as BusyLoadingError, ConnectionError as ConnectionError,
    DataError as DataError, InvalidResponse as InvalidResponse, PubSubError as PubSubError, ReadOnlyError as ReadOnlyError,
    RedisError as RedisError, ResponseError as ResponseError, TimeoutError as TimeoutError, WatchError as WatchError,
)

__version__: str
