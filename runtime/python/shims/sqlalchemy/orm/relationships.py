"""relationship(): how two mapped tables belong together, and what changing one side does to the other."""

from typing import ForwardRef

from .. import exc
from ..engine.driver import drive
from ..sql.elements import BinaryExpression, and_, condition, literal_column, not_
from ..sql.select import Exists, Select
from ..sql.selectable import Alias, Join, from_clause
from . import attributes
from .collections import TrackedList, TrackedSet, items_of

MANYTOONE, ONETOMANY, MANYTOMANY = "MANYTOONE", "ONETOMANY", "MANYTOMANY"
_NOT_SIMULATED = ("dynamic", "write_only")


def relationship(argument=None, secondary=None, *, uselist=None, collection_class=None, primaryjoin=None, secondaryjoin=None,
                 back_populates=None, order_by=False, backref=None, overlaps=None, post_update=False, cascade=None, viewonly=False,
                 init=None, repr=None, default=None, default_factory=None, compare=None, kw_only=None, lazy="select",
                 passive_deletes=False, passive_updates=True, active_history=False, enable_typechecks=True, foreign_keys=None,
                 remote_side=None, join_depth=None, comparator_factory=None, single_parent=False, innerjoin=False,
                 distinct_target_key=None, load_on_pending=False, query_class=None, info=None, omit_join=None, sync_backref=None,
                 dataclass_metadata=None, **kw):  # fmt: skip
    return Relationship(
        argument, secondary, uselist, collection_class, primaryjoin, secondaryjoin, back_populates, order_by, backref, cascade, viewonly,
        lazy, passive_deletes, foreign_keys, remote_side, innerjoin, join_depth,
    )  # fmt: skip


def backref(name, **kw):
    return (name, kw)


def foreign(expr):
    return expr


def remote(expr):
    return expr


