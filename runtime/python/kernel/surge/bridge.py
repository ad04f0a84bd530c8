"""The guest's side of the guest interface: one call from the host is one turn of one worker.

Numbers cross through two float64 arrays whose addresses the host reads, strings as one text joined by NUL.
"""

import asyncio
import contextvars
import gc
import sys
from array import array
from json import dumps, loads

import fastapi._serve as serving

from surge import allocations, call_paths, heavy_calls, kernel, letting_go, memory, metering, overrides, profiling, program, syntax
from surge.loop import SurgeLoop

workers = []
events_in = array("d", bytes(8 * 4 * 1024))
# counted, next timer, ready left, steps, tasks, number of syscalls, address of the syscalls
header = array("d", bytes(8 * 8))
syscalls_out = array("d", bytes(8))
_base_context = contextvars.copy_context()
_FIELDS = 7
# Of the stage: how workers are made.
options = {}


def addresses():
    return [events_in.buffer_info()[0], header.buffer_info()[0], len(events_in)]


# Given back when a program has left nothing to allocate from.
RESERVE_BYTES = 4 << 20
reserve = None


def grow(numbers):
    """Room for more events in one turn."""
    global events_in
    events_in = array("d", bytes(8 * numbers * 2))


def set_ask(ask):
    """How blocking calls reach the engine (kernel.ask_engine)."""
    kernel.ask_engine = ask


def set_watch_search(watch):
    """Bounds and counts the steps of regular expressions (limit-searches.ts)."""
    heavy_calls.set_watch(watch)


def describe_syntax(files_json):
    """The program's syntax for the checks of its code. Nothing of it is run or kept."""
    return syntax.describe(files_json)


def unload():
    """Lets go of the stage before. What it kept is frozen for the collector: taken apart by hand, or it would stay in memory for good."""
    allocations.forget()
    profiling.forget()
    for worker in workers:
        program.switch_to(worker)
        asyncio._set_running_loop(worker.loop)
        _tear_down(worker)
    asyncio._set_running_loop(None)
    workers.clear()
    kernel.worker = None


def load(options_json):
    """Loads the program into fresh workers. Returns JSON: {files} or {error: {message, traceback, file, line}, console}."""
    global options, reserve
    options = loads(options_json)
    if reserve is None:
        reserve = bytes(RESERVE_BYTES)
    kernel.result_texts.clear()
    call_paths.forget()
    overrides.reset_output()
    overrides.seed(options["seed"])
    kernel.set_costs(options["costs"])
    kernel.set_lift(options.get("lift", {}))
    try:
        files = program.prepare(options["files"])
        for index in range(options["workers"]):
            worker = _make_worker(index)
            workers.append(worker)
            _import_program(worker)
    except BaseException as error:
        return _failed(error, workers)
    # The first turn switches to its worker.
    kernel.worker = None
    gc.collect()
    gc.freeze()
    return dumps({"files": files})


def _make_worker(index):
    worker = kernel.Worker(index, options["threadTokens"], options["cpuCount"], options["memoryBytes"])
    worker.runner = asyncio.Runner(loop_factory=SurgeLoop)
    worker.loop = worker.runner.get_loop()
    worker.loop.worker = worker
    return worker


def _import_program(worker):
    program.load_into(worker, options["env"])
    if worker.fault:
        raise metering.EndlessLoop(loads(worker.texts[-1])["message"])
    # What was printed meanwhile leaves with the first turn, at its beginning: importing is no part of its time.
    for position in range(2, len(worker.out), _FIELDS):
        worker.out[position] = 0


def restart(index):
    """The worker was killed: its program is loaded anew, and nothing of the old one runs any further. Returns as load()."""
    old = workers[index]
    program.switch_to(old)
    asyncio._set_running_loop(old.loop)
    _tear_down(old)
    worker = workers[index] = _make_worker(index)
    try:
        _import_program(worker)
    except BaseException as error:
        return _failed(error, [worker])
    kernel.worker = None
    gc.collect()
    return dumps({"files": []})


