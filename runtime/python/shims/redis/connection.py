"""Connections of the synchronous client: every exchange holds its caller until the answer is there."""

from redis._settings import MAX_CONNECTIONS, Settings, parse_url
from redis._wire import pack, read
from redis.exceptions import ConnectionError, MaxConnectionsError, TimeoutError
from redis.retry import Retry

from surge import kernel
from surge.kernel import CACHE_CALL, CACHE_CLOSE, CACHE_CONNECT, TIMED_OUT, blocking_call, emit

_WAITING = frozenset(("BLPOP", "BRPOP", "BLMOVE"))


def _ns(seconds):
    """A time-out as blocking_call takes it: 0 for none."""
    return 0 if seconds is None else round(seconds * 1e9)


class Connection:
    __slots__ = ("settings", "id", "since")

    def __init__(self, settings):
        self.settings = settings
        self.id = 0
        self.since = 0

    @property
    def is_connected(self):
        return self.id != 0

    def connect(self, line=None):
        if not self.id:
            settings = self.settings
            refused, number, text = blocking_call(
                CACHE_CONNECT, 0, 0, str(settings.db), line, "redis.Redis connect", _ns(settings.socket_connect_timeout)
            )
            if refused == TIMED_OUT:
                raise TimeoutError(f"Timeout connecting to {settings.place}")
            if refused:
                raise ConnectionError(text)
            self.id = number

    def exchange(self, commands, line=None):
        """Sends commands in one packet; raw replies. Raises ConnectionError and TimeoutError; the connection is lost then."""
        name = commands[0][0].upper()
        if name in _WAITING and commands[0][-1] in ("0", "0.0"):
            kernel.refuse(f"redis.Redis.{name.lower()} without a timeout", "a blocking client would wait for something that cannot be foreseen; use redis.asyncio")
        self.connect(line)
        seconds = self.settings.socket_timeout
        a, _, text = blocking_call(CACHE_CALL, self.id, len(commands), pack(commands), line, f"redis.Redis {name}", _ns(seconds))
        if a == TIMED_OUT:
            self.id = 0
            raise TimeoutError(f"Timeout reading from {self.settings.place}")
        try:
            return read(a, text)
        except ConnectionError:
            self.id = 0
            raise

    def disconnect(self):
        if self.id:
            emit(CACHE_CLOSE, 0, self.id, line=0)
            self.id = 0

    def exchange_again(self, error, commands, line, on_error=None):
        """After a first error: tries as often as the retry policy says."""
        errors = [error]

        def attempt():
            if errors:
                raise errors.pop()
            return self.exchange(commands, line)

        def fail(failed):
            if on_error is not None:
                on_error(failed)

        return self.settings.retry.call_with_retry(attempt, fail)


class ConnectionPool:
    def __init__(self, connection_class=None, max_connections=None, **options):
        if max_connections is not None and (not isinstance(max_connections, int) or max_connections < 0):
            raise ValueError('"max_connections" must be a positive integer')
        self.max_connections = max_connections or MAX_CONNECTIONS
        self.settings = Settings(Retry, **options)
        self.connection_kwargs = options
        self._available = []
        self._in_use = {}

    @classmethod
    def from_url(cls, url, **options):
        options.update(parse_url(url))
        return cls(**options)

    def get_encoder(self):
        return self.settings.encoder

    def get_connection(self, command_name=None, *keys, **options):
        if self._available:
            connection = self._available.pop()
        elif len(self._in_use) >= self.max_connections:
            raise self._none_left()
        else:
            connection = Connection(self.settings)
        self._in_use[connection] = None
        return connection

    def _none_left(self):
        return MaxConnectionsError("Too many connections")

    def release(self, connection):
        if self._in_use.pop(connection, connection) is None:
            self._available.append(connection)

    def disconnect(self, inuse_connections=True):
        for connection in (*self._available, *(self._in_use if inuse_connections else ())):
            connection.disconnect()

    close = disconnect

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def __repr__(self):
        place = f"host={self.settings.host},port={self.settings.port},db={self.settings.db}"
        return f"<{type(self).__module__}.{type(self).__name__}(<redis.connection.Connection({place})>)>"


class BlockingConnectionPool(ConnectionPool):
    """Functions of virtual threads run one after the other, so that its connections are never all in use by others."""

    def __init__(self, max_connections=50, timeout=20, connection_class=None, queue_class=None, **options):
        super().__init__(connection_class=connection_class, max_connections=max_connections, **options)
        self.timeout = timeout

    def _none_left(self):
        return ConnectionError("No connection available.")
