// What calls wait for: a query, an HTTP exchange, the cache; by themselves, or through functions of the program.
import { callsIn, edgesOf, runsElsewhere, type Site } from './calls.ts';
import { isForMany, type WaitsFor, waitOf } from './libraries.ts';
import { type Fn, libraryName, lookUp, type Program } from './program.ts';
import type { CallExpr, Expr, Span, Stmt } from './syntax.ts';
import { typeOf } from './types.ts';

export interface Wait extends Span {
  readonly waitsFor: WaitsFor;
  readonly reads: boolean;
  readonly file: string;
  /** Something lets only so many through at once. */
  readonly bounded: boolean;
  /** One statement for many rows. */
  readonly forMany: boolean;
}

/** A text, also one that has a name; of select(...) its verb; null: not known. */
export function textOf(program: Program, expr: Expr | undefined, scope: Fn, steps = 4): string | null {
  if (expr === undefined || steps === 0) return null;
  if (expr.k === 'text') return expr.value;
  if (expr.k === 'name') {
    const binding = lookUp(program, expr.id, scope);
    return binding?.is === 'value' && binding.value ? textOf(program, binding.value, binding.scope, steps - 1) : null;
  }
  if (expr.k === 'dict') {
    const text = expr.entries.find(([name]) => name === 'text');
    return text ? textOf(program, text[1], scope, steps - 1) : null;
  }
  if (expr.k !== 'call') return null;
  if (expr.of.k === 'attr' && expr.of.of.k === 'call') return textOf(program, expr.of.of, scope, steps);
  const name = libraryName(program, expr.of, scope);
  if (name === 'sqlalchemy.text') return textOf(program, expr.args[0], scope, steps - 1);
  return name !== null && /^sqlalchemy\.select$/.test(name) ? 'SELECT' : null;
}

/** What a call waits for by itself. */
export function ownWait(program: Program, { call, scope }: Site): Wait | null {
  const place = { file: scope.file.path, line: call.line, end: call.end, bounded: false };
  const name = libraryName(program, call.of, scope);
  if (name === 'fetch' || name === 'undici.fetch') {
    return { ...place, waitsFor: 'http', reads: isGet(call), forMany: false };
  }
  if (call.of.k !== 'attr') return null;
  const type = typeOf(program, call.of.of, scope);
  if (type === null || !('kind' in type)) return null;
  const sql = textOf(program, call.args[0], scope);
  const wait = waitOf(type.kind, call.of.id, type.kind === 'database' || type.kind === 'database-pool' ? sql : null);
  if (wait === null) return null;
  const forMany = wait.waitsFor === 'query' && ((sql !== null && isForMany(sql)) || call.of.id === 'executemany');
  return { ...place, ...wait, forMany };
}

function isGet({ args }: CallExpr): boolean {
  const [, init] = args;
  if (init === undefined) return true;
  if (init.k !== 'dict') return false;
  const method = init.entries.find(([name]) => name === 'method')?.[1];
  return method === undefined || (method.k === 'text' && /^(GET|HEAD)$/i.test(method.value));
}

const summaries = new WeakMap<Fn, readonly Wait[]>();

/** Everything that a function waits for, with what the functions wait for that it calls. */
export function waitsIn(program: Program, fn: Fn, running: Set<Fn> = new Set()): readonly Wait[] {
  const found = summaries.get(fn);
  if (found) return found;
  if (running.has(fn)) return [];
  running.add(fn);
  const waits: Wait[] = [];
  let passed = false;
  for (const site of callsIn(program, fn)) {
    const own = waitsOf(program, site, running);
    const bounded = passed || isBounded(program, site);
    waits.push(...own.map((wait) => (bounded ? { ...wait, bounded: true } : wait)));
    // `await bucket.take()`, and then the call.
    if (own.length === 0 && isAwaited(site) && isGate(program, site)) passed = true;
  }
  running.delete(fn);
  const distinct = [...new Map(waits.map((wait) => [`${wait.file} ${wait.line} ${wait.waitsFor} ${wait.bounded}`, wait])).values()];
  summaries.set(fn, distinct);
  return distinct;
}

/** What one call waits for, by itself and through the functions that it runs. */
export function waitsOf(program: Program, site: Site, running: Set<Fn> = new Set()): readonly Wait[] {
  const own = ownWait(program, site);
  if (own) return [own];
  if (runsElsewhere(site.call)) return [];
  // Functions written in its arguments are part of the function around it, whose calls they are.
  return edgesOf(program, site)
    .runs.filter((fn) => !site.call.args.some((arg) => arg.k === 'function' && program.inline.get(arg.fn) === fn))
    .flatMap((fn) => waitsIn(program, fn, running));
}

export const isAwaited = ({ above }: Site): boolean => {
  const parent = above[above.length - 1];
  return parent !== undefined && 'k' in parent && parent.k === 'await';
};

/** A function of the program that is awaited and waits for nothing outside: it lets through. */
function isGate(program: Program, site: Site): boolean {
  const type = site.call.of.k === 'attr' ? typeOf(program, site.call.of.of, site.scope) : null;
  if (type && 'kind' in type) return (type.kind === 'semaphore' || type.kind === 'lock') && /acquire|wait|use/.test(dottedEnd(site.call));
  const runs = edgesOf(program, site).runs.filter((fn) => !fn.inline);
  return runs.length > 0 && runs.every((fn) => fn.node.isAsync) && runs.some((fn) => callsIn(program, fn).some(isAwaited));
}

const dottedEnd = ({ of }: CallExpr): string => (of.k === 'attr' ? of.id : '');

/** Inside `async with limit:`, limit(() => ...), limiter.run(lambda: ...). */
export function isBounded(program: Program, { above, scope }: Site): boolean {
  return above.some((each, index) => {
    if ('s' in each) return each.s === 'with' && each.isAsync && each.items.some(({ value }) => letsOnlySoMany(program, value, scope));
    if (each.k !== 'call' || !isFunctionAfter(above, index)) return false;
    const callee = each.of.k === 'attr' ? each.of.of : each.of;
    const type = typeOf(program, callee, scope);
    if (type === null) return false;
    return 'cls' in type ? callee.k !== 'name' || callee.id !== 'this' : type.kind === 'semaphore' || type.kind === 'lock';
  });
}

function isFunctionAfter(above: readonly (Stmt | Expr)[], index: number): boolean {
  const next = above[index + 1];
  return next !== undefined && 'k' in next && next.k === 'function';
}

function letsOnlySoMany(program: Program, value: Expr, scope: Fn): boolean {
  const type = typeOf(program, value, scope);
  if (type !== null) return 'cls' in type || type.kind === 'semaphore' || type.kind === 'lock';
  // Limiters of the program's own: `async with self.slots:`, `async with limit_for(host):`.
  return value.k === 'item' || (value.k === 'attr' && /limit|slot|sem|gate|bulkhead|permit|throttle/i.test(value.id));
}
