# aiolimiter 1.2 (MIT): the signatures of what the stand-in simulates.
from contextlib import AbstractAsyncContextManager

__version__: str

class AsyncLimiter(AbstractAsyncContextManager[None]):
    """At most max_rate units in time_period seconds: `async with limiter:`."""
    max_rate: float
    time_period: float
    def __init__(self, max_rate: float, time_period: float = 60) -> None: ...
    def has_capacity(self, amount: float = 1) -> bool: ...
    async def acquire(self, amount: float = 1) -> None:
        """Waits until there is room for the amount."""
    async def __aenter__(self) -> None: ...
    async def __aexit__(self, exc_type: object, exc: object, tb: object) -> None: ...
