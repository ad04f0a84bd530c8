"""Expressions. An element knows its parts, its type and how it is written (`_sql`, called by the compiler)."""

from .. import exc
from ..types import (
    ARRAY, BOOLEANTYPE, INTEGERTYPE, NULLTYPE, NUMERICTYPE, STRINGTYPE, Float, Integer, Interval, Text, TupleType, to_instance,
    type_of_value,
)  # fmt: skip
from . import operators as ops


def clause(value):
    """The SQL construct that a mapped class, an attribute or the like stands for."""
    make = getattr(value, "__clause_element__", None)
    return value if make is None else make()


def expression(value, type_=None, key=None):
    """A column expression: constructs as they are, anything else as a parameter."""
    if isinstance(value, ColumnElement):
        return value
    value = clause(value)
    if isinstance(value, ColumnElement):
        return value
    if isinstance(value, ClauseElement):
        scalar = getattr(value, "scalar_subquery", None)
        return scalar() if scalar is not None else value
    if value is None:
        return NULL
    return BindParameter(key, value, type_ or type_of_value(value), unique=True)


def condition(value):
    """A WHERE condition."""
    if isinstance(value, ClauseElement):
        return value
    made = clause(value)
    if isinstance(made, ClauseElement):
        return made
    if made is True:
        return TRUE
    if made is False:
        return FALSE
    if made is None:
        return NULL
    raise exc.ArgumentError(f"SQL expression for WHERE/HAVING role expected, got {value!r}.")


def column_or_text(value, role="ORDER BY"):
    """What ORDER BY and GROUP BY accept: an expression, or the name of a column."""
    if isinstance(value, str):
        return _Name(value, role)
    return expression(value)


class ClauseElement:
    # Names of attributes that hold parts: elements, or lists and tuples of them.
    _parts = ()
    _froms_memo = None
    _compiled_memo = _dml_memo = None
    is_select = is_dml = False
    supports_execution = False
    _execution_options = {}

    def _children(self):
        for name in self._parts:
            part = getattr(self, name)
            if isinstance(part, (list, tuple)):
                yield from part
            elif part is not None:
                yield part

    @property
    def _froms(self):
        """The tables (and the like) that the element speaks of, in order."""
        found = self._froms_memo
        if found is None:
            seen = {}
            for child in self._children():
                for item in child._froms:
                    seen[item] = True
            found = self._froms_memo = tuple(seen)
        return found

    def _copy(self):
        copy = self.__class__.__new__(self.__class__)
        copy.__dict__.update(self.__dict__)
        copy.__dict__.pop("_froms_memo", None)
        copy.__dict__.pop("_compiled_memo", None)
        copy.__dict__.pop("_dml_memo", None)
        copy.__dict__.pop("_orm_memo", None)
        return copy

    def _replaced(self, replace):
        """A copy in which every part for which `replace` has something else is exchanged; itself if there is none."""
        other = replace(self)
        if other is not None:
            return other
        changes = {}
        for name in self._parts:
            part = getattr(self, name)
            if isinstance(part, (list, tuple)):
                made = type(part)([item._replaced(replace) for item in part])
                if any(one is not two for one, two in zip(made, part)):
                    changes[name] = made
            elif part is not None:
                made = part._replaced(replace)
                if made is not part:
                    changes[name] = made
        if not changes:
            return self
        copy = self._copy()
        copy.__dict__.update(changes)
        return copy

    def compile(self, bind=None, dialect=None, compile_kwargs=None, **kw):
        from .compiler import compile_for_display

        return compile_for_display(self, dialect if dialect is not None else getattr(bind, "dialect", None), compile_kwargs or {})

    def __str__(self):
        return str(self.compile())

    def params(self, *args, **values):
        values = {**(args[0] if args else {}), **values}

        def replace(element):
            if isinstance(element, BindParameter) and element.key in values:
                copy = element._copy()
                copy.value = values[element.key]
                copy.required = False
                return copy
            return None

        return self._replaced(replace)

    def unique_params(self, *args, **values):
        return self.params(*args, **values)

    def __bool__(self):
        raise TypeError("Boolean value of this clause is not defined")

    def __and__(self, other):
        return and_(self, other)

    def __or__(self, other):
        return or_(self, other)

    def __invert__(self):
        return not_(self)


