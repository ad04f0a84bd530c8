"""CPU of built-ins, charged by the size of what they work on (call_costs.py).

Functions of modules are replaced by wrappers, so that a reference handed on (asyncio.to_thread(json.dumps, x)) is charged
too; functions of `builtins` only in the user's own modules. Methods of built-in types and constructors cannot be
replaced: user_source.py sends the calls that matter through call_method and construct.
"""

import base64
import builtins
import collections
import copy
import functools
import gzip
import hashlib
import hmac
import json
import math
import operator
import pickle
import re
import statistics
import zlib
from types import GeneratorType

from surge import call_costs as costs
from surge import kernel, key_derivation
from surge.kernel import spend

_Builtin = type(len)
_Pattern = re.Pattern
# Elements that sum, min, max, any or all may take from an iterator that has no length, before the call counts as endless.
_MAX_ELEMENTS = 20_000_000
watch_search = _begin = _end = None
# Calling a key function from C, without what it does itself.
_KEY_NS = 12
user_builtins = {}
# A charged function of a module runs.
_inside = False


def _wrap(module, name, after, *, what=None, unit="bytes", releases_gil=False, before=None):
    """after(result, args, kwargs) -> (ns, size), charged when the call has returned; before(args, kwargs) -> ns, checked before it."""
    real = getattr(module, name)
    what = what or f"{module.__name__}.{name}"

    @functools.wraps(real, assigned=("__name__", "__qualname__", "__doc__", "__module__"), updated=())
    def charged(*args, **kwargs):
        global _inside
        # What a charged function does by way of another one is in its figure already (hmac by way of hashlib).
        if kernel.worker is None or _inside:
            return real(*args, **kwargs)
        if before is not None:
            kernel.refuse_endless(before(args, kwargs), what)
        _inside = True
        try:
            result = real(*args, **kwargs)
        finally:
            _inside = False
        ns, size = after(result, args, kwargs)
        spend(ns, what, size, unit, releases_gil)
        return result

    setattr(module, name, charged)


def _length(value):
    return len(value) if isinstance(value, (str, bytes, bytearray, memoryview)) else 0


def _first(args, kwargs, name="data"):
    return args[0] if args else kwargs.get(name)


def _wrap_json():
    _wrap(json, "dumps", lambda result, args, kw: costs.json_dumps(result, kw.get("indent") is not None), unit="characters")
    _wrap(json, "loads", lambda result, args, kw: costs.json_loads(args[0] if args else kw["s"]), unit="characters")


def _hash_cost(name):
    each = costs.HASH_NS.get(name.lower().replace("-", "").replace("sha3", "sha3_").replace("__", "_"), 1)

    def cost(result, args, kwargs):
        size = _length(_first(args, kwargs, "string"))
        return costs.HASH_CALL_NS + each * size, size

    return cost


def _wrap_hashes():
    for name in costs.HASH_NS:
        _wrap(hashlib, name, _hash_cost(name), releases_gil=True)
    _wrap(hashlib, "new", lambda result, args, kw: _hash_cost(result.name)(result, args[1:], kw), releases_gil=True)
    _wrap(hmac, "new", lambda result, args, kw: _message_cost(args[1] if len(args) > 1 else kw.get("msg")))
    _wrap(hmac, "digest", lambda result, args, kw: _message_cost(args[1] if len(args) > 1 else kw.get("msg")))
    hashlib.pbkdf2_hmac = key_derivation.pbkdf2_hmac
    hashlib.scrypt = key_derivation.scrypt


def _message_cost(message):
    size = _length(message)
    return costs.HMAC_CALL_NS + costs.HASH_NS["sha256"] * size, size


def _deflate(level_at, default):
    def cost(result, args, kwargs):
        level = args[level_at] if len(args) > level_at else kwargs.get("level", kwargs.get("compresslevel", default))
        data = _first(args, kwargs)
        size = _length(data)
        # What does not get smaller takes up to four times as much.
        each = costs.DEFLATE_NS.get(level if level >= 0 else 6, 4.4)
        return costs.DEFLATE_CALL_NS + max(each, 17 * len(result) / max(1, size) if each > 2 else each) * size, size

    return cost


