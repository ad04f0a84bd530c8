"""The event loop of one simulated worker, on virtual time.

The engine drives it turn by turn (bridge.py). Ready callbacks run in the order in which they were scheduled; timers
with equal deadlines are FIFO; time passes only by charged CPU, so nothing here ever looks at a clock of the host.
"""

import asyncio
import concurrent.futures
import contextvars
import heapq
import inspect
import logging
from asyncio import Future, Task
from collections import deque
from functools import partial

from surge import jobs, kernel


class Handle:
    """What call_soon gives back."""

    __slots__ = ("_callback", "_args", "_context", "_cancelled")

    def __init__(self, callback, args, context):
        self._callback = callback
        self._args = args
        self._context = context
        self._cancelled = False

    def cancel(self):
        self._cancelled = True

    def cancelled(self):
        return self._cancelled

    def get_context(self):
        return self._context


class TimerHandle(Handle):
    """What call_later and call_at give back."""

    __slots__ = ("_when_ns",)

    def when(self):
        return self._when_ns / 1e9


class SurgeLoop(asyncio.AbstractEventLoop):
    def __init__(self):
        self._ready = deque()
        self._timers = []
        self._sequence = 0
        self.set_debug(False)
        # Seconds; only in debug mode.
        self.slow_callback_duration = 0.1
        self._default_executor = None
        self._closed = False
        self._task_factory = None
        self._exception_handler = None
        self._asyncgens = []
        self.worker = None
        # CPython looks the running loop up by thread id when debug is on.
        self._thread_id = 1

    # Scheduling

    def time(self):
        return kernel.now_ns() / 1e9

    def call_soon(self, callback, *args, context=None):
        handle = Handle(callback, args, contextvars.copy_context() if context is None else context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError("delay must not be None")
        return self._call_at_ns(kernel.now_ns() + max(0, round(delay * 1e9)), callback, args, context)

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError("when cannot be None")
        return self._call_at_ns(round(when * 1e9), callback, args, context)

    def call_at_ns(self, when_ns, callback, *args):
        return self._call_at_ns(when_ns, callback, args, None)

    def _call_at_ns(self, when_ns, callback, args, context):
        handle = TimerHandle(callback, args, contextvars.copy_context() if context is None else context)
        handle._when_ns = when_ns
        self._sequence += 1
        heapq.heappush(self._timers, (when_ns, self._sequence, handle))
        return handle

    def create_future(self):
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None, eager_start=None):
        if self._task_factory is not None:
            return self._task_factory(self, coro, name=name, context=context)
        if eager_start:
            return Task(coro, loop=self, name=name, context=context, eager_start=True)
        return Task(coro, loop=self, name=name, context=context)

    def set_task_factory(self, factory):
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    def run_in_executor(self, executor, func, *args):
        if self._debug:
            self._check_callback(func, "run_in_executor")
        if executor is None:
            executor = self._default_executor
            if executor is None:
                return kernel.run_in_thread(kernel.executor(), func, args)
        return asyncio.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        if not isinstance(executor, concurrent.futures.ThreadPoolExecutor):
            raise TypeError("executor must be ThreadPoolExecutor instance")
        self._default_executor = executor

    def _check_callback(self, callback, method):
        if asyncio.iscoroutine(callback) or inspect.iscoroutinefunction(callback):
            raise TypeError(f"coroutines cannot be used with {method}()")

    # Running

    def run_turn(self, horizon_ns):
        """Loop passes until nothing is ready or the worker's time has reached the horizon."""
        worker = self.worker
        ready = self._ready
        timers = self._timers
        step = kernel.costs.step
        popleft = ready.popleft
        while True:
            now = worker.now
            while timers and timers[0][0] <= now:
                handle = heapq.heappop(timers)[2]
                if not handle._cancelled:
                    ready.append(handle)
            if not ready:
                break
            for _ in range(len(ready)):
                handle = popleft()
                if handle._cancelled:
                    continue
                before = worker.began = worker.now
                worker.now = before + step
                worker.steps += 1
                worker.slow_ns = 0
                worker.jumps = 0
                try:
                    handle._context.run(handle._callback, *handle._args)
                except BaseException as error:
                    self._callback_failed(error, handle)
                if worker.now - before > kernel.SLOW_STEP_NS:
                    worker.report_slow_step(worker.now - before)
                    if self._debug and worker.now - before >= self.slow_callback_duration * 1e9:
                        self._warn_slow(handle, worker.now - before)
                if worker.fault is not None:
                    return
            if worker.now >= horizon_ns:
                break
            if worker.steps - worker.spin > kernel.SPIN_STEPS and worker.spinning():
                return

    def next_timer_ns(self):
        """When the next timer is due; -1 if there is none."""
        timers = self._timers
        while timers and timers[0][2]._cancelled:
            heapq.heappop(timers)
        return timers[0][0] if timers else -1

    def _callback_failed(self, error, handle):
        if self.worker.fault is not None:
            return
        self.call_exception_handler({"message": f"Exception in callback {handle._callback!r}", "exception": error})

    def _warn_slow(self, handle, ns):
        """asyncio's own words in debug mode, in virtual time."""
        owner = getattr(handle._callback, "__self__", None)
        what = repr(owner) if isinstance(owner, asyncio.Task) else f"<Handle {_describe(handle._callback, handle._args)}>"
        logging.getLogger("asyncio").warning("Executing %s took %.3f seconds", what, ns / 1e9)

    # The rest of the interface

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled
        # asyncio asks once for every future: `bool()` is False, and no call of Python's.
        self.get_debug = partial(bool, enabled) if enabled else bool

    def is_running(self):
        return True

    def is_closed(self):
        return self._closed

    def close(self):
        self._closed = True

    def stop(self):
        kernel.not_simulated("loop.stop()", "the simulated server runs the loop until its end")

    def run_forever(self):
        kernel.not_simulated("loop.run_forever()", "the simulated server runs the loop")

    def run_until_complete(self, future):
        raise RuntimeError("This event loop is already running")

    async def shutdown_asyncgens(self):
        pass

    async def shutdown_default_executor(self, timeout=None):
        pass

    def _timer_handle_cancelled(self, handle):
        pass

    # Nobody sends a signal to a simulated process: handlers are kept and never called.

    def add_signal_handler(self, sig, callback, *args):
        if asyncio.iscoroutine(callback) or asyncio.iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with add_signal_handler()")
        kernel.state().setdefault("loop signal handlers", {})[int(sig)] = (callback, args)

    def remove_signal_handler(self, sig):
        return kernel.state().get("loop signal handlers", {}).pop(int(sig), None) is not None

    def set_exception_handler(self, handler):
        self._exception_handler = handler

    def get_exception_handler(self):
        return self._exception_handler

    def default_exception_handler(self, context):
        message = context.get("message") or "Unhandled exception in event loop"
        error = context.get("exception")
        detail = kernel.format_exception(error) if error is not None else ""
        kernel.log(3, f"{message}\n{detail}" if detail else message)

    def call_exception_handler(self, context):
        if self._exception_handler is None:
            self.default_exception_handler(context)
        else:
            self._exception_handler(self, context)


