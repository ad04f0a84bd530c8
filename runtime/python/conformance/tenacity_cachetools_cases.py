"""What a program may expect of tenacity, cachetools and async_lru. They are the real libraries; the cases hold that they
live on this world's time and randomness."""

import asyncio
import functools
import logging
import threading
import time

import cachetools
import cachetools.func
import cachetools.keys
import tenacity
from async_lru import alru_cache
from tenacity import (
    AsyncRetrying,
    RetryError,
    Retrying,
    before_sleep_log,
    retry,
    retry_any,
    retry_if_exception,
    retry_if_exception_message,
    retry_if_exception_type,
    retry_if_not_exception_type,
    retry_if_result,
    stop_after_attempt,
    stop_after_delay,
    wait_chain,
    wait_exponential,
    wait_exponential_jitter,
    wait_fixed,
    wait_incrementing,
    wait_random,
    wait_random_exponential,
)


def now():
    return asyncio.get_running_loop().time()


class Flaky:
    """Fails so often, then answers."""

    def __init__(self, failures, error=ConnectionError):
        self.failures = failures
        self.error = error
        self.calls = 0

    async def __call__(self):
        self.calls += 1
        if self.calls <= self.failures:
            raise self.error(f"failure {self.calls}")
        return self.calls


async def case_retry_until_it_works():
    flaky = Flaky(2)

    @retry(stop=stop_after_attempt(5), wait=wait_fixed(0.1))
    async def work():
        return await flaky()

    start = now()
    assert await work() == 3
    assert 0.2 <= now() - start < 0.4
    assert work.statistics["attempt_number"] == 3


async def case_retry_gives_up():
    @retry(stop=stop_after_attempt(3))
    async def work():
        raise ValueError("never")

    try:
        await work()
    except RetryError as error:
        assert error.last_attempt.attempt_number == 3 and isinstance(error.last_attempt.exception(), ValueError)
        assert str(error).startswith("RetryError[<Future at ") and "raised ValueError" in str(error)
    else:
        raise AssertionError("no RetryError")


async def case_reraise():
    @retry(stop=stop_after_attempt(2), reraise=True)
    async def work():
        raise ValueError("never")

    try:
        await work()
    except ValueError as error:
        assert str(error) == "never"
    else:
        raise AssertionError("no ValueError")


async def case_only_some_errors():
    flaky = Flaky(1, KeyError)
    policy = {"retry": retry_if_exception_type((ConnectionError, TimeoutError)), "stop": stop_after_attempt(3)}
    try:
        await retry(**policy)(flaky.__call__)()
    except KeyError:
        assert flaky.calls == 1
    else:
        raise AssertionError("no KeyError")
    for condition in (
        retry_if_exception(lambda error: "1" in str(error)),
        retry_if_not_exception_type(TypeError),
        retry_if_exception_message(match="failure"),
        retry_any(retry_if_exception_type(KeyError), retry_if_exception_type(ConnectionError)),
    ):
        assert await retry(retry=condition)(Flaky(1).__call__)() == 2


async def case_retry_on_a_result():
    flaky = Flaky(0)

    @retry(retry=retry_if_result(lambda value: value < 3), wait=wait_fixed(0.01))
    async def work():
        return await flaky()

    assert await work() == 3


async def case_exponential_waits():
    waits = []

    @retry(wait=wait_exponential(multiplier=0.1, max=0.5), stop=stop_after_attempt(5), before_sleep=lambda state: waits.append(state.next_action.sleep))
    async def work():
        raise ConnectionError

    start = now()
    try:
        await work()
    except RetryError:
        pass
    assert [round(each, 3) for each in waits] == [0.1, 0.2, 0.4, 0.5] and 1.2 <= now() - start < 1.5


