// An async method is lowered to a generator function that is made anew for each call, and V8 makes a prototype and a hidden class for each of them,
// 2.6 us in Node 20 where one that is kept takes 0.03. Its body needs nothing of the call but `this` and the arguments, so the function is made once and kept beside the object or the class:
//   let a0ˑ; const service = { find(key) { return (a0ˑ ??= async function (key) { ... }).apply(this, arguments); } };
// Functions and arrow functions keep one generator function each as they are lowered.
import { type NodePath, type PluginObj, types as t } from '@babel/core';
import { MARK } from './names.ts';

type Method = t.ObjectMethod | t.ClassMethod | t.ClassPrivateMethod;

export function reuseAsyncMethods(): PluginObj {
  let made = 0;
  return {
    pre() {
      made = 0;
    },
    visitor: {
      'ObjectMethod|ClassMethod|ClassPrivateMethod'(path: NodePath) {
        const method = path as NodePath<Method>;
        const { node } = method;
        if (!node.async || node.generator || node.kind !== 'method' || needsItsCall(method)) return;
        const statement = ownStatement(method);
        if (!statement) return;
        const kept = t.identifier(`a${made++}${MARK}`);
        const body = t.functionExpression(null, node.params as t.FunctionParameter[], node.body, false, true);
        const reused = t.assignmentExpression('??=', t.cloneNode(kept), body);
        const call = t.callExpression(t.memberExpression(reused, t.identifier('apply')), [t.thisExpression(), t.identifier('arguments')]);
        node.async = false;
        node.params = namedAlike(node.params);
        node.body = t.blockStatement([t.returnStatement(call)]);
        statement.insertBefore(t.variableDeclaration('let', [t.variableDeclarator(kept)]));
        method.requeue();
      },
    },
  };
}

/** `super` and `new.target` belong to the method itself. */
function needsItsCall(method: NodePath<Method>): boolean {
  let found = false;
  const note = (path: NodePath) => {
    found = true;
    path.stop();
  };
  method.traverse({ Super: note, MetaProperty: (path) => void (path.node.meta.name === 'new' && note(path)) });
  return found;
}

/** The statement whose run makes the object or class, once for each time that its block is entered; null where that is not certain. */
function ownStatement(method: NodePath<Method>): NodePath<t.Statement> | null {
  const owner = method.parentPath.isClassBody() ? (method.parentPath.parentPath as NodePath) : (method.parentPath as NodePath);
  const statement = owner.isStatement() ? owner : owner.getStatementParent();
  if (!statement?.inList || statement.isLoop() || !(statement.parentPath?.isBlockStatement() || statement.parentPath?.isProgram()))
    return null;
  if (owner.getFunctionParent()?.node !== statement.getFunctionParent()?.node) return null;
  return owner.findParent((above) => above === statement || above.isClassProperty() || above.isClassPrivateProperty()) === statement ||
    owner.node === statement.node
    ? statement
    : null;
}

/** Parameters that give the method the same length. */
function namedAlike(params: readonly t.Node[]): t.Identifier[] {
  const end = params.findIndex((param) => t.isAssignmentPattern(param) || t.isRestElement(param));
  return Array.from({ length: end < 0 ? params.length : end }, (_, i) => t.identifier(`p${i}${MARK}`));
}
