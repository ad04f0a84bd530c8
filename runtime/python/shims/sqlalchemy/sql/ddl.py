"""CREATE and DROP, and literals in SQL text."""

import datetime
import json
import uuid

from .elements import clause
from .schema import CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint, Table, UniqueConstraint
from .select import Executable


def literal_text(value, type_=None):
    """A value written into the SQL."""
    bind = type_.bind() if type_ is not None else None
    if bind is not None:
        value = bind(value)
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, datetime.date, datetime.time, datetime.datetime, uuid.UUID)):
        return "'" + str(value).replace("'", "''") + "'"
    if isinstance(value, (dict, list)):
        return "'" + json.dumps(value).replace("'", "''") + "'"
    return str(value)


def _sql_text(element):
    from .compiler import Compiler

    compiler = Compiler("asyncpg", literal_binds=True)
    compiler.qualified = False
    return element._sql(compiler)


def _default(column):
    default = column.server_default
    if column.computed is not None:
        text = column.computed.sqltext
        return f" GENERATED ALWAYS AS ({text if isinstance(text, str) else _sql_text(text)}) STORED"
    if column.identity is not None:
        options = []
        if column.identity.start is not None:
            options.append(f"START WITH {column.identity.start}")
        if column.identity.increment is not None:
            options.append(f"INCREMENT BY {column.identity.increment}")
        how = "ALWAYS" if column.identity.always else "BY DEFAULT"
        return f" GENERATED {how} AS IDENTITY" + (f" ({' '.join(options)})" if options else "")
    if default is None or default.arg is None:
        return ""
    arg = default.arg
    return f" DEFAULT {literal_text(arg) if isinstance(arg, str) else _sql_text(clause(arg))}"


_SERIAL = {"BIGINT": "BIGSERIAL", "SMALLINT": "SMALLSERIAL"}


def column_ddl(column):
    from .compiler import quote

    table = column.table
    serial = table._autoincrement_column is column and column.identity is None and column.server_default is None and column.default is None
    kind = _SERIAL.get(column.type.ddl(), "SERIAL") if serial else column.type.ddl()
    text = f"{quote(column.name)} {kind}{_default(column)}"
    if not column.nullable and column.identity is None or column.identity is not None and not column.nullable:
        text += " NOT NULL"
    return text


def _named(constraint):
    from .compiler import quote

    return f"CONSTRAINT {quote(constraint.name)} " if constraint.name else ""


def _columns(columns):
    from .compiler import quote

    return ", ".join(quote(column.name) for column in columns)


def _rules(item):
    text = ""
    if item.ondelete:
        text += f" ON DELETE {item.ondelete}"
    if item.onupdate:
        text += f" ON UPDATE {item.onupdate}"
    if getattr(item, "deferrable", None):
        text += " DEFERRABLE"
    if getattr(item, "initially", None):
        text += f" INITIALLY {item.initially}"
    return text


def create_table(table):
    from .compiler import Compiler, quote

    name = Compiler().table_name
    lines = [column_ddl(column) for column in table.c]
    key = list(table.primary_key)
    given = next((item for item in table.constraints if isinstance(item, PrimaryKeyConstraint)), None)
    if key:
        lines.append(f"{_named(given) if given else ''}PRIMARY KEY ({_columns(key)})")
    for item in table.constraints:
        if isinstance(item, ForeignKeyConstraint):
            targets = [key for column in item.column_keys for key in (table.c[column] if isinstance(column, str) else column).foreign_keys]
            names = [table.c[column] if isinstance(column, str) else column for column in item.column_keys]
            lines.append(
                f"{_named(item)}FOREIGN KEY({_columns(names)}) REFERENCES {name(targets[0].column.table)}"
                f" ({_columns([target.column for target in targets[: len(names)]])}){_rules(item)}"
            )
    for column in table.c:
        for item in column.foreign_keys:
            if not getattr(item, "of_constraint", False):
                target = item.column
                lines.append(f"{_named(item)}FOREIGN KEY({quote(column.name)}) REFERENCES {name(target.table)} ({quote(target.name)}){_rules(item)}")
    for item in table.constraints:
        if isinstance(item, UniqueConstraint):
            lines.append(f"{_named(item)}UNIQUE ({_columns(item.columns)})")
        elif isinstance(item, CheckConstraint):
            text = item.sqltext if isinstance(item.sqltext, str) else _sql_text(clause(item.sqltext))
            lines.append(f"{_named(item)}CHECK ({text})")
    return f"\nCREATE TABLE {name(table)} (\n\t" + ", \n\t".join(lines) + "\n)\n\n"


