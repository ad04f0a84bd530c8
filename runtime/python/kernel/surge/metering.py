"""CPU of the user's own code, counted and never measured.

sys.monitoring tells us of every call and every backward jump in code objects of the user's files (and only those).
A loop iteration costs the bytecode instructions in the loop's body, a call those of the function outside its loops
(opcode_costs.py). The count follows the bytecode, so it is the same on every machine. What built-ins do inside is
charged by the size of their arguments (heavy_calls.py).
"""

import dis
import sys

from surge import call_paths, kernel
from surge.opcode_costs import START, cost_of

# Loop iterations within one step of a task before the loop counts as endless: some 0.15 s of a short loop's CPU, two seconds to simulate.
MAX_JUMPS = 5_000_000
# Iterations after which a loop that swallows the error is given up from outside.
GIVE_UP_JUMPS = 5_500_000

# Iterations after which the line of a loop is told.
TOLD_JUMPS = 2_000

TOOL = 3
_events = sys.monitoring.events
# By id: CPython computes the hash of a code object from all its instructions, each time it is asked.
_jump_costs = {}
_start_costs = {}
# Called with (line, message) when a loop goes on although the error was raised in it; the host ends the worker.
give_up = None


class EndlessLoop(BaseException):
    """Raised in a loop that ran too long without giving way. Not an Exception, so that `except Exception` does not hide it."""


def line_at(code, offset):
    """Line of a bytecode offset."""
    return next((line for start, end, line in code.co_lines() if start <= offset < end and line), code.co_firstlineno)


def _loop_costs(code):
    """Backward jumps of a code object: offset -> ns of one iteration. And ns of the code outside loops."""
    instructions = list(dis.get_instructions(code))
    costs = {i.offset: cost_of(i) * kernel.costs.userCode for i in instructions}
    loops = [(i.offset, i.argval) for i in instructions if i.opname.startswith("JUMP_BACKWARD")]
    inside = set()
    jumps = {}
    for offset, target in loops:
        body = {o for o in costs if target <= o <= offset}
        inside |= body
        # Inner loops count for themselves.
        inner = {o for other, t in loops if other != offset and target <= t and other < offset for o in costs if t <= o <= other}
        jumps[offset] = max(1, round(sum(costs[o] for o in sorted(body - inner))))
    return jumps, round(START + sum(cost for o, cost in costs.items() if o not in inside))


def _on_jump(code, offset, destination):
    if destination > offset:
        return sys.monitoring.DISABLE
    worker = kernel.worker
    if worker is None:
        return None
    cost = _jump_costs[id(code)].get(offset, 1)
    if worker.thread is None:
        worker.now += cost
    else:
        worker.thread.cpu += cost
    worker.last_code = code
    worker.last_offset = destination
    worker.jumps += 1
    if worker.jumps >= TOLD_JUMPS:
        _tell_loop(worker, code, destination)
    return None


def _tell_loop(worker, code, offset):
    if worker.jumps_step != worker.began:
        worker.jumps_step = worker.began
        worker.jumps_before = 0
    jumps = worker.jumps_before + worker.jumps
    if jumps > MAX_JUMPS:
        worker.jumps_before, worker.jumps = jumps - TOLD_JUMPS, TOLD_JUMPS
        _end_loop(worker, code, offset, jumps)
    line = kernel.file_index.get(code.co_filename, 0) * kernel.LINES_PER_FILE + line_at(code, offset)
    # Behind this function and the callback that called it.
    call_paths.look(sys._getframe(2), line)
    worker.tell_line(line)
    # The next one after the last that is allowed ends it.
    worker.jumps = 0 if jumps < MAX_JUMPS else TOLD_JUMPS - 1
    worker.jumps_before = jumps - worker.jumps


def _end_loop(worker, code, offset, jumps):
    line = line_at(code, offset)
    message = f"{code.co_filename}, line {line}: the loop ran {MAX_JUMPS:,} times without an await: it never gives way to other requests"
    place = kernel.file_index.get(code.co_filename, 0) * kernel.LINES_PER_FILE + line
    worker.set_fault("endless-loop", message, place)
    if jumps > GIVE_UP_JUMPS and give_up is not None:
        give_up(place, message)
    raise EndlessLoop(message)


def _on_start(code, offset):
    worker = kernel.worker
    if worker is None:
        return
    cost = _start_costs[id(code)]
    if worker.thread is None:
        worker.now += cost
    else:
        worker.thread.cpu += cost
    worker.last_code = code
    worker.last_offset = 0


def install():
    sys.monitoring.use_tool_id(TOOL, "surge")
    sys.monitoring.register_callback(TOOL, _events.JUMP, _on_jump)
    sys.monitoring.register_callback(TOOL, _events.PY_START, _on_start)


def watch(code):
    """Counts a code object and all that are defined in it."""
    jumps, start = _jump_costs[id(code)], _start_costs[id(code)] = _loop_costs(code)
    sys.monitoring.set_local_events(TOOL, code, _events.PY_START | (_events.JUMP if jumps else 0))
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            watch(constant)


def forget():
    """Drops the tables of a program that is no longer loaded."""
    _jump_costs.clear()
    _start_costs.clear()
