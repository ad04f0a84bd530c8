"""hybrid_property and hybrid_method: an expression on the class, a value on the object."""


class hybrid_property:
    def __init__(self, fget, fset=None, fdel=None, expr=None, custom_comparator=None, update_expr=None):
        self.fget, self.fset, self.fdel, self.expr = fget, fset, fdel, expr
        self.__name__ = fget.__name__

    def __get__(self, instance, owner):
        if instance is None:
            return self.expression_for(owner)
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def expression_for(self, owner):
        """The expression for a class or for an alias of it."""
        made = self.expr or self.fget
        made = getattr(made, "__func__", made)
        return made(owner)

    def _with(self, **changes):
        return hybrid_property(**{"fget": self.fget, "fset": self.fset, "fdel": self.fdel, "expr": self.expr, **changes})

    def getter(self, fget):
        return self._with(fget=fget)

    def setter(self, fset):
        return self._with(fset=fset)

    def deleter(self, fdel):
        return self._with(fdel=fdel)

    def expression(self, expr):
        return self._with(expr=expr)

    @property
    def inplace(self):
        return _Inplace(self)


class _Inplace:
    def __init__(self, prop):
        self._prop = prop

    def setter(self, fset):
        self._prop.fset = fset
        return self._prop

    def expression(self, expr):
        self._prop.expr = expr
        return self._prop


class hybrid_method:
    def __init__(self, func, expr=None):
        self.func, self.expr = func, expr

    def __get__(self, instance, owner):
        if instance is None:
            made = getattr(self.expr, "__func__", self.expr) or self.func
            return lambda *args, **kwargs: made(owner, *args, **kwargs)
        return lambda *args, **kwargs: self.func(instance, *args, **kwargs)

    def expression(self, expr):
        return hybrid_method(self.func, expr)