async def case_jitter():
    for wait, longest in ((wait_random(0.01, 0.05), 0.05), (wait_random_exponential(multiplier=0.01, max=0.05), 0.05), (wait_exponential_jitter(0.01, 0.1, jitter=0.02), 0.12)):
        waits = []

        @retry(wait=wait, stop=stop_after_attempt(4), before_sleep=lambda state, waits=waits: waits.append(state.next_action.sleep))
        async def work():
            raise ConnectionError

        try:
            await work()
        except RetryError:
            pass
        assert len(waits) == 3 and all(0 <= each <= longest for each in waits) and len(set(waits)) == 3


async def case_waits_that_are_put_together():
    waits = []

    @retry(wait=wait_chain(wait_fixed(0.01), wait_fixed(0.02)) + wait_incrementing(0.1, 0.1), stop=stop_after_attempt(4), before_sleep=lambda state: waits.append(state.next_action.sleep))
    async def work():
        raise ConnectionError

    try:
        await work()
    except RetryError:
        pass
    assert [round(each, 3) for each in waits] == [0.11, 0.22, 0.32]


async def case_stop_after_delay():
    start = now()

    @retry(stop=stop_after_delay(0.35) | stop_after_attempt(100), wait=wait_fixed(0.1))
    async def work():
        raise ConnectionError

    try:
        await work()
    except RetryError as error:
        assert error.last_attempt.attempt_number == 5
    assert 0.4 <= now() - start < 0.6


async def case_async_retrying():
    flaky = Flaky(2)
    async for attempt in AsyncRetrying(stop=stop_after_attempt(5), wait=wait_fixed(0.05)):
        with attempt:
            value = await flaky()
    assert value == 3
    assert await AsyncRetrying(stop=stop_after_attempt(2))(Flaky(1).__call__) == 2


async def case_retrying_others_meanwhile():
    ticks = []

    async def tick():
        while True:
            ticks.append(now())
            await asyncio.sleep(0.05)

    ticker = asyncio.create_task(tick())
    await retry(wait=wait_fixed(0.2), stop=stop_after_attempt(3))(Flaky(1).__call__)()
    ticker.cancel()
    assert len(ticks) >= 4


async def case_synchronous_retry_blocks():
    calls = []

    @retry(wait=wait_fixed(0.1), stop=stop_after_attempt(3))
    def work():
        calls.append(time.monotonic())
        if len(calls) < 3:
            raise ConnectionError
        return len(calls)

    start = now()
    assert work() == 3
    assert now() - start >= 0.2
    assert all(0.1 <= later - earlier < 0.2 for earlier, later in zip(calls, calls[1:]))
    for attempt in Retrying(stop=stop_after_attempt(2)):
        with attempt:
            pass


async def case_retry_with_other_arguments():
    flaky = Flaky(2)

    @retry(stop=stop_after_attempt(1))
    async def work():
        return await flaky()

    assert await work.retry_with(stop=stop_after_attempt(3))() == 3


async def case_error_callback_and_try_again():
    @retry(stop=stop_after_attempt(2), retry_error_callback=lambda state: f"gave up after {state.attempt_number}")
    async def work():
        raise tenacity.TryAgain

    assert await work() == "gave up after 2"


async def case_before_sleep_log():
    lines = []
    logger = logging.getLogger("conformance.retry")
    logger.propagate = False
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    logger.addHandler(handler)
    await retry(wait=wait_fixed(0.25), before_sleep=before_sleep_log(logger, logging.WARNING))(Flaky(1).__call__)()
    assert len(lines) == 1 and "in 0.25 seconds as it raised ConnectionError: failure 1." in lines[0]


async def case_ttl_cache_forgets():
    cache = cachetools.TTLCache(maxsize=2, ttl=0.2)
    cache["a"] = 1
    await asyncio.sleep(0.1)
    cache["b"] = 2
    assert cache["a"] == 1 and len(cache) == 2
    await asyncio.sleep(0.13)
    assert cache.get("a") is None and cache["b"] == 2 and len(cache) == 1
    await asyncio.sleep(0.1)
    assert "b" not in cache and cache.currsize == 0