def _describe(callback, args):
    from asyncio import format_helpers

    return format_helpers._format_callback_source(callback, args)


_NOT_SIMULATED = (
    "create_connection", "create_server", "create_unix_connection", "create_unix_server", "create_datagram_endpoint",
    "getaddrinfo", "getnameinfo", "sock_recv", "sock_sendall", "sock_connect", "sock_accept", "sendfile", "start_tls",
    "subprocess_exec", "subprocess_shell", "add_reader", "remove_reader", "add_writer", "remove_writer",
    "connect_read_pipe", "connect_write_pipe",
)  # fmt: skip


def _refuse(name):
    def method(self, *args, **kwargs):
        kernel.not_simulated(f"loop.{name}()", "tasks, timers, executors; asyncpg and httpx for the network")

    method.__name__ = name
    return method


for _name in _NOT_SIMULATED:
    setattr(SurgeLoop, _name, _refuse(_name))


class ThreadLoop(SurgeLoop):
    """The loop that asyncio.run makes in a virtual thread. It runs from beginning to end on that thread's clock."""

    def run_until_complete(self, future):
        task = asyncio.ensure_future(future, loop=self)
        worker = self.worker
        worker.loop = self
        asyncio._set_running_loop(self)
        try:
            self._run_until(task.done)
        finally:
            asyncio._set_running_loop(None)
        return task.result()

    def run_main(self, main):
        """asyncio.run: what is left when the program ends is cancelled."""
        outer = self.worker.loop
        try:
            return self.run_until_complete(main)
        finally:
            left = sorted(asyncio.all_tasks(self), key=lambda task: task.get_name())
            for task in left:
                task.cancel()
            if left:
                self.run_until_complete(asyncio.wait(left))
            self.worker.loop = outer
            self._closed = True

    def is_running(self):
        return asyncio._get_running_loop() is self

    def _run_until(self, ended):
        worker, ready, timers = self.worker, self._ready, self._timers
        clock = worker.thread
        while not ended():
            now = kernel.now_ns()
            while timers and timers[0][0] <= now:
                ready.append(heapq.heappop(timers)[2])
            if not ready:
                due = self.next_timer_ns()
                if due < 0:
                    worker.set_fault("deadlock", "asyncio.run() in a thread: nothing is left to run, and its coroutine awaits", kernel.user_line())
                    raise jobs.EndlessThread("asyncio.run() in a thread never ends: nothing is left to run, and its coroutine awaits")
                kernel.block(max(0, due - now), "asyncio.run()")
                continue
            for _ in range(len(ready)):
                handle = ready.popleft()
                if handle._cancelled:
                    continue
                clock.cpu += kernel.costs.step
                if clock.cpu > kernel.MAX_STEP_NS:
                    kernel.end_call("asyncio.run() in a thread takes more than 5 s of CPU", "asyncio.run()")
                try:
                    handle._context.run(handle._callback, *handle._args)
                except (kernel.EndlessCall, jobs.EndlessThread):
                    raise
                except BaseException as error:
                    self._callback_failed(error, handle)
