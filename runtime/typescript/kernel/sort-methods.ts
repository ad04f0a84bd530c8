// sort and toSorted of arrays and typed arrays, as ECMA-262 has them around the sorting itself (sort.ts).
import { sortDense } from './sort.ts';

type Compare = (a: unknown, b: unknown) => unknown;
type Sort = (this: unknown, compare?: unknown) => unknown;

function check(compare: unknown): asserts compare is Compare | undefined {
  if (compare !== undefined && typeof compare !== 'function')
    throw new TypeError('The comparison function must be either a function or undefined');
}

function compareTexts(a: unknown, b: unknown): number {
  const [one, other] = [`${a}`, `${b}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Turning objects into texts runs the program's code as a comparator does. */
function holdsObjects(list: ArrayLike<unknown>): boolean {
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    if ((typeof value === 'object' && value !== null) || typeof value === 'function') return true;
  }
  return false;
}

/** Sorted, undefined last. */
function sorted(list: readonly unknown[], compare: Compare | undefined): unknown[] {
  const result: unknown[] = list.filter((value) => value !== undefined);
  sortDense(result, compare ?? compareTexts);
  while (result.length < list.length) result.push(undefined);
  return result;
}

export function arraySort(native: Sort): Sort {
  return function sort(compare) {
    check(compare);
    if (this === null || this === undefined) return Reflect.apply(native, this, []);
    const object = Object(this) as Record<number, unknown> & { readonly length: number };
    if (compare === undefined && !holdsObjects(object)) return native.call(this);
    const { length } = object;
    const present: unknown[] = [];
    for (let i = 0; i < length; i++) if (i in object) present.push(object[i]);
    const result = sorted(present, compare);
    for (let i = 0; i < result.length; i++) object[i] = result[i];
    for (let i = result.length; i < length; i++) if (i in object) delete object[i];
    return object;
  };
}

export function arrayToSorted(native: Sort): Sort {
  return function toSorted(compare) {
    check(compare);
    if (this === null || this === undefined) return Reflect.apply(native, this, []);
    const object = Object(this) as ArrayLike<unknown>;
    if (compare === undefined && !holdsObjects(object)) return native.call(this);
    const { length } = object;
    const list: unknown[] = [];
    for (let i = 0; i < length; i++) list.push(object[i]);
    return sorted(list, compare);
  };
}

/** Sorts `target`, whose values `source` has too. */
function mergeSort(source: unknown[], from: number, to: number, target: unknown[], compare: Compare): void {
  const middle = from + ((to - from) >> 1);
  if (middle - from > 1) mergeSort(target, from, middle, source, compare);
  if (to - middle > 1) mergeSort(target, middle, to, source, compare);
  let left = from;
  let right = middle;
  for (let i = from; i < to; i++) {
    const isLeft = left < middle && (right >= to || !(+(compare(source[left], source[right]) as number) > 0));
    target[i] = source[isLeft ? left++ : right++];
  }
}

function sortTyped(values: Record<number, unknown> & ArrayLike<unknown>, compare: Compare): void {
  const target: unknown[] = [];
  for (let i = 0; i < values.length; i++) target.push(values[i]);
  if (target.length > 1) mergeSort([...target], 0, target.length, target, compare);
  for (let i = 0; i < target.length; i++) values[i] = target[i];
}

const isTyped = (value: unknown): boolean => ArrayBuffer.isView(value) && !(value instanceof DataView);

export function typedArraySort(native: Sort): Sort {
  return function sort(compare) {
    check(compare);
    if (compare === undefined || !isTyped(this)) return native.call(this);
    sortTyped(this as ArrayLike<unknown>, compare);
    return this;
  };
}

export function typedArrayToSorted(native: Sort): Sort {
  return function toSorted(compare) {
    check(compare);
    if (compare === undefined || !isTyped(this)) return native.call(this);
    // For an array of the same kind: in the order of numbers, still to be replaced.
    const made = native.call(this) as Record<number, unknown> & ArrayLike<unknown>;
    const own = this as ArrayLike<unknown>;
    for (let i = 0; i < made.length; i++) made[i] = own[i];
    sortTyped(made, compare);
    return made;
  };
}