def _tear_down(worker):
    """Lets go of all that a process held. What its `finally` blocks say on the way is heard by nobody."""
    loop = worker.loop
    # Sets of tasks have no order that repeats.
    tasks = sorted(asyncio.all_tasks(loop), key=asyncio.Task.get_name)
    deep = letting_go.hold([*map(vars, worker.modules.values()), worker.state, *tasks])
    loop._ready.clear()
    loop._timers.clear()
    for task in tasks:
        task._log_destroy_pending = False
        try:
            task.get_coro().close()
        except BaseException:
            continue
    loop._ready.clear()
    loop._timers.clear()
    loop.close()
    for module in worker.modules.values():
        vars(module).clear()
    for held in (worker.modules, worker.state, worker.operations, worker.open_requests, worker.tasks, worker.resources, worker.limiters):
        held.clear()
    worker.app = worker.limiter = worker.executor = worker.last_code = None
    tasks.clear()
    letting_go.let_go(deep)


def _failed(error, failed):
    message, traceback, file, line = program.describe_error(error)
    printed = [t for w in failed for t in _console(w)]
    for worker in failed:
        worker.out.clear()
        worker.texts.clear()
    return dumps({"error": {"message": message, "traceback": traceback, "file": file, "line": line}, "console": printed})


def _console(worker):
    return [worker.texts[i // _FIELDS] for i in range(0, len(worker.out), _FIELDS) if worker.out[i] == kernel.LOG]


async def _start(worker):
    try:
        await serving.startup(worker.app)
    except BaseException as error:
        kernel.emit(kernel.STARTED, 0, 1, text=kernel.format_exception(error))
    else:
        kernel.emit(kernel.STARTED, 0, 0)


def turn(index, start, horizon, count, text):
    """Gives a worker its events and runs its loop. Returns the syscalls' texts joined by NUL; numbers are in `header`.

    A simulated request takes several turns: what is called here is called a million times a run.
    """
    global syscalls_out, reserve
    worker = workers[index]
    if kernel.worker is not worker:
        program.switch_to(worker)
        asyncio._set_running_loop(worker.loop)
    worker.start = worker.began = worker.now = start
    worker.declared = 0
    worker.steps = 0
    worker.spin = worker.spin_out = 0
    loop = worker.loop
    try:
        if count:
            _deliver(worker, loop, count, text)
        loop.run_turn(horizon)
        if worker.now >= worker.next_memory_check and worker.fault is None:
            memory.check(worker)
        out = worker.out
        header[0] = worker.now - worker.start - worker.declared
        header[1] = loop.next_timer_ns() if loop._timers else -1
        header[2] = 1 if loop._ready else 0
        header[3] = worker.steps
        header[4] = len(worker.open_requests)
        header[5] = len(worker.texts)
        if not out:
            return ""
        syscalls_out = array("d", out)
        header[6] = syscalls_out.buffer_info()[0]
        result = "\0".join(worker.texts)
        out.clear()
        worker.texts.clear()
        return result
    except MemoryError:
        # The stage ends here. Loading the next program needs memory before it can let go of this one.
        reserve = None
        raise


def _deliver(worker, loop, count, text):
    texts = text.split("\0")
    position = 0
    for i in range(count):
        kind = events_in[position]
        token = int(events_in[position + 1])
        if kind == 2:
            kernel.complete(worker, token, int(events_in[position + 2]), int(events_in[position + 3]), texts[i])
        elif kind == 5:
            kernel.result(worker, token, int(events_in[position + 3]), texts[i])
        elif kind == 1:
            _accept(worker, loop, token, texts[i])
        elif kind == 3:
            _keep(worker, loop.create_task(_start(worker)))
        else:
            _keep(worker, loop.create_task(serving.shutdown(worker.app)))
        position += 4


def _keep(worker, task):
    worker.tasks.add(task)
    task.add_done_callback(worker.tasks.discard)


def _accept(worker, loop, token, text):
    kernel.request_var.set(token)
    task = loop.create_task(serving.serve(worker.app, token, text))
    kernel.request_var.set(0)
    worker.open_requests[token] = task


def stuck(index, requests_json):
    """Where unanswered requests stand."""
    worker = workers[index]
    result = []
    for request in loads(requests_json):
        task = worker.open_requests.get(request)
        if task is not None and not task.done():
            line, awaits = program.waiting_place(task)
            result.append({"request": request, "line": line, "awaits": awaits})
    return dumps(result)


sys.modules.pop("js", None)
sys.modules.pop("pyodide_js", None)
