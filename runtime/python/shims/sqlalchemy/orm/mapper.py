"""Mappers: which attribute of a class is which column, and what a SELECT of the class reads."""

from .. import exc
from ..sql.elements import ColumnClause
from ..sql.selectable import Alias, FromClause
from .attributes import InstrumentedAttribute, QueryableAttribute, RelationshipAttribute, State


class ColumnProperty:
    """An attribute that is a column or an expression."""

    uselist = False

    def __init__(self, key, column, deferred=False):
        self.key = key
        self.columns = [column]
        self.deferred = deferred

    @property
    def column(self):
        return self.columns[0]

    expression = column


class Mapper:
    is_aliased_class = False
    is_mapper = True

    def __init__(self, class_, table, properties, registry, args):
        self.class_ = self.entity_class = class_
        self.table = self.local_table = self.selectable = self.persist_selectable = table
        self.registry = registry
        self.listeners = {}
        self.attrs = {}
        self.relationships = RelationshipMap()
        self._keys = {}
        self._columns = None
        version = args.get("version_id_col")
        self.version_id_col = getattr(version, "column", version)
        self.eager_defaults = args.get("eager_defaults", "auto")
        for key, item in properties.items():
            self.add(key, item)
        self.primary_key = tuple(table.primary_key) or tuple(args.get("primary_key", ()))
        if not self.primary_key:
            raise exc.ArgumentError(f"Mapper Mapper[{class_.__name__}({table.name})] could not assemble any primary key columns for mapped table '{table.name}'")
        self.pk_keys = tuple(self._keys[column] for column in self.primary_key)
        self.insert_cache = {}
        self._configured = False

    mapper = property(lambda self: self)

    @property
    def entity(self):
        return self.class_

    def add(self, key, item):
        if isinstance(item, ColumnProperty):
            self.attrs[key] = item
            self._keys[item.column] = key
            setattr(self.class_, key, InstrumentedAttribute(self, key))
        else:
            self.attrs[key] = self.relationships[key] = item
            item.attach(self, key)
            setattr(self.class_, key, RelationshipAttribute(self, key))
        self._columns = None

    @property
    def column_attrs(self):
        return [item for item in self.attrs.values() if isinstance(item, ColumnProperty)]

    @property
    def columns(self):
        """What SELECT reads by default."""
        if self._columns is None:
            self._columns = [item.column for item in self.column_attrs if not item.deferred]
        return self._columns

    @property
    def c(self):
        return self.table.c

    @property
    def all_orm_descriptors(self):
        return self.attrs

    def column_for(self, key):
        return self.attrs[key].column

    def column_of_key(self, key):
        found = self.attrs.get(key)
        return found.column if isinstance(found, ColumnProperty) else None

    def key_of(self, column):
        found = self._keys.get(column)
        if found is None:
            original = getattr(column, "_original", None)
            return self._keys.get(original)
        return found

    def attribute(self, key):
        return self.class_.__dict__[key]

    def adapt(self, element):
        return element

    def get_property(self, key):
        try:
            return self.attrs[key]
        except KeyError:
            raise exc.InvalidRequestError(f"Mapper '{self}' has no property '{key}'.  If this property was indicated from other mappers or configure events, ensure registry.configure() has been called.") from None

    def primary_key_from_instance(self, instance):
        return [instance.__dict__.get(key) for key in self.pk_keys]

    def identity_key_from_instance(self, instance):
        return (self.class_, tuple(self.primary_key_from_instance(instance)))

    def configure(self):
        if not self._configured:
            self.registry.configure()

    @property
    def base_mapper(self):
        return self

    def isa(self, other):
        return self is other

    def __repr__(self):
        return f"<Mapper at {id(self):#x}; {self.class_.__name__}>"

    def __str__(self):
        return f"Mapper[{self.class_.__name__}({self.table.name})]"


class RelationshipMap(dict):
    """mapper.relationships: by key, iterates over the relationships."""

    def __iter__(self):
        return iter(self.values())

    def __getattr__(self, key):
        try:
            return self[key]
        except KeyError:
            raise AttributeError(key) from None


