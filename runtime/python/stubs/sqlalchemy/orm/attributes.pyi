from typing import Any

from . import InstrumentedAttribute as InstrumentedAttribute

QueryableAttribute = InstrumentedAttribute

def flag_modified(instance: Any, key: str) -> None:
    """Says that the value was changed in place: the next flush writes it."""
def set_committed_value(instance: Any, key: str, value: Any) -> None: ...
def get_history(instance: Any, key: str, passive: Any | None = None) -> Any: ...
