from collections.abc import AsyncIterator, Generator
from typing import Any

from . import Record

class CursorFactory:
    def __aiter__(self) -> CursorIterator: ...
    def __await__(self) -> Generator[Any, None, Cursor]: ...

class CursorIterator:
    def __aiter__(self) -> CursorIterator: ...
    async def __anext__(self) -> Record: ...

class Cursor:
    async def fetch(self, n: int, *, timeout: float | None = None) -> list[Record]:
        """The next n rows."""
    async def fetchrow(self, *, timeout: float | None = None) -> Record | Any:
        """The next row, or None."""
    async def forward(self, n: int, *, timeout: float | None = None) -> int:
        """Skips n rows."""
