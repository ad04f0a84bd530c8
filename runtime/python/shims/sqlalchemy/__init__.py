"""Stand-in for SQLAlchemy 2.0: its API and behaviour, against the simulated database."""

from surge import kernel as _kernel

from . import exc, types
from .engine import (
    URL, Connection, CursorResult, Engine, MappingResult, Result, Row, RowMapping, ScalarResult, Transaction, create_engine,
    create_mock_engine, engine_from_config, make_url,
)  # fmt: skip
from .pool import AsyncAdaptedQueuePool, NullPool, Pool, QueuePool, StaticPool
from .sql.ddl import DDL
from .sql.dml import Delete, Insert, Update, delete, insert, update
from .sql.elements import (
    BinaryExpression, BindParameter, BooleanClauseList, Case, Cast, ClauseElement, ColumnClause, ColumnElement, Label, Over, Tuple,
    UnaryExpression, all_, and_, any_, asc, between, bindparam, case, cast, collate, column, desc, distinct, extract, false, label,
    literal, literal_column, not_, null, nulls_first, nulls_last, or_, over, quoted_name, true, try_cast, tuple_, type_coerce,
    within_group,
)  # fmt: skip
from .sql.functions import Function, FunctionElement, func
from .sql.schema import (
    CheckConstraint, Column, ColumnDefault, Computed, Constraint, DefaultClause, FetchedValue, ForeignKey, ForeignKeyConstraint,
    Identity, Index, MetaData, PrimaryKeyConstraint, Sequence, Table, UniqueConstraint,
)  # fmt: skip
from .sql.select import (
    CompoundSelect, Executable, Exists, ScalarSelect, Select, TextClause, TextualSelect, except_, exists, intersect, select, text,
    union, union_all,
)  # fmt: skip
from .sql.selectable import CTE, Alias, FromClause, Join, Lateral, Subquery, TableClause, Values, alias, join, lateral, outerjoin, table, values
from .types import (
    ARRAY, BIGINT, BINARY, BLOB, BOOLEAN, CHAR, DATE, DATETIME, DECIMAL, DOUBLE, DOUBLE_PRECISION, FLOAT, INT, INTEGER, JSON, NCHAR,
    NUMERIC, NVARCHAR, REAL, SMALLINT, TEXT, TIME, TIMESTAMP, UUID, VARBINARY, VARCHAR, BigInteger, Boolean, Date, DateTime, Double,
    Enum, Float, Integer, Interval, LargeBinary, Numeric, SmallInteger, String, Text, Time, TupleType, TypeDecorator, Unicode,
    UnicodeText, Uuid,
)  # fmt: skip
from .inspection import inspect
from .sql.elements import nulls_first as nullsfirst
from .sql.elements import nulls_last as nullslast
from . import event, pool, sql


__version__ = "2.0.54"


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'sqlalchemy' has no attribute {name!r}")
    if name in ("orm", "ext", "dialects", "engine", "future", "schema"):
        import importlib

        return importlib.import_module(f"sqlalchemy.{name}")
    _kernel.not_simulated(f"sqlalchemy.{name}", "create_engine, text, select, insert, update, delete, func, Table, Column, types, sqlalchemy.orm, sqlalchemy.ext.asyncio")
