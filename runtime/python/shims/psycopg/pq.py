"""psycopg.pq: TransactionStatus only; there is no libpq here."""

from ._core import TransactionStatus

__all__ = ("TransactionStatus",)
