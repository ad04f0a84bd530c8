"""async_timeout: since Python 3.11 asyncio's own time-outs under their old name."""

from asyncio import Timeout, timeout, timeout_at

__version__ = "5.0.1"
__all__ = ("timeout", "timeout_at", "Timeout")
