// A call that keeps the event loop until it is done, in a function that runs on the loop.
import { callsIn, type Site } from '../calls.ts';
import { type Checked, type CodeFinding, finding } from '../finding.ts';
import { isHandedOver, KEEPS } from '../kept.ts';
import { isBlockingMethod, isBlockingName } from '../libraries.ts';
import { libraryName, type Program } from '../program.ts';
import { isHandedOn } from '../reach.ts';
import { dotted } from '../syntax.ts';
import { typeOf } from '../types.ts';
import { isAwaited } from '../waits.ts';

export function findBlockingCalls({ program, reach }: Checked): CodeFinding[] {
  return [...reach.onLoop].flatMap((fn) =>
    callsIn(program, fn)
      .filter((site) => isBlocking(program, site) && !isHandedOn(program, site.scope, fn) && !isRememberedThere(site))
      .map(({ call, scope }) => finding('blocking-call', scope, call, dotted(call.of))),
  );
}

/** `if (!known.has(key)) known.set(key, derive(...))`: the first time only. */
function isRememberedThere({ above, scope }: Site): boolean {
  if (!above.some((node) => 's' in node && node.s === 'if')) return false;
  if (above.some((node) => 'k' in node && node.k === 'call' && KEEPS.test(dotted(node.of)))) return true;
  const assign = above.find((node) => 'k' in node && node.k === 'assign');
  const targets = assign && 'k' in assign && assign.k === 'assign' ? assign.targets : [];
  return targets.some((target) => target.k === 'item' || (target.k === 'name' && isHandedOver(target.id, scope)));
}

export function isBlocking(program: Program, site: Site): boolean {
  const { call, scope } = site;
  if (isAwaited(site)) return false;
  const name = libraryName(program, call.of, scope);
  if (name !== null && isBlockingName(name)) return true;
  if (call.of.k !== 'attr') return false;
  // executor.submit(f).result() waits for the thread.
  if (call.of.id === 'result' && call.of.of.k === 'call' && /\.submit$/.test(dotted(call.of.of.of))) return true;
  const type = typeOf(program, call.of.of, scope);
  return type !== null && 'kind' in type && isBlockingMethod(type.kind, call.of.id);
}
