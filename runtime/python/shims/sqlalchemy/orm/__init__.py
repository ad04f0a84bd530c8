"""The ORM."""

from surge import kernel as _kernel

from ..exc import MultipleResultsFound, NoResultFound
from . import attributes, exc
from .attributes import InstrumentedAttribute, QueryableAttribute
from .collections import attribute_keyed_dict, attribute_mapped_collection
from .decl import (
    DeclarativeBase, DeclarativeBaseNoMeta, DynamicMapped, Mapped, MappedAsDataclass, MappedColumn, WriteOnlyMapped, as_declarative,
    column_property, declarative_base, declarative_mixin, declared_attr, deferred, mapped_column, query_expression, registry, synonym,
    validates,
)  # fmt: skip
from .mapper import AliasedClass, Mapper, aliased, class_mapper, object_mapper
from .options import (
    Load, contains_eager, defaultload, defer, immediateload, joinedload, lazyload, load_only, noload, raiseload, selectinload,
    subqueryload, undefer, undefer_group, with_expression, with_loader_criteria,
)  # fmt: skip
from .query import Query
from .relationships import Relationship as RelationshipProperty
from .relationships import Relationship, backref, foreign, relationship, remote
from .scoping import scoped_session
from .session import Session, SessionTransaction, close_all_sessions, make_transient, object_session, sessionmaker


class Bundle:
    """Several columns as one element of the row."""

    def __init__(self, name, *exprs, single_entity=False, **kw):
        from ..sql.elements import clause

        self.name = self.__name__ = name
        self._bundle_columns = [clause(item) for item in exprs]
        for item in exprs:
            setattr(self, item.key, item)


def configure_mappers():
    """Mappers are configured when they are used first."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'sqlalchemy.orm' has no attribute {name!r}")
    _kernel.not_simulated(f"sqlalchemy.orm.{name}", "DeclarativeBase, Mapped, mapped_column, relationship, Session, sessionmaker, loader options, aliased, Query")
