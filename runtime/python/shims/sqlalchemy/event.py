"""Events of engines: before_cursor_execute, after_cursor_execute, connect; of sessions and mappers: see orm.events."""

from surge import kernel

from .engine.base import Engine

_ENGINE = {"before_cursor_execute", "after_cursor_execute", "connect"}
_AVAILABLE = "before_cursor_execute, after_cursor_execute, connect of an engine; before_insert, before_update, after_insert, after_update of a mapped class"


def listen(target, identifier, fn, *, named=False, retval=False, once=False, insert=False, propagate=False, **kw):
    target = getattr(target, "sync_engine", target)
    if isinstance(target, Engine) and identifier in _ENGINE:
        entry = fn if identifier == "connect" else (fn, retval)
        target._listeners.setdefault(identifier, []).append(entry)
        if identifier != "connect":
            target._listening = True
        return
    mapper = target.__dict__.get("__mapper__") if isinstance(target, type) else None
    if mapper is not None and identifier in ("before_insert", "before_update", "after_insert", "after_update", "before_delete", "after_delete"):
        mapper.listeners.setdefault(identifier, []).append(fn)
        return
    kernel.not_simulated(f"sqlalchemy.event: {identifier!r} of {target!r}", _AVAILABLE)


def listens_for(target, identifier, *args, **kw):
    def decorate(fn):
        listen(target, identifier, fn, *args, **kw)
        return fn

    return decorate


def remove(target, identifier, fn):
    target = getattr(target, "sync_engine", target)
    listeners = target._listeners.get(identifier, [])
    target._listeners[identifier] = [item for item in listeners if (item[0] if isinstance(item, tuple) else item) is not fn]


def contains(target, identifier, fn):
    target = getattr(target, "sync_engine", target)
    return any((item[0] if isinstance(item, tuple) else item) is fn for item in target._listeners.get(identifier, []))
