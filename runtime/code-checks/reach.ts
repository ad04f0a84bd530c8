// Which functions run for a request, and which of them on the event loop. What only start-up runs is nobody's concern here.
import { callsIn, edgesOf, functionOf, isRemembered } from './calls.ts';
import type { Fn, Program } from './program.ts';
import { dotted, type Expr } from './syntax.ts';
import { typeOf } from './types.ts';

export interface Reach {
  /** Named functions that requests lead to. */
  readonly perRequest: ReadonlySet<Fn>;
  /** Of them, those that run on the event loop. */
  readonly onLoop: ReadonlySet<Fn>;
}

const ROUTES =
  /^(get|post|put|patch|delete|head|options|route|api_route|websocket|middleware|exception_handler|all|use|on|notFound|onError)$/;

export function findReach(program: Program): Reach {
  const roots = [...handlersByDecorator(program), ...handlersByCall(program), ...methodsOfServer(program)];
  const perRequest = new Set<Fn>();
  const onLoop = new Set<Fn>();
  const visit = (fn: Fn, loop: boolean): void => {
    // What is called once for the same arguments is as good as done at start-up.
    if (isRemembered(fn) || (perRequest.has(fn) && (!loop || onLoop.has(fn)))) return;
    perRequest.add(fn);
    if (loop) onLoop.add(fn);
    for (const dependency of dependenciesOf(program, fn)) visit(dependency, dependency.node.isAsync);
    for (const site of callsIn(program, fn)) {
      const inside = loop && !isHandedOn(program, site.scope, fn);
      const { runs, handsOn } = edgesOf(program, site);
      for (const next of runs) visit(next, inside || next.node.isAsync);
      for (const next of handsOn) visit(next, next.node.isAsync && !next.inline);
    }
  };
  for (const root of roots) visit(root, root.node.isAsync || !isPython(root));
  return { perRequest, onLoop };
}

const isPython = (fn: Fn): boolean => fn.file.path.endsWith('.py');

/** Functions to look through: those that are written inside another one of them are part of it. */
export const outermost = (fns: ReadonlySet<Fn>): Fn[] => [...fns].filter((fn) => !isInside(fn, fns));

function isInside(fn: Fn, fns: ReadonlySet<Fn>): boolean {
  for (let inner = fn; inner.inline && inner.parent !== null; inner = inner.parent) if (fns.has(inner.parent)) return true;
  return false;
}

/** A function that is written where it is handed to a thread runs there. */
export function isHandedOn(program: Program, scope: Fn, named: Fn): boolean {
  for (let fn: Fn | null = scope; fn?.inline && fn !== named; fn = fn.parent) {
    const inline = fn;
    if (callsIn(program, named).some((site) => edgesOf(program, site).handsOn.includes(inline))) return true;
  }
  return false;
}

/** @app.get("/...") */
function handlersByDecorator(program: Program): Fn[] {
  return program.functions.filter((fn) =>
    fn.node.decorators.some((each) => each.k === 'call' && each.of.k === 'attr' && ROUTES.test(each.of.id)),
  );
}

/** app.get('/...', handler), app.add_api_route("/...", handler), { fetch(request) {...} } and `new Server({ fetch })`. */
function handlersByCall(program: Program): Fn[] {
  const found: Fn[] = [];
  for (const fn of program.functions) {
    if (fn.inline) continue;
    for (const { call, scope } of callsIn(program, fn)) {
      if (call.of.k !== 'attr') continue;
      const type = typeOf(program, call.of.of, scope);
      const isApp = type !== null && 'kind' in type && type.kind === 'app';
      if (isApp && (ROUTES.test(call.of.id) || /^add_(api_)?route$/.test(call.of.id))) {
        found.push(...call.args.flatMap((arg) => handlersIn(program, arg, scope)));
      }
    }
  }
  return found;
}

function handlersIn(program: Program, arg: Expr, scope: Fn): Fn[] {
  const fn = functionOf(program, arg, scope);
  return fn ? [fn] : [];
}

/** `export default { fetch }`, and classes that a framework calls for each request. */
function methodsOfServer(program: Program): Fn[] {
  const found: Fn[] = [];
  for (const module of program.modules.values()) {
    const server = module.names.get('export default');
    if (server?.is !== 'value' || server.value?.k !== 'dict') continue;
    for (const [name, value] of server.value.entries) if (name === 'fetch') found.push(...handlersIn(program, value, server.scope));
  }
  for (const cls of program.classes) {
    if (!cls.bases.some((base) => /Middleware$/.test(dotted(base)))) continue;
    const dispatch = cls.methods.get('dispatch');
    if (dispatch) found.push(dispatch);
  }
  return found;
}

/** Depends(get_connection), in a default or in Annotated[...]. */
function dependenciesOf(program: Program, fn: Fn): Fn[] {
  const scope = fn.parent ?? fn;
  const inside = (expr: Expr): Fn[] => {
    if (expr.k === 'call' && /(^|\.)(Depends|Security)$/.test(dotted(expr.of)))
      return expr.args.flatMap((arg) => handlersIn(program, arg, scope));
    if (expr.k === 'item') return inside(expr.at);
    if (expr.k === 'list') return expr.items.flatMap(inside);
    return expr.k === 'call' ? expr.named.flatMap(([, value]) => inside(value)) : [];
  };
  const { params, decorators } = fn.node;
  return [
    ...params.flatMap(({ init, type }) => [...(init ? inside(init) : []), ...(type ? inside(type) : [])]),
    ...decorators.flatMap(inside),
  ];
}
