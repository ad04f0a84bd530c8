"""Functions in virtual threads and processes.

The function runs at once, on a shadow clock that says how much CPU it used and how long it waited; what follows is when
it would have been done. Threads share the GIL with the event loop: CPU of a function is served in slices of the switch
interval, one for each running function between two passes of the loop, so functions slow the loop down and add no CPU.
A process has a core of its own, as far as there are cores.
"""

import contextvars
from asyncio import _get_running_loop, _set_running_loop
from asyncio.tasks import _swap_current_task
from collections import deque

from surge import kernel
from surge.thread_places import NO_PLACES, anyio_places

# sys.getswitchinterval(): so long does a thread keep the GIL when others want it. A little less, so that a slice is no slow step.
SLICE_NS = 4_900_000
# While the loop has nothing to do, threads compute in steps of this: so late does the loop ask for the GIL, at most.
IDLE_SLICE_NS = 1_000_000
# Below this the CPU of a function in a thread is not told apart from the loop's own.
TOLD_NS = 200_000
# A function that has waited this long in a thread runs for ever: a background loop.
FOREVER_NS = 3600 * 10**9
# A new process of a pool: an interpreter that imports the program and its libraries (modelled: fastapi and asyncpg alone take 0.2 to 0.3 s).
PROCESS_START_NS = 200_000_000
# Sending a call to a process and its result back: pickling, a pipe and two switches (modelled), and each byte of both.
PROCESS_CALL_NS = 150_000
PICKLE_BYTE_NS = 1
# A pool of processes that is lifted has the cores for them too.
LIFTED_CORES = 1000


class EndlessThread(BaseException):
    """Raised in a function of a virtual thread that would never end."""


class Job:
    """One call of a function in a thread or process."""

    __slots__ = (
        "pool", "func", "args", "kwargs", "context", "asked", "line", "queue", "on_done", "result", "error", "cpu", "used",
        "ready_at", "done", "started", "solid", "round", "nested", "place",
    )  # fmt: skip

    def __init__(self, pool, func, args, kwargs, on_done, line, asked):
        self.pool = pool
        self.func = func
        self.args = args
        self.kwargs = kwargs
        self.context = contextvars.copy_context()
        self.asked = asked
        self.line = line
        self.queue = 0
        self.on_done = on_done
        self.result = self.error = None
        # CPU that it still needs; all that it used; when its waiting is over, once its CPU is served.
        self.cpu = 0
        self.used = 0
        self.ready_at = 0
        self.done = self.started = False
        # Its longest call of a built-in that keeps the GIL from beginning to end, as json.dumps does: (ns, what, line, size, unit).
        self.solid = None
        # The last round of slices that it had its part of.
        self.round = 0
        # Started by a function in a thread: it has run, and ready_at is known from the beginning.
        self.nested = False
        # The thread that it runs in; None in a process.
        self.place = None

    def run(self, waited=0):
        """Runs the function on a shadow clock that begins so long after the worker's time. Returns the clock."""
        w = kernel.worker
        outer, loop = w.thread, w.loop
        running = _get_running_loop()
        task = None if running is None else _swap_current_task(running, None)
        clock = w.thread = kernel.ThreadClock(self.place)
        clock.waited = waited
        # A thread has no event loop of its own.
        _set_running_loop(None)
        try:
            self.result = self.context.run(self.func, *self.args, **self.kwargs)
        except StopIteration as stop:
            self.error = RuntimeError(f"{stop!r} was raised in a thread")
        except EndlessThread as raised:
            self.error = kernel.NotSimulated(str(raised))
            clock.waited = waited
            kernel.log(3, f"not simulated: {raised}")
        except BaseException as raised:
            self.error = raised
        finally:
            w.thread, w.loop = outer, loop
            _set_running_loop(running)
            if task is not None:
                _swap_current_task(running, task)
        self.func = self.args = self.kwargs = None
        return clock


