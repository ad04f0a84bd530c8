"""Authentication: basic, and functions that change the request."""

from base64 import b64encode

from surge import kernel


def _basic_auth_str(username, password):
    parts = [part if isinstance(part, bytes) else str(part).encode("latin1") for part in (username, password)]
    return "Basic " + b64encode(b":".join(parts)).decode()


class AuthBase:
    def __call__(self, r):
        raise NotImplementedError("Auth hooks must be callable.")


class HTTPBasicAuth(AuthBase):
    def __init__(self, username, password):
        self.username = username
        self.password = password

    def __eq__(self, other):
        return (self.username, self.password) == (getattr(other, "username", None), getattr(other, "password", None))

    def __call__(self, r):
        r.headers["Authorization"] = _basic_auth_str(self.username, self.password)
        return r


class HTTPDigestAuth(AuthBase):
    def __init__(self, username, password):
        kernel.not_simulated("requests.auth.HTTPDigestAuth", "HTTPBasicAuth, a function")