class Relationship:
    """A relationship of one mapper; configured when all classes are known."""

    def __init__(self, argument, secondary, uselist, collection_class, primaryjoin, secondaryjoin, back_populates, order_by, backref_,
                 cascade, viewonly, lazy, passive_deletes, foreign_keys, remote_side, innerjoin, join_depth):  # fmt: skip
        self.argument = argument
        self.secondary = secondary
        self._uselist = uselist
        self.collection_class = collection_class
        self._primaryjoin, self._secondaryjoin = primaryjoin, secondaryjoin
        self.back_populates = back_populates
        self._order_by = order_by
        self._backref = backref_
        words = {word.strip() for word in (cascade if cascade is not None else "save-update, merge").split(",")}
        if "all" in words:
            words |= {"save-update", "merge", "refresh-expire", "expunge", "delete"}
        self.cascade = words
        self.viewonly = viewonly
        self.lazy = {True: "select", False: "joined", None: "noload"}.get(lazy, lazy) if isinstance(lazy, (bool, type(None))) else lazy
        if self.lazy in _NOT_SIMULATED:
            from surge import kernel

            kernel.not_simulated(f"sqlalchemy.orm.relationship(lazy={self.lazy!r})", "select, joined, selectin, subquery, raise, raise_on_sql, noload")
        self.passive_deletes = passive_deletes
        self._foreign_keys, self._remote_side = foreign_keys, remote_side
        self.innerjoin = innerjoin
        self.join_depth = join_depth
        self.key = None
        self.parent = None
        self._target = None
        self._reverse = None

    def from_annotation(self, target, collection):
        if isinstance(target, ForwardRef):
            target = target.__forward_arg__
        if self.argument is None:
            self.argument = target
        if self._uselist is None:
            self._uselist = collection is not None
        if collection in (set, dict) and self.collection_class is None:
            self.collection_class = collection

    def attach(self, mapper, key):
        self.parent = mapper
        self.key = key

    # What is known once it is configured

    @property
    def mapper(self):
        if self._target is None:
            self.parent.registry.configure()
        return self._target

    entity = mapper

    @property
    def entity_class(self):
        return self.mapper.class_

    @property
    def uselist(self):
        self.mapper
        return self._uselist

    def configure(self):
        registry = self.parent.registry
        target = self.argument
        if callable(target) and not isinstance(target, type):
            target = target()
        if isinstance(target, str):
            found = registry.resolve(target)
            if found is None:
                raise exc.InvalidRequestError(
                    f"When initializing mapper {self.parent}, expression {target!r} failed to locate a name ({target!r}). If this is a class"
                    f" name, consider adding this relationship() to the <class '{self.parent.class_.__module__}.{self.parent.class_.__qualname__}'> class after both dependent classes have been defined."
                )
            target = found
        self._target = target.__mapper__
        secondary = self.secondary
        if callable(secondary) and not hasattr(secondary, "c"):
            secondary = secondary()
        if isinstance(secondary, str):
            secondary = registry.resolve(secondary)
            if secondary is None:
                raise exc.InvalidRequestError(f"When initializing mapper {self.parent}, expression {self.secondary!r} failed to locate a name ({self.secondary!r}).")
        self.secondary = secondary
        self._find_columns()
        if self._uselist is None:
            self._uselist = self.direction != MANYTOONE
        order = self._order_by
        if order is False or order is None:
            self.order_by = ()
        else:
            order = self._evaluated(order)
            self.order_by = tuple(condition(item) for item in (order if isinstance(order, (list, tuple)) else (order,)))
        self._connect_reverse()

    def comes_back(self, path):
        """Whether loading this with each object of a path of mappers would go round in a circle: join_depth allows that so many times."""
        if self.join_depth:
            return len(path) > self.join_depth
        return self.mapper in path

    def _evaluated(self, value):
        if isinstance(value, str):
            return self.parent.registry.evaluate(value)
        if callable(value) and not hasattr(value, "_left"):
            return value()
        return value

    def _columns(self, value):
        if value is None:
            return None
        value = self._evaluated(value)
        return {getattr(item, "_left", lambda item=item: item)() for item in (value if isinstance(value, (list, tuple, set)) else [value])}

    def _find_columns(self):
        parent, target = self.parent.table, self._target.table
        allowed = self._columns(self._foreign_keys)
        remote_side = self._columns(self._remote_side)
        if self.secondary is not None:
            self.direction = MANYTOMANY
            self.pairs = self._links(self.secondary, parent, allowed, self._primaryjoin)
            self.target_pairs = self._links(self.secondary, target, allowed, self._secondaryjoin)
            if parent is target and self._primaryjoin is None:
                keys = [pair for pair in self.pairs]
                self.pairs, self.target_pairs = keys[:1], keys[1:]
            # pairs: (column of the parent, column of the secondary table)
            return
        self.target_pairs = None
        join = self._evaluated(self._primaryjoin)
        if join is not None:
            links = _equalities(condition(join))
        else:
            links = [(key.parent, key.column) for table, other in ((target, parent), (parent, target)) for column in table.c for key in column.foreign_keys if key.column.table is other]
            links = list(dict.fromkeys(links))
        if allowed is not None:
            links = [(one, other) if one in allowed else (other, one) for one, other in links if one in allowed or other in allowed]
        elif join is not None:
            links = [(one, other) if any(key.column is other for key in one.foreign_keys) else (other, one) for one, other in links]
        if not links:
            raise exc.NoForeignKeysError(
                f"Could not determine join condition between parent/child tables on relationship {self} - there are no foreign keys linking"
                " these tables.  Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or specify a"
                " 'primaryjoin' expression."
            )
        self._check_unambiguous(links, join)
        foreign_here = [(key, other) for key, other in links if key.table is parent]
        if parent is target:
            many_to_one = remote_side is not None and any(other in remote_side for _, other in links)
        else:
            many_to_one = bool(foreign_here)
        self.direction = MANYTOONE if many_to_one else ONETOMANY
        # (column of the parent, column of the target)
        self.pairs = [(key, other) if many_to_one else (other, key) for key, other in links]
        self.condition_extra = _rest(condition(join), links) if join is not None else ()

    condition_extra = ()

    def _check_unambiguous(self, links, join):
        if join is not None or len(links) == 1:
            return
        if len({id(key.table) for key, _ in links}) > 1 and self.parent.table is not self._target.table or len({other for _, other in links}) < len(links):
            raise exc.AmbiguousForeignKeysError(
                f"Could not determine join condition between parent/child tables on relationship {self} - there are multiple foreign key paths"
                " linking the tables.  Specify the 'foreign_keys' argument, providing a list of those columns which should be counted as"
                " containing a foreign key reference to the parent table."
            )

    def _links(self, secondary, table, allowed, join):
        join = self._evaluated(join)
        if join is not None:
            return [(one, other) if one.table is not secondary else (other, one) for one, other in _equalities(condition(join))]
        links = [(key.column, column) for column in secondary.c for key in column.foreign_keys if key.column.table is table]
        if not links:
            raise exc.NoForeignKeysError(
                f"Could not determine join condition between parent/child tables on relationship {self} - there are no foreign keys linking"
                f" these tables via secondary table '{secondary.name}'.  Ensure that referencing columns are associated with a ForeignKey or"
                " ForeignKeyConstraint, or specify 'primaryjoin' and 'secondaryjoin' expressions."
            )
        return links

    def _connect_reverse(self):
        target = self._target
        if self._backref is not None:
            name, options = self._backref if isinstance(self._backref, tuple) else (self._backref, {})
            self._backref = None
            made = relationship(
                self.parent.class_, self.secondary,
                **{"back_populates": self.key, "primaryjoin": self._secondaryjoin, "secondaryjoin": self._primaryjoin, **options} if self.secondary is not None
                else {"back_populates": self.key, "primaryjoin": self._primaryjoin, "foreign_keys": self._foreign_keys,
                      **({"remote_side": [pair[0] for pair in self.pairs]} if self.parent is target and self.direction == ONETOMANY else {}), **options},
            )  # fmt: skip
            target.add(name, made)
            self.back_populates = name
            target.registry._pending.append(made)
        if self.back_populates is not None:
            reverse = target.attrs.get(self.back_populates)
            if reverse is None:
                raise exc.InvalidRequestError(f"Mapper '{target}' has no property '{self.back_populates}'.  If this property was indicated from other mappers or configure events, ensure registry.configure() has been called.")
            self._reverse = reverse

    @property
    def reverse(self):
        self.mapper
        return self._reverse

    def __str__(self):
        return f"{self.parent.class_.__name__}.{self.key}"

    # Values

    def empty(self):
        return self.collection(()) if self.uselist else None

    def collection(self, items):
        made = self.collection_class
        if made is None or made is list:
            return TrackedList(items)
        if made is set:
            return TrackedSet(items)
        return made(items)

    def tracked(self, instance, items):
        """A collection of loaded objects that tells of its changes."""
        if not self.uselist:
            return items
        made = self.collection(items_of(items))
        made._bind(instance, self)
        return made

    def missing(self, instance):
        """The value when none is loaded: a query, an empty collection for a new object, or an error."""
        state = instance._sa_instance_state
        if state.key is None:
            if not self.uselist:
                return None
            value = instance.__dict__[self.key] = self.tracked(instance, ())
            return value
        strategy = self.lazy
        for option in state.options:
            if option[0] == self.key:
                strategy = option[1]
        if strategy == "noload":
            value = instance.__dict__[self.key] = self.tracked(instance, ()) if self.uselist else None
            return value
        session = state.session
        if strategy in ("raise", "raise_on_sql"):
            if strategy == "raise" or not (self.direction == MANYTOONE and session is not None and self._in_session(instance, session) is not None):
                raise exc.InvalidRequestError(f"'{self}' is not available due to lazy='{strategy}'")
        if session is None:
            raise attributes.detached_lazy(instance, self.key)
        drive(session._lazy_load(state, self))
        return instance.__dict__.get(self.key)

    def _in_session(self, instance, session):
        """The object of a many-to-one when the session has it already."""
        values = [instance.__dict__.get(self.parent.key_of(column)) for column, _ in self.pairs]
        by_column = {other: value for (_, other), value in zip(self.pairs, values)}
        key = self.target_identity(by_column)
        return session.identity_map.get(key) if key is not None else None

    def target_identity(self, by_column):
        mapper = self.mapper
        if set(by_column) != set(mapper.primary_key):
            return None
        return (mapper.class_, tuple([by_column[column] for column in mapper.primary_key]))

    def assign(self, instance, value):
        state = instance._sa_instance_state
        values = instance.__dict__
        if self.uselist:
            old = values.get(self.key)
            if old is value:
                return
            if old is None and state.key is not None:
                old = self.missing(instance)
            if value is None:
                raise TypeError("Incompatible collection type: None is not list-like")
            new = self.tracked(instance, ())
            values[self.key] = new
            for item in items_of(old):
                if not any(item is one for one in items_of(value)):
                    new._put(item)
                    new._drop(item)
                    self.removed(instance, item)
            for item in items_of(value):
                new._put(item)
                if old is None or not old._has(item):
                    self.added(instance, item)
            return
        old = values.get(self.key)
        values[self.key] = value
        if value is old and self.key in values and old is not None:
            return
        if old is not None:
            self._note(state, old, 1)
            if self.reverse is not None:
                _quiet(self.reverse, old, instance, False)
        if value is not None:
            _check_mapped(self, value)
            self._note(state, value, 0)
            if self.reverse is not None:
                _quiet(self.reverse, value, instance, True)
            self._cascade(state, value)
        else:
            state.modified_collections.setdefault(self.key, ([], []))
            self._touch(state)

    def added(self, instance, item):
        _check_mapped(self, item)
        state = instance._sa_instance_state
        self._note(state, item, 0)
        if self.reverse is not None:
            _quiet(self.reverse, item, instance, True)
        self._cascade(state, item)

    def removed(self, instance, item):
        self._note(instance._sa_instance_state, item, 1)
        if self.reverse is not None:
            _quiet(self.reverse, item, instance, False)

    def _note(self, state, item, which):
        changes = state.modified_collections.setdefault(self.key, ([], []))
        other = changes[1 - which]
        for index, one in enumerate(other):
            if one is item:
                del other[index]
                break
        else:
            changes[which].append(item)
        self._touch(state)

    def _touch(self, state):
        if state.session is not None and state.key is not None:
            state.session._dirty[state] = True

    def _cascade(self, state, item):
        session = state.session
        if session is not None and "save-update" in self.cascade and not self.viewonly:
            session._add_cascaded(item)

    # Expressions

    def on(self, left, right):
        """The condition between the columns of an entity and those of a table or an alias of the target's."""
        parts = []
        for own, other in self.pairs:
            one, two = _through(left, own), _through(right, other)
            parts.append(one == two if self.direction != MANYTOONE else two == one)
        for extra in self.condition_extra:
            parts.append(_moved(extra, self.parent.table, left, self.mapper.table, right))
        return and_(*parts)

    def join_to(self, base, attribute, right, isouter=False, full=False):
        target = getattr(attribute, "target", None)
        if right is None:
            right = self.mapper.selectable if target is None else from_clause(target)
        left = attribute.entity.selectable
        criteria = [_moved(condition(item), None, None, self.mapper.table, right) for item in getattr(attribute, "criteria", ())]
        if self.secondary is not None:
            middle = Alias(self.secondary)
            first = and_(*[_through(left, own) == _through(middle, other) for own, other in self.pairs])
            second = and_(*[_through(right, own) == _through(middle, other) for own, other in self.target_pairs], *criteria)
            if isouter:
                return Join(base, Join(middle, right, second), first, isouter, full)
            return Join(Join(base, middle, first), right, second)
        return Join(base, right, and_(self.on(left, right), *criteria), isouter, full)

    def exists(self, entity, criterion, values):
        mapper = self.mapper
        right = Alias(mapper.table) if mapper is self.parent else mapper.selectable
        left = entity.selectable
        made = Select(_ONE)
        if self.secondary is not None:
            made = made.select_from(self.secondary, right).where(
                and_(*[_through(left, own) == _through(self.secondary, other) for own, other in self.pairs]),
                and_(*[_through(right, own) == _through(self.secondary, other) for own, other in self.target_pairs]),
            )
        else:
            made = made.select_from(right).where(self.on(left, right))
        if criterion is not None:
            made = made.where(_moved(condition(criterion), None, None, mapper.table, right))
        for name, value in values.items():
            made = made.where(_through(right, mapper.column_for(name)) == value)
        return Exists(made.correlate_except(right, *([self.secondary] if self.secondary is not None else [])))

    def compare(self, entity, other, negated):
        if other is None:
            if self.direction == MANYTOONE:
                parts = [_through(entity.selectable, own).is_(None) for own, _ in self.pairs]
                return not_(and_(*parts)) if negated else and_(*parts)
            found = self.exists(entity, None, {})
            return found if negated else not_(found)
        if self.uselist:
            raise exc.InvalidRequestError("Can't compare a collection to an object or collection; use contains() to test for membership.")
        parts = [_through(entity.selectable, own) == other.__dict__.get(self.mapper.key_of(column)) for own, column in self.pairs]
        return not_(and_(*parts)) if negated else and_(*parts)

    def contains(self, entity, other):
        if self.secondary is not None:
            return self.exists(entity, None, {key: other.__dict__.get(key) for key in self.mapper.pk_keys})
        return and_(*[_through(entity.selectable, own) == other.__dict__.get(self.mapper.key_of(column)) for own, column in self.pairs])



