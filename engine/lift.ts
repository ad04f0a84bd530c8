// A limit that is taken away, to see what the stage would be without it: everything else, the weather included, stays as it is. What is a
// number of the world (cores, slots, CPU) is changed there instead; these are the limits that only the engine or the guest can lift.
import type { ResourceKind } from './resource-kind.ts';

export type Lift =
  /** A resource inside the guest, as the guest tells of it (RESOURCE): it has room for everybody. */
  | { readonly kind: 'guest'; readonly resource: ResourceKind; readonly name: string }
  /** Steps that hold the loop at this line for this reason (SLOW_STEP) run beside it; what follows in the request still waits for them. */
  | { readonly kind: 'step'; readonly line: number; readonly what: string }
  /** Nobody waits for a row that another transaction has locked. */
  | { readonly kind: 'rows' };

/** Servers of a resource that is lifted. */
export const LIFTED_SERVERS = 1_000_000;

/** Whether a SLOW_STEP is lifted. The guest asks the same, and turns its clock back as the engine does. */
export function liftsStep(lift: Lift | undefined, line: number, text: string): boolean {
  if (lift?.kind !== 'step' || lift.line !== line) return false;
  const [what] = text.split('\u0001');
  return what === lift.what;
}
