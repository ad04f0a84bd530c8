from collections.abc import Callable
from typing import Any

ENCODERS_BY_TYPE: dict[type[Any], Callable[[Any], Any]]

def jsonable_encoder(
    obj: Any, include: Any | None = None, exclude: Any | None = None, by_alias: bool = True, exclude_unset: bool = False,
    exclude_defaults: bool = False, exclude_none: bool = False, custom_encoder: dict[Any, Callable[[Any], Any]] | None = None,
    sqlalchemy_safe: bool = True,
) -> Any:
    """Models, dates, enums and the like as what JSON knows."""
