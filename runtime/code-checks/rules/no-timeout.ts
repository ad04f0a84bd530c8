// A call to another service that nothing ends: fetch without a signal, requests without timeout, httpx with timeout=None,
// aiohttp with its five minutes. httpx gives up after 5 s by itself, and what a statement may take is the database's to say.
import { callsIn, functionOf, type Site } from '../calls.ts';
import { type Checked, type CodeFinding, finding } from '../finding.ts';
import { GIVES_UP } from '../libraries.ts';
import { type Fn, libraryName, lookUp, type Program } from '../program.ts';
import { type CallExpr, dotted, type Expr } from '../syntax.ts';

export function findMissingTimeouts({ program, reach, fns }: Checked): CodeFinding[] {
  return fns.flatMap((fn) =>
    callsIn(program, fn)
      .filter((site) => waitsForEver(program, site) && !isCutShort(program, site, fn, reach.perRequest))
      .map(({ call, scope }) => finding('no-timeout', scope, call, dotted(call.of))),
  );
}

const VERBS = /^(get|head|options|post|put|patch|delete|request)$/;

function waitsForEver(program: Program, { call, scope }: Site): boolean {
  const name = libraryName(program, call.of, scope);
  if (name === 'fetch' || name === 'undici.fetch') return !hasSignal(program, call, scope);
  if (name === 'urllib.request.urlopen') return !hasNamed(call, 'timeout') && call.args.length < 3;
  if (name !== null && /^requests\.[a-z]+$/.test(name)) return VERBS.test(name.slice(9)) && !hasNamed(call, 'timeout');
  if (name !== null && /^httpx\.[a-z]+$/.test(name)) return VERBS.test(name.slice(6)) && isNone(call);
  if (call.of.k !== 'attr' || !VERBS.test(call.of.id)) return false;
  const made = madeBy(program, call.of.of, scope);
  if (made === null || hasNamed(call, 'timeout')) return made !== null && isNone(call);
  if (made.name === 'requests.Session' || made.name === 'requests.session') return true;
  if (made.name === 'aiohttp.ClientSession') return !hasNamed(made.call, 'timeout');
  return /^httpx\.(Async)?Client$/.test(made.name) && isNone(made.call);
}

const named = ({ named: all }: CallExpr, key: string): Expr | undefined => all.find(([name]) => name === key)?.[1];
/** `**options` may hold anything. */
const hasNamed = (call: CallExpr, key: string): boolean => named(call, key) !== undefined || named(call, '**') !== undefined;
function isNone(call: CallExpr): boolean {
  const timeout = named(call, 'timeout');
  const given =
    timeout?.k === 'call' && /(^|\.)Timeout$/.test(dotted(timeout.of)) && timeout.named.length === 0 ? timeout.args[0] : timeout;
  return given?.k === 'const' && given.value === null;
}

function hasSignal(program: Program, call: CallExpr, scope: Fn): boolean {
  const [target, init] = call.args;
  // fetch(request) carries what the request was made with.
  if (init === undefined) return target !== undefined && isRequest(program, target, scope);
  if (init.k !== 'dict') return true;
  return init.entries.some(([name]) => name === 'signal' || name === 'dispatcher' || name === null);
}

function isRequest(program: Program, expr: Expr, scope: Fn): boolean {
  if (/(^|\.)(req|request|raw)$/i.test(dotted(expr))) return true;
  const binding = expr.k === 'name' ? lookUp(program, expr.id, scope) : null;
  if (binding?.is !== 'value') return false;
  return [binding.type, binding.value].some((each) => each && dotted(each.k === 'call' ? each.of : each) === 'Request');
}

/** How the client was made, if everything of its name is made in the same way. */
function madeBy(program: Program, expr: Expr, scope: Fn): { readonly name: string; readonly call: CallExpr } | null {
  const id = expr.k === 'name' || expr.k === 'attr' ? expr.id : null;
  if (expr.k === 'call') {
    const name = libraryName(program, expr.of, scope);
    return name === null ? null : { name, call: expr };
  }
  if (id === null) return null;
  const values = [...(program.values.get(id) ?? []), ...(program.attributes.get(id) ?? [])];
  const made = values.flatMap(({ value, scope: where }) => {
    const inner = value?.k === 'await' ? value.of : value;
    if (inner?.k !== 'call') return [];
    const name = libraryName(program, inner.of, where);
    return name !== null && /^(requests\.[Ss]ession|aiohttp\.ClientSession|httpx\.(Async)?Client)$/.test(name)
      ? [{ name, call: inner }]
      : [];
  });
  return made.length === 1 ? (made[0] ?? null) : null;
}

/** Inside something that gives up, here or wherever the function is called from. */
function isCutShort(program: Program, { above }: Site, fn: Fn, perRequest: ReadonlySet<Fn>, seen: Set<Fn> = new Set()): boolean {
  if (above.some(givesUp)) return true;
  if (seen.has(fn)) return false;
  seen.add(fn);
  const callers = [...perRequest].flatMap((caller) =>
    callsIn(program, caller)
      .filter(({ call, scope }) => [call.of, ...call.args].some((each) => each.k !== 'function' && functionOf(program, each, scope) === fn))
      .map((site) => ({ site, caller })),
  );
  return callers.length > 0 && callers.some(({ site, caller }) => isCutShort(program, site, caller, perRequest, seen));
}

function givesUp(node: Site['above'][number]): boolean {
  if ('k' in node) return node.k === 'call' && GIVES_UP.test(dotted(node.of));
  return node.s === 'with' && node.items.some(({ value }) => value.k === 'call' && GIVES_UP.test(dotted(value.of)));
}
