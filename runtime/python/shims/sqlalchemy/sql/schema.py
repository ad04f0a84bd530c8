"""Tables, columns and constraints."""

from .. import exc
from ..types import NULLTYPE, TypeEngine, to_instance
from .elements import ClauseElement, ColumnClause, clause
from .selectable import ColumnCollection, FromClause


class SchemaItem:
    info = None


class DefaultGenerator(SchemaItem):
    pass


class ColumnDefault(DefaultGenerator):
    def __init__(self, arg):
        self.arg = arg
        self.is_callable = callable(arg) and not isinstance(arg, ClauseElement)
        self.is_clause_element = isinstance(arg, ClauseElement)
        self.is_sequence = isinstance(arg, Sequence)
        self.is_scalar = not self.is_callable and not self.is_clause_element and not self.is_sequence
        if self.is_callable:
            self._call = _context_function(arg)

    def value(self, parameters=None):
        return self._call(_DefaultContext(parameters)) if self.is_callable else self.arg


class _DefaultContext:
    """What a default function with an argument gets."""

    def __init__(self, parameters):
        self.current_parameters = parameters or {}

    def get_current_parameters(self, isolate_multiinsert_groups=True):
        return self.current_parameters


def _context_function(function):
    """Default functions may take the execution context, or nothing."""
    import inspect

    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return lambda context: function()
    if isinstance(function, type) or not any(
        item.default is item.empty and item.kind in (item.POSITIONAL_ONLY, item.POSITIONAL_OR_KEYWORD) for item in parameters
    ):
        return lambda context: function()
    return function


class FetchedValue(SchemaItem):
    arg = None


class DefaultClause(FetchedValue):
    def __init__(self, arg, for_update=False):
        self.arg = arg


class Sequence(DefaultGenerator, ClauseElement):
    supports_execution = True

    def __init__(self, name, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, nomaxvalue=None, cycle=None,
                 schema=None, cache=None, order=None, data_type=None, optional=False, quote=None, metadata=None, quote_schema=None,
                 for_update=False):  # fmt: skip
        self.name = name
        self.start, self.increment, self.schema = start, increment, schema
        self.metadata = metadata
        if metadata is not None:
            metadata._sequences[name] = self

    def _sql(self, compiler):
        return f"nextval('{self.name}')"

    def next_value(self):
        from .functions import Function

        return Function("nextval", _literal_text(f"'{self.name}'"))


def _literal_text(text):
    from .elements import _Literal

    return _Literal(text)


class Identity(FetchedValue):
    def __init__(self, always=False, on_null=None, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None,
                 nomaxvalue=None, cycle=None, cache=None, order=None):  # fmt: skip
        self.always, self.start, self.increment = always, start, increment


class Computed(FetchedValue):
    def __init__(self, sqltext, persisted=None):
        self.sqltext = sqltext
        self.persisted = persisted


class ForeignKey(SchemaItem):
    def __init__(self, column, _constraint=None, use_alter=False, name=None, onupdate=None, ondelete=None, deferrable=None,
                 initially=None, link_to_name=False, match=None, info=None, comment=None, _unresolvable=False, **kw):  # fmt: skip
        self._spec = column
        self.parent = None
        self.name = name
        self.onupdate, self.ondelete = onupdate, ondelete
        self.deferrable, self.initially = deferrable, initially
        self.use_alter = use_alter
        self._column = None

    @property
    def target_fullname(self):
        return self._spec if isinstance(self._spec, str) else f"{clause(self._spec).table.name}.{clause(self._spec).name}"

    @property
    def column(self):
        found = self._column
        if found is None:
            found = self._column = self._resolve()
        return found

    def _resolve(self):
        if not isinstance(self._spec, str):
            return clause(self._spec)
        *path, table_name, column_name = self._spec.split(".")
        key = ".".join((*path, table_name))
        table = self.parent.table
        target = table.metadata.tables.get(key)
        if target is None and table.schema and not path:
            target = table.metadata.tables.get(f"{table.schema}.{key}")
        if target is None:
            raise exc.NoReferencedTableError(
                f"Foreign key associated with column '{table.name}.{self.parent.name}' could not find table '{key}' with which to"
                f" generate a foreign key to target column '{column_name}'"
            )
        try:
            return target.c[column_name]
        except KeyError:
            raise exc.NoReferencedColumnError(
                f"Could not initialize target column for ForeignKey '{self._spec}' on table '{table.name}': table"
                f" '{target.name}' has no column named '{column_name}'"
            ) from None

    def references(self, table):
        return self.column.table is table

    def __repr__(self):
        return f"ForeignKey({self.target_fullname!r})"


