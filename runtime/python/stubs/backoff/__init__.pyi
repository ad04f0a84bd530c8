from collections.abc import Callable, Generator, Iterable
from typing import Any, TypeVar

_F = TypeVar("_F", bound=Callable[..., Any])

__version__: str

def on_exception(
    wait_gen: Callable[..., Generator[Any, Any, None]],
    exception: type[Exception] | tuple[type[Exception], ...] | Iterable[type[Exception]],
    *,
    max_tries: int | Callable[[], int] | None = None,
    max_time: float | Callable[[], float] | None = None,
    jitter: Callable[[float], float] | None = ...,
    giveup: Callable[[Exception], bool] = ...,
    on_success: Any = None,
    on_backoff: Any = None,
    on_giveup: Any = None,
    raise_on_giveup: bool = True,
    logger: Any = ...,
    backoff_log_level: int = ...,
    giveup_log_level: int = ...,
    **wait_gen_kwargs: Any,
) -> Callable[[_F], _F]: ...
def on_predicate(
    wait_gen: Callable[..., Generator[Any, Any, None]],
    predicate: Callable[[Any], bool] = ...,
    *,
    max_tries: int | Callable[[], int] | None = None,
    max_time: float | Callable[[], float] | None = None,
    jitter: Callable[[float], float] | None = ...,
    on_success: Any = None,
    on_backoff: Any = None,
    on_giveup: Any = None,
    logger: Any = ...,
    backoff_log_level: int = ...,
    giveup_log_level: int = ...,
    **wait_gen_kwargs: Any,
) -> Callable[[_F], _F]: ...
def expo(base: float = 2, factor: float = 1, max_value: float | None = None) -> Generator[float, Any, None]: ...
def fibo(max_value: int | None = None) -> Generator[int, None, None]: ...
def constant(interval: float | Iterable[float] = 1) -> Generator[float, None, None]: ...
def runtime(*, value: Callable[[Any], float]) -> Generator[float, None, None]: ...
def full_jitter(value: float) -> float: ...
def random_jitter(value: float) -> float: ...
