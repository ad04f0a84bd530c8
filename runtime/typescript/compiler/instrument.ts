// Inserted before async is lowered, while lines are still the user's own:
// - at every function's entry and every loop's head a counter, weighed by the operations of that stretch of code;
// - the line before each statement that may fail or call, before each of several calls of one statement, and at each round of a loop;
// - hooks at throw, catch and finally, so that a program cannot swallow the end of its turn and errors know their line.
import { type NodePath, type PluginObj, types as t } from '@babel/core';
import { degreeOf } from '../regexp/degree.ts';
import { COUNTERS, GLOBALS, LINES_PER_FILE, LOAD, META } from './names.ts';

const counters = () => t.identifier(COUNTERS);
const hook = (name: string, ...args: t.Expression[]) => t.callExpression(t.memberExpression(counters(), t.identifier(name)), args);

/** Operations of a stretch of code, without those of nested functions and loops, which count themselves. Each is about a nanosecond (counters.ts). */
export function weigh(node: t.Node): number {
  let weight = 0;
  const visit = (at: t.Node, root: boolean): void => {
    if (!root && (t.isFunction(at) || t.isLoop(at) || t.isClass(at))) {
      weight += 2;
      return;
    }
    if (t.isCallExpression(at) || t.isNewExpression(at) || t.isOptionalCallExpression(at) || t.isTaggedTemplateExpression(at)) weight += 4;
    else if (t.isObjectExpression(at) || t.isArrayExpression(at) || t.isTemplateLiteral(at)) weight += 4;
    else if (t.isMemberExpression(at) || t.isOptionalMemberExpression(at) || t.isBinaryExpression(at) || t.isUnaryExpression(at))
      weight += 1;
    else if (t.isAssignmentExpression(at) || t.isUpdateExpression(at) || t.isLogicalExpression(at) || t.isConditional(at)) weight += 1;
    else if (t.isAwaitExpression(at) || t.isYieldExpression(at)) weight += 10;
    for (const key of t.VISITOR_KEYS[at.type] ?? []) {
      const value = (at as unknown as Record<string, t.Node | t.Node[] | null>)[key];
      if (Array.isArray(value)) for (const item of value) item && visit(item, false);
      else if (value) visit(value, false);
    }
  };
  visit(node, true);
  return Math.max(1, weight);
}

/** (S.n += weight) > S.m && S.o() */
function count(weight: number): t.Expression {
  const at = (name: string) => t.memberExpression(counters(), t.identifier(name));
  const added = t.assignmentExpression('+=', at('n'), t.numericLiteral(weight));
  return t.logicalExpression('&&', t.binaryExpression('>', added, at('m')), hook('o'));
}

