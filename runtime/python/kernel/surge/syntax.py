"""The user's program as plain data for the checks of its code (runtime/code-checks/syntax.ts): nothing of it is run."""

import ast
from json import dumps, loads

_LEAVES = {ast.Break: "break", ast.Continue: "continue"}


def describe(files_json):
    """JSON of the files, or "null" where one of them has an error of syntax: loading the program says which."""
    files = loads(files_json)
    paths = sorted(path for path in files if path.endswith(".py"))
    try:
        return dumps([_file(path, ast.parse(files[path], path)) for path in paths])
    except (SyntaxError, ValueError, RecursionError):
        return "null"


def _file(path, tree):
    parts = path.removesuffix(".py").split("/")
    is_package = parts[-1] == "__init__"
    if is_package:
        parts.pop()
    package = parts if is_package else parts[:-1]
    return {"path": path, "module": ".".join(parts), "body": _block(tree.body, package)}


def _block(body, package=()):
    return [s for each in body for s in _statement(each, package)]


def _span(node):
    return {"line": node.lineno, "end": node.end_lineno}


def _statement(node, package):
    span = _span(node)
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield {"s": "function", "fn": _function(node, package), **span}
        case ast.ClassDef():
            yield _class(node, package)
        case ast.Return(value=value) | ast.Raise(exc=value):
            how = "return" if isinstance(node, ast.Return) else "raise"
            yield {"s": "leave", "how": how, "value": value and _expr(value), **span}
        case ast.Break() | ast.Continue():
            yield {"s": "leave", "how": _LEAVES[type(node)], "value": None, **span}
        case ast.If(test=test):
            yield {"s": "if", "test": _expr(test), "yes": _block(node.body, package), "no": _block(node.orelse, package), **span}
        case ast.For() | ast.AsyncFor():
            yield {"s": "loop", "names": _names(node.target), "over": _expr(node.iter), "test": None, "body": _block(node.body, package), **span}
            yield from _block(node.orelse, package)
        case ast.While(test=test):
            yield {"s": "loop", "names": [], "over": None, "test": _expr(test), "body": _block(node.body, package), **span}
            yield from _block(node.orelse, package)
        case ast.With() | ast.AsyncWith():
            items = [{"value": _expr(i.context_expr), "names": _names(i.optional_vars) if i.optional_vars else []} for i in node.items]
            body = _block(node.body, package)
            yield {"s": "with", "items": items, "body": body, "isAsync": isinstance(node, ast.AsyncWith), **span}
        case ast.Try() | ast.TryStar():
            parts = [node.body, *(h.body for h in node.handlers), node.orelse, node.finalbody]
            yield {"s": "try", "parts": [_block(part, package) for part in parts], **span}
        case ast.Match():
            yield {"s": "do", "value": _expr(node.subject), **span}
            yield {"s": "try", "parts": [_block(case.body, package) for case in node.cases], **span}
        case ast.Import():
            # `import a.b` binds a.
            names = [[i.asname, i.name, "*"] if i.asname else [i.name.split(".")[0], i.name.split(".")[0], "*"] for i in node.names]
            yield {"s": "import", "names": names, **span}
        case ast.ImportFrom():
            base = [] if node.level == 0 else list(package[: len(package) - node.level + 1])
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield {"s": "import", "names": [[i.asname or i.name, module, i.name] for i in node.names], **span}
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield {"s": "global", "names": names, **span}
        case ast.Assign(targets=targets, value=value):
            yield {"s": "do", "value": _assign(targets, value), **span}
        case ast.AnnAssign(target=target, value=value, annotation=annotation):
            if value is not None:
                yield {"s": "do", "value": _assign([target], value, annotation), **span}
        case ast.AugAssign(target=target, value=value):
            yield {"s": "do", "value": {"k": "other", "parts": [_expr(target), _assign([target], value)]}, **span}
        case ast.Expr(value=value):
            yield {"s": "do", "value": _expr(value), **span}
        case ast.Assert(test=test):
            yield {"s": "do", "value": _expr(test), **span}
        case ast.Delete(targets=targets):
            yield {"s": "do", "value": {"k": "other", "parts": [_expr(target) for target in targets]}, **span}


