"""HTTPException and validation errors."""

from http import HTTPStatus


class HTTPException(Exception):
    def __init__(self, status_code, detail=None, headers=None):
        self.status_code = status_code
        self.detail = HTTPStatus(status_code).phrase if detail is None else detail
        self.headers = headers
        super().__init__(status_code, detail)

    def __str__(self):
        return f"{self.status_code}: {self.detail}"

    def __repr__(self):
        return f"{type(self).__name__}(status_code={self.status_code!r}, detail={self.detail!r})"


class WebSocketException(Exception):
    pass


class FastAPIError(RuntimeError):
    pass


class ValidationException(Exception):
    def __init__(self, errors, *, body=None):
        super().__init__(errors)
        self._errors = list(errors)
        self.body = body

    def errors(self):
        return self._errors

    def __str__(self):
        lines = [f"{len(self._errors)} validation error{'s' if len(self._errors) != 1 else ''}:"]
        return "\n".join([*lines, *(f"  {entry}" for entry in self._errors)])


class RequestValidationError(ValidationException):
    pass


class ResponseValidationError(ValidationException):
    pass
