// a ** b, whose last digit differs between engines, as a call of the kernel's own.
import { type PluginObj, types as t } from '@babel/core';
import { COUNTERS } from './names.ts';

const power = (base: t.Expression, exponent: t.Expression): t.CallExpression =>
  t.callExpression(t.memberExpression(t.identifier(COUNTERS), t.identifier('pow')), [base, exponent]);

export function ownPowers(): PluginObj {
  return {
    visitor: {
      BinaryExpression: {
        exit(path) {
          const { operator, left, right } = path.node;
          if (operator === '**' && t.isExpression(left)) path.replaceWith(power(left, right));
        },
      },
      AssignmentExpression: {
        exit(path) {
          const { operator, left, right } = path.node;
          if (operator !== '**=') return;
          if (!t.isMemberExpression(left)) {
            path.replaceWith(t.assignmentExpression('=', left, power(t.cloneNode(left) as t.Expression, right)));
            return;
          }
          // Object and key are evaluated once.
          const before: t.Expression[] = [];
          const once = (part: t.Expression): t.Expression => {
            if (t.isThisExpression(part) || t.isSuper(part)) return part;
            const kept = path.scope.generateDeclaredUidIdentifier('base');
            before.push(t.assignmentExpression('=', kept, part));
            return kept;
          };
          const object = once(left.object as t.Expression);
          const property = left.computed ? once(left.property as t.Expression) : left.property;
          const place = () => t.memberExpression(t.cloneNode(object), t.cloneNode(property), left.computed);
          path.replaceWith(t.sequenceExpression([...before, t.assignmentExpression('=', place(), power(place(), right))]));
        },
      },
    },
  };
}
