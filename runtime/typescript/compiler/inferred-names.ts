// esbuild (keepNames) names functions by a call: json = __name((value) => ..., "json"). Where the place alone would give the same name the call goes: for what is
// made anew in each object it takes longer than all that the function does.
import { type NodePath, type PluginObj, types as t } from '@babel/core';

const HELPER = '__name';

export function inferNames(): PluginObj {
  return {
    visitor: {
      CallExpression(path) {
        const [named, name] = path.node.arguments;
        if (!t.isIdentifier(path.node.callee, { name: HELPER }) || !isAnonymous(named) || !t.isStringLiteral(name)) return;
        if (nameOfPlace(path) === name.value) path.replaceWith(named);
      },
    },
  };
}

function isAnonymous(node: t.Node | null | undefined): node is t.ArrowFunctionExpression | t.FunctionExpression | t.ClassExpression {
  return t.isArrowFunctionExpression(node) || ((t.isFunctionExpression(node) || t.isClassExpression(node)) && node.id == null);
}

/** What a function without a name is called where it stands (ECMAScript, IsFunctionDefinition and NamedEvaluation). */
function nameOfPlace({ parent, node }: NodePath<t.CallExpression>): string | null {
  if (t.isClassProperty(parent, { value: node }) && !parent.computed && t.isIdentifier(parent.key)) return parent.key.name;
  if (t.isObjectProperty(parent, { value: node }) && !parent.computed && t.isIdentifier(parent.key)) return parent.key.name;
  if (t.isVariableDeclarator(parent, { init: node }) && t.isIdentifier(parent.id)) return parent.id.name;
  if (t.isAssignmentExpression(parent, { operator: '=', right: node }) && t.isIdentifier(parent.left)) return parent.left.name;
  return null;
}
