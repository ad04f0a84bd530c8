"""socket and signal as the user's code imports them: the machine's name and nothing of its network; handlers of signals that nobody sends."""

import signal as _signal
import socket as _socket
import types

from surge import kernel


def _facade(real, own, available):
    """A module with the names of `own`, the constants and exceptions of the real one, and a refusal for the rest."""
    module = types.ModuleType(real.__name__, real.__doc__)
    module.__dict__.update(own)

    def missing(name):
        value = getattr(real, name)
        if name.startswith("__") or isinstance(value, int) or isinstance(value, type) and issubclass(value, (BaseException, int)):
            return value
        kernel.not_simulated(f"{real.__name__}.{name}", available)

    module.__getattr__ = missing
    return module


def hostname():
    return f"worker-{kernel.worker.index}" if kernel.worker else "localhost"


def _handlers():
    return kernel.state().setdefault("signal handlers", {})


def _set_handler(number, handler):
    if not callable(handler) and handler not in (_signal.SIG_DFL, _signal.SIG_IGN):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    before = _get_handler(number)
    _handlers()[int(number)] = handler
    return before


def _get_handler(number):
    return _handlers().get(int(number), _signal.SIG_DFL)


MODULES = {
    "socket": _facade(_socket, {"gethostname": hostname, "getfqdn": lambda name="": name or hostname()},
                      "gethostname, constants and exceptions; asyncpg or httpx for the network of the simulated world"),
    "signal": _facade(_signal, {"signal": _set_handler, "getsignal": _get_handler},
                      "signal, getsignal, loop.add_signal_handler, SIGTERM and the like: handlers that nobody calls"),
}  # fmt: skip
