"""The expression language."""

from . import ddl, dml, elements, functions, operators, schema, select as _select_module, selectable
from .compiler import Compiler
from .dml import Delete, Insert, Update, delete, insert, update
from .elements import (
    all_, and_, any_, asc, between, bindparam, case, cast, collate, column, desc, distinct, extract, false, label, literal,
    literal_column, not_, null, nulls_first, nulls_last, or_, over, quoted_name, true, tuple_, type_coerce, within_group,
)  # fmt: skip
from .elements import nulls_first as nullsfirst
from .elements import nulls_last as nullslast
from .elements import ClauseElement, ColumnElement
from .functions import func
from .select import Select, TextClause, except_, exists, intersect, select, text, union, union_all
from .selectable import FromClause, alias, join, lateral, outerjoin, table, values
from . import expression

del _select_module
