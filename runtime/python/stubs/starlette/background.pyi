from collections.abc import Callable, Sequence
from typing import Any

class BackgroundTask:
    """A function that runs after the response has been sent."""
    def __init__[**P](self, func: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> None: ...
    func: Callable[..., Any]
    args: Any
    kwargs: Any
    async def __call__(self) -> None: ...

class BackgroundTasks(BackgroundTask):
    """Functions that run after the response has been sent, one after the other."""
    def __init__(self, tasks: Sequence[BackgroundTask] | None = None) -> None: ...
    tasks: list[BackgroundTask]
    def add_task[**P](self, func: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
        """Runs the function after the response; a `def` function on a thread."""
