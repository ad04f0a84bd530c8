"""CapacityLimiter: tokens of virtual threads."""

import math

from surge import kernel
from surge.jobs import Limiter


class CapacityLimiter:
    """Limits how many functions run in threads at a time: to_thread.run_sync(..., limiter=...)."""

    def __init__(self, total_tokens):
        self._total = _checked(total_tokens)
        self._made = None

    @property
    def _limiter(self):
        # A limiter may be made at import; its resource is declared when it is first used.
        if self._made is None:
            limiters = kernel.worker.limiters
            number = limiters["CapacityLimiter"] = limiters.get("CapacityLimiter", 0) + 1
            name = "CapacityLimiter" if number == 1 else f"CapacityLimiter {number}"
            self._made = Limiter(name, self._total)
        return self._made

    @property
    def total_tokens(self):
        return self._limiter.tokens

    @total_tokens.setter
    def total_tokens(self, value):
        self._total = _checked(value)
        self._limiter.resize(value)

    @property
    def borrowed_tokens(self):
        return self._limiter.tokens - self._limiter.free

    @property
    def available_tokens(self):
        return self._limiter.free

    def __getattr__(self, name):
        kernel.not_simulated(f"CapacityLimiter.{name}", "total_tokens, borrowed_tokens, available_tokens, to_thread.run_sync(func, limiter=limiter)")


class DefaultLimiter(CapacityLimiter):
    """The one of `def` routes: AnyIO's 40 tokens."""

    def __init__(self):
        self._made = kernel.threads()
        self._total = self._made.tokens


def _checked(value):
    if not isinstance(value, int) and value is not math.inf:
        raise TypeError("total_tokens must be an int or math.inf")
    if value < 1:
        raise ValueError("total_tokens must be >= 1")
    return value
