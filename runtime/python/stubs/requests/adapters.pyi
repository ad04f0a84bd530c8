from typing import Any

from .models import PreparedRequest, Response

class BaseAdapter:
    def send(
        self, request: PreparedRequest, stream: bool = False, timeout: Any | None = None, verify: bool | str = True, cert: Any | None = None,
        proxies: Any | None = None,
    ) -> Response: ...
    def close(self) -> None: ...

class HTTPAdapter(BaseAdapter):
    """A pool of connections for each host; `pool_block=True` makes callers wait for one."""
    def __init__(
        self, pool_connections: int = 10, pool_maxsize: int = 10, max_retries: Any = 0, pool_block: bool = False
    ) -> None: ...
    max_retries: Any
