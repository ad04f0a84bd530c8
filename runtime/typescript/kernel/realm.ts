// The JavaScript that the user's code stands on. Nothing in it leads to the host: names are bound by the compiler, text is never evaluated, and
// what all workers share is frozen before the first line of the user's runs.

const NativeFunction = Function;

/** Evaluates the text of a function expression that our own compiler wrote. */
export function evaluate(code: string): unknown {
  return NativeFunction(`"use strict"; return (${code});`)();
}

function refuse(what: string): () => never {
  return function refused(): never {
    throw new EvalError(`not simulated: ${what}: code is never made from text here. Available: functions, closures, import of files`);
  };
}

/** Function, as the user sees it: for instanceof and its prototype, not to make code. */
export let GuestFunction = refuse('new Function()');
export const guestEval = refuse('eval()');

/** Properties that code sets on objects of its own although a prototype has them (error.name = ...): frozen, an assignment would fail. */
const OVERRIDDEN: readonly (readonly [object, readonly string[]])[] = [
  [Object.prototype, ['constructor', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString', 'toString', 'valueOf']],
  [Function.prototype, ['constructor', 'toString', 'name', 'length']],
  // Not their constructor: where it is no plain property, engines look it up at every slice, map and split, which takes twenty times as long.
  [Array.prototype, ['toString', 'toLocaleString']],
  [RegExp.prototype, ['toString']],
  // Buffer is a typed array with methods of its own.
  [
    Object.getPrototypeOf(Uint8Array.prototype) as object,
    ['toString', 'toLocaleString', 'slice', 'subarray', 'fill', 'set', 'includes', 'indexOf', 'lastIndexOf'],
  ],
  ...[Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError].map(
    (kind) => [kind.prototype as object, ['constructor', 'message', 'name', 'toString']] as const,
  ),
  ...[Map, Set, WeakMap, WeakSet, Date, String, Number, Boolean].map(
    (kind) => [kind.prototype as object, ['constructor', 'toString', 'valueOf']] as const,
  ),
];

/** What enableOverride has put behind getters. */
const overridable: unknown[] = [];
const getters = new WeakMap<object, unknown>();

/** The value of a property that can be shadowed, by the getter that stands in its place; undefined: another's. */
export function valueBehind(getter: unknown): unknown {
  return typeof getter === 'function' ? getters.get(getter) : undefined;
}

/** A frozen data property that can still be shadowed by an assignment to an heir. */
function enableOverride(prototype: object, name: string): void {
  const found = Object.getOwnPropertyDescriptor(prototype, name);
  if (!found || !('value' in found) || !found.configurable) return;
  const { value } = found;
  overridable.push(value);
  const get = () => value;
  getters.set(get, value);
  Object.defineProperty(prototype, name, {
    get,
    set(this: object, given: unknown) {
      if (this === prototype) throw new TypeError(`Cannot assign to read only property '${name}' of object`);
      Object.defineProperty(this, name, { value: given, writable: true, enumerable: true, configurable: true });
    },
    enumerable: found.enumerable ?? false,
    configurable: true,
  });
}

/** Freezes a class that all workers share. Its methods can still be shadowed: on one object by an assignment, in an heir. */
export function freezeClass(made: { readonly prototype: object }): void {
  const { prototype } = made;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const { value } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
    if (typeof value === 'function' && name !== 'constructor') Object.freeze(value);
    enableOverride(prototype, name);
  }
  Object.freeze(prototype);
  Object.freeze(made);
}

/** What literals and syntax reach without a name. */
function hiddenIntrinsics(): object[] {
  const generator = Object.getPrototypeOf(function* () {});
  const found: (object | null)[] = [
    generator,
    generator.prototype,
    Object.getPrototypeOf([][Symbol.iterator]()),
    Object.getPrototypeOf(new Map()[Symbol.iterator]()),
    Object.getPrototypeOf(new Set()[Symbol.iterator]()),
    Object.getPrototypeOf(''[Symbol.iterator]()),
    Object.getPrototypeOf('a'.matchAll(/a/g)),
    Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())),
    Object.getPrototypeOf(Int8Array),
    Object.getPrototypeOf(Int8Array.prototype),
  ];
  return found.filter((each): each is object => each !== null);
}

/** Constructors that make code from text: out of reach of `(() => {}).constructor`. */
function closeCodeMakers(): void {
  const makers: readonly [object, string][] = [
    [Function.prototype, 'Function'],
    [Object.getPrototypeOf(function* () {}), 'GeneratorFunction'],
    // Written as text: the bundler would lower the syntax.
    [Object.getPrototypeOf(evaluate('async function () {}') as object), 'AsyncFunction'],
    [Object.getPrototypeOf(evaluate('async function* () {}') as object), 'AsyncGeneratorFunction'],
  ];
  for (const [prototype, name] of makers) {
    const closed = name === 'Function' ? GuestFunction : refuse(`new ${name}()`);
    Object.defineProperty(closed, 'name', { value: name });
    Object.defineProperty(prototype, 'constructor', { value: closed, writable: false, configurable: true, enumerable: false });
  }
  Object.defineProperty(GuestFunction, 'prototype', { value: Function.prototype });
  Object.defineProperty(GuestFunction, 'name', { value: 'Function' });
}

