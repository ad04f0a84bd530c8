"""What stands in FROM: joins, aliases, subqueries, CTEs, functions; and how a SELECT finds its tables."""

from .. import exc
from .elements import ClauseElement, ColumnClause, ColumnElement, and_, clause, condition


class ColumnCollection:
    """Columns by key and by position."""

    def __init__(self, columns=()):
        self._by_key = {}
        for column in columns:
            self.add(column)

    def add(self, column, key=None):
        self._by_key[key or column.key] = column

    def __getattr__(self, key):
        try:
            return self.__dict__["_by_key"][key]
        except KeyError:
            raise AttributeError(key) from None

    def __getitem__(self, key):
        if isinstance(key, int):
            return list(self._by_key.values())[key]
        if isinstance(key, tuple):
            return ColumnCollection(self[item] for item in key)
        return self._by_key[key]

    def __contains__(self, key):
        if not isinstance(key, str):
            raise exc.ArgumentError("__contains__ requires a string argument")
        return key in self._by_key

    def __iter__(self):
        return iter(self._by_key.values())

    def __len__(self):
        return len(self._by_key)

    def __bool__(self):
        return True

    def get(self, key, default=None):
        return self._by_key.get(key, default)

    def keys(self):
        return list(self._by_key)

    def values(self):
        return list(self._by_key.values())

    def items(self):
        return list(self._by_key.items())

    def contains_column(self, column):
        return any(item is column for item in self._by_key.values())

    def __repr__(self):
        return f"<ReadOnlyColumnCollection [{', '.join(self._by_key)}]>"


class FromClause(ClauseElement):
    named_with_column = True
    name = None

    @property
    def _froms(self):
        return (self,)

    def _components(self):
        """The tables that need not be listed again when this one is in FROM."""
        return (self,)

    @property
    def primary_key(self):
        return ColumnCollection(column for column in self.c if column.primary_key)

    @property
    def foreign_keys(self):
        return [item for column in self.c for item in column.foreign_keys]

    def select(self):
        from .select import select

        return select(self)

    def join(self, right, onclause=None, isouter=False, full=False):
        return Join(self, right, onclause, isouter, full)

    def outerjoin(self, right, onclause=None, full=False):
        return Join(self, right, onclause, True, full)

    def alias(self, name=None, flat=False):
        return Alias(self, name)

    def tablesample(self, *args, **kwargs):
        from surge import kernel

        kernel.not_simulated("sqlalchemy: tablesample()", "text()")

    def _sql(self, compiler):
        return self._from_sql(compiler)

    def corresponding_column(self, column):
        for own in self.c:
            if own is column or getattr(own, "_original", None) is column:
                return own
        return None

    @property
    def entity_namespace(self):
        return self.c


class ProxyColumn(ColumnClause):
    """A column of an alias or subquery."""

    def __init__(self, table, name, key, original, type_):
        self.table = table
        self.name = name
        self.key = key
        self.type = type_
        self.is_literal = False
        self._original = original
        self.primary_key = getattr(original, "primary_key", False)
        self.foreign_keys = getattr(original, "foreign_keys", ())


class Alias(FromClause):
    """A table under another name; without a name it gets one when the statement is written."""

    def __init__(self, element, name=None):
        self.element = element
        self.name = name
        self._columns = None

    @property
    def original(self):
        return self.element

    @property
    def _stem(self):
        return getattr(self.element, "name", None) or getattr(self.element, "_stem", None) or "anon"

    @property
    def columns(self):
        if self._columns is None:
            self._columns = ColumnCollection()
            for key, column in self.element.c.items():
                self._columns.add(ProxyColumn(self, column.name, key, column, column.type), key)
        return self._columns

    c = columns

    def _prefix(self, compiler):
        return compiler.alias_name(self)

    def _from_sql(self, compiler):
        return f"{self.element._from_sql(compiler)} AS {compiler.alias_name(self)}"


