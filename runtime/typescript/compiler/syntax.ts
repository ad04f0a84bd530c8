// The user's program as plain data for the checks of its code (runtime/code-checks/syntax.ts): nothing of it is run.
import { parseSync, types as t } from '@babel/core';
import type { AssignExpr, CallExpr, Expr, FunctionNode, Param, SourceFile, Span, Stmt } from '#runtime/code-checks/syntax.ts';

/** null where a file has an error of syntax: loading the program says which. */
export function describeSyntax(files: Readonly<Record<string, string>>): SourceFile[] | null {
  try {
    return Object.entries(files).map(([path, text]) => ({ path, module: path, body: describeFile(path, text) }));
  } catch {
    return null;
  }
}

function describeFile(path: string, text: string): Stmt[] {
  const plugins = [
    ...(/\.[cm]?tsx?$/.test(path) ? (['typescript'] as const) : []),
    'explicitResourceManagement',
    'decorators-legacy',
  ] as const;
  const file = parseSync(text, { configFile: false, babelrc: false, sourceType: 'module', parserOpts: { plugins: [...plugins] } });
  return file === null ? [] : file.program.body.flatMap((each) => statement(each, path));
}

const spanOf = (node: t.Node): Span => ({ line: node.loc?.start.line ?? 0, end: node.loc?.end.line ?? 0 });
const other = (...parts: (Expr | null)[]): Expr => ({ k: 'other', parts: parts.filter((part) => part !== null) });

function block(node: t.Statement | null | undefined): Stmt[] {
  if (node === null || node === undefined) return [];
  return (t.isBlockStatement(node) ? node.body : [node]).flatMap((each) => statement(each, ''));
}

function statement(node: t.Statement, path: string): Stmt[] {
  const span = spanOf(node);
  const run = (value: Expr): Stmt => ({ s: 'do', value, ...span });
  if (t.isExpressionStatement(node)) return [run(expr(node.expression))];
  if (t.isVariableDeclaration(node)) return declarations(node);
  if (t.isReturnStatement(node)) return [{ s: 'leave', how: 'return', value: node.argument ? expr(node.argument) : null, ...span }];
  if (t.isThrowStatement(node)) return [{ s: 'leave', how: 'raise', value: expr(node.argument), ...span }];
  if (t.isBreakStatement(node)) return [{ s: 'leave', how: 'break', value: null, ...span }];
  if (t.isContinueStatement(node)) return [{ s: 'leave', how: 'continue', value: null, ...span }];
  if (t.isIfStatement(node)) {
    return [{ s: 'if', test: expr(node.test), yes: block(node.consequent), no: block(node.alternate), ...span }];
  }
  if (t.isForOfStatement(node) || t.isForInStatement(node)) {
    const names = t.isVariableDeclaration(node.left)
      ? node.left.declarations.flatMap(({ id }) => patternNames(id))
      : patternNames(node.left);
    return [{ s: 'loop', names, over: expr(node.right), test: null, body: block(node.body), ...span }];
  }
  if (t.isWhileStatement(node) || t.isDoWhileStatement(node)) {
    return [{ s: 'loop', names: [], over: null, test: expr(node.test), body: block(node.body), ...span }];
  }
  if (t.isForStatement(node)) return countedLoop(node, span);
  if (t.isBlockStatement(node) || t.isLabeledStatement(node)) return t.isBlockStatement(node) ? block(node) : block(node.body);
  if (t.isTryStatement(node)) {
    return [{ s: 'try', parts: [block(node.block), block(node.handler?.body), block(node.finalizer)], ...span }];
  }
  if (t.isSwitchStatement(node)) {
    const parts = node.cases.map((each) => each.consequent.flatMap((inner) => statement(inner, path)));
    return [run(expr(node.discriminant)), { s: 'try', parts, ...span }];
  }
  if (t.isFunctionDeclaration(node)) return [{ s: 'function', fn: fn(node, node.id?.name ?? 'default'), ...span }];
  if (t.isClassDeclaration(node)) return [classOf(node, span)];
  if (t.isImportDeclaration(node)) return [importOf(node, path, span)];
  if (t.isExportNamedDeclaration(node)) return node.declaration ? statement(node.declaration, path) : [];
  if (t.isExportDefaultDeclaration(node)) return exportDefault(node, path, span);
  return [];
}