async def case_lru_lfu_fifo_and_random():
    lru, fifo, lfu = cachetools.LRUCache(2), cachetools.FIFOCache(2), cachetools.LFUCache(2)
    for cache in (lru, fifo, lfu):
        cache["a"] = 1
        cache["b"] = 2
        cache["a"], cache["a"]
        cache["c"] = 3
    assert list(lru) == ["a", "c"] and list(fifo) == ["b", "c"] and sorted(lfu) == ["a", "c"]
    by_chance = cachetools.RRCache(2)
    for key in range(5):
        by_chance[key] = key
    assert len(by_chance) == 2 and 4 in by_chance


async def case_tlru_and_sizes():
    cache = cachetools.TLRUCache(maxsize=10, ttu=lambda key, value, now: now + value, timer=time.monotonic)
    cache["short"], cache["long"] = 0.1, 10
    await asyncio.sleep(0.2)
    assert list(cache) == ["long"]
    sized = cachetools.LRUCache(10, getsizeof=len)
    sized["a"], sized["b"] = "x" * 6, "y" * 6
    assert list(sized) == ["b"]
    try:
        sized["c"] = "z" * 11
    except ValueError as error:
        assert str(error) == "value too large"


async def case_cached_decorator():
    calls = []

    @cachetools.cached(cachetools.TTLCache(10, ttl=0.5), key=cachetools.keys.hashkey, lock=threading.Lock())
    def work(x, y=1):
        calls.append(x)
        return x * y

    assert work(2) == work(2) == 2 and work(2, y=3) == 6 and calls == [2, 2]
    await asyncio.sleep(0.6)
    assert work(2) == 2 and len(calls) == 3
    work.cache.clear()


async def case_cached_method_and_info():
    class Prices:
        def __init__(self):
            self.cache = cachetools.LRUCache(2)
            self.calls = 0

        @cachetools.cachedmethod(lambda self: self.cache)
        def price(self, key):
            self.calls += 1
            return key

    prices = Prices()
    assert prices.price(1) == prices.price(1) == 1 and prices.calls == 1

    @cachetools.cached(cachetools.LRUCache(2), info=True)
    def work(x):
        return x

    work(1), work(1)
    assert work.cache_info().hits == 1 and work.cache_info().misses == 1


async def case_func_ttl_cache():
    calls = []

    @cachetools.func.ttl_cache(maxsize=10, ttl=0.2)
    def work(x):
        calls.append(x)
        return x

    work(1), work(1)
    await asyncio.sleep(0.25)
    work(1)
    assert calls == [1, 1] and work.cache_parameters() == {"maxsize": 10, "typed": False}


async def case_alru_cache():
    calls = []

    @alru_cache(maxsize=2, ttl=0.3)
    async def work(x):
        calls.append(x)
        await asyncio.sleep(0.05)
        return x

    # Those who ask at once share one call.
    assert await asyncio.gather(*(work(1) for _ in range(5))) == [1] * 5 and calls == [1]
    assert work.cache_info().hits == 4
    await asyncio.sleep(0.4)
    assert await work(1) == 1 and calls == [1, 1]
    work.cache_clear()


async def case_primitives_of_threads():
    lock, again, local, event = threading.Lock(), threading.RLock(), threading.local(), threading.Event()
    with lock:
        assert lock.locked() and not lock.acquire(blocking=False)
    with again, again:
        pass
    local.value = 1
    assert local.value == 1 and not event.is_set()
    event.set()
    assert event.wait() and threading.get_ident() and threading.current_thread().name


async def case_functools_cache():
    @functools.lru_cache(maxsize=2)
    def work(x):
        return x

    work(1), work(1)
    assert work.cache_info().hits == 1


CASES = [function for name, function in list(globals().items()) if name.startswith("case_")]