export function instrument(fileIndex: number | null): PluginObj {
  const lineOf = (node: t.Node): number | null =>
    fileIndex === null || !node.loc ? null : fileIndex * LINES_PER_FILE + node.loc.start.line;
  const setLine = (line: number) => t.assignmentExpression('=', t.memberExpression(counters(), t.identifier('l')), t.numericLiteral(line));
  const done = new WeakSet<t.Node>();

  /** The call's own line is told after its arguments were evaluated, or, without arguments, before the chain that it stands in is: inside, it would show
   *  in the texts of errors ("a.b is not a function"). */
  function tellCall(path: NodePath<t.CallExpression | t.NewExpression | t.OptionalCallExpression>, line: number): void {
    const { node } = path;
    const last = node.arguments.at(-1);
    const told = (expression: t.Expression) => t.sequenceExpression([setLine(line), expression]);
    if (t.isSpreadElement(last)) last.argument = told(last.argument);
    else if (t.isExpression(last)) node.arguments[node.arguments.length - 1] = told(last);
    else {
      const chain = wholeChain(path);
      if (chain === null || done.has(chain.parent)) return;
      const sequence = told(chain.node as t.Expression);
      done.add(sequence);
      chain.replaceWith(sequence);
    }
  }

  function tellLines(path: NodePath<t.Statement>): void {
    const line = lineOf(path.node);
    if (
      line === null ||
      done.has(path.node) ||
      !path.inList ||
      path.isFunctionDeclaration() ||
      path.isClassDeclaration() ||
      path.isBlockStatement()
    )
      return;
    if (
      path.isImportDeclaration() ||
      path.isExportAllDeclaration() ||
      path.isTryStatement() ||
      path.isBreakStatement() ||
      path.isContinueStatement()
    )
      return;
    if (!mayFail(path.node)) return;
    done.add(path.node);
    const told = t.expressionStatement(setLine(line));
    done.add(told);
    path.insertBefore(told);
  }

  return {
    visitor: {
      Statement: { enter: tellLines },
      'CallExpression|NewExpression|OptionalCallExpression'(path: NodePath) {
        const node = path.node as t.CallExpression;
        if (done.has(node)) return;
        done.add(node);
        if (t.isImport(node.callee)) {
          path.replaceWith(t.callExpression(t.identifier(LOAD), node.arguments));
          return;
        }
        const line = lineOf(node);
        if (line === null || t.isSuper(node.callee) || isOnlyCall(path)) return;
        tellCall(path as NodePath<t.CallExpression>, line);
      },
      AwaitExpression(path) {
        const line = lineOf(path.node);
        if (line === null || done.has(path.node)) return;
        done.add(path.node);
        path.node.argument = hook('a', path.node.argument, t.numericLiteral(line));
      },
      ReturnStatement(path) {
        // In an async generator it awaits, inside of the try around it.
        const around = path.getFunctionParent()?.node;
        const { argument } = path.node;
        if (argument && around?.async && around.generator && !done.has(path.node)) {
          done.add(path.node);
          path.node.argument = t.inherits(t.awaitExpression(argument), argument);
        }
      },
      ThrowStatement(path) {
        if (done.has(path.node)) return;
        done.add(path.node);
        path.node.argument = hook('t', path.node.argument, t.numericLiteral(lineOf(path.node) ?? 0));
      },
      CatchClause(path) {
        if (done.has(path.node)) return;
        done.add(path.node);
        const { node } = path;
        const caught = path.scope.generateUidIdentifier('e');
        const head: t.Statement[] = [t.expressionStatement(hook('c', t.isIdentifier(node.param) ? t.identifier(node.param.name) : caught))];
        if (!node.param) node.param = caught;
        else if (!t.isIdentifier(node.param)) {
          head.push(
            t.variableDeclaration('let', [t.variableDeclarator(node.param as t.LVal as t.ObjectPattern, t.identifier(caught.name))]),
          );
          node.param = caught;
        }
        node.body.body.unshift(...head);
      },
      TryStatement(path) {
        if (!path.node.finalizer || done.has(path.node)) return;
        done.add(path.node);
        path.node.finalizer.body.unshift(t.expressionStatement(hook('z')));
      },
      Loop(path) {
        if (done.has(path.node)) return;
        done.add(path.node);
        const weight = weigh(path.node);
        if (!t.isBlockStatement(path.node.body)) path.node.body = t.blockStatement([path.node.body]);
        const line = lineOf(path.node);
        const counted = line === null ? count(weight) : t.sequenceExpression([setLine(line), count(weight)]);
        (path.node.body as t.BlockStatement).body.unshift(t.expressionStatement(counted));
      },
      'IfStatement|LabeledStatement'(path: NodePath) {
        // A line is told by a statement of its own: branches need room for it.
        const node = path.node as t.IfStatement;
        if (!t.isIfStatement(node)) return;
        if (!t.isBlockStatement(node.consequent)) node.consequent = t.blockStatement([node.consequent]);
        if (node.alternate && !t.isBlockStatement(node.alternate) && !t.isIfStatement(node.alternate))
          node.alternate = t.blockStatement([node.alternate]);
      },
      Function: {
        exit(path) {
          if (done.has(path.node)) return;
          done.add(path.node);
          const { node } = path;
          const weight = weigh(node);
          if (t.isBlockStatement(node.body)) node.body.body.unshift(t.expressionStatement(count(weight)));
          else node.body = t.sequenceExpression([count(weight), node.body]);
        },
      },
      Identifier(path) {
        if (path.node.name !== 'arguments' || !path.isReferencedIdentifier() || inOwnFunction(path)) return;
        // Of a module there are none, as in Node; those of the function that a module becomes are the kernel's.
        if (path.parentPath.isUnaryExpression({ operator: 'typeof' })) path.parentPath.replaceWith(t.stringLiteral('undefined'));
        else path.replaceWith(hook('g', t.identifier(GLOBALS), t.stringLiteral('arguments')));
      },
      RegExpLiteral(path) {
        const { pattern, flags } = path.node;
        if (degreeOf(pattern, flags) > 1) path.replaceWith(hook('x', t.stringLiteral(pattern), t.stringLiteral(flags)));
      },
      SpreadElement(path) {
        if (done.has(path.node)) return;
        done.add(path.node);
        const { argument } = path.node;
        if (path.parentPath.isObjectExpression()) {
          path.node.argument = hook('d', argument);
          return;
        }
        // Behind the line that a call has told.
        const told = path.get('argument');
        const spread = told.isSequenceExpression() ? (told.get('expressions').at(-1) as NodePath) : told;
        const text = spread.isIdentifier() || spread.isMemberExpression() ? [t.stringLiteral(spread.toString())] : [];
        path.node.argument = hook('s', argument, t.booleanLiteral(!path.parentPath.isArrayExpression()), ...text);
      },
      MetaProperty(path) {
        if (path.node.meta.name === 'import') path.replaceWith(t.identifier(META));
      },
      DebuggerStatement(path) {
        path.remove();
      },
    },
  };
}