def _class(node, package):
    fields = [
        _assign([s.target] if isinstance(s, ast.AnnAssign) else s.targets, s.value)
        for s in node.body
        if isinstance(s, (ast.Assign, ast.AnnAssign)) and s.value is not None
    ]
    methods = [_function(s, package) for s in node.body if isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef))]
    bases = [_expr(base) for base in node.bases]
    return {"s": "class", "name": node.name, "bases": bases, "fields": fields, "methods": methods, **_span(node)}


def _function(node, package=()):
    is_lambda = isinstance(node, ast.Lambda)
    body = [{"s": "leave", "how": "return", "value": _expr(node.body), **_span(node)}] if is_lambda else _block(node.body, package)
    return {
        "name": "" if is_lambda else node.name,
        "isAsync": isinstance(node, ast.AsyncFunctionDef),
        "params": _params(node.args),
        "decorators": [] if is_lambda else [_expr(decorator) for decorator in node.decorator_list],
        "body": body,
        **_span(node),
    }


def _params(args):
    positional = [*args.posonlyargs, *args.args]
    inits = [*[None] * (len(positional) - len(args.defaults)), *args.defaults, *args.kw_defaults]
    named = [*positional, *args.kwonlyargs]
    params = [_param(arg, init) for arg, init in zip(named, inits)]
    return params + [_param(arg, None) for arg in (args.vararg, args.kwarg) if arg]


def _param(arg, init):
    return {"name": arg.arg, "type": arg.annotation and _expr(arg.annotation), "init": init and _expr(init)}


def _names(target):
    return [n.id for n in ast.walk(target) if isinstance(n, ast.Name)]


def _assign(targets, value, annotation=None):
    return {"k": "assign", "declares": True, "targets": [_expr(t) for t in targets], "type": annotation and _expr(annotation), "value": _expr(value)}


def _call(node):
    named = [[k.arg or "**", _expr(k.value)] for k in node.keywords]
    return {"k": "call", "of": _expr(node.func), "args": [_expr(a) for a in node.args], "named": named, **_span(node)}


def _each(node, value):
    # Inner loops of `for a in b for c in a` are inside.
    for generator in reversed(node.generators):
        conditions = [_expr(test) for test in generator.ifs]
        inner = {"k": "other", "parts": [*conditions, value]} if conditions else value
        value = {"k": "each", "names": _names(generator.target), "over": _expr(generator.iter), "value": inner, **_span(node)}
    return value


def _expr(node):
    match node:
        case ast.Name(id=id):
            return {"k": "name", "id": id}
        case ast.Attribute(value=of, attr=id):
            return {"k": "attr", "of": _expr(of), "id": id}
        case ast.Subscript(value=of, slice=ast.Slice()):
            return {"k": "slice", "of": _expr(of)}
        case ast.Subscript(value=of, slice=at):
            return {"k": "item", "of": _expr(of), "at": _expr(at)}
        case ast.Call():
            return _call(node)
        case ast.Await(value=of):
            return {"k": "await", "of": _expr(of), **_span(node)}
        case ast.Constant(value=str() as value):
            return {"k": "text", "value": value, "parts": []}
        case ast.Constant(value=None | bool() | int() | float() as value):
            # What JSON has no word for.
            simple = value is None or abs(value) < 1e300
            return {"k": "const", "value": value} if simple else {"k": "other", "parts": []}
        case ast.JoinedStr(values=values):
            text = "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in values)
            return {"k": "text", "value": text, "parts": [_expr(v.value) for v in values if isinstance(v, ast.FormattedValue)]}
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return {"k": "list", "items": [_expr(item) for item in items]}
        case ast.Dict(keys=keys, values=values):
            names = [k.value if isinstance(k, ast.Constant) and isinstance(k.value, str) else None for k in keys]
            return {"k": "dict", "entries": [[name, _expr(value)] for name, value in zip(names, values)]}
        case ast.Starred(value=of):
            return {"k": "spread", "of": _expr(of)}
        case ast.ListComp(elt=value) | ast.SetComp(elt=value) | ast.GeneratorExp(elt=value):
            return _each(node, _expr(value))
        case ast.DictComp(key=key, value=value):
            return _each(node, {"k": "other", "parts": [_expr(key), _expr(value)]})
        case ast.Lambda():
            return {"k": "function", "fn": _function(node)}
        case ast.NamedExpr(target=target, value=value):
            return _assign([target], value)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return {"k": "minus", "left": _expr(left), "right": _expr(right)}
        case _:
            return {"k": "other", "parts": [_expr(part) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]}
