from collections.abc import Iterator
from typing import Any

class Middleware:
    """A middleware class and its arguments: `FastAPI(middleware=[Middleware(...)])`."""
    def __init__(self, cls: type[Any], *args: Any, **kwargs: Any) -> None: ...
    cls: type[Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    def __iter__(self) -> Iterator[Any]: ...
