// Takes away the built-ins that the list does not have. Imported before any stand-in copies or replaces one.
import { BUILT_INS } from './built-in-list.ts';

const prototypeOf = (value: object): object => Object.getPrototypeOf(value) as object;
const arrayIterator = prototypeOf([][Symbol.iterator]());

/** Those that no name leads to. */
const HIDDEN: Readonly<Record<string, object>> = {
  TypedArray: prototypeOf(Int8Array),
  'TypedArray.prototype': prototypeOf(Int8Array.prototype),
  'Iterator.prototype': prototypeOf(arrayIterator),
  'ArrayIterator.prototype': arrayIterator,
  'MapIterator.prototype': prototypeOf(new Map()[Symbol.iterator]()),
  'SetIterator.prototype': prototypeOf(new Set()[Symbol.iterator]()),
  'StringIterator.prototype': prototypeOf(''[Symbol.iterator]()),
  'RegExpStringIterator.prototype': prototypeOf('a'.matchAll(/a/g)),
  'GeneratorFunction.prototype': prototypeOf(function* () {}),
  'Generator.prototype': prototypeOf(prototypeOf((function* () {})())),
};

function objectOf(path: string): object | undefined {
  if (path in HIDDEN) return HIDDEN[path];
  return path.split('.').reduce<object | undefined>((at, name) => (at as Record<string, object> | undefined)?.[name], globalThis);
}

/** As the list writes it. */
const nameOf = (key: string | symbol): string => (typeof key === 'string' ? key : (key.description ?? '').replace('Symbol.', '@@'));

/** Node gives its programs these two; the language has them since. */
for (const name of ['dispose', 'asyncDispose']) {
  if (!(name in Symbol)) Object.defineProperty(Symbol, name, { value: Symbol(`Symbol.${name}`) });
}

// In the browser the realm outlives a kernel: the next run's finds it frozen, and nothing is left to take away.
for (const entry of BUILT_INS.trim().split(/\n(?! )/)) {
  const [path, ...names] = entry.split(/:?\s+/) as [string, ...string[]];
  const object = objectOf(path);
  if (object) for (const key of Reflect.ownKeys(object)) if (!names.includes(nameOf(key))) Reflect.deleteProperty(object, key);
}
