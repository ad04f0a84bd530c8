# SQLAlchemy 2.0 (MIT): the signatures of what the stand-in simulates.
from typing import Any

from . import engine as engine, event as event, exc as exc, pool as pool, sql as sql, types as types
from .engine import (
    URL as URL, Connection as Connection, CursorResult as CursorResult, Engine as Engine, MappingResult as MappingResult, Result as Result,
    Row as Row, RowMapping as RowMapping, ScalarResult as ScalarResult, Transaction as Transaction, create_engine as create_engine,
    make_url as make_url,
)
from .pool import AsyncAdaptedQueuePool as AsyncAdaptedQueuePool, NullPool as NullPool, Pool as Pool, QueuePool as QueuePool, StaticPool as StaticPool
from .sql.dml import Delete as Delete, Insert as Insert, Update as Update, delete as delete, insert as insert, update as update
from .sql.elements import (
    BinaryExpression as BinaryExpression, BindParameter as BindParameter, BooleanClauseList as BooleanClauseList, Case as Case,
    Cast as Cast, ClauseElement as ClauseElement, ColumnClause as ColumnClause, ColumnElement as ColumnElement, Label as Label,
    Over as Over, Tuple as Tuple, UnaryExpression as UnaryExpression, all_ as all_, and_ as and_, any_ as any_, asc as asc,
    between as between, bindparam as bindparam, case as case, cast as cast, collate as collate, column as column, desc as desc,
    distinct as distinct, extract as extract, false as false, label as label, literal as literal, literal_column as literal_column,
    not_ as not_, null as null, nulls_first as nulls_first, nulls_last as nulls_last, or_ as or_, over as over, quoted_name as quoted_name,
    true as true, try_cast as try_cast, tuple_ as tuple_, type_coerce as type_coerce, within_group as within_group,
)
from .sql.functions import Function as Function, FunctionElement as FunctionElement, func as func
from .sql.schema import (
    CheckConstraint as CheckConstraint, Column as Column, ColumnDefault as ColumnDefault, Computed as Computed, Constraint as Constraint,
    DefaultClause as DefaultClause, FetchedValue as FetchedValue, ForeignKey as ForeignKey, ForeignKeyConstraint as ForeignKeyConstraint,
    Identity as Identity, Index as Index, MetaData as MetaData, PrimaryKeyConstraint as PrimaryKeyConstraint, Sequence as Sequence,
    Table as Table, UniqueConstraint as UniqueConstraint,
)
from .sql.select import (
    CompoundSelect as CompoundSelect, Executable as Executable, Exists as Exists, ScalarSelect as ScalarSelect, Select as Select,
    TextClause as TextClause, TextualSelect as TextualSelect, except_ as except_, exists as exists, intersect as intersect,
    select as select, text as text, union as union, union_all as union_all,
)
from .sql.selectable import (
    CTE as CTE, Alias as Alias, FromClause as FromClause, Join as Join, Lateral as Lateral, Subquery as Subquery,
    TableClause as TableClause, Values as Values, alias as alias, join as join, lateral as lateral, outerjoin as outerjoin, table as table,
    values as values,
)
from .types import (
    ARRAY as ARRAY, BIGINT as BIGINT, BINARY as BINARY, BLOB as BLOB, BOOLEAN as BOOLEAN, CHAR as CHAR, DATE as DATE, DATETIME as DATETIME,
    DECIMAL as DECIMAL, DOUBLE as DOUBLE, DOUBLE_PRECISION as DOUBLE_PRECISION, FLOAT as FLOAT, INT as INT, INTEGER as INTEGER,
    JSON as JSON, NCHAR as NCHAR, NUMERIC as NUMERIC, NVARCHAR as NVARCHAR, REAL as REAL, SMALLINT as SMALLINT, TEXT as TEXT, TIME as TIME,
    TIMESTAMP as TIMESTAMP, UUID as UUID, VARBINARY as VARBINARY, VARCHAR as VARCHAR, BigInteger as BigInteger, Boolean as Boolean,
    Date as Date, DateTime as DateTime, Double as Double, Enum as Enum, Float as Float, Integer as Integer, Interval as Interval,
    LargeBinary as LargeBinary, Numeric as Numeric, SmallInteger as SmallInteger, String as String, Text as Text, Time as Time,
    TupleType as TupleType, TypeDecorator as TypeDecorator, Unicode as Unicode, UnicodeText as UnicodeText, Uuid as Uuid,
)

__version__: str

def inspect(subject: Any, raiseerr: bool = True) -> Any: ...

def engine_from_config(configuration: Any, prefix: str = "sqlalchemy.", **kwargs: Any) -> Any: ...
def nullsfirst(column: Any) -> Any: ...
def nullslast(column: Any) -> Any: ...

class DDL:
    """DDL as text, for `connection.execute` or an event of a table."""
    def __init__(self, statement: str, context: Any | None = None) -> None: ...
