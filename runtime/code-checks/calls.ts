// The calls of a program: where each stands, and which of the program's own functions it runs.
import { GATHERS, REMEMBERS, RUNS_ELSEWHERE } from './libraries.ts';
import { type Binding, type Class, type Fn, libraryName, lookUp, moduleMember, type Program } from './program.ts';
import { blocksOf, type CallExpr, dotted, type Expr, exprsOf, partsOf, type Stmt } from './syntax.ts';
import { typeOf } from './types.ts';

export interface Site {
  readonly call: CallExpr;
  /** The innermost function around it, inline ones included. */
  readonly scope: Fn;
  /** Statements and expressions around it in its named function, the outermost first. */
  readonly above: readonly (Stmt | Expr)[];
}

const known = new WeakMap<Fn, readonly Site[]>();

/** Calls in a function and in the functions written inside its expressions, in the order in which they stand. */
export function callsIn(program: Program, fn: Fn): readonly Site[] {
  const found = known.get(fn);
  if (found) return found;
  const sites: Site[] = [];
  const above: (Stmt | Expr)[] = [];
  const visitExpr = (expr: Expr, scope: Fn): void => {
    above.push(expr);
    for (const part of partsOf(expr)) visitExpr(part, scope);
    if (expr.k === 'function') {
      const inner = program.inline.get(expr.fn);
      if (inner) for (const stmt of expr.fn.body) visitStatement(stmt, inner);
    }
    above.pop();
    if (expr.k === 'call') sites.push({ call: expr, scope, above: [...above] });
  };
  const visitStatement = (stmt: Stmt, scope: Fn): void => {
    above.push(stmt);
    for (const expr of exprsOf(stmt)) visitExpr(expr, scope);
    for (const block of blocksOf(stmt)) for (const inner of block) visitStatement(inner, scope);
    above.pop();
  };
  for (const stmt of fn.node.body) visitStatement(stmt, fn);
  known.set(fn, sites);
  return sites;
}

function methodOf(program: Program, cls: Class, name: string, depth = 4): Fn | null {
  const own = cls.methods.get(name);
  if (own || depth === 0) return own ?? null;
  for (const base of cls.bases) {
    const binding = base.k === 'name' ? lookUp(program, base.id, cls.scope) : moduleMember(program, base, cls.scope);
    const found = binding?.is === 'class' ? methodOf(program, binding.cls, name, depth - 1) : null;
    if (found) return found;
  }
  return null;
}

export const constructorOf = (program: Program, cls: Class): Fn | null =>
  methodOf(program, cls, '__init__') ?? methodOf(program, cls, 'constructor');

/** The function of the program that an expression stands for, called or handed on. */
export function functionOf(program: Program, expr: Expr, scope: Fn): Fn | null {
  if (expr.k === 'function') return program.inline.get(expr.fn) ?? null;
  const binding = bindingOf(program, expr, scope);
  if (binding?.is === 'function') return binding.fn;
  if (expr.k !== 'attr') return null;
  const type = typeOf(program, expr.of, scope);
  return type && 'cls' in type ? methodOf(program, type.cls, expr.id) : null;
}

/** The class of the program that a call makes an instance of. */
export function classOf(program: Program, call: CallExpr, scope: Fn): Class | null {
  const binding = bindingOf(program, call.of, scope);
  return binding?.is === 'class' ? binding.cls : null;
}

function bindingOf(program: Program, expr: Expr, scope: Fn): Binding | null {
  return expr.k === 'name' ? lookUp(program, expr.id, scope) : moduleMember(program, expr, scope);
}

export const runsElsewhere = (call: CallExpr): boolean => RUNS_ELSEWHERE.test(dotted(call.of));

/** Called once for the same arguments. */
export const isRemembered = (fn: Fn): boolean =>
  fn.node.decorators.some((each) => REMEMBERS.test(dotted(each).replace(/\(\)$/, '')) || dotted(each) === 'property.cached');

export const isGather = (program: Program, call: CallExpr, scope: Fn): boolean => {
  const name = libraryName(program, call.of, scope);
  return name !== null && GATHERS.test(name);
};

export interface Edges {
  /** Functions that run where the call stands, as part of it. */
  readonly runs: readonly Fn[];
  /** Functions that are handed on: run later, or elsewhere. */
  readonly handsOn: readonly Fn[];
}

/** Which functions a call leads to. */
export function edgesOf(program: Program, { call, scope }: Site): Edges {
  const runs: Fn[] = [];
  const target = functionOf(program, call.of, scope);
  if (target) runs.push(target);
  const cls = classOf(program, call, scope);
  const maker = cls && constructorOf(program, cls);
  if (maker) runs.push(maker);
  const handsOn = [...call.args, ...call.named.map(([, value]) => value)].flatMap((arg) => functionOf(program, arg, scope) ?? []);
  return runsElsewhere(call) ? { runs, handsOn } : { runs: [...runs, ...handsOn], handsOn: [] };
}
