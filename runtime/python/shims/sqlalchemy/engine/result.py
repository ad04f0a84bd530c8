"""Results: all rows are here already, as SQLAlchemy's asyncpg dialect has them when execute() returns."""

from .. import exc
from .row import Row, RowMapping, RowShape, missing_column

_NO_ROWS = "This result object does not return rows. It has been closed automatically."
_CLOSED = "This result object is closed."


class _Fetching:
    """Rows one after the other. `_rows` holds tuples, `_form` makes of one what the user sees."""

    _unique = False

    def _check(self):
        if self._rows is None:
            raise exc.ResourceClosedError(self._closed_message)

    def _form_all(self, rows):
        raise NotImplementedError

    def _take(self, count):
        self._check()
        start = self._position
        if count is None:
            rows = self._rows[start:] if start else self._rows
            self._position = len(self._rows)
            return self._apply(rows)
        if not self._unique:
            rows = self._rows[start : start + count]
            self._position = start + len(rows)
            return self._form_all(rows)
        made = []
        while len(made) < count and self._position < len(self._rows):
            row = self._rows[self._position]
            self._position += 1
            made += self._apply([row])
        return made

    def _apply(self, rows):
        """Forms rows, without those that were there before if unique() was asked for."""
        if not self._unique:
            self._demand_unique()
            return self._form_all(rows)
        seen = self._seen
        made = []
        for raw, formed in zip(rows, self._form_all(rows)):
            key = self._key_of(raw)
            if key not in seen:
                seen.add(key)
                made.append(formed)
        return made

    _must_be_unique = False

    def _demand_unique(self):
        if self._must_be_unique and not self._unique:
            raise exc.InvalidRequestError(
                "The unique() method must be invoked on this Result, as it contains results that include joined eager loads against collections"
            )

    def _key_of(self, raw):
        custom = self._unique_by
        if custom is not None:
            return custom(self._form_all([raw])[0])
        if self._scalar is not None:
            raw = (raw[self._scalar],)
        return tuple([id(item) if hasattr(item, "_sa_instance_state") else item if getattr(item, "__hash__", None) else repr(item) for item in raw])

    def unique(self, strategy=None):
        self._unique = True
        self._unique_by = strategy
        self._seen = set()
        return self

    def all(self):
        return self._take(None)

    def fetchall(self):
        return self._take(None)

    def fetchmany(self, size=None):
        return self._take(size)

    def fetchone(self):
        self._check()
        if not self._unique:
            self._demand_unique()
        made = self._take(1)
        if not made:
            # Like the real one, an exhausted result is closed softly: further fetches give nothing.
            return None
        return made[0]

    def _one(self, required, only, scalar=False):
        self._check()
        self._demand_unique()
        rows = self._take(2 if only or self._unique else 1)
        self._position = len(self._rows)
        if not rows:
            if required:
                raise exc.NoResultFound("No row was found when one was required")
            self._close_hard()
            return None
        if only and len(rows) > 1:
            raise exc.MultipleResultsFound(
                "Multiple rows were found when exactly one was required" if required else "Multiple rows were found when one or none was required"
            )
        self._close_hard()
        return rows[0]

    def _close_hard(self):
        self._rows = None
        self._closed_message = _CLOSED

    def first(self):
        return self._one(False, False)

    def one(self):
        return self._one(True, True)

    def one_or_none(self):
        return self._one(False, True)

    def partitions(self, size=None):
        while True:
            rows = self._take(size)
            if not rows:
                return
            yield rows

    def __iter__(self):
        self._check()
        while True:
            made = self._take(256)
            if not made:
                self._demand_unique()
                return
            yield from made

    def __next__(self):
        row = self.fetchone()
        if row is None:
            raise StopIteration
        return row

    def close(self):
        self._close_hard()

    def _soft_close(self, hard=False):
        self._close_hard()

    @property
    def closed(self):
        return self._rows is None

    def freeze(self):
        from surge import kernel

        kernel.not_simulated("sqlalchemy: Result.freeze()", "all(), fetchall(), scalars()")


