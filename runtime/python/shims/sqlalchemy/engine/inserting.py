"""INSERT and UPDATE with parameters: which columns they name, defaults, and the key that the database made."""

from .. import exc
from ..sql.dml_compiler import key_bind
from ..sql.elements import ClauseElement
from .execution import Plan

# Rows of one statement when INSERT returns something for many (insertmanyvalues_page_size), and parameters that one may have.
PAGE_ROWS = 1000
PAGE_PARAMETERS = 32_700


def prepare(element, params):
    """(statement, plan's parameters, implicit): the statement as it is run. `params`: None, or a list of dictionaries."""
    keys = tuple(params[0]) if params else ()
    memo = element._dml_memo
    if memo is None:
        memo = element._dml_memo = {}
    many = params is not None and len(params) > 1
    found = memo.get((keys, many))
    if found is None:
        found = memo[keys, many] = _named(element, keys, many)
    statement, defaults, implicit = found
    if defaults:
        params = [dict(item) for item in (params or [{}])]
        for item in params:
            for column, default in defaults:
                if column.key not in item:
                    item[column.key] = default.value(item)
    return statement, params, implicit


def _named(element, keys, many):
    is_insert = getattr(element, "is_insert", False)
    table = element.table
    if is_insert and element._select is not None:
        return element, (), ()
    if is_insert and element._multi is not None:
        return _with_multi_defaults(element), (), ()
    given = dict(element._values or {})
    consumed = set()
    for key in keys:
        column = element.entity.column_of_key(key) if element.entity is not None else None
        if column is None:
            column = table.c.get(key)
        if column is None:
            if is_insert:
                unknown = ", ".join(key for key in keys if table.c.get(key) is None)
                raise exc.CompileError(f"Unconsumed column names: {unknown}")
            continue
        consumed.add(key)
        bind = key_bind(column)
        bind.key = key
        given[column] = bind
    defaults = []
    for column in table.c:
        if column in given:
            continue
        default = getattr(column, "default" if is_insert else "onupdate", None)
        if default is None:
            continue
        if hasattr(default, "next_value"):
            given[column] = default.next_value()
        elif default.is_clause_element:
            given[column] = default.arg
        elif default.is_sequence:
            given[column] = default.arg.next_value()
        else:
            given[column] = key_bind(column)
            defaults.append((column, default))
    values = {column: given[column] for column in table.c if column in given}
    if not element.__dict__.get("_ordered"):
        given = values
    statement = element._copy()
    statement._values = given
    implicit = ()
    if is_insert and not many and not element._returning and not element._inline and hasattr(table, "primary_key"):
        missing = [column for column in table.primary_key if column not in values or not _is_plain(values[column])]
        if missing and all(getattr(column, "server_default", None) is not None or getattr(column, "_autoincrements", False) or column in values for column in missing):
            implicit = tuple(table.primary_key)
            statement._returning = implicit
    return statement, defaults, implicit


def _is_plain(value):
    return not isinstance(value, ClauseElement) or hasattr(value, "effective_value")


def _with_multi_defaults(element):
    table = element.table
    first = element._multi[0]
    missing = []
    for column in table.c:
        default = getattr(column, "default", None)
        if column not in first and default is not None:
            missing.append((column, default))
    if not missing:
        return element
    statement = element._copy()
    statement._multi = []
    for row in element._multi:
        row = dict(row)
        for column, default in missing:
            if hasattr(default, "next_value"):
                row[column] = default.next_value()
            else:
                row[column] = default.arg if default.is_clause_element else default.value({item.key: value for item, value in row.items()})
        statement._multi.append(row)
    return statement


def pages(statement, params):
    """Plans of an INSERT ... RETURNING of many rows, several rows a statement."""
    columns = list(statement._values)
    size = max(1, min(PAGE_ROWS, PAGE_PARAMETERS // max(1, len(columns))))
    for start in range(0, len(params), size):
        page = statement._copy()
        page._multi = [
            {column: item[bind.key] if getattr(bind, "key", None) in item else bind for column, bind in statement._values.items()}
            for item in params[start : start + size]
        ]
        yield Plan(page)
