"""Syscalls: the only way from Python to the world.

One interpreter holds all simulated workers of a run; each has its own loop, clock and tables (Worker), and `worker`
below is the one whose turn it is. A worker's local time only moves when CPU is charged:

    now = start of the turn + counted CPU + declared CPU of the syscalls so far

The engine computes the same sum from the syscalls and does not trust this one.
"""

import contextvars
import sys
from asyncio import Future, InvalidStateError, _get_running_loop
from collections import deque
from json import dumps

# The constants of engine/guest-port.ts.
REQUEST, COMPLETION, STARTUP, SHUTDOWN = 1, 2, 3, 4
DB_CONNECT, DB_QUERY, DB_CLOSE, HTTP_CONNECT, HTTP_REQUEST, HTTP_CLOSE, CANCEL, RESPOND, BLOCK = range(1, 10)
RESOURCE, WAITED, HELD, LOG, SLOW_STEP, ACCEPT, STARTED, HTTP_CLIENT, THREAD_HOP, FAULT, BLOCKING = range(10, 21)
CACHE_CONNECT, CACHE_CALL, CACHE_CLOSE, MEMORY = range(21, 25)
RAN, CALLED = 26, 27
SLOW_STEP_NS = 5_000_000
# b of HTTP_REQUEST: the library whose call it is (HTTP_LIBRARY).
HTTP_HTTPX, HTTP_AIOHTTP, HTTP_REQUESTS = 0, 1, 2
# b of DB_CONNECT: it stands for a cancel request.
AFTER_CANCEL = 4
# a of a blocking call's answer: its deadline came first.
TIMED_OUT = -1

LINES_PER_FILE = 100_000
# Steps that a turn may make without a syscall. A turn that yields this often is a busy-wait: real work waits for something.
SPIN_STEPS = 100_000

request_var = contextvars.ContextVar("surge_request", default=0)


class NotSimulated(NotImplementedError):
    """A name of a library or of Python that this simulator does not have."""


def not_simulated(what, available):
    raise NotSimulated(f"not simulated: {what}. Available: {available}")


def refuse(what, why):
    raise NotSimulated(f"not simulated: {what}: {why}")


class Costs:
    """Declared costs in integer ns, by the names of DeclaredCosts in engine/guest-port.ts."""

    request = step = databaseCall = databaseRow = databaseConnect = databaseReset = 0
    httpCall = aiohttpCall = requestsCall = httpConnect = httpClient = threadHop = 0
    cacheCall = cacheCommand = cacheConnect = wakeUp = 0
    # Not ns: a factor.
    userCode = 1


costs = Costs()
# Declared cost by syscall kind, when its b field is 0.
declared_cost = [0] * 32
# File name of the user's program -> its index in `line` numbers.
file_index = {}
worker = None
# Result id -> its text, as it arrived.
result_texts = {}
# Asks the engine in the middle of a turn: (kind, a, b, line, request, local time, in a thread, text, timeout) -> "end\1a\1b\1text".
ask_engine = None


def set_costs(values):
    for name, value in values.items():
        setattr(costs, name, value)
    declared_cost[DB_CONNECT] = costs.databaseConnect
    declared_cost[DB_QUERY] = costs.databaseCall
    declared_cost[HTTP_CONNECT] = costs.httpConnect
    declared_cost[HTTP_REQUEST] = costs.httpCall
    declared_cost[ACCEPT] = costs.request
    declared_cost[HTTP_CLIENT] = costs.httpClient
    declared_cost[THREAD_HOP] = costs.threadHop
    declared_cost[CACHE_CONNECT] = costs.cacheConnect
    declared_cost[CACHE_CALL] = costs.cacheCall


