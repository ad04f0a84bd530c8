"""Profilers and logging on virtual time."""

import faulthandler
import logging
import multiprocessing
import os
import re
from logging.handlers import QueueHandler, QueueListener

from surge import allocations, kernel, metering, profiling

# CPU of one call of logging's that is emitted: making and formatting the record (modelled; CPython 3.11 needs 4 to 8 us).
LOG_RECORD_NS = 6_000
_ADDRESS = re.compile(r"0x[0-9a-f]{5,16}\b")
_LEVELS = ((logging.ERROR, 3), (logging.WARNING, 2), (logging.INFO, 1))


def stable_addresses(worker, text):
    """Addresses of objects, as repr shows them, numbered in the order in which a worker prints them: real ones depend on earlier runs."""
    known = worker.state.setdefault("printed addresses", {})

    def number(match):
        return known.setdefault(match.group(), f"0x7f{len(known) * 16 + 4096:010x}")

    return _ADDRESS.sub(number, text)


def _override_logging():
    real = logging.StreamHandler.emit

    def emit(self, record):
        """The console line gets the record's level."""
        kernel.charge(LOG_RECORD_NS)
        stream = self.stream
        usual = getattr(stream, "level", None)
        if usual is None:
            real(self, record)
            return
        stream.level = next((level for number, level in _LEVELS if record.levelno >= number), 0)
        try:
            real(self, record)
        finally:
            stream.level = usual

    logging.StreamHandler.emit = emit


def _override_log_queues():
    """logging's QueueListener: a record is handled as soon as it is queued. Its thread waits for the queue, which no thread can do here."""
    real_enqueue = QueueHandler.enqueue
    listeners = lambda: kernel.state().setdefault("log listeners", [])  # noqa: E731

    def drain(listener):
        while not listener.queue.empty():
            listener.handle(listener.dequeue(False))

    def start(self):
        if self in listeners():
            raise RuntimeError("Listener already started")
        listeners().append(self)
        drain(self)

    def stop(self):
        if self in listeners():
            drain(self)
            listeners().remove(self)

    def enqueue(self, record):
        real_enqueue(self, record)
        for listener in listeners():
            if listener.queue is self.queue:
                drain(listener)

    QueueListener.start, QueueListener.stop, QueueHandler.enqueue = start, stop, enqueue


def _override_multiprocessing():
    def refused(name):
        def method(*args, **kwargs):
            kernel.not_simulated(
                f"multiprocessing.{name}()", "concurrent.futures.ProcessPoolExecutor with loop.run_in_executor, multiprocessing.cpu_count"
            )

        method.__name__ = name
        return method

    for name in ("Pool", "Process", "Queue", "SimpleQueue", "JoinableQueue", "Pipe", "Manager", "Value", "Array", "Lock", "Semaphore", "Event"):
        setattr(multiprocessing, name, refused(name))
    multiprocessing.cpu_count = lambda: os.cpu_count()


def _override_timeit():
    # Imported only now: it binds its clock when it is imported.
    import timeit

    def compile_counted(source, name, mode):
        """The loop that timeit compiles itself costs what a loop of the program's would."""
        code = compile(source, name, mode)
        metering.watch(code)
        return code

    timeit.compile = compile_counted


def _override_faulthandler():
    """Nothing crashes here that it could tell of: enabling it changes nothing."""
    enabled = lambda: kernel.state().get("faulthandler", False)  # noqa: E731

    def enable(file=None, all_threads=True, c_stack=True):
        kernel.state()["faulthandler"] = True

    def disable():
        return kernel.state().pop("faulthandler", False)

    def refused(name):
        return lambda *args, **kwargs: kernel.not_simulated(f"faulthandler.{name}()", "traceback.print_stack, asyncio.print_call_graph")

    faulthandler.enable, faulthandler.disable, faulthandler.is_enabled = enable, disable, enabled
    for name in ("dump_traceback", "dump_traceback_later", "register", "dump_c_stack"):
        setattr(faulthandler, name, refused(name))


def install(epoch_ns):
    # Records' relativeCreated counts from here.
    logging._startTime = epoch_ns
    _override_timeit()
    profiling.install()
    _override_logging()
    _override_multiprocessing()
    _override_log_queues()
    _override_faulthandler()
    allocations.install()
