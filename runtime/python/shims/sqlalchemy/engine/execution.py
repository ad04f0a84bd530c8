"""From a statement and its parameters to what the driver runs: compiled once, and kept with the statement."""

import json

from asyncpg.protocol import oids

from .. import exc
from ..sql.compiler import Compiler
from ..sql.elements import BindParameter
from ..sql.select import TextClause
from .row import RowShape

_JSON = (oids.JSON, oids.JSONB)


class Plan:
    """The SQL of a statement, its parameters in order, and what happens to the columns of its rows."""

    __slots__ = ("sql", "binds", "processors", "columns", "expanded", "shape", "converters", "is_dml", "converted_for")

    def __init__(self, element, overrides=None):
        compiler = Compiler("asyncpg", overrides)
        self.sql = compiler.whole(element)
        self.binds = compiler.binds
        self.processors = [bind.type.bind() for bind in self.binds]
        self.columns = compiler.columns
        self.expanded = compiler.expanded
        self.is_dml = element.is_dml
        self.shape = None
        self.converters = None
        self.converted_for = None

    def arguments(self, params):
        """Values in the order of the placeholders."""
        args = []
        for bind, process in zip(self.binds, self.processors):
            if params is not None and not bind.unique and bind.key in params:
                value = params[bind.key]
            elif bind.required and bind.value is None:
                raise exc.InvalidRequestError(f"A value is required for bind parameter {bind.key!r}", code="cd3x")
            else:
                value = bind.value if bind.callable is None else bind.callable()
            args.append(value if process is None else process(value))
        return args

    def rows(self, result):
        """(shape, rows as tuples) of an answer."""
        names = result.names
        shape = self.shape
        if shape is None or (self.columns is None and shape.keys != names):
            if self.columns is None:
                shape = RowShape(names)
            else:
                shape = RowShape(tuple(name if name is not None else actual for (name, _), actual in zip(self.columns, names)), [column for _, column in self.columns])
            self.shape = shape
        if self.converted_for != result.types:
            self.converted_for = result.types
            self.converters = self._converters(result.types)
        if not result.count:
            return shape, []
        records = result.shared()
        rows = [record._row for record in records]
        if self.converters is not None:
            rows = [_convert(row, self.converters) for row in rows]
        return shape, rows

    def _converters(self, types):
        found = []
        for index, oid in enumerate(types):
            convert = json.loads if oid in _JSON else list if oid in oids.ELEMENT else None
            if self.columns is not None and index < len(self.columns):
                column = self.columns[index][1]
                own = getattr(column, "type", None)
                own = own.result() if own is not None else None
                if own is not None:
                    convert = own if convert is None or convert is list else _both(convert, own)
            if convert is not None:
                found.append((index, convert))
        return found or None


def _both(first, second):
    return lambda value: second(first(value))


def _convert(row, converters):
    made = list(row)
    for index, convert in converters:
        if made[index] is not None:
            made[index] = convert(made[index])
    return tuple(made)


_texts = {}


def plan_of(element, params=None):
    """The plan of a statement. The same text in text() has one plan, however often it is constructed."""
    plan = element._compiled_memo
    if plan is not None and not (plan.expanded and params):
        return plan
    if type(element) is TextClause and not any(bind.value is not None or bind.expanding or bind.type.cast for bind in element._binds.values()):
        plan = _texts.get(element.text)
        if plan is None:
            plan = Plan(element)
            if len(_texts) > 2000:
                _texts.clear()
            _texts[element.text] = plan
        element._compiled_memo = plan
        return plan
    plan = Plan(element, params)
    if not plan.expanded or not params:
        element._compiled_memo = plan
    return plan


def display(element, params, plan, is_async):
    """(SQL, parameters) as messages and the log show them."""
    if is_async:
        try:
            return plan.sql, tuple(plan.arguments(params))
        except Exception:
            return plan.sql, params
    compiler = Compiler("pyformat", params)
    sql = compiler.whole(element)
    values = {}
    for bind in compiler.binds:
        if isinstance(bind, BindParameter):
            name = compiler.bind_name(bind)
            values[name] = params[bind.key] if params and not bind.unique and bind.key in params else bind.effective_value
        else:
            values[f"{compiler.bind_name(bind.bind)}_{bind.index + 1}"] = bind.value
    return sql, values
