// for await, as Babel lowers it, takes whatever an iterator answers; the language wants an object. And an error names what is gone through as the
// program writes it.
import { type PluginObj, types as t } from '@babel/core';
import { COUNTERS } from './names.ts';

const hook = (name: string) => t.memberExpression(t.identifier(COUNTERS), t.identifier(name));
const isHook = (node: t.Node, name: string): boolean =>
  t.isMemberExpression(node) && t.isIdentifier(node.object, { name: COUNTERS }) && t.isIdentifier(node.property, { name });

/** A call of a method of the iterator that Babel made a name for: `_iterator.next()`, in an async generator inside of its own await. */
function callsIterator(node: t.Node | null | undefined, method: string): boolean {
  if (!t.isCallExpression(node)) return false;
  if (isHook(node.callee, 'awaitAsyncGenerator')) return callsIterator(node.arguments[0], method);
  const { callee } = node;
  return (
    t.isMemberExpression(callee) &&
    t.isIdentifier(callee.object) &&
    /^_iterator\d*$/.test(callee.object.name) &&
    t.isIdentifier(callee.property, { name: method })
  );
}

export function checkIterators(source: string): PluginObj {
  return {
    visitor: {
      YieldExpression(path) {
        const { argument } = path.node;
        if (path.parentPath.isCallExpression() && isHook(path.parentPath.node.callee, 'r')) return;
        if (callsIterator(argument, 'next') || callsIterator(argument, 'return'))
          path.replaceWith(t.callExpression(hook('r'), [path.node]));
      },
      CallExpression(path) {
        const [iterable, ...others] = path.node.arguments;
        if (!isHook(path.node.callee, 'asyncIterator') || others.length > 0) return;
        if (!t.isIdentifier(iterable) && !(t.isMemberExpression(iterable) && !iterable.computed)) return;
        if (typeof iterable.start !== 'number' || typeof iterable.end !== 'number') return;
        path.node.arguments.push(t.stringLiteral(source.slice(iterable.start, iterable.end)));
      },
    },
  };
}
