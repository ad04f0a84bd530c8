"""The user's source as it runs: calls of methods and constructors that may be heavy go through surge.heavy_calls.

Lines and columns stay, so that tracebacks and the bytecode counter see the user's own places. A program that makes no
such calls is compiled as it was written.
"""

import ast

from surge.heavy_calls import CONSTRUCTORS, METHODS

# `x ** 2` stays as it is: only an exponent that is large or not known may take long.
_SMALL_EXPONENT = 64


class _Rewriter(ast.NodeTransformer):
    def visit_Call(self, node):
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in METHODS:
            return self._through("__surge_method__", node)
        if isinstance(function, ast.Name) and function.id in CONSTRUCTORS and node.args:
            return self._through("__surge_new__", node)
        return node

    def visit_BinOp(self, node):
        self.generic_visit(node)
        if not isinstance(node.op, ast.Pow):
            return node
        right = node.right
        if isinstance(right, ast.UnaryOp):
            return node
        if isinstance(right, ast.Constant) and (not isinstance(right.value, int) or right.value <= _SMALL_EXPONENT):
            return node
        helper = ast.copy_location(ast.Name("__surge_power__", ast.Load()), node)
        return ast.copy_location(ast.Call(helper, [node.left, right], []), node)

    @staticmethod
    def _through(helper, node):
        name = ast.copy_location(ast.Name(helper, ast.Load()), node.func)
        return ast.copy_location(ast.Call(name, [node.func, *node.args], node.keywords), node)


def compile_source(text, path):
    """A code object of the module. Raises SyntaxError with the user's file and line."""
    tree = compile(text, path, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    return compile(_Rewriter().visit(tree), path, "exec", dont_inherit=True)
