"""SQL put together from parts."""

from _postgres_sql import DEFAULT, NULL, SQL, Composable, Composed, Identifier, Literal, Placeholder

__all__ = ("DEFAULT", "NULL", "SQL", "Composable", "Composed", "Identifier", "Literal", "Placeholder")