/** The whole of a.b().c?.d() around one of its calls; null: it is assigned to. */
function wholeChain(path: NodePath): NodePath | null {
  let at = path;
  for (;;) {
    const { parent, key } = at;
    const inside =
      ((t.isMemberExpression(parent) || t.isOptionalMemberExpression(parent)) && key === 'object') ||
      ((t.isCallExpression(parent) || t.isOptionalCallExpression(parent)) && key === 'callee') ||
      (t.isTaggedTemplateExpression(parent) && key === 'tag');
    if (!inside || !at.parentPath) break;
    at = at.parentPath;
  }
  const { parent, key } = at;
  const isTarget =
    key === 'left' ||
    t.isUpdateExpression(parent) ||
    t.isUnaryExpression(parent, { operator: 'delete' }) ||
    t.isPattern(parent) ||
    t.isRestElement(parent) ||
    (t.isObjectProperty(parent) && t.isPattern(at.parentPath?.parent));
  return isTarget && (at.isMemberExpression() || at.isOptionalMemberExpression()) ? null : at;
}

/** Whether it stands in a function that has arguments. */
function inOwnFunction(path: NodePath): boolean {
  return path.findParent((at) => at.isFunction() && !at.isArrowFunctionExpression()) !== null;
}

/** Whether the statement calls, awaits or looks something up: what cannot fail needs no line. */
function mayFail(node: t.Node): boolean {
  let found = false;
  const visit = (at: t.Node): void => {
    if (found || t.isFunction(at)) return;
    if (
      t.isCallExpression(at) ||
      t.isNewExpression(at) ||
      t.isMemberExpression(at) ||
      t.isAwaitExpression(at) ||
      t.isThrowStatement(at) ||
      t.isOptionalCallExpression(at) ||
      t.isPattern(at) ||
      t.isTaggedTemplateExpression(at)
    ) {
      found = true;
      return;
    }
    for (const key of t.VISITOR_KEYS[at.type] ?? []) {
      const value = (at as unknown as Record<string, t.Node | t.Node[] | null>)[key];
      if (Array.isArray(value)) for (const item of value) item && visit(item);
      else if (value) visit(value);
    }
  };
  // Of compound statements only the head: what is inside tells its own lines.
  if (t.isIfStatement(node) || t.isWhileStatement(node) || t.isDoWhileStatement(node)) visit(node.test);
  else if (t.isSwitchStatement(node)) visit(node.discriminant);
  else if (t.isForOfStatement(node) || t.isForInStatement(node)) visit(node.right);
  else if (t.isForStatement(node)) for (const part of [node.init, node.test, node.update]) part && visit(part);
  else visit(node);
  return found;
}

/** Whether the statement around makes this call only, on its own first line: then the statement's line is the call's. */
function isOnlyCall(path: NodePath): boolean {
  const statement = path.getStatementParent();
  const parent = path.getFunctionParent();
  if (!statement?.node.loc || !path.node.loc || statement.node.loc.start.line !== path.node.loc.start.line) return false;
  // In a function without statements of its own (an arrow's expression) nobody else tells the line.
  if (parent && statement.findParent((at) => at === parent) === null) return false;
  let calls = 0;
  statement.traverse({
    'CallExpression|NewExpression|OptionalCallExpression'() {
      calls++;
    },
  } as Parameters<typeof statement.traverse>[0]);
  return calls <= 1;
}
