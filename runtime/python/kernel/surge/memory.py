"""How much memory a worker's program keeps: an estimate by walking what its modules hold, at moments of virtual time.

A process grows by what stays reachable: caches and lists in modules, queues, app.state, class attributes, closures,
and what the tasks of open requests hold in their frames. Containers are sampled, so that a walk costs the same whether
a cache holds a thousand entries or a million. Sizes are those of a 64-bit CPython; nothing of the host's allocator is
asked, so that the figure is the same on every machine and in every run.
"""

import ast
import types
from collections import deque
from functools import _lru_cache_wrapper, lru_cache
from gc import get_referents
from itertools import islice
from json import dumps

from surge import kernel

# CPython with FastAPI and pydantic imported has 42 MB resident (3.11, Debian); uvicorn, asyncpg, httpx and TLS are put at 28 more (modelled).
BASE_BYTES = 70_000_000
# Task, coroutines, request, response and the server's protocol object of one open request (modelled).
REQUEST_BYTES = 12_000
# A change that the engine is told of.
_STEP_BYTES = 1_000_000
# Virtual time between two walks: the longer, the further away the limit is.
_RARELY_NS, _OFTEN_NS = 100_000_000, 2_000_000
_SAMPLED = 40
_DEEPEST = 8
_OPEN_SAMPLED = 16

_SCALARS = {int: 28, float: 24, bool: 0, type(None): 0, complex: 32}
_TEXTS = {str: 49, bytes: 33, bytearray: 57}
# Classes of the libraries whose instances are data; all others of theirs are machinery that BASE_BYTES covers.
_DATA_CLASSES = {"Record", "Response", "Queue", "PriorityQueue", "LifoQueue"}
_MACHINERY = ("surge", "fastapi", "starlette", "asyncpg", "httpx", "asyncio", "pydantic", "uvicorn", "redis", "sqlalchemy", "aiohttp", "requests", "logging", "_asyncio", "contextvars", "threading")


