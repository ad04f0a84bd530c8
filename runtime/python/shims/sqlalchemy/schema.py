"""sqlalchemy.schema: the parts of a schema under their older address."""

from .sql.ddl import DDL, CreateIndex, CreateSchema, CreateTable, DropTable
from .sql.schema import (
    CheckConstraint, Column, ColumnDefault, Computed, Constraint, DefaultClause, FetchedValue, ForeignKey, ForeignKeyConstraint,
    Identity, Index, MetaData, PrimaryKeyConstraint, Sequence, Table, UniqueConstraint,
)  # fmt: skip
