// One walk over what a program holds, in bytes of V8 (64 bits, without compressed pointers).
import { proxies } from '../shims/inspect/kinds.ts';
import { S } from './counters.ts';
import { GuestPromise } from './promise.ts';

/** Entries of a container that are looked at, by its depth; the others are taken to be like them. */
const SAMPLED = [40, 12, 6, 4, 3, 3, 2, 2];
/** More properties than these make an object a dictionary. */
const DICTIONARY = 128;

type Peek = (of: object) => readonly unknown[];

/** Private fields of an instance, by the prototype of their class; and of the class itself. */
const instanceFields = new WeakMap<object, Peek>();
const staticFields = new WeakMap<object, () => readonly unknown[]>();

/** A class has private fields (compiler/keep.ts). */
export function keepInside(kind: { readonly prototype: object }, peek: Peek, peekStatic: () => readonly unknown[]): void {
  instanceFields.set(kind.prototype, peek);
  staticFields.set(kind, peekStatic);
}

const { getPrototypeOf, getOwnPropertyDescriptor, keys } = Object;
const { entries: mapEntries } = Map.prototype;
const { values: setValues } = Set.prototype;
const sizeOfMap = getOwnPropertyDescriptor(Map.prototype, 'size')?.get as (this: Map<unknown, unknown>) => number;
const sizeOfSet = getOwnPropertyDescriptor(Set.prototype, 'size')?.get as (this: Set<unknown>) => number;
const bufferOfArray = getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), 'buffer')?.get as (this: object) => object;
const bufferOfView = getOwnPropertyDescriptor(DataView.prototype, 'buffer')?.get as (this: object) => object;
const bytesOfBuffer = getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get as (this: object) => number;

export class Walk {
  /** Values looked at. */
  visits = 0;
  readonly #seen = new Set<object>();

  /** What a binding holds; nothing before it has a value. */
  root(read: () => unknown): number {
    try {
      return this.#size(read(), 0);
    } catch (error) {
      if (S.f) throw error;
      return 0;
    }
  }

  #size(value: unknown, depth: number): number {
    this.visits++;
    switch (typeof value) {
      case 'string':
        return stringBytes(value);
      case 'number':
        // Small integers lie in the slot itself.
        return (value | 0) === value ? 0 : 16;
      case 'bigint':
        return 24;
      case 'object':
      case 'function':
        return value === null ? 0 : this.#reference(value, depth);
      default:
        return 0;
    }
  }

  #reference(value: object, depth: number): number {
    if (depth >= SAMPLED.length || this.#seen.has(value)) return 0;
    this.#seen.add(value);
    if (isWatched(value)) return 48;
    if (Array.isArray(value)) return this.#array(value, depth);
    if (value instanceof Map) {
      const n = sizeOfMap.call(value);
      return 56 + 42 * n + this.#sample(mapEntries.call(value), n, depth, true) + this.#fields(value, depth);
    }
    if (value instanceof Set) {
      const n = sizeOfSet.call(value);
      return 56 + 30 * n + this.#sample(setValues.call(value), n, depth, false) + this.#fields(value, depth);
    }
    if (ArrayBuffer.isView(value))
      return 96 + this.#reference((value instanceof DataView ? bufferOfView : bufferOfArray).call(value), depth);
    if (value instanceof ArrayBuffer) return 80 + bytesOfBuffer.call(value);
    if (GuestPromise.isPromise(value))
      return 56 + this.#size(GuestPromise.isPending(value) ? null : GuestPromise.reasonOf(value), depth + 1);
    if (typeof value === 'function') return 64 + this.#inside(staticFields.get(value)?.(), depth) + this.#fields(value, depth);
    return 24 + this.#fields(value, depth);
  }

  #array(list: readonly unknown[], depth: number): number {
    const n = list.length;
    const sampled = Math.min(n, SAMPLED[depth] as number);
    let total = 0;
    for (let i = 0; i < sampled; i++) {
      // No getter of the program's runs.
      const item = getOwnPropertyDescriptor(list, Math.floor((i * n) / sampled))?.value;
      // Numbers of a list lie in its slots.
      if (typeof item !== 'number') total += this.#size(item, depth + 1);
    }
    return 48 + 9 * n + (sampled === 0 ? 0 : (total * n) / sampled);
  }

  #sample(items: Iterator<unknown>, n: number, depth: number, pairs: boolean): number {
    const sampled = Math.min(n, SAMPLED[depth] as number);
    let total = 0;
    for (let i = 0; i < sampled; i++) {
      const { value } = items.next();
      if (pairs) total += this.#size((value as [unknown, unknown])[0], depth + 1) + this.#size((value as [unknown, unknown])[1], depth + 1);
      else total += this.#size(value, depth + 1);
    }
    return sampled === 0 ? 0 : (total * n) / sampled;
  }

  /** Own properties and private fields. */
  #fields(value: object, depth: number): number {
    const names = keys(value);
    const n = names.length;
    this.visits += n / 16;
    const dictionary = n > DICTIONARY;
    const sampled = dictionary ? Math.min(n, SAMPLED[depth] as number) : n;
    let total = 0;
    for (let i = 0; i < sampled; i++) {
      const name = names[Math.floor((i * n) / sampled)] as string;
      const property = getOwnPropertyDescriptor(value, name);
      if (property && 'value' in property) total += this.#size(property.value, depth + 1);
      // Objects of one shape share their names.
      if (dictionary) total += stringBytes(name);
    }
    let own = (dictionary ? 64 : 8) * n + (sampled === 0 ? 0 : (total * n) / sampled);
    for (let at = getPrototypeOf(value) as object | null; at !== null; at = getPrototypeOf(at) as object | null) {
      own += this.#inside(instanceFields.get(at)?.(value), depth);
    }
    return own;
  }

  #inside(fields: readonly unknown[] | undefined, depth: number): number {
    if (fields === undefined) return 0;
    let total = 8 * fields.length;
    for (const field of fields) total += this.#size(field, depth + 1);
    return total;
  }
}

/** Whether looking at it would run the program's own code: it is a Proxy, or an heir of one. */
function isWatched(value: object): boolean {
  for (let at: object | null = value; at !== null; at = getPrototypeOf(at) as object | null) if (proxies.has(at)) return true;
  return false;
}

const WIDE = /[\u0100-\uffff]/;

/** Strings of this length and more are made of parts, which stay beside what they were joined to. */
const JOINED = 13;

/** One byte a unit, or two where one of them needs it. */
function stringBytes(text: string): number {
  return (text.length < JOINED ? 16 : 52) + text.length * (WIDE.test(text.length > 100 ? text.slice(0, 100) : text) ? 2 : 1);
}
