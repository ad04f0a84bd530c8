"""The ORM's own errors."""

from .. import exc


class StaleDataError(exc.SQLAlchemyError):
    pass


class FlushError(exc.SQLAlchemyError):
    pass


class ObjectDereferencedError(exc.SQLAlchemyError):
    pass


class ObjectDeletedError(exc.InvalidRequestError):
    pass
