# uvicorn 0.37 (BSD-3-Clause): the simulator is the server, so these do nothing but exist.
from typing import Any

def run(app: Any = None, *, host: str = "127.0.0.1", port: int = 8000, workers: int | None = None, **options: Any) -> None:
    """Starts nothing: the simulated workers serve `app`."""

class Config:
    def __init__(self, app: Any = None, *, host: str = "127.0.0.1", port: int = 8000, **options: Any) -> None: ...
    app: Any

class Server:
    def __init__(self, config: Config) -> None: ...
    config: Config
    def run(self, sockets: Any | None = None) -> None: ...
    async def serve(self, sockets: Any | None = None) -> None: ...
