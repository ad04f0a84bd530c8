"""INSERT, UPDATE and DELETE of mapped classes as statements, and what they mean for objects of the session."""

from ..engine import costs
from ..sql import operators as ops
from ..sql.dml import Update
from ..sql.dml_compiler import key_bind
from ..sql.elements import BinaryExpression, BindParameter, BooleanClauseList, ClauseElement, clause
from .loading import OrmPlan, build_rows, orm_result


async def with_entities(session, statement, result, line):
    """The rows of RETURNING as objects."""
    plan = _ReturningPlan(statement)
    rows = await build_rows(session, plan, result._rows, True, statement, None, line)
    return orm_result(plan, rows)


class _Select:
    """RETURNING looks like a SELECT to what makes objects of rows."""

    _options = ()

    def __init__(self, statement):
        self._statement = statement
        self._raw = statement._raw
        self._targets = statement._targets
        self._named_columns = statement._named_columns
        self._explicit = self._joins = (None,)

    def _copy(self):
        return self


class _ReturningPlan(OrmPlan):
    joins_relations = False

    def __init__(self, statement):
        OrmPlan.__init__(self, _Select(statement))


async def bulk_update(session, connection, statement, rows, line):
    """session.execute(update(Item), [{"id": 1, "stock": 2}, ...]): by primary key."""
    mapper = statement.entity
    keys = [key for key in rows[0] if key not in mapper.pk_keys]
    made = Update(mapper.table)
    made._values = {}
    for key in keys:
        column = mapper.column_for(key)
        bind = key_bind(column)
        bind.key = key
        made._values[column] = bind
    made._where = tuple(column == BindParameter(f"{mapper.table.name}_{key}", None, column.type) for column, key in zip(mapper.primary_key, mapper.pk_keys))
    sets = []
    for row in rows:
        sets.append({**{key: row[key] for key in keys}, **{f"{mapper.table.name}_{key}": row[key] for key in mapper.pk_keys}})
    costs.spend(len(sets) * costs.OBJECT_WRITTEN)
    return await connection._execute(made, sets, None, line)


def synchronize(session, statement, how):
    """Objects in the session follow an UPDATE or DELETE: those that the WHERE clause matches, evaluated in Python."""
    if how is False:
        return
    mapper = statement.entity
    for key, instance in list(session.identity_map.items()):
        if key[0] is not mapper.class_:
            continue
        state = instance._sa_instance_state
        matches = all(_evaluate(mapper, instance, item) is not False for item in statement._where)
        if not matches:
            continue
        if getattr(statement, "is_delete", False):
            if all(_evaluate(mapper, instance, item) is True for item in statement._where):
                session._became_deleted(state)
            continue
        certain = all(_evaluate(mapper, instance, item) is True for item in statement._where)
        for column, value in (statement._values or {}).items():
            name = mapper.key_of(column)
            if certain and not isinstance(value, ClauseElement) and not isinstance(clause(value), ClauseElement):
                instance.__dict__[name] = value
                state.committed.pop(name, None)
                state.expired.discard(name)
            else:
                session._expire_state(instance, state, [name])


_COMPARISONS = {
    ops.eq: lambda one, other: one == other, ops.ne: lambda one, other: one != other, ops.lt: lambda one, other: one < other,
    ops.le: lambda one, other: one <= other, ops.gt: lambda one, other: one > other, ops.ge: lambda one, other: one >= other,
    ops.in_: lambda one, other: one in other, ops.not_in: lambda one, other: one not in other,
}  # fmt: skip


def _evaluate(mapper, instance, element):
    """True, False, or None for what cannot be told in Python."""
    if isinstance(element, BooleanClauseList):
        parts = [_evaluate(mapper, instance, item) for item in element.clauses]
        if element.operator is ops.and_:
            return False if False in parts else None if None in parts else True
        return True if True in parts else None if None in parts else False
    if isinstance(element, BinaryExpression) and element.operator in _COMPARISONS and isinstance(element.right, BindParameter):
        name = mapper.key_of(element.left)
        if name is None or name not in instance.__dict__:
            return None
        try:
            return bool(_COMPARISONS[element.operator](instance.__dict__[name], element.right.effective_value))
        except TypeError:
            return None
    return None
