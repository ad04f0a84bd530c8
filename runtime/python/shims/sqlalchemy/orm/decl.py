"""Declarative mapping: classes with __tablename__ and columns become tables and mappers."""

import datetime
import decimal
import enum
import re
import sys
import types
import typing
import uuid

from .. import exc
from .. import types as sqltypes
from ..sql.elements import ColumnOperators, Label
from ..sql.schema import Column, MetaData, Table
from .attributes import ValidatedAttribute
from .mapper import ColumnProperty, Mapper, init_state
from .relationships import Relationship

_T = typing.TypeVar("_T")
_PYTHON_TYPES = {
    int: sqltypes.Integer, str: sqltypes.String, float: sqltypes.Float, bool: sqltypes.Boolean, bytes: sqltypes.LargeBinary,
    datetime.datetime: sqltypes.DateTime, datetime.date: sqltypes.Date, datetime.time: sqltypes.Time,
    datetime.timedelta: sqltypes.Interval, decimal.Decimal: sqltypes.Numeric, uuid.UUID: sqltypes.Uuid,
}  # fmt: skip


class Mapped(typing.Generic[_T]):
    """Mapped[int]: annotation of a mapped attribute."""


class DynamicMapped(Mapped[_T]):
    pass


class WriteOnlyMapped(Mapped[_T]):
    pass


class MappedColumn(ColumnOperators):
    """mapped_column(...). In the rest of the class body it stands for its column: remote_side=[id], Index(None, created_at.desc())."""

    def __init__(self, column, deferred):
        self.column = column
        self.deferred = deferred

    foreign_keys = property(lambda self: self.column.foreign_keys)

    def _left(self):
        return self.column

    __clause_element__ = _left

    def _clone(self):
        return MappedColumn(self.column._clone(), self.deferred)


_DATACLASS = ("init", "repr", "default_factory", "compare", "kw_only", "hash", "active_history", "dataclass_metadata", "use_existing_column", "deferred_group", "deferred_raiseload")


def mapped_column(*args, deferred=False, **kw):
    for name in _DATACLASS:
        kw.pop(name, None)
    return MappedColumn(Column(*args, **kw), deferred)


def column_property(column, *more, deferred=False, **kw):
    return _Expression(column, deferred)


def deferred(column, **kw):
    return _Expression(column, True)


def query_expression(*args, **kw):
    from surge import kernel

    kernel.not_simulated("sqlalchemy.orm.query_expression", "column_property")


class _Expression:
    def __init__(self, column, deferred):
        self.column = column
        self.deferred = deferred


class declared_attr:
    """A method of a mixin that makes a column or another part of the mapping."""

    def __init__(self, fn, cascading=False, quiet=False):
        self.fn = fn.__func__ if isinstance(fn, classmethod) else fn

    def __get__(self, instance, owner):
        return self.fn(owner)

    @classmethod
    def directive(cls, fn):
        return cls(fn)

    cascading = directive


def synonym(name, **kw):
    return _Synonym(name)


class _Synonym:
    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner):
        return getattr(owner if instance is None else instance, self.name)

    def __set__(self, instance, value):
        setattr(instance, self.name, value)


def validates(*names, include_removes=False, include_backrefs=True):
    """A method that sees the value before one of the named attributes gets it, and says which one it gets."""
    if include_removes:
        from surge import kernel

        kernel.not_simulated("sqlalchemy.orm.validates(include_removes=True)", "validates for values that are set")

    def decorate(fn):
        fn._validates = names
        return fn

    return decorate


class _Registered(dict):
    """Names in an annotation or a relationship's text that are not known (yet) stay names."""

    def __init__(self, known):
        dict.__init__(self, known)

    def __missing__(self, name):
        import builtins

        if hasattr(builtins, name):
            return getattr(builtins, name)
        return typing.ForwardRef(name)


