// What a built-in of JavaScript would work on or make is looked at before it runs: in native code nothing is counted, and what it takes at once can
// end the host. The limits are the worker's own, so that they are met at the same place on every machine.
import { proxies } from '../shims/inspect/kinds.ts';
import { checkHost, end, S } from './counters.ts';
import { BASE_BYTES, checkMemory, heldBytes } from './memory.ts';
import { count, worker } from './worker.ts';

/** Longer texts are an error in V8. */
const LONGEST_TEXT = 536_870_888;
/** A built-in goes through no more elements, be they there or not: a dense array of so many has half a gigabyte. */
const MOST_ELEMENTS = 67_108_864;
/** What is made at once and is larger than this is added up, and after so much of it memory is looked at. */
const LARGE_BYTES = 1_000_000;
const LOOK_BYTES = 64_000_000;
/** An element of an array. */
const SLOT_BYTES = 8;

/** Measured: V8 takes 10 ns for what is 16 steps of the matcher, 1 ns for 2. */
const STEPS_PER_NS = 2;
/** Of one call of a regular expression. */
const MOST_STEPS = 100_000_000;

let madeBytes = 0;

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;

/** A regular expression has taken so many steps more; `total` in this one call. */
export function countSteps(steps: number, total: number, pattern: string): void {
  if (total > MOST_STEPS)
    throw end(
      'endless-loop',
      `the regular expression /${pattern.slice(0, 100)}/ backtracks without end: more than ${MOST_STEPS.toLocaleString('en')} steps in one call`,
      S.l,
    );
  count(Math.ceil(steps / STEPS_PER_NS));
}

/** A built-in is about to make something of this size. Ends the turn where no worker has so much. */
export function checkSize(bytes: number, what: string): void {
  if (!(bytes > LARGE_BYTES)) return;
  const at = worker();
  const limit = at.options.memoryBytes;
  if (bytes + BASE_BYTES > limit)
    throw end(
      'memory',
      `${what} takes ${bytes < Number.MAX_SAFE_INTEGER ? megabytes(bytes) : 'more'}, and a worker has ${megabytes(limit)}`,
      S.l,
    );
  madeBytes += bytes;
  if (madeBytes < LOOK_BYTES) return;
  madeBytes = 0;
  checkHost();
  checkMemory(at, true);
  const held = heldBytes();
  if (held > limit) throw end('memory', `the program holds ${megabytes(held)}, and a worker has ${megabytes(limit)}`, S.l);
}

/** A built-in is about to make a text of so many characters. */
export function checkText(length: number, what: string): void {
  if (length > LONGEST_TEXT) throw new RangeError('Invalid string length');
  checkSize(length, what);
}

/** ... or an array of so many elements. */
export function checkElements(count: number, what: string): void {
  checkSize(count * SLOT_BYTES, what);
}

/** What a method of arrays goes through: an array-like's length is read once, so that it cannot be another one when the method reads it. */
export function holdElements(self: unknown, what: string): unknown {
  if ((typeof self !== 'object' && typeof self !== 'function') || self === null) return self;
  const plain = !proxies.has(self) && Object.getOwnPropertyDescriptor(self, 'length');
  const length = plain && 'value' in plain ? plain.value : (self as { length?: unknown }).length;
  const n = typeof length === 'bigint' || typeof length === 'symbol' ? 0 : Number(length);
  if (n > MOST_ELEMENTS) throw end('endless-loop', `${what} goes through ${n.toLocaleString('en')} elements`, S.l);
  if ((plain && 'value' in plain) || ArrayBuffer.isView(self)) return self;
  return new Proxy(self, { get: (target, key) => (key === 'length' ? n : Reflect.get(target, key)) });
}

/** Elements that a flat array of this one has, as far as a worker has room for them. */
export function flatElements(list: unknown, depth: unknown): number {
  const most = worker().options.memoryBytes / SLOT_BYTES;
  let count = 0;
  const visit = (items: readonly unknown[], left: number): void => {
    if (left < 1 || count > most) {
      count += items.length;
      return;
    }
    for (let i = 0; i < items.length && count <= most; i++) {
      const item = items[i];
      if (Array.isArray(item)) visit(item, left - 1);
      else count++;
    }
  };
  if (Array.isArray(list) && !proxies.has(list)) visit(list, depth === undefined ? 1 : Number(depth) || 0);
  return count;
}

/** Elements of an array that others are appended to. */
export function joinedElements(list: unknown, others: ArrayLike<unknown>): number {
  let count = Array.isArray(list) ? list.length : 1;
  for (let i = 0; i < others.length; i++) {
    const other = others[i];
    count += Array.isArray(other) ? other.length : 1;
  }
  return count;
}

/** Parts that a text falls into. */
export function partsOf(text: string, separator: unknown): number {
  if (text.length < LARGE_BYTES) return 0;
  if (separator === '') return text.length;
  if (typeof separator !== 'string') return 0;
  let parts = 1;
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + separator.length)) parts++;
  return parts;
}
