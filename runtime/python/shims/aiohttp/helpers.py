"""Settings of a session, time-outs, and what session.get() gives."""

import asyncio
import dataclasses
from base64 import b64encode

from _stand_in import Deadlines, worker_state
from surge import kernel

from .client_exceptions import SocketTimeoutError


@dataclasses.dataclass(frozen=True)
class ClientTimeout:
    """Seconds, None for no time-out."""

    total: float | None = None
    connect: float | None = None
    sock_read: float | None = None
    sock_connect: float | None = None
    ceil_threshold: float = 5


DEFAULT_TIMEOUT = ClientTimeout(total=5 * 60, sock_connect=30)


class BasicAuth(tuple):
    def __new__(cls, login, password="", encoding="latin1"):
        return tuple.__new__(cls, (login, password, encoding))

    def encode(self):
        return "Basic " + b64encode(f"{self[0]}:{self[1]}".encode(self[2])).decode()


class FormData:
    """Fields of a form; files are not simulated."""

    def __init__(self, fields=(), quote_via=None, charset=None, **kwargs):
        self._fields = []
        self.add_fields(*(fields.items() if isinstance(fields, dict) else fields))

    def add_field(self, name, value, *, content_type=None, filename=None, content_transfer_encoding=None):
        if filename is not None or hasattr(value, "read"):
            kernel.not_simulated("aiohttp.FormData with files", "json=, data={...}, text fields")
        self._fields.append((name, value))

    def add_fields(self, *fields):
        for name, value in fields:
            self.add_field(name, value)


def timeout_of(timeout):
    if isinstance(timeout, ClientTimeout):
        return timeout
    if timeout is None:
        return ClientTimeout(total=None)
    return ClientTimeout(total=timeout)


class Patience:
    """Why a request was given up."""

    __slots__ = ("_future", "ended")

    def __init__(self, future):
        self._future = future
        self.ended = None

    def late(self, future):
        self.ended = TimeoutError()
        future.cancel()

    def read_late(self, future):
        self.ended = SocketTimeoutError("Timeout on reading data from socket")
        future.cancel()


def deadlines(seconds):
    known = worker_state("aiohttp deadlines", dict)
    found = known.get(seconds)
    if found is None:
        found = known[seconds] = Deadlines(asyncio.get_running_loop(), seconds)
    return found


class RequestContextManager:
    """What session.get() gives: to be awaited, or used with `async with`."""

    __slots__ = ("_coroutine", "_response")

    def __init__(self, coroutine):
        self._coroutine = coroutine

    def __await__(self):
        return self._coroutine.__await__()

    # asyncio.create_task and gather take it for the coroutine that it holds, and so does whoever asks where a task stands.

    cr_frame = property(lambda self: self._coroutine.cr_frame)
    cr_await = property(lambda self: self._coroutine.cr_await)

    def send(self, value):
        return self._coroutine.send(value)

    def throw(self, *error):
        return self._coroutine.throw(*error)

    def close(self):
        return self._coroutine.close()

    async def __aenter__(self):
        self._response = await self._coroutine
        return await self._response.__aenter__()

    async def __aexit__(self, *error):
        await self._response.__aexit__(*error)