class Constraint(SchemaItem):
    name = None
    table = None


class _ColumnsConstraint(Constraint):
    def __init__(self, *columns, name=None, **options):
        self._given = columns
        self.name = name
        self.options = options

    @property
    def columns(self):
        return [self.table.c[item] if isinstance(item, str) else clause(item) for item in self._given]


class PrimaryKeyConstraint(_ColumnsConstraint):
    pass


class UniqueConstraint(_ColumnsConstraint):
    pass


class ExcludeConstraint(_ColumnsConstraint):
    pass


class CheckConstraint(Constraint):
    def __init__(self, sqltext, name=None, **options):
        self.sqltext = sqltext
        self.name = name


class ForeignKeyConstraint(Constraint):
    def __init__(self, columns, refcolumns, name=None, onupdate=None, ondelete=None, **options):
        self.column_keys = columns
        self.refcolumns = refcolumns
        self.name = name
        self.onupdate, self.ondelete = onupdate, ondelete


class Index(SchemaItem):
    def __init__(self, name, *expressions, unique=False, info=None, **options):
        self.name = name
        self.expressions = expressions
        self.unique = unique
        self.options = options
        self.table = None
        for item in expressions:
            table = getattr(clause(item), "table", None) if not isinstance(item, str) else None
            if table is not None:
                table.indexes.add(self)
                self.table = table
                break


class _OrderedSet(dict):
    def add(self, item):
        self[item] = True


class Column(ColumnClause):
    def __init__(self, *args, name=None, type_=None, autoincrement="auto", default=None, insert_default=None, doc=None, key=None, index=None,
                 unique=None, info=None, nullable=None, onupdate=None, primary_key=False, server_default=None, server_onupdate=None,
                 quote=None, system=False, comment=None, sort_order=0, **kw):  # fmt: skip
        args = list(args)
        if args and (args[0] is None or isinstance(args[0], str)):
            name = args.pop(0)
        if args and (isinstance(args[0], TypeEngine) or isinstance(args[0], type) and issubclass(args[0], TypeEngine)):
            type_ = args.pop(0)
        self.name = name
        self.key = key or name
        self.type = to_instance(type_)
        self.table = None
        self.is_literal = False
        self.primary_key = primary_key
        self._user_nullable = nullable
        self.nullable = not primary_key if nullable is None else nullable
        self.autoincrement = autoincrement
        self.index, self.unique = index, unique
        self.info = info or {}
        self.comment, self.doc = comment, doc
        self._sort_order = sort_order
        default = insert_default if default is None and insert_default is not None else default
        self.default = None if default is None else default if isinstance(default, (ColumnDefault, Sequence)) else ColumnDefault(default)
        self.onupdate = None if onupdate is None else onupdate if isinstance(onupdate, ColumnDefault) else ColumnDefault(onupdate)
        self.server_default = None if server_default is None else server_default if isinstance(server_default, FetchedValue) else DefaultClause(server_default)
        self.server_onupdate = server_onupdate
        self.foreign_keys = []
        self.constraints = []
        self.identity = self.computed = None
        for item in args:
            self._append(item)

    def _append(self, item):
        if isinstance(item, ForeignKey):
            item.parent = self
            self.foreign_keys.append(item)
        elif isinstance(item, Identity):
            self.identity = self.server_default = item
        elif isinstance(item, Computed):
            self.computed = self.server_default = item
        elif isinstance(item, Sequence):
            self.default = item
        elif isinstance(item, FetchedValue):
            self.server_default = item
        elif isinstance(item, Constraint):
            self.constraints.append(item)
        elif isinstance(item, ColumnDefault):
            self.default = item
        else:
            raise exc.ArgumentError(f"'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got {item!r}")

    def _attach(self, table):
        self.table = table
        self._froms_memo = (table,)
        if self.type is NULLTYPE and self.foreign_keys:
            self._type_from_reference = True

    @property
    def _froms(self):
        return () if self.table is None else (self.table,)

    @property
    def type(self):
        found = self._type
        if found is NULLTYPE and self.foreign_keys and self.table is not None:
            try:
                found = self._type = self.foreign_keys[0].column.type
            except exc.NoReferenceError:
                return NULLTYPE
        return found

    @type.setter
    def type(self, value):
        self._type = value
        self.__dict__.setdefault("foreign_keys", [])

    def _clone(self):
        copy = self._copy()
        copy.foreign_keys = []
        copy.constraints = []
        copy.table = None
        for item in self.foreign_keys:
            made = item.__class__.__new__(item.__class__)
            made.__dict__.update(item.__dict__)
            made._column = None
            copy._append(made)
        for item in self.constraints:
            made = item.__class__.__new__(item.__class__)
            made.__dict__.update(item.__dict__)
            copy.constraints.append(made)
        return copy

    copy = _clone

    def references(self, column):
        return any(item.column is column for item in self.foreign_keys)

    @property
    def _autoincrements(self):
        """Whether the database makes the value, as SERIAL or IDENTITY does."""
        table = self.table
        if table is not None and table._autoincrement_column is self:
            return True
        return self.identity is not None

    def __repr__(self):
        words = [repr(self.name), repr(self.type), *[repr(item) for item in self.foreign_keys]]
        words.append(f"table=<{self.table.name}>" if self.table is not None else "table=None")
        if self.primary_key:
            words.append("primary_key=True")
        if not self.nullable:
            words.append("nullable=False")
        return f"Column({', '.join(words)})"

    def __str__(self):
        return f"{self.table.name}.{self.name}" if self.table is not None else self.name