class ColumnOperators:
    """The operators; `_left()` is the expression that they apply to."""

    __slots__ = ()

    def _left(self):
        return self

    def __hash__(self):
        return id(self)

    def operate(self, op, other):
        return _binary(self._left(), op, other)

    def __eq__(self, other):
        return _equality(self._left(), ops.eq, other)

    def __ne__(self, other):
        return _equality(self._left(), ops.ne, other)

    def __lt__(self, other):
        return _comparison(self._left(), ops.lt, other)

    def __le__(self, other):
        return _comparison(self._left(), ops.le, other)

    def __gt__(self, other):
        return _comparison(self._left(), ops.gt, other)

    def __ge__(self, other):
        return _comparison(self._left(), ops.ge, other)

    def is_(self, other):
        return _is(self._left(), ops.is_, other)

    def is_not(self, other):
        return _is(self._left(), ops.is_not, other)

    isnot = is_not

    def is_distinct_from(self, other):
        return _comparison(self._left(), ops.is_distinct_from, other)

    def is_not_distinct_from(self, other):
        return _comparison(self._left(), ops.is_not_distinct_from, other)

    isnot_distinct_from = is_not_distinct_from

    def in_(self, other):
        return _in(self._left(), ops.in_, other)

    def not_in(self, other):
        return _in(self._left(), ops.not_in, other)

    notin_ = not_in

    def like(self, other, escape=None):
        return _comparison(self._left(), ops.like, other, escape=escape)

    def not_like(self, other, escape=None):
        return _comparison(self._left(), ops.not_like, other, escape=escape)

    notlike = not_like

    def ilike(self, other, escape=None):
        return _comparison(self._left(), ops.ilike, other, escape=escape)

    def not_ilike(self, other, escape=None):
        return _comparison(self._left(), ops.not_ilike, other, escape=escape)

    notilike = not_ilike

    def contains(self, other, autoescape=False, escape=None):
        left = self._left()
        if left.type.affinity in ("array", "json"):
            return _comparison(left, _CONTAINS_ALL, other)
        return _pattern(left, "%", other, "%", autoescape, escape, ops.like)

    def icontains(self, other, autoescape=False, escape=None):
        return _pattern(_lower(self._left()), "%", other, "%", autoescape, escape, ops.like, lower=True)

    def startswith(self, other, autoescape=False, escape=None):
        return _pattern(self._left(), "", other, "%", autoescape, escape, ops.like)

    def istartswith(self, other, autoescape=False, escape=None):
        return _pattern(_lower(self._left()), "", other, "%", autoescape, escape, ops.like, lower=True)

    def endswith(self, other, autoescape=False, escape=None):
        return _pattern(self._left(), "%", other, "", autoescape, escape, ops.like)

    def iendswith(self, other, autoescape=False, escape=None):
        return _pattern(_lower(self._left()), "%", other, "", autoescape, escape, ops.like, lower=True)

    def match(self, other, **kwargs):
        left = self._left()
        return BinaryExpression(left, _PLAIN_TSQUERY(expression(other, left.type)), ops.match, BOOLEANTYPE)

    def regexp_match(self, pattern, flags=None):
        return _comparison(self._left(), ops.regexp, pattern)

    def between(self, low, high, symmetric=False):
        left = self._left()
        return Between(left, _other(left, ops.between, low), _other(left, ops.between, high), ops.between, symmetric)

    def any_(self):
        return any_(self)

    def all_(self):
        return all_(self)

    def any(self, other, operator=None):
        left = self._left()
        return BinaryExpression(_other(left, ops.eq, other, left.type.item_type), any_(left), operator or ops.eq, BOOLEANTYPE)

    def all(self, other, operator=None):
        left = self._left()
        return BinaryExpression(_other(left, ops.eq, other, left.type.item_type), all_(left), operator or ops.eq, BOOLEANTYPE)

    def contained_by(self, other):
        return _comparison(self._left(), _CONTAINED_BY, other)

    def overlap(self, other):
        return _comparison(self._left(), _OVERLAP, other)

    def has_key(self, other):
        return _binary(self._left(), _HAS_KEY, BindParameter(None, other, Text(), unique=True), BOOLEANTYPE)

    def has_any(self, other):
        return _binary(self._left(), _HAS_ANY, BindParameter(None, other, ARRAY(Text()), unique=True), BOOLEANTYPE)

    def has_all(self, other):
        return _binary(self._left(), _HAS_ALL, BindParameter(None, other, ARRAY(Text()), unique=True), BOOLEANTYPE)

    def __add__(self, other):
        left = self._left()
        return _binary(left, ops.concat if _is_text(left, other) else ops.add, other)

    def __radd__(self, other):
        left = self._left()
        op = ops.concat if left.type.affinity == "string" else ops.add
        return _binary(_other(left, op, other), op, left)

    def __sub__(self, other):
        return _binary(self._left(), ops.sub, other)

    def __rsub__(self, other):
        left = self._left()
        return _binary(_other(left, ops.sub, other), ops.sub, left)

    def __mul__(self, other):
        return _binary(self._left(), ops.mul, other)

    def __rmul__(self, other):
        left = self._left()
        return _binary(_other(left, ops.mul, other), ops.mul, left)

    def __truediv__(self, other):
        return _binary(self._left(), ops.truediv, other)

    def __rtruediv__(self, other):
        left = self._left()
        return _binary(_other(left, ops.truediv, other), ops.truediv, left)

    def __floordiv__(self, other):
        return _binary(self._left(), ops.floordiv, other)

    def __mod__(self, other):
        return _binary(self._left(), ops.mod, other)

    def __neg__(self):
        left = self._left()
        return UnaryExpression(left, ops.neg, left.type)

    def concat(self, other):
        return _binary(self._left(), ops.concat, other)

    def bitwise_and(self, other):
        return _binary(self._left(), ops.bitand, other)

    def bitwise_or(self, other):
        return _binary(self._left(), ops.bitor, other)

    def bitwise_xor(self, other):
        return _binary(self._left(), ops.bitxor, other)

    def __lshift__(self, other):
        return _binary(self._left(), ops.lshift, other)

    def __rshift__(self, other):
        return _binary(self._left(), ops.rshift, other)

    def __getitem__(self, index):
        left = self._left()
        kind = left.type
        if kind.affinity == "json":
            if isinstance(index, (list, tuple)):
                return BinaryExpression(left, BindParameter(None, list(map(str, index)), ARRAY(Text()), unique=True), ops.json_path, kind)
            return BinaryExpression(left, _json_index(index), ops.json_getitem, kind)
        if kind.affinity == "array":
            return BinaryExpression(left, _other(left, ops.getitem, index, INTEGERTYPE), ops.getitem, kind.item_type)
        raise NotImplementedError("Operator 'getitem' is not supported on this expression")

    @property
    def astext(self):
        left = self._left()
        if isinstance(left, BinaryExpression) and left.operator in _AS_TEXT:
            return BinaryExpression(left.left, left.right, _AS_TEXT[left.operator], Text())
        raise AttributeError("Neither 'BinaryExpression' object nor 'Comparator' object has an attribute 'astext'")

    def as_string(self):
        return self.astext

    def as_integer(self):
        return Cast(self.astext, Integer())

    def as_float(self):
        return Cast(self.astext, Float())

    def as_boolean(self):
        from ..types import Boolean

        return Cast(self.astext, Boolean())

    def op(self, opstring, precedence=0, is_comparison=False, return_type=None, python_impl=None):
        left = self._left()
        operator = ops.custom(opstring, precedence, is_comparison)
        type_ = to_instance(return_type) if return_type is not None else BOOLEANTYPE if is_comparison else None
        return lambda other: _binary(left, operator, other, type_)

    def bool_op(self, opstring, precedence=0, python_impl=None):
        return self.op(opstring, precedence, True)

    def asc(self):
        return UnaryExpression(self._left(), ops.asc, None, postfix=True)

    def desc(self):
        return UnaryExpression(self._left(), ops.desc, None, postfix=True)

    def nulls_first(self):
        return UnaryExpression(self._left(), ops.nulls_first, None, postfix=True)

    def nulls_last(self):
        return UnaryExpression(self._left(), ops.nulls_last, None, postfix=True)

    nullsfirst = nulls_first
    nullslast = nulls_last

    def collate(self, collation):
        return BinaryExpression(self._left(), _Collation(collation), ops.collate, self._left().type)

    def distinct(self):
        return _Distinct(self._left())

    def label(self, name=None):
        return Label(name, self._left(), self._left().type)

    def cast(self, type_):
        return Cast(self._left(), type_)

    def self_group(self, against=None):
        return self