def _wrap_compression():
    _wrap(zlib, "compress", _deflate(1, -1), releases_gil=True)
    _wrap(gzip, "compress", _deflate(1, 9), releases_gil=True)
    inflate = lambda result, args, kw: (1_000 + costs.INFLATE_NS * len(result), len(result))  # noqa: E731
    _wrap(zlib, "decompress", inflate, releases_gil=True)
    _wrap(gzip, "decompress", inflate, releases_gil=True)
    for name in ("crc32", "adler32"):
        _wrap(zlib, name, lambda result, args, kw: (30 + costs.CRC_NS * _length(args[0]), _length(args[0])))
    for name in ("b64encode", "b64decode", "urlsafe_b64encode", "urlsafe_b64decode", "standard_b64encode", "standard_b64decode"):
        _wrap(base64, name, lambda result, args, kw: (200 + costs.BASE64_NS * _length(_first(args, kw, "s")), _length(_first(args, kw, "s"))))


def _wrap_copies():
    _wrap(copy, "deepcopy", lambda result, args, kw: costs.deepcopy(result), unit="values")
    _wrap(pickle, "dumps", lambda result, args, kw: (800 + costs.PICKLE_DUMPS_NS * len(result), len(result)))
    _wrap(pickle, "loads", lambda result, args, kw: (800 + costs.PICKLE_LOADS_NS * len(args[0]), len(args[0])))
    for name, each in costs.STATISTICS_NS.items():
        _wrap(statistics, name, lambda result, args, kw, each=each: (500 + each * _size(_first(args, kw)), _size(_first(args, kw))), unit="elements")


def _wrap_counting():
    # What Counter calls for anything but a mapping.
    count = collections._count_elements

    def charged(counts, iterable):
        count(counts, iterable)
        # A generator's own code is counted as it runs.
        if kernel.worker is not None and not _inside and hasattr(iterable, "__len__"):
            size = len(iterable)
            if size > 8:
                spend(costs.COUNT_NS * size + costs.COUNT_NEW_NS * len(counts), "collections.Counter", size, "elements")

    collections._count_elements = charged


def _size(value):
    return len(value) if hasattr(value, "__len__") else 0


def _wrap_big_numbers():
    for name, cost in (("factorial", lambda n: 390_000 * (n / 5_000) ** 2),):
        _wrap(
            math, name, lambda result, args, kw, cost=cost: (30 + cost(args[0]), args[0]),
            before=lambda args, kw, cost=cost: cost(args[0]) if type(args[0]) is int and args[0] > 0 else 0,
        )  # fmt: skip


# Regular expressions

def set_watch(watch):
    """watch(True) begins a search, watch(False) ends it and returns how often it asked for signals."""
    global watch_search, _begin, _end
    watch_search, _begin, _end = watch, functools.partial(watch, True), functools.partial(watch, False)


_PLAIN = re.compile(r"[\w ,:;/<>=\"'@&%!~`-]*")


def _looked_at(name, pattern, text, result):
    """Characters that a search looks at, and how often it replaced or found something."""
    size = _length(text)
    if result is None or name in ("findall", "finditer", "sub", "subn", "split"):
        return size, len(result) if isinstance(result, list) else 0
    return result.end(), 0


def _expression_cost(name, pattern, text, result):
    looked, found = _looked_at(name, pattern, text, result)
    source = pattern.pattern if isinstance(pattern, _Pattern) else pattern
    plain = isinstance(source, str) and _PLAIN.fullmatch(source) is not None
    if name in ("match", "fullmatch") and result is None and plain:
        looked = 0
    return costs.RE_CALL_NS + (costs.RE_PLAIN_NS if plain else costs.RE_NS) * looked + 30 * found, looked


def _search(what, pattern, method, args, kwargs, text):
    """Runs a search and charges it. One that may backtrack is charged by its steps, and ended when they are too many."""
    source = pattern.pattern
    marks = ("*", "+", ",}") if isinstance(source, str) else (b"*", b"+", b",}")
    steps = 0
    # Below this length even nested repetitions end soon; a replacement that is a function runs code of its own.
    if watch_search is None or _length(text) < 20 or sum(map(source.count, marks)) < 2 or callable(args[0] if args else None):
        result = method(*args, **kwargs)
    else:
        try:
            # In one call from C, so that only the search itself asks for signals between begin and end.
            _, result, questions = map(operator.call, (_begin, functools.partial(method, *args, **kwargs), _end))
        except KeyboardInterrupt:
            watch_search(False)
            kernel.end_call(f"{what} of {source!r} backtracks without end on a text of {_length(text):,} characters", what)
        steps = questions * costs.RE_STEPS_PER_QUESTION
    ns, size = _expression_cost(what.rpartition(".")[2], pattern, text, result)
    spend(max(ns, costs.RE_STEP_NS * steps), what, size, "characters")
    return result


def _wrap_expressions():
    for name in ("match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn"):
        text_at = 2 if name in ("sub", "subn") else 1
        real = getattr(re, name)
        setattr(re, name, _expression_function(name, real, text_at))
    _wrap(re, "compile", lambda result, args, kw: _compile_cost(result), unit="characters")


