"""Rows: by position, by attribute, and by name through `_mapping`."""

import operator


class RowShape:
    """What all rows of a result share: names, and where each is."""

    __slots__ = ("keys", "index", "columns", "_by_column")

    def __init__(self, keys, columns=None):
        self.keys = keys
        self.index = {}
        for number, key in enumerate(keys):
            self.index.setdefault(key, number)
        self.columns = columns
        self._by_column = None

    def find(self, key):
        """Position of a name or a column; KeyError."""
        try:
            return self.index[key]
        except (KeyError, TypeError):
            pass
        if isinstance(key, (str, int)) or self.columns is None:
            raise KeyError(key)
        if self._by_column is None:
            self._by_column = {}
            for number, column in enumerate(self.columns):
                for form in (column, getattr(column, "element", None), getattr(column, "_original", None)):
                    if form is not None:
                        self._by_column.setdefault(id(form), number)
        make = getattr(key, "__clause_element__", None)
        for form in (key, make() if make is not None and not isinstance(key, type) else None):
            if form is not None and id(form) in self._by_column:
                return self._by_column[id(form)]
        name = getattr(key, "key", None) or getattr(key, "name", None)
        if name in self.index:
            return self.index[name]
        raise KeyError(key)


def missing_column(key):
    from .. import exc

    return exc.NoSuchColumnError(f"Could not locate column in row for column '{key}'")


class Row:
    __slots__ = ("_parent", "_data")

    def __init__(self, parent, data):
        # _parent: a RowShape.
        _set_parent(self, parent)
        _set_data(self, data)

    def __getattr__(self, name):
        try:
            return self._data[self._parent.index[name]]
        except KeyError:
            raise AttributeError(f"Could not locate column in row for column '{name}'") from None

    def __setattr__(self, name, value):
        if name in self._parent.index:
            raise AttributeError("can't set attribute")
        raise AttributeError(f"'Row' object has no attribute '{name}'" if name not in ("_data", "_parent") else "can't set attribute")

    def __delattr__(self, name):
        raise AttributeError("can't delete attribute")

    def __getitem__(self, key):
        return self._data[key]

    def __iter__(self):
        return iter(self._data)

    def __len__(self):
        return len(self._data)

    def __contains__(self, item):
        return item in self._data

    def __hash__(self):
        return hash(self._data)

    def count(self, value):
        return self._data.count(value)

    def index(self, value, *bounds):
        return self._data.index(value, *bounds)

    @property
    def _mapping(self):
        return RowMapping(self._parent, self._data)

    @property
    def _fields(self):
        return tuple(self._parent.keys)

    def _asdict(self):
        return dict(zip(self._parent.keys, self._data))

    def _tuple(self):
        return self

    @property
    def t(self):
        return self

    _t = t
    tuple = _tuple

    def __repr__(self):
        return repr(self._data)

    __str__ = __repr__

    def __reduce__(self):
        return (_restore, (tuple(self._parent.keys), self._data))


_set_parent = Row._parent.__set__
_set_data = Row._data.__set__


def _restore(keys, data):
    return Row(RowShape(keys), data)


def _compared(operation):
    def compare(self, other):
        return operation(self._data, other._data if isinstance(other, Row) else other)

    return compare


for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Row, f"__{_name}__", _compared(getattr(operator, _name)))

import collections.abc  # noqa: E402

collections.abc.Sequence.register(Row)


class RowMapping(collections.abc.Mapping):
    __slots__ = ("_parent", "_data")

    def __init__(self, parent, data):
        self._parent = parent
        self._data = data

    def __getitem__(self, key):
        index = self._parent.index.get(key) if isinstance(key, str) else None
        if index is None:
            try:
                index = self._parent.find(key)
            except KeyError:
                raise missing_column(key) from None
        return self._data[index]

    def __iter__(self):
        return iter(self._parent.keys)

    def __len__(self):
        return len(self._data)

    def __contains__(self, key):
        try:
            self._parent.find(key)
        except KeyError:
            return False
        return True

    def __repr__(self):
        return repr(dict(zip(self._parent.keys, self._data)))

    def __hash__(self):
        return hash(self._data)
