"""Session: the identity map, the transaction, and what is asked of both. The work is done by coroutines, as in engine.base."""

import asyncio

from surge import kernel
from surge.kernel import user_line

from .. import exc
from ..engine import costs
from ..engine.base import Connection
from ..engine.driver import drive
from ..engine.result import Result
from ..sql.elements import BindParameter, ClauseElement
from ..sql.select import CompoundSelect, Select, TextClause
from .attributes import NO_VALUE, state_str
from .bulk import bulk_update, synchronize, with_entities
from .collections import items_of
from .errors import ObjectDeletedError
from .flush import flush
from .loading import has_entities, lazy_load, load_rows, orm_result
from .mapper import state_of
from .relationships import MANYTOONE, ONETOMANY

_CLOSED_TRANSACTION = "Can't operate on closed transaction inside context manager.  Please complete the context manager before emitting further commands."
_PROVISIONING = "This session is provisioning a new connection; concurrent operations are not permitted"
_CLOSE_REFUSED = (
    "Method 'close()' can't be called here; method '_connection_for_bind()' is already in progress and this would cause an unexpected"
    " state change to <SessionTransactionState.CLOSED: 5>"
)


class SessionTransaction:
    """What begin() and begin_nested() give."""

    def __init__(self, session, parent=None, nested=False):
        self.session = session
        self.parent = parent
        self.nested = nested
        self.is_active = True
        self.savepoint = None
        # Objects that were inserted or deleted in it.
        self.inserted = {}
        self.removed = {}
        self.error = None
        self.managed = False

    def commit(self):
        drive(self._commit())

    def rollback(self):
        drive(self._rollback())

    async def _commit(self):
        await self.session._commit_transaction(self)

    async def _rollback(self):
        await self.session._rollback_transaction(self)

    def __enter__(self):
        self.managed = True
        return self

    def __exit__(self, cls, error, traceback):
        drive(self._leave(cls))

    async def _leave(self, cls):
        session = self.session
        if self.is_active and cls is None:
            try:
                await self._commit()
            except BaseException:
                if session._transaction is self:
                    await self._rollback()
                raise
        elif session._transaction is self or self.is_active:
            await self._rollback()


