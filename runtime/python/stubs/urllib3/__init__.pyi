# urllib3 2 (MIT), as far as requests uses it.
from . import exceptions as exceptions
from .util.retry import Retry as Retry

def disable_warnings(category: type[Warning] | None = None) -> None: ...
