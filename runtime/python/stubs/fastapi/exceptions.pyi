from collections.abc import Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException as HTTPException, WebSocketException as WebSocketException

class FastAPIError(RuntimeError): ...

class ValidationException(Exception):
    def __init__(self, errors: Sequence[Any], *, body: Any = None) -> None: ...
    body: Any
    def errors(self) -> Sequence[Any]: ...

class RequestValidationError(ValidationException):
    """What the client sent does not fit; answered with 422."""

class ResponseValidationError(ValidationException):
    """What the route returned does not fit its response model; answered with 500."""
