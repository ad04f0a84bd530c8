"""SELECT, set operations, text(), scalar subqueries and EXISTS."""

import re

from .. import exc
from ..types import BOOLEANTYPE, NULLTYPE
from . import operators as ops
from .elements import BindParameter, ClauseElement, ColumnClause, ColumnElement, Label, and_, clause, column_or_text, condition, expression
from .selectable import CTE, FromClause, Join, Lateral, Subquery, can_join, entity_of, from_clause


class Executable(ClauseElement):
    supports_execution = True

    def execution_options(self, **options):
        copy = self._copy()
        copy._execution_options = {**self._execution_options, **options}
        return copy

    def get_execution_options(self):
        return self._execution_options

    def options(self, *options):
        copy = self._copy()
        copy._options = (*getattr(self, "_options", ()), *options)
        return copy


class _Queries:
    """What a SELECT, a set operation and text with columns have in common."""

    is_select = True

    def subquery(self, name=None):
        return Subquery(self, name)

    def alias(self, name=None, flat=False):
        return Subquery(self, name)

    def cte(self, name=None, recursive=False, nesting=False):
        return CTE(self, name, recursive, nesting)

    def lateral(self, name=None):
        return Lateral(self, name)

    def scalar_subquery(self):
        return ScalarSelect(self)

    def label(self, name=None):
        return self.scalar_subquery().label(name)

    def exists(self):
        return Exists(self)

    def _as_in_operand(self):
        return ScalarSelect(self)

    def union(self, *others):
        return CompoundSelect("UNION", self, *others)

    def union_all(self, *others):
        return CompoundSelect("UNION ALL", self, *others)

    def intersect(self, *others):
        return CompoundSelect("INTERSECT", self, *others)

    def except_(self, *others):
        return CompoundSelect("EXCEPT", self, *others)

    def except_all(self, *others):
        return CompoundSelect("EXCEPT ALL", self, *others)

    @property
    def selected_columns(self):
        from .selectable import ColumnCollection

        made = ColumnCollection()
        for name, column in self._named_columns():
            made.add(column, name)
        return made

    @property
    def exported_columns(self):
        return self.subquery().c

    # Generative: every call gives a new statement.

    _limit = _offset = _fetch = None
    _order_by = _group_by = ()
    _for_update = None

    def limit(self, limit):
        copy = self._copy()
        copy._limit = _count(limit)
        return copy

    def offset(self, offset):
        copy = self._copy()
        copy._offset = _count(offset)
        return copy

    def fetch(self, count, with_ties=False, percent=False):
        return self.limit(count)

    def slice(self, start, stop):
        copy = self._copy()
        copy._offset = _count(start) if start else None
        copy._limit = _count(stop - (start or 0)) if stop is not None else None
        return copy

    def order_by(self, *clauses):
        copy = self._copy()
        if len(clauses) == 1 and (clauses[0] is None or clauses[0] is False):
            copy._order_by = ()
        else:
            copy._order_by = (*self._order_by, *[column_or_text(item) for item in _flat(clauses)])
        return copy

    def group_by(self, *clauses):
        copy = self._copy()
        if len(clauses) == 1 and clauses[0] is None:
            copy._group_by = ()
        else:
            columns = []
            for item in _flat(clauses):
                entity = entity_of(item)
                columns += entity.columns if entity is not None else [column_or_text(item, "GROUP BY")]
            copy._group_by = (*self._group_by, *columns)
        return copy

    def with_for_update(self, nowait=False, read=False, of=None, skip_locked=False, key_share=False):
        copy = self._copy()
        words = ("FOR KEY SHARE" if key_share else "FOR SHARE") if read else ("FOR NO KEY UPDATE" if key_share else "FOR UPDATE")
        copy._for_update = (words, tuple(of) if isinstance(of, (list, tuple)) else () if of is None else (of,), " NOWAIT" if nowait else " SKIP LOCKED" if skip_locked else "")
        return copy


def _flat(clauses):
    for item in clauses:
        if isinstance(item, (list, tuple)):
            yield from item
        else:
            yield item


def _count(value):
    if value is None or isinstance(value, ClauseElement):
        return value
    made = clause(value)
    if isinstance(made, ClauseElement):
        return made
    from ..types import INTEGERTYPE

    return BindParameter(None, int(value), INTEGERTYPE, unique=True)


