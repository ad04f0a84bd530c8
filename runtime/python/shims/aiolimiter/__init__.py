"""aiolimiter: a rate limiter for coroutines, a leaky bucket."""

import asyncio
from contextlib import AbstractAsyncContextManager

from surge import kernel

__version__ = "1.2.1"
__all__ = ("AsyncLimiter",)


class AsyncLimiter(AbstractAsyncContextManager):
    """At most max_rate units in time_period seconds; bursts up to max_rate are let through at once."""

    def __init__(self, max_rate, time_period=60):
        if time_period <= 0:
            raise ValueError("time_period must be greater than zero")
        self.max_rate = max_rate
        self.time_period = time_period
        self._rate_per_sec = max_rate / time_period
        self._level = 0.0
        self._last_check = 0.0
        # Who waits longest goes first.
        self._turn = asyncio.Lock()

    def _leak(self):
        now = asyncio.get_running_loop().time()
        self._level = max(0.0, self._level - (now - self._last_check) * self._rate_per_sec)
        self._last_check = now

    def has_capacity(self, amount=1):
        self._leak()
        return self._level + amount <= self.max_rate

    async def acquire(self, amount=1):
        if amount > self.max_rate:
            raise ValueError("Can't acquire more than the maximum capacity")
        asked = kernel.now_ns()
        if kernel.lifts("semaphore", "AsyncLimiter"):
            return
        async with self._turn:
            while not self.has_capacity(amount):
                # A little more than the arithmetic says, or rounding would ask once more.
                await asyncio.sleep((self._level + amount - self.max_rate) / self._rate_per_sec + 1e-9)
            self._level += amount
        resource = kernel.resource("semaphore", "AsyncLimiter", 1)
        resource.waited(kernel.now_ns() - asked, line=kernel.user_line())
        # Each unit takes its share of the period, as if it were served for so long.
        resource.held(round(amount / self._rate_per_sec * 1e9))

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, exc_type, exc, tb):
        return None

    def __repr__(self):
        return f"AsyncLimiter(max_rate={self.max_rate}, time_period={self.time_period})"
