"""What profilers call the code that runs: whose it is, what our own code stands in for, and in which file a real machine has it."""

import asyncio
import builtins
import datetime
import hashlib
import json
import logging
import os
import random
import re
import selectors
import sys
import time
import types
from logging.handlers import QueueHandler

from surge import heavy_calls, kernel, key_derivation

# Whose code it is: the program's, Python of a library, a stand-in's, a stand-in's of what calls the program, ours, our loop's turn.
USER, PYTHON, STAND_IN, SERVER, KERNEL, LOOP = range(6)
_VENDORED = ("async_lru", "backoff", "cachetools", "tenacity")
_SERVERS = ("fastapi", "starlette", "uvicorn")

_LIBRARY = f"/usr/local/lib/python{sys.version_info.major}.{sys.version_info.minor}"
_ZIP = re.compile(r"/lib/python\d+\.zip/")
_OURS = "/surge/"
# Files of stand-ins whose functions a library has elsewhere.
_FILES = {"pydantic/_models.py": "pydantic/main.py"}
# OpenSSL's hashes: this interpreter has them in modules of their own.
_HASHES = re.compile(r"<built-in method _(?:md5|sha1|sha2|sha3)\.")
_HASH_TYPES = re.compile(r"'_(?:md5|sha1|sha2|sha3)\.\w+'")

PRINT = "<built-in method builtins.print>"
CONTEXT_RUN = "<method 'run' of '_contextvars.Context' objects>"
POLL = "<method 'poll' of 'select.epoll' objects>"

_Builtin = type(len)
_Descriptor = type(str.join)

_kinds = {}
_shown = {}
# Code of ours -> the text of a built-in, a function, or how to tell it from the frame (None: it only hands a call on).
stand_ins = {}
# Shown code that does the work -> shown code of the function that is charged for it.
workers = {}


def shown_code(code):
    """The code with the file that it has on a real machine."""
    shown = _shown.get(code)
    if shown is None:
        path = _ZIP.sub(f"{_LIBRARY}/", code.co_filename)
        if path.startswith(_OURS):
            path = path.removeprefix(_OURS)
            path = f"{_LIBRARY}/site-packages/{_FILES.get(path, path)}"
        shown = _shown[code] = code if path == code.co_filename else code.replace(co_filename=path)
    return shown


HANDLE_RUN = shown_code(asyncio.Handle._run.__code__)
RUN_ONCE = shown_code(asyncio.BaseEventLoop._run_once.__code__)
SELECT = shown_code(getattr(selectors, "EpollSelector", selectors.SelectSelector).select.__code__)


def kind_of(code):
    kind = _kinds.get(code)
    if kind is None:
        kind = _kinds[code] = _find_kind(code.co_filename)
    return kind


def _find_kind(path):
    if path in kernel.file_index:
        return USER
    if not path.startswith(_OURS):
        return KERNEL if "pyodide/" in path else PYTHON
    top = path.removeprefix(_OURS).partition("/")[0]
    if top == "surge" or top.startswith("_"):
        return KERNEL
    if top in _VENDORED:
        return PYTHON
    return SERVER if top in _SERVERS else STAND_IN


def builtin_name(function, argument=None):
    """As _lsprof has it; None for what is no built-in function."""
    if type(function) is _Descriptor:
        name = repr(function)
    elif not isinstance(function, _Builtin):
        return None
    elif isinstance(function.__self__, types.ModuleType) or function.__self__ is None:
        name = f"<built-in method {function.__module__}.{function.__name__}>"
    else:
        method = next((kind.__dict__[function.__name__] for kind in type(function.__self__).__mro__ if function.__name__ in kind.__dict__), None)
        name = f"<built-in method {function.__name__}>" if method is None else repr(method)
    if "_" not in name:
        return name
    return _HASH_TYPES.sub("'_hashlib.HASH'", _HASHES.sub("<built-in method _hashlib.openssl_", name))


def stands_for(code, frame):
    """What our code is shown as: text of a built-in, code of a function, or None."""
    target = stand_ins[code]
    if type(target) is types.FunctionType and target.__name__ == "<lambda>" and target.__module__ == __name__:
        target = target(frame)
    if target is None or isinstance(target, str):
        return target
    if isinstance(target, types.FunctionType):
        return shown_code(target.__code__)
    return builtin_name(target)


def _local(name):
    return lambda frame: frame.f_locals[name]


def _install_own():
    codes = stand_ins
    for function in (json.dumps, re.findall, logging.StreamHandler.emit):
        codes[function.__code__] = _local("real")
    codes[QueueHandler.enqueue.__code__] = _local("real_enqueue")
    for method in ("__init__", "acquire", "release"):
        codes[getattr(asyncio.Lock, method).__code__] = _local(f"real_{method.strip('_')}")
    for function in (heavy_calls.call_method, heavy_calls._methods[re.Pattern, "findall"]):
        codes[function.__code__] = lambda frame: builtin_name(frame.f_locals["method"])
    codes[heavy_calls.construct.__code__] = codes[heavy_calls._power.__code__] = None
    codes[heavy_calls._Function.__call__.__code__] = lambda frame: getattr(builtins, frame.f_locals["self"].__name__)
    codes[random.Random.__init__.__code__] = random.Random.__mro__[1].__init__


def _install_builtins():
    for name, function in vars(time).items():
        if isinstance(function, types.FunctionType):
            stand_ins[function.__code__] = f"<built-in method time.{name}>"
    for name in ("urandom", "getpid", "cpu_count"):
        stand_ins[getattr(os, name).__code__] = f"<built-in method posix.{name}>"
    for method in (datetime.datetime.now, datetime.datetime.utcnow, datetime.datetime.today, datetime.date.today):
        stand_ins[method.__func__.__code__] = f"<built-in method {method.__name__}>"
    stand_ins[key_derivation.pbkdf2_hmac.__code__] = "<built-in method _hashlib.pbkdf2_hmac>"
    for name in ("write", "flush"):
        stand_ins[getattr(type(sys.stdout), name).__code__] = f"<method '{name}' of '_io.TextIOWrapper' objects>"


def install():
    """Before the first use: only then has everything been replaced."""
    if stand_ins:
        return
    from surge import loop, profiling

    _install_own()
    _install_builtins()
    for name, function in vars(loop.SurgeLoop).items():
        if isinstance(function, types.FunctionType) and isinstance(original := getattr(asyncio.BaseEventLoop, name, None), types.FunctionType):
            stand_ins.setdefault(function.__code__, original)
    for name in ("enable", "disable"):
        stand_ins[getattr(profiling.Profile, name).__code__] = f"<method '{name}' of '_lsprof.Profiler' objects>"
    for function, worker in ((json.dumps, json.JSONEncoder.iterencode), (json.loads, json.JSONDecoder.raw_decode)):
        workers[shown_code(worker.__code__)] = shown_code(function.__wrapped__.__code__)
    _kinds[loop.SurgeLoop.run_turn.__code__] = LOOP


def forget():
    """The next program has other files."""
    for code, kind in list(_kinds.items()):
        if kind == USER:
            del _kinds[code]
