"""Collections of relationships: lists, sets and dictionaries that tell their relationship of every change."""


class _Tracked:
    __slots__ = ()

    def _bind(self, owner, prop):
        self._owner = owner
        self._prop = prop

    def _in(self, item):
        self._prop.added(self._owner, item)

    def _gone(self, item):
        self._prop.removed(self._owner, item)


class TrackedList(list, _Tracked):
    _owner = _prop = None

    def append(self, item):
        list.append(self, item)
        self._in(item)

    def insert(self, index, item):
        list.insert(self, index, item)
        self._in(item)

    def extend(self, items):
        for item in list(items):
            self.append(item)

    def __iadd__(self, items):
        self.extend(items)
        return self

    def remove(self, item):
        list.remove(self, item)
        self._gone(item)

    def pop(self, index=-1):
        item = list.pop(self, index)
        self._gone(item)
        return item

    def clear(self):
        for item in list(self):
            self.remove(item)

    def __delitem__(self, index):
        items = self[index] if isinstance(index, slice) else [self[index]]
        list.__delitem__(self, index)
        for item in items:
            self._gone(item)

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            old = self[index]
            new = list(value)
            list.__setitem__(self, index, new)
            for item in old:
                if item not in new:
                    self._gone(item)
            for item in new:
                if item not in old:
                    self._in(item)
            return
        old = self[index]
        list.__setitem__(self, index, value)
        if old is not value:
            self._gone(old)
            self._in(value)

    def _has(self, item):
        return any(one is item for one in self)

    def _put(self, item):
        list.append(self, item)

    def _drop(self, item):
        for index, one in enumerate(self):
            if one is item:
                list.__delitem__(self, index)
                return

    def __reduce__(self):
        return (list, (list(self),))

    def __copy__(self):
        return list(self)


class TrackedSet(set, _Tracked):
    _owner = _prop = None

    def add(self, item):
        if item not in self:
            set.add(self, item)
            self._in(item)

    def remove(self, item):
        set.remove(self, item)
        self._gone(item)

    def discard(self, item):
        if item in self:
            self.remove(item)

    def update(self, *others):
        for other in others:
            for item in list(other):
                self.add(item)

    def clear(self):
        for item in list(self):
            self.remove(item)

    def pop(self):
        item = set.pop(self)
        self._gone(item)
        return item

    def _has(self, item):
        return item in self

    def _put(self, item):
        set.add(self, item)

    def _drop(self, item):
        set.discard(self, item)


class TrackedDict(dict, _Tracked):
    """attribute_keyed_dict, column_keyed_dict."""

    _owner = _prop = None

    def __init__(self, keyfunc, items=()):
        self._keyfunc = keyfunc
        for item in items:
            dict.__setitem__(self, keyfunc(item), item)

    def __setitem__(self, key, item):
        old = self.get(key)
        dict.__setitem__(self, key, item)
        if old is not None and old is not item:
            self._gone(old)
        if old is not item:
            self._in(item)

    def __delitem__(self, key):
        item = self[key]
        dict.__delitem__(self, key)
        self._gone(item)

    def _has(self, item):
        return any(one is item for one in self.values())

    def _put(self, item):
        dict.__setitem__(self, self._keyfunc(item), item)

    def _drop(self, item):
        for key, one in list(self.items()):
            if one is item:
                dict.__delitem__(self, key)


def attribute_keyed_dict(name, **kw):
    return lambda items=(): TrackedDict(lambda item: getattr(item, name), items)


attribute_mapped_collection = attribute_keyed_dict
InstrumentedList, InstrumentedSet, InstrumentedDict = TrackedList, TrackedSet, TrackedDict


def items_of(collection):
    if collection is None:
        return []
    if isinstance(collection, dict):
        return list(collection.values())
    if isinstance(collection, (list, set, tuple)):
        return list(collection)
    return [collection]