class AliasedInsp:
    """What inspect(aliased(Item)) gives: the mapper, seen through an alias."""

    is_aliased_class = True

    def __init__(self, mapper, selectable, name, entity_class):
        self.mapper = mapper
        self.selectable = selectable
        self.name = name
        self.entity_class = entity_class
        self._columns = None

    @property
    def class_(self):
        return self.mapper.class_

    def _through(self, column):
        found = self.selectable.corresponding_column(column)
        if found is None:
            found = next((item for item in self.selectable.c if item.name == getattr(column, "name", None)), None)
        if found is None:
            return column._replaced(self._replace)
        return found

    def _replace(self, element):
        if isinstance(element, ColumnClause) and element.table is self.mapper.table:
            return self._through(element)
        return None

    def adapt(self, element):
        return element._replaced(self._replace)

    @property
    def columns(self):
        if self._columns is None:
            self._columns = [self._through(column) for column in self.mapper.columns]
        return self._columns

    def column_for(self, key):
        return self._through(self.mapper.attrs[key].column)

    def column_of_key(self, key):
        return None

    def key_of(self, column):
        return self.mapper.key_of(column)

    @property
    def primary_key(self):
        return tuple(self._through(column) for column in self.mapper.primary_key)


class AliasedClass:
    """aliased(Item): its attributes are columns of the alias."""

    def __init__(self, target, selectable, name):
        mapper = target.__mapper__ if isinstance(target, type) else target.mapper
        self._aliased_insp = AliasedInsp(mapper, selectable, name, self)
        self.__name__ = mapper.class_.__name__

    def __getattr__(self, key):
        insp = self.__dict__.get("_aliased_insp")
        if insp is None or key.startswith("__"):
            raise AttributeError(key)
        prop = insp.mapper.attrs.get(key)
        if prop is None:
            hybrid = _hybrid(insp.mapper.class_, key)
            if hybrid is not None:
                return hybrid.expression_for(self)
            raise AttributeError(f"type object '{insp.mapper.class_.__name__}' has no attribute '{key}'")
        made = (QueryableAttribute if isinstance(prop, ColumnProperty) else RelationshipAttribute)(insp, key)
        self.__dict__[key] = made
        return made

    def __repr__(self):
        return f"<AliasedClass at {id(self):#x}; {self._aliased_insp.mapper.class_.__name__}>"


def _hybrid(cls, key):
    for base in cls.__mro__:
        found = base.__dict__.get(key)
        if found is not None and hasattr(found, "expression_for"):
            return found
    return None


def aliased(element, alias=None, name=None, flat=False, adapt_on_names=False):
    if isinstance(element, FromClause):
        return element.alias(name)
    if isinstance(element, AliasedClass):
        mapper = element._aliased_insp.mapper
    else:
        mapper = element.__dict__.get("__mapper__")
        if mapper is None:
            raise exc.ArgumentError(f"Column expression, FROM clause, or other columns clause element expected, got {element!r}.")
    selectable = alias if alias is not None else Alias(mapper.table, name)
    return AliasedClass(mapper.class_, selectable, name)


def class_mapper(cls, configure=True):
    mapper = cls.__dict__.get("__mapper__") if isinstance(cls, type) else None
    if mapper is None:
        raise unmapped(cls)
    return mapper


def object_mapper(instance):
    return class_mapper(type(instance))


def state_of(instance):
    state = getattr(instance, "_sa_instance_state", None)
    if state is None:
        raise unmapped_instance(instance)
    return state


class UnmappedError(exc.InvalidRequestError):
    pass


class UnmappedInstanceError(UnmappedError):
    pass


class UnmappedClassError(UnmappedError):
    pass


def unmapped(cls):
    return UnmappedClassError(f"Class '{getattr(cls, '__module__', '')}.{getattr(cls, '__qualname__', cls)}' is not mapped")


def unmapped_instance(instance):
    cls = type(instance)
    if "__mapper__" in cls.__dict__:
        return UnmappedInstanceError(
            f"Class '{cls.__module__}.{cls.__qualname__}' is mapped, but this instance lacks instrumentation.  This occurs when the"
            " instance is created before sqlalchemy.orm.mapper(...) was called."
        )
    name = "builtins." + cls.__name__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"
    hint = f"; was a class ({instance.__module__}.{instance.__qualname__}) supplied where an instance was required?" if isinstance(instance, type) else ""
    return UnmappedInstanceError(f"Class '{name}' is not mapped{hint}")


def init_state(instance):
    """Gives an object its state; what a mapped class's __new__ does."""
    state = State(instance)
    instance.__dict__["_sa_instance_state"] = state
    return state
