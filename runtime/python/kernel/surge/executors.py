"""concurrent.futures and threading on virtual threads and processes (jobs.py)."""

import concurrent.futures
import concurrent.futures.process
import concurrent.futures.thread
import itertools
import os
import queue
import sys
import threading
from pickle import dumps as to_pickle
from pickle import loads as unpickle

from surge import jobs, kernel, thread_places

_orders = itertools.count()


def _name(kind, of_request):
    """(name, shared): "thread pool", "thread pool 2", ... in the order in which this worker made them; those that requests
    make for themselves are one resource."""
    if of_request:
        return f"{kind}s of requests", True
    w = kernel.worker
    count = w.limiters[kind] = w.limiters.get(kind, 0) + 1
    return kind if count == 1 else f"{kind} {count}", False


class Future(concurrent.futures.Future):
    """Asked for its result on the event loop it blocks the loop, as the real one does."""

    job = None
    order = 0

    def done(self):
        job = self.job
        # What a thread started has run already; it has ended when its time has come.
        if job is not None and job.nested and not job.done and job.ready_at <= kernel.now_ns():
            jobs.deliver(job)
        return super().done()

    def result(self, timeout=None):
        self._drive(timeout)
        return super().result(0)

    def exception(self, timeout=None):
        self._drive(timeout)
        return super().exception(0)

    def cancel(self):
        job = self.job
        if job is not None and not self.done():
            if job.started:
                return False
            job.pool.waiting.remove(job)
        return super().cancel()

    def _drive(self, timeout):
        if not self.done():
            _drive([self], timeout)
            if not self.done():
                raise TimeoutError


def _drive(futures, timeout, enough=lambda futures: all(future.done() for future in futures)):
    """Blocks the loop until `enough`, or the time is over."""
    w = kernel.worker
    if w.thread is not None:
        _drive_in_thread(futures, timeout, enough)
        return
    begin = w.now
    deadline = None if timeout is None else begin + round(timeout * 1e9)
    while not enough(futures):
        pending = next((future for future in futures if not future.done() and future.job is not None), None)
        if pending is None:
            raise RuntimeError("waiting for a future that nothing will complete")
        if pending.job.nested:
            if deadline is not None and pending.job.ready_at > deadline:
                kernel.block(max(0, deadline - w.now), "Future.result()")
                return
            jobs.wait_nested(pending.job)
            continue
        if deadline is not None and _next_change(pending.job.pool) > deadline:
            kernel.block(max(0, deadline - w.now), "Future.result()")
            return
        jobs.advance(pending.job.pool)
    if w.now > begin:
        kernel.report_blocked(w.now - begin, "Future.result()")


def _drive_in_thread(futures, timeout, enough):
    """The same in a thread, for what it or another thread has started."""
    deadline = None if timeout is None else kernel.now_ns() + round(timeout * 1e9)
    while not enough(futures):
        pending = [future.job for future in futures if not future.done() and future.job is not None]
        if not pending:
            raise RuntimeError("waiting for a future that nothing will complete")
        if not all(job.nested for job in pending):
            kernel.refuse("waiting inside a thread for what the event loop has started", "await loop.run_in_executor")
        first = min(pending, key=lambda job: job.ready_at)
        if deadline is not None and first.ready_at > deadline:
            kernel.block(max(0, deadline - kernel.now_ns()), "Future.result()")
            return
        jobs.wait_nested(first)


def _next_change(pool):
    """When something can happen next in a pool: now, if a function computes."""
    if any(job.cpu > 0 for job in pool.running):
        return kernel.worker.now
    return min((job.ready_at for job in pool.running), default=kernel.worker.now)


class _Executor(concurrent.futures.Executor):
    _kind = "thread pool"

    def _prepare(self, max_workers, initializer, initargs):
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._initializer = initializer
        self._initargs = initargs
        self._shutdown = False
        self._limiter = None
        self._of_request = kernel.worker is not None and kernel.request_var.get() != 0

    def limiter(self):
        if self._limiter is None:
            self._limiter = self._make_limiter(*_name(self._kind, self._of_request))
            if self._initializer is not None:
                self._initializer(*self._initargs)
        return self._limiter

    def submit(self, fn, /, *args, **kwargs):
        if self._shutdown:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = Future()
        self._call(future, fn, args, kwargs)
        return future

    def _call(self, future, fn, args, kwargs):
        def done(job):
            future.order = next(_orders)
            if not future.set_running_or_notify_cancel():
                return
            if job.error is not None:
                future.set_exception(job.error)
            else:
                future.set_result(self._received(job.result))

        future.job = jobs.call_in(self.limiter(), fn, args, kwargs, done)

    def _received(self, result):
        return result

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._shutdown = True
        pool = self._limiter
        if pool is None:
            return
        if cancel_futures:
            pool.waiting.clear()
        if wait and kernel.worker.thread is not None:
            kernel.block(max(0, max((end for _, end in pool.nested), default=0) - kernel.now_ns()), "Executor.shutdown()")
            return
        while wait and (pool.running or pool.waiting):
            jobs.advance(pool)


