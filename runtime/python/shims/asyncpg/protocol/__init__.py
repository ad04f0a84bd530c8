"""Values on their way between Python and Postgres: records, codecs, statements, results."""

from .record import Record

NO_TIMEOUT = object()

__all__ = ("Record", "NO_TIMEOUT")