_CONTAINS_ALL = ops.custom("@>", 5, True)
_CONTAINED_BY = ops.custom("<@", 5, True)
_OVERLAP = ops.custom("&&", 5, True)
_HAS_KEY = ops.custom("?", 5, True)
_HAS_ANY = ops.custom("?|", 5, True)
_HAS_ALL = ops.custom("?&", 5, True)
_AS_TEXT = {ops.json_getitem: ops.json_getitem_text, ops.json_path: ops.json_path_text}


def _json_index(index):
    return BindParameter(None, index, INTEGERTYPE if isinstance(index, int) else Text(), unique=True)


def _is_text(left, other):
    if left.type.affinity == "string":
        return True
    if left.type.affinity == "array":
        return True
    return left.type is NULLTYPE and isinstance(other, str)


def _other(left, op, value, type_=None):
    """The other side of an operator: literals take the type of this side if they are of its kind."""
    if isinstance(left, Tuple) and isinstance(value, (tuple, list)):
        return Tuple(*[BindParameter(None, item, own.type.coerce_compared_value(op, item), unique=True) for own, item in zip(left.clauses, value)])
    if isinstance(value, ColumnElement):
        if isinstance(value, BindParameter) and value.type is NULLTYPE and left.type is not NULLTYPE:
            value = value._copy()
            value.type = left.type
        return value
    made = clause(value)
    if isinstance(made, ClauseElement):
        return expression(made)
    if made is None:
        return NULL
    if type_ is None:
        type_ = left.type.coerce_compared_value(op, made)
    return BindParameter(getattr(left, "_bind_key", None), made, type_, unique=True)


