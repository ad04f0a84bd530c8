"""Loading the user's files: one set of modules per worker, as each worker is a process of its own."""

import asyncio
import builtins
import gc
import importlib.abc
import importlib.util
import linecache
import os
import sys

from surge import heavy_calls, kernel, machine, metering, overrides, user_source
from surge.tracebacks import format_user_traceback, user_place

# Modules that would reach around the simulator, and what to use instead.
REFUSED = {
    "js": "a program on a server has no browser",
    "pyodide": "the interpreter's host is not part of the simulated machine",
    "pyodide_js": "the interpreter's host is not part of the simulated machine",
    "_pyodide": "the interpreter's host is not part of the simulated machine",
    "_pyodide_core": "the interpreter's host is not part of the simulated machine",
    "micropip": "the libraries below are there from the start",
    "surge": "the simulator itself is not part of the simulated machine",
    "ctypes": "native code cannot be called",
    "_ctypes": "native code cannot be called",
    "_socket": "use asyncpg or httpx: the network of the simulated world",
    "ssl": "use httpx: TLS is part of the simulated connection",
    "subprocess": "a server process has no other processes here",
    "psutil": "measure with time.process_time() and tracemalloc",
    "resource": "measure with time.process_time() and tracemalloc",
    "_posixsubprocess": "a server process has no other processes here",
    "http.client": "use httpx, aiohttp or requests",
    "sqlmodel": "use sqlalchemy.orm with pydantic models",
}
SIMULATED = (
    "aiohttp", "aiolimiter", "aioredis", "anyio", "async_lru", "async_timeout", "asyncpg", "backoff", "cachetools", "dotenv", "fastapi",
    "httpx", "orjson", "psycopg", "psycopg2", "psycopg_pool", "pydantic", "pydantic_settings", "redis", "requests", "sqlalchemy", "starlette", "tenacity",
    "typing_extensions", "urllib3", "uvicorn", "uvloop",
)  # fmt: skip
AVAILABLE = f"{', '.join(SIMULATED)} and Python's standard library"

_files = {}
_module_names = {}
_codes = {}
# What _codes was made of: userCode and the files.
_compiled = None
_real_import = builtins.__import__


def _module_name(path):
    parts = path.removesuffix(".py").split("/")
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)


def _guarded_import(name, globals=None, locals=None, fromlist=(), level=0):
    """The import statement. In the user's code, modules that reach around the simulator are refused by name."""
    if level == 0 and globals is not None and globals.get("__surge_user__"):
        for candidate in (name, name.split(".")[0]):
            if candidate in REFUSED:
                raise ImportError(f"not simulated: {name} ({REFUSED[candidate]}). Available: {AVAILABLE}", name=name)
        if name in machine.MODULES:
            return machine.MODULES[name]
    return _real_import(name, globals, locals, fromlist, level)


class _UserLoader(importlib.abc.Loader):
    def __init__(self, path):
        self.path = path

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        worker = kernel.worker
        worker.modules[module.__name__] = module
        module.__file__ = self.path
        module.__surge_user__ = True
        module.__builtins__ = heavy_calls.user_builtins
        exec(_codes[self.path], module.__dict__)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the user's files first; names what is available when nothing is found."""

    def find_spec(self, name, path=None, target=None):
        file = _module_names.get(name)
        if file is not None:
            return importlib.util.spec_from_loader(name, _UserLoader(file), origin=file, is_package=file.endswith("__init__.py"))
        # A folder without __init__.py is a package too.
        if any(module.startswith(f"{name}.") for module in _module_names):
            spec = importlib.util.spec_from_loader(name, _NamespaceLoader(), is_package=True)
            return spec
        return None


class _NamespaceLoader(importlib.abc.Loader):
    def create_module(self, spec):
        return None

    def exec_module(self, module):
        kernel.worker.modules[module.__name__] = module


class _LastFinder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if "." in name and name.split(".")[0] in sys.stdlib_module_names:
            return None
        if name.startswith("_"):
            return None
        own = ", ".join(sorted(_module_names)) or "none"
        raise ModuleNotFoundError(f"No module named {name!r}: not simulated. Available: {AVAILABLE}; your own modules: {own}", name=name)


def install():
    import urllib

    import _urllib_request

    # The standard library's would open sockets.
    sys.modules["urllib.request"] = urllib.request = _urllib_request
    builtins.__import__ = _guarded_import
    sys.meta_path.insert(0, _Finder())
    sys.meta_path.append(_LastFinder())


def switch_to(worker):
    """Makes the modules of a worker the ones that import statements find."""
    if len(_module_names) > 1 or kernel.worker is None:
        for name in list(sys.modules):
            if name in _module_names or getattr(sys.modules[name], "__spec__", None) is None and name in _user_packages:
                del sys.modules[name]
        sys.modules.update(worker.modules)
    kernel.worker = worker


