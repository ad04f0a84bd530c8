"""uvloop: the simulated loop has its order of callbacks and answers already, so there is nothing to install."""

import asyncio
import asyncio.events

from surge import kernel

__version__ = "0.22.1"
_WHY = "the simulated server runs the loop; uvloop.install() and uvicorn's loop setting are accepted"


class EventLoopPolicy(asyncio.events._AbstractEventLoopPolicy):
    def get_event_loop(self):
        return asyncio.get_running_loop()


class Loop(asyncio.AbstractEventLoop):
    def __init__(self):
        kernel.refuse("uvloop.Loop()", _WHY)


def install():
    pass


def new_event_loop():
    kernel.refuse("uvloop.new_event_loop()", _WHY)


def run(main, **run_kwargs):
    if asyncio.iscoroutine(main):
        main.close()
    kernel.refuse("uvloop.run()", _WHY)
