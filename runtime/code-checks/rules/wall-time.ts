// A clock of the wall read before and after something that is waited for, and the difference printed as if it were work.
import { callsIn, type Site } from '../calls.ts';
import { type Checked, type CodeFinding, finding } from '../finding.ts';
import { type Fn, libraryName, lookUp, type Program } from '../program.ts';
import { blocksOf, boundNames, dotted, type Expr, exprsOf, partsOf, type Stmt } from '../syntax.ts';
import { isAwaited, waitsOf } from '../waits.ts';

const CLOCKS = /^(time\.time|Date\.now)$/;
const TELLS = /^(print|console\.(log|info|debug|warn|error)|(logging|logger|log|_logger|LOG)\.(debug|info|warning|warn|error))$/;

export function findWallTimes({ program, fns }: Checked): CodeFinding[] {
  return fns.flatMap((fn) => differencesIn(program, fn).flatMap((found) => judge(program, fn, found)));
}

interface Difference {
  readonly line: number;
  readonly start: string;
  /** What holds the difference, where it is kept before it is told. */
  readonly names: readonly string[];
  readonly told: boolean;
  readonly scope: Fn;
}

/** time.time() - started, in the function itself. */
function differencesIn(program: Program, fn: Fn): Difference[] {
  return callsIn(program, fn).flatMap(({ call, scope, above }): Difference[] => {
    if (!isClock(program, call, scope)) return [];
    const minus = above.at(-1);
    if (minus === undefined || !('k' in minus) || minus.k !== 'minus' || minus.left !== call || minus.right.k !== 'name') return [];
    const told = above.some((node) => 'k' in node && node.k === 'call' && TELLS.test(dotted(node.of)));
    const names = above.flatMap((node) => ('k' in node && node.k === 'assign' ? node.targets.flatMap(boundNames) : []));
    return [{ line: call.line, start: minus.right.id, names, told, scope }];
  });
}

const isClock = (program: Program, expr: Expr, scope: Fn): boolean =>
  expr.k === 'call' && CLOCKS.test(libraryName(program, expr.of, scope) ?? '');

function judge(program: Program, fn: Fn, { line, start, names, told, scope }: Difference): CodeFinding[] {
  const binding = lookUp(program, start, scope);
  if (binding?.is !== 'value' || !binding.value || !isClock(program, binding.value, binding.scope)) return [];
  const sites = callsIn(program, fn);
  const began = sites.find(({ call }) => call === binding.value);
  if (!began) return [];
  const waits = sites.some(
    (site) => site.call.line >= began.call.line && site.call.line <= line && isAwaited(site) && isWait(program, site),
  );
  const given = fn.node.body.some((stmt) => awaitsGiven(stmt, scope, began.call.line, line));
  if (!(waits || given) || !(told || names.some((name) => isTold(name, fn.node.body)))) return [];
  return [finding('wall-time', began.scope, { line: began.call.line, end: line }, dotted(began.call.of))];
}

const isWait = (program: Program, site: Site): boolean => waitsOf(program, site).length > 0;

/** `await work` and `await work()` of a parameter: a function that times others. */
function awaitsGiven(stmt: Stmt, scope: Fn, from: number, to: number): boolean {
  const params = scope.node.params.map(({ name }) => name);
  const awaits = (expr: Expr): boolean => {
    if (expr.k === 'await' && expr.line >= from && expr.line <= to) {
      const of = expr.of.k === 'call' ? expr.of.of : expr.of;
      if (of.k === 'name' && params.includes(of.id)) return true;
    }
    return partsOf(expr).some(awaits);
  };
  return exprsOf(stmt).some(awaits) || blocksOf(stmt).some((block) => block.some((inner) => awaitsGiven(inner, scope, from, to)));
}

function isTold(name: string, block: readonly Stmt[]): boolean {
  const mentions = (expr: Expr): boolean => (expr.k === 'name' && expr.id === name) || partsOf(expr).some(mentions);
  const tells = (expr: Expr): boolean =>
    (expr.k === 'call' && TELLS.test(dotted(expr.of)) && expr.args.some(mentions)) || partsOf(expr).some(tells);
  return block.some((stmt) => exprsOf(stmt).some(tells) || blocksOf(stmt).some((inner) => isTold(name, inner)));
}
