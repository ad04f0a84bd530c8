"""Task groups and cancel scopes of anyio, on asyncio.TaskGroup and asyncio.timeout."""

import asyncio
import math


class CancelScope:
    """What `with move_on_after(...) as scope` gives. cancelled_caught: it struck."""

    def __init__(self, strike):
        self.cancel = strike
        self.cancelled_caught = False
        self.cancel_called = False


class _Deadline:
    """with fail_after(...), with move_on_after(...): they are plain context managers in anyio."""

    def __init__(self, delay, raises):
        self._delay = delay
        self._raises = raises
        self._scope = CancelScope(self._strike)
        self._handle = None

    def __enter__(self):
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._cancelling = self._task.cancelling()
        if self._delay is not None and self._delay != math.inf:
            self._handle = loop.call_later(max(0, self._delay), self._strike)
        return self._scope

    def _strike(self):
        if not self._scope.cancel_called:
            self._scope.cancel_called = True
            self._task.cancel()

    def __exit__(self, kind, error, traceback):
        if self._handle is not None:
            self._handle.cancel()
        if not self._scope.cancel_called:
            return False
        if self._task.uncancel() <= self._cancelling and kind is not None and issubclass(kind, asyncio.CancelledError):
            self._scope.cancelled_caught = True
            if self._raises:
                raise TimeoutError from error
            return True
        return False


def fail_after(delay, shield=False):
    return _Deadline(delay, True)


def move_on_after(delay, shield=False):
    return _Deadline(delay, False)


def get_cancelled_exc_class():
    return asyncio.CancelledError


class TaskGroup:
    def __init__(self):
        self._group = asyncio.TaskGroup()

    async def __aenter__(self):
        await self._group.__aenter__()
        return self

    async def __aexit__(self, kind, error, traceback):
        return await self._group.__aexit__(kind, error, traceback)

    def start_soon(self, func, *args, name=None):
        self._group.create_task(func(*args), name=name)


def create_task_group():
    return TaskGroup()
