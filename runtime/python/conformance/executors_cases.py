"""What a program may expect of threads, processes and concurrent.futures, on virtual time."""

import asyncio
import concurrent.futures
import multiprocessing
import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import anyio
import anyio.to_thread
import httpx
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

CALLS = []


def cpu(iterations=1_000_000):
    """24 ms of CPU."""
    total = 0
    for i in range(iterations):
        total += i
    return total


def nap(value, seconds=0.1):
    time.sleep(seconds)
    return value


def fail():
    raise KeyError("lost")


def remember(items):
    items.append(1)
    return items


async def took(awaitable):
    start = time.perf_counter()
    await awaitable
    return time.perf_counter() - start


def near(seconds, expected, within=0.1):
    assert abs(seconds - expected) <= expected * within, (seconds, expected)


async def lags_beside(awaitable, pause=0.005):
    task = asyncio.ensure_future(awaitable)
    lags = []
    while not task.done():
        start = time.perf_counter()
        await asyncio.sleep(pause)
        lags.append(time.perf_counter() - start - pause)
    return lags


async def case_a_tls_context_that_a_thread_makes_lets_the_loop_go_on():
    made = asyncio.create_task(asyncio.to_thread(lambda: httpx.Client().close()))
    ticks = 0
    while not made.done():
        await asyncio.sleep(0.001)
        ticks += 1
    assert ticks >= 15, ticks


async def case_two_cpu_functions_in_threads_take_as_long_as_both():
    one = await took(asyncio.to_thread(cpu, 1_000_000))
    two = await took(asyncio.gather(asyncio.to_thread(cpu, 1_000_000), asyncio.to_thread(cpu, 1_000_000)))
    near(two, 2 * one, 0.02)


async def case_functions_that_sleep_do_so_at_the_same_time():
    near(await took(asyncio.gather(*(asyncio.to_thread(nap, i) for i in range(4)))), 0.1)


async def case_the_loop_goes_on_beside_a_cpu_thread():
    lags = await lags_beside(asyncio.to_thread(cpu, 2_000_000))
    assert len(lags) > 3 and all(0 <= lag < 0.0065 for lag in lags), lags
    near(max(lags), 0.0055, 0.2)


