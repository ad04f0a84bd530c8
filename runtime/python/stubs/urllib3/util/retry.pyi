from collections.abc import Collection
from typing import Any, Self

class Retry:
    """What is tried again, and after how long: `HTTPAdapter(max_retries=Retry(total=3, backoff_factor=0.2))`."""
    def __init__(
        self, total: bool | int | None = 10, connect: int | None = None, read: int | None = None, redirect: bool | int | None = None,
        status: int | None = None, other: int | None = None, allowed_methods: Collection[str] | None = ...,
        status_forcelist: Collection[int] | None = None, backoff_factor: float = 0, backoff_max: float = 120,
        raise_on_redirect: bool = True, raise_on_status: bool = True, history: Any | None = None, respect_retry_after_header: bool = True,
        remove_headers_on_redirect: Collection[str] = ...,
    ) -> None: ...
    DEFAULT_ALLOWED_METHODS: frozenset[str]
    RETRY_AFTER_STATUS_CODES: frozenset[int]
    DEFAULT_BACKOFF_MAX: float
    DEFAULT_REMOVE_HEADERS_ON_REDIRECT: frozenset[str]
    total: bool | int | None
    status_forcelist: Collection[int]
    backoff_factor: float
    backoff_max: float
    @classmethod
    def from_int(cls, retries: Any, redirect: Any = True, default: Any | None = None) -> Retry: ...
    def new(self, **changes: Any) -> Self: ...
    def get_backoff_time(self) -> float: ...
    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool: ...
    def is_exhausted(self) -> bool: ...
    def increment(self, *args: Any, **kwargs: Any) -> Retry: ...
