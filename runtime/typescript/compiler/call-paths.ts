// Tells the kernel which function of the user's calls which (kernel/call-path.ts):
//   function f(x) { const pˑ = S.e(12); ...; return S.w(g(x), pˑ); }
// An async function tells only that it was entered: whoever runs it leaves it, at each await. Generators tell nothing: their lines say where they are.
// After the counters are in: what stands here must not weigh.
import { type NodePath, type PluginObj, types as t } from '@babel/core';
import { COUNTERS, LINES_PER_FILE, MARK } from './names.ts';

const BEFORE = `p${MARK}`;
const OWN = `q${MARK}`;
const at = (name: string) => t.memberExpression(t.identifier(COUNTERS), t.identifier(name));
const goTo = (name: string) => t.expressionStatement(t.assignmentExpression('=', at('y'), t.identifier(name)));
const declare = (name: string, value: t.Expression) => t.variableDeclaration('const', [t.variableDeclarator(t.identifier(name), value)]);

export function callPaths(fileIndex: number | null): PluginObj {
  const done = new WeakSet<t.Node>();
  if (fileIndex === null) return { visitor: {} };
  return {
    visitor: {
      Function: {
        exit(path) {
          const { node } = path;
          const line = node.loc?.start.line;
          if (done.has(node) || line === undefined || node.generator) return;
          done.add(node);
          if (!t.isBlockStatement(node.body)) node.body = t.blockStatement([t.returnStatement(node.body)]);
          const { body } = node.body;
          const { returns, catches } = whatIsInside(path);
          if (!node.async) {
            for (const statement of returns) leaveBy(statement);
            if (!t.isReturnStatement(body.at(-1)) && !t.isThrowStatement(body.at(-1))) body.push(goTo(BEFORE));
          }
          // What was called and threw has not said that it was left.
          for (const statements of catches) statements.unshift(goTo(OWN));
          const enter = t.callExpression(at('e'), [t.numericLiteral(fileIndex * LINES_PER_FILE + line)]);
          if (catches.length > 0) body.unshift(declare(OWN, at('y')));
          body.unshift(node.async ? t.expressionStatement(enter) : declare(BEFORE, enter));
        },
      },
    },
  };
}

/** Its own return statements, and the statements of its catch clauses. */
function whatIsInside(path: NodePath<t.Function>): { returns: t.ReturnStatement[]; catches: t.Statement[][] } {
  const returns: t.ReturnStatement[] = [];
  const catches: t.Statement[][] = [];
  const visit = (node: t.Node): void => {
    if (t.isFunction(node) || t.isClass(node)) return;
    if (t.isReturnStatement(node)) returns.push(node);
    if (t.isCatchClause(node)) catches.push(node.body.body);
    for (const key of t.VISITOR_KEYS[node.type] ?? []) {
      const value = (node as unknown as Record<string, t.Node | (t.Node | null)[] | null>)[key];
      if (Array.isArray(value)) for (const item of value) item && visit(item);
      else if (value) visit(value);
    }
  };
  visit(path.node.body);
  return { returns, catches };
}

/** The value is worked out on the function's own path. */
function leaveBy(statement: t.ReturnStatement): void {
  const nothing = t.unaryExpression('void', t.numericLiteral(0));
  statement.argument = t.callExpression(at('w'), [statement.argument ?? nothing, t.identifier(BEFORE)]);
}
