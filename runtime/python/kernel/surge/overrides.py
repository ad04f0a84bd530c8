"""Everything in Python that would see the host's time, randomness or machine, replaced in one place.

What cannot be simulated refuses by name (kernel.NotSimulated) instead of doing something else quietly.
"""

import asyncio
import asyncio.taskgroups
import asyncio.tasks
import builtins
import datetime
import io
import os
import random
import subprocess
import sys
import time
import uuid
import zoneinfo
from collections.abc import MutableSet

from surge import executors, kernel, queues, tools
from surge.loop import ThreadLoop

# Virtual time 0 is this moment: 1 January 2026, 00:00 UTC.
EPOCH_NS = 1_767_225_600_000_000_000
# sleep() costs at least this much: a system call and a context switch (modelled).
SLEEP_OVERHEAD_NS = 50_000
# CPU of one print: formatting and a write to a pipe (modelled).
PRINT_NS = 2_000

_randomness = random.Random(0)


class OrderedSet(MutableSet):
    """A set that iterates in the order of insertion. Sets of tasks iterate by memory address, which is not reproducible."""

    def __init__(self, items=()):
        self._items = dict.fromkeys(items)

    def __contains__(self, item):
        return item in self._items

    def __iter__(self):
        return iter(self._items)

    def __len__(self):
        return len(self._items)

    def add(self, item):
        self._items[item] = None

    def discard(self, item):
        self._items.pop(item, None)

    def update(self, items):
        self._items.update(dict.fromkeys(items))

    def copy(self):
        return OrderedSet(self)

    def union(self, *others):
        result = OrderedSet(self)
        for other in others:
            result.update(other)
        return result

    def difference(self, other):
        return OrderedSet(x for x in self if x not in other)

    def __repr__(self):
        return f"{{{', '.join(map(repr, self))}}}" if self._items else "set()"


def _sleep(seconds, /):
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    kernel.block(round(seconds * 1e9) + SLEEP_OVERHEAD_NS, "time.sleep")


_real = {name: getattr(time, name) for name in ("gmtime", "localtime", "strftime", "ctime", "asctime")}


def _now_s():
    return (EPOCH_NS + kernel.now_ns()) / 1e9


def _process_ns():
    """CPU time of the process: what the worker was charged, without sleeping."""
    worker = kernel.worker
    return 0 if worker is None else worker.now


def _override_time():
    time.time = _now_s
    time.time_ns = lambda: EPOCH_NS + kernel.now_ns()
    # One function for each name: profilers tell them apart.
    time.monotonic = lambda: kernel.now_ns() / 1e9
    time.perf_counter = lambda: kernel.now_ns() / 1e9
    time.monotonic_ns = lambda: kernel.now_ns()
    time.perf_counter_ns = lambda: kernel.now_ns()
    time.process_time = lambda: _process_ns() / 1e9
    time.thread_time = lambda: _process_ns() / 1e9
    time.process_time_ns = lambda: _process_ns()
    time.thread_time_ns = lambda: _process_ns()
    time.sleep = _sleep
    time.gmtime = lambda seconds=None, /: _real["gmtime"](_now_s() if seconds is None else seconds)
    time.localtime = lambda seconds=None, /: _real["gmtime"](_now_s() if seconds is None else seconds)
    time.strftime = lambda form, moment=None, /: _real["strftime"](form, time.localtime() if moment is None else moment)
    time.ctime = lambda seconds=None, /: _real["asctime"](time.localtime(seconds))
    time.asctime = lambda moment=None, /: _real["asctime"](time.localtime() if moment is None else moment)


