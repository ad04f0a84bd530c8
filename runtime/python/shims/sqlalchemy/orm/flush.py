"""The unit of work: what changed since the last flush becomes INSERT, UPDATE and DELETE, tables in the order of their references."""

import warnings

from ..engine import costs
from ..exc import SAWarning
from ..engine.execution import plan_of
from ..sql.dml import Delete, Insert, Update
from ..sql.dml_compiler import key_bind
from ..sql.elements import BindParameter, ClauseElement, clause
from .attributes import NO_VALUE, state_str
from .collections import items_of
from .errors import FlushError, StaleDataError
from .relationships import MANYTOMANY, MANYTOONE, ONETOMANY


def _order(mappers):
    tables = {}
    for mapper in mappers:
        for index, table in enumerate(mapper.registry.metadata.sorted_tables):
            tables.setdefault(table, len(tables))
    return sorted(mappers, key=lambda mapper: tables.get(mapper.table, -1))


async def flush(session, objects=None):
    """objects: only these, or None for all that changed."""
    new = list(session._new)
    dirty = [state for state in session._dirty if state.key is not None and state not in session._deleted]
    deleted = list(session._deleted)
    orphans = _orphans(session, [*new, *dirty])
    for state in orphans:
        await session._delete_state(state)
        deleted = list(session._deleted)
        if state in dirty:
            dirty.remove(state)
    new = [state for state in new if state in session._new]
    syncs, links = _references(session, [*new, *dirty], deleted)
    touched = dict.fromkeys([*dirty, *[state for state in syncs if state.key is not None and state not in session._deleted]])
    mappers = _order(list(dict.fromkeys(state.mapper for state in (*new, *touched))))
    connection = await session._get_connection()
    costs.spend(costs.FLUSH)
    for mapper in mappers:
        pending = _sorted_within([state for state in new if state.mapper is mapper], syncs)
        await _insert_all(session, connection, mapper, pending, syncs)
        changed = [state for state in touched if state.mapper is mapper]
        await _update_all(session, connection, mapper, changed, syncs)
    await _link(session, connection, links)
    await _delete_all(session, connection, deleted)
    for state in (*new, *touched):
        state.committed.clear()
        state.modified_collections.clear()
    session._dirty.clear()


def _orphans(session, states):
    """Objects that were taken out of a collection with cascade "delete-orphan"."""
    found = {}
    for state in states:
        for key, (_, removed) in state.modified_collections.items():
            prop = state.mapper.relationships.get(key)
            if prop is not None and "delete-orphan" in prop.cascade:
                for item in removed:
                    other = item._sa_instance_state
                    reverse = prop.reverse
                    if reverse is not None and not reverse.uselist and item.__dict__.get(reverse.key) is not None:
                        continue
                    if other.key is None:
                        session._expunge_state(other)
                    else:
                        found[other] = True
    return list(found)


def _references(session, states, deleted):
    """(object -> foreign keys to copy before it is written, rows of secondary tables to add and to remove)."""
    syncs = {}
    links = {}
    gone = set(deleted)
    for state in states:
        mapper = state.mapper
        values = state.instance.__dict__
        for key, prop in mapper.relationships.items():
            prop.mapper
            changes = state.modified_collections.get(key)
            if changes is None and not (state.key is None and values.get(key) is not None):
                continue
            if prop.viewonly:
                continue
            added, removed = changes if changes is not None else (items_of(values.get(key)), [])
            if prop.direction == MANYTOONE:
                target = values.get(key)
                copies = [(mapper.key_of(own), target, prop.mapper.key_of(other)) for own, other in prop.pairs]
                if target is not None or key in state.modified_collections and not _is_set(state, prop):
                    syncs.setdefault(state, []).extend(copies)
            elif prop.direction == ONETOMANY:
                for item in added:
                    other = item._sa_instance_state
                    if other.session is not session:
                        _not_in_session(item, prop)
                        continue
                    copies = [(prop.mapper.key_of(column), state.instance, mapper.key_of(own)) for own, column in prop.pairs]
                    syncs.setdefault(other, []).extend(copies)
                for item in removed:
                    other = item._sa_instance_state
                    if other in gone or other.key is None:
                        continue
                    reverse = prop.reverse
                    if reverse is not None and item.__dict__.get(reverse.key) not in (None, state.instance):
                        continue
                    syncs.setdefault(other, []).extend((prop.mapper.key_of(column), None, None) for _, column in prop.pairs)
            elif prop.direction == MANYTOMANY:
                for item in added:
                    if item._sa_instance_state.session is not session:
                        _not_in_session(item, prop)
                        continue
                    links[_link_key(prop, state.instance, item)] = (prop, state.instance, item, True)
                for item in removed:
                    if item._sa_instance_state.key is not None:
                        links[_link_key(prop, state.instance, item)] = (prop, state.instance, item, False)
    return syncs, list(links.values())


