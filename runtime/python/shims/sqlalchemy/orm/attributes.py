"""Attributes of mapped classes: expressions on the class, values on its objects."""

import weakref

from .. import exc
from ..engine.driver import drive
from ..sql.elements import ColumnOperators

NO_VALUE = object()


class QueryableAttribute(ColumnOperators):
    """Item.name. For aliased(Item).name, `entity` is the alias."""

    def __init__(self, entity, key):
        self.entity = entity
        self.key = key

    @property
    def class_(self):
        return self.entity.mapper.class_

    @property
    def parent(self):
        return self.entity

    @property
    def parent_entity(self):
        return self.entity.entity_class

    @property
    def parent_selectable(self):
        return self.entity.selectable

    @property
    def prop(self):
        return self.entity.mapper.attrs[self.key]

    def __clause_element__(self):
        return self.entity.column_for(self.key)

    def _left(self):
        return self.entity.column_for(self.key)

    @property
    def expression(self):
        return self._left()

    @property
    def type(self):
        return self._left().type

    @property
    def name(self):
        return self._left().name

    @property
    def comparator(self):
        return self

    def __hash__(self):
        return id(self)

    def label(self, name):
        return self._left().label(name)

    def adapt_to_entity(self, entity):
        return QueryableAttribute(entity, self.key)

    def __repr__(self):
        return f"<sqlalchemy.orm.attributes.InstrumentedAttribute object at {id(self):#x}>"

    def __str__(self):
        return f"{self.class_.__name__}.{self.key}"

    # Last, because it hides the decorator.
    property = prop


class InstrumentedAttribute(QueryableAttribute):
    """The descriptor of a column."""

    __hash__ = QueryableAttribute.__hash__

    def __get__(self, instance, owner):
        if instance is None:
            if owner is not None and owner is not self.entity.class_ and "__mapper__" in owner.__dict__:
                return owner.__mapper__.attribute(self.key)
            return self
        # Not by except KeyError: what a lazy load raises would be told as its context.
        value = instance.__dict__.get(self.key, NO_VALUE)
        return self._missing(instance) if value is NO_VALUE else value

    def _missing(self, instance):
        state = instance._sa_instance_state
        if state.key is None and self.key not in state.expired:
            return None
        if state.session is None:
            raise detached(instance, self.key)
        drive(state.load_missing(self.key))
        return instance.__dict__.get(self.key)

    def __set__(self, instance, value):
        state = instance._sa_instance_state
        values = instance.__dict__
        key = self.key
        committed = state.committed
        if key not in committed:
            committed[key] = values.get(key, NO_VALUE)
        values[key] = value
        state.expired.discard(key)
        session = state.session
        if session is not None and state.key is not None:
            session._dirty[state] = True

    def __delete__(self, instance):
        self.__set__(instance, None)
        instance.__dict__.pop(self.key, None)


def detached(instance, key):
    return DetachedInstanceError(f"Instance {state_str(instance)} is not bound to a Session; attribute refresh operation cannot proceed", code="bhk3")


def detached_lazy(instance, key):
    return DetachedInstanceError(
        f"Parent instance {state_str(instance)} is not bound to a Session; lazy load operation of attribute '{key}' cannot proceed", code="bhk3"
    )


class DetachedInstanceError(exc.SQLAlchemyError):
    pass


def state_str(instance):
    return f"<{type(instance).__name__} at {id(instance):#x}>"


class RelationshipAttribute(QueryableAttribute):
    """The descriptor of a relationship."""

    __hash__ = QueryableAttribute.__hash__

    def __get__(self, instance, owner):
        if instance is None:
            if owner is not None and owner is not self.entity.class_ and "__mapper__" in owner.__dict__:
                return owner.__mapper__.attribute(self.key)
            return self
        value = instance.__dict__.get(self.key, NO_VALUE)
        return self.property.missing(instance) if value is NO_VALUE else value

    def __set__(self, instance, value):
        self.property.assign(instance, value)

    def __delete__(self, instance):
        self.property.assign(instance, None)

    def _left(self):
        raise NotImplementedError(f"{self} is a relationship: use has(), any(), contains(), == or join()")

    def __clause_element__(self):
        return self.property.entity.selectable

    def _at(self):
        return self.property, self.entity

    def __eq__(self, other):
        prop, entity = self._at()
        return prop.compare(entity, other, False)

    def __ne__(self, other):
        prop, entity = self._at()
        return prop.compare(entity, other, True)

    def is_(self, other):
        return self == other

    def is_not(self, other):
        return self != other

    def contains(self, other, **kw):
        prop, entity = self._at()
        return prop.contains(entity, other)

    def any(self, criterion=None, **values):
        prop, entity = self._at()
        if not prop.uselist:
            raise exc.InvalidRequestError("'any()' not implemented for scalar attributes. Use has().")
        return prop.exists(entity, criterion, values)

    def has(self, criterion=None, **values):
        prop, entity = self._at()
        if prop.uselist:
            raise exc.InvalidRequestError("'has()' not implemented for collections. Use any().")
        return prop.exists(entity, criterion, values)

    def in_(self, other):
        raise NotImplementedError("in_() not yet supported for relationships.  For a simple many-to-one, use in_() against the set of foreign key values.")

    def of_type(self, target):
        return _Narrowed(self, target, ())

    def and_(self, *criteria):
        return _Narrowed(self, None, criteria)

    @property
    def type(self):
        return None

    name = None


