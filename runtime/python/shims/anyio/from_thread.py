"""Calls from a thread back into the event loop: a function in a virtual thread runs in one go, so the loop cannot run meanwhile."""

from surge import kernel

_WHY = "a function in a thread runs in one go here: return the value and go on in the coroutine"


def run(func, *args):
    kernel.refuse("anyio.from_thread.run()", _WHY)


def run_sync(func, *args):
    kernel.refuse("anyio.from_thread.run_sync()", _WHY)


def start_blocking_portal(*args, **kwargs):
    kernel.refuse("anyio.from_thread.start_blocking_portal()", _WHY)


def check_cancelled():
    kernel.refuse("anyio.from_thread.check_cancelled()", _WHY)
