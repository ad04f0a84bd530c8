"""anyio on asyncio: what services use of it beside FastAPI. Other names refuse."""

import asyncio

from anyio import from_thread, to_thread
from anyio._limiter import CapacityLimiter, WouldBlock
from anyio._scopes import CancelScope, TaskGroup, create_task_group, fail_after, get_cancelled_exc_class, move_on_after
from surge import kernel

__all__ = (
    "CancelScope", "CapacityLimiter", "Event", "Lock", "Semaphore", "TaskGroup", "WouldBlock", "create_task_group", "current_time", "fail_after",
    "from_thread", "get_cancelled_exc_class", "move_on_after", "sleep", "sleep_forever", "to_thread",
)  # fmt: skip

Event = asyncio.Event
Lock = asyncio.Lock
Semaphore = asyncio.Semaphore
sleep = asyncio.sleep


async def sleep_forever():
    await asyncio.get_running_loop().create_future()


def current_time():
    return asyncio.get_running_loop().time()


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    kernel.not_simulated(f"anyio.{name}", ", ".join(__all__))