def _comparison(left, op, other, escape=None):
    right = _other(left, op, other)
    if right is NULL and op not in (ops.is_, ops.is_not, ops.is_distinct_from, ops.is_not_distinct_from):
        if op in (ops.gt, ops.lt, ops.ge, ops.le):
            raise exc.ArgumentError("Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', 'is_not_distinct_from()' operators can be used with None/True/False")
    return BinaryExpression(left, right, op, BOOLEANTYPE, escape)


def _equality(left, op, other):
    if other is None or other is NULL:
        return BinaryExpression(left, NULL, ops.is_ if op is ops.eq else ops.is_not, BOOLEANTYPE)
    if other is True or other is False:
        return BinaryExpression(left, TRUE if other else FALSE, op, BOOLEANTYPE)
    return BinaryExpression(left, _other(left, op, other), op, BOOLEANTYPE)


def _is(left, op, other):
    if other is None:
        right = NULL
    elif other is True or other is False:
        right = TRUE if other else FALSE
    else:
        right = expression(other)
    return BinaryExpression(left, right, op, BOOLEANTYPE)


def _in(left, op, other):
    other = clause(other)
    if isinstance(other, BindParameter):
        if not other.expanding:
            other = other._copy()
            other.expanding = True
        if other.type is NULLTYPE:
            other = other._copy()
            other.type = left.type
        return BinaryExpression(left, other, op, BOOLEANTYPE)
    if isinstance(other, ClauseElement):
        select = getattr(other, "_as_in_operand", None)
        if select is None:
            raise exc.ArgumentError(f"IN expression list, SELECT construct, or bound parameter object expected, got {other!r}.")
        return BinaryExpression(left, select(), op, BOOLEANTYPE)
    if isinstance(other, (str, bytes)) or not hasattr(other, "__iter__"):
        raise exc.ArgumentError(f"IN expression list, SELECT construct, or bound parameter object expected, got {other!r}.")
    values = list(other)
    if any(isinstance(item, ColumnElement) or hasattr(item, "__clause_element__") for item in values):
        return BinaryExpression(left, ClauseList([_other(left, op, item) for item in values], group=True), op, BOOLEANTYPE)
    if isinstance(left, Tuple):
        type_ = TupleType(*[item.type for item in left.clauses])
    else:
        sample = next((item for item in values if item is not None), None)
        type_ = left.type if sample is None else left.type.coerce_compared_value(op, sample)
    return BinaryExpression(left, BindParameter(getattr(left, "_bind_key", None), values, type_, unique=True, expanding=True), op, BOOLEANTYPE)


def _escaped(text, escape):
    return text.replace(escape, escape + escape).replace("%", escape + "%").replace("_", escape + "_")


def _lower(element):
    from .functions import func

    return func.lower(element)