async def case_the_loop_stands_in_line_behind_two_cpu_threads():
    lags = await lags_beside(asyncio.gather(asyncio.to_thread(cpu, 2_000_000), asyncio.to_thread(cpu, 2_000_000)))
    near(sorted(lags)[len(lags) // 2], 0.01, 0.25)


async def case_a_busy_loop_and_a_thread_share_the_core():
    thread = asyncio.ensure_future(asyncio.to_thread(cpu, 3_000_000))
    await asyncio.sleep(0.01)
    start = time.perf_counter()
    for _ in range(10):
        cpu(100_000)
        await asyncio.sleep(0)
    shared = time.perf_counter() - start
    await thread
    start = time.perf_counter()
    for _ in range(10):
        cpu(100_000)
        await asyncio.sleep(0)
    alone = time.perf_counter() - start
    assert 1.6 * alone < shared < 2.3 * alone, (alone, shared)


async def case_result_on_the_loop_blocks_it():
    ticks = []
    asyncio.get_running_loop().call_later(0.01, ticks.append, 1)
    with ThreadPoolExecutor(2) as pool:
        start = time.perf_counter()
        assert pool.submit(nap, 7).result() == 7
        near(time.perf_counter() - start, 0.1)
    assert not ticks
    await asyncio.sleep(0.001)
    assert ticks


async def case_a_pool_has_as_many_threads_as_it_says():
    with ThreadPoolExecutor(max_workers=2) as pool:
        start = time.perf_counter()
        assert list(pool.map(nap, range(4))) == [0, 1, 2, 3]
        near(time.perf_counter() - start, 0.2)


async def case_run_in_executor_with_a_pool():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(3) as pool:
        near(await took(asyncio.gather(*(loop.run_in_executor(pool, nap, i) for i in range(6)))), 0.2)


async def case_run_in_executor_with_none():
    assert await asyncio.get_running_loop().run_in_executor(None, nap, 5) == 5


async def case_set_default_executor():
    loop = asyncio.get_running_loop()
    usual = loop._default_executor
    loop.set_default_executor(ThreadPoolExecutor(1))
    try:
        near(await took(asyncio.gather(asyncio.to_thread(nap, 1), loop.run_in_executor(None, nap, 2), loop.run_in_executor(None, nap, 2))), 0.3)
    finally:
        loop._default_executor = usual
    try:
        loop.set_default_executor(ProcessPoolExecutor())
    except TypeError as error:
        assert str(error) == "executor must be ThreadPoolExecutor instance"
    else:
        raise AssertionError


async def case_an_exception_comes_back():
    for awaitable in (asyncio.to_thread(fail), asyncio.get_running_loop().run_in_executor(ProcessPoolExecutor(1), fail)):
        try:
            await awaitable
        except KeyError as error:
            assert error.args == ("lost",)
        else:
            raise AssertionError
    with ThreadPoolExecutor() as pool:
        assert isinstance(pool.submit(fail).exception(), KeyError)


async def case_wait_and_as_completed():
    with ThreadPoolExecutor(4) as pool:
        slow, fast = pool.submit(nap, "slow", 0.2), pool.submit(nap, "fast", 0.1)
        done, pending = concurrent.futures.wait([slow, fast], return_when=concurrent.futures.FIRST_COMPLETED)
        assert done == {fast} and pending == {slow}
        futures = [pool.submit(nap, seconds, seconds) for seconds in (0.3, 0.1, 0.2)]
        assert [future.result() for future in concurrent.futures.as_completed(futures)] == [0.1, 0.2, 0.3]


async def case_result_with_a_timeout():
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(nap, 1)
        start = time.perf_counter()
        try:
            future.result(timeout=0.03)
        except TimeoutError:
            near(time.perf_counter() - start, 0.03)
        else:
            raise AssertionError
        assert future.result() == 1


async def case_wrap_future():
    with ThreadPoolExecutor(1) as pool:
        assert await asyncio.wrap_future(pool.submit(nap, 3)) == 3


async def case_after_shutdown():
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    try:
        pool.submit(nap, 1)
    except RuntimeError as error:
        assert str(error) == "cannot schedule new futures after shutdown"
    else:
        raise AssertionError


async def case_a_queued_function_can_be_cancelled():
    with ThreadPoolExecutor(1) as pool:
        first, second = pool.submit(nap, 1), pool.submit(CALLS.append, "never")
        assert not first.cancel() and second.cancel()
    assert CALLS == [] and second.cancelled()


async def case_processes_add_cores():
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor()
    start_up = await took(asyncio.gather(*(loop.run_in_executor(pool, nap, 0, 0) for _ in range(2))))
    assert 0.1 < start_up < 0.4
    one = await took(loop.run_in_executor(pool, cpu, 1_000_000))
    two = await took(asyncio.gather(*(loop.run_in_executor(pool, cpu, 1_000_000) for _ in range(2))))
    near(two, one, 0.02)
    four = await took(asyncio.gather(*(loop.run_in_executor(pool, cpu, 1_000_000) for _ in range(4))))
    near(four, 2 * one, 0.02)


async def case_a_process_does_not_slow_the_loop():
    pool = ProcessPoolExecutor()
    lags = await lags_beside(asyncio.get_running_loop().run_in_executor(pool, cpu, 1_000_000))
    assert max(lags) < 0.001, lags


async def case_what_goes_to_a_process_is_pickled():
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor(1)
    for function in (lambda: 1, threading.Lock().acquire):
        try:
            await loop.run_in_executor(pool, function)
        except Exception as error:
            assert "pickle" in str(error), error
        else:
            raise AssertionError
    items = []
    assert await loop.run_in_executor(pool, remember, items) == [1] and items == []
    assert list(pool.map(nap, range(4), [0] * 4, chunksize=2)) == [0, 1, 2, 3]


async def case_threads_start_and_join():
    results = []
    threads = [threading.Thread(target=lambda i=i: results.append(nap(i)), daemon=True) for i in range(3)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    assert all(thread.is_alive() for thread in threads)
    for thread in threads:
        thread.join()
    near(time.perf_counter() - start, 0.1)
    assert results == [0, 1, 2] and not threads[0].is_alive()


async def case_a_timer_fires_or_is_cancelled():
    fired = []
    first, second = threading.Timer(0.05, fired.append, ["a"]), threading.Timer(0.05, fired.append, ["b"])
    first.start()
    second.start()
    second.cancel()
    await asyncio.sleep(0.06)
    assert fired == ["a"]


async def case_locks_work_across_threads():
    lock = threading.Lock()
    counted = []

    def count():
        with lock:
            counted.append(len(counted))

    await asyncio.gather(*(asyncio.to_thread(count) for _ in range(5)))
    assert counted == [0, 1, 2, 3, 4]


async def case_waiting_for_another_thread_is_refused():
    try:
        threading.Event().wait()
    except NotImplementedError as error:
        assert "not simulated" in str(error)
    else:
        raise AssertionError
    start = time.perf_counter()
    assert threading.Event().wait(0.02) is False
    near(time.perf_counter() - start, 0.02)


def whoami(seconds=0.05):
    time.sleep(seconds)
    thread = threading.current_thread()
    assert thread.ident == threading.get_ident()
    return thread.name


async def case_threads_have_the_names_of_their_pools():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="io") as pool:
        names = await asyncio.gather(*(loop.run_in_executor(pool, whoami) for _ in range(4)))
    assert sorted(names) == ["io_0", "io_0", "io_1", "io_1"], names
    assert (await asyncio.to_thread(whoami)).startswith("asyncio_")
    assert set(await asyncio.gather(*(run_in_threadpool(whoami) for _ in range(3)))) == {"AnyIO worker thread"}
    assert threading.current_thread() is threading.main_thread()
    found = []
    thread = threading.Thread(target=lambda: found.append((whoami(), threading.current_thread())), name="mine")
    thread.start()
    thread.join()
    assert found == [("mine", thread)]
    assert thread.ident is not None and not thread.is_alive()


async def case_each_thread_has_its_own_of_a_local():
    local = threading.local()
    made = []

    def connection(seconds):
        if not hasattr(local, "connection"):
            local.connection = len(made)
            made.append(threading.get_ident())
        time.sleep(seconds)
        return local.connection

    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=3) as pool:
        first = await asyncio.gather(*(loop.run_in_executor(pool, connection, 0.05) for _ in range(3)))
        second = await asyncio.gather(*(loop.run_in_executor(pool, connection, 0.05) for _ in range(6)))
    assert sorted(first) == [0, 1, 2]
    assert sorted(second) == [0, 0, 1, 1, 2, 2]
    assert len(set(made)) == 3
    assert not hasattr(local, "connection")
    local.connection = "of the loop"
    assert await asyncio.to_thread(lambda: getattr(local, "connection", None)) is None
    assert local.connection == "of the loop"


class Named(threading.local):
    default = "none"

    def __init__(self, value):
        self.value = list(value)


async def case_a_class_of_locals_is_made_anew_in_each_thread():
    named = Named([])
    named.value.append(1)
    assert await asyncio.to_thread(lambda: (named.value, named.default)) == ([], "none")
    assert named.value == [1]


async def case_anyio_threads_and_their_limiter():
    limiter = anyio.to_thread.current_default_thread_limiter()
    assert limiter.total_tokens == 40
    near(await took(asyncio.gather(*(run_in_threadpool(nap, i) for i in range(80)))), 0.2)
    limiter.total_tokens = 100
    try:
        near(await took(asyncio.gather(*(anyio.to_thread.run_sync(nap, i) for i in range(80)))), 0.1)
        assert limiter.borrowed_tokens == 0
    finally:
        limiter.total_tokens = 40
    near(await took(asyncio.gather(*(anyio.to_thread.run_sync(nap, i, limiter=ONE) for i in range(3)))), 0.3)


ONE = anyio.CapacityLimiter(1)


async def case_a_limiter_bounds_coroutines_too():
    limiter = anyio.CapacityLimiter(2)

    async def one():
        async with limiter:
            await anyio.sleep(0.1)

    near(await took(asyncio.gather(*(one() for _ in range(5)))), 0.3)
    assert limiter.borrowed_tokens == 0
    async with limiter:
        assert limiter.available_tokens == 1
        try:
            await limiter.acquire()
        except RuntimeError as error:
            assert "already holding" in str(error)
        else:
            raise AssertionError
    try:
        limiter.release()
    except RuntimeError as error:
        assert "isn't holding" in str(error)
    else:
        raise AssertionError


async def case_a_token_that_is_not_waited_for_any_more_goes_to_the_next():
    limiter = anyio.CapacityLimiter(1)
    limiter.acquire_nowait()

    async def borrow():
        async with limiter:
            return "done"

    first, second = asyncio.create_task(borrow()), asyncio.create_task(borrow())
    await asyncio.sleep(0.01)
    first.cancel()
    await asyncio.sleep(0.01)
    try:
        await asyncio.create_task(nowait(limiter))
    except anyio.WouldBlock:
        pass
    else:
        raise AssertionError
    limiter.release()
    assert await second == "done"
    assert limiter.borrowed_tokens == 0


async def nowait(limiter):
    limiter.acquire_nowait()


async def case_anyio_scopes():
    with anyio.move_on_after(0.05) as scope:
        await anyio.sleep(1)
    assert scope.cancelled_caught
    try:
        with anyio.fail_after(0.05):
            await anyio.sleep(1)
    except TimeoutError:
        pass
    else:
        raise AssertionError
    seen = []

    async def note(i):
        await anyio.sleep(0.01)
        seen.append(i)

    async with anyio.create_task_group() as group:
        for i in range(3):
            group.start_soon(note, i)
    assert seen == [0, 1, 2]


async def case_iterate_in_threadpool():
    assert [item async for item in iterate_in_threadpool(iter([1, 2, 3]))] == [1, 2, 3]


async def case_cores():
    assert os.cpu_count() == multiprocessing.cpu_count() == 2
    try:
        multiprocessing.Pool(2)
    except NotImplementedError as error:
        assert "ProcessPoolExecutor" in str(error)
    else:
        raise AssertionError


async def case_a_function_in_a_thread_may_use_a_pool():
    pool = ThreadPoolExecutor(2)

    def outer():
        begin = time.perf_counter()
        futures = [pool.submit(nap, i) for i in range(4)]
        assert not futures[0].done()
        values = sorted(future.result() for future in concurrent.futures.as_completed(futures))
        near(time.perf_counter() - begin, 0.2)
        assert all(future.done() for future in futures)
        assert list(pool.map(nap, [7, 8])) == [7, 8]
        near(time.perf_counter() - begin, 0.3)
        return values

    begin = time.perf_counter()
    assert await asyncio.to_thread(outer) == [0, 1, 2, 3]
    near(time.perf_counter() - begin, 0.3)


async def case_threads_share_a_pool():
    pool = ThreadPoolExecutor(2)

    def outer(i):
        return list(pool.map(nap, [i, i]))

    begin = time.perf_counter()
    assert await asyncio.gather(*(asyncio.to_thread(outer, i) for i in range(3))) == [[0, 0], [1, 1], [2, 2]]
    near(time.perf_counter() - begin, 0.3)


async def case_a_pool_in_a_function_in_a_thread_ends_with_its_block():
    def outer():
        begin = time.perf_counter()
        with ThreadPoolExecutor(3) as pool:
            futures = [pool.submit(nap, 1), pool.submit(fail)]
        near(time.perf_counter() - begin, 0.1)
        assert futures[0].result() == 1
        try:
            futures[1].result()
        except KeyError:
            return "ended"

    assert await asyncio.to_thread(outer) == "ended"


async def case_waiting_in_a_thread_has_time_outs():
    pool = ThreadPoolExecutor(1)

    def outer():
        begin = time.perf_counter()
        future = pool.submit(nap, 5)
        try:
            future.result(timeout=0.03)
        except TimeoutError:
            near(time.perf_counter() - begin, 0.03)
        else:
            raise AssertionError
        done, rest = concurrent.futures.wait([future], timeout=0.02)
        assert (len(done), len(rest)) == (0, 1)
        assert future.result() == 5
        near(time.perf_counter() - begin, 0.1)
        return True

    assert await asyncio.to_thread(outer)


async def case_threads_of_a_thread():
    def outer():
        seen = []
        begin = time.perf_counter()
        threads = [threading.Thread(target=lambda i=i: seen.append(nap(i))) for i in range(3)]
        for thread in threads:
            thread.start()
        assert threads[0].is_alive()
        for thread in threads:
            thread.join()
        near(time.perf_counter() - begin, 0.1)
        assert not threads[0].is_alive()
        return sorted(seen)

    assert await asyncio.to_thread(outer) == [0, 1, 2]


async def case_a_future_of_a_thread_awaited_on_the_loop():
    pool = ThreadPoolExecutor(1)
    begin = time.perf_counter()
    future = await asyncio.to_thread(lambda: pool.submit(nap, 3))
    assert await asyncio.wrap_future(future) == 3
    near(time.perf_counter() - begin, 0.1)


async def case_asyncio_run_in_a_thread():
    async def one(i):
        await asyncio.sleep(0.05)
        return i

    async def main():
        values = await asyncio.gather(*(one(i) for i in range(3)))
        values.append(await asyncio.to_thread(nap, 9))
        try:
            async with asyncio.timeout(0.02):
                await one(1)
        except TimeoutError:
            values.append("late")
        assert asyncio.current_task() is not None
        return values

    def outer():
        begin = time.perf_counter()
        left = []
        assert asyncio.run(main()) == [0, 1, 2, 9, "late"]
        near(time.perf_counter() - begin, 0.17)

        async def leaves_one():
            async def background():
                try:
                    await asyncio.sleep(10)
                except asyncio.CancelledError:
                    left.append("cancelled")
                    raise

            left.append(asyncio.create_task(background()))
            await asyncio.sleep(0.01)

        asyncio.run(leaves_one())
        assert left[1] == "cancelled"
        try:
            asyncio.run(failing())
        except KeyError:
            pass
        else:
            raise AssertionError
        return "done"

    task = asyncio.current_task()
    begin = time.perf_counter()
    assert await asyncio.to_thread(outer) == "done"
    near(time.perf_counter() - begin, 0.18)
    assert asyncio.current_task() is task


async def failing():
    await asyncio.sleep(0)
    fail()


async def case_tasks_end_in_a_fixed_order():
    async def one(i):
        await asyncio.sleep(0.01)
        return i

    tasks = [asyncio.create_task(one(i)) for i in range(20)]
    done, _ = await asyncio.wait(tasks)
    assert [task.result() for task in done] == list(range(20))
    assert [await future for future in asyncio.as_completed([one(i) for i in range(20)])] == list(range(20))


CASES = [value for name, value in list(globals().items()) if name.startswith("case_")]
