"""tracemalloc as a program would see it: allocations at its own lines and those of libraries, none of our frames."""

import tracemalloc

# Frames of ours that may lie between a line of the program and what allocates.
_OURS_AT_MOST = 15
_OURS = ("/surge/", "<unknown>")

_real_start = tracemalloc.start
_real_traces = tracemalloc._get_traces
# What the program asked for; more is kept, because ours are among them.
_frames = 1


def _start(nframe=1, /):
    global _frames
    _real_start(nframe if nframe < 1 else nframe + _OURS_AT_MOST)
    _frames = nframe


def _traces():
    found = []
    for domain, size, frames, _ in _real_traces():
        own = tuple(frame for frame in frames if not frame[0].startswith(_OURS))
        if own:
            found.append((domain, size, own[:_frames], len(own)))
    return found


def forget():
    """The next program starts without it."""
    tracemalloc.stop()


def install():
    tracemalloc.start = _start
    tracemalloc._get_traces = _traces
    tracemalloc.get_traceback_limit = lambda: _frames
