"""Time-outs and limits of a client."""

from surge import kernel


class UnsetType:
    pass


UNSET = UnsetType()


class Timeout:
    def __init__(self, timeout=UNSET, *, connect=UNSET, read=UNSET, write=UNSET, pool=UNSET):
        parts = (connect, read, write, pool)
        if isinstance(timeout, Timeout):
            assert all(part is UNSET for part in parts)
            self.connect, self.read, self.write, self.pool = timeout.connect, timeout.read, timeout.write, timeout.pool
        elif isinstance(timeout, tuple):
            self.connect = timeout[0]
            self.read = timeout[1]
            self.write = None if len(timeout) < 3 else timeout[2]
            self.pool = None if len(timeout) < 4 else timeout[3]
        else:
            if timeout is UNSET and any(part is UNSET for part in parts):
                raise ValueError("httpx.Timeout must either include a default, or set all four parameters explicitly.")
            self.connect, self.read, self.write, self.pool = (timeout if part is UNSET else part for part in parts)

    def as_dict(self):
        return {"connect": self.connect, "read": self.read, "write": self.write, "pool": self.pool}

    def __eq__(self, other):
        return isinstance(other, Timeout) and self.as_dict() == other.as_dict()

    def __repr__(self):
        if len({self.connect, self.read, self.write, self.pool}) == 1:
            return f"Timeout(timeout={self.connect})"
        return f"Timeout(connect={self.connect}, read={self.read}, write={self.write}, pool={self.pool})"


class Limits:
    def __init__(self, *, max_connections=None, max_keepalive_connections=None, keepalive_expiry=5.0):
        self.max_connections = max_connections
        self.max_keepalive_connections = max_keepalive_connections
        self.keepalive_expiry = keepalive_expiry

    def __eq__(self, other):
        return isinstance(other, Limits) and vars(self) == vars(other)

    def __repr__(self):
        return (
            f"Limits(max_connections={self.max_connections}, max_keepalive_connections={self.max_keepalive_connections},"
            f" keepalive_expiry={self.keepalive_expiry})"
        )


class SSLContext:
    """What create_ssl_context() gives: a TLS context that was paid for and can be shared by clients."""


def create_ssl_context(verify=True, cert=None, trust_env=True):
    pay_for_context(verify)
    return SSLContext()


# CPU of a TLS context without the CA bundle (verify=False): 0.2 to 0.3 ms measured with httpx 0.28, where a whole one takes 16 ms.
UNVERIFIED_CONTEXT_NS = 260_000
# CPU of a client around a context, or around a transport, that exists already; measured likewise.
SHARED_CONTEXT_NS = 50_000
SHARED_TRANSPORT_NS = 10_000


def pay_for_context(verify, what=""):
    """Building a TLS context parses the CA bundle: CPU that blocks the loop. what: who does it, if not AsyncClient."""
    if verify is False:
        kernel.charge(UNVERIFIED_CONTEXT_NS)
    elif verify is True or isinstance(verify, str):
        kernel.emit(kernel.HTTP_CLIENT, text=what)
    else:
        kernel.charge(SHARED_CONTEXT_NS)


DEFAULT_TIMEOUT = Timeout(timeout=5.0)
DEFAULT_LIMITS = Limits(max_connections=100, max_keepalive_connections=20)
DEFAULT_MAX_REDIRECTS = 20

for _class in (Timeout, Limits, create_ssl_context):
    _class.__module__ = "httpx"
