"""asyncpg.Record: one row, by position and by name. Immutable, so that a result read again can share its records."""


class Record:
    __slots__ = ("_names", "_row", "_fields")

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create 'asyncpg.protocol.record.Record' instances")

    def __getitem__(self, key):
        if type(key) is int:
            try:
                return self._row[key]
            except IndexError:
                raise IndexError("record index out of range") from None
        try:
            return self._fields[key]
        except (KeyError, TypeError):
            # TypeError: slices have a hash only from Python 3.12 on.
            return self._item(key)

    def _item(self, key):
        if isinstance(key, slice):
            return self._row[key]
        if hasattr(key, "__index__"):
            try:
                return self._row[key]
            except IndexError:
                raise IndexError("record index out of range") from None
        raise KeyError(key)

    def __iter__(self):
        return iter(self._row)

    def __len__(self):
        return len(self._row)

    def __contains__(self, key):
        return key in self._fields

    def get(self, key, default=None):
        return self._fields.get(key, default)

    def keys(self):
        return iter(self._names)

    def values(self):
        return iter(self._row)

    def items(self):
        return zip(self._names, self._row)

    def __eq__(self, other):
        row = other._row if isinstance(other, Record) else other
        return self._row == row if isinstance(row, tuple) else NotImplemented

    def __lt__(self, other):
        row = other._row if isinstance(other, Record) else other
        return self._row < row if isinstance(row, tuple) else NotImplemented

    def __le__(self, other):
        row = other._row if isinstance(other, Record) else other
        return self._row <= row if isinstance(row, tuple) else NotImplemented

    def __gt__(self, other):
        row = other._row if isinstance(other, Record) else other
        return self._row > row if isinstance(row, tuple) else NotImplemented

    def __ge__(self, other):
        row = other._row if isinstance(other, Record) else other
        return self._row >= row if isinstance(row, tuple) else NotImplemented

    def __hash__(self):
        return hash(self._row)

    def __repr__(self):
        if not self._row:
            return "<Record>"
        return f"<Record {' '.join(f'{name}={value!r}' for name, value in zip(self._names, self._row))}>"

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return make_record(type(self), self._names, _copy(self._row))


_new = object.__new__


def make_record(cls, names, row):
    record = _new(cls)
    # By the slots, not by setattr: a subclass may define __setattr__.
    _set_names(record, names)
    _set_row(record, row)
    _set_fields(record, dict(zip(names, row)))
    return record


_set_names = Record._names.__set__
_set_row = Record._row.__set__
_set_fields = Record._fields.__set__


def _copy(value):
    if isinstance(value, list):
        return [_copy(item) for item in value]
    if isinstance(value, tuple):
        return tuple(_copy(item) for item in value)
    return value


def copy_record(record):
    """A record with lists of its own."""
    return make_record(type(record), record._names, _copy(record._row))
