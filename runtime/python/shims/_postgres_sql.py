"""SQL put together from parts: the sql module of psycopg and psycopg2."""

import string


class Composable:
    def __init__(self, wrapped):
        self._wrapped = wrapped

    def as_string(self, context=None):
        raise NotImplementedError

    def as_bytes(self, context=None):
        return self.as_string(context).encode()

    def __add__(self, other):
        if isinstance(other, Composed):
            return Composed([self]) + other
        if isinstance(other, Composable):
            return Composed([self]) + Composed([other])
        return NotImplemented

    def __mul__(self, n):
        return Composed([self] * n)

    def __eq__(self, other):
        return type(self) is type(other) and self._wrapped == other._wrapped

    def __hash__(self):
        return hash(repr(self))

    def __repr__(self):
        return f"{type(self).__name__}({self._wrapped!r})"


class Composed(Composable):
    def __init__(self, seq):
        super().__init__([part if isinstance(part, Composable) else Literal(part) for part in seq])

    @property
    def seq(self):
        return list(self._wrapped)

    def as_string(self, context=None):
        return "".join(part.as_string(context) for part in self._wrapped)

    def __iter__(self):
        return iter(self._wrapped)

    def __add__(self, other):
        if isinstance(other, Composed):
            return Composed(self._wrapped + other._wrapped)
        return Composed([*self._wrapped, other]) if isinstance(other, Composable) else NotImplemented

    def join(self, joiner):
        return (SQL(joiner) if isinstance(joiner, str) else joiner).join(self._wrapped)


class SQL(Composable):
    def __init__(self, string):
        if not isinstance(string, str):
            raise TypeError("SQL values must be strings")
        super().__init__(string)

    @property
    def string(self):
        return self._wrapped

    def as_string(self, context=None):
        return self._wrapped

    def format(self, *args, **kwargs):
        parts = []
        automatic = 0
        for text, name, spec, conversion in string.Formatter().parse(self._wrapped):
            if spec:
                raise ValueError("no format specification supported by SQL")
            if conversion:
                raise ValueError("no format conversion supported by SQL")
            if text:
                parts.append(SQL(text))
            if name is None:
                continue
            if name.isdigit():
                if automatic:
                    raise ValueError("cannot switch from automatic field numbering to manual")
                parts.append(args[int(name)])
                automatic = None
            elif not name:
                if automatic is None:
                    raise ValueError("cannot switch from manual field numbering to automatic")
                parts.append(args[automatic])
                automatic += 1
            else:
                parts.append(kwargs[name])
        return Composed(parts)

    def join(self, seq):
        parts = []
        for part in seq:
            parts += [self, part] if parts else [part]
        return Composed(parts)


class Identifier(Composable):
    def __init__(self, *strings):
        if not strings:
            raise TypeError("Identifier cannot be empty")
        for name in strings:
            if not isinstance(name, str):
                raise TypeError("SQL identifier parts must be strings")
        super().__init__(strings)

    @property
    def strings(self):
        return self._wrapped

    def as_string(self, context=None):
        return ".".join('"' + name.replace('"', '""') + '"' for name in self._wrapped)

    def __repr__(self):
        return f"Identifier({', '.join(map(repr, self._wrapped))})"


class Literal(Composable):
    @property
    def wrapped(self):
        return self._wrapped

    def as_string(self, context=None):
        from psycopg2._adapt import literal

        return literal(self._wrapped)


class Placeholder(Composable):
    def __init__(self, name=""):
        if not isinstance(name, str):
            raise TypeError(f"expected string as name, got {name!r}")
        if ")" in name:
            raise ValueError(f"invalid name: {name!r}")
        super().__init__(name)

    @property
    def name(self):
        return self._wrapped or None

    def as_string(self, context=None):
        return f"%({self._wrapped})s" if self._wrapped else "%s"


NULL = SQL("NULL")
DEFAULT = SQL("DEFAULT")


def text_of(query, context=None):
    """A query as text: str, bytes or composed."""
    if isinstance(query, str):
        return query
    if isinstance(query, Composable):
        return query.as_string(context)
    if isinstance(query, bytes):
        return query.decode()
    raise TypeError(f"argument 1 must be a string or unicode object: got {type(query).__name__} instead")