def _pattern(left, before, other, after, autoescape, escape, op, lower=False):
    if autoescape:
        escape = escape or "/"
        other = _escaped(other, escape)
    right = _other(left, ops.concat, other, None if isinstance(other, str) is False else STRINGTYPE if left.type.affinity != "string" else left.type)
    if lower:
        right = _lower(right)
    if before:
        right = BinaryExpression(_Literal(f"'{before}'"), right, ops.concat, STRINGTYPE)
    if after:
        right = BinaryExpression(right, _Literal(f"'{after}'"), ops.concat, STRINGTYPE)
    made = BinaryExpression(left, right, op, BOOLEANTYPE, escape)
    made.grouped = True
    return made


_NUMERIC_KINDS = ("integer", "numeric")


def _binary(left, op, other, type_=None):
    right = _other(left, op, other)
    if type_ is None:
        type_ = _result_type(left.type, op, right.type)
    return BinaryExpression(left, right, op, type_)


def _result_type(left, op, right):
    if op.comparison:
        return BOOLEANTYPE
    kind, other = left.affinity, right.affinity
    if op is ops.truediv and kind == "integer" and other == "integer":
        return NUMERICTYPE
    if kind == "integer" and other == "numeric":
        return right
    if kind in ("datetime", "date") and op is ops.sub:
        return left if other == "interval" else Interval() if kind == "datetime" else INTEGERTYPE if other == "date" else left
    if left is NULLTYPE:
        return right
    return left


class ColumnElement(ColumnOperators, ClauseElement):
    type = NULLTYPE
    # The operator that decides about parentheses around it; None for none ever.
    operator = None
    key = None
    _result_name = None
    primary_key = False
    foreign_keys = ()

    __hash__ = ColumnOperators.__hash__

    def _left(self):
        return self

    @property
    def _anon_name(self):
        """Stem of the name that it gets when it stands in a SELECT without a label."""
        return "anon"

    @property
    def expression(self):
        return self

    @property
    def base_columns(self):
        return {self}

    @property
    def comparator(self):
        return self

    def shares_lineage(self, other):
        return self is other


def operand(compiler, element, op):
    """An expression as an operand of `op`, in parentheses if it binds more loosely."""
    text = element._sql(compiler)
    own = element.operator
    if own is not None and (getattr(element, "grouped", False) or ops.binds_looser(own, op)) and not getattr(element, "has_own_parentheses", False):
        return f"({text})"
    return text


class BindParameter(ColumnElement):
    # In SET and VALUES a parameter has the column's own name.
    names_column = False

    def __init__(self, key, value=None, type_=NULLTYPE, unique=False, required=None, expanding=False, callable_=None, isoutparam=False, literal_execute=False, quote=None):
        self.unique = unique
        self.key = key
        self.required = bool(required)
        self.value = value
        self.callable = callable_
        self.type = type_
        self.expanding = expanding
        self.literal_execute = literal_execute

    _anon_name = property(lambda self: "anon" if self.unique else self.key)

    @property
    def effective_value(self):
        return self.callable() if self.callable is not None else self.value

    def _sql(self, compiler):
        return compiler.bind(self)


def bindparam(key, value=None, type_=None, unique=False, required=None, quote=None, callable_=None, expanding=False, isoutparam=False, literal_execute=False):
    given = value is not None or callable_ is not None
    if type_ is None:
        kind = NULLTYPE if value is None else type_of_value(value[0] if expanding and value else value)
    else:
        kind = to_instance(type_)
    return BindParameter(key, value, kind, unique, not given if required is None else required, expanding, callable_)


def literal(value, type_=None, literal_execute=False):
    return BindParameter(None, value, type_of_value(value) if type_ is None else to_instance(type_), unique=True)


class _Literal(ColumnElement):
    """SQL text that is an expression."""

    def __init__(self, text, type_=STRINGTYPE):
        self.text = text
        self.type = type_

    def _sql(self, compiler):
        return self.text


class _Keyword(ColumnElement):
    def __init__(self, text, type_):
        self.text = text
        self.type = type_

    def _sql(self, compiler):
        return self.text

    def __invert__(self):
        return {"true": FALSE, "false": TRUE}[self.text]


NULL = _Keyword("NULL", NULLTYPE)
TRUE = _Keyword("true", BOOLEANTYPE)
FALSE = _Keyword("false", BOOLEANTYPE)


def null():
    return NULL


def true():
    return TRUE


def false():
    return FALSE


class _Collation(ColumnElement):
    def __init__(self, name):
        self.name = name

    def _sql(self, compiler):
        return f'"{self.name}"'


class _Name(ColumnElement):
    """A column by its name in ORDER BY or GROUP BY: a label of the SELECT, or a column of its tables."""

    def __init__(self, name, role):
        self.name = name
        self.role = role

    def _sql(self, compiler):
        return compiler.name_in_select(self)


