"""Operators: how they are written and how tightly they bind, which decides where parentheses go."""


class Op:
    __slots__ = ("name", "sql", "precedence", "associative", "comparison", "negation")

    def __init__(self, name, sql, precedence, associative=False, comparison=False):
        self.name = name
        self.sql = sql
        self.precedence = precedence
        self.associative = associative
        self.comparison = comparison
        self.negation = None

    def __repr__(self):
        return f"<operator {self.name}>"


def _pair(one, other):
    one.negation = other
    other.negation = one


json_getitem = Op("json_getitem", " -> ", 15, True)
json_getitem_text = Op("json_getitem_text", " ->> ", 15, True)
json_path = Op("json_path", " #> ", 15, True)
json_path_text = Op("json_path_text", " #>> ", 15, True)
getitem = Op("getitem", "[]", 15)
mul = Op("mul", " * ", 8, True)
truediv = Op("truediv", " / ", 8)
floordiv = Op("floordiv", " / ", 8)
mod = Op("mod", " % ", 8)
neg = Op("neg", "-", 8)
bitand = Op("bitand", " & ", 7)
bitor = Op("bitor", " | ", 7)
bitxor = Op("bitxor", " # ", 7)
lshift = Op("lshift", " << ", 7)
rshift = Op("rshift", " >> ", 7)
add = Op("add", " + ", 7, True)
sub = Op("sub", " - ", 7)
concat = Op("concat", " || ", 6, True)
match = Op("match", " @@ ", 5, comparison=True)
ilike = Op("ilike", " ILIKE ", 5, comparison=True)
not_ilike = Op("not_ilike", " NOT ILIKE ", 5, comparison=True)
like = Op("like", " LIKE ", 5, comparison=True)
not_like = Op("not_like", " NOT LIKE ", 5, comparison=True)
regexp = Op("regexp", " ~ ", 5, comparison=True)
not_regexp = Op("not_regexp", " !~ ", 5, comparison=True)
in_ = Op("in", " IN ", 5, comparison=True)
not_in = Op("not_in", " NOT IN ", 5, comparison=True)
is_ = Op("is", " IS ", 5, comparison=True)
is_not = Op("is_not", " IS NOT ", 5, comparison=True)
is_distinct_from = Op("is_distinct_from", " IS DISTINCT FROM ", 5, comparison=True)
is_not_distinct_from = Op("is_not_distinct_from", " IS NOT DISTINCT FROM ", 5, comparison=True)
eq = Op("eq", " = ", 5, comparison=True)
ne = Op("ne", " != ", 5, comparison=True)
gt = Op("gt", " > ", 5, comparison=True)
lt = Op("lt", " < ", 5, comparison=True)
ge = Op("ge", " >= ", 5, comparison=True)
le = Op("le", " <= ", 5, comparison=True)
between = Op("between", " BETWEEN ", 5, comparison=True)
not_between = Op("not_between", " NOT BETWEEN ", 5, comparison=True)
inv = Op("inv", "NOT ", 5)
exists = Op("exists", "EXISTS ", 0)
and_ = Op("and", " AND ", 3, True)
or_ = Op("or", " OR ", 2, True)
comma = Op("comma", ", ", -1, True)
desc = Op("desc", " DESC", 3)
asc = Op("asc", " ASC", 3)
nulls_first = Op("nulls_first", " NULLS FIRST", 3)
nulls_last = Op("nulls_last", " NULLS LAST", 3)
collate = Op("collate", " COLLATE ", 4)
any_op = Op("any", "ANY ", 15)
all_op = Op("all", "ALL ", 15)
filter_op = Op("filter", " FILTER ", 6)
as_ = Op("as", " AS ", -1)

_pair(eq, ne)
_pair(lt, ge)
_pair(gt, le)
_pair(like, not_like)
_pair(ilike, not_ilike)
_pair(regexp, not_regexp)
_pair(in_, not_in)
_pair(is_, is_not)
_pair(is_distinct_from, is_not_distinct_from)
_pair(between, not_between)


def custom(text, precedence=0, is_comparison=False):
    return Op(text, f" {text} ", precedence, comparison=is_comparison)


def binds_looser(op, against):
    """Whether an expression of `op` needs parentheses inside one of `against`."""
    if op.precedence == 15:
        return True
    if op is against and op.associative:
        return False
    return op.precedence <= against.precedence
