from collections.abc import Generator
from types import TracebackType
from typing import Any

from . import Connection, Pool as Pool, create_pool as create_pool

class PoolConnectionProxy(Connection):
    """A connection that is lent: it goes back to the pool when the block ends."""

class PoolAcquireContext:
    def __await__(self) -> Generator[Any, None, PoolConnectionProxy]: ...
    async def __aenter__(self) -> PoolConnectionProxy: ...
    async def __aexit__(
        self, exc_type: type[BaseException] | None = None, exc_value: BaseException | None = None, traceback: TracebackType | None = None
    ) -> None: ...
