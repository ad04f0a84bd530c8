"""Letting go of what a program kept, however deep it is nested.

An object that goes takes along what only it held, one inside the other: in C, on a stack that a chain of a few thousand
links uses up. So all that lies deep is held once more and let go of from the outside in.
"""

import types
from gc import collect, get_referents

# A chain that is shorter goes by itself.
_SHALLOW = 500
# A program that keeps more is not looked through to the end: it takes seconds.
_MOST = 1_000_000

_PLAIN = frozenset((int, float, complex, bool, str, bytes, bytearray, type(None), types.CodeType, types.FrameType, types.BuiltinFunctionType))


def hold(roots):
    """All that can be reached from here, what is inside after what it is inside of; [] if nothing lies deep."""
    try:
        return _reach(roots)
    except MemoryError:
        # A program that has left nothing to allocate from is wide rather than deep.
        return []


def _reach(roots):
    seen = set()
    held = []
    layer = roots
    depth = 0
    while layer and len(held) < _MOST:
        inside = []
        for each in layer:
            kind = type(each)
            if kind in _PLAIN or id(each) in seen or issubclass(kind, (type, types.ModuleType)):
                continue
            seen.add(id(each))
            held.append(each)
            inside += each.__closure__ or () if kind is types.FunctionType else get_referents(each)
        layer = inside
        depth += 1
    return held if depth > _SHALLOW else []


def let_go(held):
    if held:
        # Else what is found to be unused later (the frames of an exception) would take it along after all.
        collect()
    held.reverse()
    while held:
        held.pop()