def cost_with_b(kind, b):
    """Declared cost of a syscall whose b field is not 0."""
    if kind == DB_QUERY:
        return costs.databaseReset if b == 1 else costs.databaseCall
    if kind == CACHE_CALL:
        return costs.cacheCall + (b - 1) * costs.cacheCommand
    if kind == DB_CONNECT:
        return costs.databaseConnect // 4
    if kind == HTTP_REQUEST:
        return costs.aiohttpCall if b == HTTP_AIOHTTP else costs.requestsCall if b == HTTP_REQUESTS else costs.httpCall
    return declared_cost[kind]


class ThreadClock:
    """The shadow clock of a function that runs in a virtual thread."""

    __slots__ = ("cpu", "waited", "slow_ns", "slow_what", "place")

    def __init__(self, place=None):
        self.cpu = 0
        self.waited = 0
        # The thread that the function runs in (thread_places.py); None in a process.
        self.place = place
        # The longest call of a built-in, which gives the interpreter lock to nobody: (what, line, size, unit).
        self.slow_ns = 0
        self.slow_what = None


class Worker:
    """One simulated server process."""

    __slots__ = (
        "index", "loop", "runner", "now", "start", "began", "declared", "out", "texts", "operations", "next_token",
        "resources", "resource_index", "state", "thread", "steps", "spin", "modules", "app", "limiter", "executor",
        "open_requests", "fault", "jumps", "jumps_before", "jumps_step", "output_lines", "slow_line", "slow_what", "slow_ns", "limiters", "tasks",
        "thread_tokens", "cpu_count", "last_code", "last_offset", "spin_out",
        "slow_size", "slow_unit", "waits", "waits_step", "spare_cores", "memory", "memory_limit", "memory_checked", "next_memory_check",
    )  # fmt: skip

    def __init__(self, index, thread_tokens, cpu_count, memory_limit=float("inf")):
        self.index = index
        # Bytes: the last estimate that the engine was told of (memory.py), and what the container allows.
        self.memory = 0
        self.memory_limit = memory_limit
        self.memory_checked = self.next_memory_check = 0
        # When the turn and the step of it that runs began.
        self.now = self.start = self.began = self.declared = 0
        self.out = []
        self.texts = []
        self.operations = {}
        self.next_token = 1
        self.resources = {}
        self.resource_index = 0
        self.state = {}
        self.thread = None
        self.steps = 0
        self.spin = 0
        self.spin_out = 0
        self.modules = {}
        self.app = None
        self.open_requests = {}
        self.fault = None
        # Of the step that runs: since its line was told last, before that, and when the step began of which that is.
        self.jumps = 0
        self.jumps_before = 0
        self.jumps_step = -1
        self.output_lines = 0
        self.slow_line = 0
        self.slow_what = "CPU"
        self.slow_ns = 0
        self.slow_size = 0
        self.slow_unit = ""
        # (what, line) -> ns that blocking calls of the step waits_step have waited.
        self.waits = {}
        self.waits_step = 0
        # When each core is free that the loop does not run on: calls in threads that release the interpreter lock use them.
        self.spare_cores = [0] * max(0, cpu_count - 1)
        self.last_code = None
        self.last_offset = 0
        self.limiters = {}
        self.limiter = None
        self.executor = None
        self.tasks = set()
        self.thread_tokens = thread_tokens
        self.cpu_count = cpu_count

    def report_slow_step(self, ns):
        """Tells the engine what kept the loop for so long: the largest single delay of the step, or its many short blocking calls, else its CPU."""
        waits = self.waits if self.waits_step == self.steps else {}
        if self.slow_ns * 2 >= ns:
            line, what, size, unit = self.slow_line, self.slow_what, self.slow_size, self.slow_unit
        elif sum(waits.values()) * 2 >= ns:
            what, line = max(waits, key=waits.get)
            size, unit = 0, ""
        else:
            line, what, size, unit = self.cpu_line(), "CPU", 0, ""
        self.out += (SLOW_STEP, 0, self.now - self.start - self.declared, line, ns, size, 0)
        self.texts.append(f"{what}\1{unit}" if unit else what)
        if lift.get("kind") == "step" and lift["line"] == line and lift["what"] == what:
            # It ran beside the loop, whose clock did not move: the engine does the same.
            self.start -= ns
            self.now -= ns

    def cpu_line(self):
        """Line of the loop or function of the user's code that counted CPU last."""
        if self.last_code is None:
            return 0
        from surge.metering import line_at

        index = file_index.get(self.last_code.co_filename, 0)
        return index * LINES_PER_FILE + line_at(self.last_code, self.last_offset)

    def tell_line(self, line, what="", ns=0):
        """The CPU since the last syscall was spent up to this line, ns of it in a call of a built-in. Not I/O: a loop that only yields is still one."""
        if self.fault is None and self.thread is None:
            self.out += (RAN, 0, self.now - self.start - self.declared, line, ns, 0, request_var.get())
            self.texts.append(what)
            self.spin_out += 7

    def spinning(self):
        """Whether tasks only yield to each other: nothing left the worker for SPIN_STEPS steps."""
        if len(self.out) != self.spin_out:
            self.spin_out = len(self.out)
            self.spin = self.steps
            return False
        if self.steps - self.spin < SPIN_STEPS:
            return False
        from surge.program import yielding_line

        line = yielding_line(self.loop)
        self.set_fault("spinning", f"{SPIN_STEPS:,} steps of tasks without any I/O: a loop only yields (asyncio.sleep(0)) and never waits", line)
        return True

    def set_fault(self, verdict, message, line):
        if self.fault is None:
            self.fault = verdict
            self.out += (FAULT, 0, self.now - self.start - self.declared, line, 0, 0, 0)
            self.texts.append(dumps({"verdict": verdict, "message": message, "line": line}))


