"""From rows to objects: which columns a SELECT of entities reads, and how relationships are loaded with it."""

from ..engine import costs
from ..engine.result import Result
from ..engine.row import RowShape
from ..sql.elements import tuple_
from ..sql.select import CompoundSelect, Select
from ..sql.selectable import Alias, entity_of
from .attributes import QueryableAttribute
from .mapper import AliasedInsp, init_state
from .options import Tree, tree_of
from .relationships import MANYTOMANY, MANYTOONE

_NOTHING = Tree()
# Keys in one IN (...) of a selectin load, as in SQLAlchemy.
CHUNK = 500


class EntityLoad:
    """One entity of a row: which attributes are at which positions, and what is loaded with it."""

    __slots__ = ("mapper", "entity", "items", "pk", "joined", "later", "options", "columns", "class_", "complete")

    def __init__(self, entity, tree, start):
        self.entity = entity
        self.mapper = mapper = entity.mapper
        self.class_ = mapper.class_
        tree = tree or _NOTHING
        self.columns = []
        self.items = []
        for item in mapper.column_attrs:
            key = item.key
            wanted = not item.deferred or key in tree.undeferred
            if tree.only is not None:
                wanted = key in tree.only
            if key in tree.deferred:
                wanted = False
            if wanted or key in mapper.pk_keys:
                self.items.append((key, start + len(self.columns)))
                self.columns.append(entity.column_for(key))
        places = dict(self.items)
        self.pk = tuple(places[key] for key in mapper.pk_keys)
        # (relationship, load, whether it is a collection)
        self.joined = []
        # (relationship, strategy, tree, attribute, path to the related entity)
        self.later = []
        self.options = ()


