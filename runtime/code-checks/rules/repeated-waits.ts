// What is waited for once for each element: a query each (query-in-loop), a call each with nothing that bounds how many run at
// once (unbounded-fan-out), or one call after the other although none needs the one before (sequential-awaits, in a loop).
import { callsIn, functionOf, isGather, type Site } from '../calls.ts';
import {
  argumentNames,
  type Checked,
  type CodeFinding,
  finding,
  intersects,
  isBatch,
  isFixed,
  type Repeat,
  repeatsAround,
  spread,
} from '../finding.ts';
import { STARTS_TASK } from '../libraries.ts';
import { type Fn, libraryName, type Program } from '../program.ts';
import { blocksOf, type CallExpr, dotted, type Expr, type Stmt } from '../syntax.ts';
import { isBounded, type Wait, waitsIn, waitsOf } from '../waits.ts';

interface Repeated {
  readonly site: Site;
  readonly name: string;
  readonly repeat: Repeat;
  readonly waits: readonly Wait[];
}

export function findRepeatedWaits({ program, fns }: Checked): CodeFinding[] {
  return fns.flatMap((fn) => callsIn(program, fn).flatMap((site) => judge(program, fn, repeatedBy(program, site))));
}

/** A call inside something that repeats it and gives it the element, or a function that is handed to map. */
function repeatedBy(program: Program, site: Site): Repeated | null {
  const mapped = mappedBy(program, site);
  if (mapped) return mapped;
  const repeat = repeatsAround(site).at(-1);
  if (repeat === undefined) return null;
  const waits = waitsOf(program, site);
  if (waits.length === 0 || !intersects(argumentNames(site), spread(repeat.names, statementsOf(repeat)))) return null;
  return { site, name: dotted(site.call.of), repeat, waits };
}

/** map(load, ids) and ids.map(load). */
function mappedBy(program: Program, site: Site): Repeated | null {
  const { call, scope } = site;
  const name = libraryName(program, call.of, scope);
  const [first, second] = call.args;
  const [over, handed] =
    name === 'map' && second ? [second, first] : call.of.k === 'attr' && call.of.id === 'map' ? [call.of.of, first] : [];
  const fn = over && handed && handed.k !== 'function' ? functionOf(program, handed, scope) : null;
  const waits = fn ? waitsIn(program, fn) : [];
  if (!over || !handed || waits.length === 0) return null;
  return { site, name: dotted(handed), repeat: { names: [], over, kind: 'each', node: call }, waits };
}

const statementsOf = ({ node }: Repeat): readonly Stmt[] => ('s' in node && node.s === 'loop' ? node.body : []);

function judge(program: Program, fn: Fn, repeated: Repeated | null): CodeFinding[] {
  if (repeated === null) return [];
  const { site, name, repeat, waits } = repeated;
  const { scope, call } = site;
  const places = (of: readonly Wait[]) => of.map(({ file, line, end }) => ({ file, line, endLine: end }));
  const fixed = isFixed(program, repeat.over, scope);
  const queries = waits.filter(({ waitsFor, forMany }) => waitsFor === 'query' && !forMany);
  const exchanges = waits.filter(({ waitsFor }) => waitsFor === 'http');
  const found = queries.length > 0 && !fixed ? [finding('query-in-loop', scope, call, name, places(queries))] : [];
  if (exchanges.length === 0) return found;
  const together = startsTogether(program, site, repeat, fn);
  if (together) {
    const bounded = exchanges.every((wait) => wait.bounded) || isBounded(program, site) || isBatch(repeat.over) || fixed;
    return bounded ? found : [...found, finding('unbounded-fan-out', scope, together, name, places(exchanges))];
  }
  const oneByOne = repeat.kind === 'loop' && exchanges.every(({ reads }) => reads) && !leavesEarly(repeat) && !isCarried(site, repeat);
  return oneByOne ? [...found, finding('sequential-awaits', scope, call, name, places(exchanges))] : found;
}

/** The call that starts all of them: gather, Promise.all, or a task for each. */
function startsTogether(program: Program, { above, scope, call }: Site, repeat: Repeat, fn: Fn): CallExpr | null {
  const inside = above.filter((node): node is CallExpr => 'k' in node && node.k === 'call');
  const gather = inside.find((outer) => isGather(program, outer, scope));
  if (gather && repeat.kind === 'each') return gather;
  const task = inside.find((outer) => STARTS_TASK.test(dotted(outer.of)));
  if (task) return task;
  // coroutines = [load(id) for id in ids], and gather(*coroutines) further down.
  const statement = above.find((node) => 's' in node && node.s === 'do' && node.value.k === 'assign');
  const names = statement && 's' in statement && statement.s === 'do' && statement.value.k === 'assign' ? statement.value.targets : [];
  if (repeat.kind !== 'each' || above.some((node) => 'k' in node && node.k === 'await')) return null;
  const gathered = callsIn(program, fn).find(
    (other) =>
      isGather(program, other.call, other.scope) && other.call.args.some((arg) => names.some((target) => isOrSpreads(arg, target))),
  );
  return gathered?.call ?? (names.length === 0 && gather ? call : null);
}

const isOrSpreads = (arg: Expr, target: Expr): boolean =>
  target.k === 'name' && (arg.k === 'spread' ? isOrSpreads(arg.of, target) : arg.k === 'name' && arg.id === target.id);

/** The first that serves, or a search: what comes later depends on what came before. */
function leavesEarly(repeat: Repeat): boolean {
  const leaves = (stmt: Stmt): boolean =>
    (stmt.s === 'leave' && (stmt.how === 'break' || stmt.how === 'return')) || blocksOf(stmt).some((block) => block.some(leaves));
  return statementsOf(repeat).some(leaves);
}

/** The call needs something that an earlier turn of the loop has left. */
function isCarried(site: Site, repeat: Repeat): boolean {
  const assigned = new Set<string>();
  const needed = argumentNames(site);
  for (const stmt of statementsOf(repeat)) {
    if (site.above.includes(stmt)) {
      // What is assigned only from here on is the turn before's.
      const later = new Set<string>();
      for (const after of statementsOf(repeat).slice(statementsOf(repeat).indexOf(stmt))) collectAssigned(after, later);
      return [...needed].some((name) => later.has(name) && !assigned.has(name));
    }
    collectAssigned(stmt, assigned);
  }
  return false;
}

function collectAssigned(stmt: Stmt, found: Set<string>): void {
  if (stmt.s === 'do' && stmt.value.k === 'assign') {
    for (const target of stmt.value.targets) {
      if (target.k === 'name') found.add(target.id);
      else if (target.k === 'list') for (const item of target.items) if (item.k === 'name') found.add(item.id);
    }
  }
  for (const block of blocksOf(stmt)) for (const inner of block) collectAssigned(inner, found);
}
