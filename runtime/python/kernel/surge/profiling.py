"""cProfile on virtual time, as CPython would print it: the program's functions, those of libraries and built-ins, none of our frames.

While a program profiles, sys.monitoring tells of every call; otherwise it adds nothing to a run. What our code stands in for is told by
profiled_names.py. Of a library's stand-in those functions are shown that are called from outside of it: what they do inside is theirs.
Each worker has a profiler of its own, and as in a real process it sees the thread that enabled it.
"""

import _lsprof
import cProfile
import sys

from surge import kernel
from surge import profiled_names as names

# Above metering's: it is told first, so that what the start of a function costs is the function's.
TOOL = 5
_events = sys.monitoring.events
_EVENTS = (
    _events.PY_START | _events.PY_RESUME | _events.PY_THROW | _events.PY_RETURN | _events.PY_YIELD | _events.PY_UNWIND
    | _events.CALL | _events.C_RETURN | _events.C_RAISE
)  # fmt: skip
# Profilers that are enabled, of all workers.
_enabled = 0


class _Row:
    """Figures of a function, or of a function as called by another one."""

    __slots__ = ("calls", "recursive", "total", "own", "depth", "called")

    def __init__(self):
        self.calls = self.recursive = self.total = self.own = self.depth = 0
        self.called = {}

    def leave(self, total, own):
        self.depth -= 1
        if self.depth:
            self.recursive += 1
        else:
            self.total += total
        self.own += own
        self.calls += 1


class _Call:
    """A frame, or a call of a built-in (code is None)."""

    __slots__ = ("code", "shown", "open", "stands_in", "rows", "began", "below", "outer", "work")

    def __init__(self, code, shown, open, stands_in=False):
        self.code = code
        # What its row is called; None: it has none.
        self.shown = shown
        # Whether what it calls is shown.
        self.open = open
        self.stands_in = stands_in
        self.work = None


