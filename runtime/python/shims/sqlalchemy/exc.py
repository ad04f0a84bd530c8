"""SQLAlchemy's exceptions, with the wording of their messages."""

_VERSION = "20"


class HasDescriptionCode:
    code = None

    def __init__(self, *args, **kwargs):
        code = kwargs.pop("code", None)
        if code is not None:
            self.code = code
        super().__init__(*args, **kwargs)

    def _code_str(self):
        return f"(Background on this error at: https://sqlalche.me/e/{_VERSION}/{self.code})" if self.code else ""

    def __str__(self):
        message = super().__str__()
        if self.code:
            message = f"{message} {self._code_str()}"
        return message


class SQLAlchemyError(HasDescriptionCode, Exception):
    def _message(self):
        if len(self.args) == 1:
            return str(self.args[0])
        return str(self.args)

    def _sql_message(self):
        message = self._message()
        return f"{message} {self._code_str()}" if self.code else message

    def __str__(self):
        return self._sql_message()


class ArgumentError(SQLAlchemyError):
    pass


class DuplicateColumnError(ArgumentError):
    pass


class NoSuchModuleError(ArgumentError):
    pass


class NoForeignKeysError(ArgumentError):
    pass


class AmbiguousForeignKeysError(ArgumentError):
    pass


class ConstraintColumnNotFoundError(ArgumentError):
    pass


class ObjectNotExecutableError(ArgumentError):
    def __init__(self, target):
        super().__init__(f"Not an executable object: {target!r}")
        self.target = target


class CircularDependencyError(SQLAlchemyError):
    pass


class CompileError(SQLAlchemyError):
    pass


class UnsupportedCompilationError(CompileError):
    code = "l7de"


class IdentifierError(SQLAlchemyError):
    pass


class DisconnectionError(SQLAlchemyError):
    invalidate_pool = False


class InvalidatePoolError(DisconnectionError):
    invalidate_pool = True


class TimeoutError(SQLAlchemyError):  # noqa: A001
    pass


class InvalidRequestError(SQLAlchemyError):
    pass


class IllegalStateChangeError(InvalidRequestError):
    pass


class NoInspectionAvailable(InvalidRequestError):
    pass


class PendingRollbackError(InvalidRequestError):
    pass


class ResourceClosedError(InvalidRequestError):
    pass


class NoSuchColumnError(InvalidRequestError, KeyError):
    pass


class AwaitRequired(InvalidRequestError):
    code = "xd1r"


class MissingGreenlet(InvalidRequestError):
    code = "xd2s"


class NoResultFound(InvalidRequestError):
    pass


class MultipleResultsFound(InvalidRequestError):
    pass


class NoReferenceError(InvalidRequestError):
    pass


class NoReferencedTableError(NoReferenceError):
    pass


class NoReferencedColumnError(NoReferenceError):
    pass


class NoSuchTableError(InvalidRequestError):
    pass


class UnreflectableTableError(InvalidRequestError):
    pass


class UnboundExecutionError(InvalidRequestError):
    pass


class DontWrapMixin:
    pass


class StatementError(SQLAlchemyError):
    """An error of a statement: what it was and its parameters are part of the message."""

    statement = params = orig = None

    def __init__(self, message, statement, params, orig, hide_parameters=False, code=None, ismulti=None):
        SQLAlchemyError.__init__(self, message, code=code)
        self.statement = statement
        self.params = params
        self.orig = orig
        self.ismulti = ismulti
        self.hide_parameters = hide_parameters
        self.detail = []

    def add_detail(self, message):
        self.detail.append(message)

    def _sql_message(self):
        details = [self._message()]
        if self.statement:
            details.append(f"[SQL: {self.statement}]")
            if self.params:
                if self.hide_parameters:
                    details.append("[SQL parameters hidden due to hide_parameters=True]")
                else:
                    details.append(f"[parameters: {repr_params(self.params, self.ismulti)}]")
        code = self._code_str()
        if code:
            details.append(code)
        return "\n".join([f"({detail})" for detail in self.detail] + details)


class DBAPIError(StatementError):
    """An error of the driver; `orig` is the driver's own."""

    code = "dbapi"

    def __init__(self, statement, params, orig, hide_parameters=False, connection_invalidated=False, code=None, ismulti=None):
        StatementError.__init__(
            self, f"({type(orig).__module__}.{type(orig).__name__}) {orig}", statement, params, orig, hide_parameters, code, ismulti
        )
        self.connection_invalidated = connection_invalidated


class InterfaceError(DBAPIError):
    code = "rvf5"


class DatabaseError(DBAPIError):
    code = "4xp6"


class DataError(DatabaseError):
    code = "9h9h"


class OperationalError(DatabaseError):
    code = "e3q8"


class IntegrityError(DatabaseError):
    code = "gkpj"


class InternalError(DatabaseError):
    code = "2j85"


class ProgrammingError(DatabaseError):
    code = "f405"


class NotSupportedError(DatabaseError):
    code = "tw8g"


class SADeprecationWarning(DeprecationWarning):
    pass


class Base20DeprecationWarning(SADeprecationWarning):
    pass


class MovedIn20Warning(Base20DeprecationWarning):
    pass


class SAPendingDeprecationWarning(PendingDeprecationWarning):
    pass


class SAWarning(RuntimeWarning):
    pass


_MAX_CHARACTERS = 300
_BATCHES = 10


def _short(value):
    shown = repr(value)
    if len(shown) <= _MAX_CHARACTERS:
        return shown
    half = _MAX_CHARACTERS // 2
    cut = len(shown) - _MAX_CHARACTERS
    return f"{shown[:half]} ... ({cut} characters truncated) ... {shown[-half:]}"


def _one(params):
    if isinstance(params, dict):
        return "{" + ", ".join(f"{key!r}: {_short(value)}" for key, value in params.items()) + "}"
    values = [_short(value) for value in params]
    if len(values) > 100:
        values = [*values[:50], f" ... {len(values) - 100} parameters truncated ... ", *values[-50:]]
    text = ", ".join(values)
    return f"({text},)" if len(values) == 1 else f"({text})"


def repr_params(params, many=False):
    """Parameters as an error message and the log show them."""
    if not many:
        return _one(params)
    if len(params) <= _BATCHES:
        return f"[{', '.join(_one(item) for item in params)}]"
    head = ", ".join(_one(item) for item in params[: _BATCHES - 2])
    tail = ", ".join(_one(item) for item in params[-2:])
    return f"[{head}  ... displaying {_BATCHES} of {len(params)} total bound parameter sets ...  {tail}]"
