"""Things that belong to a connection and become invalid when a pool gets the connection back."""

import functools

from . import exceptions


def guarded(method):
    """Checks the connection before the method runs."""

    @functools.wraps(method)
    def check(self, *args, **kwargs):
        self._check_conn_validity(method.__name__)
        return method(self, *args, **kwargs)

    return check


class ConnectionResource:
    __slots__ = ("_connection", "_con_release_ctr")

    def __init__(self, connection):
        self._connection = connection
        self._con_release_ctr = connection._pool_release_ctr

    def _check_conn_validity(self, method):
        connection = self._connection
        if connection._pool_release_ctr != self._con_release_ctr:
            why = "has been released back to the pool"
        elif connection.is_closed():
            why = "is closed"
        else:
            return
        raise exceptions.InterfaceError(f"cannot call {type(self).__name__}.{method}(): the underlying connection {why}")
