// What an object is, whatever it says of itself: by its internal slots, as util.types tells.
import { asyncToGenerator, GuestPromise } from '../../kernel/promise.ts';

const getter = (prototype: object, name: string | symbol) =>
  Object.getOwnPropertyDescriptor(prototype, name)?.get as (this: unknown) => unknown;
const typedArray = Object.getPrototypeOf(Int8Array.prototype) as object;
const mapSize = getter(Map.prototype, 'size');
const setSize = getter(Set.prototype, 'size');
const typedTag = getter(typedArray, Symbol.toStringTag);
const arrayBufferLength = getter(ArrayBuffer.prototype, 'byteLength');
const dataViewLength = getter(DataView.prototype, 'byteLength');
const regExpSource = getter(RegExp.prototype, 'source');
const { has: weakMapHas } = WeakMap.prototype;
const { has: weakSetHas } = WeakSet.prototype;
const { getTime } = Date.prototype;
const mapIterator = Object.getPrototypeOf(new Map()[Symbol.iterator]()) as { next(): IteratorResult<unknown> };
const setIterator = Object.getPrototypeOf(new Set()[Symbol.iterator]()) as { next(): IteratorResult<unknown> };
const generatorPrototype = Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())) as object;
const generatorFunction = Object.getPrototypeOf(function* () {}) as object;
const unit = {};

/** Whether the method does not throw for the receiver. */
function accepts(method: (this: never, ...args: never[]) => unknown, receiver: unknown, ...args: unknown[]): boolean {
  try {
    Reflect.apply(method, receiver as never, args);
    return true;
  } catch {
    return false;
  }
}

const isObject = (value: unknown): value is object => (typeof value === 'object' && value !== null) || typeof value === 'function';
const inherits = (value: unknown, prototype: object): boolean => isObject(value) && Object.prototype.isPrototypeOf.call(prototype, value);
/** Objects of no class of the language need no look into their slots. */
const orphan = (value: unknown): boolean => isObject(value) && !(value instanceof Object);
const kind =
  (prototype: object, method: (this: never, ...args: never[]) => unknown, ...args: unknown[]) =>
  (value: unknown) =>
    (inherits(value, prototype) || orphan(value)) && accepts(method, value, ...args);

export const isMap = kind(Map.prototype, mapSize) as (value: unknown) => value is Map<unknown, unknown>;
export const isSet = kind(Set.prototype, setSize) as (value: unknown) => value is Set<unknown>;
export const isDate = kind(Date.prototype, getTime) as (value: unknown) => value is Date;
export const isArrayBuffer = kind(ArrayBuffer.prototype, arrayBufferLength) as (value: unknown) => value is ArrayBuffer;
export const isDataView = kind(DataView.prototype, dataViewLength) as (value: unknown) => value is DataView;
export const isWeakMap = kind(WeakMap.prototype, weakMapHas, unit);
export const isWeakSet = kind(WeakSet.prototype, weakSetHas, unit);
export const isMapIterator = (value: unknown): boolean => inherits(value, mapIterator) && value !== mapIterator;
export const isSetIterator = (value: unknown): boolean => inherits(value, setIterator) && value !== setIterator;
const { next: nextOfMap } = mapIterator;
const { next: nextOfSet } = setIterator;
const rests = new WeakMap<object, unknown[]>();

/** What an iterator of a Map or Set has yet to give. Nobody can look into one without going on with it: it is gone through, and gives what was
 *  found from then on. */
export function restOfIterator(iterator: object): readonly unknown[] {
  const known = rests.get(iterator);
  if (known) return known;
  const next = isMapIterator(iterator) ? nextOfMap : nextOfSet;
  const rest: unknown[] = [];
  for (let step = next.call(iterator as never); !step.done; step = next.call(iterator as never)) rest.push(step.value);
  rests.set(iterator, rest);
  const give = { next: () => (rest.length > 0 ? { value: rest.shift(), done: false } : { value: undefined, done: true }) };
  Object.defineProperty(iterator, 'next', { value: give.next, writable: true, configurable: true });
  return rest;
}

export const isGeneratorObject = (value: unknown): boolean => inherits(value, generatorPrototype);
export const isPromise = (value: unknown): value is GuestPromise => GuestPromise.isPromise(value);
export const isNativeError = (value: unknown): value is Error => value instanceof Error;
export const isRegExp = (value: unknown): value is RegExp => value !== RegExp.prototype && kind(RegExp.prototype, regExpSource)(value);
export const typedArrayName = (value: unknown): string | undefined =>
  ArrayBuffer.isView(value) ? (typedTag.call(value) as string | undefined) : undefined;
