"""Compares the editor's stubs with the stand-ins: both shall have the same names, and stubs no parameter that a stand-in refuses."""

import ast
import fnmatch
import importlib
import inspect
import os
import types


class Stub:
    """The public names of one stub module and its classes' members."""

    def __init__(self, tree):
        self.functions = {}
        self.classes = {}
        self.names = set()
        self.starred = []
        for node in tree.body:
            self.add(node)

    def add(self, node):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.functions.setdefault(node.name, []).append(node)
            self.names.add(node.name)
        elif isinstance(node, ast.ClassDef):
            self.classes[node.name] = node
            self.names.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            if node.names[0].name == "*":
                self.starred.append((node.level, node.module))
            # `import x as x` is how a stub exports what it imports; `as y` in a stand-in's own name too.
            self.names.update(alias.asname for alias in node.names if alias.asname)
        else:
            self.names.update(targets(node))


def targets(node):
    if isinstance(node, ast.AnnAssign):
        return [node.target.id]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def members(cls):
    found = {}
    for node in cls.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.setdefault(node.name, []).append(node)
        else:
            found.update((name, []) for name in targets(node))
    return found


def read(folder):
    """Module name to stub."""
    stubs = {}
    for base, _, files in sorted(os.walk(folder)):
        for file in sorted(files):
            if file.endswith(".pyi"):
                path = os.path.join(base, file)
                name = os.path.relpath(path, folder)[: -len(".pyi")].replace("/", ".").removesuffix(".__init__")
                with open(path) as text:
                    stubs[name] = Stub(ast.parse(text.read()))
    for name, stub in stubs.items():
        for level, module in stub.starred:
            source = f"{name}.{module}" if level else module
            stub.names |= {other for other in stubs[source].names if not other.startswith("_")}
    return stubs


def lookup(owner, name):
    """(found, value): stand-ins refuse names that they do not have in several ways."""
    try:
        return True, getattr(owner, name)
    except Exception:
        return False, None


def stored_attributes(cls):
    """Attributes that methods set on instances."""
    found = set()
    for base in cls.__mro__:
        found.update(getattr(base, "__annotations__", ()))
        for value in vars(base).values():
            func = getattr(value, "__func__", value)
            if isinstance(func, types.FunctionType):
                found.update(func.__code__.co_names)
    return found


def is_refused(value):
    """A name that is there to say that it is not simulated. A class with methods is real, even if programs do not construct it."""
    if isinstance(value, type) and any(isinstance(member, types.FunctionType) and not name.startswith("_") for name, member in vars(value).items()):
        return False
    func = getattr(value, "__func__", vars(value).get("__init__") if isinstance(value, type) else value)
    if not isinstance(func, types.FunctionType) or not {"not_simulated", "refuse"} & set(func.__code__.co_names):
        return False
    takes_anything = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS
    return func.__code__.co_argcount <= 1 and func.__code__.co_flags & takes_anything == takes_anything


def refused_parameters(nodes, func):
    try:
        parameters = inspect.signature(func).parameters
    except (TypeError, ValueError):
        return []
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        return []
    named = {argument.arg for node in nodes for argument in [*node.args.args, *node.args.kwonlyargs]} - {"self", "cls"}
    return sorted(named - set(parameters))


