"""Functions in AnyIO's worker threads."""

from anyio._limiter import DefaultLimiter
from surge import kernel


async def run_sync(func, *args, abandon_on_cancel=False, cancellable=None, limiter=None):
    pool = kernel.threads() if limiter is None else limiter._limiter
    return await kernel.run_in_thread(pool, func, args)


def current_default_thread_limiter():
    state = kernel.state()
    found = state.get("anyio limiter")
    if found is None:
        found = state["anyio limiter"] = DefaultLimiter()
    return found