class Limiter:
    """Tokens of a virtual thread pool; who finds none waits in line."""

    __slots__ = ("tokens", "free", "waiting", "resource", "told", "running", "nested", "places")

    def __init__(self, name, tokens, kind="threads", shared=False, places=None):
        """shared: the resource of this name stands for all pools that have it. places: its threads; None: AnyIO's."""
        self.places = anyio_places() if places is None else places
        self.tokens = tokens
        self.free = tokens
        self.waiting = deque()
        self.running = []
        # (begin, end) in ns of the functions that threads handed on, as far as they end in the future.
        self.nested = []
        # (kind, name, tokens) as the engine knows them, which only ever adds.
        self.told = (kind, name, tokens)
        self.resource = (kernel.add_servers if shared else kernel.resource)(kind, name, tokens)
        if self.resource.lifted:
            self.tokens = self.free = kernel.LIFTED_SERVERS

    def resize(self, tokens):
        """AnyIO's total_tokens: more tokens let those who wait begin."""
        kind, name, told = self.told
        if told < tokens < float("inf"):
            kernel.add_servers(kind, name, tokens - told)
            self.told = (kind, name, tokens)
        self.free += tokens - self.tokens
        self.tokens = tokens
        while self.waiting and self.free > 0:
            self.free -= 1
            self._start(self.waiting.popleft())

    def submit(self, job):
        if self.free > 0:
            self.free -= 1
            self._start(job)
        else:
            job.queue = len(self.waiting)
            self.waiting.append(job)

    def _start(self, job):
        w = kernel.worker
        job.started = True
        # Whoever gave the place back belongs to another request.
        job.context.run(self.resource.waited, w.now - job.asked, job.queue, job.line)
        self.running.append(job)
        self.places.take(job)
        clock = job.run()
        job.used = clock.cpu + clock.waited
        job.cpu = clock.cpu
        job.ready_at = clock.waited
        if clock.slow_ns > SLICE_NS:
            what, line, size, unit = clock.slow_what
            job.solid = (clock.slow_ns, what, line, size, unit)
        if clock.cpu > SLICE_NS:
            _turns(w).computing += 1
            w.loop.call_soon(self._slice, job)
        else:
            w.now += clock.cpu
            job.cpu = 0
            if clock.cpu > TOLD_NS:
                gil(w).held(clock.cpu, job.line)
            self._wait(job)

    def submit_nested(self, job):
        """A function that a thread hands on. It runs at once too, from when a place is free for it."""
        w = kernel.worker
        outer = w.thread
        begin = self._begin_nested(job.asked)
        job.nested = job.started = True
        self.resource.waited(begin - job.asked, sum(1 for span in self.nested if span[0] > job.asked), job.line)
        self.places.take(job)
        clock = job.run(begin - w.now)
        job.ready_at = self._end_nested(clock)
        job.used = job.ready_at - begin
        self.resource.held(job.used)
        self.nested.append((begin, job.ready_at))
        if clock.slow_ns > outer.slow_ns:
            outer.slow_ns, outer.slow_what = clock.slow_ns, clock.slow_what
        w.loop.call_at_ns(job.ready_at, deliver, job)

    def _begin_nested(self, asked):
        """When a function may begin that a thread asks for. Threads run one after the other, so what was asked for earlier
        may lie later: places are counted at each moment. What others will ask for meanwhile is not known."""
        now = kernel.worker.now
        self.nested = nested = [span for span in self.nested if span[1] > now]
        places = self.tokens - len(self.running)
        if places < 1:
            kernel.refuse("a thread that hands a function to its own pool, which is full", "it would wait for itself: use another pool")
        taken = sum(1 for begin, end in nested if begin <= asked < end)
        if taken < places:
            return asked
        changes = {}
        for begin, end in nested:
            if begin > asked:
                changes[begin] = changes.get(begin, 0) + 1
            if end > asked:
                changes[end] = changes.get(end, 0) - 1
        for moment in sorted(changes):
            taken += changes[moment]
            if taken < places:
                break
        return moment

    def _end_nested(self, clock):
        # The interpreter lock lets one thread compute at a time: what it computes delays the one that started it.
        w = kernel.worker
        w.thread.cpu += clock.cpu
        return w.now + clock.cpu + clock.waited

    def _slice(self, job):
        """Between two passes of the loop. A loop that was idle lets every thread have one slice before it gets the GIL;
        one that is busy keeps it through its passes until it has had it for as long as a slice."""
        turns = _turns(kernel.worker)
        if job.done or job.cpu == 0:
            turns.computing -= 1
            return
        w = kernel.worker
        # Every function that computes has one such callback in the loop; what is beyond that is the loop's own work.
        busy = len(w.loop._ready) >= turns.computing
        if not busy or w.now - turns.since >= SLICE_NS:
            turns.round += 1
        if not busy:
            self.serve(job, IDLE_SLICE_NS)
            turns.since = w.now
        elif job.round != turns.round:
            job.round = turns.round
            self.serve(job, SLICE_NS)
            turns.since = w.now
        if job.cpu > 0:
            w.loop.call_soon(self._slice, job)
        else:
            turns.computing -= 1

    def serve(self, job, most=SLICE_NS):
        """The function has the GIL for one slice, or for as long as a built-in keeps it."""
        w = kernel.worker
        ns = min(job.cpu, most)
        if job.solid is not None:
            ns = min(job.cpu, job.solid[0])
            kernel.remember_slow(w, *job.solid)
            job.solid = None
        w.now += ns
        job.cpu -= ns
        gil(w).held(ns, job.line)
        if job.cpu == 0:
            self._wait(job)

    def _wait(self, job):
        w = kernel.worker
        if job.ready_at:
            job.ready_at += w.now
            w.loop.call_at_ns(job.ready_at, self.finish, job)
        else:
            job.ready_at = w.now
            w.loop.call_soon(self.finish, job)

    def finish(self, job):
        if job.done:
            return
        job.done = True
        self.running.remove(job)
        self.places.give_back(job)
        job.context.run(self.resource.held, job.used, job.line)
        job.on_done(job)
        if self.waiting and self.free >= 0:
            self._start(self.waiting.popleft())
        else:
            self.free += 1


