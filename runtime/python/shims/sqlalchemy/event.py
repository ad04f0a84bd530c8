"""Events of engines and pools: before_cursor_execute, after_cursor_execute, connect; of mapped classes: before_insert and its like."""

from surge import kernel

from .engine.base import Engine, forget_on_class, listen_on_class
from .engine.pool import Pool

_ENGINE = {"before_cursor_execute", "after_cursor_execute", "connect"}
_MAPPER = {"before_insert", "before_update", "after_insert", "after_update", "before_delete", "after_delete"}
_AVAILABLE = (
    "before_cursor_execute, after_cursor_execute, connect of an engine; before_insert, before_update, before_delete, after_insert,"
    " after_update, after_delete of a mapped class"
)


def _engine_of(target):
    target = getattr(target, "sync_engine", target)
    return target._engine if isinstance(target, Pool) else target


def listen(target, identifier, fn, *, named=False, retval=False, once=False, insert=False, propagate=False, **kw):
    engine = _engine_of(target)
    on_class = isinstance(target, type) and issubclass(target, (Engine, Pool))
    if identifier in _ENGINE and (on_class or isinstance(engine, Engine)):
        entry = fn if identifier == "connect" else (fn, retval)
        if on_class:
            listen_on_class(identifier, entry)
        else:
            engine._listen(identifier, entry)
        return
    mapper = target.__dict__.get("__mapper__") if isinstance(target, type) else None
    if mapper is not None and identifier in _MAPPER:
        mapper.listeners.setdefault(identifier, []).append(fn)
        return
    kernel.not_simulated(f"sqlalchemy.event: {identifier!r} of {target!r}", _AVAILABLE)


def listens_for(target, identifier, *args, **kw):
    def decorate(fn):
        listen(target, identifier, fn, *args, **kw)
        return fn

    return decorate


def _is(entry, fn):
    return (entry[0] if isinstance(entry, tuple) else entry) is fn


def remove(target, identifier, fn):
    if isinstance(target, type) and issubclass(target, (Engine, Pool)):
        forget_on_class(identifier, lambda entry: _is(entry, fn))
    else:
        _engine_of(target)._forget(identifier, lambda entry: _is(entry, fn))


def contains(target, identifier, fn):
    return any(_is(entry, fn) for entry in _engine_of(target)._listeners.get(identifier, []))
