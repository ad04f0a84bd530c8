// The globals of one worker: JavaScript's own where they are pure, ours where they tell time, chance or the world.
import { GuestRegExp } from '../regexp/guarded.ts';
import { GuestPromise } from './promise.ts';
import { GuestFunction, guestEval } from './realm.ts';
import { NotSimulated } from './worker.ts';

/** Classes of the stand-ins, which all workers share: frozen before the first program. */
export const SHARED: object[] = [];

/** Each returns names and values for a worker that begins. The stand-ins of the platform register here. */
export const GLOBAL_MAKERS: (() => Record<string, unknown>)[] = [];

const PURE =
  `AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Error EvalError Float32Array Float64Array Int16Array
  Int32Array Int8Array JSON Map Object Proxy RangeError ReferenceError Reflect RegExp Set String Number Symbol SyntaxError TypeError URIError
  Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape
  isFinite isNaN parseFloat parseInt NaN Infinity`.split(/\s+/);

/** Garbage collection and threads have no place in virtual time. */
const CLOSED = ['WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics', 'WebAssembly', 'Temporal'];

function closed(name: string): unknown {
  const refuse = () => {
    throw new NotSimulated(`not simulated: ${name}: when it acts depends on the machine`);
  };
  return new Proxy(class {}, {
    construct: refuse,
    apply: refuse,
    get: (_, key) => (typeof key === 'symbol' || key === 'prototype' ? undefined : refuse()),
  });
}

export function makeGlobals(): Record<string, unknown> {
  const globals: Record<string, unknown> = Object.create(null);
  for (const name of PURE) if (name in globalThis) globals[name] = (globalThis as Record<string, unknown>)[name];
  for (const name of CLOSED) globals[name] = closed(name);
  globals.Promise = GuestPromise;
  globals.RegExp = GuestRegExp;
  globals.Function = GuestFunction;
  globals.eval = guestEval;
  globals.undefined = undefined;
  globals.globalThis = globals;
  globals.global = globals;
  Object.defineProperty(globals, Symbol.toStringTag, { value: 'global', configurable: true });
  for (const make of GLOBAL_MAKERS) Object.assign(globals, make());
  return globals;
}
