"""What a program may expect of Python's own tools: profilers, timeit, tracemalloc, debug mode, logging. On virtual time."""

import asyncio
import cProfile
import datetime
import faulthandler
import gc
import importlib
import io
import json
import logging
import logging.config
import logging.handlers
import profile
import pstats
import queue
import re
import signal
import sys
import threading
import time
import timeit
import tracemalloc
import warnings
import zoneinfo

import dotenv
from aiolimiter import AsyncLimiter


def leaf():
    total = 0
    for i in range(100_000):
        total += i
    return total


def root():
    leaf()
    leaf()


def profiled(profiler):
    profiler.enable()
    root()
    profiler.disable()
    return profiler


def figures(profiler):
    """name -> (calls, own time, cumulative time)"""
    return {name[2]: row[1:4] for name, row in pstats.Stats(profiler).stats.items()}


def message_of(handler):
    return handler.stream.getvalue()


def captured(name, level=logging.DEBUG, form="%(levelname)s %(message)s"):
    logger = logging.getLogger(name)
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logging.Formatter(form))
    logger.addHandler(handler)
    logger.setLevel(level)
    return logger, handler


async def case_cprofile_tells_virtual_time():
    rows = figures(profiled(cProfile.Profile()))
    assert rows["leaf"][0] == 2 and rows["root"][0] == 1
    assert 0.003 < rows["leaf"][1] < 0.01
    assert abs(rows["root"][2] - rows["leaf"][2]) < 0.0001


async def case_cprofile_gives_the_same_figures_twice():
    assert figures(profiled(cProfile.Profile()))["leaf"] == figures(profiled(cProfile.Profile()))["leaf"]


async def case_cprofile_as_a_context():
    with cProfile.Profile() as profiler:
        root()
    out = io.StringIO()
    pstats.Stats(profiler, stream=out).sort_stats("cumulative").print_stats(5)
    assert "Ordered by: cumulative time" in out.getvalue() and "(root)" in out.getvalue()


async def case_cprofile_runcall_and_sleep():
    profiler = cProfile.Profile()
    profiler.runcall(time.sleep, 0.05)
    assert abs(pstats.Stats(profiler).total_tt - 0.05) < 0.001


def mixed():
    rows = [{"id": i * 7919 % 1000} for i in range(1000)]
    rows.sort(key=lambda row: row["id"])
    text = json.dumps(rows)
    found = re.findall(r"\d+", text)
    time.sleep(0.001)
    return sorted(found), json.loads(text), ",".join(found), sum(range(1000)), list(range(1000))


def rows_of(profiler):
    return {name: row[:4] for name, row in pstats.Stats(profiler).stats.items()}


async def case_cprofile_names_what_cpython_runs():
    profiler = cProfile.Profile()
    profiler.runcall(mixed)
    rows = rows_of(profiler)
    called = {name[2]: row for name, row in rows.items()}
    for builtin in (
        "<method 'sort' of 'list' objects>", "<method 'findall' of 're.Pattern' objects>", "<method 'join' of 'str' objects>",
        "<built-in method builtins.sorted>", "<built-in method builtins.sum>", "<built-in method time.sleep>",
        "<method 'disable' of '_lsprof.Profiler' objects>",
    ):  # fmt: skip
        assert called[builtin][1] >= 1, builtin
    assert called["<lambda>"][1] == 1000
    assert called["<built-in method time.sleep>"][2] > 0.0009
    for name, file in (("dumps", "json/__init__.py"), ("iterencode", "json/encoder.py"), ("raw_decode", "json/decoder.py"), ("findall", "re/__init__.py")):
        assert [row[1] for place, row in rows.items() if place[2] == name and place[0].endswith(file)] == [1], name
    assert called["iterencode"][2] > called["dumps"][2]
    assert called["dumps"][3] >= called["iterencode"][3]
    assert not any("surge" in name[0] for name in rows)


async def case_cprofile_names_methods_of_patterns():
    pattern = re.compile(r"a+b")
    with cProfile.Profile() as profiler:
        pattern.search("xx" * 100_000)
    row = {name[2]: row for name, row in rows_of(profiler).items()}["<method 'search' of 're.Pattern' objects>"]
    assert row[1] == 1 and row[2] > 0


async def case_cprofile_adds_up():
    profiler = cProfile.Profile()
    profiler.runcall(mixed)
    rows = rows_of(profiler)
    whole = next(row[3] for name, row in rows.items() if name[2] == "mixed")
    assert abs(sum(row[2] for row in rows.values()) - whole) < whole / 20


