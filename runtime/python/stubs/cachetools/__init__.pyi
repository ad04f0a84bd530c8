# cachetools 6.2 (MIT): the signatures of what the stand-in simulates.
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import AbstractContextManager
from typing import Any

from . import keys as keys

__version__: str

class Cache[K, V](MutableMapping[K, V]):
    """At most `maxsize` entries; of each worker by itself."""
    def __init__(self, maxsize: float, getsizeof: Callable[[V], float] | None = None) -> None: ...
    @property
    def maxsize(self) -> float: ...
    @property
    def currsize(self) -> float: ...
    def __getitem__(self, key: K) -> V: ...
    def __setitem__(self, key: K, value: V) -> None: ...
    def __delitem__(self, key: K) -> None: ...
    def __missing__(self, key: K) -> V: ...
    def __iter__(self) -> Iterator[K]: ...
    def __len__(self) -> int: ...
    @staticmethod
    def getsizeof(value: Any) -> float: ...

class FIFOCache[K, V](Cache[K, V]):
    """Drops what came first."""

class LFUCache[K, V](Cache[K, V]):
    """Drops what was used least."""

class LRUCache[K, V](Cache[K, V]):
    """Drops what was not used for the longest time."""

class RRCache[K, V](Cache[K, V]):
    """Drops any entry."""
    def __init__(self, maxsize: float, choice: Callable[[Any], K] | None = None, getsizeof: Callable[[V], float] | None = None) -> None: ...

class TTLCache[K, V](LRUCache[K, V]):
    """Entries are gone after `ttl` seconds."""
    def __init__(
        self, maxsize: float, ttl: float, timer: Callable[[], float] = ..., getsizeof: Callable[[V], float] | None = None
    ) -> None: ...
    @property
    def ttl(self) -> float: ...
    @property
    def timer(self) -> Callable[[], float]: ...
    def expire(self, time: float | None = None) -> list[tuple[K, V]]: ...

class TLRUCache[K, V](LRUCache[K, V]):
    """Each entry has a time of its own: `ttu(key, value, now)` says when it is gone."""
    def __init__(
        self, maxsize: float, ttu: Callable[[K, V, float], float], timer: Callable[[], float] = ...,
        getsizeof: Callable[[V], float] | None = None,
    ) -> None: ...
    def expire(self, time: float | None = None) -> list[tuple[K, V]]: ...

def cached[**P, T](
    cache: MutableMapping[Any, Any] | None, key: Callable[..., Any] = ..., lock: AbstractContextManager[Any] | None = None,
    condition: Any | None = None, info: bool = False,
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remembers what a `def` function returned. A coroutine function would have its coroutine remembered."""

def cachedmethod[**P, T](
    cache: Callable[[Any], MutableMapping[Any, Any] | None], key: Callable[..., Any] = ...,
    lock: Callable[[Any], AbstractContextManager[Any]] | None = None, condition: Any | None = None,
) -> Callable[[Callable[P, T]], Callable[P, T]]: ...