class Operation(Future):
    """The future of a syscall. Cancelling it tells the engine that nobody waits any more."""

    token = 0

    def cancel(self, msg=None):
        if not super().cancel(msg):
            return False
        w = worker
        if w is not None and w.operations.pop(self.token, None) is not None:
            emit(CANCEL, self.token, line=0)
        return True


# Until the path along which a line is called is looked at again; and the lines whose path is known (call_paths.py).
looks = 0
known_lines = {}


def user_line(look=False):
    """File index * 100000 + line of the innermost frame of the user's code; 0 if there is none. Now and then, or now, it is told who called it."""
    global looks
    frame = sys._getframe(1)
    while frame is not None:
        index = file_index.get(frame.f_code.co_filename)
        if index is not None:
            line = index * LINES_PER_FILE + frame.f_lineno
            looks -= 1
            if looks < 0 or look or line not in known_lines:
                call_paths.look(frame, line)
            return line
        frame = frame.f_back
    return 0


def call(kind, a=0, b=0, text="", line=None):
    """Starts an operation; the future's result is (a, b, text) of its completion."""
    w = worker
    if w.thread is not None:
        return _call_in_thread(kind, a, b, text, line)
    cost = declared_cost[kind] if not b else cost_with_b(kind, b)
    w.now += cost
    w.declared += cost
    token = w.next_token
    w.next_token = token + 1
    future = Operation(loop=w.loop)
    future.token = token
    w.operations[token] = future
    w.out += (kind, token, w.now - w.start - w.declared, user_line() if line is None else line, a, b, request_var.get())
    w.texts.append(text)
    return future


def _call_in_thread(kind, a, b, text, line):
    """call() on the loop of a thread (asyncio.run in a `def` route): the answer is asked for at once, and comes when it is due."""
    w = worker
    loop = w.loop
    if _get_running_loop() is not loop:
        raise RuntimeError("an asynchronous operation cannot be started from a thread")
    w.thread.cpu += declared_cost[kind] if not b else cost_with_b(kind, b)
    asked = now_ns()
    line = user_line() if line is None else line
    end, a, b, text = ask_engine(kind, a, b, line, request_var.get(), asked, True, text, 0).split("\1", 3)
    a, b = int(a), int(b)
    if kind == DB_QUERY and a == 0 and b:
        text = result_texts.setdefault(b, text) if text else result_texts[b]
    future = Future(loop=loop)
    loop.call_at_ns(int(end), _answer, future, (a, b, text))
    return future


