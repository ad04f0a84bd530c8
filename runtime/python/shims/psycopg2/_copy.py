"""COPY between a file and the database."""

import io
import json

from _postgres_copy import COPY, CopyError, CopyStatement
from surge import kernel

from ._errors import Error, from_server

# CPU of the driver for a character that it hands on: 0.09 us for a line of 17.
CHARACTER_NS = 5


def run_copy(cursor, sql, file, size):
    """Runs the COPY to its end. Returns how many rows it was."""
    connection = cursor.connection
    connection._start()
    try:
        statement = CopyStatement(sql)
    except CopyError as error:
        raise _refused(cursor, sql, error.fields, sql) from None
    try:
        result = connection._send(statement.select_sql() if statement.reads else statement.columns_sql(), cursor)
    except Error as error:
        raise from_server(json.dumps(statement.refusal(error._fields)), sql, cursor) from None
    if statement.reads:
        _write(file, statement.lines(result))
        return result.count
    try:
        rows = statement.rows(_read(file, size), result.names)
    except CopyError as error:
        raise _refused(cursor, sql, error.fields) from None
    except Exception as error:
        reason = "" if isinstance(error, _WrongType) else f": {type(error).__name__} {error}"
        fields = {
            "severity": "ERROR", "sqlstate": "57014", "message": f"COPY from stdin failed: error in .read() call{reason}",
            "where": f"COPY {statement.table}, line 1",
        }  # fmt: skip
        raise _refused(cursor, sql, fields) from error
    if rows.count:
        try:
            connection._send(rows.sql(), cursor, rows.encoded(), COPY)
        except Error as error:
            raise from_server(json.dumps(rows.refusal(error._fields)), None, cursor) from None
    return rows.count


def _refused(cursor, sql, fields, query=None):
    """The server's refusal, after which the transaction has failed: a COPY as a statement of its own is refused here, too."""
    try:
        cursor.connection._send(sql, cursor)
    except Error:
        pass
    return from_server(json.dumps(fields), query, cursor)


class _WrongType(Exception):
    pass


def _read(file, size):
    parts = []
    while part := file.read(size):
        if not isinstance(part, (str, bytes)):
            raise _WrongType
        kernel.charge(len(part) * CHARACTER_NS)
        parts.append(part)
    if any(isinstance(part, bytes) for part in parts):
        return b"".join([part.encode() if isinstance(part, str) else part for part in parts]).decode()
    return "".join(parts)


def _write(file, lines):
    as_text = isinstance(file, io.TextIOBase)
    for line in lines:
        kernel.charge(len(line) * CHARACTER_NS)
        file.write(line if as_text else line.encode())
