"""Threads as Starlette uses them: AnyIO's 40 tokens."""

from contextlib import asynccontextmanager

from surge import kernel

_END = object()


async def run_in_threadpool(func, *args, **kwargs):
    return await kernel.run_in_thread(kernel.threads(), func, args, kwargs)


async def iterate_in_threadpool(iterator):
    items = iter(iterator)
    while (item := await run_in_threadpool(next, items, _END)) is not _END:
        yield item


@asynccontextmanager
async def contextmanager_in_threadpool(manager):
    value = await run_in_threadpool(manager.__enter__)
    try:
        yield value
    except Exception as error:
        if not await kernel.run_in_thread(kernel.uncounted_threads(), manager.__exit__, (type(error), error, error.__traceback__)):
            raise
    else:
        await kernel.run_in_thread(kernel.uncounted_threads(), manager.__exit__, (None, None, None))