def create_index(index):
    from .compiler import Compiler, quote

    table = index.table
    columns = ", ".join(quote(item) if isinstance(item, str) else _index_part(clause(item)) for item in index.expressions)
    using = index.options.get("postgresql_using")
    where = index.options.get("postgresql_where")
    include = index.options.get("postgresql_include")
    name = index.name or f"ix_{table.name}_" + "_".join(str(getattr(item, "name", item)) for item in index.expressions[:1])
    return (
        f"CREATE {'UNIQUE ' if index.unique else ''}INDEX {quote(name)} ON {Compiler().table_name(table)}"
        f"{f' USING {using}' if using else ''} ({columns})"
        f"{' INCLUDE (' + ', '.join(quote(item) if isinstance(item, str) else quote(item.name) for item in include) + ')' if include else ''}"
        f"{f' WHERE {_sql_text(clause(where))}' if where is not None else ''}"
    )


def _index_part(element):
    from .elements import ColumnClause, UnaryExpression

    text = _sql_text(element)
    return text if isinstance(element, (ColumnClause, UnaryExpression)) else f"({text})" if "(" not in text.split(" ")[0] else text


class _Ddl(Executable):
    """A statement that defines something."""

    is_ddl = True

    def __init__(self, element, if_not_exists=False, if_exists=False, **kw):
        self.element = element
        self.option = if_not_exists or if_exists

    @property
    def _froms(self):
        return ()


class CreateTable(_Ddl):
    def _sql(self, compiler):
        text = create_table(self.element)
        return text.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1) if self.option else text


class DropTable(_Ddl):
    def _sql(self, compiler):
        return f"\nDROP TABLE {'IF EXISTS ' if self.option else ''}{compiler.table_name(self.element)}"


class CreateIndex(_Ddl):
    def _sql(self, compiler):
        return create_index(self.element)


class CreateSchema(_Ddl):
    def _sql(self, compiler):
        return f"CREATE SCHEMA {'IF NOT EXISTS ' if self.option else ''}{self.element}"


class DDL(_Ddl):
    def __init__(self, statement, context=None):
        self.statement = statement

    def _sql(self, compiler):
        return self.statement


def ddl_text(element):
    """The text of a construct that is no expression; None for an expression."""
    if isinstance(element, Table):
        return element.name
    return None


_TABLE_EXISTS = (
    "SELECT pg_catalog.pg_class.relname FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid ="
    " pg_catalog.pg_class.relnamespace WHERE pg_catalog.pg_class.relname = $1::VARCHAR AND pg_catalog.pg_class.relkind = ANY"
    " (ARRAY['r', 'p', 'f', 'v', 'm']) AND pg_catalog.pg_table_is_visible(pg_catalog.pg_class.oid) AND"
    " pg_catalog.pg_namespace.nspname != 'pg_catalog'"
)
_TYPE_EXISTS = "SELECT pg_catalog.pg_type.typname FROM pg_catalog.pg_type WHERE pg_catalog.pg_type.typname = $1::VARCHAR"


async def _exists(connection, sql, name):
    return bool((await connection._driver_execute(sql, (name,))).count)


def _enums(tables):
    from ..types import Enum

    found = {}
    for table in tables:
        for column in table.c:
            kind = column.type
            inner = getattr(kind, "item_type", kind)
            if isinstance(inner, Enum) and inner.native_enum and inner.name and inner.create_type:
                found.setdefault(inner.name, inner)
    return list(found.values())


async def create_all(connection, metadata, tables, checkfirst):
    """One question for each table whether it is there, as SQLAlchemy asks, then one statement for each that is not."""
    wanted = [table for table in metadata.sorted_tables if tables is None or table in tables]
    missing = []
    for table in wanted:
        if not checkfirst or not await _exists(connection, _TABLE_EXISTS, table.name):
            missing.append(table)
    for kind in _enums(missing):
        if not checkfirst or not await _exists(connection, _TYPE_EXISTS, kind.name):
            labels = ", ".join(literal_text(text) for text in kind.enums)
            await connection._driver_execute(f"CREATE TYPE {kind.cast} AS ENUM ({labels})", ())
    for sequence in metadata._sequences.values():
        await connection._driver_execute(f"CREATE SEQUENCE IF NOT EXISTS {sequence.name}", ())
    for table in missing:
        await connection._driver_execute(create_table(table), ())
        for index in table.indexes:
            await connection._driver_execute(create_index(index), ())


async def drop_all(connection, metadata, tables, checkfirst):
    from .compiler import Compiler

    wanted = [table for table in reversed(metadata.sorted_tables) if tables is None or table in tables]
    dropped = []
    for table in wanted:
        if not checkfirst or await _exists(connection, _TABLE_EXISTS, table.name):
            await connection._driver_execute(f"DROP TABLE {Compiler().table_name(table)}", ())
            dropped.append(table)
    for kind in _enums(dropped):
        if await _exists(connection, _TYPE_EXISTS, kind.name):
            await connection._driver_execute(f"DROP TYPE {kind.cast}", ())