function declarations(node: t.VariableDeclaration): Stmt[] {
  return node.declarations.map((each): Stmt => {
    const value = assign(each.id, each.init ? expr(each.init) : other(), true);
    return { s: 'do', value, ...spanOf(each) };
  });
}

/** `for (let i = 0; i < rows.length; i++)` goes over `rows`, other ones over what they compare with. */
function countedLoop(node: t.ForStatement, span: Span): Stmt[] {
  const { init, test, update } = node;
  const before = t.isVariableDeclaration(init) ? declarations(init) : [];
  const names = t.isVariableDeclaration(init) ? init.declarations.flatMap(({ id }) => patternNames(id)) : [];
  const bound = t.isBinaryExpression(test) && t.isExpression(test.right) ? test.right : null;
  const over: Expr | null = bound === null ? null : t.isMemberExpression(bound) ? expr(bound.object) : expr(bound);
  const after: Stmt[] = update ? [{ s: 'do', value: expr(update), ...spanOf(update) }] : [];
  return [...before, { s: 'loop', names, over, test: null, body: [...block(node.body), ...after], ...span }];
}

function exportDefault({ declaration }: t.ExportDefaultDeclaration, path: string, span: Span): Stmt[] {
  if (t.isFunctionDeclaration(declaration) || t.isClassDeclaration(declaration)) return statement(declaration, path);
  if (!t.isExpression(declaration)) return [];
  const target: Expr = { k: 'name', id: 'export default' };
  return [{ s: 'do', value: { k: 'assign', declares: true, targets: [target], type: null, value: expr(declaration) }, ...span }];
}

function importOf(node: t.ImportDeclaration, path: string, span: Span): Stmt {
  const module = resolve(node.source.value, path);
  const names = node.specifiers.map((each): [string, string, string] => {
    if (t.isImportNamespaceSpecifier(each)) return [each.local.name, module, '*'];
    if (t.isImportDefaultSpecifier(each)) return [each.local.name, module, 'default'];
    return [each.local.name, module, t.isIdentifier(each.imported) ? each.imported.name : each.imported.value];
  });
  return { s: 'import', names, ...span };
}

/** "./db.ts" in "app/main.ts" is "app/db.ts"; a library keeps its name, without "node:". */
function resolve(source: string, path: string): string {
  if (!source.startsWith('.')) return source.replace(/^node:/, '');
  const folders = path.split('/').slice(0, -1);
  for (const part of source.split('/')) {
    if (part === '..') folders.pop();
    else if (part !== '.') folders.push(part);
  }
  return folders.join('/');
}