def _not_in_session(item, prop):
    warnings.warn(f"Object of type <{type(item).__name__}> not in session, add operation along '{prop}' will not proceed", SAWarning, stacklevel=2)


def _is_set(state, prop):
    """Whether the program set the foreign key itself."""
    return any(state.mapper.key_of(own) in state.committed for own, _ in prop.pairs)


def _link_key(prop, one, other):
    return (prop.secondary, frozenset((id(one), id(other))))


def _sorted_within(states, syncs):
    """Objects of one table after those of the same table that they refer to."""
    mine = {id(state.instance): state for state in states}
    done = {}

    def visit(state, path):
        if state in done or state in path:
            return
        for _, source, _ in syncs.get(state, ()):
            other = mine.get(id(source)) if source is not None else None
            if other is not None and other is not state:
                visit(other, (*path, state))
        done[state] = True

    for state in states:
        visit(state, ())
    return list(done)


def _copy_keys(state, syncs):
    values = state.instance.__dict__
    for key, source, source_key in syncs.get(state, ()):
        value = None if source is None else source.__dict__.get(source_key)
        if key in values and values[key] == value:
            continue
        if state.key is not None and key not in state.committed:
            state.committed[key] = values.get(key, NO_VALUE)
        if value is None and key in state.mapper.pk_keys and state.key is not None:
            raise AssertionError(
                f"Dependency rule on column '{state.mapper.column_for(key)}' tried to blank-out primary key column '{state.mapper.column_for(key)}'"
                f" on instance '{state_str(state.instance)}'"
            )
        values[key] = value
        state.expired.discard(key)


async def _insert_all(session, connection, mapper, states, syncs):
    batch = []
    form = None
    for state in states:
        for listener in mapper.listeners.get("before_insert", ()):
            listener(mapper, session._sync_view(connection), state.instance)
        if batch and any(source is not None and any(source is other.instance for other, _, _ in batch) for _, source, _ in syncs.get(state, ())):
            # A row of the same table that this one refers to has to have its key first.
            await _insert(session, connection, mapper, batch)
            batch = []
        _copy_keys(state, syncs)
        params, expressions = _insert_values(mapper, state)
        own = (tuple(params), bool(expressions))
        if batch and (own != form or expressions):
            await _insert(session, connection, mapper, batch)
            batch = []
        form = own
        batch.append((state, params, expressions))
    if batch:
        await _insert(session, connection, mapper, batch)
    for state in states:
        for listener in mapper.listeners.get("after_insert", ()):
            listener(mapper, session._sync_view(connection), state.instance)


def _insert_values(mapper, state):
    """(column key -> value, column -> SQL expression) of a new object."""
    values = state.instance.__dict__
    params = {}
    expressions = {}
    auto = mapper.table._autoincrement_column
    for item in mapper.column_attrs:
        column = item.column
        if getattr(column, "table", None) is not mapper.table:
            continue
        key = item.key
        value = values.get(key, NO_VALUE)
        if value is not NO_VALUE and value is not None:
            made = value if isinstance(value, ClauseElement) else clause(value) if hasattr(value, "__clause_element__") else None
            if made is not None:
                expressions[column] = made
            else:
                params[column.key] = value
            continue
        if value is None and column.type.should_evaluate_none:
            params[column.key] = None
            continue
        default = column.default
        if default is not None and not (value is None and column.server_default is not None):
            if hasattr(default, "next_value"):
                expressions[column] = default.next_value()
            elif default.is_clause_element:
                expressions[column] = default.arg
            elif default.is_sequence:
                expressions[column] = default.arg.next_value()
            else:
                params[column.key] = values[key] = default.value(params)
            continue
        if mapper.version_id_col is column:
            params[column.key] = values[key] = 1
            continue
        if column.server_default is None and column is not auto and column.computed is None:
            params[column.key] = None
            values.setdefault(key, None)
    return params, expressions


