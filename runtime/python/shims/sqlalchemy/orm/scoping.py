"""scoped_session: one session for each scope. A worker's threads run at once one after the other, so without a scope
function there is one session in a worker's loop and a new one in each function that runs in a thread. Keys are the threads'
clocks themselves, kept until remove(): an id could come back."""

from surge import kernel


class scoped_session:
    def __init__(self, session_factory, scopefunc=None):
        self.session_factory = session_factory
        self._scopefunc = scopefunc
        self._sessions = {}

    def _scope(self):
        if self._scopefunc is not None:
            return self._scopefunc()
        return kernel.worker.thread

    def __call__(self, **kw):
        scope = self._scope()
        found = self._sessions.get(scope)
        if found is None:
            found = self._sessions[scope] = self.session_factory(**kw)
        return found

    registry = __call__

    def remove(self):
        found = self._sessions.pop(self._scope(), None)
        if found is not None:
            found.close()

    def configure(self, **kw):
        self.session_factory.configure(**kw)

    def query_property(self, query_cls=None):
        return _QueryProperty(self)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self(), name)

    def __contains__(self, instance):
        return instance in self()

    def __iter__(self):
        return iter(self())


class _QueryProperty:
    def __init__(self, scoped):
        self._scoped = scoped

    def __get__(self, instance, owner):
        return self._scoped().query(owner)
