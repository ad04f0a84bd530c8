"""What is PostgreSQL's own."""

from ...sql.dml import Insert, insert
from ...sql.functions import aggregate_order_by, array
from ...sql.schema import ExcludeConstraint
from ...types import (
    ARRAY, BIGINT, BOOLEAN, BYTEA, CHAR, CIDR, DATE, DOUBLE_PRECISION, ENUM, FLOAT, INET, INTEGER, INTERVAL, JSON, JSONB, NUMERIC,
    REAL, SMALLINT, TEXT, TIME, TIMESTAMP, TSVECTOR, UUID, VARCHAR,
)  # fmt: skip
from .base import PGDialect, dialect
from . import asyncpg, psycopg2


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    from surge import kernel

    kernel.not_simulated(f"sqlalchemy.dialects.postgresql.{name}", "insert, array, aggregate_order_by, ARRAY, JSON, JSONB, UUID, ENUM, INET and the plain types")
