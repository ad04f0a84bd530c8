"""What programs import from typing_extensions: in this Python all of it is in typing and its neighbours."""

import typing
import warnings

deprecated = warnings.deprecated


def __getattr__(name):
    try:
        return getattr(typing, name)
    except AttributeError:
        raise AttributeError(f"not simulated: typing_extensions.{name}. Available: the names of typing, deprecated") from None
