from .dml import Delete as Delete, Insert as Insert, Update as Update, delete as delete, insert as insert, update as update
from .elements import (
    ClauseElement as ClauseElement, ColumnElement as ColumnElement, all_ as all_, and_ as and_, any_ as any_, asc as asc,
    between as between, bindparam as bindparam, case as case, cast as cast, collate as collate, column as column, desc as desc,
    distinct as distinct, extract as extract, false as false, label as label, literal as literal, literal_column as literal_column,
    not_ as not_, null as null, nulls_first as nulls_first, nulls_last as nulls_last, or_ as or_, over as over, quoted_name as quoted_name,
    true as true, tuple_ as tuple_, type_coerce as type_coerce, within_group as within_group,
)
from .functions import func as func
from .select import (
    Select as Select, TextClause as TextClause, except_ as except_, exists as exists, intersect as intersect, select as select,
    text as text, union as union, union_all as union_all,
)
from .selectable import (
    FromClause as FromClause, alias as alias, join as join, lateral as lateral, outerjoin as outerjoin, table as table, values as values,
)
