// One lock for everything, held while a request of one key waits for a query, a call or the cache.
import { callsIn, classOf, type Site } from '../calls.ts';
import { argumentNames, type Checked, type CodeFinding, finding, intersects, spread } from '../finding.ts';
import { type Class, type Fn, lookUp, ownerOf, type Program } from '../program.ts';
import { dotted, type Expr, type Span, type Stmt } from '../syntax.ts';
import { typeOf } from '../types.ts';
import { isAwaited, type Wait, waitsOf } from '../waits.ts';

export function findLocksAcrossAwaits(checked: Checked): CodeFinding[] {
  return checked.fns.flatMap((fn) => [...heldByWith(checked, fn), ...heldByCall(checked, fn)]);
}

/** `async with lock:` */
function heldByWith(checked: Checked, fn: Fn): CodeFinding[] {
  const { program } = checked;
  const found: CodeFinding[] = [];
  const seen = new Set<Stmt>();
  for (const { above, scope } of callsIn(program, fn)) {
    for (const stmt of above) {
      if (!('s' in stmt) || stmt.s !== 'with' || !stmt.isAsync || seen.has(stmt)) continue;
      seen.add(stmt);
      const lock = stmt.items.find(({ value }) => isOneLock(checked, value, scope))?.value;
      if (lock) found.push(...judge(program, fn, scope, lock, { line: stmt.line, end: stmt.end }, (site) => isInBody(site, stmt)));
    }
  }
  return found;
}

const isInBody = (site: Site, stmt: Stmt & { s: 'with' }): boolean => {
  const inner = site.above[site.above.indexOf(stmt) + 1];
  return site.above.includes(stmt) && inner !== undefined && 's' in inner;
};

/** lock.runExclusive(() => ...), and everything between `await lock.acquire()` and what releases it. */
function heldByCall(checked: Checked, fn: Fn): CodeFinding[] {
  const { program } = checked;
  return callsIn(program, fn).flatMap((site) => {
    const { call, scope, above } = site;
    if (call.of.k !== 'attr' || !isOneLock(checked, call.of.of, scope)) return [];
    if (call.of.id === 'runExclusive') {
      return judge(program, fn, scope, call.of.of, call, (other) => other.above.includes(call) && other.call !== call);
    }
    if (call.of.id !== 'acquire' || !isAwaited(site)) return [];
    const after = blockAfter(above, fn, call);
    const end = after.findIndex((stmt) => releases(program, fn, stmt));
    const held = end === -1 ? after : after.slice(0, end + 1);
    return judge(program, fn, scope, call.of.of, call, (other) => held.some((stmt) => other.above.includes(stmt)));
  });
}

function blockAfter(above: Site['above'], fn: Fn, { line }: Span): readonly Stmt[] {
  const statement = above.findLast((node): node is Stmt => 's' in node);
  const inner = above.findLast((node): node is Expr & { k: 'function' } => 'k' in node && node.k === 'function');
  const blocks = [
    inner?.fn.body ?? fn.node.body,
    ...above.flatMap((node) =>
      's' in node && (node.s === 'try' || node.s === 'with') ? ('parts' in node ? node.parts : [node.body]) : [],
    ),
  ];
  const block = blocks.findLast((each) => statement !== undefined && each.includes(statement)) ?? [];
  return block.filter((stmt) => stmt.line > line);
}

const releases = (program: Program, fn: Fn, stmt: Stmt): boolean =>
  callsIn(program, fn).some(({ call, above }) => above.includes(stmt) && /(^|\.)release$/.test(dotted(call.of)));

function judge(program: Program, fn: Fn, scope: Fn, lock: Expr, span: Span, isHeld: (site: Site) => boolean): CodeFinding[] {
  const asked = spread(requestNames(scope), scope.node.body);
  const waits: Wait[] = [];
  let forRequest = false;
  for (const site of callsIn(program, fn)) {
    if (!isHeld(site)) continue;
    const own = waitsOf(program, site);
    waits.push(...own);
    if (own.length > 0 && intersects(argumentNames(site), asked)) forRequest = true;
  }
  if (!forRequest) return [];
  const place = { file: scope.file.path, line: span.line, endLine: span.line };
  return [finding('lock-across-await', scope, { line: span.line, end: span.end }, dotted(lock), [place])];
}

/** What differs from request to request: the parameters of the functions around. */
function requestNames(scope: Fn): Set<string> {
  const names = new Set<string>();
  for (let fn: Fn | null = scope; fn !== null; fn = fn.parent) {
    for (const { name } of fn.node.params) if (!/^(self|cls|this|request)$/.test(name)) names.add(name);
    if (fn.parent) for (const name of spread(names, fn.parent.node.body)) names.add(name);
  }
  return names;
}

/** A lock with a name of the file's or in something that there is once. `locks[key]`, and what is looked up or made for a key, are one for each. */
function isOneLock({ program, fns }: Checked, expr: Expr, scope: Fn): boolean {
  if (expr.k !== 'name' && expr.k !== 'attr') return false;
  const type = typeOf(program, expr, scope);
  if (type === null || !('kind' in type) || type.kind !== 'lock') return false;
  let root: Expr = expr;
  while (root.k === 'attr') root = root.of;
  if (root.k !== 'name') return false;
  if (root.id === 'self' || root.id === 'this') {
    const cls = ownerOf(scope);
    return (
      !fns.some((fn) => callsIn(program, fn).some((site) => classOf(program, site.call, site.scope) === cls)) &&
      !isMadeForKeys(program, cls)
    );
  }
  const binding = lookUp(program, root.id, scope);
  if (binding?.is !== 'value') return false;
  return binding.scope.parent === null || (expr.k === 'attr' && /^(app|request|state|c|ctx)$/.test(root.id));
}

/** defaultdict(Chain): handed on, to be made when a key asks for it. */
function isMadeForKeys(program: Program, cls: Class | null): boolean {
  return program.functions.some(
    (fn) =>
      !fn.inline &&
      callsIn(program, fn).some(({ call }) =>
        call.args.some((arg) => arg.k === 'name' && cls !== null && arg.id === cls.name && /defaultdict$/.test(dotted(call.of))),
      ),
  );
}
