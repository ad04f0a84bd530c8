// JSON, Map, Set, structuredClone's size and encodeURI as the program sees them: charged by what they work on. The kernel's own use is not.
import * as costs from '../kernel/builtin-costs.ts';
import { patchBuiltins } from '../kernel/builtins.ts';
import { GLOBAL_MAKERS } from '../kernel/globals.ts';
import { parseJson } from '../kernel/json.ts';
import { isPatched, meter, spend } from '../kernel/meter.ts';
import { checkSize } from '../kernel/size-limits.ts';

patchBuiltins();

const { stringify: nativeStringify } = JSON;

function parse(text: string, reviver?: (this: unknown, key: string, value: unknown) => unknown): unknown {
  const { length } = typeof text === 'string' ? text : String(text);
  spend(costs.JSON_CALL_NS + costs.JSON_READ_NS * length, 'JSON.parse', length, 'characters');
  return parseJson(text, reviver);
}

function stringify(value: unknown, replacer?: never, space?: string | number): string | undefined {
  let text: string | undefined;
  try {
    text = nativeStringify(value, replacer, space);
  } catch (error) {
    // Where a text becomes too long differs between engines.
    if (error instanceof RangeError && /string length/.test(error.message)) checkSize(Number.POSITIVE_INFINITY, 'JSON.stringify');
    throw error;
  }
  const length = text?.length ?? 0;
  const each = costs.JSON_WRITE_NS * (space ? costs.JSON_INDENT_FACTOR : 1);
  spend(costs.JSON_CALL_NS + each * length, 'JSON.stringify', length, 'characters');
  return text;
}

const chargedJson = Object.freeze(
  Object.create(Object.prototype, {
    ...Object.getOwnPropertyDescriptors(JSON),
    parse: { value: parse, writable: true, enumerable: false, configurable: true },
    stringify: { value: stringify, writable: true, enumerable: false, configurable: true },
  }),
);

type CollectionClass = (new (iterable?: unknown) => { readonly size: number }) & { readonly prototype: object };

/** Map and Set charge what their constructor takes in. */
function chargedCollection(native: CollectionClass, eachNs: number): CollectionClass {
  const { name } = native;
  const size = Object.getOwnPropertyDescriptor(native.prototype, 'size')?.get as (this: unknown) => number;
  function Collection(iterable?: unknown): object {
    if (!new.target) throw new TypeError(`Constructor ${name} requires 'new'`);
    const target = new.target as unknown as typeof native;
    if (iterable === undefined || iterable === null) return target === made ? new native() : Reflect.construct(native, [], target);
    const filled = Reflect.construct(native, [iterable], target) as object;
    const count = size.call(filled);
    meter.spend(eachNs * count, `new ${name}`, count, 'elements');
    return filled;
  }
  for (const key of Reflect.ownKeys(native)) {
    const found = Reflect.getOwnPropertyDescriptor(native, key) as PropertyDescriptor;
    Object.defineProperty(Collection, key, found);
  }
  const made = Collection as unknown as CollectionClass;
  Object.defineProperty(native.prototype, 'constructor', { value: made, writable: true, configurable: true });
  return Object.freeze(made);
}

const charged = isPatched
  ? { Map: Map.prototype.constructor, Set: Set.prototype.constructor }
  : { Map: chargedCollection(Map as never, costs.MAP_NS), Set: chargedCollection(Set as never, costs.SET_NS) };

const uri = Object.fromEntries(
  ([encodeURIComponent, decodeURIComponent, encodeURI, decodeURI] as ((text: string) => string)[]).map((native) => [
    native.name,
    {
      [native.name](text: string): string {
        const result = native(text);
        spend(costs.URI_NS * result.length, native.name, result.length, 'characters');
        return result;
      },
    }[native.name],
  ]),
);

GLOBAL_MAKERS.push(() => ({ JSON: chargedJson, ...charged, ...uri }));