class ValidatedAttribute(InstrumentedAttribute):
    """A column whose values pass through a method marked by validates()."""

    __hash__ = QueryableAttribute.__hash__

    def __init__(self, entity, key, validate):
        InstrumentedAttribute.__init__(self, entity, key)
        self._validate = validate

    def __set__(self, instance, value):
        InstrumentedAttribute.__set__(self, instance, self._validate(instance, self.key, value))


class _Narrowed(RelationshipAttribute):
    """Item.tags.of_type(alias), Item.tags.and_(condition)."""

    __hash__ = QueryableAttribute.__hash__

    def __init__(self, attribute, target, criteria):
        RelationshipAttribute.__init__(self, attribute.entity, attribute.key)
        self.target = target if target is not None else getattr(attribute, "target", None)
        self.criteria = (*getattr(attribute, "criteria", ()), *criteria)


class State:
    """What the session knows of one object: inspect(object)."""

    __slots__ = ("_ref", "key", "session", "committed", "expired", "deleted", "was_deleted", "options", "modified_collections", "__weakref__")

    def __init__(self, instance):
        # Weak: an object and its state would keep each other alive. The session's identity map holds the object.
        self._ref = weakref.ref(instance)
        # (class, primary key) once it is in the database.
        self.key = None
        self.session = None
        # Attribute -> value that the database has, of those that changed.
        self.committed = {}
        self.expired = set()
        self.deleted = False
        self.was_deleted = False
        self.options = ()
        # Relationship -> [added, removed] since the last flush.
        self.modified_collections = {}

    @property
    def instance(self):
        return self._ref()

    @property
    def obj(self):
        return self._ref

    @property
    def object(self):
        return self.instance

    @property
    def mapper(self):
        return type(self.instance).__mapper__

    @property
    def identity(self):
        return self.key[1] if self.key else None

    identity_key = property(lambda self: self.key)

    @property
    def transient(self):
        return self.key is None and self.session is None

    @property
    def pending(self):
        return self.key is None and self.session is not None

    @property
    def persistent(self):
        return self.key is not None and self.session is not None and not self.was_deleted

    @property
    def detached(self):
        return self.key is not None and self.session is None

    @property
    def unloaded(self):
        return {key for key in self.mapper.attrs if key not in self.instance.__dict__}

    @property
    def dict(self):
        return self.instance.__dict__

    @property
    def modified(self):
        return bool(self.committed or self.modified_collections)

    @property
    def attrs(self):
        return _Attrs(self)

    async def load_missing(self, key):
        """An expired or deferred column."""
        if key in self.expired:
            await self.session._refresh_expired(self)
        else:
            await self.session._load_columns(self, [key])


class History(tuple):
    __slots__ = ()
    added = property(lambda self: self[0])
    unchanged = property(lambda self: self[1])
    deleted = property(lambda self: self[2])

    def has_changes(self):
        return bool(self[0] or self[2])


def history(state, key):
    value = state.instance.__dict__.get(key, NO_VALUE)
    if key in state.committed:
        old = state.committed[key]
        return History((([] if value is NO_VALUE else [value]), (), [] if old is NO_VALUE else [old]))
    return History(((), [] if value is NO_VALUE else [value], ()))


class _Attr:
    def __init__(self, state, key):
        self.state, self.key = state, key

    @property
    def history(self):
        return history(self.state, self.key)

    @property
    def value(self):
        return getattr(self.state.instance, self.key)

    @property
    def loaded_value(self):
        return self.state.instance.__dict__.get(self.key, NO_VALUE)


class _Attrs:
    def __init__(self, state):
        self._state = state

    def __getattr__(self, key):
        return _Attr(self._state, key)

    def __getitem__(self, key):
        return _Attr(self._state, key)


def flag_modified(instance, key):
    state = instance._sa_instance_state
    state.committed.setdefault(key, NO_VALUE)
    if state.session is not None and state.key is not None:
        state.session._dirty[state] = True


def flag_dirty(instance):
    state = instance._sa_instance_state
    if state.session is not None and state.key is not None:
        state.session._dirty[state] = True


def set_committed_value(instance, key, value):
    prop = type(instance).__mapper__.attrs[key]
    instance.__dict__[key] = prop.tracked(instance, value) if hasattr(prop, "tracked") else value


def get_history(instance, key, passive=None):
    return history(instance._sa_instance_state, key)
