from collections.abc import Callable
from typing import Any

class Json:
    """A value that is sent as json."""
    def __init__(self, obj: Any, dumps: Callable[[Any], str] | None = None) -> None: ...
    obj: Any

class Jsonb(Json):
    """A value that is sent as jsonb."""
