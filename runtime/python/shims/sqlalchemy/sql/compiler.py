"""From constructs to SQL text, worded as SQLAlchemy's PostgreSQL dialects word it.

Styles: "asyncpg" writes parameters as $1::INTEGER, which is what the database gets; "pyformat" as %(id_1)s, which psycopg's
messages show; "named" as :id_1, which str(statement) shows.
"""

import re

from .. import exc
from . import operators as ops
from .elements import BindParameter, ClauseElement, ColumnClause, Label, UnaryExpression, operand
from .select import _BIND, CompoundSelect, Select, TextClause, TextualSelect
from .selectable import FromClause, entity_of

_RESERVED = frozenset(
    "all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_catalog"
    " current_date current_role current_time current_timestamp current_user default deferrable desc distinct do else end except false"
    " fetch for foreign from grant group having in initially intersect into leading limit localtime localtimestamp new not null of off"
    " offset old on only or order placing primary references returning select session_user some symmetric table then to trailing true"
    " union unique user using variadic when where window with authorization between binary cross current_schema freeze full ilike inner"
    " is isnull join left like natural notnull outer over overlaps right similar verbose".split()
)
_LEGAL = re.compile(r"^[a-z_][a-z0-9_$]*$")
_quoted = {}


def quote(name):
    """A name as an identifier: in quotes if Postgres would not read it as it is."""
    found = _quoted.get(name)
    if found is None:
        found = name if _LEGAL.match(name) and name not in _RESERVED else '"' + name.replace('"', '""') + '"'
        if len(_quoted) < 10_000:
            _quoted[name] = found
    return found


def _labels(columns, tablenames=False):
    """(name, whether it needs AS) for each column of a SELECT."""
    used = {}
    made = []
    for column in columns:
        column = getattr(column, "_plain", column)
        if isinstance(column, Label):
            name = column.name
            if name is None:
                name = _next(used, column.element._anon_name)
            made.append((name, True))
            used.setdefault(name, 1)
        elif isinstance(column, TextClause):
            made.append((None, False))
        elif isinstance(column, ColumnClause):
            name = column.name
            as_needed = False
            if column.is_literal:
                made.append((name, False))
                continue
            if tablenames and column.table is not None and column.table.named_with_column:
                name = f"{(getattr(column.table, 'fullname', None) or column.table.name or 'anon').replace('.', '_')}_{name}"
                as_needed = True
            if name in used:
                number = used[name]
                used[name] = number + 1
                name = f"{name}_{number}"
                as_needed = True
            else:
                used[name] = 1
            made.append((name, as_needed))
        else:
            name = column._result_name
            if isinstance(column, UnaryExpression):
                made.append((column.operator.name, False))
                continue
            if name is None or name in used:
                name = _next(used, column._anon_name)
            else:
                used[name] = 1
            made.append((name, True))
    return made


def _next(used, stem):
    key = (stem,)
    number = used.get(key, 0) + 1
    used[key] = number
    return f"{stem}_{number}"


def names_of(columns, tablenames=False):
    return [name for name, _ in _labels(columns, tablenames)]


