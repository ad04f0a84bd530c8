"""requests.codes: `codes.ok`, `codes.NOT_FOUND`, `codes["too_many_requests"]`."""

from http import HTTPStatus

from .structures import LookupDict

# Names that are not the standard phrase.
_MORE = {
    "okay": 200, "all_ok": 200, "all_okay": 200, "all_good": 200, "moved": 301, "temporary_redirect": 307, "bad": 400, "payment": 402,
    "not_allowed": 405, "proxy_auth": 407, "timeout": 408, "precondition": 412, "unprocessable": 422, "unprocessable_entity": 422,
    "dependency": 424, "too_many": 429, "header_fields_too_large": 431, "server_error": 500, "unavailable": 503,
    "request_entity_too_large": 413, "request_uri_too_large": 414, "teapot": 418, "im_a_teapot": 418,
}  # fmt: skip

codes = LookupDict(name="status_codes")
for _name, _code in [*((status.name.lower(), status.value) for status in HTTPStatus), *_MORE.items()]:
    setattr(codes, _name, _code)
    setattr(codes, _name.upper(), _code)
