// Members of classes that TypeScript has and Node 20 does not, as the TypeScript compiler writes them.
import { type NodePath, type PluginObj, types as t } from '@babel/core';
import { refuse } from './refuse.ts';

export function lowerClassMembers(): PluginObj {
  return { visitor: { ClassAccessorProperty: lowerAccessor, Class: declareParameterProperties } };
}

/** class A { accessor level = 1 }: a private field with a getter and a setter. */
function lowerAccessor(path: NodePath<t.ClassAccessorProperty>): void {
  const { node } = path;
  const { key, value, computed } = node;
  if (computed || !t.isIdentifier(key)) throw refuse('not simulated: accessor with such a name. Available: accessor name = value', node);
  const storage = t.privateName(t.identifier(`${key.name}_accessor_storage`));
  const field = () => t.memberExpression(t.thisExpression(), t.cloneNode(storage));
  const method = (kind: 'get' | 'set', parameters: t.Identifier[], statement: t.Statement) =>
    Object.assign(t.classMethod(kind, t.cloneNode(key), parameters, t.blockStatement([statement])), { static: node.static });
  const set = t.expressionStatement(t.assignmentExpression('=', field(), t.identifier('value')));
  path.replaceWithMultiple([
    t.classPrivateProperty(storage, value ?? null, [], node.static ?? false),
    method('get', [], t.returnStatement(field())),
    method('set', [t.identifier('value')], set),
  ]);
}

/** class A { b = 1; constructor(readonly a: number) {} }: the fields of parameters come before the others. */
function declareParameterProperties({ node: { body } }: NodePath<t.Class>): void {
  const making = body.body.find((member) => t.isClassMethod(member, { kind: 'constructor' })) as t.ClassMethod | undefined;
  const names = (making?.params ?? []).flatMap((parameter) => {
    if (!t.isTSParameterProperty(parameter)) return [];
    const named = t.isAssignmentPattern(parameter.parameter) ? parameter.parameter.left : parameter.parameter;
    return t.isIdentifier(named) ? [named.name] : [];
  });
  body.body.unshift(...names.map((name) => t.classProperty(t.identifier(name))));
}
