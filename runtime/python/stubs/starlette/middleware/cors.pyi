from collections.abc import Sequence
from typing import Any

class CORSMiddleware:
    """Does nothing here: the simulated clients are no browsers."""
    def __init__(
        self, app: Any, allow_origins: Sequence[str] = (), allow_methods: Sequence[str] = ("GET",), allow_headers: Sequence[str] = (),
        allow_credentials: bool = False, allow_origin_regex: str | None = None, expose_headers: Sequence[str] = (), max_age: int = 600,
    ) -> None: ...
