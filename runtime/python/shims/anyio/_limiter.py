"""CapacityLimiter: tokens of virtual threads."""

import asyncio
import math

from surge import kernel
from surge.jobs import Limiter


class _Tokens(Limiter):
    """Tokens that coroutines borrow too: `async with limiter`."""

    __slots__ = ()

    def _start(self, job):
        if not isinstance(job, _Borrower):
            super()._start(job)
        elif job.granted.done():
            # Cancelled meanwhile: the token goes to the next.
            self.give_back()
        else:
            job.granted.set_result(None)

    def give_back(self):
        if self.waiting and self.free >= 0:
            self._start(self.waiting.popleft())
        else:
            self.free += 1


class _Borrower:
    """A coroutine that has a token or waits for one. asked, queue and line are those of a job in a thread."""

    __slots__ = ("granted", "asked", "queue", "line", "since")

    def __init__(self):
        self.granted = asyncio.get_running_loop().create_future()
        self.asked = self.since = kernel.now_ns()
        self.queue = 0
        self.line = kernel.user_line()


class WouldBlock(Exception):
    """acquire_nowait() found no token."""


class CapacityLimiter:
    """Limits how many functions run in threads at a time, to_thread.run_sync(..., limiter=...), or coroutines, async with limiter."""

    def __init__(self, total_tokens):
        self._total = _checked(total_tokens)
        self._made = None
        self._borrowers = {}

    @property
    def _limiter(self):
        # A limiter may be made at import; its resource is declared when it is first used.
        if self._made is None:
            limiters = kernel.worker.limiters
            number = limiters["CapacityLimiter"] = limiters.get("CapacityLimiter", 0) + 1
            name = "CapacityLimiter" if number == 1 else f"CapacityLimiter {number}"
            self._made = _Tokens(name, self._total)
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

    async def acquire(self):
        await self.acquire_on_behalf_of(asyncio.current_task())

    async def acquire_on_behalf_of(self, borrower):
        self._check(borrower)
        tokens, own = self._limiter, _Borrower()
        self._borrowers[borrower] = own
        tokens.submit(own)
        try:
            await own.granted
        except asyncio.CancelledError:
            del self._borrowers[borrower]
            if own in tokens.waiting:
                tokens.waiting.remove(own)
            elif not own.granted.cancelled():
                tokens.give_back()
            raise
        own.since = kernel.now_ns()
        tokens.resource.waited(own.since - own.asked, own.queue, own.line)

    def acquire_nowait(self):
        self._check(asyncio.current_task())
        tokens = self._limiter
        if tokens.free <= 0:
            raise WouldBlock
        tokens.free -= 1
        self._borrowers[asyncio.current_task()] = _Borrower()

    def release(self):
        self.release_on_behalf_of(asyncio.current_task())

    def release_on_behalf_of(self, borrower):
        own = self._borrowers.pop(borrower, None)
        if own is None:
            raise RuntimeError("this borrower isn't holding any of this CapacityLimiter's tokens")
        self._limiter.resource.held(kernel.now_ns() - own.since)
        self._limiter.give_back()

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, *error):
        self.release()

    def _check(self, borrower):
        if not isinstance(self._limiter, _Tokens):
            kernel.refuse("borrowing a token of AnyIO's default limiter", "a CapacityLimiter of its own bounds what coroutines do")
        if borrower in self._borrowers:
            raise RuntimeError("this borrower is already holding one of this CapacityLimiter's tokens")

    def __getattr__(self, name):
        kernel.not_simulated(f"CapacityLimiter.{name}", "async with limiter, acquire, acquire_nowait, release, total_tokens, borrowed_tokens, available_tokens, to_thread.run_sync(func, limiter=limiter)")


class DefaultLimiter(CapacityLimiter):
    """The one of `def` routes: AnyIO's 40 tokens."""

    def __init__(self):
        self._made = kernel.threads()
        self._borrowers = {}
        self._total = self._made.tokens


def _checked(value):
    if not isinstance(value, int) and value is not math.inf:
        raise TypeError("total_tokens must be an int or math.inf")
    if value < 1:
        raise ValueError("total_tokens must be >= 1")
    return value
