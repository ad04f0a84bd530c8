"""What a call of a built-in costs by the size of its arguments, in ns.

Measured with Debian's CPython 3.11, best of seven, scaled to a machine where `for i in range(50_000): t += i * i` takes
1,400 us (docs/fidelity.md). Every function returns (ns, size): the size is what the diagnosis tells.
"""

import math

# json: a call, a character, a separator (one for each value), more for each float. 1,000 strings of 1,000 characters, 100,000
# integers, 20,000 floats and 5,000 small objects are met within 1.2.
_DUMPS = (900, 1.08, 55, 180)
_LOADS = (700, 0.6, 28, 100)
# With indent the encoder of the C module is not used.
_INDENT_FACTOR = 5

# An element of a sequence: sum and any 1.7 to 3.2, min and max 3.8 to 5, of a range (which makes its integers) 3 more.
REDUCE_NS = {"sum": 2, "any": 1.8, "all": 1.8, "min": 4.2, "max": 4.7}
RANGE_NS = 3
# A comparison of sorted, n log2 n of them: 2.2 (1,000 numbers), 8 (100,000 numbers), 3 to 12 for strings, three times as much for tuples.
_COMPARISON_NS = 2.2
_COMPARISON_FAR_NS = 9
_FAR = 50_000
_TUPLE_FACTOR = 2.4
# list(), tuple() of a sequence; set(), dict().
COPY_NS = {"list": 0.85, "tuple": 0.85, "set": 9, "frozenset": 9, "dict": 9, "bytes": 0.02, "bytearray": 0.02, "str": 0.02}
# str.join an element; split a character; replace, lower, count a character.
JOIN_NS = 4.7
TEXT_NS = {
    "split": 3, "rsplit": 3, "splitlines": 1, "replace": 0.68, "lower": 0.27, "upper": 0.27, "casefold": 0.27, "title": 3, "translate": 3,
    "count": 0.23, "find": 0.14, "index": 0.14, "rfind": 0.14, "encode": 0.02, "decode": 0.02,
}  # fmt: skip
# list.index, list.count, list.remove an element looked at; copies of containers.
SEARCH_NS = 2.7

# hashlib: a call, and a byte: with SHA instructions of the CPU.
HASH_CALL_NS = 310
HASH_NS = {
    "md5": 1.26, "sha1": 0.51, "sha224": 0.54, "sha256": 0.54, "sha384": 0.93, "sha512": 0.93, "blake2b": 0.93, "blake2s": 1.5,
    "sha3_224": 1.7, "sha3_256": 1.8, "sha3_384": 2.3, "sha3_512": 3.3, "shake_128": 1.5, "shake_256": 1.8,
}  # fmt: skip
HMAC_CALL_NS = 1_170
# An iteration of PBKDF2, for each block of the derived key.
PBKDF2_NS = {"sha1": 195, "sha224": 200, "sha256": 200, "sha384": 420, "sha512": 420}
# zlib by level: JSON text; what cannot be compressed takes up to four times as much.
DEFLATE_CALL_NS = 1_700
DEFLATE_NS = {0: 0.3, 1: 2, 2: 2.2, 3: 2.6, 4: 3, 5: 3.6, 6: 5.5, 7: 7, 8: 10, 9: 14}
INFLATE_NS = 0.78
CRC_NS = 0.16
BASE64_NS = 0.87
# copy.deepcopy a value inside; pickle a byte.
DEEPCOPY_NS = 130
DEEPCOPY_CONTAINER_NS = 700
PICKLE_DUMPS_NS = 3
PICKLE_LOADS_NS = 6
STATISTICS_NS = {
    "mean": 214, "fmean": 16, "median": 90, "median_low": 90, "median_high": 90, "quantiles": 91, "stdev": 285, "pstdev": 284,
    "variance": 284, "pvariance": 284, "mode": 30, "multimode": 60,
}  # fmt: skip
# collections.Counter: an element counted (20 to 35), and one that was not there yet on top (150 to 210 in all).
COUNT_NS = 28
COUNT_NEW_NS = 130
# re: a call through the module, a compilation by the pattern's length, a character looked at, a character of a plain text.
RE_CALL_NS = 150
RE_COMPILE_NS = 1_600
RE_NS = 16
RE_PLAIN_NS = 0.3
RE_MODULE_NS = 60
# What backtracks: `(a+)+$` on 20 to 24 letters. CPython asks for signals every 4,096 steps.
RE_STEPS_PER_QUESTION = 4_096
RE_STEP_NS = 5.4


def json_dumps(text, indented=False):
    call, character, separator, real = _DUMPS
    ns = call + character * len(text) + separator * (text.count(",") + text.count(":")) + real * text.count(".")
    return (ns * _INDENT_FACTOR if indented else ns), len(text)


def json_loads(text):
    call, character, separator, real = _LOADS
    marks = (b",", b":", b".") if isinstance(text, (bytes, bytearray)) else (",", ":", ".")
    commas, colons, points = (text.count(mark) for mark in marks)
    return call + character * len(text) + separator * (commas + colons) + real * points, len(text)


def sort(items):
    n = len(items)
    if n < 2:
        return 60, n
    each = _COMPARISON_NS if n < _FAR else _COMPARISON_FAR_NS
    if isinstance(items[0], (tuple, list)):
        each *= _TUPLE_FACTOR
    return 60 + each * n * math.log2(n), n


def deepcopy(value):
    """Counts the values inside, containers dearer than what they hold."""
    values = containers = 0
    waiting = [value]
    seen = set()
    while waiting:
        item = waiting.pop()
        values += 1
        if id(item) in seen:
            continue
        if isinstance(item, dict):
            inside = item.values()
        elif isinstance(item, (list, tuple, set)):
            inside = item
        elif hasattr(item, "__dict__") and not isinstance(item, type):
            inside = item.__dict__.values()
        else:
            continue
        seen.add(id(item))
        containers += 1
        waiting.extend(inside)
    return DEEPCOPY_NS * values + DEEPCOPY_CONTAINER_NS * containers, values


def power(base, exponent, modulus=None):
    """Of integers: 3 ** 100_000 takes 1.06 ms and grows with the 1.6th power of the result's bits; a modulus with the cube of its bits."""
    if type(base) is not int or type(exponent) is not int or exponent < 2:
        return 30, 0
    if modulus:
        bits = modulus.bit_length()
        return 60 + 1.8e-3 * exponent.bit_length() * bits * bits, bits
    bits = base.bit_length() * exponent
    return 40 + 1.06e6 * (bits / 158_496) ** 1.6, bits
