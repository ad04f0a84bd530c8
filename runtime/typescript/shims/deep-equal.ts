// util.isDeepStrictEqual and assert.deepEqual.
import * as kinds from './inspect/kinds.ts';

type Pairs = Map<object, object>;

function sameProperties(a: object, b: object, strict: boolean, seen: Pairs): boolean {
  const own = (value: object) => Reflect.ownKeys(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
  const keys = strict ? own(a) : Object.keys(a);
  if (keys.length !== (strict ? own(b) : Object.keys(b)).length) return false;
  return keys.every(
    (key) =>
      Object.prototype.propertyIsEnumerable.call(b, key) &&
      same((a as Record<string | symbol, unknown>)[key], (b as Record<string | symbol, unknown>)[key], strict, seen),
  );
}

function sameSets(a: Set<unknown>, b: Set<unknown>, strict: boolean, seen: Pairs): boolean {
  if (a.size !== b.size) return false;
  const left = [...b];
  return [...a].every((item) => {
    const at = b.has(item) ? left.indexOf(item) : left.findIndex((other) => same(item, other, strict, seen));
    if (at === -1) return false;
    left.splice(at, 1);
    return true;
  });
}

function sameMaps(a: Map<unknown, unknown>, b: Map<unknown, unknown>, strict: boolean, seen: Pairs): boolean {
  if (a.size !== b.size) return false;
  const left = [...b];
  return [...a].every(([key, item]) => {
    const at = left.findIndex(([otherKey, other]) => same(key, otherKey, strict, seen) && same(item, other, strict, seen));
    if (at === -1) return false;
    left.splice(at, 1);
    return true;
  });
}

function sameKind(a: object, b: object, strict: boolean): boolean {
  if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a) !== Array.isArray(b) || Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
  return typeof a === typeof b && typeof a !== 'function';
}

function sameContent(a: object, b: object, strict: boolean, seen: Pairs): boolean {
  if (Array.isArray(a) && a.length !== (b as unknown[]).length) return false;
  if (kinds.isDate(a)) return kinds.isDate(b) && Object.is(a.getTime(), b.getTime()) && sameProperties(a, b, strict, seen);
  if (kinds.isRegExp(a)) return kinds.isRegExp(b) && String(a) === String(b) && a.lastIndex === b.lastIndex;
  if (kinds.isNativeError(a)) {
    const other = b as Error;
    if (a.message !== other.message || a.name !== other.name || !same(a.cause, other.cause, strict, seen)) return false;
  }
  if (ArrayBuffer.isView(a)) {
    const [left, right] = [a, b as ArrayBufferView].map((view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength)) as [
      Uint8Array,
      Uint8Array,
    ];
    return left.length === right.length && left.every((byte, i) => byte === right[i]);
  }
  const box = kinds.boxed(a);
  if (box && !Object.is(box.primitive, kinds.boxed(b)?.primitive)) return false;
  if (kinds.isSet(a) && !(kinds.isSet(b) && sameSets(a, b, strict, seen))) return false;
  if (kinds.isMap(a) && !(kinds.isMap(b) && sameMaps(a, b, strict, seen))) return false;
  return sameProperties(a, b, strict, seen);
}

export function same(a: unknown, b: unknown, strict: boolean, seen: Pairs = new Map()): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    // biome-ignore lint/suspicious/noDoubleEquals: loose equality is what is asked for
    return strict ? false : a == b && typeof a !== 'object' && typeof b !== 'object';
  }
  if (!sameKind(a, b, strict)) return false;
  if (seen.get(a) === b) return true;
  seen.set(a, b);
  const result = sameContent(a, b, strict, seen);
  seen.delete(a);
  return result;
}
