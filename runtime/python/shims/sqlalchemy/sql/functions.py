"""func.anything(...)."""

from ..types import ARRAY, NULLTYPE, Date, DateTime, Float, Integer, Numeric, String, Time, to_instance
from .elements import ColumnElement, FunctionFilter, Over, WithinGroup, _several, expression

_COUNT = Integer()
_TYPES = {
    "count": Integer, "char_length": Integer, "length": Integer, "row_number": Integer, "rank": Integer, "dense_rank": Integer,
    "percent_rank": Numeric, "cume_dist": Numeric, "now": DateTime, "current_timestamp": DateTime, "localtimestamp": DateTime,
    "current_date": Date, "current_time": Time, "localtime": Time, "concat": String, "lower": String, "upper": String,
    "user": String, "current_user": String, "session_user": String, "string_agg": String, "aggregate_strings": String, "random": Float,
}  # fmt: skip
_OF_ARGUMENT = {"max", "min", "sum", "coalesce", "abs_", "lag", "lead", "first_value", "last_value"}
_WITHOUT_PARENTHESES = {
    "current_date", "current_time", "current_timestamp", "current_user", "localtime", "localtimestamp", "session_user", "user",
}  # fmt: skip


class FunctionElement(ColumnElement):
    _parts = ("clauses",)
    packagenames = ()

    def over(self, partition_by=None, order_by=None, range_=None, rows=None, groups=None):
        return Over(self, partition_by, order_by, range_, rows, groups)

    def filter(self, *criterion):
        from .elements import and_

        return FunctionFilter(self, and_(*criterion)) if criterion else self

    def within_group(self, *order_by):
        return WithinGroup(self, *order_by)

    def alias(self, name=None, joins_implicitly=False):
        from .selectable import FunctionFrom

        return FunctionFrom(self, name, None)

    def table_valued(self, *columns, name=None, with_ordinality=None, joins_implicitly=False):
        from .selectable import FunctionFrom

        return FunctionFrom(self, name, [*columns, *([with_ordinality] if with_ordinality else [])], bool(with_ordinality))

    def column_valued(self, name=None, joins_implicitly=False):
        return self.alias(name).column

    def select(self):
        from .selectable import select

        return select(self)

    def _as_from(self):
        return self.alias()


class Function(FunctionElement):
    def __init__(self, name, *clauses, type_=None, packagenames=None):
        self.name = name
        self.packagenames = tuple(packagenames or ())
        self.clauses = [expression(item, key=f"{name}") if not isinstance(item, ColumnElement) else item for item in clauses]
        lowered = name.lower()
        if type_ is not None:
            self.type = to_instance(type_)
        elif lowered in _OF_ARGUMENT and self.clauses:
            self.type = next((item.type for item in self.clauses if item.type is not NULLTYPE), NULLTYPE)
        elif lowered == "array_agg" and self.clauses:
            self.type = ARRAY(self.clauses[0].type)
        else:
            made = _TYPES.get(lowered)
            self.type = made() if made is not None else NULLTYPE
        if lowered in _WITHOUT_PARENTHESES and not self.clauses:
            self._fixed = lowered.upper()
        elif lowered == "count" and not self.clauses:
            self._fixed = f"{name}(*)"
        else:
            self._fixed = None

    _anon_name = property(lambda self: self.name)

    @property
    def _bind_key(self):
        return self.name

    def _sql(self, compiler):
        if self._fixed is not None:
            return self._fixed
        name = ".".join((*self.packagenames, self.name))
        return f"{name}({', '.join([item._sql(compiler) for item in self.clauses])})"


class _Generator:
    """func, or func.schema on its way to func.schema.name."""

    def __init__(self, names=()):
        self._names = names

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Generator((*self._names, name.removesuffix("_")))

    def __call__(self, *clauses, type_=None):
        *packages, name = self._names
        return Function(name, *clauses, type_=type_, packagenames=packages)


func = _Generator()


class array(ColumnElement):
    """sqlalchemy.dialects.postgresql.array: ARRAY[...]."""

    _parts = ("clauses",)

    def __init__(self, clauses, type_=None):
        self.clauses = [expression(item) for item in clauses]
        inner = to_instance(type_) if type_ is not None else (self.clauses[0].type if self.clauses else NULLTYPE)
        self.type = ARRAY(inner)

    def _sql(self, compiler):
        return f"ARRAY[{', '.join([item._sql(compiler) for item in self.clauses])}]"


class aggregate_order_by(ColumnElement):
    _parts = ("target", "order_by")

    def __init__(self, target, *order_by):
        self.target = expression(target)
        self.order_by = _several(order_by)
        self.type = self.target.type

    def _sql(self, compiler):
        return f"{self.target._sql(compiler)} ORDER BY {', '.join([item._sql(compiler) for item in self.order_by])}"
