"""The threads that functions run in, as programs see them: their names and numbers, and what threading.local keeps for each.

Functions in virtual threads run one after the other (jobs.py), all in the one real thread. Which virtual thread runs is known by the
worker's shadow clock.
"""

import os
import threading

from surge import kernel

# Numbers of threads look like addresses; they are the same in every run.
_FIRST_IDENT = 0x7F00_0000_0000
_STEP = 0x80_0000


class _PoolThread(threading.Thread):
    """What current_thread() gives in a thread of a pool."""

    def __init__(self, name, ident):
        super().__init__(name=name, daemon=True)
        self._ident = ident
        self._started.set()

    def is_alive(self):
        return True

    def join(self, timeout=None):
        kernel.refuse("joining a thread of a pool", "shutdown() of its executor")


class Place:
    """One thread. thread: the program's own, if it started it."""

    __slots__ = ("name", "ident", "_thread")

    def __init__(self, name, thread=None):
        self.name = name
        self.ident = _FIRST_IDENT + next_number("threads") * _STEP
        self._thread = thread

    @property
    def thread(self):
        if self._thread is None:
            self._thread = _PoolThread(self.name, self.ident)
        return self._thread


class Places:
    """The threads of a pool. Who is idle is taken first, the one that was busy last before the others."""

    __slots__ = ("pattern", "idle", "made")

    def __init__(self, pattern):
        """pattern: of their names, with {} for their number."""
        self.pattern = pattern
        self.idle = []
        self.made = 0

    def take(self, job):
        if job.place is not None:
            return
        if self.idle:
            job.place = self.idle.pop()
            return
        job.place = Place(self.pattern.format(self.made))
        self.made += 1

    def give_back(self, job):
        # A thread that the program started itself ends with its function.
        if isinstance(job.place._thread, _PoolThread) or job.place._thread is None:
            self.idle.append(job.place)


class _NoPlaces:
    """Of processes."""

    def take(self, job):
        pass

    def give_back(self, job):
        pass


NO_PLACES = _NoPlaces()


def anyio_places():
    """AnyIO's threads of this worker: all its limiters share them."""
    state = kernel.worker.state
    if "anyio threads" not in state:
        state["anyio threads"] = Places("AnyIO worker thread")
    return state["anyio threads"]


def next_number(what):
    """Counts in this worker, from 0."""
    state = {} if kernel.worker is None else kernel.worker.state
    number = state.get(f"number of {what}", 0)
    state[f"number of {what}"] = number + 1
    return number


def _current():
    w = kernel.worker
    return None if w is None or w.thread is None else w.thread.place


def install():
    """Makes the threading module tell of virtual threads."""
    current_thread, get_ident = threading.current_thread, threading.get_ident

    def current():
        place = _current()
        return current_thread() if place is None else place.thread

    def ident():
        place = _current()
        return get_ident() if place is None else place.ident

    def native_id():
        place = _current()
        return os.getpid() if place is None else os.getpid() + 1 + (place.ident - _FIRST_IDENT) // _STEP

    for name, function in (("current_thread", current), ("get_ident", ident), ("get_native_id", native_id)):
        function.__name__ = function.__qualname__ = name
        function.__module__ = "threading"
        setattr(threading, name, function)
    # The one in Python goes by current_thread(), which it takes from threading when it is imported.
    from _threading_local import local

    threading.local = local