class registry:
    def __init__(self, *, metadata=None, class_registry=None, type_annotation_map=None, constructor=None):
        self.metadata = metadata if metadata is not None else MetaData()
        self.classes = class_registry if class_registry is not None else {}
        self.type_annotation_map = dict(type_annotation_map or {})
        self.mappers = []
        self._pending = []

    def generate_base(self, mapper=None, cls=object, name="Base", metaclass=type):
        made = self

        class Base(_Declared, *(() if cls is object else (cls,))):
            registry = made
            metadata = made.metadata
            __abstract__ = True

        Base.__name__ = Base.__qualname__ = name
        return Base

    def mapped(self, cls):
        _map(cls, self)
        return cls

    def mapped_as_dataclass(self, *args, **kw):
        from surge import kernel

        kernel.not_simulated("sqlalchemy.orm: mapped dataclasses", "DeclarativeBase, declarative_base")

    def map_imperatively(self, class_, local_table=None, properties=None, **kw):
        attributes = {column.key: ColumnProperty(column.key, column) for column in local_table.c}
        for key, item in (properties or {}).items():
            attributes[key] = item if isinstance(item, Relationship) else ColumnProperty(key, item.column if hasattr(item, "column") else item)
        _install(class_)
        return _make_mapper(class_, local_table, attributes, self, {})

    def configure(self, cascade=False):
        while self._pending:
            relationship = self._pending.pop(0)
            relationship.configure()

    def dispose(self, cascade=False):
        self.classes.clear()

    def resolve(self, name):
        """A class or table by what a string in relationship() says."""
        found = self.classes.get(name) or self.classes.get(name.rpartition(".")[2])
        if found is not None:
            return found
        return self.metadata.tables.get(name)

    def evaluate(self, text):
        names = {**{key: table for key, table in self.metadata.tables.items()}, **self.classes}
        from ..sql import elements, functions
        from .relationships import foreign, remote

        names.update(and_=elements.and_, or_=elements.or_, func=functions.func, desc=elements.desc, asc=elements.asc, foreign=foreign, remote=remote)
        return eval(text, {}, names)  # noqa: S307 - text of the program itself


def _constructor(self, **kwargs):
    cls = type(self)
    for key in kwargs:
        if not hasattr(cls, key):
            raise TypeError(f"{key!r} is an invalid keyword argument for {cls.__name__}")
        setattr(self, key, kwargs[key])


_constructor.__name__ = "__init__"


class _Declared:
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        if "__abstract__" in cls.__dict__ and cls.__dict__["__abstract__"]:
            return
        _map(cls, cls.registry)

    def __new__(cls, *args, **kwargs):
        instance = object.__new__(cls)
        init_state(instance)
        return instance

    __init__ = _constructor


class DeclarativeBase(_Declared):
    """class Base(DeclarativeBase)."""

    __abstract__ = True

    def __init_subclass__(cls, **kw):
        if DeclarativeBase in cls.__bases__:
            given = cls.__dict__.get("registry")
            if given is None:
                given = registry(metadata=cls.__dict__.get("metadata"), type_annotation_map=cls.__dict__.get("type_annotation_map"))
            elif "type_annotation_map" in cls.__dict__:
                given.type_annotation_map.update(cls.__dict__["type_annotation_map"])
            cls.registry = given
            cls.metadata = given.metadata
            return
        super().__init_subclass__(**kw)


class DeclarativeBaseNoMeta(DeclarativeBase):
    def __init_subclass__(cls, **kw):
        from surge import kernel

        if DeclarativeBaseNoMeta in cls.__bases__:
            kernel.not_simulated("sqlalchemy.orm.DeclarativeBaseNoMeta", "DeclarativeBase")


class MappedAsDataclass:
    def __init_subclass__(cls, **kw):
        from surge import kernel

        kernel.not_simulated("sqlalchemy.orm.MappedAsDataclass", "DeclarativeBase, declarative_base")