async def pauses():
    await asyncio.sleep(0.05)
    leaf()


async def case_cprofile_around_an_await():
    with cProfile.Profile() as profiler:
        await pauses()
    called = {name[2]: row for name, row in rows_of(profiler).items()}
    # A coroutine that goes on is a call.
    assert called["pauses"][1] == 2 and called["leaf"][1] == 1
    assert called["<method 'poll' of 'select.epoll' objects>"][2] > 0.04
    assert called["_run_once"][1] >= 1 and called["<method 'run' of '_contextvars.Context' objects>"][1] >= 1
    assert called["__exit__"][1] == 1


async def case_cprofile_tells_callers():
    profiler = profiled(cProfile.Profile())
    out = io.StringIO()
    pstats.Stats(profiler, stream=out).print_callers("leaf")
    assert "(root)" in out.getvalue()


async def case_cprofile_sees_a_coroutine_that_fails():
    async def fails():
        raise ValueError("no")

    profiler = cProfile.Profile()
    profiler.enable()
    try:
        await fails()
    except ValueError:
        pass
    profiler.disable()
    assert {name[2] for name in rows_of(profiler)} >= {"fails"}


async def case_pstats_files():
    profiler = profiled(cProfile.Profile())
    profiler.dump_stats("/tmp/app.prof")
    assert any(name[2] == "leaf" for name in pstats.Stats("/tmp/app.prof").stats)


async def case_the_python_profiler():
    profiler = profile.Profile()
    profiler.runcall(root)
    profiler.create_stats()
    assert any(name[2] == "leaf" and row[0] == 2 for name, row in profiler.stats.items())


async def case_timeit():
    once = timeit.timeit(leaf, number=1)
    assert 0.0015 < once < 0.005
    assert abs(timeit.timeit(leaf, number=4) - 4 * once) < once * 0.05
    assert timeit.repeat("leaf()", globals=globals(), number=1, repeat=2)[0] > 0.001


async def case_timeit_chooses_its_own_number():
    number, seconds = timeit.Timer("time.sleep(0.01)", "import time").autorange()
    assert number == 20 and seconds >= 0.2


async def case_tracemalloc_sees_what_is_kept():
    tracemalloc.start()
    try:
        before = tracemalloc.take_snapshot()
        kept = [bytes(1000) for _ in range(1000)]
        after = tracemalloc.take_snapshot()
        current, peak = tracemalloc.get_traced_memory()
        grown = [row for row in after.compare_to(before, "lineno") if row.size_diff > 900_000]
        assert len(grown) == 1 and peak >= current > 900_000
        assert after.statistics("lineno")[0].size > 900_000 and len(kept) == 1000
    finally:
        tracemalloc.stop()


async def case_tracemalloc_names_the_line_that_allocates():
    tracemalloc.start(3)
    try:
        kept = [bytearray(10_000) for _ in range(200)]
        line = sys._getframe().f_lineno - 1
        top = tracemalloc.take_snapshot().statistics("lineno")[0]
        assert top.traceback[0].filename == __file__ and top.traceback[0].lineno == line and len(kept) == 200
        traced = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, __file__)]).statistics("traceback")[0]
        assert tracemalloc.get_traceback_limit() == 3 and len(traced.traceback) <= 3
        assert "kept = [bytearray(10_000)" in "".join(traced.traceback.format())
    finally:
        tracemalloc.stop()
    assert not tracemalloc.is_tracing()


async def case_records_reach_the_listener_of_a_queue():
    records = queue.Queue(-1)
    stream = io.StringIO()
    listener = logging.handlers.QueueListener(records, logging.StreamHandler(stream))
    logger = logging.getLogger("queued")
    logger.propagate = False
    handler = logging.handlers.QueueHandler(records)
    logger.addHandler(handler)
    listener.start()
    try:
        logger.warning("first %d", 1)
        logger.error("second")
    finally:
        listener.stop()
        logger.removeHandler(handler)
    assert stream.getvalue() == "first 1\nsecond\n" and records.empty()


