"""What the HTTP clients share: requests and answers as the world's syscalls carry them, and connections of blocking code."""

from json import dumps
from http import HTTPStatus

from surge import kernel
from surge.kernel import HTTP_CLOSE, HTTP_CONNECT, HTTP_REQUEST, TIMED_OUT

REASONS = {status.value: status.phrase for status in HTTPStatus}


def answer_headers(body, retry_after):
    """Headers of an answer of the world, as (name, value). body: text; retry_after: seconds, 0 for none."""
    pairs = [("Content-Length", str(len(body.encode())))]
    if body:
        pairs.append(("Content-Type", "application/json" if body[0] in '{["-0123456789tfn' else "text/plain; charset=utf-8"))
    if retry_after:
        pairs.append(("Retry-After", str(retry_after)))
    return pairs


def wire_text(method, url, headers, body):
    """The text of an HTTP_REQUEST syscall. headers: pairs; body: bytes or text."""
    if isinstance(body, bytes):
        body = body.decode("utf-8", errors="replace")
    return f"{method} {url}\n{dumps(dict(headers))}\n{body}"


class TimedOut(Exception):
    """The caller's patience ended."""


class Refused(Exception):
    """No connection could be made."""


class Broken(Exception):
    """The connection broke before the answer came."""


def _timeout_ns(seconds):
    """A time-out for blocking_call, which takes 0 as none."""
    return 0 if seconds is None else max(1, round(seconds * 1e9))


def in_the_loop():
    """Whether blocking calls are possible here: not while the program is being loaded."""
    from asyncio import _get_running_loop

    return kernel.worker.thread is not None or _get_running_loop() is not None


class BlockingConnection:
    """A connection to an origin, used by code that does not give way."""

    __slots__ = ("origin", "id", "used_ns")

    def __init__(self, origin, timeout_s, what, line):
        """Raises Refused or TimedOut. timeout_s: None for no time-out."""
        if not in_the_loop():
            kernel.refuse(f"{what} while the program is being loaded", "make the call at start-up (lifespan) or in a request")
        refused, number, text = kernel.blocking_call(
            HTTP_CONNECT, text=origin, line=line, what=what, timeout_ns=_timeout_ns(timeout_s)
        )
        if refused == TIMED_OUT:
            raise TimedOut()
        if refused:
            raise Refused(text)
        self.origin = origin
        self.id = number
        self.used_ns = kernel.now_ns()

    def exchange(self, text, library, timeout_s, what, line):
        """(status, Retry-After in s, body). Raises Broken or TimedOut; the connection is lost then."""
        status, retry_after, body = kernel.blocking_call(
            HTTP_REQUEST, self.id, library, text, line, what=what, timeout_ns=_timeout_ns(timeout_s)
        )
        self.used_ns = kernel.now_ns()
        if status == TIMED_OUT:
            self.close()
            raise TimedOut()
        if not status:
            self.close()
            raise Broken(body)
        return status, retry_after, body

    def close(self):
        kernel.emit(HTTP_CLOSE, 0, self.id, line=0)
