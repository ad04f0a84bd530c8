"""Values that are sent as JSON. Results of type json and jsonb are parsed by themselves."""

import json


class _JsonWrapper:
    __slots__ = ("obj", "_dumps")

    def __init__(self, obj, dumps=None):
        self.obj = obj
        self._dumps = dumps or json.dumps

    def text(self):
        return self._dumps(self.obj)

    def __repr__(self):
        return f"{type(self).__name__}({self.obj!r})"


class Json(_JsonWrapper):
    """Sent as json."""


class Jsonb(_JsonWrapper):
    """Sent as jsonb."""