class Compiler:
    __slots__ = (
        "style", "binds", "positions", "names", "taken", "aliases", "counters", "qualified", "enclosing", "labels", "ctes", "overrides",
        "columns", "literal_binds", "expanded", "in_from",
    )  # fmt: skip

    def __init__(self, style="asyncpg", overrides=None, literal_binds=False):
        self.style = style
        # Parameters in the order of their positions; (bind, index) for one value of an expanding one.
        self.binds = []
        self.positions = {}
        self.names = {}
        self.taken = {}
        self.aliases = {}
        self.counters = {}
        self.qualified = True
        # FROM lists of the statements around this one, for correlation.
        self.enclosing = []
        self.labels = []
        self.ctes = {}
        self.overrides = overrides
        # (name, column) of what the statement returns; None for text.
        self.columns = None
        self.literal_binds = literal_binds
        self.expanded = False
        # Inside a subquery of a FROM list or a CTE every column gets a name.
        self.in_from = False

    # Names

    def _anonymous(self, stem):
        number = self.counters.get(stem, 0) + 1
        self.counters[stem] = number
        return f"{stem}_{number}"

    def alias_name(self, alias):
        if alias.name is not None:
            return quote(alias.name)
        found = self.aliases.get(alias)
        if found is None:
            found = self.aliases[alias] = self._anonymous(alias._stem)
        return found

    def table_name(self, table):
        schema = getattr(table, "schema", None)
        return f"{quote(schema)}.{quote(table.name)}" if schema else quote(table.name)

    def column(self, column):
        if column.is_literal:
            text = column.name
            return text.replace("%", "%%") if self.style == "pyformat" else text
        table = column.table
        if table is None or not self.qualified:
            return quote(column.name)
        return f"{table._prefix(self)}.{quote(column.name)}"

    def bind_name(self, bind):
        found = self.names.get(bind)
        if found is None:
            if bind.unique and not bind.names_column:
                found = self._anonymous(bind.key or "param")
            else:
                found = bind.key
            self.names[bind] = found
        return found

    # Parameters

    def bind(self, bind):
        if self.literal_binds:
            return self._literal(bind)
        if bind.expanding:
            return self._expanding(bind)
        if self.style == "asyncpg":
            key = bind if bind.unique else bind.key
            position = self.positions.get(key)
            if position is None:
                self.binds.append(bind)
                position = self.positions[key] = len(self.binds)
            cast = bind.type.cast
            return f"${position}::{cast}" if cast is not None else f"${position}"
        key = bind if bind.unique else bind.key
        if key not in self.positions:
            self.positions[key] = True
            self.binds.append(bind)
        name = self.bind_name(bind)
        return f"%({name})s" if self.style == "pyformat" else f":{name}"

    def _literal(self, bind):
        from .ddl import literal_text

        value = bind.effective_value
        if bind.expanding:
            return f"({', '.join(literal_text(item, bind.type) for item in value)})"
        return literal_text(value, bind.type)

    def _expanding(self, bind):
        if self.style == "named":
            return f"(__[POSTCOMPILE_{self.bind_name(bind)}])"
        self.expanded = True
        values = bind.effective_value
        if self.overrides is not None and bind.key in self.overrides:
            values = self.overrides[bind.key]
        values = list(values) if values is not None else []
        kinds = getattr(bind.type, "types", None)
        if not values:
            return None
        parts = []
        for index, value in enumerate(values):
            if kinds is not None:
                parts.append("(" + ", ".join([self._one(_Item(bind, index, part, kind)) for part, kind in zip(value, kinds)]) + ")")
            else:
                parts.append(self._one(_Item(bind, index, value, bind.type)))
        return f"({', '.join(parts)})"

    def _one(self, item):
        self.binds.append(item)
        if self.style == "asyncpg":
            cast = item.type.cast
            return f"${len(self.binds)}::{cast}" if cast is not None else f"${len(self.binds)}"
        return f"%({self.bind_name(item.bind)}_{item.index + 1})s"

    # Expressions

    def binary(self, element):
        op = element.operator
        if op is ops.in_ or op is ops.not_in:
            return self._in(element, op)
        left = operand(self, element.left, op)
        if op is ops.getitem:
            return f"{left}[{element.right._sql(self)}]"
        if op is ops.truediv and element.right.type.affinity == "integer":
            return f"{left} / CAST({element.right._sql(self)} AS NUMERIC)"
        right = operand(self, element.right, op)
        sql = op.sql
        if op is ops.json_getitem and element.left.type.cast == "JSONB" and self.style != "named":
            return f"{left}[{right}]"
        if op is ops.mod and self.style == "pyformat":
            sql = " %% "
        text = f"{left}{sql}{right}"
        if element.escape is not None:
            text += f" ESCAPE '{element.escape}'"
        return text

    def _in(self, element, op):
        left = operand(self, element.left, op)
        right = element.right._sql(self)
        if right is None:
            kinds = getattr(element.right.type, "types", None) or [element.right.type]
            if op is ops.in_:
                right = "(NULL) AND (1 != 1)"
            else:
                right = "(NULL) OR (1 = 1)"
            if len(kinds) > 1:
                right = right.replace("(NULL)", f"(({', '.join(['NULL'] * len(kinds))}))", 1)
        text = f"{left}{op.sql}{right}"
        return f"({text})" if op is ops.not_in else text

    def text(self, clause):
        binds = clause._binds
        source = clause.text
        if self.style == "pyformat":
            source = source.replace("%", "%%")
        if not binds:
            return source.replace("\\:", ":")

        def place(match):
            name = match.group(1)
            return self.bind(binds[name]) or "(NULL)"

        return _BIND.sub(place, source).replace("\\:", ":")

    def order_element(self, element):
        """In ORDER BY, a label of the SELECT is written by its name."""
        labels = self.labels[-1] if self.labels else None
        if labels and element in labels:
            return quote(labels[element])
        if isinstance(element, Label) and element.name is not None and labels is not None and element.name in labels.values():
            return quote(element.name)
        return None

    def name_in_select(self, item):
        labels = self.labels[-1] if self.labels else {}
        if item.name in labels.values():
            return quote(item.name)
        columns = [column for column in labels if getattr(column, "name", None) == item.name]
        if columns:
            return columns[0]._sql(self)
        if self.enclosing:
            for source in self.enclosing[-1]:
                for part in source._components():
                    found = part.c.get(item.name) if hasattr(part, "c") and not hasattr(part, "onclause") else None
                    if found is not None:
                        return found._sql(self)
        raise exc.CompileError(
            f"Can't resolve label reference for {item.role} / GROUP BY / DISTINCT etc. Textual SQL expression {item.name!r} should be"
            f" explicitly declared as text({item.name!r})"
        )

    # Statements

    def statement(self, element):
        """The SQL of a whole statement, with its CTEs in front."""
        if isinstance(element, Select):
            text = self.select(element, ())
        elif isinstance(element, CompoundSelect):
            text = self.compound(element)
        elif isinstance(element, TextClause):
            text = self.text(element)
        elif isinstance(element, TextualSelect):
            self.columns = self.columns if self.columns is not None else element._named_columns()
            text = element._sql(self)
        elif element.is_dml:
            from .dml_compiler import dml

            text = dml(self, element)
        else:
            return element._sql(self)
        return text

    def whole(self, element):
        text = self.statement(element)
        if self.ctes:
            recursive = any(cte.recursive for cte, _ in self.ctes.values())
            text = f"WITH {'RECURSIVE ' if recursive else ''}" + ", \n".join([sql for _, sql in self.ctes.values()]) + "\n " + text
        return text

    def nested(self, element, correlate=False, in_from=False):
        outer_columns, self.columns = self.columns, ()
        qualified, self.qualified = self.qualified, True
        in_from, self.in_from = self.in_from, in_from
        if isinstance(element, Select):
            text = self.select(element, self.enclosing[-1] if correlate and self.enclosing else ())
        else:
            text = self.statement(element)
        self.columns = outer_columns
        self.qualified = qualified
        self.in_from = in_from
        return text

    def cte(self, cte):
        name = quote(cte.name) if cte.name is not None else self.alias_name(cte._restates or cte)
        if cte.name not in self.ctes and name not in self.ctes:
            self.ctes[name] = (cte, "")
            enclosing, self.enclosing = self.enclosing, []
            labels, self.labels = self.labels, []
            inner = self.nested(cte.element, in_from=True)
            self.enclosing, self.labels = enclosing, labels
            columns = ""
            if cte.recursive:
                columns = f"({', '.join(quote(column.name) for column in cte.c)})"
            words = "".join(f"{word} " for word in cte._prefix_words)
            # A CTE stands after those that it uses.
            del self.ctes[name]
            self.ctes[name] = (cte, f"{name}{columns} AS {words}\n({inner})")
        return name

    def select(self, element, enclosing):
        columns = element._flat_columns()
        labels = _labels(columns, element._label_tablenames)
        if self.columns is None:
            self.columns = [(name, column) for (name, _), column in zip(labels, columns)]
        name_all = self.in_from
        self.in_from = False
        froms = element._from_list()
        if enclosing or element._correlate is not None or element._correlate_except is not None:
            froms = self._correlated(element, froms, enclosing)
        self.enclosing.append((*froms, *enclosing) if enclosing else froms)
        for cte in element._added_ctes:
            self.cte(cte)
        words = ["SELECT "]
        for prefix in element._prefixes:
            words.append(f"{prefix} ")
        named = {}
        if element._distinct:
            if element._distinct_on:
                words.append(f"DISTINCT ON ({', '.join([item._sql(self) for item in element._distinct_on])}) ")
            else:
                words.append("DISTINCT ")
        texts = []
        for (name, as_needed), column in zip(labels, columns):
            text = column._sql(self)
            if (as_needed or name_all) and name is not None:
                text = f"{text} AS {quote(name)}"
                if not isinstance(column, ColumnClause):
                    named[column] = name
            texts.append(text)
        words.append(", ".join(texts))
        self.labels.append(named)
        if froms:
            words.append(" \nFROM ")
            words.append(", ".join([item._from_sql(self) for item in froms]))
        if element._where:
            words.append(" \nWHERE ")
            words.append(self._all(element._where))
        if element._group_by:
            words.append(" GROUP BY ")
            words.append(", ".join([self.order_element(item) or item._sql(self) for item in element._group_by]))
        if element._having:
            words.append(" \nHAVING ")
            words.append(self._all(element._having))
        self._tail(element, words)
        for suffix in element._suffixes:
            words.append(f" {suffix}")
        self.labels.pop()
        self.enclosing.pop()
        return "".join(words)

    def _tail(self, element, words):
        if element._order_by:
            words.append(" ORDER BY ")
            words.append(", ".join([self.order_element(item) or item._sql(self) for item in element._order_by]))
        if element._limit is not None:
            words.append(f"{'' if self.style == 'named' else ' '}\n LIMIT {element._limit._sql(self)}")
        if element._offset is not None:
            if element._limit is None:
                words.append(" \n LIMIT ALL")
            words.append(f" OFFSET {element._offset._sql(self)}")
        if element._for_update is not None:
            lock, of, rest = element._for_update
            words.append(f" {lock}")
            if of:
                tables = []
                for item in of:
                    entity = entity_of(item)
                    source = entity.selectable if entity is not None else item if isinstance(item, FromClause) else getattr(item, "_left", lambda: item)().table
                    tables.append(source._prefix(self))
                words.append(f" OF {', '.join(dict.fromkeys(tables))}")
            words.append(rest)

    def _all(self, criteria):
        if len(criteria) == 1:
            item = criteria[0]
            return f"({item._sql(self)})" if getattr(item, "grouped", False) else item._sql(self)
        from .elements import and_

        return and_(*criteria)._sql(self)

    def _correlated(self, element, froms, enclosing):
        if element._correlate is not None:
            hidden = set(element._correlate)
        elif element._correlate_except is not None:
            hidden = {item for outer in enclosing for item in outer._components()} - set(element._correlate_except)
        elif len(froms) == 1:
            return froms
        else:
            hidden = {item for outer in enclosing for item in outer._components()}
        left = [item for item in froms if item not in hidden]
        if not left and froms and element._correlate is None and element._correlate_except is None:
            raise exc.InvalidRequestError(
                f"Select statement '{element}' returned no FROM clauses due to auto-correlation; specify correlate(<tables>) to control"
                " correlation manually."
            )
        return left

    def compound(self, element):
        if self.columns is None:
            self.columns = element._named_columns()
        columns, self.columns = self.columns, ()
        parts = []
        for item in element.selects:
            text = self.nested(item)
            if isinstance(item, CompoundSelect) or item._limit is not None or item._offset is not None or item._order_by:
                text = f"({text})"
            parts.append(text)
        self.columns = columns
        words = [f" {element.keyword} ".join(parts)]
        self.labels.append({column: name for name, column in element._named_columns()})
        if element._group_by:
            words.append(" GROUP BY " + ", ".join([item._sql(self) for item in element._group_by]))
        # After a set operation only names of its columns can be used.
        qualified, self.qualified = self.qualified, False
        self._tail(element, words)
        self.qualified = qualified
        self.labels.pop()
        return "".join(words)


