// node:util.
import { GuestPromise } from '../kernel/promise.ts';
import { notSimulated, stateOf } from '../kernel/worker.ts';
import { same } from './deep-equal.ts';
import { TextDecoder, TextEncoder } from './encoding.ts';
import { format, formatWithOptions } from './inspect/format.ts';
import { CUSTOM, DEFAULTS, inspect } from './inspect/inspect.ts';
import * as kinds from './inspect/kinds.ts';
import { checkFunction } from './node-errors.ts';
import { warn } from './process.ts';
import { nextTick } from './timers.ts';

type Anything = (this: unknown, ...args: unknown[]) => unknown;

export const PROMISIFIED = Symbol.for('nodejs.util.promisify.custom');

function promisify(original: unknown): unknown {
  checkFunction(original, 'original');
  const own = (original as unknown as Record<symbol, unknown>)[PROMISIFIED];
  if (own !== undefined) {
    checkFunction(own, 'util.promisify.custom');
    return own;
  }
  function promisified(this: unknown, ...args: unknown[]): GuestPromise {
    const promise = GuestPromise.pending();
    Reflect.apply(original as Anything, this, [
      ...args,
      (error: unknown, value: unknown) => {
        if (error) GuestPromise.rejectWith(promise, error);
        else GuestPromise.resolveWith(promise, value);
      },
    ]);
    return promise;
  }
  Object.setPrototypeOf(promisified, Object.getPrototypeOf(original) as object);
  Object.defineProperty(promisified, PROMISIFIED, { value: promisified, configurable: true });
  return Object.defineProperties(promisified, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = PROMISIFIED;

function callbackify(original: unknown): Anything {
  checkFunction(original, 'original');
  function callbackified(this: unknown, ...args: unknown[]): void {
    const callback = args.pop();
    checkFunction(callback, 'last argument');
    (GuestPromise.from(Reflect.apply(original as Anything, this, args)) as GuestPromise).then(
      (value: unknown) => nextTick(callback, null, value),
      (reason: unknown) => nextTick(callback, reason || falsy(reason)),
    );
  }
  return Object.defineProperty(callbackified, 'name', { value: `${(original as { name: string }).name}Callbackified` }) as Anything;
}

function falsy(reason: unknown): Error {
  return Object.assign(new Error('Promise was rejected with falsy value'), { code: 'ERR_FALSY_VALUE_REJECTION', reason });
}

function deprecate(original: Anything, message: string, code?: string): Anything {
  let warned = false;
  return function (this: unknown, ...args: unknown[]) {
    const told = stateOf('deprecations', () => new Set<string>());
    if (!warned && !(code && told.has(code))) {
      warned = true;
      if (code) told.add(code);
      warn(`${code ? `[${code}] ` : ''}DeprecationWarning: ${message}`);
    }
    return Reflect.apply(original, this, args);
  };
}

function inherits(made: { prototype: object; super_?: unknown }, parent: { prototype: object }): void {
  Object.defineProperty(made, 'super_', { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(made.prototype, parent.prototype);
}

const TYPED =
  'Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array';

export const types: Record<string, (value: unknown) => boolean> = {
  isPromise: kinds.isPromise,
  isMap: kinds.isMap,
  isSet: kinds.isSet,
  isDate: kinds.isDate,
  isRegExp: kinds.isRegExp,
  isNativeError: kinds.isNativeError,
  isWeakMap: kinds.isWeakMap,
  isWeakSet: kinds.isWeakSet,
  isMapIterator: kinds.isMapIterator,
  isSetIterator: kinds.isSetIterator,
  isArrayBuffer: kinds.isArrayBuffer,
  isAnyArrayBuffer: kinds.isArrayBuffer,
  isSharedArrayBuffer: () => false,
  isDataView: kinds.isDataView,
  isTypedArray: (value) => kinds.typedArrayName(value) !== undefined,
  isArrayBufferView: (value) => ArrayBuffer.isView(value),
  isAsyncFunction: kinds.isAsyncFunction,
  isGeneratorFunction: kinds.isGeneratorFunction,
  isGeneratorObject: kinds.isGeneratorObject,
  isArgumentsObject: kinds.isArguments,
  isBoxedPrimitive: (value) => kinds.boxed(value) !== null,
  isProxy: (value) => typeof value === 'object' && value !== null && kinds.proxies.has(value),
  isExternal: () => false,
  isModuleNamespaceObject: () => false,
};
for (const name of TYPED.split(' ')) types[`is${name}`] = (value) => kinds.typedArrayName(value) === name;
for (const name of ['Number', 'String', 'Boolean', 'BigInt', 'Symbol'])
  types[`is${name}Object`] = (value) => kinds.boxed(value)?.type === name;

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours are control sequences
const CONTROL = /\u001b\[[\d;]*m/g;

function makeUtil(): Record<string, unknown> {
  const shown = Object.assign((...args: Parameters<typeof inspect>) => inspect(...args), {
    custom: CUSTOM,
    defaultOptions: { ...DEFAULTS },
  });
  const debuglog = () => Object.assign(() => undefined, { enabled: false });
  const made: Record<string, unknown> = {
    inspect: shown,
    format,
    formatWithOptions,
    promisify,
    callbackify,
    deprecate,
    inherits,
    debuglog,
    debug: debuglog,
    types: { ...types },
    isDeepStrictEqual: (a: unknown, b: unknown) => same(a, b, true),
    isArray: Array.isArray,
    stripVTControlCharacters: (text: string) => text.replace(CONTROL, ''),
    toUSVString: (text: unknown) =>
      String(text).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd'),
    TextEncoder,
    TextDecoder,
  };
  for (const name of ['parseArgs', 'styleText', 'getSystemErrorName', 'aborted', 'transferableAbortSignal', 'MIMEType'])
    made[name] = () => notSimulated(`util.${name}()`, Object.keys(made).join(', '));
  return made;
}

export const UTIL_MODULES = { 'node:util': makeUtil, 'node:util/types': () => ({ ...types }) };
