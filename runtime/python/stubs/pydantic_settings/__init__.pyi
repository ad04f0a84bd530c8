from typing import Any

from pydantic import BaseModel, ConfigDict

__version__: str

class SettingsConfigDict(dict[str, Any]):
    def __init__(self, **settings: Any) -> None: ...

class BaseSettings(BaseModel):
    model_config: ConfigDict
    def __init__(self, **values: Any) -> None: ...
