from collections.abc import Mapping
from typing import Any

class HTTPException(Exception):
    """Ends the request with a status: `raise HTTPException(404, "no such order")`."""
    def __init__(self, status_code: int, detail: Any = None, headers: Mapping[str, str] | None = None) -> None: ...
    status_code: int
    detail: Any
    headers: Mapping[str, str] | None

class WebSocketException(Exception): ...