/** Fields are set as the first thing that a constructor does; static ones with the class. */
function classOf(node: t.Class, span: Span): Stmt {
  const fields: AssignExpr[] = [];
  const set: Stmt[] = [];
  const methods: FunctionNode[] = [];
  for (const member of node.body.body) {
    if (t.isClassMethod(member) || t.isClassPrivateMethod(member)) methods.push(fn(member, keyName(member.key) ?? ''));
    else if ((t.isClassProperty(member) || t.isClassPrivateProperty(member)) && member.value) {
      const id = keyName(member.key) ?? '';
      // An arrow function in a field is called as a method is.
      if (t.isArrowFunctionExpression(member.value) || t.isFunctionExpression(member.value)) methods.push(fn(member.value, id));
      else {
        const target: Expr = member.static ? { k: 'name', id } : { k: 'attr', of: { k: 'name', id: 'this' }, id };
        const value: AssignExpr = { k: 'assign', declares: false, targets: [target], type: null, value: expr(member.value) };
        if (member.static) fields.push(value);
        else set.push({ s: 'do', value, ...spanOf(member) });
      }
    }
  }
  const own = methods.find(({ name }) => name === 'constructor');
  const maker: FunctionNode = own ?? { name: 'constructor', isAsync: false, params: [], decorators: [], body: [], ...span };
  const others = methods.filter((method) => method !== own);
  const bases = node.superClass ? [expr(node.superClass)] : [];
  const name = t.isIdentifier(node.id) ? node.id.name : 'default';
  const first = Math.min(maker.line, ...set.map(({ line }) => line));
  const end = Math.max(own?.end ?? 0, ...set.map((stmt) => stmt.end));
  const all =
    own || set.length > 0
      ? [{ ...maker, line: own ? first : (set[0]?.line ?? span.line), end, body: [...set, ...maker.body] }, ...others]
      : others;
  return { s: 'class', name, bases, fields, methods: all, ...span };
}

function fn(node: t.Function | t.ClassPrivateMethod, name: string): FunctionNode {
  const params = node.params.flatMap(paramOf);
  const body: Stmt[] = t.isExpression(node.body)
    ? [{ s: 'leave', how: 'return', value: expr(node.body), ...spanOf(node.body) }]
    : block(node.body as t.BlockStatement);
  return { name, isAsync: node.async === true, params, decorators: [], body, ...spanOf(node) };
}

function paramOf(node: t.Function['params'][number]): Param[] {
  if (t.isTSParameterProperty(node)) return paramOf(node.parameter);
  if (t.isAssignmentPattern(node)) return paramOf(node.left as t.Identifier).map((param) => ({ ...param, init: expr(node.right) }));
  if (t.isIdentifier(node)) return [{ name: node.name, type: annotation(node), init: null }];
  return patternNames(node).map((name) => ({ name, type: null, init: null }));
}

function annotation(node: t.Node): Expr | null {
  const type = t.isIdentifier(node) && t.isTSTypeAnnotation(node.typeAnnotation) ? node.typeAnnotation.typeAnnotation : null;
  if (!t.isTSTypeReference(type)) return null;
  const qualified = (name: t.TSEntityName): Expr =>
    t.isIdentifier(name)
      ? { k: 'name', id: name.name }
      : t.isTSQualifiedName(name)
        ? { k: 'attr', of: qualified(name.left), id: name.right.name }
        : other();
  return qualified(type.typeName);
}

function patternNames(node: t.Node): string[] {
  if (t.isIdentifier(node)) return [node.name];
  if (t.isObjectPattern(node)) return node.properties.flatMap((each) => patternNames(t.isRestElement(each) ? each.argument : each.value));
  if (t.isArrayPattern(node)) return node.elements.flatMap((each) => (each ? patternNames(each) : []));
  if (t.isAssignmentPattern(node)) return patternNames(node.left);
  return t.isRestElement(node) ? patternNames(node.argument) : [];
}

function assign(target: t.Node, value: Expr, declares: boolean): AssignExpr {
  const simple = t.isIdentifier(target) || t.isMemberExpression(target);
  const to: Expr = simple ? expr(target as t.Expression) : { k: 'list', items: patternNames(target).map((id) => ({ k: 'name', id })) };
  return { k: 'assign', declares, targets: [to], type: annotation(target), value };
}

const keyName = (key: t.Node): string | null =>
  t.isIdentifier(key) ? key.name : t.isStringLiteral(key) ? key.value : t.isPrivateName(key) ? `#${key.id.name}` : null;

