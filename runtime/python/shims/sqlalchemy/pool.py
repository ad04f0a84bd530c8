"""sqlalchemy.pool."""

from .engine.pool import (
    AssertionPool, AsyncAdaptedQueuePool, FallbackAsyncAdaptedQueuePool, NullPool, Pool, QueuePool, SingletonThreadPool, StaticPool,
)  # fmt: skip