class Select(_Queries, Executable):
    _parts = ("_where", "_having", "_order_by", "_group_by")
    _raw = ()
    _where = _having = ()
    _explicit = ()
    _joins = ()
    _distinct = False
    _distinct_on = ()
    _prefixes = ()
    _suffixes = ()
    _correlate = None
    _correlate_except = None
    _options = ()
    _label_tablenames = False
    _added_ctes = ()
    # Set by the ORM: columns and tables that eager loading adds.
    _extra_columns = ()

    def __init__(self, *entities):
        self._raw = tuple(_raw_column(item) for item in entities)

    @property
    def _froms(self):
        """A SELECT used as an expression brings no tables to the statement around it."""
        return ()

    def _children(self):
        yield from ClauseElement._children(self)
        for item in self._raw:
            if isinstance(item, ClauseElement):
                yield item

    def _replaced(self, replace):
        other = replace(self)
        if other is not None:
            return other
        copy = ClauseElement._replaced(self, replace)
        raw = tuple(item._replaced(replace) if isinstance(item, ClauseElement) else item for item in copy._raw)
        explicit = tuple(item._replaced(replace) for item in copy._explicit)
        if any(one is not two for one, two in zip((*raw, *explicit), (*copy._raw, *copy._explicit))):
            copy = copy._copy()
            copy._raw = raw
            copy._explicit = explicit
        return copy

    def where(self, *criteria):
        copy = self._copy()
        copy._where = (*self._where, *[condition(item) for item in criteria])
        return copy

    filter = where

    def filter_by(self, **values):
        entity = self._filter_entity()
        return self.where(*[_attribute(entity, name) == value for name, value in values.items()])

    def _filter_entity(self):
        if self._joins:
            target = self._joins[-1][0]
            prop = getattr(target, "property", None)
            return prop.entity_class if prop is not None and hasattr(prop, "entity_class") else target
        if self._explicit:
            first = self._explicit_raw[0]
            return first
        for item in self._raw:
            owner = getattr(item, "parent_entity", None)
            if owner is not None:
                return owner
            if entity_of(item) is not None or isinstance(item, FromClause):
                return item
            if isinstance(item, ColumnElement):
                for found in item._froms:
                    return found
        raise exc.InvalidRequestError("No FROM clauses available to join or filter")

    def having(self, *criteria):
        copy = self._copy()
        copy._having = (*self._having, *[condition(item) for item in criteria])
        return copy

    _explicit_raw = ()

    def select_from(self, *froms):
        copy = self._copy()
        copy._explicit = (*self._explicit, *[from_clause(item) for item in froms])
        copy._explicit_raw = (*self._explicit_raw, *froms)
        return copy

    def join(self, target, onclause=None, *, isouter=False, full=False):
        return self._joined(None, target, onclause, isouter, full)

    def outerjoin(self, target, onclause=None, *, full=False):
        return self._joined(None, target, onclause, True, full)

    def join_from(self, from_, target, onclause=None, *, isouter=False, full=False):
        return self._joined(from_, target, onclause, isouter, full)

    def outerjoin_from(self, from_, target, onclause=None, *, full=False):
        return self._joined(from_, target, onclause, True, full)

    def _joined(self, left, target, onclause, isouter, full):
        copy = self._copy()
        copy._joins = (*self._joins, (target, onclause, left, isouter, full))
        return copy

    def distinct(self, *columns):
        copy = self._copy()
        copy._distinct = True
        copy._distinct_on = (*self._distinct_on, *[expression(item) for item in columns])
        return copy

    def prefix_with(self, *prefixes, dialect="*"):
        copy = self._copy()
        copy._prefixes = (*self._prefixes, *[item if isinstance(item, str) else str(item) for item in prefixes])
        return copy

    def suffix_with(self, *suffixes, dialect="*"):
        copy = self._copy()
        copy._suffixes = (*self._suffixes, *[item if isinstance(item, str) else str(item) for item in suffixes])
        return copy

    def with_hint(self, *args, **kwargs):
        return self

    with_statement_hint = with_hint

    def add_columns(self, *entities):
        copy = self._copy()
        copy._raw = (*self._raw, *[_raw_column(item) for item in entities])
        return copy

    column = add_columns

    def with_only_columns(self, *entities, maintain_column_froms=False):
        copy = self._copy()
        if maintain_column_froms and not self._explicit:
            copy._explicit = tuple(self._column_froms())
        copy._raw = tuple(_raw_column(item) for item in entities)
        return copy

    def add_cte(self, *ctes, nest_here=False):
        copy = self._copy()
        copy._added_ctes = (*self._added_ctes, *ctes)
        return copy

    def correlate(self, *froms):
        copy = self._copy()
        copy._correlate = () if froms and froms[0] is None else tuple(from_clause(item) for item in froms)
        return copy

    def correlate_except(self, *froms):
        copy = self._copy()
        copy._correlate_except = () if froms and froms[0] is None else tuple(from_clause(item) for item in froms)
        return copy

    def set_label_style(self, style):
        copy = self._copy()
        copy._label_tablenames = style == "tablename_plus_col"
        return copy

    def with_session(self, session):
        return self

    @property
    def whereclause(self):
        return and_(*self._where) if self._where else None

    @property
    def froms(self):
        return self._from_list()

    get_final_froms = froms.fget

    @property
    def column_descriptions(self):
        made = []
        for item in self._raw:
            entity = entity_of(item)
            made.append(
                {"name": item.__name__, "type": item, "entity": item, "expr": item, "aliased": False}
                if isinstance(item, type)
                else {"name": getattr(item, "key", None), "type": getattr(item, "type", None), "expr": item, "entity": entity, "aliased": False}
            )
        return made

    # What it consists of, once all its parts are known.

    def _targets(self):
        """(raw item, its columns): a mapped class stands for all its columns, a table too."""
        made = []
        for item in self._raw:
            entity = entity_of(item)
            if entity is not None:
                made.append((item, entity.columns))
            elif isinstance(item, FromClause):
                made.append((item, list(item.c)))
            else:
                bundle = getattr(item, "_bundle_columns", None)
                made.append((item, bundle if bundle is not None else [clause(item)]))
        return made

    def _flat_columns(self):
        return [column for _, columns in self._targets() for column in columns] + list(self._extra_columns)

    def _named_columns(self):
        from .compiler import names_of

        columns = self._flat_columns()
        return list(zip(names_of(columns, self._label_tablenames), columns))

    def _column_froms(self):
        seen = {}
        for item, columns in self._targets():
            entity = entity_of(item)
            if entity is not None:
                seen[entity.selectable] = True
            elif isinstance(item, FromClause):
                seen[item] = True
            else:
                for column in columns:
                    for found in column._froms:
                        seen[found] = True
        return list(seen)

    def _from_list(self):
        """The FROM list: explicit tables and joins, then those of the columns and of WHERE that are not in there."""
        froms = list(self._explicit)
        column_froms = self._column_froms()
        for target, onclause, left, isouter, full in self._joins:
            _add_join(froms, column_froms, target, onclause, left, isouter, full)
        froms += [item for item in column_froms if item not in froms]
        for criterion in self._where:
            froms += [item for item in criterion._froms if item not in froms]
        for column in self._extra_columns:
            froms += [item for item in column._froms if item not in froms]
        if len(froms) > 1:
            hidden = set()
            for item in froms:
                hidden.update(part for part in item._components() if part is not item)
            froms = [item for item in dict.fromkeys(froms) if item not in hidden]
        return froms

    def _sql(self, compiler):
        return f"({compiler.nested(self)})"