_user_packages = set()


def prepare(files):
    """Compiles the user's files. Raises SyntaxError with the user's file and line."""
    for old in (*_module_names, *_user_packages):
        sys.modules.pop(old, None)
    _files.clear()
    _module_names.clear()
    _user_packages.clear()
    kernel.file_index.clear()
    python_files = sorted(path for path in files if path.endswith(".py"))
    for index, path in enumerate(python_files):
        kernel.file_index[path] = index
        name = _module_name(path)
        _module_names[name] = path
        for depth in range(1, name.count(".") + 1):
            package = ".".join(name.split(".")[:depth])
            if package not in _module_names:
                _user_packages.add(package)
        _files[path] = files[path]
        linecache.cache[path] = (len(files[path]), None, files[path].splitlines(True), path)
    _compile(python_files)
    return python_files


def _compile(paths):
    """The stages of a run have the same files, which are compiled and counted for the first of them."""
    global _compiled
    wanted = kernel.costs.userCode, dict(_files)
    if _compiled == wanted:
        return
    _compiled = None
    metering.forget()
    _codes.clear()
    for path in paths:
        code = user_source.compile_source(_files[path], path)
        metering.watch(code)
        _codes[path] = code
    _compiled = wanted


def entry_module():
    """main.py, app.py or the only file."""
    for path in ("main.py", "app.py", "app/main.py"):
        if path in _files:
            return _module_name(path)
    if len(_files) == 1:
        return _module_name(next(iter(_files)))
    raise FileNotFoundError(f"no main.py among {', '.join(_files)}: the server starts main:app")


def load_into(worker, env):
    """Imports the program into a worker and finds its app."""
    from fastapi._serve import find_app

    switch_to(worker)
    os.environ.clear()
    os.environ.update(env)
    asyncio._set_running_loop(None)
    name = entry_module()
    if name not in _module_names:
        raise FileNotFoundError(name)
    for module in (*_module_names, *_user_packages):
        sys.modules.pop(module, None)
    module = importlib.import_module(name)
    worker.modules.update({m: sys.modules[m] for m in (*_module_names, *_user_packages) if m in sys.modules})
    worker.app = find_app(module)


def source_of(path):
    """Text of one of the user's files."""
    return _files[path]


def describe_error(error):
    """(message, traceback, file, line) of an error of the user's program."""
    file, line = user_place(error)
    return f"{type(error).__name__}: {error}", format_user_traceback(error), file, line


def _awaited(coroutine, frame):
    """What programs call the coroutine of a library: `async with lock` is Lock.acquire, whatever class does it inside."""
    name = getattr(coroutine, "__qualname__", "")
    owner = frame.f_locals.get("self")
    return f"{type(owner).__name__}.acquire" if name == "_ContextManagerMixin.__aenter__" and owner is not None else name


# What awaiting an object turns it into, without attributes of its own.
_AWAITING = ("coroutine_wrapper", "FutureIter", "async_generator_asend", "async_generator_athrow")


def _behind(awaited):
    """What a task really waits for: the coroutine behind `await pool.acquire()`, the task or the first unfinished child of a gather."""
    if type(awaited).__name__ in _AWAITING:
        awaited = next((each for each in gc.get_referents(awaited) if not isinstance(each, type)), awaited)
    children = getattr(awaited, "_children", None)
    if isinstance(awaited, asyncio.Future) and children:
        awaited = next((child for child in children if not child.done()), awaited)
    return awaited.get_coro() if isinstance(awaited, asyncio.Task) else awaited


def waiting_place(task):
    """(line, what) of the innermost frame of the user's code that a task awaits in."""
    coroutine = task.get_coro()
    line, what = 0, ""
    while coroutine is not None:
        frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None) or getattr(coroutine, "ag_frame", None)
        if frame is not None:
            index = kernel.file_index.get(frame.f_code.co_filename)
            if index is not None:
                line, what = index * kernel.LINES_PER_FILE + frame.f_lineno, ""
            elif not what:
                what = _awaited(coroutine, frame)
        following = getattr(coroutine, "cr_await", None)
        if following is None:
            following = getattr(coroutine, "gi_yieldfrom", None) or getattr(coroutine, "ag_await", None)
        if following is None and what == "" and coroutine is not task.get_coro():
            what = f"a {type(coroutine).__name__}"
        coroutine = None if following is None else _behind(following)
    # Without a frame of the user's, the framework has handed a `def` route or dependency to a thread.
    return line, (what if line else "a thread") or "a future that nobody completes"


def yielding_line(loop):
    """The user's line of a task that only yields: it stands in asyncio.sleep(0)."""
    for task in sorted(asyncio.all_tasks(loop), key=lambda t: t.get_name()):
        line, what = waiting_place(task)
        if line and "sleep" in what:
            return line
    return 0


overrides.install()
metering.install()