class _Item:
    """One value of an expanding parameter."""

    __slots__ = ("bind", "index", "value", "type")
    unique = True
    expanding = required = False
    key = callable = None

    def __init__(self, bind, index, value, type_):
        self.bind = bind
        self.index = index
        self.value = value
        self.type = type_


class Compiled:
    """What compile() gives: text and parameters."""

    def __init__(self, element, compiler, text):
        self.statement = element
        self._compiler = compiler
        self.string = text

    @property
    def params(self):
        compiler = self._compiler
        return {compiler.bind_name(bind): bind.effective_value for bind in compiler.binds if isinstance(bind, BindParameter)} | {
            f"{compiler.bind_name(bind.bind)}_{bind.index + 1}": bind.value for bind in compiler.binds if isinstance(bind, _Item)
        }

    @property
    def positiontup(self):
        return list(self.params)

    def construct_params(self, params=None):
        return {**self.params, **(params or {})}

    def __str__(self):
        return self.string


def compile_for_display(element, dialect, compile_kwargs):
    style = getattr(dialect, "_style", "named") if dialect is not None else "named"
    compiler = Compiler(style, literal_binds=compile_kwargs.get("literal_binds", False))
    if getattr(element, "is_select", False) and hasattr(element, "_targets"):
        from ..orm.loading import has_entities, orm_plan

        if has_entities(element):
            element = orm_plan(element).statement
    if isinstance(element, ClauseElement) and (element.is_select or element.is_dml or isinstance(element, TextClause)):
        text = compiler.whole(element)
    else:
        from .ddl import ddl_text

        text = ddl_text(element) or element._sql(compiler)
    return Compiled(element, compiler, text)
