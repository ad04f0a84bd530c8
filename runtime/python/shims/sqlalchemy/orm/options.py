"""Loader options: selectinload(Item.tags).joinedload(Tag.owner), load_only(...), raiseload("*")."""

from .. import exc
from .attributes import QueryableAttribute, RelationshipAttribute


class Load:
    """A path of relationships with how each is loaded, and at its end what to do about columns. steps: (attribute, strategy)."""

    def __init__(self, entity=None, steps=(), columns=(), children=()):
        self.entity = entity
        self.steps = steps
        # (kind, keys, raiseload): kind is "only", "defer" or "undefer".
        self._columns = columns
        self._children = children

    def _with(self, attribute, strategy, **details):
        if isinstance(attribute, str) and attribute != "*":
            raise exc.ArgumentError("Strings are not accepted for attribute names in loader options; please use class-bound attributes directly.")
        return Load(self.entity, (*self.steps, (attribute, strategy, details)), self._columns, self._children)

    def selectinload(self, attr, recursion_depth=None):
        return self._with(attr, "selectin", **_recursion(attr, recursion_depth))

    def joinedload(self, attr, innerjoin=None):
        return self._with(attr, "joined", innerjoin=innerjoin)

    def subqueryload(self, attr):
        return self._with(attr, "subquery")

    def lazyload(self, attr):
        return self._with(attr, "select")

    def immediateload(self, attr, recursion_depth=None):
        return self._with(attr, "selectin", **_recursion(attr, recursion_depth))

    def noload(self, attr):
        return self._with(attr, "noload")

    def raiseload(self, attr, sql_only=False):
        return self._with(attr, "raise_on_sql" if sql_only else "raise")

    def defaultload(self, attr):
        return self._with(attr, None)

    def contains_eager(self, attr, alias=None):
        return self._with(attr, "contains_eager", alias=alias)

    def load_only(self, *attrs, raiseload=False):
        return Load(self.entity, self.steps, (*self._columns, ("only", attrs)), self._children)

    def defer(self, key, raiseload=False):
        return Load(self.entity, self.steps, (*self._columns, ("defer", (key,))), self._children)

    def undefer(self, key):
        return Load(self.entity, self.steps, (*self._columns, ("undefer", (key,))), self._children)

    def undefer_group(self, name):
        return self

    def options(self, *options):
        return Load(self.entity, self.steps, self._columns, (*self._children, *options))


def _recursion(attribute, depth):
    if depth is None:
        return {}
    prop = attribute.property
    if prop.mapper is not prop.parent:
        raise exc.InvalidRequestError(f"recursion_depth option on relationship {prop} not valid for non-self-referential relationship")
    return {"recursion_depth": depth}


def _starter(name):
    def start(*attrs, **kw):
        made = Load()
        for attribute in attrs:
            made = getattr(made, name)(attribute, **kw)
        return made

    start.__name__ = name
    return start


selectinload, joinedload, subqueryload, lazyload, immediateload, noload, raiseload, defaultload = (
    _starter(name) for name in ("selectinload", "joinedload", "subqueryload", "lazyload", "immediateload", "noload", "raiseload", "defaultload")
)


def contains_eager(*attrs, alias=None):
    made = Load()
    for attribute in attrs:
        made = made.contains_eager(attribute, alias=alias)
    return made


def load_only(*attrs, raiseload=False):
    return Load().load_only(*attrs)


def defer(key, *more, raiseload=False):
    return Load().defer(key)


def undefer(key, *more):
    return Load().undefer(key)


def undefer_group(name):
    return Load()


def with_loader_criteria(*args, **kw):
    from surge import kernel

    kernel.not_simulated("sqlalchemy.orm.with_loader_criteria", "where(), relationship(primaryjoin=...)")


def with_expression(*args, **kw):
    from surge import kernel

    kernel.not_simulated("sqlalchemy.orm.with_expression", "select(Item, expression)")


class Tree:
    """What options say about one entity: per relationship a strategy and a tree of its own."""

    __slots__ = ("relations", "only", "deferred", "undeferred", "wildcard")

    def __init__(self):
        self.relations = {}
        self.only = None
        self.deferred = set()
        self.undeferred = set()
        self.wildcard = None

    def child(self, attribute, strategy, details):
        found = self.relations.get(attribute.key)
        if found is None:
            found = self.relations[attribute.key] = [strategy, Tree(), attribute, details]
        else:
            if strategy is not None:
                found[0] = strategy
                found[3] = details
            if getattr(attribute, "criteria", ()) or getattr(attribute, "target", None) is not None:
                found[2] = attribute
        return found[1]

    def note_columns(self, columns):
        for kind, attributes in columns:
            keys = {item if isinstance(item, str) else item.key for item in attributes}
            if kind == "only":
                self.only = keys if self.only is None else self.only | keys
            elif kind == "defer":
                self.deferred |= keys
            else:
                self.undeferred |= keys


def tree_of(options, entity):
    """The options that concern an entity (a mapper or an alias)."""
    tree = None
    for option in options:
        if not isinstance(option, Load):
            if getattr(option, "tree", None) is not None and option.entity is entity:
                return option.tree
            continue
        if option.entity is not None:
            if option.entity is not entity.entity_class:
                continue
        elif not _concerns(option, entity):
            continue
        if tree is None:
            tree = Tree()
        _add(tree, option)
    return tree


def _concerns(option, entity):
    if option.steps:
        first = option.steps[0][0]
        return first == "*" if isinstance(first, str) else first.entity is entity
    for _, attributes in option._columns:
        for item in attributes:
            if isinstance(item, QueryableAttribute):
                return item.entity is entity
    return True


def _add(tree, option):
    for attribute, strategy, details in option.steps:
        if isinstance(attribute, str):
            tree.wildcard = strategy
            return
        if not isinstance(attribute, RelationshipAttribute):
            raise exc.ArgumentError(f'Mapped attribute "{attribute}" does not apply to any of the root entities in this query, e.g. . Please specify the full path from one of the root entities to the target attribute.')
        tree = tree.child(attribute, strategy, details)
    tree.note_columns(option._columns)
    for item in option._children:
        _add(tree, item)
