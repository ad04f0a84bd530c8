from typing import Any

from .client import Redis

def from_url(url: str, *, decode_responses: bool = False, max_connections: int | None = None, **kwargs: Any) -> Redis:
    """A client for a URL like redis://cache.test:6379/0."""