class Session:
    def __init__(self, bind=None, *, autoflush=True, future=True, expire_on_commit=True, autobegin=True, twophase=False, binds=None,
                 enable_baked_queries=True, info=None, query_cls=None, autocommit=False, join_transaction_mode="conditional_savepoint",
                 close_resets_only=True):  # fmt: skip
        self.bind = getattr(bind, "sync_engine", None) or getattr(bind, "sync_connection", None) or bind
        self.autoflush = autoflush
        self.expire_on_commit = expire_on_commit
        self.info = dict(info or {})
        self.identity_map = {}
        self._query_cls = query_cls
        self._binds = binds
        self._new = {}
        # The objects of _new and _deleted, so that they live as long as they are there.
        self._kept = {}
        self._dirty = {}
        self._deleted = {}
        self._transaction = None
        self._connection = None
        self._own_connection = True
        # A task of this session waits for its connection; and the session was to be closed meanwhile.
        self._provisioning = self._abandoned = False
        self._flushing = False
        self._no_autoflush = 0
        self._line = 0
        costs.spend(costs.SESSION)

    # The connection and the transaction

    @property
    def _engine(self):
        bind = self.bind
        if bind is None:
            if self._binds:
                bind = next(iter(self._binds.values()))
                bind = getattr(bind, "sync_engine", bind)
            else:
                raise exc.UnboundExecutionError("Could not locate a bind configured on SQL expression or this Session.")
        return bind

    async def _get_connection(self, line=None):
        transaction = self._transaction
        if transaction is None:
            transaction = self._transaction = SessionTransaction(self)
        elif not transaction.is_active:
            self._raise_inactive(transaction)
        connection = self._connection
        if connection is None:
            if self._provisioning:
                raise exc.InvalidRequestError(_PROVISIONING, code="isce")
            bind = self._engine
            if isinstance(bind, Connection):
                connection = bind
                self._own_connection = False
                if bind._transaction is None:
                    bind._autobegin()
                    self._own_transaction = True
                else:
                    self._own_transaction = False
            else:
                self._provisioning = True
                try:
                    connection = await bind._connect(line or user_line() or self._line)
                finally:
                    self._provisioning = False
                connection._autobegin()
                self._own_connection = self._own_transaction = True
                if self._abandoned:
                    self._leave_to_collector(connection)
            self._connection = connection
        return connection

    _own_transaction = True

    def _leave_to_collector(self, connection):
        """Nobody will close the session: the garbage collector terminates its connection when the last task that uses it is done."""

        def collect(task):
            self._connection = None
            connection._invalidate()
            task.get_loop().create_task(connection._close())

        asyncio.current_task().add_done_callback(collect)

    def _raise_inactive(self, transaction):
        if transaction.error is not None:
            raise exc.PendingRollbackError(
                "This Session's transaction has been rolled back due to a previous exception during flush. To begin a new transaction with"
                f" this Session, first issue Session.rollback(). Original exception was: {transaction.error}", code="7s2a",
            )
        raise exc.InvalidRequestError(_CLOSED_TRANSACTION)

    def _begin(self, nested=False):
        if self._transaction is not None:
            raise exc.InvalidRequestError("A transaction is already begun on this Session.")
        self._transaction = SessionTransaction(self)
        return self._transaction

    async def _begin_nested(self):
        await self._flush_if_needed()
        connection = await self._get_connection()
        transaction = SessionTransaction(self, self._transaction, True)
        transaction.savepoint = await connection._begin_nested()
        self._transaction = transaction
        return transaction

    async def _commit(self):
        transaction = self._transaction
        if transaction is None:
            transaction = self._transaction = SessionTransaction(self)
        while transaction is not None:
            if not transaction.is_active:
                self._raise_inactive(transaction)
            parent = transaction.parent
            await self._commit_transaction(transaction)
            transaction = parent

    async def _commit_transaction(self, transaction):
        if transaction is not self._transaction or not transaction.is_active:
            if transaction is self._transaction:
                self._raise_inactive(transaction)
            raise exc.ResourceClosedError("This transaction is closed")
        await self._flush_if_needed()
        if transaction.nested:
            await transaction.savepoint._commit()
            transaction.parent.inserted.update(transaction.inserted)
            transaction.parent.removed.update(transaction.removed)
            self._transaction = transaction.parent
            transaction.is_active = False
            return
        connection = self._connection
        if connection is not None:
            if self._own_transaction:
                await connection._commit()
            await self._release()
        transaction.is_active = False
        self._transaction = None
        if self.expire_on_commit:
            self._expire_everything()
        for state in transaction.removed:
            state.session = None
            state.was_deleted = False

    async def _rollback(self):
        transaction = self._transaction
        if transaction is None:
            return
        while transaction is not None:
            parent = transaction.parent
            if transaction.nested:
                await self._rollback_transaction(transaction)
                # rollback() ends only the innermost savepoint.
                return
            await self._rollback_transaction(transaction)
            transaction = parent

    async def _rollback_transaction(self, transaction):
        if transaction.nested:
            if transaction.is_active or transaction.error is not None:
                if transaction.savepoint.is_active:
                    await transaction.savepoint._rollback()
            self._restore(transaction)
            transaction.is_active = False
            if self._transaction is transaction:
                self._transaction = transaction.parent
            return
        while self._transaction is not None and self._transaction is not transaction and self._transaction.nested:
            self._restore(self._transaction)
            self._transaction.is_active = False
            self._transaction = self._transaction.parent
        connection = self._connection
        try:
            if connection is not None:
                if self._own_transaction and not transaction.error:
                    await connection._rollback()
                await self._release()
        finally:
            transaction.is_active = False
            self._transaction = None
            self._restore(transaction)

    def _restore(self, transaction):
        """Objects are again what they were before the transaction."""
        for state, instance in transaction.inserted.items():
            if state.key is not None:
                self.identity_map.pop(state.key, None)
                state.key = None
            state.session = None
        for state, instance in transaction.removed.items():
            state.session = self
            state.was_deleted = False
            self.identity_map[state.key] = instance
        for state in list(self._new):
            state.session = None
        self._new.clear()
        self._deleted.clear()
        self._kept.clear()
        self._dirty.clear()
        self._expire_everything()

    async def _release(self):
        connection, self._connection = self._connection, None
        if connection is not None and self._own_connection:
            await connection._close()

    async def _close(self):
        if self._provisioning:
            self._abandoned = True
            raise exc.IllegalStateChangeError(_CLOSE_REFUSED, code="isce")
        self._expunge_everything()
        transaction = self._transaction
        self._transaction = None
        while transaction is not None:
            transaction.is_active = False
            transaction = transaction.parent
        connection, self._connection = self._connection, None
        if connection is not None:
            if self._own_connection:
                await connection._close()
            elif self._own_transaction:
                await connection._rollback()

    # Statements

    async def _execute(self, statement, params=None, options=None, line=None):
        if type(statement) is TextClause:
            connection = self._connection
            if connection is None or self._transaction is None or not self._transaction.is_active:
                connection = await self._get_connection(line)
            return await connection._execute(statement, params, options, line)
        if not isinstance(statement, ClauseElement):
            make = getattr(statement, "__clause_element__", None)
            if make is None:
                if isinstance(statement, str):
                    raise exc.ArgumentError(f"Textual SQL expression {statement!r} should be explicitly declared as text({statement!r})")
                raise exc.ArgumentError(f"Executable SQL or text() construct expected, got {statement!r}.")
            statement = make()
        if statement.is_select:
            await self._autoflush()
            if isinstance(statement, (Select, CompoundSelect)) and has_entities(statement):
                refresh = bool((options or {}).get("populate_existing") or statement._execution_options.get("populate_existing"))
                plan, rows = await load_rows(self, statement, _one(params), refresh, line)
                return orm_result(plan, rows)
            source = getattr(statement, "element", None)
            if source is not None and has_entities(statement):
                return await self._from_text(statement, params, line)
            connection = await self._get_connection(line)
            return await connection._execute(statement, params, options, line)
        if statement.is_dml and statement.entity is not None:
            return await self._execute_dml(statement, params, {**statement._execution_options, **(options or {})}, line)
        connection = await self._get_connection(line)
        if statement.is_dml:
            await self._autoflush()
        return await connection._execute(statement, params, options, line)

    async def _from_text(self, statement, params, line):
        kernel.not_simulated("sqlalchemy: select(Item).from_statement(text(...))", "select(Item).where(text(...)), text(...) with rows")

    async def _execute_dml(self, statement, params, options, line):
        await self._autoflush()
        connection = await self._get_connection(line)
        if getattr(statement, "is_update", False) and params and not isinstance(params, dict):
            return await bulk_update(self, connection, statement, params, line)
        if getattr(statement, "is_insert", False) and isinstance(params, (list, tuple)):
            if len(params) == 0:
                return Result(None, None, 0)
        result = await connection._execute(statement, params, None, line)
        if not getattr(statement, "is_insert", False):
            synchronize(self, statement, options.get("synchronize_session", "auto"))
        return await with_entities(self, statement, result, line) if has_entities(statement) else result

    async def _autoflush(self):
        if self.autoflush and not self._no_autoflush and not self._flushing:
            await self._flush_if_needed()

    async def _flush_if_needed(self):
        if self._new or self._deleted or self._dirty:
            await self._flush()

    async def _flush(self):
        if self._flushing:
            raise exc.InvalidRequestError("Session is already flushing")
        if not (self._new or self._deleted or self._dirty):
            return
        if self._transaction is not None and not self._transaction.is_active:
            self._raise_inactive(self._transaction)
        self._flushing = True
        try:
            await flush(self)
        except BaseException as error:
            await self._flush_failed(error)
            raise
        finally:
            self._flushing = False

    async def _flush_failed(self, error):
        """A flush that fails ends its transaction; the session is unusable until rollback() is called."""
        transaction = self._transaction
        if transaction is None:
            return
        transaction.is_active = False
        transaction.error = error
        if isinstance(error, Exception) and self._connection is not None:
            if transaction.nested:
                await transaction.savepoint._rollback()
            elif self._own_transaction:
                await self._connection._rollback()
        for state, instance in transaction.inserted.items():
            self.identity_map.pop(state.key, None)
            state.key = None
            state.session = None

    # Objects

    async def _get(self, mapper, identity, refresh=False, options=(), for_update=None, line=None):
        identity = _identity(mapper, identity)
        key = (mapper.class_, identity)
        found = self.identity_map.get(key)
        if found is not None and not refresh and for_update is None:
            state = found._sa_instance_state
            if state in self._deleted or state.was_deleted:
                return None
            if state.expired:
                try:
                    await self._refresh_expired(state)
                except ObjectDeletedError:
                    return None
            return found
        statement = _get_statement(mapper)
        if options:
            statement = statement.options(*options)
        if for_update is not None:
            statement = statement.with_for_update(**for_update)
        costs.spend(costs.GET - costs.EXPRESSION - costs.ENTITIES)
        _, rows = await load_rows(self, statement, {f"pk_{index}": value for index, value in enumerate(identity, 1)}, refresh or for_update is not None, line)
        return rows[0][0] if rows else None

    async def _refresh_expired(self, state):
        mapper = state.mapper
        statement = _get_statement(mapper)
        params = {f"pk_{index}": value for index, value in enumerate(state.key[1], 1)}
        _, rows = await load_rows(self, statement, params, set(state.expired))
        if not rows:
            raise ObjectDeletedError(f"Instance '{state_str(state.instance)}' has been deleted, or its row is otherwise not present.")
        state.expired.clear()

    async def _load_columns(self, state, keys):
        """Columns that were deferred."""
        mapper = state.mapper
        statement = Select(*[mapper.column_for(key) for key in keys]).where(
            *[column == value for column, value in zip(mapper.primary_key, state.key[1])]
        )
        connection = await self._get_connection()
        row = (await connection._execute(statement)).first()
        if row is None:
            raise ObjectDeletedError(f"Instance '{state_str(state.instance)}' has been deleted, or its row is otherwise not present.")
        for key, value in zip(keys, row):
            state.instance.__dict__[key] = value

    async def _lazy_load(self, state, prop):
        await lazy_load(self, state, prop)

    async def _refresh(self, instance, attribute_names=None, with_for_update=None):
        state = state_of(instance)
        if state.session is not self or state.key is None:
            raise exc.InvalidRequestError(f"Instance '{state_str(instance)}' is not persistent within this Session")
        await self._autoflush()
        mapper = state.mapper
        names = None if attribute_names is None else set(attribute_names)
        statement = Select(mapper.class_).where(*[column == value for column, value in zip(mapper.primary_key, state.key[1])])
        if with_for_update is not None and with_for_update is not False:
            statement = statement.with_for_update(**(with_for_update if isinstance(with_for_update, dict) else {}))
        columns = set(mapper.attrs) - set(mapper.relationships.keys())
        if names is None or names & columns:
            _, rows = await load_rows(self, statement, None, True if names is None else names & columns)
            if not rows:
                raise exc.InvalidRequestError(f"Could not refresh instance '{state_str(instance)}'")
        if names is not None:
            for name in attribute_names:
                prop = mapper.relationships.get(name)
                if prop is not None:
                    instance.__dict__.pop(name, None)
                    await lazy_load(self, state, prop)
        else:
            for prop in mapper.relationships.values():
                if prop.lazy in ("select", "raise", "noload", "raise_on_sql"):
                    instance.__dict__.pop(prop.key, None)
            state.committed.clear()
            state.modified_collections.clear()
            self._dirty.pop(state, None)

    async def _merge(self, instance, load=True, options=None):
        return await self._merged(instance, {}, load)

    async def _merged(self, instance, seen, load):
        if id(instance) in seen:
            return seen[id(instance)]
        state = state_of(instance)
        mapper = state.mapper
        if state.session is self and (state.key in self.identity_map or state in self._new):
            return instance
        identity = tuple(mapper.primary_key_from_instance(instance))
        found = None
        if None not in identity:
            found = await self._get(mapper, identity) if load else self.identity_map.get((mapper.class_, identity))
        if found is None:
            found = mapper.class_.__new__(mapper.class_)
            if "_sa_instance_state" not in found.__dict__:
                from .mapper import init_state

                init_state(found)
            self._add(found)
        seen[id(instance)] = found
        for item in mapper.column_attrs:
            if item.key in instance.__dict__:
                value = instance.__dict__[item.key]
                if found.__dict__.get(item.key, NO_VALUE) != value:
                    setattr(found, item.key, value)
        for key, prop in mapper.relationships.items():
            if key in instance.__dict__ and "merge" in prop.cascade:
                value = instance.__dict__[key]
                if prop.uselist:
                    if key not in found.__dict__ and found._sa_instance_state.key is not None:
                        await lazy_load(self, found._sa_instance_state, prop)
                    setattr(found, key, [await self._merged(item, seen, load) for item in items_of(value)])
                elif value is not None:
                    setattr(found, key, await self._merged(value, seen, load))
        return found

    def _add(self, instance):
        state = state_of(instance)
        if state.session is not None and state.session is not self:
            raise exc.InvalidRequestError(f"Object '{state_str(instance)}' is already attached to session '{id(state.session)}' (this is '{id(self)}')")
        pending = [instance]
        while pending:
            instance = pending.pop(0)
            state = instance._sa_instance_state
            if state.session is self and (state in self._new or state.key in self.identity_map):
                if state in self._deleted:
                    self._deleted.pop(state)
                continue
            if state.was_deleted:
                raise exc.InvalidRequestError(f"Instance '{state_str(instance)}' has been deleted.  Use the make_transient() function to send this object back to the transient state.")
            state.session = self
            if state.key is None:
                self._new[state] = True
                self._kept[state] = instance
            else:
                other = self.identity_map.get(state.key)
                if other is not None and other is not instance:
                    state.session = None
                    raise exc.InvalidRequestError(f"Can't attach instance {state_str(instance)}; another instance with key {state.key} is already present in this session.")
                self.identity_map[state.key] = instance
                if state.committed or state.modified_collections:
                    self._dirty[state] = True
            for key, prop in state.mapper.relationships.items():
                if key in instance.__dict__ and "save-update" in prop.cascade:
                    pending += [item for item in items_of(instance.__dict__[key]) if item is not None]

    def _add_cascaded(self, instance):
        if instance._sa_instance_state.session is not self:
            self._add(instance)

    async def _delete(self, instance):
        state = state_of(instance)
        if state.key is None:
            raise exc.InvalidRequestError(f"Instance '{state_str(instance)}' is not persisted")
        if state.session is None:
            self._add(instance)
        await self._delete_state(state)

    async def _delete_state(self, state):
        if state in self._deleted:
            return
        instance = state.instance
        # Everything is loaded before anything is marked: a query in between would flush half of it.
        others = []
        for key, prop in state.mapper.relationships.items():
            prop.mapper
            cascades = "delete" in prop.cascade
            if prop.viewonly or prop.direction == MANYTOONE and not cascades:
                continue
            if key not in instance.__dict__:
                if prop.passive_deletes:
                    continue
                await lazy_load(self, state, prop)
            others += [(item, prop, cascades) for item in items_of(instance.__dict__.get(key)) if item is not None]
        self._deleted[state] = True
        self._kept[state] = instance
        self._no_autoflush += 1
        try:
            for item, prop, cascades in others:
                if cascades:
                    if item._sa_instance_state.key is not None:
                        await self._delete_state(item._sa_instance_state)
                elif prop.direction == ONETOMANY:
                    for _, column in prop.pairs:
                        setattr(item, prop.mapper.key_of(column), None)
        finally:
            self._no_autoflush -= 1

    def _became_persistent(self, state, key):
        instance = state.instance
        state.key = key
        state.session = self
        self.identity_map[key] = instance
        self._new.pop(state, None)
        self._kept.pop(state, None)
        if self._transaction is not None:
            self._transaction.inserted[state] = instance

    def _became_deleted(self, state):
        instance = state.instance
        self._deleted.pop(state, None)
        self._kept.pop(state, None)
        self._dirty.pop(state, None)
        self.identity_map.pop(state.key, None)
        state.was_deleted = True
        if self._transaction is not None and state not in self._transaction.inserted:
            self._transaction.removed[state] = instance

    def _expire_everything(self):
        for instance in self.identity_map.values():
            self._expire_state(instance, instance._sa_instance_state, None)

    def _expire_state(self, instance, state, names):
        values = instance.__dict__
        mapper = state.mapper
        relations = mapper.relationships
        if names is None:
            for item in mapper.column_attrs:
                if values.pop(item.key, NO_VALUE) is not NO_VALUE:
                    state.expired.add(item.key)
            for key in relations.keys():
                values.pop(key, None)
            state.committed.clear()
            state.modified_collections.clear()
            self._dirty.pop(state, None)
        else:
            for name in names:
                values.pop(name, None)
                state.committed.pop(name, None)
                if name not in relations.keys():
                    state.expired.add(name)

    def _expunge_state(self, state):
        self._new.pop(state, None)
        self._deleted.pop(state, None)
        self._dirty.pop(state, None)
        self._kept.pop(state, None)
        if state.key is not None:
            self.identity_map.pop(state.key, None)
        state.session = None

    def _expunge_everything(self):
        for state in self._new:
            state.session = None
        for instance in self.identity_map.values():
            instance._sa_instance_state.session = None
        self.identity_map = {}
        self._new.clear()
        self._deleted.clear()
        self._dirty.clear()
        self._kept.clear()

    def _sync_view(self, connection):
        return connection

    # Plain methods

    def execute(self, statement, params=None, *, execution_options=None, bind_arguments=None, **kw):
        return drive(self._execute(statement, params, execution_options, user_line()))

    def scalar(self, statement, params=None, *, execution_options=None, **kw):
        return self.execute(statement, params, execution_options=execution_options).scalar()

    def scalars(self, statement, params=None, *, execution_options=None, **kw):
        return self.execute(statement, params, execution_options=execution_options).scalars()

    def get(self, entity, ident, *, options=None, populate_existing=False, with_for_update=None, identity_token=None, execution_options=None, bind_arguments=None):
        return drive(self._get(_mapper(entity), ident, populate_existing, options or (), _lock(with_for_update)))

    def get_one(self, entity, ident, **kw):
        found = self.get(entity, ident, **kw)
        if found is None:
            raise exc.NoResultFound("No row was found when one was required")
        return found

    def add(self, instance, _warn=True):
        self._add(instance)

    def add_all(self, instances):
        for instance in instances:
            self._add(instance)

    def delete(self, instance):
        drive(self._delete(instance))

    def delete_all(self, instances):
        for instance in instances:
            drive(self._delete(instance))

    def flush(self, objects=None):
        drive(self._flush())

    def commit(self):
        drive(self._commit())

    def rollback(self):
        drive(self._rollback())

    def close(self):
        drive(self._close())

    reset = close

    def invalidate(self):
        if self._connection is not None:
            self._connection._invalidate()
        drive(self._close())

    def begin(self, nested=False):
        return drive(self._begin_nested()) if nested else self._begin()

    def begin_nested(self):
        return drive(self._begin_nested())

    def refresh(self, instance, attribute_names=None, with_for_update=None):
        drive(self._refresh(instance, attribute_names, with_for_update))

    def merge(self, instance, *, load=True, options=None):
        return drive(self._merge(instance, load))

    def expire(self, instance, attribute_names=None):
        state = state_of(instance)
        if state.session is not self:
            raise exc.InvalidRequestError(f"Instance '{state_str(instance)}' is not persistent within this Session")
        self._expire_state(instance, state, attribute_names)

    def expire_all(self):
        self._expire_everything()

    def expunge(self, instance):
        state = state_of(instance)
        if state.session is not self:
            raise exc.InvalidRequestError(f"Instance {state_str(instance)} is not present in this Session")
        self._expunge_state(state)

    def expunge_all(self):
        self._expunge_everything()

    def query(self, *entities, **kw):
        from .query import Query

        return (self._query_cls or Query)(entities, self)

    def connection(self, bind_arguments=None, execution_options=None):
        connection = drive(self._get_connection(user_line()))
        if execution_options:
            connection.execution_options(**execution_options)
        return connection

    def get_bind(self, mapper=None, **kw):
        return self._engine

    def in_transaction(self):
        return self._transaction is not None

    def in_nested_transaction(self):
        return self._transaction is not None and self._transaction.nested

    def get_transaction(self):
        transaction = self._transaction
        while transaction is not None and transaction.parent is not None:
            transaction = transaction.parent
        return transaction

    def get_nested_transaction(self):
        return self._transaction if self.in_nested_transaction() else None

    @property
    def is_active(self):
        return self._transaction is None or self._transaction.is_active

    @property
    def new(self):
        return [state.instance for state in self._new]

    @property
    def dirty(self):
        return [state.instance for state in self._dirty if state not in self._deleted]

    @property
    def deleted(self):
        return [state.instance for state in self._deleted]

    @property
    def no_autoflush(self):
        return _NoAutoflush(self)

    def is_modified(self, instance, include_collections=True):
        state = state_of(instance)
        return any(instance.__dict__.get(key, NO_VALUE) != old for key, old in state.committed.items()) or bool(include_collections and state.modified_collections)

    def bulk_save_objects(self, objects, return_defaults=False, update_changed_only=True, preserve_order=True):
        for instance in objects:
            self._add(instance)
        drive(self._flush())

    def bulk_insert_mappings(self, mapper, mappings, return_defaults=False, render_nulls=False):
        from ..sql.dml import insert

        rows = list(mappings)
        if rows:
            self.execute(insert(mapper), rows)

    def bulk_update_mappings(self, mapper, mappings):
        from ..sql.dml import update

        self.execute(update(mapper), list(mappings))

    def run_sync(self, fn, *args, **kwargs):
        return fn(self, *args, **kwargs)

    def __contains__(self, instance):
        return state_of(instance).session is self

    def __iter__(self):
        return iter([*self.identity_map.values(), *self.new])

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    @classmethod
    def object_session(cls, instance):
        return object_session(instance)


