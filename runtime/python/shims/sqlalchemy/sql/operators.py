"""sqlalchemy.sql.operators. The operators live beside the types, which need them first."""

from .._operators import *  # noqa: F403
