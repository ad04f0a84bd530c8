"""Names of HTTP status codes: HTTP_404_NOT_FOUND."""

from http import HTTPStatus

for _status in HTTPStatus:
    globals()[f"HTTP_{_status.value}_{_status.name}"] = _status.value
HTTP_422_UNPROCESSABLE_ENTITY = HTTP_422_UNPROCESSABLE_CONTENT = 422