def _answer(future, answer):
    if not future.done():
        future.set_result(answer)


def blocking_call(kind, a=0, b=0, text="", line=None, what="a blocking call", timeout_ns=0):
    """The operation of call() for code that does not give way: returns (a, b, text) of its completion.

    On the event loop it occupies the worker until the answer is there; in a virtual thread only that thread waits.
    what: name for the diagnosis, "requests.get". timeout_ns: how long the caller waits at most, 0 for ever; then a is TIMED_OUT.
    """
    w = worker
    thread = w.thread
    cost = declared_cost[kind] if not b else cost_with_b(kind, b)
    if line is None:
        line = user_line(True)
    if thread is None:
        w.now += cost
        w.declared += cost
        asked = w.now
    else:
        thread.cpu += cost
        asked = w.now + thread.cpu + thread.waited
    request = request_var.get()
    end, a, b, text = ask_engine(kind, a, b, line, request, asked, thread is not None, text, timeout_ns).split("\1", 3)
    waited = int(end) - asked
    a = int(a)
    b = int(b)
    if thread is not None:
        thread.waited += waited
    elif kind not in _CLOSES:
        w.now += waited
        w.declared += waited
        w.out += (BLOCKING, 0, w.now - w.start - w.declared, line, waited, 0, request)
        w.texts.append(what)
        w.now += _wake_up_cost(waited)
        _remember_wait(w, waited, what, line)
    if kind == DB_QUERY and a == 0 and b:
        if text:
            result_texts[b] = text
        else:
            text = result_texts[b]
    return a, b, text


def emit(kind, token=0, a=0, b=0, text="", line=None):
    """A syscall without completion."""
    w = worker
    if w.thread is not None and kind in _CLOSES:
        # At the thread's own time, which is ahead of the loop's.
        blocking_call(kind, a, line=0)
        return
    cost = declared_cost[kind]
    if cost:
        if w.thread is not None:
            # Most of a TLS context is reading the CA bundle, which lets go of the interpreter lock.
            if kind != HTTP_CLIENT or not run_beside(w, cost):
                w.thread.cpu += cost
            return
        if kind == HTTP_CLIENT:
            remember_slow(w, cost, text or "httpx.AsyncClient()", line)
        w.now += cost
        w.declared += cost
    if line is None:
        line = user_line() if kind in _WITH_LINE else 0
    if kind == RESPOND:
        w.open_requests.pop(token, None)
    w.out += (kind, token, w.now - w.start - w.declared, line, a, b, request_var.get())
    w.texts.append(text)


# Syscalls that give something back. Made in a thread, they happen at its own time, which is ahead of the loop's.
_CLOSES = frozenset((DB_CLOSE, HTTP_CLOSE, CACHE_CLOSE))
# Syscalls without completion whose place in the user's code matters; looking it up costs a walk over the frames.
_WITH_LINE = frozenset((WAITED, HTTP_CLIENT))


def charge(ns):
    """Counted CPU: occupies the worker, or the virtual thread that runs."""
    w = worker
    if w.thread is not None:
        w.thread.cpu += ns
    else:
        w.now += ns


def charge_python(ns):
    """CPU of a library's own Python code: ns of the machine for which user code is counted (opcode_costs.py), scaled by the world's userCodeUs."""
    charge(round(ns * costs.userCode))


# CPU that one step of the loop may take before the call that would take it further counts as endless: real time has to end too.
MAX_STEP_NS = 5_000_000_000


# A call that takes longer has its line told.
TOLD_NS = 100_000


class EndlessCall(BaseException):
    """Raised in place of a call that would take too long. Not an Exception, so that `except Exception` does not hide it."""


