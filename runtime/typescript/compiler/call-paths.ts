// Tells the kernel which function of the user's calls which (kernel/call-path.ts):
//   function f(x) { const pˑ = S.e(12); ...; return S.w(g(x), pˑ); }
// An async function tells only that it was entered: whoever runs it leaves it, at each await. Generators tell nothing, nor does a function that calls
// nobody: their lines say where they are.
// After the counters are in: what stands here must not weigh.
import { type PluginObj, types as t } from '@babel/core';
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
          const { returns, catches, calls } = whatIsInside(node.body);
          if (!calls) return;
          if (!t.isBlockStatement(node.body)) {
            const whole = t.returnStatement(node.body);
            node.body = t.blockStatement([whole]);
            returns.push(whole);
          }
          const { body } = node.body;
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

interface Inside {
  /** Its own return statements. */
  readonly returns: t.ReturnStatement[];
  /** The statements of its catch clauses. */
  readonly catches: t.Statement[][];
  calls: boolean;
}

function whatIsInside(body: t.Node): Inside {
  const found: Inside = { returns: [], catches: [], calls: false };
  const visit = (node: t.Node): void => {
    if (t.isFunction(node) || t.isClass(node)) return;
    if (t.isReturnStatement(node)) found.returns.push(node);
    if (t.isCatchClause(node)) found.catches.push(node.body.body);
    if (isCall(node)) found.calls = true;
    for (const key of t.VISITOR_KEYS[node.type] ?? []) {
      const value = (node as unknown as Record<string, t.Node | (t.Node | null)[] | null>)[key];
      if (Array.isArray(value)) for (const item of value) item && visit(item);
      else if (value) visit(value);
    }
  };
  visit(body);
  return found;
}

/** Of somebody else than the counters. */
function isCall(node: t.Node): boolean {
  if (t.isNewExpression(node) || t.isTaggedTemplateExpression(node) || t.isAwaitExpression(node)) return true;
  if (!t.isCallExpression(node) && !t.isOptionalCallExpression(node)) return false;
  const { callee } = node;
  return !(t.isMemberExpression(callee) && t.isIdentifier(callee.object, { name: COUNTERS }));
}

/** The value is worked out on the function's own path. */
function leaveBy(statement: t.ReturnStatement): void {
  const nothing = t.unaryExpression('void', t.numericLiteral(0));
  statement.argument = t.callExpression(at('w'), [statement.argument ?? nothing, t.identifier(BEFORE)]);
}