class Result(_Fetching):
    """`rows`: list of tuples, or None for a statement that gives none."""

    _unique_by = None
    _scalar = None
    context = None

    def __init__(self, shape, rows, rowcount=-1):
        self._shape = shape
        self._rows = rows
        self._position = 0
        self._closed_message = _NO_ROWS
        self.rowcount = rowcount
        self.inserted_primary_key = None
        self.lastrowid = 0

    def _form_all(self, rows):
        shape = self._shape
        return [Row(shape, row) for row in rows]

    @property
    def returns_rows(self):
        return self._shape is not None and self._closed_message is not _NO_ROWS or self._rows is not None

    def keys(self):
        self._check()
        return RMKeyView(self._shape)

    @property
    def _keys(self):
        return self._shape.keys

    def scalar(self):
        self._check()
        self._demand_unique()
        rows = self._rows
        if self._position >= len(rows):
            self._close_hard()
            return None
        value = rows[self._position][0]
        self._close_hard()
        return value

    def scalar_one(self):
        return self._one(True, True)[0]

    def scalar_one_or_none(self):
        row = self._one(False, True)
        return None if row is None else row[0]

    def _index_of(self, key):
        if isinstance(key, int):
            return key
        try:
            return self._shape.find(key)
        except KeyError:
            raise missing_column(key) from None

    def scalars(self, index=0):
        self._check()
        return ScalarResult(self, self._index_of(index))

    def mappings(self):
        self._check()
        return MappingResult(self)

    def columns(self, *keys):
        self._check()
        places = [self._index_of(key) for key in keys]
        made = Result(RowShape([self._shape.keys[place] for place in places]), [tuple([row[place] for place in places]) for row in self._rows[self._position :]])
        made._unique, made._unique_by, made._seen = self._unique, self._unique_by, getattr(self, "_seen", None)
        return made

    def tuples(self):
        return self

    @property
    def t(self):
        return self

    def yield_per(self, count):
        return self

    def merge(self, *others):
        made = Result(self._shape, [row for result in (self, *others) for row in result._rows])
        return made

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    @property
    def is_insert(self):
        return self.inserted_primary_key is not None

    def last_inserted_params(self):
        return self._inserted_params

    _inserted_params = None
    inserted_primary_key_rows = None


CursorResult = Result
ChunkedIteratorResult = IteratorResult = Result


class ScalarResult(_Fetching):
    _unique_by = None

    def __init__(self, result, index):
        self._rows = result._rows
        self._position = result._position
        self._scalar = index
        self._unique = result._unique
        self._unique_by = result._unique_by
        self._seen = getattr(result, "_seen", None)
        self._must_be_unique = result._must_be_unique
        self._closed_message = _CLOSED

    def _form_all(self, rows):
        index = self._scalar
        return [row[index] for row in rows]


class MappingResult(_Fetching):
    _scalar = None

    def __init__(self, result):
        self._rows = result._rows
        self._position = result._position
        self._shape = result._shape
        self._unique = result._unique
        self._unique_by = result._unique_by
        self._seen = getattr(result, "_seen", None)
        self._must_be_unique = result._must_be_unique
        self._closed_message = _CLOSED

    def _form_all(self, rows):
        shape = self._shape
        return [RowMapping(shape, row) for row in rows]

    def keys(self):
        return RMKeyView(self._shape)

    def columns(self, *keys):
        return MappingResult(Result(self._shape, self._rows).columns(*keys))


class RMKeyView:
    """keys(): a view."""

    def __init__(self, shape):
        self._shape = shape

    def __iter__(self):
        return iter(self._shape.keys)

    def __len__(self):
        return len(self._shape.keys)

    def __contains__(self, key):
        try:
            self._shape.find(key)
        except KeyError:
            return False
        return True

    def __eq__(self, other):
        return list(self) == list(other)

    def __getitem__(self, index):
        return list(self._shape.keys)[index]

    def __repr__(self):
        return f"RMKeyView({list(self._shape.keys)!r})"