async def _insert(session, connection, mapper, batch):
    state, params, expressions = batch[0]
    many = len(batch) > 1
    keys = tuple(params)
    cached = mapper.insert_cache.get((keys, many)) if not expressions else None
    if cached is None:
        table = mapper.table
        statement = Insert(table)
        columns = {column.key: column for column in table.c}
        given = {columns[key]: key_bind(columns[key]) for key in keys}
        given.update(expressions)
        statement._values = {column: given[column] for column in table.c if column in given}
        returned = [column for column in table.c if column not in given or column in expressions]
        missing_key = any(column in returned for column in mapper.primary_key)
        fetch = [column for column in returned if column.server_default is not None or column in mapper.primary_key or column in expressions]
        if not missing_key and not any(column.server_default is not None or column in expressions for column in returned):
            fetch = []
        statement._returning = tuple(fetch)
        cached = (statement, plan_of(statement), fetch)
        if not expressions:
            mapper.insert_cache[keys, many] = cached
    statement, plan, fetch = cached
    line = connection._line_now()
    costs.spend(len(batch) * costs.OBJECT_WRITTEN)
    connection._autobegin()
    driver = connection._driver
    if not driver.started and driver.isolation != "AUTOCOMMIT":
        await connection._begin_driver(line)
    if not many:
        result = await connection._run(statement, plan, params, line)
        rows = result._rows
    elif fetch:
        result = await connection._insert_pages(statement, [item[1] for item in batch], line)
        rows = result._rows
    else:
        await connection._run_many(statement, plan, [item[1] for item in batch], line)
        rows = None
    for index, (state, _, _) in enumerate(batch):
        values = state.instance.__dict__
        if fetch:
            for column, value in zip(fetch, rows[index]):
                key = mapper.key_of(column)
                if key is not None:
                    values[key] = value
        identity = tuple([values.get(key) for key in mapper.pk_keys])
        if None in identity and len(identity) == 1:
            raise FlushError(
                f"Instance {state_str(state.instance)} has a NULL identity key.  If this is an auto-generated value, check that the database table allows"
                " generation of new primary key values, and that the mapped Column object is configured to expect these generated values."
            )
        session._became_persistent(state, (mapper.class_, identity))


async def _update_all(session, connection, mapper, states, syncs):
    batch = []
    form = None
    for state in states:
        _copy_keys(state, syncs)
        if mapper.listeners.get("before_update") and (state.committed or state.modified_collections):
            for listener in mapper.listeners["before_update"]:
                listener(mapper, session._sync_view(connection), state.instance)
        changes, expressions, changed = _changes(mapper, state)
        if not changed:
            continue
        own = tuple(changes)
        if batch and (own != form or expressions):
            await _update(session, connection, mapper, batch)
            batch = []
        form = own
        batch.append((state, changes, expressions))
        if expressions:
            await _update(session, connection, mapper, batch)
            batch = []
        for listener in mapper.listeners.get("after_update", ()):
            listener(mapper, session._sync_view(connection), state.instance)
    if batch:
        await _update(session, connection, mapper, batch)


def _changes(mapper, state):
    """(column key -> value, column -> expression, whether anything changed)."""
    values = state.instance.__dict__
    changes = {}
    expressions = {}
    for item in mapper.column_attrs:
        key = item.key
        old = state.committed.get(key, _UNCHANGED)
        if old is _UNCHANGED or key not in values:
            continue
        value = values[key]
        made = value if isinstance(value, ClauseElement) else clause(value) if hasattr(value, "__clause_element__") else None
        if made is not None:
            expressions[item.column] = made
            continue
        if old is not NO_VALUE and (old is value and not isinstance(value, (list, dict)) or type(old) is type(value) and old == value and old is not value):
            continue
        changes[item.column.key] = value
    if not changes and not expressions:
        return changes, expressions, False
    for item in mapper.column_attrs:
        default = getattr(item.column, "onupdate", None)
        if default is not None and item.column.key not in changes and item.column not in expressions:
            if default.is_clause_element:
                expressions[item.column] = default.arg
            else:
                changes[item.column.key] = values[item.key] = default.value(changes)
    return changes, expressions, True


_UNCHANGED = object()


def _where_key(mapper, state):
    """The primary key that the row has in the database."""
    params = {}
    for column, key, value in zip(mapper.primary_key, mapper.pk_keys, state.key[1]):
        params[f"{mapper.table.name}_{column.key}"] = value
    return params


