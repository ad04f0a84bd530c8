"""INSERT, UPDATE and DELETE as SQL."""

from ..types import NULLTYPE
from .compiler import quote
from .elements import BindParameter, ClauseElement, clause


def dml(compiler, element, keys=None):
    if getattr(element, "is_insert", False):
        text = _insert(compiler, element)
    elif getattr(element, "is_update", False):
        text = _update(compiler, element)
    else:
        text = _delete(compiler, element)
    return text


def _value(compiler, column, value):
    """A value for a column: an expression as it is, a Python value as a parameter of the column's type."""
    if not isinstance(value, ClauseElement):
        made = clause(value)
        if not isinstance(made, ClauseElement):
            bind = BindParameter(column.key, made, column.type, unique=True)
            bind.names_column = True
            return compiler.bind(bind)
        value = made
    if isinstance(value, BindParameter) and value.type is NULLTYPE:
        value = value._copy()
        value.type = column.type
    if getattr(value, "is_select", False):
        value = value.scalar_subquery()
    return value._sql(compiler)


def key_bind(column):
    """The parameter of a column in a statement that is executed with dictionaries."""
    return BindParameter(column.key, None, column.type, required=True)


def _insert(compiler, element):
    table = element.table
    words = [f"INSERT INTO {table._from_sql(compiler)}"]
    if element._select is not None:
        columns, query = element._select
        words.append(f" ({', '.join(quote(column.name) for column in columns)}) {compiler.nested(query)}")
    elif element._multi is not None:
        columns = list(element._multi[0])
        rows = []
        for values in element._multi:
            rows.append("(" + ", ".join([_value(compiler, column, values[column]) for column in columns]) + ")")
        words.append(f" ({', '.join(quote(column.name) for column in columns)}) VALUES {', '.join(rows)}")
    else:
        values = element._values
        if values is None:
            values = {column: key_bind(column) for column in table.c}
        if values:
            names = ", ".join([quote(column.name) for column in values])
            words.append(f" ({names}) VALUES ({', '.join([_value(compiler, column, value) for column, value in values.items()])})")
        else:
            words.append(" DEFAULT VALUES")
    if element._conflict is not None:
        words.append(_conflict(compiler, element))
    _returning(compiler, element, words)
    return "".join(words)


def _conflict(compiler, element):
    constraint, elements, index_where, values, where = element._conflict
    target = ""
    compiler.qualified = False
    if constraint is not None:
        name = constraint if isinstance(constraint, str) else constraint.name
        if name is None:
            target = f" ({', '.join(quote(column.name) for column in constraint.columns)})"
        else:
            target = f" ON CONSTRAINT {quote(name)}"
    elif elements is not None:
        names = [quote(item) if isinstance(item, str) else clause(item)._sql(compiler) for item in elements]
        target = f" ({', '.join(names)})"
        if index_where is not None:
            target += f" WHERE {index_where._sql(compiler)}"
    compiler.qualified = True
    if values is None:
        return f" ON CONFLICT{target} DO NOTHING"
    parts = []
    for key, value in values.items():
        column = element._column(key)
        parts.append(f"{quote(column.name)} = {_set_value(compiler, column, value)}")
    text = f" ON CONFLICT{target} DO UPDATE SET {', '.join(parts)}"
    if where is not None:
        text += f" WHERE {where._sql(compiler)}"
    return text


def _update(compiler, element):
    table = element.table
    values = element._values
    if values is None:
        values = {column: key_bind(column) for column in table.c}
    if not element._ordered:
        order = {column: index for index, column in enumerate(table.c)}
        values = dict(sorted(values.items(), key=lambda item: order.get(item[0], 0)))
    others = element._other_froms(values.values())
    parts = []
    for column, value in values.items():
        parts.append(f"{quote(column.name)}={_set_value(compiler, column, value)}")
    words = [f"UPDATE {table._from_sql(compiler)} SET {', '.join(parts)}"]
    compiler.enclosing.append([table, *others])
    if others:
        words.append(f" FROM {', '.join([item._from_sql(compiler) for item in others])}")
    _where(compiler, element, words)
    compiler.enclosing.pop()
    _returning(compiler, element, words)
    return "".join(words)


def _set_value(compiler, column, value):
    text = _value(compiler, column, value)
    made = value if isinstance(value, ClauseElement) else clause(value)
    if isinstance(made, ClauseElement) and getattr(made, "operator", None) is not None and not isinstance(made, BindParameter):
        return f"({text})"
    return text


def _delete(compiler, element):
    table = element.table
    others = element._other_froms()
    words = [f"DELETE FROM {table._from_sql(compiler)}"]
    compiler.enclosing.append([table, *others])
    if others:
        words.append(f" USING {', '.join([item._from_sql(compiler) for item in others])}")
    _where(compiler, element, words)
    compiler.enclosing.pop()
    _returning(compiler, element, words)
    return "".join(words)


def _where(compiler, element, words):
    if element._where:
        words.append(" WHERE ")
        words.append(compiler._all(element._where))


def _returning(compiler, element, words):
    columns = element._flat_columns()
    if not columns:
        if compiler.columns is None:
            compiler.columns = []
        return
    from .compiler import _labels

    labels = _labels(columns)
    if compiler.columns is None:
        compiler.columns = [(name, column) for (name, _), column in zip(labels, columns)]
    compiler.labels.append({})
    texts = [f"{column._sql(compiler)} AS {quote(name)}" if needed and name else column._sql(compiler) for (name, needed), column in zip(labels, columns)]
    compiler.labels.pop()
    words.append(f" RETURNING {', '.join(texts)}")