class OrmPlan:
    """How a SELECT with entities is run: a plain SELECT, and what its rows become."""

    # RETURNING has no FROM to join to: there such a relationship is loaded at its first use.
    joins_relations = True

    def __init__(self, statement):
        self.cells = []
        self.must_be_unique = False
        self.keys = []
        self.loads = []
        columns = []
        base = statement.selects[0] if isinstance(statement, CompoundSelect) else statement
        changed = False
        joins = []
        options = statement._options
        names = statement._named_columns()
        position = 0
        for item, own in base._targets():
            entity = entity_of(item)
            if entity is None:
                count = len(own)
                bundle = getattr(item, "_bundle_columns", None)
                if bundle is not None:
                    self.cells.append(("bundle", (position, position + count, RowShape([name for name, _ in names[position : position + count]]))))
                    self.keys.append(item.name)
                    columns += own
                else:
                    for index in range(count):
                        self.cells.append(("column", len(columns) + index))
                        self.keys.append(getattr(item, "key", None) if isinstance(item, QueryableAttribute) else names[position + index][0])
                    columns += own
                position += count
                continue
            position += len(own)
            tree = tree_of(options, entity)
            load = EntityLoad(entity, tree, len(columns))
            if len(load.columns) != len(own):
                changed = True
            self.cells.append(("entity", load))
            self.loads.append(load)
            self.keys.append(item.__name__)
            columns += load.columns
            joins.append((load, tree))
        extra = []
        pending = []
        path = next((option.path for option in options if isinstance(option, _Given)), ())
        for load, tree in joins:
            self._plan_relations(load, tree or _NOTHING, extra, pending, len(columns), statement, (*path, load.mapper))
        self.statement = statement
        if pending or extra:
            self.statement = self._with_joins(statement, columns, extra, pending)
        elif changed:
            self.statement = statement._copy()
            self.statement._raw = tuple(columns)
            if not self.statement._explicit and not statement._joins:
                self.statement._explicit = tuple(statement._column_froms())
        self.shape = RowShape(self.keys, [item for item in base._raw])

    def _plan_relations(self, load, tree, extra, pending, offset, statement, path):
        """path: the mappers on the way from the entity that was asked for to this one, itself the last."""
        options = []
        for key, prop in load.mapper.relationships.items():
            prop.mapper
            entry = tree.relations.get(key)
            strategy = prop.lazy
            if entry is not None:
                strategy = entry[0] or strategy
                child_tree, attribute, details = entry[1], entry[2], entry[3]
            else:
                if tree.wildcard is not None:
                    strategy = tree.wildcard
                child_tree, attribute, details = _NOTHING, None, {}
            # What nobody asked for by an option stops where it would come back to a class that is on the way.
            if (entry is None or entry[0] is None) and strategy in ("joined", "selectin", "subquery") and prop.comes_back(path):
                continue
            if strategy == "joined" and not self.joins_relations:
                continue
            if strategy == "joined":
                self._plan_joined(load, prop, child_tree, attribute, details, extra, pending, offset, statement, path)
            elif strategy == "contains_eager":
                alias = details.get("alias")
                target = alias if alias is not None else getattr(attribute, "target", None)
                entity = entity_of(target) if target is not None else prop.mapper
                child = EntityLoad(entity, child_tree, offset + len(extra))
                extra += child.columns
                load.joined.append((prop, child, prop.uselist))
                if prop.uselist:
                    self.must_be_unique = True
                self._plan_relations(child, child_tree, extra, pending, offset, statement, (*path, child.mapper))
            elif strategy in ("selectin", "subquery"):
                load.later.append((prop, strategy, _deeper(child_tree, prop, attribute, details), attribute, path))
            elif strategy in ("raise", "raise_on_sql", "noload", "select") and strategy != prop.lazy:
                options.append((key, strategy))
        load.options = tuple(options)

    def _plan_joined(self, load, prop, tree, attribute, details, extra, pending, offset, statement, path):
        alias = Alias(prop.mapper.table)
        entity = AliasedInsp(prop.mapper, alias, None, None)
        child = EntityLoad(entity, tree, offset + len(extra))
        extra += child.columns
        load.joined.append((prop, child, prop.uselist))
        if prop.uselist:
            self.must_be_unique = True
        inner = details.get("innerjoin")
        inner = prop.innerjoin if inner is None else inner
        via = QueryableAttribute(load.entity, prop.key)
        via.criteria = getattr(attribute, "criteria", ())
        pending.append((load.entity.selectable, prop, via, alias, not inner))
        self._plan_relations(child, tree, extra, pending, offset, statement, (*path, child.mapper))

    def _with_joins(self, statement, columns, extra, pending):
        wrap = any(prop.uselist for _, prop, _, _, _ in pending) and (statement._limit is not None or statement._offset is not None or statement._distinct)
        if wrap:
            inner = statement._copy()
            inner._raw = tuple(columns)
            if not inner._explicit and not statement._joins:
                inner._explicit = tuple(statement._column_froms())
            inner._options = ()
            inner._for_update = None
            # What ORDER BY outside needs has to come out of the subquery.
            listed = list(columns)
            for item in statement._order_by:
                for column in _columns_in(item):
                    if not any(column is one for one in listed):
                        listed.append(column)
            inner._raw = tuple(listed)
            source = inner.subquery()
            moved = {id(old): new for old, new in zip(listed, source.c)}

            def replace(element):
                return moved.get(id(element))

            made = Select(*list(source.c)[: len(columns)])
            froms = [source]
            # The joins start from the subquery's columns.
            for selectable, prop, via, alias, outer in pending:
                base = froms[0]
                joined = prop.join_to(base, via, alias, outer)
                joined.onclause = joined.onclause._replaced(replace)
                froms[0] = joined
            made._order_by = tuple(item._replaced(replace) for item in statement._order_by)
            made._for_update = statement._for_update
        else:
            made = statement._copy()
            made._raw = tuple(columns)
            made._options = ()
            froms = statement._from_list()
            for selectable, prop, via, alias, outer in pending:
                index = next(number for number, item in enumerate(froms) if selectable in item._components())
                froms[index] = prop.join_to(froms[index], via, alias, outer)
            made._joins = ()
        made._explicit = tuple(froms)
        made._extra_columns = tuple(extra)
        for _, prop, _, alias, _ in pending:
            if prop.order_by:
                entity = AliasedInsp(prop.mapper, alias, None, None)
                made._order_by = (*made._order_by, *[entity.adapt(item) for item in prop.order_by])
        return made


def _columns_in(element):
    if hasattr(element, "table") and hasattr(element, "name"):
        yield element
        return
    for child in element._children():
        yield from _columns_in(child)


def has_entities(statement):
    """Whether rows of a statement hold objects."""
    raw = getattr(statement, "_raw", ())
    return any(entity_of(item) is not None or hasattr(item, "_bundle_columns") for item in raw)


def orm_plan(statement):
    memo = statement.__dict__.get("_orm_memo")
    if memo is None or memo[0] is not statement:
        memo = statement.__dict__["_orm_memo"] = (statement, OrmPlan(statement))
    return memo[1]