class _SameType(type):
    """isinstance(x, datetime) holds for the C type's own instances too."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, cls.__mro__[1])

    def __subclasscheck__(cls, subclass):
        return issubclass(subclass, cls.__mro__[1])


def _override_datetime():
    real_datetime, real_date = datetime.datetime, datetime.date

    def now(cls, tz=None):
        moment = real_datetime.fromtimestamp(0, datetime.timezone.utc) + datetime.timedelta(microseconds=(EPOCH_NS + kernel.now_ns()) // 1000)
        moment = moment.astimezone(tz) if tz is not None else moment.replace(tzinfo=None)
        return cls(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, moment.microsecond, moment.tzinfo)

    class date(real_date, metaclass=_SameType):
        @classmethod
        def today(cls):
            moment = now(datetime.datetime)
            return cls(moment.year, moment.month, moment.day)

    # `datetime` inherits from the real one, not from `date` above: two C layouts cannot be mixed.
    class datetime_(real_datetime, metaclass=_SameType):
        @classmethod
        def now(cls, tz=None):
            return now(cls, tz)

        @classmethod
        def utcnow(cls):
            return now(cls)

        @classmethod
        def today(cls):
            return now(cls)

    for cls, name in ((date, "date"), (datetime_, "datetime")):
        cls.__name__ = cls.__qualname__ = name
        cls.__module__ = "datetime"
    datetime.datetime = datetime_
    datetime.date = date
    zoneinfo._common.load_tzdata = _load_zone


# A file of the time zone database with one type of time: UTC.
_UTC_FILE = b"TZif" + bytes(16 + 4 * 4) + b"\0\0\0\1" + b"\0\0\0\4" + bytes(6) + b"UTC\0"


def _load_zone(key):
    if key not in ("UTC", "Etc/UTC", "GMT", "Zulu"):
        kernel.not_simulated(f"the time zone {key!r}", "UTC; the machine has no time zone database")
    return io.BytesIO(_UTC_FILE)


def _override_randomness():
    def urandom(size, /):
        return _randomness.randbytes(size)

    class Random(random.Random):
        """Without a seed it takes one from the guest's stream instead of the host's entropy."""

        def __init__(self, x=None):
            super().__init__(_randomness.getrandbits(64) if x is None else x)

    Random.__qualname__ = "Random"
    Random.__module__ = "random"
    random.Random = Random
    os.urandom = urandom
    if hasattr(os, "getrandom"):
        os.getrandom = lambda size, flags=0: urandom(size)
    random._urandom = urandom
    uuid._generate_time_safe = None
    uuid._UuidCreate = None
    uuid.getnode = lambda: 0x02_00_00_00_00_01
    uuid._last_timestamp = None


def seed(value):
    """Seeds every source of randomness of the guest."""
    random.seed(value)
    _randomness.seed(value ^ 0x5EED)
    uuid._last_timestamp = None


def _override_asyncio():
    # Module globals come before builtins: as_completed, wait and TaskGroup then keep the order of insertion.
    asyncio.tasks.set = OrderedSet
    asyncio.taskgroups.set = OrderedSet

    def run(main, *, debug=None, loop_factory=None):
        if asyncio._get_running_loop() is None and kernel.worker is not None and kernel.worker.thread is not None:
            if not asyncio.iscoroutine(main):
                raise ValueError(f"a coroutine was expected, got {main!r}")
            loop = ThreadLoop()
            loop.worker = kernel.worker
            return loop.run_main(main)
        if asyncio.iscoroutine(main):
            main.close()
        if asyncio._get_running_loop() is not None:
            raise RuntimeError("asyncio.run() cannot be called from a running event loop")
        kernel.not_simulated("asyncio.run()", "the simulated server runs the loop; start-up code goes into lifespan or on_event('startup')")

    asyncio.run = asyncio.runners.run = run

    def watched(cls, kind, servers, lift):
        """Waiting and holding of the user's own locks and semaphores, for the diagnosis. lift: what makes room for everybody."""
        real_init, real_acquire, real_release = cls.__init__, cls.acquire, cls.release

        def __init__(self, *args, **kwargs):
            real_init(self, *args, **kwargs)
            frame = sys._getframe(1)
            # Subclasses (BoundedSemaphore) call this from our own or asyncio's frame.
            while frame is not None and frame.f_code.co_filename not in kernel.file_index and "asyncio" in frame.f_code.co_filename:
                frame = frame.f_back
            self._surge = None
            if frame is not None and frame.f_code.co_filename in kernel.file_index:
                # Its name, its servers, since when each of them is held, and how long they were held so far.
                name = f"{cls.__name__} {frame.f_code.co_filename}:{frame.f_lineno}"
                self._surge = [name, servers(self), [], 0]
                if kernel.lifts(kind, name):
                    lift(self)

        async def acquire(self):
            watch = self._surge
            if watch is None:
                return await real_acquire(self)
            asked = kernel.now_ns()
            queue = len(self._waiters) if self._waiters else 0
            line = kernel.user_line()
            result = await real_acquire(self)
            now = kernel.now_ns()
            watched_resource = kernel.resource(kind, watch[0], watch[1])
            watched_resource.waited(now - asked, queue, line)
            watch[2].append(now)
            return result

        def release(self):
            watch = self._surge
            if watch is not None and watch[2]:
                watch[3] += kernel.now_ns() - watch[2].pop(0)
                kernel.resource(kind, watch[0], watch[1]).held_at_most(watch[3])
            return real_release(self)

        # What a traceback and the diagnosis call them.
        for method in (__init__, acquire, release):
            method.__qualname__ = f"{cls.__name__}.{method.__name__}"
        cls.__init__, cls.acquire, cls.release = __init__, acquire, release

    watched(asyncio.Lock, "lock", lambda lock: 1, _lift_lock)
    watched(asyncio.Semaphore, "semaphore", lambda semaphore: semaphore._value, _lift_semaphore)
    queues.install()