def _attribute(entity, name):
    if isinstance(entity, FromClause) or isinstance(entity, Join):
        try:
            return entity.c[name]
        except KeyError:
            raise exc.InvalidRequestError(f'Entity namespace for "{getattr(entity, "name", "")}" has no property "{name}"') from None
    try:
        return getattr(entity, name)
    except AttributeError:
        mapped = getattr(entity, "__tablename__", getattr(entity, "__name__", entity))
        raise exc.InvalidRequestError(f'Entity namespace for "{mapped}" has no property "{name}"') from None


def _add_join(froms, column_froms, target, onclause, left, isouter, full):
    prop = getattr(target, "property", None)
    on_prop = getattr(onclause, "property", None) if onclause is not None else None
    if prop is not None and hasattr(prop, "join_to"):
        right, attribute = None, target
        left_from = attribute.parent_selectable
    elif on_prop is not None and hasattr(on_prop, "join_to"):
        right, attribute = from_clause(target), onclause
        left_from = attribute.parent_selectable
    else:
        attribute = None
        right = from_clause(target)
        left_from = None if left is None else from_clause(left)
    candidates = froms or column_froms
    if attribute is not None:
        index = next((number for number, item in enumerate(candidates) if left_from in item._components()), None)
        base = candidates[index] if index is not None else left_from
        made = attribute.property.join_to(base, attribute, right, isouter, full)
    else:
        if left_from is not None:
            index = next((number for number, item in enumerate(candidates) if left_from in item._components()), None)
            base = candidates[index] if index is not None else left_from
        else:
            index = _left_side(candidates, right, onclause)
            base = candidates[index]
        made = Join(base, right, None if onclause is None else condition(onclause), isouter, full)
    if candidates is froms and index is not None:
        froms[index] = made
    else:
        froms.append(made)


