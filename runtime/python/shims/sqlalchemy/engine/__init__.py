"""Engines, connections, results."""

from .base import Connection, Engine, NestedTransaction, RootTransaction, Transaction
from .create import create_engine, create_mock_engine, engine_from_config, make_engine
from .result import ChunkedIteratorResult, CursorResult, IteratorResult, MappingResult, Result, RMKeyView, ScalarResult
from .row import Row, RowMapping
from .url import URL, make_url
