"""sqlalchemy.sql.expression: the same names under their older address."""

from .dml import Delete, Insert, Update, delete, insert, update
from .elements import (
    BinaryExpression, BindParameter, BooleanClauseList, Case, Cast, ClauseElement, ClauseList, ColumnClause, ColumnElement, Label,
    Over, Tuple, UnaryExpression, all_, and_, any_, asc, between, bindparam, case, cast, collate, column, desc, distinct, extract,
    false, label, literal, literal_column, not_, null, nulls_first, nulls_last, or_, over, quoted_name, true, tuple_, type_coerce,
    within_group,
)  # fmt: skip
from .elements import nulls_first as nullsfirst
from .elements import nulls_last as nullslast
from .functions import FunctionElement, func
from .select import (
    CompoundSelect, Executable, Exists, ScalarSelect, Select, TextClause, except_, exists, intersect, select, text, union, union_all,
)  # fmt: skip
from .selectable import CTE, Alias, FromClause, Join, Lateral, Subquery, TableClause, alias, join, lateral, outerjoin, table, values