def _left_side(candidates, right, onclause):
    others = [number for number, item in enumerate(candidates) if item is not right]
    if not others:
        raise exc.InvalidRequestError(
            "Can't determine which FROM clause to join from, there are no FROM clauses present. Please use the .select_from() method"
            " to establish an explicit left side, as well as providing an explicit ON clause if not present already to help resolve the ambiguity."
        )
    if onclause is not None:
        named = set(condition(onclause)._froms)
        for number in others:
            if named.intersection(candidates[number]._components()):
                return number
        return others[0]
    fitting = [number for number in others if can_join(candidates[number], right)]
    if len(fitting) == 1 or len(others) == 1:
        return (fitting or others)[0]
    if not fitting:
        raise exc.InvalidRequestError(
            f"Don't know how to join to {right!r}. Please use the .select_from() method to establish an explicit left side, as well as"
            " providing an explicit ON clause if not present already to help resolve the ambiguity."
        )
    raise exc.InvalidRequestError(
        "Can't determine which FROM clause to join from, there are multiple FROMS which can join to this entity. Please use the .select_from()"
        " method to establish an explicit left side, as well as providing an explicit ON clause if not present already to help resolve the ambiguity."
    )


def _raw_column(item):
    if isinstance(item, (ColumnElement, FromClause)) or entity_of(item) is not None or hasattr(item, "_bundle_columns"):
        return item
    if isinstance(item, str):
        raise exc.ArgumentError(
            f"Textual column expression {item!r} should be explicitly declared with text({item!r}), or use column({item!r}) for more specificity"
        )
    made = clause(item)
    if isinstance(made, TextClause):
        return made
    if isinstance(made, _Queries):
        return made.scalar_subquery()
    if isinstance(made, ClauseElement):
        # An attribute of a mapped class: it stays what it is, because it knows its class.
        return item
    if isinstance(item, (list, tuple)) and item:
        raise exc.ArgumentError(
            "Column expression, FROM clause, or other columns clause element expected, got "
            f"{item!r}. Did you mean to say select({', '.join(repr(part) for part in item)})?"
        )
    if made is None or isinstance(made, (bool,)):
        return expression(made)
    raise exc.ArgumentError(f"Column expression, FROM clause, or other columns clause element expected, got {item!r}.")


def select(*entities, **kw):
    return Select(*entities)


class CompoundSelect(_Queries, Executable):
    _parts = ("_order_by",)
    _options = ()

    def __init__(self, keyword, *selects):
        self.keyword = keyword
        self.selects = [item.element if isinstance(item, (Subquery,)) else clause(item) for item in selects]

    @property
    def _froms(self):
        return ()

    def _named_columns(self):
        return self.selects[0]._named_columns()

    def _flat_columns(self):
        return self.selects[0]._flat_columns()

    def _targets(self):
        return self.selects[0]._targets()

    @property
    def _raw(self):
        return self.selects[0]._raw

    def _sql(self, compiler):
        return f"({compiler.nested(self)})"


def union(*selects):
    return CompoundSelect("UNION", *selects)


def union_all(*selects):
    return CompoundSelect("UNION ALL", *selects)


def intersect(*selects):
    return CompoundSelect("INTERSECT", *selects)


def except_(*selects):
    return CompoundSelect("EXCEPT", *selects)