class Table(FromClause):
    supports_execution = False

    def __new__(cls, name, metadata, *args, schema=None, keep_existing=False, extend_existing=False, must_exist=False, **kw):
        schema = schema or metadata.schema
        key = f"{schema}.{name}" if schema else name
        found = metadata.tables.get(key)
        if found is not None:
            if not (keep_existing or extend_existing) and args:
                raise exc.InvalidRequestError(
                    f"Table '{key}' is already defined for this MetaData instance.  Specify 'extend_existing=True' to redefine"
                    " options and columns on an existing Table object."
                )
            return found
        return object.__new__(cls)

    def __init__(self, name, metadata, *args, schema=None, keep_existing=False, extend_existing=False, must_exist=False,
                 autoload_with=None, autoload=None, quote=None, comment=None, info=None, prefixes=None, implicit_returning=True,
                 listeners=None, **kw):  # fmt: skip
        if "name" in self.__dict__ and not extend_existing:
            return
        if autoload_with is not None or autoload:
            from surge import kernel

            kernel.not_simulated("sqlalchemy: reflection of tables (autoload_with)", "Table and mapped classes with their columns")
        if "name" not in self.__dict__:
            self.name = name
            self.metadata = metadata
            self.schema = schema or metadata.schema
            self.fullname = self.key = f"{self.schema}.{name}" if self.schema else name
            self.comment = comment
            self.info = info or {}
            self._columns = ColumnCollection()
            self.constraints = _OrderedSet()
            self.indexes = _OrderedSet()
            self._pk = None
            metadata.tables[self.key] = self
        for item in args:
            self.append_item(item)
        self.dialect_options = kw

    def append_item(self, item):
        if isinstance(item, Column):
            self.append_column(item)
        elif isinstance(item, Index):
            item.table = self
            self.indexes.add(item)
        elif isinstance(item, ForeignKeyConstraint):
            item.table = self
            self.constraints.add(item)
            for column, target in zip(item.column_keys, item.refcolumns):
                column = self.c[column] if isinstance(column, str) else clause(column)
                key = ForeignKey(target, ondelete=item.ondelete, onupdate=item.onupdate)
                key.of_constraint = True
                column._append(key)
        elif isinstance(item, Constraint):
            item.table = self
            self.constraints.add(item)
            if isinstance(item, PrimaryKeyConstraint):
                for column in item.columns:
                    column.primary_key = True
                    if column._user_nullable is None:
                        column.nullable = False
        elif isinstance(item, (Sequence,)):
            pass
        else:
            raise exc.ArgumentError(f"'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got {item!r}")

    append_constraint = append_item

    def append_column(self, column, replace_existing=False):
        if column.name is None:
            raise exc.ArgumentError("Column must be constructed with a non-blank name or assign a non-blank .name before adding to a Table.")
        column._attach(self)
        self._columns.add(column)
        self._pk = None
        for item in column.constraints:
            item.table = self
            self.constraints.add(item)
        if column.unique and not column.index:
            made = UniqueConstraint(column)
            made.table = self
            self.constraints.add(made)
        if column.index:
            Index(f"ix_{self.name}_{column.name}", column, unique=bool(column.unique))

    @property
    def columns(self):
        return self._columns

    c = columns

    @property
    def primary_key(self):
        if self._pk is None:
            self._pk = ColumnCollection(column for column in self._columns if column.primary_key)
            self._pk.columns = self._pk
        return self._pk

    @property
    def _autoincrement_column(self):
        key = list(self.primary_key)
        for column in key:
            if column.autoincrement is True:
                return column
        if len(key) == 1:
            column = key[0]
            if (
                column.autoincrement in ("auto", "ignore_fk")
                and column.type.affinity == "integer"
                and (not column.foreign_keys or column.autoincrement == "ignore_fk")
                and column.default is None
                and (column.server_default is None or column.identity is not None)
            ):
                return column
        return None

    @property
    def foreign_keys(self):
        return [item for column in self._columns for item in column.foreign_keys]

    def _prefix(self, compiler):
        return compiler.table_name(self)

    def _from_sql(self, compiler):
        return compiler.table_name(self)

    def insert(self):
        from .dml import insert

        return insert(self)

    def update(self):
        from .dml import update

        return update(self)

    def delete(self):
        from .dml import delete

        return delete(self)

    def create(self, bind, checkfirst=True):
        self.metadata.create_all(bind, tables=[self], checkfirst=checkfirst)

    def drop(self, bind, checkfirst=True):
        self.metadata.drop_all(bind, tables=[self], checkfirst=checkfirst)

    def __repr__(self):
        columns = ", ".join(repr(column) for column in self._columns)
        return f"Table({self.name!r}, MetaData(), {columns}, schema={self.schema!r})"

    def __str__(self):
        return self.fullname