class BinaryExpression(ColumnElement):
    _parts = ("left", "right")
    grouped = False

    def __init__(self, left, right, operator, type_=NULLTYPE, escape=None):
        self.left = left
        self.right = right
        self.operator = operator
        self.type = type_
        self.escape = escape

    def __bool__(self):
        if self.operator in (ops.eq, ops.ne):
            same = self.left is self.right
            return same if self.operator is ops.eq else not same
        raise TypeError("Boolean value of this clause is not defined")

    def _sql(self, compiler):
        return compiler.binary(self)

    def _negated(self):
        operator = self.operator.negation
        if operator is None:
            return None
        copy = self._copy()
        copy.operator = operator
        return copy


class Between(ColumnElement):
    _parts = ("left", "low", "high")

    def __init__(self, left, low, high, operator, symmetric):
        self.left, self.low, self.high, self.operator, self.symmetric = left, low, high, operator, symmetric
        self.type = BOOLEANTYPE

    def _sql(self, compiler):
        word = self.operator.sql + ("SYMMETRIC " if self.symmetric else "")
        return f"{operand(compiler, self.left, ops.between)}{word}{operand(compiler, self.low, ops.between)} AND {operand(compiler, self.high, ops.between)}"

    def _negated(self):
        copy = self._copy()
        copy.operator = self.operator.negation
        return copy


class UnaryExpression(ColumnElement):
    _parts = ("element",)

    def __init__(self, element, operator, type_=None, postfix=False):
        self.element = element
        self.operator = operator
        self.type = type_ or element.type
        self.postfix = postfix

    def _sql(self, compiler):
        if self.postfix:
            text = compiler.order_element(self.element)
            if text is None:
                inner = self.element
                text = inner._sql(compiler) if getattr(inner, "postfix", False) else operand(compiler, inner, self.operator)
            return text + self.operator.sql
        return self.operator.sql + operand(compiler, self.element, self.operator)


class _Not(UnaryExpression):
    def __init__(self, element):
        UnaryExpression.__init__(self, element, ops.inv, BOOLEANTYPE)

    def __invert__(self):
        return self.element


class _Distinct(ColumnElement):
    _parts = ("element",)

    def __init__(self, element):
        self.element = element
        self.type = element.type

    def _sql(self, compiler):
        return f"DISTINCT {self.element._sql(compiler)}"


class BooleanClauseList(ColumnElement):
    _parts = ("clauses",)

    def __init__(self, operator, clauses):
        self.operator = operator
        self.clauses = clauses
        self.type = BOOLEANTYPE

    def _sql(self, compiler):
        operator = self.operator
        return operator.sql.join([operand(compiler, item, operator) for item in self.clauses])


class ClauseList(ColumnElement):
    _parts = ("clauses",)

    def __init__(self, clauses, group=False):
        self.clauses = list(clauses)
        self.group = group

    def _sql(self, compiler):
        text = ", ".join([item._sql(compiler) for item in self.clauses])
        return f"({text})" if self.group else text


class Tuple(ClauseList):
    def __init__(self, *clauses, types=None):
        ClauseList.__init__(self, [expression(item) for item in clauses], group=True)
        self.type = TupleType(*[item.type for item in self.clauses])


def tuple_(*clauses, types=None):
    return Tuple(*clauses, types=types)


def _connect(operator, neutral, absorbing, clauses):
    made = []
    for item in clauses:
        if item is Ellipsis:
            continue
        item = condition(item)
        if item is absorbing:
            return absorbing
        if item is neutral:
            continue
        if isinstance(item, BooleanClauseList) and item.operator is operator:
            made += item.clauses
        else:
            made.append(item)
    if not made:
        return neutral if clauses else BooleanClauseList(operator, [])
    return made[0] if len(made) == 1 else BooleanClauseList(operator, made)


def and_(*clauses):
    return _connect(ops.and_, TRUE, FALSE, clauses)


def or_(*clauses):
    return _connect(ops.or_, FALSE, TRUE, clauses)


def not_(element):
    element = condition(element)
    if isinstance(element, (_Keyword, _Not)):
        return element.__invert__()
    negate = getattr(element, "_negated", None)
    made = negate() if negate is not None else None
    return made if made is not None else _Not(element)


def between(expr, lower_bound, upper_bound, symmetric=False):
    return expression(expr).between(lower_bound, upper_bound, symmetric)