class ScalarSelect(ColumnElement):
    is_scalar_subquery = True

    def __init__(self, element):
        self.element = element
        columns = element._flat_columns() if hasattr(element, "_flat_columns") else []
        self.type = columns[0].type if columns else NULLTYPE
        self._key = getattr(columns[0], "name", None) if columns else None

    _anon_name = property(lambda self: "anon")

    def _replaced(self, replace):
        other = replace(self)
        if other is not None:
            return other
        made = self.element._replaced(replace)
        return self if made is self.element else ScalarSelect(made)

    @property
    def _froms(self):
        return ()

    def where(self, *criteria):
        return ScalarSelect(self.element.where(*criteria))

    def correlate(self, *froms):
        return ScalarSelect(self.element.correlate(*froms))

    def correlate_except(self, *froms):
        return ScalarSelect(self.element.correlate_except(*froms))

    def _sql(self, compiler):
        return f"({compiler.nested(self.element, correlate=True)})"


class Exists(ColumnElement):
    type = BOOLEANTYPE
    operator = ops.exists

    def __init__(self, *args):
        if not args:
            self.element = Select(ColumnClause("*", is_literal=True))
        elif len(args) == 1 and isinstance(args[0], _Queries):
            self.element = args[0]
        elif len(args) == 1 and isinstance(args[0], ScalarSelect):
            self.element = args[0].element
        else:
            self.element = Select(*args)

    @property
    def _froms(self):
        return ()

    def _replaced(self, replace):
        made = self.element._replaced(replace)
        return self if made is self.element else Exists(made)

    def where(self, *criteria):
        return Exists(self.element.where(*criteria))

    def select_from(self, *froms):
        return Exists(self.element.select_from(*froms))

    def correlate(self, *froms):
        return Exists(self.element.correlate(*froms))

    def select(self):
        return Select(self)

    def _sql(self, compiler):
        return f"EXISTS ({compiler.nested(self.element, correlate=True)})"


def exists(*args):
    return Exists(*args)


# :name that is neither ::type nor part of a word, and what text() must not look into is only the escape \:.
_BIND = re.compile(r"(?<![:\w\x5c]):(\w+)(?!:)")


class TextClause(Executable):
    type = NULLTYPE
    operator = None
    primary_key = False
    foreign_keys = ()
    key = name = None
    _options = ()

    def __init__(self, text):
        self.text = text
        self._binds = {}
        for name in _BIND.findall(text):
            if name not in self._binds:
                self._binds[name] = BindParameter(name, None, NULLTYPE, required=True)

    @property
    def _froms(self):
        return ()

    def bindparams(self, *binds, **values):
        copy = self._copy()
        copy._binds = dict(self._binds)
        for item in binds:
            if item.key not in copy._binds:
                raise exc.ArgumentError(f"This text() construct doesn't define a bound parameter named {item.key!r}")
            copy._binds[item.key] = item
        from ..types import type_of_value

        for key, value in values.items():
            if key not in copy._binds:
                raise exc.ArgumentError(f"This text() construct doesn't define a bound parameter named {key!r}")
            old = copy._binds[key]
            kind = old.type if old.type is not NULLTYPE else type_of_value(value)
            copy._binds[key] = BindParameter(key, value, kind, expanding=old.expanding)
        return copy

    def columns(self, *columns, **types):
        return TextualSelect(self, [clause(item) for item in columns] + [ColumnClause(name, kind) for name, kind in types.items()])

    def self_group(self, against=None):
        return self

    def label(self, name):
        return Label(name, _TextExpression(self))

    def _sql(self, compiler):
        return compiler.text(self)


class _TextExpression(ColumnElement):
    def __init__(self, text):
        self.text = text

    def _sql(self, compiler):
        return self.text._sql(compiler)


def text(text):
    if not isinstance(text, str):
        raise TypeError(f"expected string or bytes-like object, got {type(text).__name__!r}")
    return TextClause(text)


class TextualSelect(_Queries, Executable):
    _options = ()

    def __init__(self, element, columns):
        self.element = element
        self._columns = columns
        self._raw = tuple(columns)

    @property
    def _froms(self):
        return ()

    def _named_columns(self):
        return [(column.name, column) for column in self._columns]

    def _flat_columns(self):
        return self._columns

    def _targets(self):
        return [(column, [column]) for column in self._columns]

    def _sql(self, compiler):
        return self.element._sql(compiler)