class Context:
    """The rows of one result on their way to objects."""

    __slots__ = ("session", "refresh", "collections", "loaded")

    def __init__(self, session, refresh):
        self.session = session
        self.refresh = refresh
        # (id of object, relationship) -> what was collected for it
        self.collections = {}
        # id of load -> objects, for what is loaded later
        self.loaded = {}

    def instance(self, load, row):
        identity = tuple([row[index] for index in load.pk])
        if identity[0] is None and all(item is None for item in identity):
            return None
        session = self.session
        key = (load.class_, identity)
        found = session.identity_map.get(key)
        if found is None:
            found = load.class_.__new__(load.class_)
            values = found.__dict__
            state = values.get("_sa_instance_state") or init_state(found)
            state.key = key
            state.session = session
            if load.options:
                state.options = load.options
            for name, index in load.items:
                values[name] = row[index]
            session.identity_map[key] = found
        else:
            state = found._sa_instance_state
            values = found.__dict__
            if self.refresh:
                for name, index in load.items:
                    if self.refresh is True or name in self.refresh:
                        values[name] = row[index]
                        state.committed.pop(name, None)
                        state.expired.discard(name)
            elif state.expired:
                for name, index in load.items:
                    if name in state.expired:
                        values[name] = row[index]
                        state.expired.discard(name)
            elif load.options or len(values) <= len(load.items):
                for name, index in load.items:
                    if name not in values:
                        values[name] = row[index]
                if load.options:
                    state.options = load.options
        if load.joined:
            self._attach(load, found, values, row)
        if load.later:
            seen = self.loaded.setdefault(load, {})
            seen[id(found)] = found
        return found

    def _attach(self, load, instance, values, row):
        for prop, child, many in load.joined:
            other = self.instance(child, row)
            mark = (id(instance), prop)
            if not many:
                if prop.key not in values or mark in self.collections or self.refresh:
                    values[prop.key] = other
                continue
            held = self.collections.get(mark)
            if held is None:
                if prop.key in values and not self.refresh:
                    # It was there before this result: it stays as it is.
                    self.collections[mark] = False
                    continue
                values[prop.key] = collection = prop.tracked(instance, ())
                held = self.collections[mark] = (collection, set())
            if held and other is not None and id(other) not in held[1]:
                held[1].add(id(other))
                held[0]._put(other)


async def load_rows(session, statement, params, refresh=None, line=None):
    """(plan, rows of objects and values) of a SELECT with entities."""
    plan = orm_plan(statement)
    connection = await session._get_connection(line)
    result = await connection._execute(plan.statement, params, None, line)
    rows = result._rows
    made = await build_rows(session, plan, rows, refresh, statement, params, line)
    return plan, made


async def build_rows(session, plan, rows, refresh, statement, params, line):
    context = Context(session, refresh)
    cells = plan.cells
    if plan.loads:
        costs.spend(costs.ENTITIES + len(rows) * len(plan.loads) * costs.OBJECT)
    if len(cells) == 1 and cells[0][0] == "entity":
        load = cells[0][1]
        instance = context.instance
        made = [(instance(load, row),) for row in rows]
    else:
        made = [tuple([_cell(context, kind, what, row) for kind, what in cells]) for row in rows]
    for load, objects in context.loaded.items():
        await _load_later(session, load, list(objects.values()), refresh, statement, params, line)
    return made


def _cell(context, kind, what, row):
    if kind == "column":
        return row[what]
    if kind == "entity":
        return context.instance(what, row)
    from ..engine.row import Row

    start, end, shape = what
    return Row(shape, tuple(row[start:end]))


def orm_result(plan, rows):
    result = Result(plan.shape, rows, -1)
    result._must_be_unique = plan.must_be_unique
    return result


# What is loaded with statements of its own


async def _load_later(session, load, objects, refresh, statement, params, line):
    for prop, strategy, tree, attribute, path in load.later:
        missing = [item for item in objects if refresh is True or prop.key not in item.__dict__]
        if missing:
            if strategy == "subquery" and isinstance(statement, Select) and prop.secondary is None:
                await _subquery(session, load, prop, missing, _Given(prop.mapper, tree, path), statement, params, line)
            else:
                await _selectin(session, prop, missing, _Given(prop.mapper, tree, path), attribute, line)


class _Given:
    """Option of the SELECT of a related entity: its tree, which is known already, and the path to it."""

    def __init__(self, entity, tree, path):
        self.entity = entity
        self.tree = tree
        self.path = path


def _deeper(tree, prop, attribute, details):
    """The tree of the related entity when selectinload(..., recursion_depth=) goes on: the same relationship one level less, -1 without end."""
    depth = details.get("recursion_depth")
    if not depth:
        return tree
    deeper = Tree()
    deeper.relations = dict(tree.relations)
    deeper.only, deeper.deferred, deeper.undeferred, deeper.wildcard = tree.only, tree.deferred, tree.undeferred, tree.wildcard
    deeper.relations[prop.key] = ["selectin", tree, attribute, {"recursion_depth": max(depth - 1, -1)}]
    return deeper


def _value(item, mapper, column):
    return item.__dict__.get(mapper.key_of(column))


async def _values(session, item, mapper, columns):
    if any(mapper.key_of(column) in item._sa_instance_state.expired for column in columns):
        await session._refresh_expired(item._sa_instance_state)
    return tuple([_value(item, mapper, column) for column in columns])


