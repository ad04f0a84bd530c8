// Built-ins of JavaScript charge by size what they do in native code, where no counter is. Methods are replaced once for the realm, before it is
// frozen, and charge only while the guest runs. RegExp.prototype.exec stays as it is: replaced, it would slow down every other use of regular
// expressions a hundredfold; a call of it counts as any call does.
import * as costs from './builtin-costs.ts';
import { isPatched, meter } from './meter.ts';
import { evaluate } from './realm.ts';

type Cost = (self: never, args: IArguments, result: never) => number;

/** Source of a method that looks native from outside. Each has code of its own, so that V8 optimises each by itself. */
function replace(holder: object, name: string, what: string, unit: string, cost: Cost, size: Cost): void {
  const native = (holder as Record<string, unknown>)[name] as ((...args: unknown[]) => unknown) | undefined;
  if (typeof native !== 'function') return;
  const make = evaluate(`function (native, meter, cost, size, what, unit) {
    return { ${name}() {
      const result = native.apply(this, arguments);
      if (meter.on) meter.spend(cost(this, arguments, result), what, size(this, arguments, result), unit);
      return result;
    } }.${name};
  }`) as (...parts: unknown[]) => unknown;
  const made = make(native, meter, cost, size, what, unit) as object;
  Object.defineProperty(made, 'length', { value: native.length, configurable: true });
  Object.defineProperty(holder, name, { value: made, writable: true, configurable: true });
}

const lengthOf = (self: { length?: unknown } | null | undefined): number =>
  self === null || self === undefined ? 0 : Number(self.length) || 0;
const log2 = (n: number): number => 32 - Math.clz32(n);

function sortCost(n: number, comparator: unknown): number {
  const each = typeof comparator === 'function' ? costs.COMPARE_NS : costs.COMPARE_TEXT_NS;
  return each * (n > costs.FAR_ELEMENTS ? costs.FAR_FACTOR : 1) * n * log2(n);
}

function patchArrays(): void {
  const { prototype } = Array;
  const put = (name: string, cost: (self: unknown[], args: IArguments, result: never) => number) =>
    replace(prototype, name, `Array.${name}`, 'elements', cost as Cost, ((self: unknown[]) => lengthOf(self)) as Cost);
  for (const [name, ns] of Object.entries(costs.EACH_NS)) put(name, (self) => ns * lengthOf(self));
  for (const [name, ns] of Object.entries(costs.SEEK_NS))
    put(name, (self, _, result: unknown) => {
      const missed = result === undefined || result === -1 || result === (name === 'every');
      return (missed ? ns : ns / 2) * lengthOf(self);
    });
  for (const name of ['indexOf', 'lastIndexOf'])
    put(
      name,
      (self, _, result: number) => costs.SCAN_NS * (result === -1 ? lengthOf(self) : name === 'indexOf' ? result : lengthOf(self) - result),
    );
  put('includes', (self, _, result: boolean) => (result ? costs.SCAN_NS / 2 : costs.SCAN_NS) * lengthOf(self));
  for (const name of ['slice', 'concat']) put(name, (_self, _, result: unknown[]) => costs.COPY_NS * result.length);
  for (const name of ['reverse', 'toReversed', 'with', 'toSpliced', 'flat', 'copyWithin'])
    put(name, (_self, _, result: unknown[]) => costs.TO_COPY_NS * lengthOf(result));
  put('splice', (self) => costs.COPY_NS * lengthOf(self));
  put('fill', (self) => costs.FILL_NS * lengthOf(self));
  put('join', (self) => costs.JOIN_NS * lengthOf(self));
  put('unshift', (self) => costs.UNSHIFT_NS * lengthOf(self));
  put('shift', (self) => (lengthOf(self) > costs.LONG_ARRAY ? costs.SHIFT_NS * lengthOf(self) : 0));
  for (const name of ['sort', 'toSorted']) put(name, (self, args) => sortCost(lengthOf(self), args[0]));
  replace(
    Array,
    'from',
    'Array.from',
    'elements',
    ((_: unknown, args: IArguments, result: unknown[]) =>
      (args[1] ? costs.FROM_MAPPED_NS : Array.isArray(args[0]) ? costs.FROM_ARRAY_NS : costs.FROM_NS) * result.length) as Cost,
    ((_: unknown, _args: IArguments, result: unknown[]) => result.length) as Cost,
  );
  const typed = Object.getPrototypeOf(Int8Array.prototype) as object;
  for (const [name, ns] of Object.entries({
    fill: 0.1,
    map: 7,
    filter: 8,
    forEach: 5,
    reduce: 5,
    join: costs.JOIN_NS,
    indexOf: 0.3,
    slice: 0.1,
    set: 0.1,
  }))
    replace(
      typed,
      name,
      `TypedArray.${name}`,
      'elements',
      ((self: Uint8Array) => ns * self.length) as Cost,
      ((self: Uint8Array) => self.length) as Cost,
    );
  replace(
    typed,
    'sort',
    'TypedArray.sort',
    'elements',
    ((self: Uint8Array, args: IArguments) => sortCost(self.length, args[0]) / (args[0] ? 1 : 2)) as Cost,
    ((self: Uint8Array) => self.length) as Cost,
  );
}

function patchTexts(): void {
  const { prototype } = String;
  const put = (name: string, cost: (self: string, args: IArguments, result: never) => number) =>
    replace(prototype, name, `String.${name}`, 'characters', cost as Cost, ((self: string) => lengthOf(self)) as Cost);
  for (const name of ['repeat', 'padStart', 'padEnd']) put(name, (_self, _, result: string) => costs.REPEAT_NS * result.length);
  put('split', (self, _, result: string[]) => costs.SPLIT_NS * lengthOf(self) + costs.TO_COPY_NS * result.length);
  for (const name of ['replace', 'replaceAll']) put(name, (self) => costs.REPLACE_NS * lengthOf(self));
  put('match', (self, args) => ((args[0] as RegExp)?.global ? costs.MATCH_NS : costs.REGEXP_NS) * lengthOf(self));
  put('matchAll', (self) => costs.MATCH_NS * lengthOf(self));
  put('search', (self, _, result: number) => costs.REGEXP_NS * (result === -1 ? lengthOf(self) : result));
  put('indexOf', (self, _, result: number) => costs.TEXT_SEARCH_NS * (result === -1 ? lengthOf(self) : result));
  put('includes', (self, _, result: boolean) => (result ? costs.TEXT_SEARCH_NS / 2 : costs.TEXT_SEARCH_NS) * lengthOf(self));
  for (const name of ['toUpperCase', 'toLowerCase']) put(name, (self) => costs.CASE_NS * lengthOf(self));
  put('normalize', (self) => costs.NORMALIZE_NS * lengthOf(self));
  put('localeCompare', () => costs.LOCALE_COMPARE_NS);
  replace(
    RegExp.prototype,
    'test',
    'RegExp.test',
    'characters',
    ((_: unknown, args: IArguments, result: boolean) =>
      costs.REGEXP_CALL_NS + costs.REGEXP_NS * (result ? 0.5 : 1) * (typeof args[0] === 'string' ? args[0].length : 0)) as Cost,
    ((_: unknown, args: IArguments) => lengthOf(args[0] as string)) as Cost,
  );
}

/** Once for the realm, before it is frozen. */
export function patchBuiltins(): void {
  if (isPatched) return;
  patchArrays();
  patchTexts();
}
