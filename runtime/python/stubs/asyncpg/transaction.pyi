from types import TracebackType
from typing import Self

class Transaction:
    async def start(self) -> None:
        """BEGIN, or SAVEPOINT inside a transaction."""
    async def commit(self) -> None:
        """COMMIT, or RELEASE of the savepoint."""
    async def rollback(self) -> None:
        """ROLLBACK, to the savepoint inside a transaction."""
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, extype: type[BaseException] | None, ex: BaseException | None, tb: TracebackType | None
    ) -> None: ...