class Subquery(FromClause):
    lateral_ = False
    _stem = "anon"

    def __init__(self, element, name=None):
        self.element = element
        self.name = name
        self._columns = None

    @property
    def original(self):
        return self.element

    @property
    def columns(self):
        if self._columns is None:
            self._columns = ColumnCollection()
            for name, column in self.element._named_columns():
                key = getattr(column, "key", None) if getattr(column, "name", None) == name else name
                self._columns.add(ProxyColumn(self, name, key or name, _lineage(column), column.type), key or name)
        return self._columns

    c = columns

    def _prefix(self, compiler):
        return compiler.alias_name(self)

    def _from_sql(self, compiler):
        name = compiler.alias_name(self)
        inner = compiler.nested(self.element, correlate=self.lateral_, in_from=True)
        return f"{'LATERAL ' if self.lateral_ else ''}({inner}) AS {name}"


def _lineage(column):
    """The column of a table that a column of a subquery came from."""
    while getattr(column, "_original", None) is not None and not isinstance(column, ProxyColumn):
        column = column._original
    return column


class Lateral(Subquery):
    lateral_ = True


class CTE(Subquery):
    def __init__(self, element, name=None, recursive=False, nesting=False):
        Subquery.__init__(self, element, name)
        self.recursive = recursive
        self.nesting = nesting
        self._restates = None
        self._prefix_words = ()

    def union(self, *others):
        return self._united("union", others)

    def union_all(self, *others):
        return self._united("union_all", others)

    def _united(self, how, others):
        made = CTE(getattr(self.element, how)(*others), self.name, self.recursive)
        made._restates = self
        return made

    def alias(self, name=None, flat=False):
        return Alias(self, name)

    def prefix_with(self, *words):
        self._prefix_words = tuple(words)
        return self

    def _from_sql(self, compiler):
        return compiler.cte(self)


class TableClause(FromClause):
    """table("name", column("x")): a table without types."""

    def __init__(self, name, *columns, schema=None):
        self.name = name
        self.schema = schema
        self.c = self.columns = ColumnCollection()
        for column in columns:
            column.table = self
            self.c.add(column)

    def _prefix(self, compiler):
        return compiler.table_name(self)

    _from_sql = _prefix

    def insert(self):
        from .dml import insert

        return insert(self)

    def update(self):
        from .dml import update

        return update(self)

    def delete(self):
        from .dml import delete

        return delete(self)


def table(name, *columns, **kw):
    return TableClause(name, *columns, **kw)


class FunctionFrom(FromClause):
    def __init__(self, function, name, columns, ordinality=False):
        self.function = function
        self.name = name
        self._stem = function.name
        self.ordinality = ordinality
        self._named = columns is not None
        self.c = self.columns = ColumnCollection()
        for item in columns or ():
            given = item if isinstance(item, ColumnElement) else ColumnClause(item)
            self.c.add(ProxyColumn(self, given.name, given.name, None, given.type))

    @property
    def column(self):
        return _WholeAlias(self)

    def render_derived(self, name=None, with_types=False):
        return self

    def _prefix(self, compiler):
        return compiler.alias_name(self)

    def _from_sql(self, compiler):
        text = self.function._sql(compiler) + (" WITH ORDINALITY" if self.ordinality else "")
        columns = f"({', '.join(column.name for column in self.c)})" if self.ordinality else ""
        return f"{text} AS {compiler.alias_name(self)}{columns}"


class _WholeAlias(ColumnElement):
    def __init__(self, alias):
        self.table = alias
        self.type = alias.function.type

    @property
    def _froms(self):
        return (self.table,)

    def _sql(self, compiler):
        return compiler.alias_name(self.table)


class Values(FromClause):
    def __init__(self, *columns, name=None, literal_binds=False):
        self.name = name
        self._rows = []
        self.c = self.columns = ColumnCollection()
        for column in columns:
            self.c.add(ProxyColumn(self, column.name, column.name, None, column.type))

    _stem = "anon"

    def data(self, values):
        self._rows = [*self._rows, *values]
        return self

    def alias(self, name=None, flat=False):
        self.name = name
        return self

    def _prefix(self, compiler):
        return compiler.alias_name(self)

    def _from_sql(self, compiler):
        from .elements import expression

        rows = ", ".join(f"({', '.join(expression(item, column.type)._sql(compiler) for item, column in zip(row, self.c))})" for row in self._rows)
        names = ", ".join(column.name for column in self.c)
        return f"(VALUES {rows}) AS {compiler.alias_name(self)} ({names})"


