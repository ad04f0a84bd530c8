from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, AbstractContextManager

async def run_in_threadpool[**P, T](func: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs a blocking function on a thread of the pool that `def` routes use."""
def iterate_in_threadpool[T](iterator: Iterable[T]) -> AsyncIterator[T]: ...
def contextmanager_in_threadpool[T](manager: AbstractContextManager[T]) -> AbstractAsyncContextManager[T]: ...
