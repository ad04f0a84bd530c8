"""Stand-in for asyncpg 0.31: its API and behaviour, against the simulated database."""

from surge import kernel as _kernel

from . import exceptions
from .connection import Connection, connect
from .exceptions import *  # noqa: F403
from .pool import Pool, create_pool
from .protocol import Record
from .types import *  # noqa: F403

__version__ = "0.31.0"
__all__ = ("connect", "create_pool", "Pool", "Record", "Connection", *exceptions.__all__)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'asyncpg' has no attribute {name!r}")
    _kernel.not_simulated(f"asyncpg.{name}", "connect, create_pool, Connection, Pool, Record, exceptions")
