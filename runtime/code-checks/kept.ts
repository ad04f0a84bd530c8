// What a function puts where the next request finds it.
import type { Fn } from './program.ts';
import { blocksOf, dotted, type Expr, exprsOf, partsOf, type Stmt } from './syntax.ts';

export const KEEPS = /(^|\.)(set|setdefault|append|push|add|put|getOrSet|appendleft)$/;

/** `client = make(); clients[key] = client`, `app.state.client = client`, `cache.set(key, client)`. */
export function isHandedOver(name: string, scope: Fn): boolean {
  const isName = (expr: Expr): boolean => expr.k === 'name' && expr.id === name;
  // Also inside a pair with when it expires.
  const holds = (expr: Expr): boolean =>
    isName(expr) ||
    (expr.k === 'list' && expr.items.some(isName)) ||
    (expr.k === 'dict' && expr.entries.some(([, value]) => isName(value)));
  const inExpr = (expr: Expr): boolean => {
    if (expr.k === 'assign' && holds(expr.value) && expr.targets.some(({ k }) => k === 'attr' || k === 'item')) return true;
    if (expr.k === 'call' && KEEPS.test(dotted(expr.of)) && expr.args.some(holds)) return true;
    return partsOf(expr).some(inExpr);
  };
  const inStatement = (stmt: Stmt): boolean => exprsOf(stmt).some(inExpr) || blocksOf(stmt).some((block) => block.some(inStatement));
  return scope.node.body.some(inStatement);
}
