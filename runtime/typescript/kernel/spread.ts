// Spreading copies in native code, where no counter is: what it goes through is counted by size.
import { COPY_NS, FROM_NS } from './builtin-costs.ts';
import { spend } from './meter.ts';
import { checkElements } from './size-limits.ts';

/** Shorter ones count as the expression does. */
const SHORT = 16;
/** Copying a property of an object with many (measured: Node 20, which copies them one by one). */
const FIELD_NS = 150;
const { keys } = Object;
const sizeOfMap = Object.getOwnPropertyDescriptor(Map.prototype, 'size')?.get as (this: unknown) => number;
const sizeOfSet = Object.getOwnPropertyDescriptor(Set.prototype, 'size')?.get as (this: unknown) => number;

/** [...value], f(...value). text: how the program writes it. */
export function spreadElements(value: unknown, inCall: boolean, text = 'object'): unknown {
  if (Array.isArray(value)) {
    if (value.length > SHORT) spent(value.length, COPY_NS);
  } else if (typeof value === 'string') {
    if (value.length > SHORT) spent(value.length, FROM_NS);
  } else if (value instanceof Map) spent(sizeOfMap.call(value), FROM_NS);
  else if (value instanceof Set) spent(sizeOfSet.call(value), FROM_NS);
  else if (typeof (value as { [Symbol.iterator]?: unknown } | null | undefined)?.[Symbol.iterator] !== 'function')
    throw notIterable(value, inCall, text);
  return value;
}

/** V8's words for it. */
function notIterable(value: unknown, inCall: boolean, text: string): TypeError {
  if (!inCall) return new TypeError(`${text} is not iterable`);
  if (value === undefined || value === null) return new TypeError(`${text} is not iterable (cannot read property undefined)`);
  return new TypeError('Spread syntax requires ...iterable[Symbol.iterator] to be a function');
}

function spent(count: number, eachNs: number): void {
  // What is made grows under way, and is copied each time.
  checkElements(4 * count, 'spreading');
  spend(count * eachNs, 'spreading', count, 'elements');
}

/** { ...value } */
export function spreadFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const count = Array.isArray(value) ? value.length : keys(value).length;
  if (count > SHORT) spend(count * FIELD_NS, 'spreading', count, 'properties');
  return value;
}
