"""What the stand-ins share: waiting for an operation that must not be abandoned, deadlines, and names of resources.

Nothing here keeps state of a worker in module globals: every simulated worker is a process of its own.
"""

import gc
import types
from collections import deque

from surge import kernel

# A program that makes a pool per request would otherwise declare one resource per request.
MAX_RESOURCES_OF_A_KIND = 16


@types.coroutine
def wait_on(waiter):
    """Suspends the task on an object that acts as a future."""
    yield waiter


class Uncancellable:
    """Lets a task wait for an operation that goes on when the task is cancelled, as asyncio.shield does.

    shield needs a second future and two more callbacks of the loop. This object is what the task waits for instead, and
    can be used again. `adopt` is called with the operation's future when the task went away before it was done; `adopted` tells that.
    """

    __slots__ = ("_asyncio_future_blocking", "future", "_adopt", "_loop", "_wakeup", "_context", "adopted")

    def __init__(self, loop, adopt):
        self._loop = loop
        self._adopt = adopt
        self._asyncio_future_blocking = False
        self.adopted = False

    def wait(self, future):
        """To be awaited. The caller reads the future's result afterwards."""
        self.future = future
        self.adopted = False
        self._asyncio_future_blocking = True
        return wait_on(self)

    # What asyncio.Task asks of the thing that it waits for.

    def get_loop(self):
        return self._loop

    def add_done_callback(self, callback, *, context=None):
        self._wakeup = callback
        self._context = context
        self.future.add_done_callback(callback, context=context)

    def cancel(self, msg=None):
        future = self.future
        if self.adopted:
            return True
        if future.done():
            return False
        self.adopted = True
        future.remove_done_callback(self._wakeup)
        future.add_done_callback(self._adopt)
        cancelled = self._loop.create_future()
        cancelled.cancel(msg)
        self._loop.call_soon(self._wakeup, cancelled, context=self._context)
        return True


class Deadlines:
    """Time-outs of one length: the first to begin is the first to end, so one timer serves them all."""

    __slots__ = ("_loop", "_ns", "_waiting", "_timer")

    def __init__(self, loop, seconds):
        self._loop = loop
        self._ns = round(seconds * 1e9)
        self._waiting = deque()
        self._timer = None

    def watch(self, future, on_expiry):
        """Calls on_expiry(future) if the future is not done in time."""
        waiting = self._waiting
        while waiting and waiting[0][1].done():
            waiting.popleft()
        waiting.append((kernel.now_ns() + self._ns, future, on_expiry))
        if self._timer is None:
            self._arm()

    def _arm(self):
        delay_ns = self._waiting[0][0] - kernel.now_ns()
        self._timer = self._loop.call_later(delay_ns / 1e9, self._due)

    def _due(self):
        self._timer = None
        now = kernel.now_ns()
        waiting = self._waiting
        while waiting:
            due, future, on_expiry = waiting[0]
            # The loop rounds to whole nanoseconds; a timer is never early.
            if not future.done():
                if due > now:
                    self._arm()
                    return
                on_expiry(future)
            waiting.popleft()


class PoolNames:
    """Resources for pools: "asyncpg pool", "asyncpg pool 2", ...; a closed pool's name is used again at the same line."""

    def __init__(self, name):
        self._name = name
        self._count = 0
        self._released = {}
        self._last = None

    def take(self, line, servers):
        released = self._released.get((line, servers))
        if released:
            return released.pop()
        if self._count >= MAX_RESOURCES_OF_A_KIND:
            return self._last
        self._count += 1
        name = self._name if self._count == 1 else f"{self._name} {self._count}"
        self._last = kernel.resource("pool", name, servers)
        return self._last

    def give_back(self, line, servers, resource):
        released = self._released.setdefault((line, servers), [])
        if resource not in released:
            released.append(resource)


def worker_state(key, make):
    """The stand-in's own state in the current worker."""
    state = kernel.state()
    found = state.get(key)
    if found is None:
        found = state[key] = make()
    return found


class _Collector:
    """Whether the garbage collector runs: its timing is not reproducible, so nothing that it finds may tell the world."""

    running = False


def _note_collection(phase, info):
    _Collector.running = phase == "start"


gc.callbacks.append(_note_collection)


def forgotten(owner_state):
    """For __del__: whether an object of this worker was forgotten at a reproducible moment."""
    return not _Collector.running and kernel.worker is not None and kernel.state() is owner_state