async def _update(session, connection, mapper, batch):
    state, changes, expressions = batch[0]
    table = mapper.table
    version = mapper.version_id_col
    cached = mapper.insert_cache.get(("update", tuple(changes))) if not expressions else None
    if cached is None:
        statement = Update(table)
        columns = {column.key: column for column in table.c}
        given = {columns[key]: key_bind(columns[key]) for key in changes}
        given.update(expressions)
        if version is not None:
            given[version] = key_bind(version)
        statement._values = given
        statement._where = tuple(column == BindParameter(f"{table.name}_{column.key}", None, column.type) for column in mapper.primary_key)
        if version is not None:
            statement._where += (version == BindParameter(f"{table.name}_{version.key}", None, version.type),)
        fetch = [column for column in expressions]
        statement._returning = tuple(fetch)
        cached = (statement, plan_of(statement), fetch)
        if not expressions:
            mapper.insert_cache["update", tuple(changes)] = cached
    statement, plan, fetch = cached
    line = connection._line_now()
    costs.spend(costs.UPDATE + len(batch) * costs.OBJECT_WRITTEN)
    connection._autobegin()
    driver = connection._driver
    if not driver.started and driver.isolation != "AUTOCOMMIT":
        await connection._begin_driver(line)
    sets = []
    for state, changes, _ in batch:
        params = {**changes, **_where_key(mapper, state)}
        if version is not None:
            key = mapper.key_of(version)
            old = state.instance.__dict__.get(key)
            params[f"{table.name}_{version.key}"] = old
            params[version.key] = state.instance.__dict__[key] = old + 1
        sets.append(params)
    if len(sets) > 1 and version is None:
        await connection._run_many(statement, plan, sets, line)
    else:
        for (state, changes, _), params in zip(batch, sets):
            result = await connection._run(statement, plan, params, line)
            if result.rowcount != 1:
                raise StaleDataError(f"UPDATE statement on table '{table.name}' expected to update 1 row(s); {result.rowcount} were matched.")
            if fetch:
                for column, value in zip(fetch, result._rows[0]):
                    state.instance.__dict__[mapper.key_of(column)] = value
    for state, changes, _ in batch:
        values = state.instance.__dict__
        identity = tuple([values.get(key, old) for key, old in zip(mapper.pk_keys, state.key[1])])
        if identity != state.key[1]:
            session.identity_map.pop(state.key, None)
            state.key = (mapper.class_, identity)
            session.identity_map[state.key] = state.instance


async def _link(session, connection, links):
    """Rows of secondary tables."""
    added, removed = {}, {}
    for prop, one, other, add in links:
        row = {}
        for own, column in prop.pairs:
            row[column] = one.__dict__.get(prop.parent.key_of(own))
        for own, column in prop.target_pairs:
            row[column] = other.__dict__.get(prop.mapper.key_of(own))
        (added if add else removed).setdefault(prop.secondary, []).append(row)
    for table, rows in removed.items():
        statement = Delete(table).where(*[column == BindParameter(column.key, None, column.type) for column in rows[0]])
        await connection._execute(statement, [{column.key: value for column, value in row.items()} for row in rows])
    for table, rows in added.items():
        await connection._execute(Insert(table), [{column.key: value for column, value in row.items()} for row in rows])


async def _delete_all(session, connection, states):
    if not states:
        return
    for state in states:
        for prop in state.mapper.relationships.values():
            if prop.direction == MANYTOMANY and not prop.viewonly:
                rows = [{}] if state.instance.__dict__.get(prop.key) else []
                if rows:
                    statement = Delete(prop.secondary).where(*[column == state.instance.__dict__.get(prop.parent.key_of(own)) for own, column in prop.pairs])
                    await connection._execute(statement)
    for mapper in reversed(_order(list(dict.fromkeys(state.mapper for state in states)))):
        mine = [state for state in states if state.mapper is mapper and state.key is not None]
        for state in mine:
            for listener in mapper.listeners.get("before_delete", ()):
                listener(mapper, session._sync_view(connection), state.instance)
        statement = mapper.insert_cache.get("delete")
        if statement is None:
            statement = Delete(mapper.table).where(*[column == BindParameter(column.key, None, column.type) for column in mapper.primary_key])
            mapper.insert_cache["delete"] = statement
        sets = [{column.key: value for column, value in zip(mapper.primary_key, state.key[1])} for state in mine]
        costs.spend(len(sets) * costs.OBJECT_WRITTEN)
        if sets:
            await connection._execute(statement, sets if len(sets) > 1 else sets[0])
        for state in mine:
            session._became_deleted(state)
            for listener in mapper.listeners.get("after_delete", ()):
                listener(mapper, session._sync_view(connection), state.instance)