def declarative_base(*, metadata=None, mapper=None, cls=object, name="Base", class_registry=None, type_annotation_map=None, constructor=None, metaclass=type):
    return registry(metadata=metadata, class_registry=class_registry, type_annotation_map=type_annotation_map).generate_base(cls=cls, name=name)


def as_declarative(**kw):
    def decorate(cls):
        return declarative_base(cls=cls, name=cls.__name__, **kw)

    return decorate


def declarative_mixin(cls):
    return cls


# From a class to its table


def _merged(names, annotations):
    """Order of the class body, as far as names with a value and annotated names tell it."""
    made = {}
    pending = list(annotations)
    for name in names:
        if name in annotations:
            while pending:
                first = pending.pop(0)
                made[first] = True
                if first == name:
                    break
        made[name] = True
    for name in pending:
        made[name] = True
    return list(made)


def _annotation(cls, owner, value):
    if isinstance(value, str):
        module = sys.modules.get(owner.__module__)
        known = dict(vars(module)) if module is not None else {}
        known.setdefault("Mapped", Mapped)
        try:
            return eval(value, {}, _Registered(known))  # noqa: S307 - text of the program itself
        except Exception as error:
            raise exc.ArgumentError(f"Could not resolve all types within mapped annotation: \"{value}\".  Ensure all types are written correctly and are imported within the module in use.") from error
    return value


def _is_mapped(annotation):
    origin = typing.get_origin(annotation)
    if origin in (DynamicMapped, WriteOnlyMapped):
        from surge import kernel

        kernel.refuse(f"sqlalchemy.orm.{origin.__name__}", "use Mapped with relationship(), or a SELECT of the related class")
    return isinstance(origin, type) and issubclass(origin, Mapped)


def _optional(kind):
    """(type without None, whether None was in it). The type is text where it is not known yet."""
    if isinstance(kind, typing.ForwardRef):
        kind = kind.__forward_arg__
    if isinstance(kind, str):
        text = kind.strip()
        match = re.fullmatch(r"(?:typing\.)?Optional\[(.*)\]", text)
        if match:
            return match.group(1).strip("\"' "), True
        parts = [part.strip() for part in text.split("|")]
        if "None" in parts:
            return " | ".join(part for part in parts if part != "None"), True
        return text.strip("\"' "), False
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        rest = [arg for arg in typing.get_args(kind) if arg is not type(None)]
        without = len(rest) != len(typing.get_args(kind))
        return rest[0] if len(rest) == 1 else typing.Union[tuple(rest)], without
    return kind, False


def _column_from(annotation, given, registry_, name, cls):
    """The column of an annotated attribute."""
    (kind,) = typing.get_args(annotation)
    kind, nullable = _optional(kind)
    made = given
    if typing.get_origin(kind) is typing.Annotated:
        base, *extras = typing.get_args(kind)
        template = next((item for item in extras if isinstance(item, MappedColumn)), None)
        if template is not None:
            made = template._clone()
            if given is not None:
                _merge_columns(made.column, given.column)
        mapped_type = registry_.type_annotation_map.get(kind)
        inner, inner_nullable = _optional(base)
        nullable = nullable or inner_nullable
        kind = inner if mapped_type is None else kind
    if made is None:
        made = mapped_column()
    column = made.column
    if column._type is sqltypes.NULLTYPE and not column.foreign_keys:
        column.type = _sql_type(kind, registry_, name, cls)
    if column._user_nullable is None:
        column.nullable = nullable and not column.primary_key
    return made


def _merge_columns(target, source):
    for name in ("primary_key", "index", "unique", "default", "server_default", "onupdate", "comment"):
        if getattr(source, name):
            setattr(target, name, getattr(source, name))
    if source._user_nullable is not None:
        target._user_nullable, target.nullable = source._user_nullable, source.nullable
    if source._type is not sqltypes.NULLTYPE:
        target.type = source._type
    for key in source.foreign_keys:
        target._append(key)
    if source.name:
        target.name = target.key = source.name