class Profile(cProfile.Profile):
    """Times are virtual: the CPU that the model charges, and what blocks."""

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        super().__init__(timer, timeunit, subcalls, builtins)
        self._timer = timer or kernel.now_ns
        self._unit = (timeunit or 1) if timer else 1e-9
        self._subcalls, self._builtins = subcalls, builtins
        self._rows = {}
        self._stack = []
        # The innermost call that is shown, and when a call that is shown began or returned last.
        self._top = None
        self._seen = 0
        self._worker = self._thread = None

    def enable(self, subcalls=True, builtins=True):
        global _enabled
        names.install()
        worker = kernel.worker
        if worker.state.get("profiler") is not None:
            raise ValueError("Another profiling tool is already active")
        self._subcalls, self._builtins = subcalls, builtins
        self._worker, self._thread = worker, worker.thread
        self._seen = self._timer()
        worker.state["profiler"] = self
        _enabled += 1
        if _enabled == 1:
            sys.monitoring.set_events(TOOL, _EVENTS)

    def disable(self):
        global _enabled
        if self._worker is None:
            return
        # First of all: from here on it would see itself.
        self._worker.state["profiler"] = None
        self._worker = None
        self._leave_all(self._timer())
        _enabled -= 1
        if _enabled == 0:
            sys.monitoring.set_events(TOOL, 0)

    def clear(self):
        self._rows.clear()
        self._stack.clear()
        self._top = None

    def getstats(self):
        unit = self._unit

        def figures(shown, row):
            return shown, row.calls, row.recursive, row.total * unit, row.own * unit

        return [
            _lsprof.profiler_entry((*figures(shown, row), [_lsprof.profiler_subentry(figures(*each)) for each in row.called.items()] or None))
            for shown, row in self._rows.items() if row.calls
        ]  # fmt: skip

    # What is called and returns

    def _enter(self, call, now):
        self._stack.append(call)
        if call.shown is None:
            return
        self._seen = now
        outer = call.outer = self._top
        call.rows = [self._rows.setdefault(call.shown, _Row())]
        if outer is not None and self._subcalls:
            call.rows.append(outer.rows[0].called.setdefault(call.shown, _Row()))
        for row in call.rows:
            row.depth += 1
        call.began = now
        call.below = 0
        self._top = call

    def _leave(self, now):
        call = self._stack.pop()
        if call.shown is None:
            return
        self._seen = now
        if call.work is not None:
            self._give_back(call, now)
        total = now - call.began
        own = total - call.below
        for row in call.rows:
            row.leave(total, own)
        outer = self._top = call.outer
        if outer is not None:
            outer.below += total
        if call.shown in names.workers:
            _remember_work(call, now)

    def _leave_all(self, now):
        while self._stack:
            self._leave(now)

    def _give_back(self, call, now):
        """What was charged after the work was done is the time of the function that did it."""
        done, chain = call.work
        ns = now - done
        call.below += ns
        for each in chain:
            for row in each.rows:
                row.total += ns
                if each is chain[0]:
                    row.own += ns

    def _started(self, code, *thrown):
        kind = names.kind_of(code)
        now = self._timer()
        if kind == names.LOOP:
            self._loop_turn(code, now)
            return
        outer = self._stack[-1] if self._stack else None
        if kind == names.USER:
            call = _Call(code, code, True)
        elif outer is not None and not outer.open:
            call = _Call(code, None, False)
        elif code in names.stand_ins:
            call = self._standing_in(code, outer, sys._getframe(2))
        elif kind == names.KERNEL:
            call = _Call(code, None, False)
        else:
            shown = names.shown_code(code)
            if self._has_row(outer, shown):
                call = _Call(code, None, True)
            elif kind == names.SERVER and (outer is None or outer.shown == names.CONTEXT_RUN):
                call = _Call(code, None, False)
            else:
                call = _Call(code, shown, kind == names.PYTHON)
        self._enter(call, now)

    def _standing_in(self, code, outer, frame):
        shown = names.stands_for(code, frame)
        if shown is None or self._has_row(outer, shown):
            return _Call(code, None, outer is None or outer.open, shown is not None)
        return _Call(code, shown, not isinstance(shown, str), True)

    def _has_row(self, outer, shown):
        """Whether what stands in for this function has called it."""
        return outer is not None and outer.stands_in and self._top is not None and self._top.shown == shown

    def _loop_turn(self, code, now):
        """The loop has waited since its last turn."""
        since = self._seen
        self._leave_all(since)
        self._enter(_Call(code, names.RUN_ONCE, False), since)
        if now > since:
            self._enter(_Call(None, names.SELECT, False), since)
            self._enter(_Call(None, names.POLL, False), since)
            self._leave(now)
            self._leave(now)

    def _returned(self, code, result):
        stack = self._stack
        # What was called before enable() returns too.
        if not any(call.code is code for call in reversed(stack)):
            return
        now = self._timer()
        while stack[-1].code is not code:
            self._leave(now)
        self._leave(now)

    def _called_builtin(self, code, function, argument):
        kind = names.kind_of(code)
        if kind == names.LOOP:
            if function.__name__ == "run":
                now = self._timer()
                self._enter(_Call(None, names.HANDLE_RUN, False), now)
                self._enter(_Call(None, names.CONTEXT_RUN, True), now)
            return None
        if kind not in (names.USER, names.PYTHON):
            return sys.monitoring.DISABLE
        if self._builtins and (not self._stack or self._stack[-1].open):
            shown = names.builtin_name(function, argument)
            if shown is not None:
                self._enter(_Call(None, shown, shown != names.PRINT), self._timer())
        return None

    def _builtin_returned(self, code, function, argument):
        stack = self._stack
        if not stack or stack[-1].code is not None or stack[-1].shown != names.builtin_name(function, argument):
            return
        now = self._timer()
        self._leave(now)
        if names.kind_of(code) == names.LOOP:
            self._leave(now)


def _remember_work(call, now):
    chain = []
    while call is not None and not call.stands_in:
        chain.append(call)
        call = call.outer
    if call is not None and chain and names.workers[chain[0].shown] is call.shown:
        call.work = now, chain


def _told(method):
    def callback(code, offset, *rest):
        worker = kernel.worker
        profiler = None if worker is None else worker.state.get("profiler")
        if profiler is not None and profiler._thread is worker.thread:
            return method(profiler, code, *rest)
        return None

    return callback


def forget():
    """The next program starts without profilers."""
    global _enabled
    _enabled = 0
    sys.monitoring.set_events(TOOL, 0)
    names.forget()


def install():
    cProfile.Profile = Profile
    Profile.__module__ = "cProfile"
    sys.monitoring.use_tool_id(TOOL, "cProfile")
    started, returned = _told(Profile._started), _told(Profile._returned)
    for event in (_events.PY_START, _events.PY_RESUME, _events.PY_THROW):
        sys.monitoring.register_callback(TOOL, event, started)
    for event in (_events.PY_RETURN, _events.PY_YIELD, _events.PY_UNWIND):
        sys.monitoring.register_callback(TOOL, event, returned)
    sys.monitoring.register_callback(TOOL, _events.CALL, _told(Profile._called_builtin))
    for event in (_events.C_RETURN, _events.C_RAISE):
        sys.monitoring.register_callback(TOOL, event, _told(Profile._builtin_returned))
