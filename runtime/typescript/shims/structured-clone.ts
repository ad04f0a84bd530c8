// structuredClone: the serialisable kinds of objects, with their cycles.

import * as costs from '../kernel/builtin-costs.ts';
import { GLOBAL_MAKERS } from '../kernel/globals.ts';
import { spend } from '../kernel/meter.ts';
import { guardedLiteral } from '../regexp/guarded.ts';
import { DOMException } from './dom-exception.ts';
import * as kinds from './inspect/kinds.ts';

const ERRORS: Readonly<Record<string, new (message?: string) => Error>> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

function refuse(value: unknown): never {
  const shown = typeof value === 'symbol' ? String(value) : typeof value === 'function' ? kinds.functionText(value) : `#<${nameOf(value)}>`;
  throw new DOMException(`${shown} could not be cloned.`, 'DataCloneError');
}

const nameOf = (value: unknown): string => (value as { constructor?: { name?: string } })?.constructor?.name ?? 'Object';

class Copy {
  readonly #known = new Map<object, unknown>();
  readonly #transfer: ReadonlySet<unknown>;
  values = 0;

  constructor(transfer: ReadonlySet<unknown>) {
    this.#transfer = transfer;
  }

  of(value: unknown): unknown {
    this.values++;
    if (typeof value === 'symbol' || typeof value === 'function') refuse(value);
    if (typeof value !== 'object' || value === null) return value;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const put = <Made extends object>(made: Made): Made => {
      this.#known.set(value, made);
      return made;
    };
    if (Array.isArray(value)) return this.#properties(value, put(new Array(value.length)));
    const box = kinds.boxed(value);
    if (box) return box.type === 'Symbol' ? refuse(value) : put(Object(box.primitive));
    if (kinds.isDate(value)) return put(new Date(value.getTime()));
    if (kinds.isRegExp(value)) return put(guardedLiteral(value.source, value.flags));
    if (kinds.isMap(value)) return this.#map(value, put(new Map()));
    if (kinds.isSet(value)) return this.#set(value, put(new Set()));
    if (kinds.isArrayBuffer(value)) return put(this.#buffer(value));
    if (ArrayBuffer.isView(value)) return this.#view(value, put);
    if (kinds.isNativeError(value)) return this.#error(value, put);
    if (
      kinds.isPromise(value) ||
      kinds.isWeakMap(value) ||
      kinds.isWeakSet(value) ||
      kinds.isGeneratorObject(value) ||
      kinds.proxies.has(value)
    )
      refuse(value);
    return this.#properties(value, put({}));
  }

  #properties(from: object, to: object): object {
    for (const key of Object.keys(from)) (to as Record<string, unknown>)[key] = this.of((from as Record<string, unknown>)[key]);
    return to;
  }

  #map(from: Map<unknown, unknown>, to: Map<unknown, unknown>): object {
    for (const [key, item] of [...from]) to.set(this.of(key), this.of(item));
    return to;
  }

  #set(from: Set<unknown>, to: Set<unknown>): object {
    for (const item of [...from]) to.add(this.of(item));
    return to;
  }

  #buffer(from: ArrayBuffer): ArrayBuffer {
    this.values += from.byteLength >> 6;
    if (!this.#transfer.has(from)) return from.slice(0);
    return (from as ArrayBuffer & { transfer?(): ArrayBuffer }).transfer?.() ?? from.slice(0);
  }

  #view(from: ArrayBufferView, put: <Made extends object>(made: Made) => Made): object {
    const { byteOffset } = from;
    const length = (from as Uint8Array).length ?? from.byteLength;
    const name = kinds.typedArrayName(from) ?? 'DataView';
    const made = (globalThis as unknown as Record<string, new (...args: unknown[]) => object>)[name] as new (...args: unknown[]) => object;
    return put(new made(this.of(from.buffer), byteOffset, length));
  }

  #error(from: Error, put: <Made extends object>(made: Made) => Made): object {
    const made = put(new (ERRORS[from.name] ?? Error)(from.message));
    Object.defineProperty(made, 'stack', { value: from.stack, writable: true, configurable: true });
    if ('cause' in from) Object.defineProperty(made, 'cause', { value: this.of(from.cause), writable: true, configurable: true });
    return made;
  }
}

export function structuredClone(...args: unknown[]): unknown {
  if (args.length === 0) throw Object.assign(new TypeError('The value argument must be specified'), { code: 'ERR_MISSING_ARGS' });
  const [value, options] = args as [unknown, { transfer?: Iterable<unknown> } | undefined];
  const copy = new Copy(new Set(options?.transfer ?? []));
  try {
    return copy.of(value);
  } finally {
    spend(costs.CLONE_CALL_NS + costs.CLONE_NS * copy.values, 'structuredClone', copy.values, 'values');
  }
}

GLOBAL_MAKERS.push(() => ({ structuredClone }));
