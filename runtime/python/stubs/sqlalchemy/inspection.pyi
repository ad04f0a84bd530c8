from . import inspect as inspect