async def case_a_queue_of_threads_may_be_empty_or_full():
    for make in (queue.Queue, queue.SimpleQueue, queue.LifoQueue):
        waiting = make()
        began = time.monotonic()
        for get in (waiting.get_nowait, lambda: waiting.get(timeout=0.02), lambda: waiting.get(block=False)):
            try:
                get()
                raise AssertionError("an item of an empty queue")
            except queue.Empty:
                pass
        assert 0.015 < time.monotonic() - began < 2
        waiting.put(1)
        assert waiting.qsize() == 1 and not waiting.empty() and waiting.get() == 1
    full = queue.Queue(maxsize=1)
    full.put(1)
    try:
        full.put(2, timeout=0.01)
        raise AssertionError("more than its maximum")
    except queue.Full:
        pass
    condition = threading.Condition()
    with condition:
        assert condition.wait(timeout=0.01) is False
    try:
        condition.wait(timeout=0.01)
        raise AssertionError("waited without the lock")
    except RuntimeError:
        pass
    places = threading.BoundedSemaphore(1)
    assert places.acquire() and not places.acquire(timeout=0.01)
    places.release()


async def case_faulthandler_may_be_enabled():
    before = faulthandler.is_enabled()
    try:
        faulthandler.enable(file=sys.__stderr__)
        assert faulthandler.is_enabled()
        faulthandler.disable()
        assert not faulthandler.is_enabled()
    finally:
        if before:
            faulthandler.enable(file=sys.__stderr__)


async def case_debug_mode_names_slow_callbacks():
    loop = asyncio.get_running_loop()
    logger, handler = captured("asyncio")
    # What the case before computed is a step of its own.
    await asyncio.sleep(0)
    loop.set_debug(True)

    async def slow():
        time.sleep(0.15)

    try:
        await asyncio.create_task(slow(), name="slow one")
    finally:
        loop.set_debug(False)
        logger.removeHandler(handler)
    text = message_of(handler)
    assert text.startswith("WARNING Executing <Task finished name='slow one' coro=<case_debug_mode_names_slow_callbacks.<locals>.slow() done"), text
    assert text.rstrip().endswith("took 0.150 seconds"), text


async def case_slow_callback_duration():
    loop = asyncio.get_running_loop()
    assert loop.slow_callback_duration == 0.1
    logger, handler = captured("asyncio")
    loop.set_debug(True)
    loop.slow_callback_duration = 0.5
    try:
        loop.call_soon(time.sleep, 0.2)
        await asyncio.sleep(0)
    finally:
        loop.set_debug(False)
        loop.slow_callback_duration = 0.1
        logger.removeHandler(handler)
    assert message_of(handler) == ""


async def case_a_coroutine_that_was_never_awaited():
    async def forgotten():
        pass

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        forgotten()
    assert "coroutine 'case_a_coroutine_that_was_never_awaited.<locals>.forgotten' was never awaited" in str(seen[0].message)


async def case_call_graphs():
    async def inner():
        await asyncio.sleep(0.1)

    async def outer():
        await inner()

    task = asyncio.create_task(outer(), name="watched")
    await asyncio.sleep(0.01)
    text = asyncio.format_call_graph(task)
    assert "watched" in text and "inner" in text and "outer" in text
    assert asyncio.capture_call_graph(task).future is task
    out = io.StringIO()
    asyncio.print_call_graph(task, file=out)
    assert out.getvalue().strip() == text.strip()
    await task


async def case_stacks_of_tasks():
    async def waits():
        await asyncio.sleep(0.1)

    task = asyncio.create_task(waits())
    await asyncio.sleep(0.01)
    assert task.get_stack()[-1].f_code.co_name == "waits"
    out = io.StringIO()
    task.print_stack(file=out)
    assert "await asyncio.sleep(0.1)" in out.getvalue()
    assert task in asyncio.all_tasks()
    await task


async def case_logging_has_virtual_time():
    logger, handler = captured("app.time", form="%(asctime)s %(message)s")
    logger.info("hello %d", 3)
    assert message_of(handler).startswith("2026-01-01 00:0") and message_of(handler).endswith("hello 3\n")


async def case_log_records_cost_cpu():
    logger, _ = captured("app.cost")
    start = time.perf_counter_ns()
    for _ in range(10):
        logger.info("x")
    on = time.perf_counter_ns() - start
    logger.setLevel(logging.WARNING)
    start = time.perf_counter_ns()
    for _ in range(10):
        logger.info("x")
    assert on >= 50_000 > time.perf_counter_ns() - start


async def case_dict_config():
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"short": {"format": "%(name)s:%(message)s"}},
            "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "short", "stream": "ext://sys.stdout"}},
            "loggers": {"shop": {"handlers": ["out"], "level": "INFO"}},
        }
    )
    logger = logging.getLogger("shop")
    assert logger.handlers[0].stream is sys.stdout and logger.isEnabledFor(logging.INFO)