class MetaData:
    def __init__(self, schema=None, quote_schema=None, naming_convention=None, info=None):
        self.tables = {}
        self.schema = schema
        self.naming_convention = naming_convention or {}
        self.info = info or {}
        self._sequences = {}

    def __contains__(self, table):
        return getattr(table, "key", table) in self.tables

    @property
    def sorted_tables(self):
        """Tables after those that they refer to."""
        done = {}
        tables = sorted(self.tables.values(), key=lambda table: table.key)

        def visit(table, path):
            if table in done or table in path:
                return
            for key in table.foreign_keys:
                if key.use_alter:
                    continue
                target = key.column.table
                if target is not table:
                    visit(target, (*path, table))
            done[table] = True

        for table in tables:
            visit(table, ())
        return list(done)

    def remove(self, table):
        self.tables.pop(table.key, None)

    def clear(self):
        self.tables.clear()

    def reflect(self, bind=None, **kw):
        from surge import kernel

        kernel.not_simulated("sqlalchemy: MetaData.reflect()", "Table and mapped classes with their columns")

    # `_surge_async` is what AsyncConnection.run_sync and the sync facade run in place of the blocking method.

    def create_all(self, bind, tables=None, checkfirst=True):
        bind._drive(lambda connection: self._create_all(connection, tables, checkfirst))

    def drop_all(self, bind, tables=None, checkfirst=True):
        bind._drive(lambda connection: self._drop_all(connection, tables, checkfirst))

    async def _create_all(self, connection, tables=None, checkfirst=True):
        from .ddl import create_all

        await create_all(connection, self, tables, checkfirst)

    async def _drop_all(self, connection, tables=None, checkfirst=True):
        from .ddl import drop_all

        await drop_all(connection, self, tables, checkfirst)

    def __repr__(self):
        return "MetaData()"