class _Walk:
    """One estimate. `seen` holds ids of the containers on this walk only; nothing depends on their order."""

    def __init__(self, modules):
        self.modules = modules
        self.seen = set()

    def size(self, value, depth=0):
        kind = type(value)
        scalar = _SCALARS.get(kind)
        if scalar is not None:
            return scalar
        text = _TEXTS.get(kind)
        if text is not None:
            return text + len(value)
        if depth > _DEEPEST or id(value) in self.seen:
            return 0
        self.seen.add(id(value))
        if isinstance(value, dict):
            n = len(value)
            own = 64 + 100 * n
            return own + self._sampled(n, _ends(value.items(), n), depth, pairs=True)
        if isinstance(value, (list, tuple)):
            n = len(value)
            return 56 + 8 * n + self._sampled(n, value if n <= _SAMPLED else [value[i * n // _SAMPLED] for i in range(_SAMPLED)], depth)
        if isinstance(value, deque):
            n = len(value)
            half = _SAMPLED // 2
            items = value if n <= _SAMPLED else [value[i] for i in (*range(half), *range(-half, 0))]
            return 760 + 9 * n + self._sampled(n, items, depth)
        if isinstance(value, (set, frozenset)):
            n = len(value)
            return 216 + 64 * n + self._sampled(n, islice(value, _SAMPLED), depth)
        return self._object(value, kind, depth)

    def _sampled(self, n, items, depth, pairs=False):
        total = count = 0
        for item in items:
            count += 1
            if pairs:
                total += self.size(item[0], depth + 1) + self.size(item[1], depth + 1)
            else:
                total += self.size(item, depth + 1)
        return total * n // count if count else 0

    def _object(self, value, kind, depth):
        if isinstance(value, (type, types.ModuleType)):
            return self._attributes(value, depth) if isinstance(value, type) and value.__module__ in self.modules else 0
        if isinstance(value, types.FunctionType):
            if value.__module__ not in self.modules:
                return 0
            held = filter(None, map(_content, value.__closure__ or ()))
            return sum(self.size(each, depth + 1) for each in (*held, *(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values()))
        if isinstance(value, _lru_cache_wrapper):
            return self._memoised(value, depth)
        module = kind.__module__
        if module not in self.modules and module.partition(".")[0] in _MACHINERY and kind.__name__ not in _DATA_CLASSES:
            return 0
        return 48 + self._attributes(value, depth)

    def _attributes(self, value, depth):
        total = 0
        names = getattr(value, "__dict__", None)
        if names is not None:
            for name, each in names.items():
                if not name.startswith("__"):
                    total += 16 + self.size(each, depth + 1)
        for name in getattr(type(value), "__slots__", ()):
            if isinstance(name, str) and not name.startswith("__"):
                total += self.size(getattr(value, name, None), depth + 1)
        return total

    def _memoised(self, wrapper, depth):
        """functools.lru_cache and cache: the dictionary inside is reached as the garbage collector reaches it."""
        cache = next((each for each in get_referents(wrapper) if type(each) is dict and len(each) == wrapper.cache_info().currsize), None)
        if cache is None:
            return 0
        n = len(cache)
        items = [(key, [r for r in get_referents(link) if type(r).__name__ != "_lru_list_elem"] if type(link).__name__ == "_lru_list_elem" else link)
                 for key, link in _ends(cache.items(), n)]  # fmt: skip
        return 150 * n + self._sampled(n, items, depth, pairs=True)


def _content(cell):
    try:
        return cell.cell_contents
    except ValueError:
        # Not bound yet.
        return None


def _ends(items, n):
    """The first and the last items of a dictionary: a cache's entries may grow with time."""
    if n <= _SAMPLED:
        return items
    half = _SAMPLED // 2
    return (*islice(items, half), *islice(reversed(items), half))


def _holders(worker, walk):
    """(name, bytes) of everything that the program keeps by name."""
    for module_name in sorted(worker.modules):
        module = worker.modules[module_name]
        for name, value in list(vars(module).items()):
            if name.startswith("__") or isinstance(value, types.ModuleType):
                continue
            yield name, walk.size(value)
    state = getattr(worker.app, "state", None)
    if state is not None:
        for name, value in list(getattr(state, "_state", vars(state)).items()):
            yield f"app.state.{name}", walk.size(value)


def _open_requests(worker, walk):
    """Bytes that open requests hold: the machinery of each, and the locals of the user's frames of some of them."""
    tasks = worker.open_requests
    n = len(tasks)
    sampled = list(islice(tasks.values(), _OPEN_SAMPLED))
    total = 0
    for task in sampled:
        coroutine = task.get_coro() if hasattr(task, "get_coro") else None
        while coroutine is not None:
            frame = getattr(coroutine, "cr_frame", None)
            if frame is not None and frame.f_code.co_filename in kernel.file_index:
                total += sum(walk.size(value, 2) for value in frame.f_locals.values())
            coroutine = getattr(coroutine, "cr_await", None)
    return n * REQUEST_BYTES + (total * n // len(sampled) if sampled else 0)


def _place(name, worker):
    """Line of the guest interface where a module binds a name; 0 if none does (app.state)."""
    from surge.program import source_of

    for _, module in sorted(worker.modules.items()):
        path = getattr(module, "__file__", None)
        index = kernel.file_index.get(path)
        if index is not None and (line := _bindings(source_of(path)).get(name)):
            return index * kernel.LINES_PER_FILE + line
    return 0


@lru_cache(maxsize=64)
def _bindings(source):
    """Name -> line, of what a module's text binds first."""
    lines = {}
    for node in ast.parse(source).body:
        for target in node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else [node]:
            name = getattr(target, "id", getattr(target, "name", None))
            if name is not None:
                lines.setdefault(name, node.lineno)
    return lines


def check(worker):
    """At the end of a turn: tells the engine when the estimate has moved (syscall MEMORY)."""
    walk = _Walk(worker.modules)
    total = BASE_BYTES
    largest, name = 0, ""
    for held_name, size in _holders(worker, walk):
        total += size
        if size > largest:
            largest, name = size, held_name
    requests = _open_requests(worker, walk)
    total += requests
    if requests > largest:
        largest, name = requests, "open requests"
    grown = total - worker.memory
    if abs(grown) >= _STEP_BYTES:
        worker.memory = total
        text = dumps({"name": name, "bytes": largest, "line": _place(name, worker)})
        kernel.emit(kernel.MEMORY, 0, total, len(worker.open_requests), text, line=0)
    wait = _RARELY_NS
    if grown > 0:
        # A quarter of the time that is left at this rate of growth.
        passed = max(1, worker.now - worker.memory_checked)
        left = max(0, worker.memory_limit - total)
        wait = min(_RARELY_NS, max(_OFTEN_NS, left * passed // grown // 4))
    worker.memory_checked = worker.now
    worker.next_memory_check = worker.now + wait
