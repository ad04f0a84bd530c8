"""Tracebacks as the user would see them: their own files and lines, none of our frames."""

import traceback

from surge import kernel


def _clean(exc):
    """Leaves only the user's frames in a TracebackException and in those that it is chained to."""
    seen = set()
    pending = [exc]
    while pending:
        current = pending.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        current.stack = traceback.StackSummary.from_list([f for f in current.stack if f.filename in kernel.file_index])
        pending += [current.__cause__, current.__context__]
        pending += current.exceptions or []


def format_user_traceback(error):
    formatted = traceback.TracebackException.from_exception(error, compact=True)
    _clean(formatted)
    return "".join(formatted.format()).rstrip("\n")


def user_place(error):
    """(file, line) of the innermost frame of the user's code in an exception; (None, None) if it has none."""
    if isinstance(error, SyntaxError) and error.filename in kernel.file_index:
        return error.filename, error.lineno
    place = (None, None)
    tb = error.__traceback__
    while tb is not None:
        name = tb.tb_frame.f_code.co_filename
        if name in kernel.file_index:
            place = (name, tb.tb_lineno)
        tb = tb.tb_next
    return place