async def case_logging_an_exception():
    logger, handler = captured("app.errors")
    try:
        {}["missing"]
    except KeyError:
        logger.exception("failed")
    assert "ERROR failed\nTraceback" in message_of(handler) and "KeyError: 'missing'" in message_of(handler)


async def case_loggers_of_uvicorn():
    assert logging.getLogger("uvicorn.error").name == "uvicorn.error"
    assert logging.getLogger("uvicorn.access").parent is not None


async def case_sizes_and_the_collector():
    assert sys.getsizeof([0] * 100) > sys.getsizeof([])
    assert gc.collect() >= 0 and len(gc.get_count()) == 3


async def refused(module, *words):
    source = f"async def load():\n    import {module}\n"
    space = {"__surge_user__": True, "__builtins__": __builtins__, "__name__": "probe"}
    exec(source, space)
    try:
        await space["load"]()
    except ImportError as error:
        assert all(word in str(error) for word in words), error
    else:
        raise AssertionError(module)


async def case_modules_that_measure_the_host_are_refused():
    await refused("psutil", "not simulated", "tracemalloc")
    await refused("resource", "not simulated", "process_time")


async def case_an_unknown_module_says_what_there_is():
    await refused("pyinstrument", "No module named 'pyinstrument'", "standard library", "fastapi")
    await refused("prometheus_client", "not simulated", "asyncpg")


async def case_faulthandler_and_traceback():
    assert importlib.import_module("faulthandler").is_enabled() in (True, False)


async def case_utc_is_a_time_zone():
    utc = zoneinfo.ZoneInfo("UTC")
    moment = datetime.datetime(2026, 1, 2, 3, tzinfo=utc)
    assert moment.isoformat() == "2026-01-02T03:00:00+00:00"
    assert (utc.key, moment.tzname()) == ("UTC", "UTC")
    assert datetime.datetime.now(utc).utcoffset() == datetime.timedelta(0)


async def case_signal_handlers():
    def stop(*args):
        raise AssertionError("nobody signals")

    before = signal.signal(signal.SIGUSR1, stop)
    assert signal.getsignal(signal.SIGUSR1) is stop
    assert signal.signal(signal.SIGUSR1, before) is stop
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR2, stop)
    assert loop.remove_signal_handler(signal.SIGUSR2) is True
    assert loop.remove_signal_handler(signal.SIGUSR2) is False
    try:
        signal.signal(signal.SIGUSR1, "stop")
    except TypeError as error:
        assert "callable" in str(error)
    else:
        raise AssertionError


async def case_a_burst_passes_at_once_and_the_rest_at_the_rate():
    limiter = AsyncLimiter(5, 1)
    begin = time.monotonic()
    passed = []

    async def one():
        async with limiter:
            passed.append(round(time.monotonic() - begin, 1))

    await asyncio.gather(*(one() for _ in range(8)))
    assert passed == [0.0, 0.0, 0.0, 0.0, 0.0, 0.2, 0.4, 0.6], passed


async def case_capacity_is_told():
    limiter = AsyncLimiter(2, 10)
    assert limiter.has_capacity() and limiter.has_capacity(2) and not limiter.has_capacity(3)
    await limiter.acquire(2)
    assert not limiter.has_capacity()


async def case_the_period_is_a_minute_unless_told():
    limiter = AsyncLimiter(60)
    assert (limiter.max_rate, limiter.time_period) == (60, 60)


async def case_more_than_the_maximum_is_refused():
    try:
        await AsyncLimiter(2, 1).acquire(3)
    except ValueError as error:
        assert str(error) == "Can't acquire more than the maximum capacity"
    else:
        raise AssertionError("3 of 2 were given")


async def case_a_cancelled_wait_takes_nothing():
    limiter = AsyncLimiter(1, 0.5)
    await limiter.acquire()
    begin = time.monotonic()
    try:
        await asyncio.wait_for(limiter.acquire(), 0.1)
    except asyncio.TimeoutError:
        pass
    else:
        raise AssertionError("it did not wait")
    await limiter.acquire()
    assert 0.4 < time.monotonic() - begin < 0.6


async def case_without_a_file_dotenv_sets_nothing():
    assert dotenv.find_dotenv("no-such-file.env") == ""
    assert dotenv.load_dotenv("no-such-file.env") is False
    assert dict(dotenv.dotenv_values("no-such-file.env")) == {}


CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
