"""Stand-in for psycopg_pool 3.2."""

from surge import kernel as _kernel

from ._base import PoolClosed, PoolTimeout, TooManyRequests
from ._pool import ConnectionPool, NullConnectionPool
from ._pool_async import AsyncConnectionPool, AsyncNullConnectionPool

__version__ = "3.2.7"
__all__ = (
    "AsyncConnectionPool", "AsyncNullConnectionPool", "ConnectionPool", "NullConnectionPool", "PoolClosed", "PoolTimeout",
    "TooManyRequests",
)  # fmt: skip


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'psycopg_pool' has no attribute {name!r}")
    _kernel.not_simulated(f"psycopg_pool.{name}", ", ".join(__all__))