class Turns:
    """Whose turn it is at the GIL: how many functions compute, the round of slices, since when the loop has had it."""

    __slots__ = ("computing", "round", "since")

    def __init__(self):
        self.computing = self.round = self.since = 0


def _turns(w):
    found = w.state.get("gil turns")
    if found is None:
        found = w.state["gil turns"] = Turns()
    return found


def gil(w):
    """What threads and the loop share, as far as long functions use it."""
    return kernel.resource("gil", "GIL", 1)


class Processes(Limiter):
    """A pool of processes: each starts when it is first needed, and computes on a core of its own."""

    __slots__ = ("alive", "cores")

    def __init__(self, name, tokens, cores, shared=False):
        super().__init__(name, tokens, "processes", shared, NO_PLACES)
        self.alive = 0
        # When each core is free, ns.
        self.cores = [0] * (LIFTED_CORES if self.resource.lifted else cores)

    def _start(self, job):
        w = kernel.worker
        job.started = True
        job.context.run(self.resource.waited, w.now - job.asked, job.queue, job.line)
        self.running.append(job)
        begin = w.now
        if self.alive < min(self.tokens, len(self.running)):
            self.alive += 1
            begin += PROCESS_START_NS
        clock = job.run()
        core = min(range(len(self.cores)), key=self.cores.__getitem__)
        computed = max(begin, self.cores[core]) + clock.cpu
        self.cores[core] = computed
        job.ready_at = computed + clock.waited + PROCESS_CALL_NS
        job.used = job.ready_at - w.now
        w.loop.call_at_ns(job.ready_at, self.finish, job)

    def _end_nested(self, clock):
        w = kernel.worker
        begin = w.now + clock.waited
        if self.alive < min(self.tokens, len(self.nested) + 1):
            self.alive += 1
            begin += PROCESS_START_NS
        core = min(range(len(self.cores)), key=self.cores.__getitem__)
        self.cores[core] = max(begin, self.cores[core]) + clock.cpu
        return self.cores[core] + PROCESS_CALL_NS


class UncountedThreads:
    """Always has a free thread, and is no resource that anybody could run out of."""

    free = float("inf")
    waiting = ()

    def __init__(self):
        self.resource = self

    def waited(self, ns, queue=0, line=None):
        pass

    def held(self, ns, line=0):
        pass


class Uncounted(Limiter):
    """Threads that nobody counts: threading.Thread, and what FastAPI closes `def` dependencies in."""

    __slots__ = ()

    def __init__(self):
        self.tokens = self.free = float("inf")
        self.waiting = deque()
        self.running = []
        self.nested = []
        self.places = anyio_places()
        self.resource = UncountedThreads()


def _defined_at(func, args):
    """Where a route or a dependency that the framework calls is defined; 0 if not in the user's files."""
    if func is next:
        func = args[0]
    code = getattr(func, "__code__", None) or getattr(func, "gi_code", None)
    index = None if code is None else kernel.file_index.get(code.co_filename)
    return 0 if index is None else index * kernel.LINES_PER_FILE + code.co_firstlineno


def call_in(pool, func, args, kwargs, on_done, place=None):
    """Starts a function in a pool's thread or process. on_done(job) is called when it would have ended. place: its thread, if it has one already."""
    line = kernel.user_line()
    kernel.emit(kernel.THREAD_HOP, line=line)
    job = Job(pool, func, args, kwargs, on_done, line or _defined_at(func, args), kernel.now_ns())
    job.place = place
    if kernel.worker.thread is None:
        pool.submit(job)
    else:
        pool.submit_nested(job)
    return job


def deliver(job):
    """Ends a function that a thread started."""
    if not job.done:
        job.done = True
        job.pool.places.give_back(job)
        job.on_done(job)


def wait_nested(job):
    """Waits for a function that a thread started: that thread, or whoever else wants it."""
    now = kernel.now_ns()
    if job.ready_at > now:
        kernel.block(job.ready_at - now, "waiting for a thread")
    deliver(job)


def wait_for(job):
    """Blocks the event loop until the job is done: only functions in threads go on meanwhile."""
    w = kernel.worker
    if job.nested:
        wait_nested(job)
        return
    if w.thread is not None:
        raise RuntimeError("a thread cannot wait for a thread of the event loop in this simulator")
    before = w.now
    while not job.done:
        advance(job.pool)
    if w.now > before:
        kernel.report_blocked(w.now - before, "waiting for a thread")


def advance(pool):
    """The next thing that happens in a pool while the loop stands still."""
    w = kernel.worker
    computing = [job for job in pool.running if job.cpu > 0]
    for job in computing:
        pool.serve(job)
    if computing:
        return
    if not pool.running:
        raise RuntimeError("waiting for a function that was never started")
    first = min(pool.running, key=lambda job: job.ready_at)
    if first.ready_at > w.now:
        kernel.block(first.ready_at - w.now, "waiting for a thread")
    pool.finish(first)