class _NoAutoflush:
    def __init__(self, session):
        self._session = session

    def __enter__(self):
        self._session._no_autoflush += 1
        return self._session

    def __exit__(self, *error):
        self._session._no_autoflush -= 1


def _one(params):
    if isinstance(params, (list, tuple)):
        return params[0] if params else None
    return params


def _lock(value):
    if value is None or value is False:
        return None
    return value if isinstance(value, dict) else {}


def _mapper(entity):
    mapper = entity.__dict__.get("__mapper__") if isinstance(entity, type) else entity if hasattr(entity, "pk_keys") else None
    if mapper is None:
        raise exc.ArgumentError(f"Expected mapped class or mapper, got: {entity!r}")
    return mapper


def _identity(mapper, ident):
    if isinstance(ident, dict):
        return tuple([ident[key] for key in mapper.pk_keys])
    if hasattr(ident, "_data"):
        ident = tuple(ident)
    values = tuple(ident) if isinstance(ident, (tuple, list)) else (ident,)
    if len(values) != len(mapper.primary_key):
        expected = ",".join(repr(str(column)) for column in mapper.primary_key)
        raise exc.InvalidRequestError(f"Incorrect number of values in identifier to formulate primary key for session.get(); primary key columns are {expected}")
    return values


def _get_statement(mapper):
    found = mapper.insert_cache.get("get")
    if found is None:
        found = Select(mapper.class_).where(
            *[column == BindParameter(f"pk_{index}", None, column.type) for index, column in enumerate(mapper.primary_key, 1)]
        )
        found._label_tablenames = True
        mapper.insert_cache["get"] = found
    return found


