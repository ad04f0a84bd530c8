"""The end of an `async with`: it happens even when the task is cancelled meanwhile."""

import asyncio


async def closing(coroutine, must_wait):
    """SQLAlchemy closes in a task of its own, shielded. Without I/O to do, nothing could interrupt it anyway."""
    if must_wait:
        await asyncio.shield(asyncio.get_running_loop().create_task(coroutine))
    else:
        await coroutine
