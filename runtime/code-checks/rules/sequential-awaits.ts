// Two or more reads in a row, each waited for, where the later ones need nothing of the earlier.
import { callsIn, functionOf, type Site } from '../calls.ts';
import { argumentNames, type Checked, type CodeFinding, finding, intersects, repeatsAround } from '../finding.ts';
import type { Fn, Program } from '../program.ts';
import { blocksOf, boundNames, dotted, type Expr, exprsOf, namesIn, namesInStatement, partsOf, type Stmt } from '../syntax.ts';
import { isAwaited, type Wait, waitsOf } from '../waits.ts';

interface Read {
  readonly site: Site;
  readonly waits: readonly Wait[];
}

export function findSequentialAwaits({ program, fns }: Checked): CodeFinding[] {
  return fns.flatMap((fn) => {
    const sites = callsIn(program, fn);
    if (sites.some((site) => site.call.args[0]?.k === 'text' && /^\s*(BEGIN|START TRANSACTION)/i.test(site.call.args[0].value))) return [];
    return blocksIn(program, fn)
      .flatMap((block) => groupsIn(program, block, sites))
      .map(describe);
  });
}

function describe(group: readonly Read[]): CodeFinding {
  const [first] = group as [Read, ...Read[]];
  const last = group.at(-1) ?? first;
  const name = [...new Set(group.map(({ site }) => dotted(site.call.of)))].join(', ');
  const at = group.flatMap(({ site, waits }) => [
    { file: site.scope.file.path, line: site.call.line, endLine: site.call.end },
    ...waits.map(({ file, line, end }) => ({ file, line, endLine: end })),
  ]);
  return finding('sequential-awaits', first.site.scope, { line: first.site.call.line, end: last.site.call.end }, name, at);
}

/** Every block of statements of a function, also of the functions written in it. A transaction's statements belong together. */
function blocksIn(program: Program, fn: Fn): readonly (readonly Stmt[])[] {
  const blocks: (readonly Stmt[])[] = [];
  const read = (block: readonly Stmt[]): void => {
    blocks.push(block);
    for (const stmt of block) {
      const isTransaction =
        stmt.s === 'with' && stmt.items.some(({ value }) => value.k === 'call' && /\.(transaction|begin)(\(\))?$/.test(dotted(value.of)));
      if (!isTransaction) for (const inner of blocksOf(stmt)) read(inner);
    }
  };
  read(fn.node.body);
  for (const { scope } of callsIn(program, fn)) if (scope !== fn && !blocks.includes(scope.node.body)) read(scope.node.body);
  return blocks;
}

function groupsIn(program: Program, block: readonly Stmt[], sites: readonly Site[]): Read[][] {
  const groups: Read[][] = [];
  let group: Read[] = [];
  let tainted = new Set<string>();
  const close = (): void => {
    if (group.length > 1) groups.push(group);
    group = [];
    tainted = new Set();
  };
  for (const stmt of block) {
    const inside = sites.filter(({ above }) => above[0] === stmt || above.includes(stmt));
    const awaited = [...inside.filter((site) => isAwaited(site) && above(site, stmt)), ...coroutinesIn(program, stmt, sites)];
    if (stmt.s === 'do' || stmt.s === 'leave') {
      for (const site of awaited) {
        const waits = isReadFor(site, stmt) ? waitsOf(program, site) : [];
        const reads = waits.length > 0 && waits.every((wait) => wait.reads);
        if (!reads) {
          // Reading a body that has arrived waits for nothing that counts.
          if (!/\.(json|text|read|arrayBuffer)$/.test(dotted(site.call.of))) close();
          continue;
        }
        if (intersects(argumentNames(site), tainted)) close();
        group.push({ site, waits });
      }
      taint(stmt, awaited, tainted);
    } else if (isGuardOf(stmt, tainted)) close();
    else if (awaited.length > 0 || blocksOf(stmt).length > 1 || stmt.s === 'loop' || stmt.s === 'with') close();
  }
  close();
  return groups;
}

/** Python's coroutines begin when they are awaited: `flight = ask(...)` further up has not asked yet. */
function coroutinesIn(program: Program, stmt: Stmt, sites: readonly Site[]): Site[] {
  const awaits: (Expr & { k: 'await' })[] = [];
  const read = (expr: Expr): void => {
    if (expr.k === 'await' && expr.of.k === 'name') awaits.push(expr);
    for (const part of partsOf(expr)) read(part);
  };
  for (const expr of exprsOf(stmt)) read(expr);
  return awaits.flatMap(({ of, line, end }) => {
    const site = sites.find(({ call, scope, above: around }) => {
      const assign = around.at(-1);
      const isAssigned =
        assign !== undefined &&
        'k' in assign &&
        assign.k === 'assign' &&
        assign.targets.some((each) => each.k === 'name' && of.k === 'name' && each.id === of.id);
      return isAssigned && scope.file.path.endsWith('.py') && functionOf(program, call.of, scope)?.node.isAsync === true;
    });
    return site ? [{ ...site, call: { ...site.call, line, end } }] : [];
  });
}

/** The call belongs to the statement itself, and not to a function in it that runs at another time. */
function above(site: Site, stmt: Stmt): boolean {
  const inner = site.above.slice(site.above.indexOf(stmt) + 1);
  return !inner.some((node) => 'k' in node && node.k === 'function') && repeatsAround({ ...site, above: inner }).length === 0;
}

/** Its value is used: what is awaited for nothing but its effect (a check that raises) comes first for a reason. */
function isReadFor(site: Site, stmt: Stmt): boolean {
  const parent = site.above[site.above.length - 2];
  return !(stmt.s === 'do' && parent === stmt);
}

function taint(stmt: Stmt, awaited: readonly Site[], tainted: Set<string>): void {
  if (stmt.s !== 'do') return;
  const assign = (expr: Expr): void => {
    if (expr.k === 'assign' && (awaited.length > 0 || [...namesIn(expr.value)].some((name) => tainted.has(name)))) {
      for (const name of expr.targets.flatMap(boundNames)) tainted.add(name);
    }
  };
  assign(stmt.value);
}

/** `if order is None: raise ...`: whatever follows it depends on the order. */
function isGuardOf(stmt: Stmt, tainted: ReadonlySet<string>): boolean {
  return intersects(namesInStatement(stmt), tainted);
}
