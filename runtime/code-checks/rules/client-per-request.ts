// A client, pool or connection that is made for each request, in place of one for all of them.
import { callsIn, classOf, constructorOf, type Site } from '../calls.ts';
import { type Checked, type CodeFinding, type CodePlace, finding, placeOf } from '../finding.ts';
import { isHandedOver, KEEPS } from '../kept.ts';
import { MAKES } from '../libraries.ts';
import { type Class, type Fn, libraryName, type Program } from '../program.ts';
import { dotted, type Expr } from '../syntax.ts';
import { isBlocking } from './blocking-call.ts';

const CLIENTS = /^(database|database-pool|http|cache|blocking-database|blocking-pool|blocking-http|blocking-cache|executor)$/;
/** Cheap: a session borrows a connection of its engine's pool. */
const CHEAP = /AsyncSession$/;

export function findClientsPerRequest({ program, fns }: Checked): CodeFinding[] {
  return fns.flatMap((fn) =>
    callsIn(program, fn)
      .filter((site) => makesClient(program, site) && !isKept(site))
      .map((site) => finding('client-per-request', site.scope, site.call, dotted(site.call.of), placesOf(program, fn, site))),
  );
}

function makesClient(program: Program, { call, scope }: Site): boolean {
  const name = libraryName(program, call.of, scope);
  const kind = name === null ? undefined : MAKES.get(name);
  if (kind !== undefined) return CLIENTS.test(kind) && !CHEAP.test(name ?? '');
  const cls = classOf(program, call, scope);
  return cls !== null && isCostly(program, cls);
}

/** A class of the program whose instances make a client of a library, or block while they are made. */
function isCostly(program: Program, cls: Class): boolean {
  const maker = constructorOf(program, cls);
  const sites = maker ? callsIn(program, maker) : [];
  return sites.some(
    (site) => isBlocking(program, site) || CLIENTS.test(MAKES.get(libraryName(program, site.call.of, site.scope) ?? '') ?? ''),
  );
}

/** Where making it costs: there, in the constructor of a class of the program, and where it connects. */
function placesOf(program: Program, fn: Fn, { call, scope, above }: Site): CodePlace[] {
  const cls = classOf(program, call, scope);
  const maker = cls && constructorOf(program, cls);
  const inside = maker ? [placeOf(maker, maker.node)] : [];
  const assign = above.findLast((node) => 'k' in node && node.k === 'assign');
  const names = assign && 'k' in assign && assign.k === 'assign' ? assign.targets : [];
  const isIts = (expr: Expr): boolean =>
    expr.k === 'attr' && expr.id === 'connect' && names.some((name) => dotted(name) === dotted(expr.of));
  const connects = callsIn(program, fn).filter((other) => isIts(other.call.of));
  return [placeOf(scope, call), ...inside, ...connects.map((other) => placeOf(other.scope, other.call))];
}

/** Put somewhere where the next request finds it: an attribute, an item, a name outside of the function, a collection. */
function isKept({ above, call, scope }: Site): boolean {
  const makers = [...above, call];
  return makers.some((node) => {
    if ('s' in node) return false;
    if (node.k === 'call') return node !== call && KEEPS.test(dotted(node.of));
    if (node.k !== 'assign') return false;
    return node.targets.some(
      (target) =>
        target.k === 'attr' ||
        target.k === 'item' ||
        (target.k === 'name' && (isOuter(target.id, scope) || isHandedOver(target.id, scope))),
    );
  });
}

function isOuter(name: string, scope: Fn): boolean {
  for (let fn: Fn | null = scope; fn !== null; fn = fn.parent) {
    if (fn.outer.has(name)) return true;
    if (fn.names.has(name)) return fn.parent === null;
  }
  return false;
}
