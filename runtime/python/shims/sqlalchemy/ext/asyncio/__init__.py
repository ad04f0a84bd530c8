"""The asyncio extension."""

from .engine import AsyncConnection, AsyncEngine, AsyncTransaction, async_engine_from_config, create_async_engine, create_async_pool_from_url
from .exc import AsyncContextNotStarted, AsyncMethodRequired
from .result import AsyncMappingResult, AsyncResult, AsyncScalarResult, AsyncTupleResult
from .session import (
    AsyncAttrs, AsyncSession, AsyncSessionTransaction, async_object_session, async_scoped_session, async_session, async_sessionmaker,
    close_all_sessions,
)  # fmt: skip
