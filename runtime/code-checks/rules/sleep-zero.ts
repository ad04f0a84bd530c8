// Giving the loop a turn as a cure for work that keeps it: beside a blocking call or a loop it changes the order, not the sum.
import { callsIn, edgesOf, type Site } from '../calls.ts';
import { type Checked, type CodeFinding, finding } from '../finding.ts';
import { SLEEPS, YIELDS } from '../libraries.ts';
import { type Fn, libraryName, lookUp, type Program } from '../program.ts';
import { dotted, type Expr } from '../syntax.ts';
import { isAwaited } from '../waits.ts';
import { isBlocking } from './blocking-call.ts';

export function findSleepsOfZero({ program, fns }: Checked): CodeFinding[] {
  return fns.flatMap((fn) =>
    callsIn(program, fn)
      .filter((site) => isAwaited(site) && isPause(program, site.call, site.scope) && (isInLoop(site) || blocks(program, fn)))
      .map(({ call, scope }) => finding('sleep-zero', scope, call, dotted(call.of))),
  );
}

const isZero = (expr: Expr | undefined): boolean => expr === undefined || (expr.k === 'const' && expr.value === 0);

/** asyncio.sleep(0), setImmediate(), new Promise((resolve) => setTimeout(resolve, 0)), or a function that does only that. */
function isPause(program: Program, call: Expr, scope: Fn, steps = 3): boolean {
  if (call.k !== 'call' || steps === 0) return false;
  const name = libraryName(program, call.of, scope);
  if (name !== null && SLEEPS.test(name)) return call.args.length > 0 && isZero(call.args[0]);
  if (name !== null && YIELDS.test(name)) return true;
  const [first] = call.args;
  if (name === 'Promise' && first?.k === 'function') {
    const body = first.fn.body;
    const [stmt] = body;
    const value = stmt && (stmt.s === 'do' || stmt.s === 'leave') ? stmt.value : null;
    if (body.length !== 1 || value?.k !== 'call') return false;
    const inner = dotted(value.of);
    return inner === 'setImmediate' || (inner === 'setTimeout' && isZero(value.args[1]));
  }
  return call.of.k === 'name' && isPausingName(program, call.of.id, scope, steps - 1);
}

/** `const pause = () => ...`, `const pause = promisify(setImmediate)`. */
function isPausingName(program: Program, id: string, scope: Fn, steps: number): boolean {
  const binding = lookUp(program, id, scope);
  if (binding?.is === 'function') {
    const { body } = binding.fn.node;
    const [stmt] = body;
    const value = stmt && (stmt.s === 'do' || stmt.s === 'leave') ? stmt.value : null;
    const inner = value?.k === 'await' ? value.of : value;
    return body.length === 1 && inner !== null && isPause(program, inner, binding.fn, steps);
  }
  const value = binding?.is === 'value' ? binding.value : null;
  return (
    value?.k === 'call' && /(^|\.)promisify$/.test(dotted(value.of)) && value.args[0]?.k === 'name' && value.args[0].id === 'setImmediate'
  );
}

const isInLoop = ({ above }: Site): boolean => above.some((node) => 's' in node && node.s === 'loop');

/** The function blocks the loop, itself or through what it calls and does not wait for. */
function blocks(program: Program, fn: Fn, seen: Set<Fn> = new Set()): boolean {
  if (seen.has(fn)) return false;
  seen.add(fn);
  return callsIn(program, fn).some(
    (site) =>
      isBlocking(program, site) ||
      edgesOf(program, site).runs.some((next) => !next.inline && !next.node.isAsync && blocks(program, next, seen)),
  );
}
