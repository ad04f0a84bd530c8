"""sqlalchemy.orm.exc."""

from ..exc import MultipleResultsFound, NoResultFound
from .attributes import DetachedInstanceError
from .errors import FlushError, ObjectDeletedError, ObjectDereferencedError, StaleDataError
from .mapper import UnmappedClassError, UnmappedError, UnmappedInstanceError

ConcurrentModificationError = StaleDataError