def object_session(instance):
    return state_of(instance).session


def make_transient(instance):
    state = state_of(instance)
    if state.session is not None:
        state.session._expunge_state(state)
    state.key = None
    state.was_deleted = False
    state.expired.clear()


class sessionmaker:
    """A factory of sessions with settings of their own."""

    def __init__(self, bind=None, *, class_=Session, autoflush=True, expire_on_commit=True, info=None, **kw):
        kw.update(bind=bind, autoflush=autoflush, expire_on_commit=expire_on_commit)
        if info is not None:
            kw["info"] = info
        self.kw = kw
        self.class_ = class_

    def __call__(self, **local):
        return self.class_(**{**self.kw, **local})

    def configure(self, **new):
        self.kw.update(new)

    def begin(self):
        return _SessionBegin(self())

    def __repr__(self):
        return f"{type(self).__name__}(class_={self.class_.__name__!r}, {', '.join(f'{key}={value!r}' for key, value in self.kw.items())})"

    def __class_getitem__(cls, item):
        return cls


class _SessionBegin:
    """sessionmaker.begin(): a session inside a transaction."""

    def __init__(self, session):
        self._session = session

    def __enter__(self):
        self._transaction = self._session.begin()
        return self._session

    def __exit__(self, cls, error, traceback):
        try:
            self._transaction.__exit__(cls, error, traceback)
        finally:
            self._session.close()


def close_all_sessions():
    kernel.not_simulated("sqlalchemy.orm.close_all_sessions", "Session.close()")