def _sql_type(kind, registry_, name, cls):
    # Literal[{...}] has no hash, the class dict has one.
    found = registry_.type_annotation_map.get(kind) if getattr(type(kind), "__hash__", None) else None
    if found is not None:
        return sqltypes.to_instance(found)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return sqltypes.Enum(kind)
    if typing.get_origin(kind) is typing.Literal:
        return sqltypes.Enum(*typing.get_args(kind), native_enum=False)
    if isinstance(kind, typing.NewType):
        return _sql_type(kind.__supertype__, registry_, name, cls)
    if isinstance(kind, type):
        for base in kind.__mro__:
            if base in _PYTHON_TYPES:
                return _PYTHON_TYPES[base]()
    raise exc.ArgumentError(
        f"Could not locate SQLAlchemy Core type for Python type {kind} inside the {name!r} attribute Mapped annotation", code=None
    )


def _install(cls):
    """A class that does not come from a declarative base gets its state all the same."""
    if not issubclass(cls, _Declared):
        original = cls.__init__

        def __init__(self, *args, **kwargs):
            if "_sa_instance_state" not in self.__dict__:
                init_state(self)
            if original is object.__init__:
                _constructor(self, **kwargs)
            else:
                original(self, *args, **kwargs)

        cls.__init__ = __init__


def _map(cls, registry_):
    properties = {}
    for base in cls.__mro__[1:]:
        if "__mapper__" in base.__dict__:
            from surge import kernel

            kernel.not_simulated(f"sqlalchemy.orm: inheritance of mapped classes ({cls.__name__} from {base.__name__})", "mixins and __abstract__ bases")
    table = cls.__dict__.get("__table__")
    columns = []
    args = getattr(cls, "__mapper_args__", {})
    for owner in cls.__mro__:
        if owner in (object, _Declared, DeclarativeBase) or owner.__dict__.get("__tablename__") is not None and owner is not cls and "__mapper__" in owner.__dict__:
            continue
        values = owner.__dict__
        annotations = values.get("__annotations__", {})
        if not annotations and sys.version_info >= (3, 14):
            import annotationlib

            annotations = annotationlib.get_annotations(owner, format=annotationlib.Format.FORWARDREF)
        found = []
        for name in _merged([key for key in values if not key.startswith("__")], annotations):
            if name in properties or name.startswith("__") or name in ("registry", "metadata", "type_annotation_map"):
                continue
            value = values.get(name)
            if owner is not cls and isinstance(value, (MappedColumn, Column)):
                value = value._clone()
            if isinstance(value, declared_attr):
                value = value.fn(cls)
            annotation = None
            if name in annotations:
                raw = annotations[name]
                if not (isinstance(raw, str) and "Mapped" not in raw):
                    annotation = _annotation(cls, owner, raw)
                if annotation is not None and not _is_mapped(annotation):
                    if isinstance(value, (MappedColumn, Relationship)) and not getattr(cls, "__allow_unmapped__", False):
                        raise exc.ArgumentError(
                            f'Type annotation for "{cls.__name__}.{name}" can\'t be correctly interpreted for Annotated Declarative Table form.  ORM'
                            " annotations should normally make use of the ``Mapped[]`` generic type, or other ORM-compatible generic type, as a container"
                            " for the actual type, which indicates the intent that the attribute is mapped.", code="zlpr"
                        )
                    annotation = None
            made = _property(cls, name, value, annotation, registry_)
            if made is not None:
                found.append((name, made))
        for name, made in found:
            properties.setdefault(name, made)
            if isinstance(made, ColumnProperty) and isinstance(made.column, Column) and made.column.table is None:
                columns.append(made.column)
    if table is None:
        tablename = getattr(cls, "__tablename__", None)
        if tablename is None:
            raise exc.InvalidRequestError(f"Class <class '{cls.__module__}.{cls.__qualname__}'> does not have a __table__ or __tablename__ specified and does not inherit from an existing table-mapped class.")
        table_args = getattr(cls, "__table_args__", ())
        options = {}
        if isinstance(table_args, dict):
            table_args, options = (), table_args
        elif table_args and isinstance(table_args[-1], dict):
            table_args, options = table_args[:-1], table_args[-1]
        ordered = sorted(columns, key=lambda column: column._sort_order)
        table = Table(tablename, registry_.metadata, *ordered, *table_args, **options)
        cls.__table__ = table
    else:
        mapped = {item.column for item in properties.values() if isinstance(item, ColumnProperty)}
        for column in table.c:
            if column not in mapped and column.key not in properties:
                properties[column.key] = ColumnProperty(column.key, column)
    if not any(isinstance(item, ColumnProperty) and item.column.primary_key for item in properties.values()):
        if not args.get("primary_key"):
            raise exc.ArgumentError(f"Mapper Mapper[{cls.__name__}({table.name})] could not assemble any primary key columns for mapped table '{table.name}'")
    _install(cls)
    _make_mapper(cls, table, properties, registry_, args)


