from datetime import timedelta
from typing import Any

type _Seconds = float | timedelta

class wait_base:
    def __call__(self, retry_state: Any) -> float: ...
    def __add__(self, other: wait_base) -> wait_combine: ...

class wait_none(wait_base):
    def __init__(self) -> None: ...

class wait_fixed(wait_base):
    """Waits the same time after each attempt."""
    def __init__(self, wait: _Seconds) -> None: ...

class wait_random(wait_base):
    def __init__(self, min: _Seconds = 0, max: _Seconds = 1) -> None: ...

class wait_combine(wait_base):
    def __init__(self, *strategies: wait_base) -> None: ...

class wait_chain(wait_base):
    def __init__(self, *strategies: wait_base) -> None: ...

class wait_incrementing(wait_base):
    def __init__(self, start: _Seconds = 0, increment: _Seconds = 100, max: _Seconds = ...) -> None: ...

class wait_exponential(wait_base):
    """Waits multiplier * exp_base ** attempt seconds, between min and max."""
    def __init__(self, multiplier: float = 1, max: _Seconds = ..., exp_base: float = 2, min: _Seconds = 0) -> None: ...

class wait_random_exponential(wait_exponential):
    """Waits a random time up to an exponential limit, so that clients do not come back together."""

class wait_exponential_jitter(wait_base):
    def __init__(self, initial: float = 1, max: float = ..., exp_base: float = 2, jitter: float = 1) -> None: ...
