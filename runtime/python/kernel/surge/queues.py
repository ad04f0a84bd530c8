"""asyncio.Queue between requests and a few tasks that serve them: how long items wait, and how long each keeps a task.

Only what a request waits for counts: a queue that nobody waits behind (a log, a mailbox, a pool of objects) is no resource.
Nothing here costs virtual time, and the queues are asyncio's own.
"""

import asyncio
import sys
import weakref

from surge import kernel


# Tasks that serve are looked at this often.
LOOK_NS = 100_000_000


class _Item:
    """Something in the queue: since when, put there by which line of which request and task."""

    __slots__ = ("asked", "line", "request", "producer", "queue", "waited", "certain")

    def __init__(self, queue):
        self.asked = kernel.now_ns()
        self.line = kernel.user_line()
        self.request = kernel.request_var.get()
        task = asyncio.current_task()
        self.producer = None if task is None else weakref.ref(task)
        self.queue = queue
        self.waited = 0
        # Somebody waits for the future or event that it brings along.
        self.certain = False

    def woke(self):
        """Whether the task that put it is about to go on: the one who served it has just woken it."""
        producer = None if self.producer is None else self.producer()
        return producer is not None and not producer.done() and (producer._fut_waiter is None or producer._fut_waiter.done())


class _Served:
    """What one task of the program works on since it last took something."""

    __slots__ = ("since", "items", "left")

    def __init__(self):
        self.since = 0
        self.items = []
        # What was left in the queue when it last took something.
        self.left = 0

    def has_room(self):
        """It takes several at a time and took all there were: it would have taken more."""
        return len(self.items) > 1 and not self.left


class _Watch:
    __slots__ = ("queue", "place", "names", "items", "served", "servers", "next_look")

    def __init__(self, queue, frame):
        self.queue = queue
        self.place = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        self.names = frame.f_globals
        # Identity of what is in the queue -> its records, the first one first: not every queue is first in, first out.
        self.items = {}
        # Task that serves -> _Served, in the order in which they began.
        self.served = {}
        self.servers = 0
        self.next_look = 0

    def put(self, value):
        item = _Item(self.queue.qsize() - 1)
        self.items.setdefault(id(value), []).append(item)

    def _pop(self, value):
        items = self.items.get(id(value))
        if not items:
            return None
        item = items.pop(0)
        if not items:
            del self.items[id(value)]
        return item

    def took(self, value):
        item = self._pop(value)
        task = asyncio.current_task()
        # A request takes things for itself; who serves others belongs to none that is open.
        if item is None or task is None or kernel.request_var.get() in kernel.worker.open_requests:
            return
        served = self.served.get(task)
        if served is None:
            self.served = {known: work for known, work in self.served.items() if not known.done()}
            served = self.served[task] = _Served()
        now = kernel.now_ns()
        if not served.items:
            served.since = now
        served.left = self.queue.qsize()
        item.waited = now - item.asked
        waitable = _waitable(value)
        if waitable is not None:
            item.certain = _is_awaited(waitable)
            if item.certain:
                served.items.append(item)
        elif item.request in kernel.worker.open_requests:
            served.items.append(item)

    def asks(self):
        """The task wants the next one: it is done with what it took."""
        served = self.served.get(asyncio.current_task())
        if served is None or not served.items:
            return
        has_room = served.has_room()
        items, served.items = served.items, []
        awaited = [item for item in items if item.certain or item.woke()]
        if not awaited:
            return
        resource = self._resource()
        for item in awaited:
            resource.waited(item.waited, item.queue, item.line)
        now = kernel.now_ns()
        if not has_room:
            resource.held(now - served.since)
        if now >= self.next_look:
            self.next_look = now + LOOK_NS
            self._tell_of_others(resource, now)

    def _tell_of_others(self, resource, now):
        """Those who work on something for long count before they are done with it, which they may never be."""
        for served in self.served.values():
            if served.since < now - LOOK_NS and any(item.certain for item in served.items) and not served.has_room():
                resource.held(now - served.since)
                served.since = now

    def _resource(self):
        name = next((name for name, value in self.names.items() if value is self.queue), None)
        name = f"Queue {self.place}" if name is None else f"Queue {name} ({self.place})"
        resource = kernel.resource("queue", name, 0)
        if len(self.served) > self.servers:
            kernel.add_servers("queue", name, len(self.served) - self.servers)
            self.servers = len(self.served)
        return resource


def _waitable(value, depth=2):
    """The future or event that an item brings along, for whoever waits for its end: itself, or in what it consists of."""
    if isinstance(value, (asyncio.Future, asyncio.Event)):
        return value
    if depth == 0:
        return None
    if isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, (tuple, list)):
        parts = value
    else:
        parts = getattr(value, "__dict__", {}).values()
    for part in parts:
        found = _waitable(part, depth - 1)
        if found is not None:
            return found
    return None


def _is_awaited(waitable):
    """Somebody waits for it, or gave up waiting."""
    if isinstance(waitable, asyncio.Event):
        return bool(waitable._waiters)
    return waitable.done() or bool(waitable._callbacks)


def install():
    cls = asyncio.Queue
    real_init, real_put, real_put_nowait, real_get, real_get_nowait = cls.__init__, cls.put, cls.put_nowait, cls.get, cls.get_nowait

    def __init__(self, maxsize=0):
        real_init(self, maxsize)
        self._surge = None
        frame = sys._getframe(1)
        # A queue that a request makes is its own.
        if frame.f_code.co_filename in kernel.file_index and not kernel.request_var.get():
            self._surge = _Watch(self, frame)

    async def put(self, item):
        watch = self._surge
        if watch is None or not self.full():
            return await real_put(self, item)
        asked = kernel.now_ns()
        await real_put(self, item)
        records = watch.items.get(id(item))
        if records:
            records[-1].asked = asked

    def put_nowait(self, item):
        real_put_nowait(self, item)
        if self._surge is not None:
            self._surge.put(item)

    async def get(self):
        if self._surge is not None:
            self._surge.asks()
        return await real_get(self)

    def get_nowait(self):
        item = real_get_nowait(self)
        if self._surge is not None:
            self._surge.took(item)
        return item

    # What a traceback and the diagnosis call them.
    for method in (__init__, put, put_nowait, get, get_nowait):
        method.__qualname__ = f"Queue.{method.__name__}"
        setattr(cls, method.__name__, method)