def desc(column):
    return UnaryExpression(column_or_text(column), ops.desc, None, postfix=True)


def asc(column):
    return UnaryExpression(column_or_text(column), ops.asc, None, postfix=True)


def nulls_first(column):
    return UnaryExpression(column_or_text(column), ops.nulls_first, None, postfix=True)


def nulls_last(column):
    return UnaryExpression(column_or_text(column), ops.nulls_last, None, postfix=True)


def collate(column, collation):
    return expression(column).collate(collation)


def distinct(column):
    return _Distinct(expression(column))


class Label(ColumnElement):
    _parts = ("element",)

    def __init__(self, name, element, type_=None):
        element = expression(element)
        if isinstance(element, Label):
            element = element.element
        self.element = element
        self.name = self.key = name
        self.type = to_instance(type_) if type_ is not None else element.type
        self.operator = element.operator
        self.foreign_keys = element.foreign_keys

    @property
    def grouped(self):
        return getattr(self.element, "grouped", False)

    @property
    def _result_name(self):
        return self.name

    @property
    def _bind_key(self):
        return self.name

    def _sql(self, compiler):
        # Outside of the list of columns a label is what it names.
        return self.element._sql(compiler)


def label(name, element, type_=None):
    return Label(name, element, type_)


class Cast(ColumnElement):
    _parts = ("clause",)

    def __init__(self, expression_, type_):
        self.type = to_instance(type_)
        self.clause = expression(expression_, self.type)

    _anon_name = property(lambda self: getattr(self.clause, "name", None) or "anon")

    @property
    def _result_name(self):
        return getattr(self.clause, "name", None) if not isinstance(self.clause, Label) else None

    def _sql(self, compiler):
        return f"CAST({self.clause._sql(compiler)} AS {self.type.ddl()})"


def cast(expression_, type_):
    return Cast(expression_, type_)


def try_cast(expression_, type_):
    return Cast(expression_, type_)


class TypeCoerce(ColumnElement):
    _parts = ("clause",)

    def __init__(self, expression_, type_):
        self.type = to_instance(type_)
        self.clause = expression(expression_, self.type)
        self.operator = self.clause.operator

    @property
    def _result_name(self):
        return getattr(self.clause, "name", None)

    def _sql(self, compiler):
        return self.clause._sql(compiler)


def type_coerce(expression_, type_):
    return TypeCoerce(expression_, type_)


class Case(ColumnElement):
    _parts = ("flat",)

    def __init__(self, *whens, value=None, else_=None):
        if len(whens) == 1 and isinstance(whens[0], (list, dict)):
            whens = list(whens[0].items()) if isinstance(whens[0], dict) else whens[0]
        self.value = None if value is None else expression(value)
        pairs = []
        for when, then in whens:
            test = condition(when) if self.value is None else _other(self.value, ops.eq, when)
            pairs += [test, expression(then)]
        self.has_else = else_ is not None
        rest = [expression(else_)] if self.has_else else []
        self.flat = [*pairs, *rest, *([self.value] if self.value is not None else [])]
        self.count = len(pairs)
        kinds = [item.type for item in (*pairs[1::2], *rest) if item.type is not NULLTYPE]
        self.type = kinds[-1] if kinds else NULLTYPE

    def _sql(self, compiler):
        texts = [operand(compiler, item, ops.comma) for item in self.flat]
        if self.value is None:
            for index in range(0, self.count, 2):
                if self.flat[index].operator is not None:
                    texts[index] = f"({texts[index]})"
        words = ["CASE"]
        if self.value is not None:
            words.append(texts[-1])
        for index in range(0, self.count, 2):
            words.append(f"WHEN {texts[index]} THEN {texts[index + 1]}")
        if self.has_else:
            words.append(f"ELSE {texts[self.count]}")
        return " ".join(words) + " END"


def case(*whens, value=None, else_=None):
    return Case(*whens, value=value, else_=else_)


class Extract(ColumnElement):
    _parts = ("expr",)
    type = INTEGERTYPE

    def __init__(self, field, expr):
        self.field = field
        self.expr = expression(expr)

    def _sql(self, compiler):
        return f"EXTRACT({self.field} FROM {self.expr._sql(compiler)})"


def extract(field, expr):
    return Extract(field, expr)


