"""Stand-in for urllib3, as far as requests uses it: Retry and the exceptions."""

from surge import kernel as _kernel

from . import exceptions
from .util.retry import Retry

__version__ = "2.6.1"
__all__ = ("Retry", "disable_warnings", "exceptions")


def disable_warnings(category=None):
    """There are no warnings to disable."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'urllib3' has no attribute {name!r}")
    _kernel.not_simulated(f"urllib3.{name}", "urllib3.Retry, urllib3.exceptions; requests for calls")