class ThreadPoolExecutor(_Executor):
    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=(), **ctxkwargs):
        self._prepare(min(32, (os.cpu_count() or 1) + 4) if max_workers is None else max_workers, initializer, initargs)
        self._thread_name_prefix = thread_name_prefix or f"ThreadPoolExecutor-{thread_places.next_number('executors')}"

    def _make_limiter(self, name, shared):
        return jobs.Limiter(name, self._max_workers, shared=shared, places=thread_places.Places(self._thread_name_prefix + "_{}"))


def _compute(data):
    """In the process: arguments arrive pickled, and so does the result go back."""
    func, args, kwargs = unpickle(data)
    result = to_pickle(func(*args, **kwargs))
    kernel.charge(len(result) * jobs.PICKLE_BYTE_NS)
    return result


class ProcessPoolExecutor(_Executor):
    """Functions run on cores of their own, on copies of what they are given. Module globals are not copied: a function that
    changes them changes them here too, which a real process would not."""

    _kind = "process pool"

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        self._prepare((os.cpu_count() or 1) if max_workers is None else max_workers, initializer, initargs)

    def _make_limiter(self, name, shared):
        return jobs.Processes(name, self._max_workers, max(1, kernel.worker.cpu_count), shared)

    def _call(self, future, fn, args, kwargs):
        # Functions and classes are pickled by the names of their modules: this worker's, not another one's.
        sys.modules.update(kernel.worker.modules)
        try:
            data = to_pickle((fn, args, kwargs))
        except Exception as error:
            future.set_running_or_notify_cancel()
            future.set_exception(error)
            return
        kernel.charge(jobs.PROCESS_CALL_NS + len(data) * jobs.PICKLE_BYTE_NS)
        super()._call(future, _compute, (data,), {})

    def _received(self, result):
        kernel.charge(len(result) * jobs.PICKLE_BYTE_NS)
        sys.modules.update(kernel.worker.modules)
        return unpickle(result)


def wait(fs, timeout=None, return_when=concurrent.futures.ALL_COMPLETED):
    fs = list(dict.fromkeys(fs))
    enough = {
        concurrent.futures.FIRST_COMPLETED: lambda futures: any(future.done() for future in futures),
        concurrent.futures.FIRST_EXCEPTION: lambda futures: all(future.done() for future in futures)
        or any(future.done() and not future.cancelled() and future.exception(0) is not None for future in futures),
        concurrent.futures.ALL_COMPLETED: lambda futures: all(future.done() for future in futures),
    }[return_when]
    _drive(fs, timeout, enough)
    done = {future for future in fs if future.done()}
    return concurrent.futures._base.DoneAndNotDoneFutures(done, {future for future in fs if future not in done})


def as_completed(fs, timeout=None):
    pending = list(dict.fromkeys(fs))
    total = len(pending)
    while pending:
        _drive(pending, timeout, lambda futures: any(future.done() for future in futures))
        done = sorted((future for future in pending if future.done()), key=lambda future: future.order)
        if not done:
            raise TimeoutError(f"{len(pending)} (of {total}) futures unfinished")
        for future in done:
            pending.remove(future)
            yield future


class Lock:
    """threading.Lock. Functions in virtual threads run one after the other, so only tasks can find it taken."""

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle '_thread.lock' object")

    def __init__(self):
        self._locked = False

    def acquire(self, blocking=True, timeout=-1):
        if not self._locked:
            self._locked = True
            return True
        if not blocking:
            return False
        if timeout >= 0:
            kernel.block(round(timeout * 1e9), "threading.Lock")
            return False
        message = "threading.Lock is held by a task that awaits: waiting for it stops the event loop, so that task can never give it back. Use asyncio.Lock"
        kernel.worker.set_fault("deadlock", message, kernel.user_line())
        raise jobs.EndlessThread(message)

    def release(self):
        if not self._locked:
            raise RuntimeError("release unlocked lock")
        self._locked = False

    def locked(self):
        return self._locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()


def _start(self):
    if getattr(self, "_surge_job", None) is not None:
        raise RuntimeError("threads can only be started once")
    w = kernel.worker
    pool = w.limiters.get("threads")
    if pool is None:
        pool = w.limiters["threads"] = jobs.Uncounted()
    self._started.set()
    place = thread_places.Place(self.name, self)
    self._ident = place.ident
    self._surge_job = jobs.call_in(pool, self.run, (), {}, lambda job: _report(self, job), place)