def spend(ns, what="", size=0, unit="", releases_gil=False):
    """Counted CPU of one call of a built-in: what it is and how large its argument was, for the diagnosis.

    releases_gil: in a virtual thread the call runs beside the loop, on a core that is not the loop's, if there is one.
    """
    w = worker
    if w is None:
        return
    ns = round(ns * costs.userCode)
    thread = w.thread
    if thread is not None:
        if releases_gil and ns > GIL_NS and run_beside(w, ns):
            return
        thread.cpu += ns
        if ns > thread.slow_ns:
            thread.slow_ns, thread.slow_what = ns, (what, user_line(), size, unit)
        return
    w.now += ns
    if ns > TOLD_NS:
        w.tell_line(user_line(True), what, ns)
        if ns > w.slow_ns and ns > SLOW_STEP_NS >> 3:
            remember_slow(w, ns, what, None, size, unit)


def run_beside(w, ns):
    """The virtual thread computes beside the loop, on a core that is not the loop's; False: there is none."""
    if w.cpu_count <= 1:
        return False
    thread = w.thread
    asked = w.now + thread.cpu + thread.waited
    cores = w.spare_cores
    core = min(range(len(cores)), key=cores.__getitem__)
    cores[core] = end = max(asked, cores[core]) + ns
    thread.waited += end - asked
    return True


# Calls that are shorter do not let go of the interpreter lock (2,047 bytes of a hash; some 10 us).
GIL_NS = 10_000


def refuse_endless(ns, what):
    """Ends the stage with a verdict if a call that is about to begin would take longer than a step may."""
    w = worker
    if w is not None and ns + w.now - w.began + (w.thread.cpu if w.thread is not None else 0) > MAX_STEP_NS:
        end_call(f"{what} would take {ns / 1e9:,.1f} s of CPU without an await", what)


def end_call(message, what):
    line = user_line()
    place = f"{list(file_index)[line // LINES_PER_FILE]}, line {line % LINES_PER_FILE}: " if line else ""
    worker.set_fault("endless-call", place + message, line)
    raise EndlessCall(message)


def _wake_up_cost(slept):
    """CPU in ns of a process that wakes up from a blocking wait: wakeUpCost in engine/world/costs.ts."""
    return costs.wakeUp * slept // (slept + 2_000_000)


def block(ns, what):
    """Blocks the worker as time.sleep does; in a virtual thread only that thread waits."""
    w = worker
    if w.thread is not None:
        w.thread.waited += ns
        if w.thread.waited > jobs.FOREVER_NS:
            raise jobs.EndlessThread("a thread that runs for ever (it has waited for an hour): use an asyncio task for background work")
        return
    line = user_line(True)
    ns += _wake_up_cost(ns)
    w.now += ns
    w.declared += ns
    w.out += (BLOCK, 0, w.now - w.start - w.declared, line, ns, 0, request_var.get())
    w.texts.append(what)
    _remember_wait(w, ns, what, line)


def _remember_wait(w, ns, what, line):
    remember_slow(w, ns, what, line)
    if w.waits_step != w.steps:
        w.waits.clear()
        w.waits_step = w.steps
    w.waits[what, line] = w.waits.get((what, line), 0) + ns


def remember_slow(w, ns, what, line, size=0, unit=""):
    """Keeps the largest single delay of the step that runs, so that SLOW_STEP can name it."""
    if ns > w.slow_ns:
        w.slow_ns = ns
        w.slow_what = what
        w.slow_size = size
        w.slow_unit = unit
        w.slow_line = user_line() if line is None else line


def report_blocked(ns, what):
    """Names what kept the loop for ns that have been charged already."""
    remember_slow(worker, ns, what, None)


def now_ns():
    """Virtual time of this worker (of this virtual thread, when in one)."""
    w = worker
    if w is None:
        return 0
    if w.thread is not None:
        return w.now + w.thread.cpu + w.thread.waited
    return w.now


def state():
    """Per-worker dictionary for a shim's own state."""
    return worker.state


