from typing import Any

class GZipMiddleware:
    """Does nothing here: bytes on the wire take no time."""
    def __init__(self, app: Any, minimum_size: int = 500, compresslevel: int = 9) -> None: ...