def _compile_cost(pattern):
    """Of the first use in a worker; then re has it in its cache."""
    known = kernel.state().setdefault("re's cache", set())
    key = (pattern.pattern, pattern.flags)
    if key in known:
        return 200, 0
    known.add(key)
    return costs.RE_COMPILE_NS * len(pattern.pattern), len(pattern.pattern)


def _expression_function(name, real, text_at):
    flags_at = {"split": 3, "sub": 4, "subn": 4}.get(name, 2)
    compiled = re.compile

    @functools.wraps(real)
    def charged(pattern, *args, flags=0, **kwargs):
        if kernel.worker is None:
            return real(pattern, *args, flags=flags, **kwargs)
        if len(args) >= flags_at:
            flags = args[flags_at - 1]
            args = args[: flags_at - 1]
        found = compiled(pattern, flags)
        spend(costs.RE_MODULE_NS + max(0, _compile_cost(found)[0] - 200))
        return _pattern_method(name, text_at - 1)(getattr(found, name), args, kwargs, f"re.{name}")

    return charged


def _pattern_method(name, text_at):
    def charged(method, args, kwargs, what=f"re.Pattern.{name}"):
        text = args[text_at] if len(args) > text_at else kwargs.get("string", "")
        return _search(what, method.__self__, method, args, kwargs, text)

    return charged


# Functions of builtins, in the user's modules only

def _sorted(iterable, /, *, key=None, reverse=False):
    result = builtins.sorted(iterable, key=key, reverse=reverse)
    spend(*_sort_cost(result, key), "elements")
    return result


def _sort_cost(result, key):
    ns, size = costs.sort(result)
    return ns, "sorted", size


