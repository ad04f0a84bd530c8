"""INSERT, UPDATE, DELETE."""

from .. import exc
from .elements import ClauseElement, clause, condition
from .select import Executable, _raw_column
from .selectable import FromClause, entity_of, from_clause


class Dml(Executable):
    is_dml = True
    _returning = ()
    _options = ()
    _ctes = ()

    def __init__(self, table):
        self.entity = entity_of(table)
        self.entity_class = table if self.entity is not None else None
        self.table = from_clause(table)

    @property
    def _froms(self):
        return ()

    @property
    def entity_description(self):
        return {"name": self.table.name, "table": self.table, "entity": self.entity_class}

    def returning(self, *columns, sort_by_parameter_order=False):
        copy = self._copy()
        copy._returning = (*self._returning, *[_raw_column(item) for item in columns])
        return copy

    def _targets(self):
        made = []
        for item in self._returning:
            entity = entity_of(item)
            if entity is not None:
                made.append((item, entity.columns))
            elif isinstance(item, FromClause):
                made.append((item, list(item.c)))
            else:
                made.append((item, [clause(item)]))
        return made

    def _flat_columns(self):
        return [column for _, columns in self._targets() for column in columns]

    def _named_columns(self):
        from .compiler import names_of

        columns = self._flat_columns()
        return list(zip(names_of(columns), columns))

    @property
    def _raw(self):
        return self._returning

    def cte(self, name=None, recursive=False, nesting=False):
        from .selectable import CTE

        return CTE(self, name, recursive, nesting)

    def add_cte(self, *ctes, nest_here=False):
        copy = self._copy()
        copy._ctes = (*self._ctes, *ctes)
        return copy

    def with_hint(self, *args, **kwargs):
        return self

    def _column(self, key):
        """The column that a key of values() means: a name, an attribute of the class, or a column."""
        if isinstance(key, str):
            if self.entity is not None:
                found = self.entity.column_of_key(key)
                if found is not None:
                    return found
            found = self.table.c.get(key)
            if found is None:
                raise exc.CompileError(f"Unconsumed column names: {key}")
            return found
        return clause(key)

    def _by_column(self, values):
        if isinstance(values, (tuple, list)):
            return {column: value for column, value in zip(self.table.c, values)}
        return {self._column(key): value for key, value in values.items()}

    def _sql(self, compiler):
        return compiler.statement(self)


class Insert(Dml):
    is_insert = True
    _values = None
    _multi = None
    _select = None
    _conflict = None
    _inline = False

    def values(self, *args, **kwargs):
        copy = self._copy()
        if args:
            values = args[0]
            if isinstance(values, (list, tuple)) and values and isinstance(values[0], (dict, list, tuple)):
                copy._multi = [*(self._multi or []), *[self._by_column(item) for item in values]]
                return copy
            if isinstance(values, (list, tuple)) and not values:
                return copy
        else:
            values = kwargs
        copy._values = {**(self._values or {}), **self._by_column(values)}
        return copy

    def from_select(self, names, select, include_defaults=True):
        copy = self._copy()
        copy._select = ([self._column(name) for name in names], clause(select))
        return copy

    def inline(self):
        copy = self._copy()
        copy._inline = True
        return copy

    def return_defaults(self, *columns, **kw):
        return self

    # postgresql.insert

    @property
    def excluded(self):
        return _Excluded(self.table, self.entity).c

    def on_conflict_do_nothing(self, constraint=None, index_elements=None, index_where=None):
        return self._with_conflict(constraint, index_elements, index_where, None, None)

    def on_conflict_do_update(self, constraint=None, index_elements=None, index_where=None, set_=None, where=None):
        if constraint is None and index_elements is None:
            raise ValueError("Either constraint or index_elements, but not both, must be specified unless DO NOTHING")
        if not set_:
            raise ValueError("set parameter dictionary must not be empty")
        return self._with_conflict(constraint, index_elements, index_where, dict(set_.items() if hasattr(set_, "items") else set_), where)

    def _with_conflict(self, constraint, elements, index_where, set_, where):
        if constraint is not None and elements is not None:
            raise ValueError("'constraint' and 'index_elements' are mutually exclusive")
        copy = self._copy()
        copy._conflict = (constraint, elements, index_where, set_, where)
        return copy


class _Excluded(FromClause):
    name = "excluded"

    def __init__(self, table, entity):
        from .selectable import ColumnCollection, ProxyColumn

        self.c = ColumnCollection()
        for key, column in table.c.items():
            self.c.add(ProxyColumn(self, column.name, key, column, column.type), key)

    @property
    def _froms(self):
        return ()

    def _prefix(self, compiler):
        return "excluded"


class _Where:
    _where = ()

    def where(self, *criteria):
        copy = self._copy()
        copy._where = (*self._where, *[condition(item) for item in criteria])
        return copy

    filter = where

    def filter_by(self, **values):
        from .select import _attribute

        target = self.entity_class if self.entity_class is not None else self.table
        return self.where(*[_attribute(target, name) == value for name, value in values.items()])

    @property
    def whereclause(self):
        from .elements import and_

        return and_(*self._where) if self._where else None

    def _other_froms(self, values=()):
        seen = {}
        for item in (*self._where, *[value for value in values if isinstance(value, ClauseElement)]):
            for found in item._froms:
                if found is not self.table:
                    seen[found] = True
        return list(seen)


class Update(_Where, Dml):
    is_update = True
    _values = None
    _ordered = False

    def values(self, *args, **kwargs):
        copy = self._copy()
        made = self._by_column(args[0] if args else {})
        made.update(self._by_column(kwargs))
        copy._values = {**(self._values or {}), **made}
        return copy

    def ordered_values(self, *pairs):
        copy = self._copy()
        copy._values = {self._column(key): value for key, value in pairs}
        copy._ordered = True
        return copy


class Delete(_Where, Dml):
    is_delete = True

    def using(self, *froms):
        return self


def insert(table):
    return Insert(table)


def update(table):
    return Update(table)


def delete(table):
    return Delete(table)