class CollectionAggregate(ColumnElement):
    _parts = ("element",)

    def __init__(self, word, element):
        self.word = word
        self.element = element
        kind = element.type
        self.type = kind.item_type if kind.affinity == "array" else kind

    def _sql(self, compiler):
        text = self.element._sql(compiler)
        return f"{self.word} {text}" if text.startswith("(") and getattr(self.element, "is_scalar_subquery", False) else f"{self.word} ({text})"


def _array_or_query(value):
    if isinstance(value, (list, tuple)):
        return BindParameter(None, list(value), ARRAY(type_of_value(value[0]) if value else NULLTYPE), unique=True)
    return expression(value)


def any_(expr):
    return CollectionAggregate("ANY", _array_or_query(expr))


def all_(expr):
    return CollectionAggregate("ALL", _array_or_query(expr))


class ColumnClause(ColumnElement):
    """A column by name only: column("x"), or SQL text: literal_column("x + 1")."""

    def __init__(self, text, type_=None, is_literal=False, _selectable=None):
        self.name = self.key = text
        self.table = _selectable
        self.type = to_instance(type_)
        self.is_literal = is_literal

    @property
    def _bind_key(self):
        return self.name

    @property
    def _froms(self):
        return () if self.table is None else (self.table,)

    @property
    def _result_name(self):
        return self.name

    def _sql(self, compiler):
        return compiler.column(self)


def column(text, type_=None, is_literal=False, _selectable=None):
    return ColumnClause(text, type_, is_literal, _selectable)


def literal_column(text, type_=None):
    return ColumnClause(text, type_, True)


class Over(ColumnElement):
    _parts = ("element", "partition_by", "order_by")

    def __init__(self, element, partition_by=None, order_by=None, range_=None, rows=None, groups=None):
        self.element = element
        self.partition_by = _several(partition_by)
        self.order_by = _several(order_by)
        self.frame = None
        for word, frame in (("RANGE", range_), ("ROWS", rows), ("GROUPS", groups)):
            if frame is not None:
                self.frame = f"{word} BETWEEN {_bound(frame[0], 'PRECEDING')} AND {_bound(frame[1], 'FOLLOWING')}"
        self.type = element.type

    def _sql(self, compiler):
        words = []
        if self.partition_by:
            words.append("PARTITION BY " + ", ".join([item._sql(compiler) for item in self.partition_by]))
        if self.order_by:
            words.append("ORDER BY " + ", ".join([item._sql(compiler) for item in self.order_by]))
        if self.frame:
            words.append(self.frame)
        return f"{self.element._sql(compiler)} OVER ({' '.join(words)})"


def _several(value):
    if value is None:
        return ()
    return tuple(column_or_text(item) for item in (value if isinstance(value, (list, tuple)) else (value,)))


def _bound(value, unbounded):
    if value is None:
        return f"UNBOUNDED {unbounded}"
    if value == 0:
        return "CURRENT ROW"
    return f"{-value} PRECEDING" if value < 0 else f"{value} FOLLOWING"


def over(element, partition_by=None, order_by=None, range_=None, rows=None, groups=None):
    return Over(element, partition_by, order_by, range_, rows, groups)


class FunctionFilter(ColumnElement):
    _parts = ("func", "criterion")

    def __init__(self, func, criterion):
        self.func = func
        self.criterion = criterion
        self.type = func.type

    def over(self, partition_by=None, order_by=None, range_=None, rows=None, groups=None):
        return Over(self, partition_by, order_by, range_, rows, groups)

    def _sql(self, compiler):
        return f"{self.func._sql(compiler)} FILTER (WHERE {self.criterion._sql(compiler)})"


class WithinGroup(ColumnElement):
    _parts = ("element", "order_by")

    def __init__(self, element, *order_by):
        self.element = element
        self.order_by = _several(order_by)
        self.type = element.type if element.type is not NULLTYPE else self.order_by[0].type

    def over(self, partition_by=None, order_by=None, range_=None, rows=None, groups=None):
        return Over(self, partition_by, order_by, range_, rows, groups)

    def _sql(self, compiler):
        return f"{self.element._sql(compiler)} WITHIN GROUP (ORDER BY {', '.join([item._sql(compiler) for item in self.order_by])})"


def within_group(element, *order_by):
    return WithinGroup(element, *order_by)


def _PLAIN_TSQUERY(element):
    from .functions import func

    return func.plainto_tsquery(element)


class quoted_name(str):
    def __new__(cls, value, quote=None):
        made = str.__new__(cls, value)
        made.quote = quote
        return made