def _elements(given):
    """len(), also of a range that is longer than this machine's addresses."""
    if type(given) is range:
        return max(0, -((given.start - given.stop) // given.step))
    return len(given)


def _reducer(name):
    real = getattr(builtins, name)
    each = costs.REDUCE_NS[name]
    first = operator.itemgetter(0)

    def reduced(*args, **kwargs):
        if len(args) == 1 or name == "sum" and args:
            given = args[0]
            if type(given) is GeneratorType:
                # Its own steps are counted.
                return real(*args, **kwargs)
            if hasattr(given, "__len__"):
                size = _elements(given)
                ns = 40 + size * (each + costs.RANGE_NS if type(given) is range else each)
                if kwargs.get("key") is not None:
                    ns += _KEY_NS * size
                if size > 100_000:
                    kernel.refuse_endless(ns, name)
                result = real(*args, **kwargs)
                spend(ns, name, size, "elements")
                return result
            if type(given).__module__ in ("itertools", "builtins") and not hasattr(given, "gi_code") and hasattr(given, "__next__"):
                # An iterator of C: nothing else would count its elements, or end it.
                left = iter(range(_MAX_ELEMENTS))
                result = real(map(first, zip(given, left)), *args[1:], **kwargs)
                size = _MAX_ELEMENTS - operator.length_hint(left)
                if size == _MAX_ELEMENTS:
                    kernel.end_call(f"{name}() of more than {size:,} elements", name)
                spend(40 + size * (each + 15), name, size, "elements")
                return result
        return real(*args, **kwargs)

    return reduced


class _Function:
    """A function of builtins: like those it does not become a method, and is pickled by its name."""

    def __init__(self, name, function):
        self.__name__ = self.__qualname__ = name
        self.__doc__ = getattr(builtins, name).__doc__
        self._function = function

    def __call__(self, *args, **kwargs):
        return self._function(*args, **kwargs)

    def __repr__(self):
        return f"<built-in function {self.__name__}>"

    def __reduce__(self):
        return _function_of, (self.__name__,)


def _function_of(name):
    return user_builtins[name]


def _power_function(base, exp, mod=None):
    return _power(base, exp, mod)


def _power(base, exponent, modulus=None):
    ns, size = costs.power(base, exponent, modulus)
    if ns > 1000:
        kernel.refuse_endless(ns, "pow")
        spend(ns, "pow", size, "bits")
    return base**exponent if modulus is None else builtins.pow(base, exponent, modulus)


# Calls that user_source.py sends here

def _text_method(name):
    each = costs.TEXT_NS[name]

    def charged(method, args, kwargs):
        size = len(method.__self__)
        if size > 16:
            spend(each * size, f"{type(method.__self__).__name__}.{name}", size, "characters")
        return method(*args, **kwargs)

    return charged


def _join(method, args, kwargs):
    parts = args[0] if args else ()
    if not hasattr(parts, "__len__"):
        parts = list(parts)
    result = method(parts)
    spend(30 + costs.JOIN_NS * len(parts) + 0.03 * len(result), "str.join", len(parts), "elements")
    return result


def _sort(method, args, kwargs):
    result = method(*args, **kwargs)
    ns, size = costs.sort(method.__self__)
    spend(ns, "list.sort", size, "elements")
    return result


def _search_list(method, args, kwargs):
    items = method.__self__
    before = len(items)
    result = method(*args, **kwargs)
    looked = result + 1 if method.__name__ == "index" else before
    spend(costs.SEARCH_NS * looked, f"list.{method.__name__}", looked, "elements")
    return result


def _add_all(each):
    def charged(method, args, kwargs):
        size = _size(args[0]) if args else 0
        result = method(*args, **kwargs)
        spend(30 + each * size, f"{type(method.__self__).__name__}.{method.__name__}", size, "elements")
        return result

    return charged


def _copy_method(method, args, kwargs):
    size = len(method.__self__)
    spend(30 + costs.COPY_NS[type(method.__self__).__name__] * size, f"{type(method.__self__).__name__}.copy", size, "elements")
    return method(*args, **kwargs)


def _hash_update(method, args, kwargs):
    hashed = method.__self__
    size = _length(args[0]) if args else 0
    result = method(*args, **kwargs)
    spend(60 + costs.HASH_NS.get(getattr(hashed, "name", ""), 1) * size, f"{getattr(hashed, 'name', 'hash')}.update", size, "bytes", True)
    return result


_methods = {}


def _fill_methods():
    for name in costs.TEXT_NS:
        for kind in (str, bytes, bytearray):
            if hasattr(kind, name):
                _methods[kind, name] = _text_method(name)
    for kind in (str, bytes, bytearray):
        _methods[kind, "join"] = _join
    for name in ("index", "count", "remove"):
        _methods[list, name] = _search_list
    _methods[list, "sort"] = _sort
    _methods[list, "extend"] = _add_all(0.85)
    _methods[dict, "update"] = _add_all(9)
    for name in ("update", "union", "intersection", "difference", "issubset", "issuperset"):
        _methods[set, name] = _add_all(9)
    for kind in (list, dict, set):
        _methods[kind, "copy"] = _copy_method
    for name in ("match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn"):
        _methods[_Pattern, name] = _pattern_method(name, 1 if name in ("sub", "subn") else 0)
    for name in costs.HASH_NS:
        try:
            _methods[type(getattr(hashlib, name)()), "update"] = _hash_update
        except TypeError:
            continue


METHODS = frozenset(("sort join extend update union intersection difference issubset issuperset copy remove match fullmatch search "
                     "findall finditer sub subn").split()) | frozenset(costs.TEXT_NS)  # fmt: skip
CONSTRUCTORS = frozenset(costs.COPY_NS)


def call_method(method, /, *args, **kwargs):
    """method(*args, **kwargs), charged if it is a method of a built-in type that takes long on large objects."""
    # Not `type(...) is`: those that know their class (re.Pattern.search) are of a type of their own.
    if isinstance(method, _Builtin):
        handler = _methods.get((type(method.__self__), method.__name__))
        if handler is not None and kernel.worker is not None:
            return handler(method, args, kwargs)
    return method(*args, **kwargs)


def construct(kind, /, *args, **kwargs):
    """list(x), dict(x) and the like, charged by the size of what is made."""
    result = kind(*args, **kwargs)
    if kernel.worker is not None and isinstance(kind, type) and type(result) is kind and (each := costs.COPY_NS.get(kind.__name__)):
        size = len(result)
        if size > 8:
            made = 8 if args and type(args[0]) is range else 0
            spend((each + made) * size, kind.__name__, size, "elements")
    return result


def install():
    """After every stand-in has been imported: what they took from these modules by name stays uncharged."""
    _fill_methods()
    _wrap_json()
    _wrap_hashes()
    _wrap_compression()
    _wrap_copies()
    _wrap_counting()
    _wrap_big_numbers()
    _wrap_expressions()
    user_builtins.update(builtins.__dict__)
    user_builtins["sorted"] = _Function("sorted", _sorted)
    user_builtins["pow"] = _Function("pow", _power_function)
    for name in costs.REDUCE_NS:
        user_builtins[name] = _Function(name, _reducer(name))
    user_builtins["__surge_method__"] = call_method
    user_builtins["__surge_new__"] = construct
    user_builtins["__surge_power__"] = _power
