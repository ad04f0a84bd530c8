"""session.query(...): the older way to write a SELECT."""

from ..sql.dml import Delete, Update
from ..sql.functions import func
from ..sql.select import Exists, Select
from ..sql.selectable import entity_of


class Query:
    def __init__(self, entities, session=None):
        self.session = session
        self._statement = Select(*entities)
        self._statement._label_tablenames = True
        self._populate_existing = False
        self._only_entity = len(self._statement._raw) == 1 and entity_of(self._statement._raw[0]) is not None

    def _with(self, statement, only=None):
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._statement = statement
        if only is not None:
            copy._only_entity = only
        return copy

    @property
    def statement(self):
        made = self._statement._copy()
        made._label_tablenames = False
        return made

    def __clause_element__(self):
        return self.statement

    selectable = statement

    @property
    def column_descriptions(self):
        return self._statement.column_descriptions

    def filter(self, *criteria):
        return self._with(self._statement.where(*criteria))

    where = filter

    def filter_by(self, **values):
        return self._with(self._statement.filter_by(**values))

    def join(self, target, *props, isouter=False, full=False):
        statement = self._statement.join(target, *props, isouter=isouter, full=full) if len(props) < 2 else self._statement
        if len(props) >= 2:
            for item in (target, *props):
                statement = statement.join(item, isouter=isouter, full=full)
        return self._with(statement)

    def outerjoin(self, target, *props, full=False):
        return self.join(target, *props, isouter=True, full=full)

    def with_entities(self, *entities):
        statement = self._statement.with_only_columns(*entities)
        return self._with(statement, len(statement._raw) == 1 and entity_of(statement._raw[0]) is not None)

    def add_columns(self, *columns):
        return self._with(self._statement.add_columns(*columns), False)

    add_entity = add_column = add_columns

    def options(self, *options):
        return self._with(self._statement.options(*options))

    def populate_existing(self):
        copy = self._with(self._statement)
        copy._populate_existing = True
        return copy

    def execution_options(self, **options):
        return self._with(self._statement.execution_options(**options))

    def enable_eagerloads(self, value):
        return self

    def autoflush(self, setting):
        return self

    def with_session(self, session):
        copy = self._with(self._statement)
        copy.session = session
        return copy

    # Running it

    def _result(self):
        return self.session.execute(self._statement, execution_options={"populate_existing": True} if self._populate_existing else None)

    def _objects(self):
        result = self._result()
        if self._only_entity:
            return result.unique().scalars()
        if result._must_be_unique:
            return result.unique()
        return result

    def all(self):
        return self._objects().all()

    def __iter__(self):
        return iter(self._objects().all())

    def first(self):
        return self._with(self._statement if self._statement._limit is not None else self._statement.limit(1))._objects().first()

    def one(self):
        return self._objects().one()

    def one_or_none(self):
        return self._objects().one_or_none()

    def scalar(self):
        row = self._result().unique().one_or_none()
        return None if row is None else row[0]

    def get(self, ident):
        return self.session.get(self._statement._raw[0], ident, options=self._statement._options or None)

    def count(self):
        inner = self._statement.subquery()
        return self.session.execute(Select(func.count()).select_from(inner)).scalar()

    def exists(self):
        return Exists(self._statement)

    def subquery(self, name=None, with_labels=False, reduce_columns=False):
        return self.statement.subquery(name)

    def cte(self, name=None, recursive=False, nesting=False):
        return self.statement.cte(name, recursive, nesting)

    def scalar_subquery(self):
        return self.statement.scalar_subquery()

    as_scalar = scalar_subquery

    def label(self, name):
        return self.statement.label(name)

    def union(self, *others):
        return self._united("union", others)

    def union_all(self, *others):
        return self._united("union_all", others)

    def _united(self, how, others):
        made = getattr(self.statement, how)(*[item.statement if isinstance(item, Query) else item for item in others])
        return self._with(made)

    def yield_per(self, count):
        return self

    def slice(self, start, stop):
        return self._with(self._statement.slice(start, stop))

    def __getitem__(self, item):
        if isinstance(item, slice):
            return self.slice(item.start or 0, item.stop).all()
        return self.slice(item, item + 1).all()[0]

    def update(self, values, synchronize_session="auto", update_args=None):
        entity = self._statement._raw[0]
        statement = Update(entity).values(values)
        statement._where = self._statement._where
        return self.session.execute(statement, execution_options={"synchronize_session": synchronize_session}).rowcount

    def delete(self, synchronize_session="auto", delete_args=None):
        statement = Delete(self._statement._raw[0])
        statement._where = self._statement._where
        return self.session.execute(statement, execution_options={"synchronize_session": synchronize_session}).rowcount

    def __str__(self):
        return str(self._statement)


def _passed_on(name):
    def method(self, *args, **kwargs):
        return self._with(getattr(self._statement, name)(*args, **kwargs))

    method.__name__ = name
    return method


for _name in ("order_by", "group_by", "having", "limit", "offset", "distinct", "with_for_update", "select_from", "correlate", "prefix_with", "with_hint"):
    setattr(Query, _name, _passed_on(_name))