export const sizeOfMap = (map: unknown): number => mapSize.call(map) as number;
export const sizeOfSet = (set: unknown): number => setSize.call(set) as number;
export const isArguments = (value: unknown): boolean =>
  isObject(value) && !(Symbol.toStringTag in value) && Object.prototype.toString.call(value) === '[object Arguments]';

const BOXES: readonly (readonly [string, object, (this: never) => unknown])[] = [
  ['Number', Number.prototype, Number.prototype.valueOf],
  ['String', String.prototype, String.prototype.valueOf],
  ['Boolean', Boolean.prototype, Boolean.prototype.valueOf],
  ['BigInt', BigInt.prototype, BigInt.prototype.valueOf],
  ['Symbol', Symbol.prototype, Symbol.prototype.valueOf],
];

/** The primitive inside new Number(1) and the like, with its type's name. */
export function boxed(value: unknown): { type: string; primitive: unknown } | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const [type, prototype, read] of BOXES)
    if ((inherits(value, prototype) || orphan(value)) && accepts(read, value))
      return { type, primitive: Reflect.apply(read, value as never, []) };
  return null;
}

const sourceOf = (value: unknown): string => Function.prototype.toString.call(value);
// What Babel leaves of an async function: a call of its body, which the kernel runs.
const LOWERED = /(?:\.asyncToGenerator\(|\{\s*return _[\w$]+\.apply\(this, arguments\);?\s*\}$)/;
/** Text of a function that the kernel makes of an async one: the same for all. */
const RUNNER = sourceOf(asyncToGenerator(function* () {}));
const LOWERED_GENERATOR = /\.wrapAsyncGenerator\(/;

export const isGeneratorFunction = (value: unknown): boolean =>
  typeof value === 'function' && (inherits(value, generatorFunction) || LOWERED_GENERATOR.test(sourceOf(value)));
export const isAsyncFunction = (value: unknown): boolean => {
  if (typeof value !== 'function' || inherits(value, generatorFunction)) return false;
  const source = sourceOf(value);
  if (source === RUNNER) return true;
  return !source.startsWith('class') && (LOWERED.test(source) || LOWERED_GENERATOR.test(source));
};

/** A function's text as the user wrote it: without the counters that the compiler puts in. */
export const functionText = (value: unknown): string =>
  sourceOf(value)
    .replace(/^([^{]*?=> )\(\(S\u02d1\.n \+= \d+\) > S\u02d1\.m && S\u02d1\.o\(\), ([\s\S]*)\)$/, '$1$2')
    .replace(/\s*\(S\u02d1\.n \+= \d+\) > S\u02d1\.m && S\u02d1\.o\(\);?/g, '')
    .replace(/\s*S\u02d1\.l = \d+;?/g, '')
    .replace(/\{\s*\}$/, '{}');

const CLASS_HEAD = /^class\b\s*(?:[\w$]+\s*)?(?:extends\s[^{]+)?\{/;
export const isClass = (value: unknown): boolean => typeof value === 'function' && CLASS_HEAD.test(sourceOf(value).slice(0, 2_000));

/** Prototypes of the language itself, with the names of their constructors: their `constructor` is an accessor once the realm is frozen. */
export const INTRINSICS = new Map<object, string>();
for (const name of `Object Function Array String Number Boolean BigInt Symbol Map Set WeakMap WeakSet RegExp Date Error EvalError RangeError
  ReferenceError SyntaxError TypeError URIError AggregateError ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array
  Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array Iterator`.split(/\s+/)) {
  const found = (globalThis as Record<string, unknown>)[name] as { prototype?: object } | undefined;
  if (found?.prototype) INTRINSICS.set(found.prototype, name);
}
INTRINSICS.set(GuestPromise.prototype, 'Promise');
INTRINSICS.set(typedArray, 'TypedArray');
INTRINSICS.set(Object.getPrototypeOf(function* () {}) as object, 'GeneratorFunction');
INTRINSICS.set(generatorPrototype, '');

/** Targets of proxies: inspect looks at them, not through their handlers. */
export const proxies = new WeakMap<object, { readonly target: object; readonly handler: object }>();
