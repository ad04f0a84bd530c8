// What a rule says of a place in the code, and what rules ask of the code around a call.
import type { CodeFinding, CodePlace } from '#engine/guest-port.ts';
import type { Site } from './calls.ts';
import { type Fn, libraryName, lookUp, type Program } from './program.ts';
import type { Reach } from './reach.ts';
import { type AssignExpr, boundNames, dotted, type Expr, namesIn, type Span, type Stmt } from './syntax.ts';

export type { CodeFinding, CodePlace };

export interface Checked {
  readonly program: Program;
  readonly reach: Reach;
  /** perRequest and onLoop, without what is written inside another function of them. */
  readonly fns: readonly Fn[];
}

export type Rule = (checked: Checked) => readonly CodeFinding[];

export const placeOf = (scope: Fn, { line, end }: Span): CodePlace => ({ file: scope.file.path, line, endLine: end });

export function finding(rule: string, scope: Fn, span: Span, name: string, at: readonly CodePlace[] = []): CodeFinding {
  const place = placeOf(scope, span);
  const distinct = new Map((at.length > 0 ? at : [place]).map((each) => [`${each.file} ${each.line}`, each]));
  return { rule, ...place, name, at: [...distinct.values()] };
}

/** Something that runs its inside for each element of a collection. */
export interface Repeat {
  readonly names: readonly string[];
  readonly over: Expr;
  readonly kind: 'loop' | 'each';
  readonly node: Stmt | Expr;
}

/** What repeats a call, the outermost first: loops, comprehensions, functions given to map. Loops with a condition only are none. */
export function repeatsAround({ above, call }: Site): Repeat[] {
  const repeats: Repeat[] = [];
  for (const [index, node] of above.entries()) {
    const inner = above[index + 1] ?? call;
    if ('s' in node) {
      if (node.s === 'loop' && node.over !== null && inner !== node.over) {
        repeats.push({ names: node.names, over: node.over, kind: 'loop', node });
      }
    } else if (node.k === 'each') {
      if (inner !== node.over) repeats.push({ names: node.names, over: node.over, kind: 'each', node });
    } else if (
      node.k === 'call' &&
      node.of.k === 'attr' &&
      /^(map|flatMap|forEach)$/.test(node.of.id) &&
      'k' in inner &&
      inner.k === 'function'
    ) {
      repeats.push({ names: inner.fn.params.map(({ name }) => name), over: node.of.of, kind: 'each', node });
    }
  }
  return repeats;
}

/** Names that come from others: what is assigned from them, in the order of the statements. */
export function spread(names: Iterable<string>, stmts: readonly Stmt[]): Set<string> {
  const found = new Set(names);
  const readAssign = ({ targets, value }: AssignExpr): void => {
    if ([...namesIn(value)].some((name) => found.has(name))) for (const name of targets.flatMap(boundNames)) found.add(name);
  };
  const read = (stmt: Stmt): void => {
    if (stmt.s === 'do' && stmt.value.k === 'assign') readAssign(stmt.value);
    if (stmt.s === 'loop' && stmt.over && [...namesIn(stmt.over)].some((name) => found.has(name)))
      for (const name of stmt.names) found.add(name);
    if (stmt.s === 'if') for (const inner of [...stmt.yes, ...stmt.no]) read(inner);
    if (stmt.s === 'loop' || stmt.s === 'with') for (const inner of stmt.body) read(inner);
    if (stmt.s === 'try') for (const inner of stmt.parts.flat()) read(inner);
  };
  for (const stmt of stmts) read(stmt);
  return found;
}

export function argumentNames({ call }: Site): Set<string> {
  const found = new Set<string>();
  for (const arg of [...call.args, ...call.named.map(([, value]) => value)]) namesIn(arg, found);
  return found;
}

export const intersects = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((name) => b.has(name));

/** As many elements as the code says: a literal, a range of a constant, a slice. */
export function isFixed(program: Program, over: Expr, scope: Fn, steps = 5): boolean {
  if (steps === 0) return false;
  switch (over.k) {
    case 'const':
    case 'slice':
    case 'text':
      return true;
    case 'list':
      return over.items.every(({ k }) => k !== 'spread');
    case 'dict':
      return true;
    case 'name': {
      const binding = lookUp(program, over.id, scope);
      if (binding?.is === 'value' && binding.value) return isFixed(program, binding.value, binding.scope, steps - 1);
      return binding?.is === 'import' && /^[A-Z][A-Z0-9_]+$/.test(over.id);
    }
    case 'call':
      return isFixedCall(program, over, scope, steps - 1);
    default:
      return false;
  }
}

function isFixedCall(program: Program, { of, args, named }: Expr & { k: 'call' }, scope: Fn, steps: number): boolean {
  const name = libraryName(program, of, scope);
  if (name === 'range') return args.every((arg) => isFixed(program, arg, scope, steps));
  if (name !== null && /^(enumerate|zip|sorted|list|tuple|reversed|set|int|itertools\.product)$/.test(name)) {
    return args.some((arg) => isFixed(program, arg, scope, steps));
  }
  if (name === 'Array.from') {
    const length = args[0]?.k === 'dict' ? args[0].entries.find(([key]) => key === 'length')?.[1] : undefined;
    return length !== undefined && isFixed(program, length, scope, steps);
  }
  if (/(^|\.)(islice|batched|chunked)$/.test(name ?? '')) return true;
  if (of.k !== 'attr') return false;
  if (of.id === 'slice') return true;
  return named.length === 0 && /^(items|values|keys|entries)$/.test(of.id) && isFixed(program, of.of, scope, steps);
}

/** A part of a collection that somebody has cut into parts. */
export const isBatch = (over: Expr): boolean => /(^|[._])(batch|chunk|window|slice)s?(\[\])?$/i.test(dotted(over));