def _start_timer(self):
    """threading.Timer: its thread sleeps first, and may be cancelled meanwhile."""

    def begin():
        if not self.finished.is_set():
            self.run = lambda: self.function(*self.args, **self.kwargs)
            _start(self)

    kernel.worker.loop.call_later(self.interval, begin)


def _report(thread, job):
    if job.error is not None and not isinstance(job.error, SystemExit):
        kernel.log(3, f"Exception in thread {thread.name}:\n{kernel.format_exception(job.error)}")


def _join(self, timeout=None):
    job = getattr(self, "_surge_job", None)
    if job is None:
        raise RuntimeError("cannot join thread before it is started")
    if job.done:
        return
    if job.nested:
        now = kernel.now_ns()
        if timeout is not None and job.ready_at > now + timeout * 1e9:
            kernel.block(round(max(0, timeout) * 1e9), "Thread.join()")
        else:
            jobs.wait_nested(job)
        return
    if timeout is not None and _next_change(job.pool) > kernel.worker.now + timeout * 1e9:
        kernel.block(round(max(0, timeout) * 1e9), "Thread.join()")
        return
    jobs.wait_for(job)


def _is_alive(self):
    job = getattr(self, "_surge_job", None)
    return job is not None and not (job.done or (job.nested and job.ready_at <= kernel.now_ns()))


def _event_wait(self, timeout=None):
    if self.is_set():
        return True
    if timeout is None:
        kernel.refuse("threading.Event.wait() without a time-out", "nothing could set it meanwhile; use asyncio.Event")
    kernel.block(round(timeout * 1e9), "threading.Event.wait()")
    return self.is_set()


def _condition_wait(self, timeout=None):
    """threading.Condition, and what waits through it: queue.Queue, threading.Semaphore, threading.Barrier. Functions in threads run
    one after the other, so nobody notifies meanwhile."""
    if not self._is_owned():
        raise RuntimeError("cannot wait on un-acquired lock")
    what = _waiting_for()
    if timeout is None:
        _wait_for_ever(what)
    # Callers wait again for what is left of their time, be it a rounding.
    kernel.block(max(1, round(timeout * 1e9)), what)
    return False


def _waiting_for():
    """What waits on a condition: the innermost method of queue or threading that is not the condition's own."""
    frame = sys._getframe(2)
    owner = frame.f_locals.get("self")
    if type(owner).__module__ in ("queue", "threading"):
        return f"{type(owner).__module__}.{type(owner).__name__}.{frame.f_code.co_name}()"
    return "threading.Condition.wait()"


def _wait_for_ever(what):
    asynchronous = "asyncio.Queue" if what.startswith("queue.") else f"asyncio.{what.split('.')[1]}"
    if kernel.worker.thread is not None:
        kernel.refuse(f"{what} in a thread, without a time-out", f"nothing could end the wait meanwhile; use {asynchronous} and a task")
    message = f"{what} waits for what only another task could do, and stops the event loop meanwhile, so no task ever can. Use {asynchronous}"
    kernel.worker.set_fault("deadlock", message, kernel.user_line())
    raise jobs.EndlessThread(message)


class SimpleQueue(queue._PySimpleQueue):
    """queue.SimpleQueue: the one in C would wait for ever on this machine's only thread."""

    def get(self, block=True, timeout=None):
        if self._queue:
            return self._queue.popleft()
        if not block:
            raise queue.Empty
        if timeout is None:
            _wait_for_ever("queue.SimpleQueue.get()")
        if timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        kernel.block(round(timeout * 1e9), "queue.SimpleQueue.get()")
        raise queue.Empty

    def put(self, item, block=True, timeout=None):
        self._queue.append(item)

    def qsize(self):
        return len(self._queue)

    def empty(self):
        return not self._queue


def install():
    for name, value in (
        ("ThreadPoolExecutor", ThreadPoolExecutor), ("ProcessPoolExecutor", ProcessPoolExecutor), ("Future", Future),
        ("wait", wait), ("as_completed", as_completed),
    ):  # fmt: skip
        setattr(concurrent.futures, name, value)
        value.__module__ = "concurrent.futures"
    concurrent.futures.thread.ThreadPoolExecutor = ThreadPoolExecutor
    concurrent.futures.process.ProcessPoolExecutor = ProcessPoolExecutor
    thread_places.install()
    threading.Lock = Lock
    threading.Thread.start = _start
    threading.Timer.start = _start_timer
    threading.Thread.join = _join
    threading.Thread.is_alive = _is_alive
    threading.Event.wait = _event_wait
    threading.Condition.wait = _condition_wait
    # They took the host's clock when they were imported.
    queue.time = threading._time = lambda: kernel.now_ns() / 1e9
    queue.SimpleQueue = SimpleQueue
    SimpleQueue.__module__ = "queue"
    sys.setswitchinterval(0.005)