_ONE = literal_column("1")


def _check_mapped(prop, item):
    from .mapper import unmapped_instance

    if not hasattr(item, "_sa_instance_state"):
        raise unmapped_instance(item)
    if not isinstance(item, prop.mapper.class_):
        raise AssertionError(
            f'Attribute "{prop.key}" on class {prop.parent.class_} doesn\'t handle objects of type {type(item)}'
        )


def _quiet(prop, instance, item, add):
    """The other side of a change: in memory only, no query for it."""
    state = instance._sa_instance_state
    if prop.uselist:
        value = instance.__dict__.get(prop.key)
        if value is None and state.key is None:
            value = instance.__dict__[prop.key] = prop.tracked(instance, ())
        if value is not None:
            if add and not value._has(item):
                value._put(item)
            elif not add and value._has(item):
                value._drop(item)
    else:
        current = instance.__dict__.get(prop.key)
        if add:
            if current is not item:
                instance.__dict__[prop.key] = item
                if current is not None and prop.reverse is not None and prop.reverse.uselist:
                    held = current.__dict__.get(prop.reverse.key)
                    if held is not None:
                        held._drop(instance)
        elif current is item:
            instance.__dict__[prop.key] = None
    prop._note(state, item, 0 if add else 1)


def _through(source, column):
    """A column of a mapped table as an alias of the table has it."""
    if source is None or column.table is source:
        return column
    found = source.corresponding_column(column)
    return column if found is None else found


def _moved(element, one, to, two, other):
    def replace(part):
        table = getattr(part, "table", None)
        if table is None:
            return None
        if table is two and other is not two:
            return _through(other, part)
        if one is not None and table is one:
            return _through(to, part)
        return None

    return element._replaced(replace)


def _equalities(element):
    parts = element.clauses if hasattr(element, "clauses") else [element]
    return [(part.left, part.right) for part in parts if isinstance(part, BinaryExpression) and part.operator.name == "eq" and hasattr(part.left, "table") and hasattr(part.right, "table")]


def _rest(element, links):
    parts = element.clauses if hasattr(element, "clauses") else [element]
    known = {frozenset(map(id, pair)) for pair in links}
    return tuple(part for part in parts if not (isinstance(part, BinaryExpression) and frozenset((id(part.left), id(part.right))) in known))