_lifted_classes = {}


def _lift_lock(lock):
    """Everybody has it at once."""
    cls = type(lock)
    if cls not in _lifted_classes:
        methods = {"acquire": _acquire_lifted, "release": _release_lifted, "locked": lambda self: False}
        _lifted_classes[cls] = type(cls.__name__, (cls,), methods)
    lock.__class__ = _lifted_classes[cls]
    lock._holders = 0


async def _acquire_lifted(self):
    self._holders += 1
    kernel.resource("lock", self._surge[0], 1).waited(0, 0, kernel.user_line())
    return True


def _release_lifted(self):
    if self._holders == 0:
        raise RuntimeError("Lock is not acquired.")
    self._holders -= 1


def _lift_semaphore(semaphore):
    semaphore._value = kernel.LIFTED_SERVERS
    if hasattr(semaphore, "_bound_value"):
        semaphore._bound_value = kernel.LIFTED_SERVERS


def _refuse(what, why):
    def refused(*args, **kwargs):
        kernel.refuse(what, why)

    refused.__name__ = what.split(".")[-1].rstrip("()")
    return refused


def _override_machine():
    for name in dir(os):
        if name in ("system", "popen", "fork", "forkpty", "kill", "killpg", "abort", "_exit", "wait", "waitpid") or name.startswith(("exec", "spawn", "posix_spawn")):
            setattr(os, name, _refuse(f"os.{name}()", "a program in a simulated server process has no other processes"))
    subprocess.Popen.__init__ = _refuse("subprocess", "a program in a simulated server process has no other processes")
    executors.install()
    tools.install(EPOCH_NS)
    os.getpid = lambda: 100 + kernel.worker.index if kernel.worker else 100
    os.cpu_count = os.process_cpu_count = lambda: kernel.worker.cpu_count if kernel.worker else 1
    sys.exit = _exit
    builtins.exit = builtins.quit = _exit
    builtins.input = _refuse("input()", "a server process has no terminal")
    builtins.breakpoint = _refuse("breakpoint()", "print() and logging go to the console")
    sys.setrecursionlimit(1000)
    sys.setrecursionlimit = lambda limit: None


def _exit(code=None):
    raise RuntimeError(f"sys.exit({code!r}): the server process would end here; raise an HTTPException instead")


class Output:
    """stdout and stderr: whole lines become console lines with virtual time."""

    encoding = "utf-8"
    errors = "strict"
    closed = False

    def __init__(self, level):
        # 0 debug, 1 info, 2 warning, 3 error; logging sets it for each of its lines.
        self.level = level
        self._rest = ""

    def write(self, text):
        worker = kernel.worker
        if worker is None:
            return len(text)
        kernel.charge(PRINT_NS)
        worker.output_lines += 1
        if worker.output_lines > MAX_WRITES:
            worker.set_fault("too-much-output", f"more than {MAX_WRITES:,} writes to the console by one worker", kernel.user_line())
            raise OutputLimit(f"more than {MAX_WRITES:,} writes to the console")
        if worker.output_lines > KEPT_WRITES:
            return len(text)
        lines = (self._rest + text).split("\n")
        self._rest = lines.pop()[-MAX_LINE:]
        for line in lines:
            kernel.log(self.level, line[:MAX_LINE].replace("\0", "\\0"))
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False

    def fileno(self):
        raise OSError("the simulated console has no file descriptor")


class OutputLimit(BaseException):
    """Raised in a program that floods the console."""


# Writes of one worker in a stage: kept for the console; and before the stage ends with a verdict (10 million lines would take minutes).
KEPT_WRITES = 2_000
MAX_WRITES = 500_000
MAX_LINE = 4_000


def install():
    _override_time()
    _override_datetime()
    _override_randomness()
    _override_asyncio()
    _override_machine()
    sys.stdout = Output(1)
    sys.stderr = Output(2)


def reset_output():
    sys.stdout._rest = sys.stderr._rest = ""