function call(node: t.CallExpression | t.OptionalCallExpression | t.NewExpression): CallExpr {
  const args = node.arguments.map((each) => (t.isArgumentPlaceholder(each) ? other() : expr(each as t.Expression)));
  const of = t.isExpression(node.callee) ? expr(node.callee) : other();
  // A chain of calls over several lines: each begins where its own name stands.
  const { end } = spanOf(node);
  const line =
    t.isMemberExpression(node.callee) || t.isOptionalMemberExpression(node.callee) ? spanOf(node.callee.property).line : spanOf(node).line;
  return { k: 'call', of, args, named: [], line, end, ...(t.isNewExpression(node) ? { made: true } : {}) };
}

function member(node: t.MemberExpression | t.OptionalMemberExpression): Expr {
  const of = expr(node.object as t.Expression);
  const name = node.computed ? null : keyName(node.property);
  return name === null ? { k: 'item', of, at: expr(node.property as t.Expression) } : { k: 'attr', of, id: name };
}

function expr(node: t.Expression | t.SpreadElement | t.PrivateName): Expr {
  if (t.isIdentifier(node)) return { k: 'name', id: node.name };
  if (t.isThisExpression(node)) return { k: 'name', id: 'this' };
  if (t.isMemberExpression(node) || t.isOptionalMemberExpression(node)) return member(node);
  if (t.isCallExpression(node) || t.isOptionalCallExpression(node) || t.isNewExpression(node)) return call(node);
  if (t.isAwaitExpression(node)) return { k: 'await', of: expr(node.argument), ...spanOf(node) };
  if (t.isStringLiteral(node)) return { k: 'text', value: node.value, parts: [] };
  if (t.isNumericLiteral(node) || t.isBooleanLiteral(node)) return { k: 'const', value: node.value };
  if (t.isNullLiteral(node)) return { k: 'const', value: null };
  if (t.isTemplateLiteral(node)) {
    const value = node.quasis.map(({ value: { cooked } }) => cooked ?? '').join('{}');
    return { k: 'text', value, parts: node.expressions.map((each) => expr(each as t.Expression)) };
  }
  if (t.isArrayExpression(node)) return { k: 'list', items: node.elements.map((each) => (each === null ? other() : expr(each))) };
  if (t.isObjectExpression(node)) return object(node);
  if (t.isSpreadElement(node)) return { k: 'spread', of: expr(node.argument) };
  if (t.isArrowFunctionExpression(node) || t.isFunctionExpression(node)) return { k: 'function', fn: fn(node, '') };
  if (t.isAssignmentExpression(node)) {
    const value = assign(node.left, expr(node.right), false);
    return node.operator === '=' ? value : other(expr(node.left as t.Expression), value);
  }
  if (t.isBinaryExpression(node) && t.isExpression(node.left)) {
    const [left, right] = [expr(node.left), expr(node.right)];
    return node.operator === '-' ? { k: 'minus', left, right } : other(left, right);
  }
  if (t.isLogicalExpression(node)) return other(expr(node.left), expr(node.right));
  if (t.isConditionalExpression(node)) return other(expr(node.test), expr(node.consequent), expr(node.alternate));
  if (t.isUnaryExpression(node) || t.isUpdateExpression(node)) return other(expr(node.argument));
  if (t.isYieldExpression(node)) return other(node.argument ? expr(node.argument) : null);
  if (t.isSequenceExpression(node)) return other(...node.expressions.map(expr));
  if (t.isTaggedTemplateExpression(node)) return other(expr(node.tag), expr(node.quasi));
  if (t.isTSAsExpression(node) || t.isTSNonNullExpression(node) || t.isTSSatisfiesExpression(node) || t.isParenthesizedExpression(node)) {
    return expr(node.expression);
  }
  return other();
}

function object(node: t.ObjectExpression): Expr {
  return {
    k: 'dict',
    entries: node.properties.map((each): [string | null, Expr] => {
      if (t.isSpreadElement(each)) return [null, expr(each)];
      const name = each.computed ? null : keyName(each.key);
      if (t.isObjectMethod(each)) return [name, { k: 'function', fn: fn(each, name ?? '') }];
      return [name, expr(each.value as t.Expression)];
    }),
  };
}
