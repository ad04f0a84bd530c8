from collections.abc import Iterable, Mapping, Sequence
from .sql import Composable
from typing import Any

from .extensions import cursor

class DictCursor(cursor): ...
class RealDictCursor(cursor): ...
class NamedTupleCursor(cursor): ...

class Json:
    def __init__(self, adapted: Any, dumps: Any | None = None) -> None: ...

def execute_values(
    cur: cursor, sql: str | Composable, argslist: Iterable[Sequence[Any] | Mapping[str, Any]], template: str | None = None, page_size: int = 100,
    fetch: bool = False,
) -> Any:
    """INSERT of many rows in few statements."""
def execute_batch(cur: cursor, sql: str | Composable, argslist: Iterable[Sequence[Any] | Mapping[str, Any]], page_size: int = 100) -> None: ...