const REGEXP_STATICS = [
  ...['input', 'lastMatch', 'lastParen', 'leftContext', 'rightContext', '$_', '$&', '$+', '$`', "$'"],
  ...Array.from('123456789', (digit) => `$${digit}`),
];

const { captureStackTrace } = Error;

/** The stack is a field on every engine (newer V8 makes an accessor of it), and of the error's name and message alone. */
function captureText(target: object): void {
  captureStackTrace?.(target);
  const value = Error.prototype.toString.call(target);
  Object.defineProperty(target, 'stack', { value, writable: true, enumerable: false, configurable: true });
}

/** What only a realm that is not frozen yet allows. */
function prepare(): void {
  // A setter that all workers would share, and getters that tell what the kernel matched last.
  for (const name of REGEXP_STATICS) delete (RegExp as unknown as Record<string, unknown>)[name];
  // Changes the pattern of an expression that has been looked at.
  delete (RegExp.prototype as { compile?: unknown }).compile;
  closeCodeMakers();
  Object.defineProperty(captureText, 'name', { value: 'captureStackTrace' });
  Object.defineProperty(Error, 'captureStackTrace', { value: captureText, writable: true, configurable: true });
  // Frames of an error's stack are the host's and differ between engines: the user's own line is added by placeError.
  (Error as { stackTraceLimit?: number }).stackTraceLimit = 0;
  for (const [prototype, names] of OVERRIDDEN) for (const name of names) enableOverride(prototype, name);
}

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype) as object;

/** Prototypes of whatever has elements, but for lists: see lockSlowly. */
function underElements(names: readonly string[]): Set<object> {
  const found = new Set<object>([Object.prototype, TYPED_ARRAY]);
  for (const name of names) {
    const prototype = (globalThis as unknown as Record<string, { prototype?: object } | undefined>)[name]?.prototype;
    if (prototype && Object.getPrototypeOf(prototype) === TYPED_ARRAY) found.add(prototype);
  }
  return found;
}

/**
 * Object.freeze, property by property. In V8 it gives an object frozen elements, even when it has none, and where a prototype has those every
 * store to an element (list[i] = x, bytes[i] = x) takes the slow path: 56 ns for a typed array in place of one. Not for Array.prototype:
 * to define its constructor, even as it was, makes slice and map look for a species each time, which costs more.
 */
function lockSlowly(prototype: object): void {
  Object.preventExtensions(prototype);
  for (const key of Reflect.ownKeys(prototype)) {
    const plain = 'value' in (Reflect.getOwnPropertyDescriptor(prototype, key) as PropertyDescriptor);
    Object.defineProperty(prototype, key, plain ? { writable: false, configurable: false } : { configurable: false });
  }
  // V8 keeps the properties of what was redefined in a dictionary until it is somebody's prototype anew.
  Object.setPrototypeOf({}, prototype);
}

/** Freezes what `roots` reach, and the intrinsics. Once, before any program. */
export function harden(roots: readonly object[]): void {
  // In the browser the realm outlives a kernel: the next run's finds it frozen.
  if (Object.isFrozen(Function.prototype)) GuestFunction = Function.prototype.constructor as () => never;
  else prepare();
  const names =
    `Object Function Array String Number Boolean BigInt Symbol Math JSON Reflect Proxy Map Set WeakMap WeakSet RegExp Date Error EvalError
    RangeError ReferenceError SyntaxError TypeError URIError AggregateError ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array
    Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array Promise Iterator Intl`.split(/\s+/);
  const intrinsics = names.map((name) => (globalThis as Record<string, unknown>)[name]).filter((each): each is object => Boolean(each));
  const slowly = underElements(names);
  const seen = new Set<object>();
  const freeze = (value: unknown): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) {
      const property = Reflect.getOwnPropertyDescriptor(value, key);
      if (!property) continue;
      if ('value' in property) freeze(property.value);
      else {
        freeze(property.get);
        freeze(property.set);
      }
    }
    freeze(Reflect.getPrototypeOf(value));
    if (slowly.has(value)) lockSlowly(value);
    else if (!ArrayBuffer.isView(value)) Object.freeze(value);
  };
  for (const each of [...intrinsics, ...hiddenIntrinsics(), ...roots, ...overridable]) freeze(each);
}