async def _selectin(session, prop, objects, given, attribute, line):
    mapper, target = prop.parent, prop.mapper
    own = [pair[0] for pair in prop.pairs]
    groups = {}
    for item in objects:
        key = await _values(session, item, mapper, own)
        if None in key:
            item.__dict__[prop.key] = prop.empty() if not prop.uselist else prop.tracked(item, ())
        else:
            groups.setdefault(key, []).append(item)
    if prop.direction == MANYTOMANY:
        source = Alias(mapper.table)
        middle = Alias(prop.secondary)
        key_columns = [source.corresponding_column(column) for column in own]
        base = Select(*key_columns, target.class_).select_from(_m2m(source, middle, prop))
    else:
        key_columns = [pair[1] for pair in prop.pairs]
        base = Select(*key_columns, target.class_)
        for extra in prop.condition_extra:
            base = base.where(extra)
    for criterion in getattr(attribute, "criteria", ()):
        base = base.where(criterion)
    if prop.order_by:
        base = base.order_by(*prop.order_by)
    base._options = (given,)
    keys = list(groups)
    found = {}
    column = key_columns[0] if len(key_columns) == 1 else tuple_(*key_columns)
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        query = base.where(column.in_([key[0] for key in part] if len(key_columns) == 1 else part))
        _, rows = await load_rows(session, query, None, None, line)
        width = len(key_columns)
        for row in rows:
            found.setdefault(tuple(row[:width]), []).append(row[width])
    for key, items in groups.items():
        others = found.get(key, [])
        for item in items:
            item.__dict__[prop.key] = prop.tracked(item, others) if prop.uselist else (others[0] if others else None)


def _m2m(source, middle, prop):
    from ..sql.elements import and_
    from ..sql.selectable import Join

    first = Join(source, middle, and_(*[source.corresponding_column(own) == middle.corresponding_column(other) for own, other in prop.pairs]))
    return Join(first, prop.mapper.table, and_(*[own == middle.corresponding_column(other) for own, other in prop.target_pairs]))


async def _subquery(session, load, prop, objects, given, statement, params, line):
    from ..sql.elements import and_

    own = [load.entity.column_for(load.mapper.key_of(pair[0])) for pair in prop.pairs]
    inner = statement.with_only_columns(*own)
    inner._options = ()
    if statement._limit is None and statement._offset is None:
        inner._order_by = ()
    if not inner._explicit and not inner._joins:
        inner._explicit = (load.entity.selectable,)
    source = inner.distinct().subquery() if prop.direction == MANYTOONE else inner.subquery()
    target = prop.mapper
    keys = list(source.c)
    query = Select(*keys, target.class_).select_from(source).join(target.class_, and_(*[key == pair[1] for key, pair in zip(keys, prop.pairs)]))
    if prop.order_by:
        query = query.order_by(*prop.order_by)
    query._options = (given,)
    _, rows = await load_rows(session, query, params, None, line)
    width = len(keys)
    found = {}
    for row in rows:
        found.setdefault(tuple(row[:width]), []).append(row[width])
    for item in objects:
        key = tuple([_value(item, load.mapper, pair[0]) for pair in prop.pairs])
        others = found.get(key, [])
        item.__dict__[prop.key] = prop.tracked(item, others) if prop.uselist else (others[0] if others else None)


async def lazy_load(session, state, prop, line=None):
    """The value of a relationship when it is asked for."""
    instance = state.instance
    mapper, target = prop.parent, prop.mapper
    own = [pair[0] for pair in prop.pairs]
    key = await _values(session, instance, mapper, own)
    if None in key:
        instance.__dict__[prop.key] = prop.tracked(instance, ()) if prop.uselist else None
        return
    if prop.direction == MANYTOONE:
        identity = prop.target_identity({pair[1]: value for pair, value in zip(prop.pairs, key)})
        if identity is not None:
            instance.__dict__[prop.key] = await session._get(target, identity[1], line=line)
            return
    query = Select(target.class_)
    if prop.direction == MANYTOMANY:
        query = query.select_from(target.table, prop.secondary)
        query = query.where(*[other == value for (_, other), value in zip(prop.pairs, key)])
        query = query.where(*[column == other for column, other in prop.target_pairs])
    else:
        query = query.where(*[pair[1] == value for pair, value in zip(prop.pairs, key)], *prop.condition_extra)
    if prop.order_by:
        query = query.order_by(*prop.order_by)
    back = prop.reverse
    if back is not None and back.direction == MANYTOONE and back.lazy in ("joined", "selectin", "subquery"):
        # It leads to this object, which is there.
        tree = Tree()
        tree.relations[back.key] = ["select", _NOTHING, None, {}]
        query._options = (_Given(target, tree, ()),)
    await session._autoflush()
    _, rows = await load_rows(session, query, None, None, line)
    others = [row[0] for row in rows]
    instance.__dict__[prop.key] = prop.tracked(instance, list(dict.fromkeys(others))) if prop.uselist else (others[0] if others else None)