def _make_mapper(cls, table, properties, registry_, args):
    cls.__mapper__ = mapper = Mapper(cls, table, properties, registry_, args)
    _install_validators(cls, mapper)
    registry_.classes[cls.__name__] = cls
    registry_.mappers.append(mapper)
    registry_._pending += [item for item in mapper.attrs.values() if isinstance(item, Relationship)]
    return mapper


def _install_validators(cls, mapper):
    for owner in reversed(cls.__mro__):
        for fn in list(owner.__dict__.values()):
            for name in getattr(fn, "_validates", ()):
                if isinstance(mapper.get_property(name), Relationship):
                    from surge import kernel

                    kernel.not_simulated(f"sqlalchemy.orm.validates of the relationship {cls.__name__}.{name}", "validates of columns")
                setattr(cls, name, ValidatedAttribute(mapper, name, fn))


def _property(cls, name, value, annotation, registry_):
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], (Column, MappedColumn)):
        value = value[0]
    if isinstance(value, Relationship):
        if annotation is not None:
            _annotate(value, annotation)
        return value
    if isinstance(value, Column):
        value = MappedColumn(value, False)
    if isinstance(value, _Expression):
        column = value.column
        if isinstance(column, MappedColumn):
            value = MappedColumn(column.column, True)
        elif isinstance(column, Column) and column.table is None:
            value = MappedColumn(column, value.deferred)
        else:
            from ..sql.elements import expression

            made = expression(column)
            return ColumnProperty(name, made if isinstance(made, (Label, Column)) else Label(name, made), value.deferred)
    if annotation is not None and (value is None or isinstance(value, MappedColumn)):
        value = _column_from(annotation, value, registry_, name, cls)
    if isinstance(value, MappedColumn):
        column = value.column
        if column.name is None:
            column.name = column.key = name
        elif column.key is None:
            column.key = column.name
        return ColumnProperty(name, column, value.deferred)
    return None


def _annotate(relationship, annotation):
    """Target and kind of a relationship from Mapped[list["Child"]]."""
    (kind,) = typing.get_args(annotation)
    kind, _ = _optional(kind)
    if isinstance(kind, str):
        match = re.fullmatch(r"(?:\w+\.)*(\w+)\[(.*)\]", kind)
        if match and match.group(1).lower() in ("list", "set", "sequence", "collection", "mutablesequence"):
            relationship.from_annotation(match.group(2).strip("\"' "), set if match.group(1).lower() == "set" else list)
        else:
            relationship.from_annotation(kind, None)
        return
    origin = typing.get_origin(kind)
    if isinstance(origin, type):
        target = typing.get_args(kind)[-1]
        relationship.from_annotation(target, set if issubclass(origin, (set, frozenset)) else dict if issubclass(origin, dict) else list)
    else:
        relationship.from_annotation(kind, None)
