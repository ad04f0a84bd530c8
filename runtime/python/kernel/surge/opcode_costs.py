"""What a bytecode instruction costs, in ns, by its kind.

Fitted to 29 short programs measured on CPython 3.11 (docs/fidelity.md), on a machine where `for i in range(50_000): t += i * i`
takes 1,400 us: instructions of CPython 3.14 are counted, times of 3.11 are met, most of them within 1.3.
"""

_CALL = 9
_ITERATE = 6
_ARITHMETIC = 7
_FORMAT = 17
_DICT_ITEM = 37
_ITEM = 13
_SET_ATTRIBUTE = 24
_STORE_ITEM = 2
# Giving a value to C (sum, sorted, list, any) and going on: sum of a generator is as dear as the loop. To a for loop it is nearly free.
_YIELD = 7
_LIGHT = 1.5
# Entering and leaving a function.
START = 2
# str(12345), int("12345"), float("1.5"): 43 to 54 ns, without the call itself.
_CONVERSION = 38

_FREE = frozenset(
    "NOT_TAKEN EXTENDED_ARG CACHE PUSH_NULL NOP END_FOR POP_ITER RESUME RETURN_VALUE MAKE_CELL COPY_FREE_VARS RETURN_GENERATOR "
    "GET_ITER TO_BOOL POP_TOP SWAP COPY".split()
)
_BY_PREFIX = (
    ("CALL", _CALL),
    ("FOR_ITER", _ITERATE),
    ("FORMAT", _FORMAT),
    ("BUILD_MAP", _DICT_ITEM),
    ("MAP_ADD", _DICT_ITEM),
    ("BUILD_", _ITEM),
    ("LIST_", _ITEM),
    ("SET_ADD", _ITEM),
    ("STORE_ATTR", _SET_ATTRIBUTE),
    ("STORE_SUBSCR", _STORE_ITEM),
    ("CONTAINS_OP", _STORE_ITEM),
    ("YIELD_VALUE", _YIELD),
)
_CONVERSIONS = frozenset(("str", "int", "float", "Decimal", "round", "repr"))


def cost_of(instruction):
    """ns of one dis.Instruction."""
    name = instruction.opname
    if name in _FREE:
        return 0
    if name == "BINARY_OP":
        return _LIGHT if instruction.argrepr == "[]" else _ARITHMETIC
    if name == "LOAD_GLOBAL" and instruction.argval in _CONVERSIONS:
        return _CONVERSION
    for prefix, cost in _BY_PREFIX:
        if name.startswith(prefix):
            return cost
    return _LIGHT
