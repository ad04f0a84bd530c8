"""Along which functions of the user's a line is called: the profile's call tree.

Walking all frames at every syscall would be felt in a run. So the path of a line is looked at when the line is told
for the first time, whenever a long stretch of CPU is told, and otherwise every sixteenth time on average; in between the
line keeps the path that was seen last. Counted and drawn from a generator of its own: the same on every machine.
"""

from asyncio import current_task

from surge import kernel

# Paths of one stage; and frames of one walk.
MOST_PATHS = 5_000
DEEPEST = 400
# Mean number of tellings from one look to the next, without it.
BETWEEN = 15

# The functions' places, innermost first -> number of the path. Line -> number of the path that was told last.
_paths = {}
_told = {}
_state = 1


def forget():
    """A program is loaded."""
    global _state
    _paths.clear()
    _told.clear()
    kernel.known_lines = _told
    kernel.looks = 0
    _state = 1


def look(frame, line):
    """Tells the engine how the line is called if that has changed. frame: the innermost of the user's code."""
    global _state
    _state = (_state * 1103515245 + 12345) & 0x7FFFFFFF
    kernel.looks = (_state >> 16) % (2 * BETWEEN + 1)
    w = kernel.worker
    # What a thread computes is told at the line that handed it over.
    if w is None or w.thread is not None or w.fault is not None:
        return
    places = _places_of(frame)
    _add_waiting(places)
    key = tuple(places)
    path = _paths.get(key)
    text = ""
    if path is None:
        if len(_paths) >= MOST_PATHS:
            return
        path = _paths[key] = len(_paths) + 1
        text = ",".join(map(str, reversed(places)))
    if text or _told.get(line) != path:
        _told[line] = path
        w.out += (kernel.CALLED, path, 0, line, 0, 0, 0)
        w.texts.append(text)
        w.spin_out += 7


def _places_of(frame):
    """Where the user's functions begin that run, innermost first. One that calls itself counts once."""
    places = []
    last = None
    left = DEEPEST
    while frame is not None and left:
        code = frame.f_code
        if code is not last:
            index = kernel.file_index.get(code.co_filename)
            if index is not None:
                last = code
                places.append(_place(code, index))
        frame = frame.f_back
        left -= 1
    return places


def _place(code, index):
    return index * kernel.LINES_PER_FILE + (0 if code.co_name == "<module>" else code.co_firstlineno)


def _add_waiting(places):
    """Behind a task's own functions those of the task that waits for it, as far as that is one: gather, TaskGroup, await task."""
    try:
        task = current_task()
    except RuntimeError:
        return
    for _ in range(8):
        waiting = getattr(task, "_asyncio_awaited_by", None)
        if waiting is None or len(waiting) != 1:
            return
        (task,) = waiting
        inner = []
        awaited = task.get_coro() if hasattr(task, "get_coro") else None
        while awaited is not None:
            frame = getattr(awaited, "cr_frame", None)
            if frame is None:
                break
            index = kernel.file_index.get(frame.f_code.co_filename)
            if index is not None:
                inner.append(_place(frame.f_code, index))
            awaited = getattr(awaited, "cr_await", None)
        places.extend(reversed(inner))
