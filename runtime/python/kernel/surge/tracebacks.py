"""Tracebacks as the user would see them: their own files and lines, none of our frames."""

import traceback
import types

from surge import kernel


# As CPython: a line that recurs is shown three times, then counted.
REPEATS = 3
# A deeper stack is told by its two ends: every frame costs a parse of its line.
FRAMES = 100


class _Stack(traceback.StackSummary):
    """Frames of the user, with what was left out after some of them: index of the frame -> text."""

    def format(self, **options):
        lines = []
        for index, frame in enumerate(self):
            lines.append(self.format_frame_summary(frame, **options))
            lines += self.left_out.get(index, ())
        return lines


def _trim(tb):
    """The user's frames of a traceback as a new one, and what was left out."""
    kept = []
    left_out = {}
    repeats = {}
    last = None
    run = 0
    while tb is not None:
        if tb.tb_frame.f_code.co_filename in kernel.file_index:
            place = (tb.tb_frame.f_code, tb.tb_lineno)
            run = run + 1 if place == last else 1
            last = place
            if run <= REPEATS:
                kept.append(tb)
            else:
                repeats[len(kept) - 1] = run - REPEATS
        tb = tb.tb_next
    for index, count in repeats.items():
        left_out[index] = [f"  [Previous line repeated {count} more time{'s' if count > 1 else ''}]\n"]
    surplus = len(kept) - FRAMES
    if surplus > 0:
        head = FRAMES // 2
        kept = kept[:head] + kept[head + surplus :]
        shifted = {(i if i < head else i - surplus): text for i, text in left_out.items() if not head <= i < head + surplus}
        left_out = {**shifted, head - 1: [f"  [{surplus} frames left out]\n"]}
    trimmed = None
    for entry in reversed(kept):
        trimmed = types.TracebackType(trimmed, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return trimmed, left_out


def _chain(error):
    """The exception and all that it is chained to or groups."""
    found = []
    pending = [error]
    while pending:
        current = pending.pop()
        if current is None or any(current is other for other in found):
            continue
        found.append(current)
        pending += [current.__cause__, current.__context__]
        if isinstance(current, BaseExceptionGroup):
            pending += current.exceptions
    return found


def format_user_traceback(error):
    errors = _chain(error)
    originals = [each.__traceback__ for each in errors]
    notes = {}
    try:
        for each in errors:
            each.__traceback__, notes[id(each)] = _trim(each.__traceback__)
        formatted = traceback.TracebackException.from_exception(error, compact=True)
    finally:
        for each, original in zip(errors, originals):
            each.__traceback__ = original
    pairs = [(formatted, error)]
    while pairs:
        shown, each = pairs.pop()
        if shown is None or each is None or isinstance(shown.stack, _Stack):
            continue
        shown.stack = _Stack(shown.stack)
        shown.stack.left_out = notes[id(each)]
        pairs += [(shown.__cause__, each.__cause__), (shown.__context__, each.__context__)]
        if shown.exceptions:
            pairs += zip(shown.exceptions, each.exceptions)
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
