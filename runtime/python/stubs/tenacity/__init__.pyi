# tenacity 9.1 (Apache-2.0): the signatures of what the stand-in simulates.
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from types import TracebackType
from typing import Any, NoReturn, Self, overload

from .retry import (
    retry_all as retry_all, retry_always as retry_always, retry_any as retry_any, retry_base as retry_base,
    retry_if_exception as retry_if_exception, retry_if_exception_cause_type as retry_if_exception_cause_type,
    retry_if_exception_message as retry_if_exception_message, retry_if_exception_type as retry_if_exception_type,
    retry_if_not_exception_message as retry_if_not_exception_message, retry_if_not_exception_type as retry_if_not_exception_type,
    retry_if_not_result as retry_if_not_result, retry_if_result as retry_if_result, retry_never as retry_never,
    retry_unless_exception_type as retry_unless_exception_type,
)
from .stop import (
    stop_after_attempt as stop_after_attempt, stop_after_delay as stop_after_delay, stop_all as stop_all, stop_any as stop_any,
    stop_before_delay as stop_before_delay, stop_never as stop_never, stop_when_event_set as stop_when_event_set,
)
from .wait import (
    wait_chain as wait_chain, wait_combine as wait_combine, wait_exponential as wait_exponential,
    wait_exponential_jitter as wait_exponential_jitter, wait_fixed as wait_fixed,
    wait_incrementing as wait_incrementing, wait_none as wait_none, wait_random as wait_random,
    wait_random_exponential as wait_random_exponential,
)

from .stop import stop_base as _Stop
from .wait import wait_base as _Wait

class TryAgain(Exception): ...
class DoAttempt: ...
class DoSleep(float): ...

class RetryError(Exception):
    """All attempts failed; `reraise=True` raises the last error instead."""
    def __init__(self, last_attempt: Future) -> None: ...
    last_attempt: Future
    def reraise(self) -> NoReturn: ...

class Future:
    attempt_number: int
    @property
    def failed(self) -> bool: ...
    def result(self, timeout: float | None = None) -> Any: ...
    def exception(self, timeout: float | None = None) -> BaseException | None: ...

class RetryCallState:
    start_time: float
    retry_object: BaseRetrying
    fn: Callable[..., Any] | None
    args: Any
    kwargs: Any
    attempt_number: int
    outcome: Future | None
    outcome_timestamp: float | None
    idle_for: float
    next_action: Any
    upcoming_sleep: float
    @property
    def seconds_since_start(self) -> float | None: ...

class AttemptManager:
    retry_state: RetryCallState
    def __enter__(self) -> None: ...
    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None
    ) -> bool | None: ...

type _Hook = Callable[[RetryCallState], Any]

class BaseRetrying:
    def __init__(
        self, sleep: Callable[[float], Any] = ..., stop: _Stop | Callable[[RetryCallState], bool] = ...,
        wait: _Wait | Callable[[RetryCallState], float] = ..., retry: retry_base | Callable[[RetryCallState], Any] = ...,
        before: _Hook = ..., after: _Hook = ..., before_sleep: _Hook | None = None, reraise: bool = False,
        retry_error_cls: type[RetryError] = ..., retry_error_callback: _Hook | None = None,
    ) -> None: ...
    def copy(self, **changes: Any) -> Self: ...
    @property
    def statistics(self) -> dict[str, Any]: ...

class Retrying(BaseRetrying):
    """`for attempt in Retrying(...): with attempt: ...`; it waits by blocking."""
    def __iter__(self) -> Iterator[AttemptManager]: ...
    def __call__[T](self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T: ...

class AsyncRetrying(BaseRetrying):
    """`async for attempt in AsyncRetrying(...): with attempt: ...`"""
    def __aiter__(self) -> AsyncIterator[AttemptManager]: ...
    async def __call__[T](self, fn: Callable[..., Awaitable[T]], *args: Any, **kwargs: Any) -> T: ...

@overload
def retry[F: Callable[..., Any]](func: F) -> F: ...
@overload
def retry[F: Callable[..., Any]](
    *, sleep: Callable[[float], Any] = ..., stop: _Stop | Callable[[RetryCallState], bool] = ...,
    wait: _Wait | Callable[[RetryCallState], float] = ..., retry: retry_base | Callable[[RetryCallState], Any] = ...,
    before: _Hook = ..., after: _Hook = ..., before_sleep: _Hook | None = None, reraise: bool = False,
    retry_error_cls: type[RetryError] = ..., retry_error_callback: _Hook | None = None,
) -> Callable[[F], F]:
    """Calls the function again when it fails. Without `stop` it never gives up, without `wait` it does not wait."""

def sleep_using_event(event: Any) -> Callable[[float], None]: ...
def before_nothing(retry_state: RetryCallState) -> None: ...
def after_nothing(retry_state: RetryCallState) -> None: ...
def before_sleep_nothing(retry_state: RetryCallState) -> None: ...
def before_log(logger: Any, log_level: int) -> _Hook: ...
def after_log(logger: Any, log_level: int, sec_format: str = "%.3g") -> _Hook: ...
def before_sleep_log(logger: Any, log_level: int, exc_info: bool = False, sec_format: str = "%.3g") -> _Hook: ...
