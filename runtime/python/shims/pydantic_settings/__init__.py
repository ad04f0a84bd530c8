"""pydantic_settings: settings from the environment of the simulated world (world.env); there are no files."""

import json
import os

from pydantic import BaseModel, ConfigDict

__version__ = "2.12.0"


class SettingsConfigDict(dict):
    """model_config of a BaseSettings."""


class BaseSettings(BaseModel):
    model_config = ConfigDict(extra="ignore")

    def __init__(self, **values):
        config = dict(type(self).model_config)
        prefix = config.get("env_prefix", "")
        sensitive = config.get("case_sensitive", False)
        environ = dict(os.environ) if sensitive else {name.lower(): value for name, value in os.environ.items()}
        found = {}
        for name, field in type(self).model_fields.items():
            for candidate in (getattr(field, "alias", None) or prefix + name,):
                text = environ.get(candidate if sensitive else candidate.lower())
                if text is not None:
                    found[getattr(field, "alias", None) or name] = _value(text)
        super().__init__(**{**found, **values})


def _value(text):
    """Lists and dicts come as JSON; everything else as text, which pydantic converts."""
    if text[:1] in "[{":
        try:
            return json.loads(text)
        except ValueError:
            pass
    return text