class Resource:
    """A resource inside the guest that the diagnosis watches: a pool, a lock, threads."""

    __slots__ = ("index", "owner", "most", "lifted")

    def __init__(self, index, owner, lifted):
        self.index = index
        self.owner = owner
        self.most = 0
        # It has room for everybody, to see what the stage would be without it (engine/lift.ts).
        self.lifted = lifted

    # A step that is lifted turns the clock back at its end: no time is below 0.

    def waited(self, ns, queue=0, line=None):
        emit(WAITED, self.index, ns if ns > 0 else 0, queue, line=line)

    def held(self, ns, line=0):
        emit(HELD, self.index, ns if ns > 0 else 0, line=line)

    def held_at_most(self, total):
        """One of several locks made at one line (one for each key) was held for so long altogether: the busiest of them counts, as it is the limit."""
        if total > self.most:
            more, self.most = total - self.most, total
            emit(HELD, self.index, more, line=0)


# As in engine/lift.ts.
LIFTED_SERVERS = 1_000_000
lift = {}


def set_lift(wanted):
    """What the stage does without: GuestLoadOptions.lift, {} for nothing."""
    global lift
    lift = wanted


def lifts(kind, name):
    return lift.get("kind") == "guest" and lift["resource"] == kind and lift["name"] == name


def resource(kind, name, servers):
    """Declares a guest resource of this worker; the same kind and name give the same resource."""
    w = worker
    key = (kind, name)
    found = w.resources.get(key)
    if found is None:
        w.resource_index += 1
        found = w.resources[key] = Resource(w.resource_index, w, lifts(kind, name))
        if found.lifted:
            servers = LIFTED_SERVERS
        emit(RESOURCE, found.index, servers, text=f"{kind}\u0001{name}", line=0)
    return found


def add_servers(kind, name, servers):
    """The guest resource of this kind and name, with so many more servers."""
    known = (kind, name) in worker.resources
    found = resource(kind, name, servers)
    if known:
        emit(RESOURCE, found.index, servers, text=f"{kind}\u0001{name}", line=0)
    return found


def uncounted_threads():
    """What FastAPI closes `def` dependencies in: a limiter of one token for each."""
    return jobs.Uncounted()


def threads():
    """AnyIO's limiter of this worker: `def` routes, `def` dependencies, run_in_threadpool."""
    w = worker
    if w.limiter is None:
        w.limiter = jobs.Limiter("AnyIO threads", w.thread_tokens)
    return w.limiter


def executor():
    """asyncio's default executor of this worker: to_thread, run_in_executor(None, ...)."""
    w = worker
    if w.executor is None:
        w.executor = jobs.Limiter("default executor", min(32, w.cpu_count + 4), places=thread_places.Places("asyncio_{}"))
    return w.executor


def run_in_thread(limiter, func, args=(), kwargs=None):
    """An asyncio future of a function's call in a thread or process of the limiter (jobs.py)."""
    future = worker.loop.create_future()

    def done(job):
        if future.done():
            return
        if job.error is not None:
            future.set_exception(job.error)
        else:
            future.set_result(job.result)

    jobs.call_in(limiter, func, args, kwargs or {}, done)
    return future


def complete(w, token, a, b, text):
    """Delivers a completion to the future that waits for it."""
    future = w.operations.pop(token, None)
    if future is not None:
        try:
            future.set_result((a, b, text))
        except InvalidStateError:
            pass


def result(w, token, result_id, text):
    """Delivers a query's result. The text is kept first: it comes once, and the task that asked may be gone or slow."""
    if text:
        result_texts[result_id] = text
    complete(w, token, 0, result_id, text)


def log(level, text):
    """A line on the console. Addresses of objects depend on what ran before: they are numbered as they are printed."""
    if "0x" in text:
        text = tools.stable_addresses(worker, text)
    emit(LOG, 0, level, text=text, line=0)


def format_exception(exc):
    """The traceback with the user's frames only."""
    from surge.tracebacks import format_user_traceback

    return format_user_traceback(exc)


from surge import call_paths, jobs, thread_places, tools  # noqa: E402  (they need the names above)