def values(*columns, name=None, literal_binds=False):
    return Values(*columns, name=name, literal_binds=literal_binds)


class Join(FromClause):
    _parts = ("left", "right", "onclause")

    def __init__(self, left, right, onclause=None, isouter=False, full=False):
        self.left = from_clause(left)
        self.right = from_clause(right)
        self.isouter = isouter
        self.full = full
        self.onclause = join_condition(self.left, self.right) if onclause is None else condition(onclause)

    def _components(self):
        return (self, *self.left._components(), *self.right._components())

    @property
    def columns(self):
        made = ColumnCollection()
        for side in (self.left, self.right):
            for key, column in side.c.items():
                name = f"{side.name}_{key}" if getattr(side, "name", None) else key
                made.add(column, name)
        return made

    c = columns

    def _prefix(self, compiler):
        raise NotImplementedError

    def _from_sql(self, compiler):
        word = " FULL OUTER JOIN " if self.full else " LEFT OUTER JOIN " if self.isouter else " JOIN "
        right = self.right._from_sql(compiler)
        if isinstance(self.right, Join):
            right = f"({right})"
        return f"{self.left._from_sql(compiler)}{word}{right} ON {self.onclause._sql(compiler)}"


def join(left, right, onclause=None, isouter=False, full=False):
    return Join(left, right, onclause, isouter, full)


def outerjoin(left, right, onclause=None, full=False):
    return Join(left, right, onclause, True, full)


def alias(selectable, name=None, flat=False):
    return from_clause(selectable).alias(name)


def lateral(selectable, name=None):
    return selectable.lateral(name)


def from_clause(value):
    """Something that can stand in FROM."""
    if isinstance(value, FromClause):
        return value
    entity = entity_of(value)
    if entity is not None:
        return entity.selectable
    made = clause(value)
    if isinstance(made, FromClause):
        return made
    as_from = getattr(made, "_as_from", None)
    if as_from is not None:
        return as_from()
    raise exc.ArgumentError(f"FROM expression, such as a Table or alias() object expected, got {value!r}.")


def entity_of(value):
    """The mapper of a mapped class, or what aliased() made of it; None for anything else."""
    if isinstance(value, type):
        return value.__dict__.get("__mapper__")
    return getattr(value, "_aliased_insp", None) if not isinstance(value, ClauseElement) else None


def _links(left, right):
    """Conditions of the foreign keys from one side's columns to the other's."""
    found = []
    for one, other, flip in ((right, left, True), (left, right, False)):
        for part in one._components():
            if isinstance(part, Join):
                continue
            for column in part.c:
                for key in column.foreign_keys:
                    try:
                        target = key.column
                    except exc.NoReferenceError:
                        continue
                    for candidate in other._components():
                        if isinstance(candidate, Join):
                            continue
                        match = candidate.corresponding_column(target)
                        if match is not None:
                            found.append((match == column if flip else column == match, key))
        if found:
            break
    return found


def join_condition(left, right):
    found = _links(left, right)
    if not found:
        raise exc.NoForeignKeysError(f"Can't find any foreign key relationships between '{_describe(left)}' and '{_describe(right)}'.")
    if len(found) > 1:
        targets = {id(key.column.table) for _, key in found}
        composite = all(getattr(key, "of_constraint", False) for _, key in found)
        if not composite or len(targets) > 1:
            raise exc.AmbiguousForeignKeysError(
                f"Can't determine join between '{_describe(left)}' and '{_describe(right)}'; tables have more than one foreign key constraint"
                " relationship between them. Please specify the 'onclause' of this join explicitly."
            )
    return and_(*[made for made, _ in found])


def can_join(left, right):
    return bool(_links(left, right))


def _describe(item):
    if isinstance(item, Join):
        return f"Join object on {_describe(item.left)}({id(item.left)}) and {_describe(item.right)}({id(item.right)})"
    return getattr(item, "name", None) or "anon"
