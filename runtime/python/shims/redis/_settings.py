"""What clients and pools are told: redis://... URLs and keyword arguments."""

from urllib.parse import parse_qs, unquote, urlparse

from redis._wire import Encoder
from redis.backoff import ExponentialWithJitterBackoff

from surge import kernel

# The defaults of redis-py 8.1.
SOCKET_TIMEOUT_S = 5
RETRIES = 10
RETRY_BASE_S = 0.01
RETRY_CAP_S = 1
MAX_CONNECTIONS = 100

_PARSERS = {
    "db": int,
    "socket_timeout": float,
    "socket_connect_timeout": float,
    "max_connections": int,
    "health_check_interval": int,
    "timeout": float,
    "protocol": int,
    "decode_responses": lambda text: text.lower() not in ("0", "f", "false", "n", "no", ""),
    "retry_on_timeout": lambda text: text.lower() not in ("0", "f", "false", "n", "no", ""),
}
# Taken, and without a meaning in a simulated network.
_IGNORED = frozenset(
    "password username ssl ssl_keyfile ssl_certfile ssl_cert_reqs ssl_ca_certs ssl_ca_data ssl_ca_path ssl_check_hostname ssl_min_version "
    "ssl_ciphers ssl_password socket_keepalive socket_keepalive_options socket_read_size health_check_interval client_name lib_name "
    "lib_version driver_info credential_provider protocol legacy_responses retry_on_timeout maint_notifications_config".split()
)


def parse_url(url):
    """Keyword arguments of a URL. Raises ValueError."""
    parsed = urlparse(url)
    if parsed.scheme == "unix":
        kernel.not_simulated("redis: unix:// URLs", "redis:// and rediss://")
    if parsed.scheme not in ("redis", "rediss"):
        raise ValueError("Redis URL must specify one of the following schemes (redis://, rediss://, unix://)")
    options = {}
    for name, values in parse_qs(parsed.query).items():
        try:
            options[name] = _PARSERS.get(name, str)(values[0])
        except (TypeError, ValueError):
            raise ValueError(f"Invalid value for '{name}' in connection URL.") from None
    if parsed.hostname:
        options["host"] = unquote(parsed.hostname)
    if parsed.port:
        options["port"] = int(parsed.port)
    if parsed.path and "db" not in options:
        try:
            options["db"] = int(unquote(parsed.path).replace("/", ""))
        except ValueError:
            pass
    return options


class Settings:
    """Options of the connections of one pool."""

    def __init__(
        self, retry_class, host="localhost", port=6379, db=0, socket_timeout=SOCKET_TIMEOUT_S, socket_connect_timeout=SOCKET_TIMEOUT_S,
        encoding="utf-8", encoding_errors="strict", decode_responses=False, retry=None, retry_on_error=None, **rest,
    ):  # fmt: skip
        unknown = [name for name in rest if name not in _IGNORED]
        if unknown:
            raise TypeError(f"AbstractConnection.__init__() got an unexpected keyword argument '{unknown[0]}'")
        self.host = host
        self.port = port
        self.db = db
        self.socket_timeout = socket_timeout
        self.socket_connect_timeout = socket_connect_timeout
        self.encoder = Encoder(encoding, encoding_errors, decode_responses)
        if retry is None:
            retry = retry_class(ExponentialWithJitterBackoff(base=RETRY_BASE_S, cap=RETRY_CAP_S), RETRIES)
        self.retry = retry
        if retry_on_error:
            retry.update_supported_errors(retry_on_error)

    @property
    def place(self):
        return f"{self.host}:{self.port}"
