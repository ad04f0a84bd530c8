"""Base classes of asyncpg's exceptions: errors of the server, of the interface, of the client."""

__all__ = (
    "PostgresError",
    "FatalPostgresError",
    "UnknownPostgresError",
    "InterfaceError",
    "InterfaceWarning",
    "PostgresLogMessage",
    "ClientConfigurationError",
    "InternalClientError",
    "OutdatedSchemaCacheError",
    "ProtocolError",
    "UnsupportedClientFeatureError",
    "TargetServerAttributeNotMatched",
    "UnsupportedServerFeatureError",
)

_FIELDS = (
    "severity", "severity_en", "sqlstate", "message", "detail", "hint", "position", "internal_position", "internal_query",
    "context", "schema_name", "table_name", "column_name", "data_type_name", "constraint_name", "server_source_filename",
    "server_source_line", "server_source_function",
)  # fmt: skip


class PostgresMessage:
    _by_sqlstate = {}

    def as_dict(self):
        values = ((name, getattr(self, name)) for name in _FIELDS)
        return {name: value for name, value in values if value is not None}


for _name in _FIELDS:
    setattr(PostgresMessage, _name, None)


def _with_detail(message, detail, hint):
    if detail:
        message += f"\nDETAIL:  {detail}"
    if hint:
        message += f"\nHINT:  {hint}"
    return message


class PostgresError(PostgresMessage, Exception):
    """An error that the server reported."""

    query = None

    def __str__(self):
        return _with_detail(str(self.args[0]) if self.args else "", self.detail, self.hint)


class FatalPostgresError(PostgresError):
    """An error after which the server closes the connection."""


class UnknownPostgresError(FatalPostgresError):
    """An error with an unknown SQLSTATE."""


class _InterfaceMessage:
    detail = hint = None

    def __str__(self):
        return _with_detail(str(self.args[0]) if self.args else "", self.detail, self.hint)


class InterfaceError(_InterfaceMessage, Exception):
    """asyncpg's API was used wrongly."""

    def __init__(self, msg, *, detail=None, hint=None):
        Exception.__init__(self, msg)
        self.detail = detail
        self.hint = hint

    def with_msg(self, msg):
        return type(self)(msg, detail=self.detail, hint=self.hint).with_traceback(self.__traceback__)


class ClientConfigurationError(InterfaceError, ValueError):
    """The client was configured wrongly."""


class UnsupportedClientFeatureError(InterfaceError):
    """asyncpg does not support the feature."""


class UnsupportedServerFeatureError(InterfaceError):
    """The server does not support the feature."""


class InterfaceWarning(_InterfaceMessage, UserWarning):
    """asyncpg's API was probably used wrongly."""

    def __init__(self, msg, *, detail=None, hint=None):
        UserWarning.__init__(self, msg)
        self.detail = detail
        self.hint = hint


class InternalClientError(Exception):
    """Any other unexpected error."""


class ProtocolError(InternalClientError):
    """The server's answer could not be understood."""


class TargetServerAttributeNotMatched(InternalClientError):
    """No host has the wanted attribute."""


class OutdatedSchemaCacheError(InternalClientError):
    """The schema changed after the statement was prepared."""

    def __init__(self, msg, *, schema=None, data_type=None, position=None):
        super().__init__(msg)
        self.schema_name = schema
        self.data_type_name = data_type
        self.position = position


class PostgresLogMessage(PostgresMessage):
    """A message of the server that is not an error."""

    def __str__(self):
        return f"{type(self).__name__}: {self.message}"
