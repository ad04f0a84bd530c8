"""Threads as Starlette uses them: AnyIO's 40 tokens."""

from surge import kernel


async def run_in_threadpool(func, *args, **kwargs):
    return await kernel.run_in_thread(kernel.threads(), func, args, kwargs)


async def iterate_in_threadpool(iterator):
    for item in iterator:
        yield item
