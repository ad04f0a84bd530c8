from typing import Any, ClassVar

from pydantic import _Model

__version__: str

class SettingsConfigDict(dict[str, Any]):
    def __init__(self, **settings: Any) -> None: ...

# No metaclass of models: its fields come from the environment, so that none is missing in a call.
class BaseSettings(_Model):
    """Fields by annotations, read from the environment."""
    model_config: ClassVar[SettingsConfigDict]
    def __init__(self, **values: Any) -> None: ...