class Comparison:
    def __init__(self, folder, library, exceptions, in_part):
        self.stubs = read(folder)
        # Base classes are found by their bare names; FastAPI's are Starlette's.
        self.libraries = (library, "starlette", "fastapi") if library in ("starlette", "fastapi") else (library,)
        own = [stub for name, stub in self.stubs.items() if name.split(".")[0] in self.libraries]
        self.by_class = {name: node for stub in own for name, node in stub.classes.items()}
        self.exceptions = exceptions
        self.in_part = in_part
        self.problems = []
        # Methods that a class refuses, and whoever passes calls on to it.
        self.refused = set()

    def module(self, name):
        stub = self.stubs[name]
        module = importlib.import_module(name)
        for public in sorted(stub.names):
            if public.startswith("_"):
                continue
            found, value = lookup(module, public)
            if not found:
                self.problems.append(f"{name}.{public}: not in the stand-in")
            elif is_refused(value):
                self.problems.append(f"{name}.{public}: the stand-in refuses it")
            elif public in stub.functions:
                self.parameters(f"{name}.{public}", stub.functions[public], value)
            elif public in stub.classes and isinstance(value, type):
                self.cls(f"{name}.{public}", stub.classes[public], value)
        for public in self.public_names(module):
            if public not in stub.names and not self.in_part and not self.is_exception(f"{name}.{public}") and not is_refused(lookup(module, public)[1]):
                self.problems.append(f"{name}.{public}: not in the stub")

    def is_exception(self, name):
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in self.exceptions)

    def public_names(self, module):
        names = getattr(module, "__all__", None)
        # Without a list, only a package's own names are meant for programs; of its modules any may be the stand-in's own.
        if names is None and hasattr(module, "__path__"):
            names = [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
        return sorted(name for name in names or () if not name.startswith("_"))

    def parameters(self, name, nodes, func):
        for refused in refused_parameters(nodes, func):
            self.problems.append(f"{name}({refused}=): the stand-in does not take it")

    def cls(self, name, node, cls):
        # The fields of a TypedDict are keys, not attributes.
        own = {} if any(getattr(base, "id", "") == "TypedDict" for base in node.bases) else members(node)
        stored = None
        for member, nodes in own.items():
            if self.is_exception(f"{name}.{member}"):
                continue
            found, value = lookup(cls, member)
            if found and is_refused(value):
                self.problems.append(f"{name}.{member}: the stand-in refuses it")
            if found and nodes and not isinstance(value, property) and not member.startswith("__"):
                self.parameters(f"{name}.{member}", nodes, value)
            if not found:
                stored = stored_attributes(cls) if stored is None else stored
                # What operators do is said by cases of the libraries; __getattr__ stands for names that are set from outside.
                if member not in stored and not member.startswith("__") and not hasattr(cls, "__getattr__"):
                    self.problems.append(f"{name}.{member}: not in the stand-in")
        known = set()
        self.inherited(node, known)
        for base in cls.__mro__:
            is_own = base is cls or base.__name__.startswith("_") or base.__name__ not in self.by_class
            if base.__module__.split(".")[0] not in self.libraries or not is_own:
                continue
            for member, value in vars(base).items():
                if is_refused(value):
                    self.refused.add(member)
                if member.startswith("_") or member in known or self.in_part or self.is_exception(f"{name}.{member}") or member in self.refused:
                    continue
                if not isinstance(value, types.MemberDescriptorType):
                    self.problems.append(f"{name}.{member}: not in the stub")

    def inherited(self, node, known):
        known.update(members(node))
        for base in node.bases:
            expression = base.value if isinstance(base, ast.Subscript) else base
            name = expression.attr if isinstance(expression, ast.Attribute) else getattr(expression, "id", "")
            if name in self.by_class and self.by_class[name] is not node:
                self.inherited(self.by_class[name], known)
            elif name in ABSTRACT:
                known.update(ABSTRACT[name])


ABSTRACT = {
    "Mapping": {"get", "keys", "values", "items"},
    "MutableMapping": {"get", "keys", "values", "items", "pop", "popitem", "clear", "update", "setdefault"},
    "NamedTuple": {"host", "port"},
}


def compare(folder, library, exceptions, in_part):
    """exceptions: patterns of names that only one side has. in_part: the stand-in may have more than the stub."""
    comparison = Comparison(folder, library, [pattern for pattern in exceptions if pattern], in_part)
    for name in comparison.stubs:
        if name.split(".")[0] == library:
            comparison.module(name)
    return comparison.problems
