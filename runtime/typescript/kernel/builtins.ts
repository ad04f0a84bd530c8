// Built-ins of JavaScript charge by size what they do in native code, where no counter is. Methods are replaced once for the realm, before it is
// frozen, and charge only while the guest runs. RegExp.prototype.exec stays as it is: replaced, it would slow down every other use of regular
// expressions a hundredfold; a call of it counts as any call does.
import * as costs from './builtin-costs.ts';
import { isPatched, meter } from './meter.ts';
import { evaluate } from './realm.ts';
import { arraySort, arrayToSorted, typedArraySort, typedArrayToSorted } from './sort-methods.ts';
import { textSplit } from './text-split.ts';

/** Below this a call counts as any call does: most calls are of short texts and arrays, and stay fast. */
const LEAST_NS = 16;
/** Above this it is looked at before it runs. */
const LARGE = 65_536;
/** Methods for which an argument that is missing is not the same as undefined. */
const VARIADIC = new Set([
  'concat',
  'copyWithin',
  'from',
  'lastIndexOf',
  'reduce',
  'reduceRight',
  'set',
  'splice',
  'toSpliced',
  'unshift',
  'with',
]);

/** Replaces a method by one that charges. `cost` and `size` are expressions of `self`, `n` (its length), `a` (the first argument) and `result`: each
 *  method has code of its own, so that V8 optimises each by itself. `ahead` is a statement that runs before it, with `limits` (size-limits.ts). */
function replace(holder: object, name: string, what: string, unit: string, cost: string, size = 'n', ahead = ''): void {
  const native = (holder as Record<string, unknown>)[name] as ((...args: unknown[]) => unknown) | undefined;
  if (typeof native !== 'function') return;
  const call = (self: string) => (VARIADIC.has(name) ? `native.apply(${self}, arguments)` : `native.call(${self}, a, b)`);
  const make = evaluate(`function (native, meter, sortCost, isArray) {
    return { ${name}(a, b) {
      if (!meter.on) return ${call('this')};
      let self = this;
      ${ahead}
      const result = ${call('self')};
      const n = self.length >>> 0;
      const ns = ${cost};
      if (ns > ${LEAST_NS}) meter.spend(ns, ${JSON.stringify(what)}, ${size}, ${JSON.stringify(unit)});
      return result;
    } }.${name};
  }`) as (...parts: unknown[]) => object;
  // No names of the realm's in there: in a context of Node's each look-up of a global takes longer than most of these calls.
  const made = make(native, meter, sortCost, Array.isArray);
  Object.defineProperty(made, 'length', { value: native.length, configurable: true });
  Object.defineProperty(holder, name, { value: made, writable: true, configurable: true });
}

/** n log2 n comparisons. `typed`: of a typed array, which compares as numbers where it is not told how. */
function sortCost(n: number, comparator: unknown, typed = false): number {
  const comparisons = n * (32 - Math.clz32(n));
  if (typed && typeof comparator !== 'function') return costs.COMPARE_NUMBERS_NS * comparisons;
  const each = typeof comparator === 'function' ? costs.COMPARE_NS : costs.COMPARE_TEXT_NS;
  return each * (n > costs.FAR_ELEMENTS ? costs.FAR_FACTOR : 1) * comparisons;
}

/** Puts a method of our own in a native one's place; what charges for it comes on top. */
function substitute(holder: object, name: string, make: (native: (this: unknown, ...args: unknown[]) => unknown) => unknown): void {
  const native = (holder as Record<string, unknown>)[name];
  if (typeof native === 'function')
    Object.defineProperty(holder, name, { value: make(native as never), writable: true, configurable: true });
}

/** Elements of what a method of arrays makes, beyond those of the array itself. */
const GROWING: Readonly<Record<string, string>> = {
  ...Object.fromEntries('slice map toSorted toReversed with toSpliced fill'.split(' ').map((name) => [name, 'self ? self.length : 0'])),
  flat: 'meter.limits.flatElements(self, a)',
  concat: `arguments.length > 1 || (a && a.length > ${LARGE}) ? meter.limits.joinedElements(self, arguments) : 0`,
};
/** ... which do not depend on its length alone. */
const ALWAYS: Readonly<Record<string, true>> = { flat: true, concat: true };

function patchArrays(): void {
  substitute(Array.prototype, 'sort', arraySort);
  substitute(Array.prototype, 'toSorted', arrayToSorted);
  const put = (name: string, cost: string) => {
    const what = JSON.stringify(`Array.${name}`);
    const grows = GROWING[name] ? `meter.limits.checkElements(${GROWING[name]}, ${what});` : '';
    const ahead = `if (!isArray(self) || self.length > ${LARGE}) { ${name in ALWAYS ? '' : grows} self = meter.limits.holdElements(self, ${what}); }`;
    replace(Array.prototype, name, `Array.${name}`, 'elements', cost, 'n', name in ALWAYS ? ahead + grows : ahead);
  };
  for (const [name, ns] of Object.entries(costs.EACH_NS)) put(name, `${ns} * n`);
  for (const [name, ns] of Object.entries(costs.SEEK_NS)) {
    const missed = name.endsWith('Index') ? '-1' : name === 'some' ? 'false' : name === 'every' ? 'true' : 'undefined';
    put(name, `(result === ${missed} ? ${ns} : ${ns / 2}) * n`);
  }
  put('indexOf', `${costs.SCAN_NS} * (result === -1 ? n : result)`);
  put('lastIndexOf', `${costs.SCAN_NS} * (n - result)`);
  put('includes', `${costs.SCAN_NS} * (result ? n / 2 : n)`);
  for (const name of ['slice', 'concat']) put(name, `${costs.COPY_NS} * result.length`);
  for (const name of ['reverse', 'toReversed', 'with', 'toSpliced', 'flat', 'copyWithin'])
    put(name, `${costs.TO_COPY_NS} * (result.length >>> 0)`);
  put('splice', `${costs.COPY_NS} * n`);
  put('fill', `${costs.FILL_NS} * n`);
  put('join', `${costs.JOIN_NS} * n`);
  put('unshift', `${costs.UNSHIFT_NS} * n`);
  put('shift', `n > ${costs.LONG_ARRAY} ? ${costs.SHIFT_NS} * n : 0`);
  for (const name of ['sort', 'toSorted']) put(name, 'sortCost(n, a)');
  const each = `(b ? ${costs.FROM_MAPPED_NS} : isArray(a) ? ${costs.FROM_ARRAY_NS} : ${costs.FROM_NS})`;
  const ahead = `if (a && a.length > ${LARGE}) meter.limits.checkElements(a.length, 'Array.from');`;
  replace(Array, 'from', 'Array.from', 'elements', `${each} * result.length`, 'result.length', ahead);
}

/** An element of a typed array, by method. */
const TYPED_NS = { fill: 0.1, map: 7, filter: 8, forEach: 5, reduce: 5, join: costs.JOIN_NS, indexOf: 0.3, slice: 0.1, set: 0.1 };

function patchTypedArrays(): void {
  const prototype = Object.getPrototypeOf(Int8Array.prototype) as object;
  substitute(prototype, 'sort', typedArraySort);
  substitute(prototype, 'toSorted', typedArrayToSorted);
  for (const [name, ns] of Object.entries(TYPED_NS)) replace(prototype, name, `TypedArray.${name}`, 'elements', `${ns} * n`);
  replace(prototype, 'sort', 'TypedArray.sort', 'elements', 'sortCost(n, a, true)');
}

function patchTexts(): void {
  const put = (name: string, cost: string, ahead?: string) =>
    replace(String.prototype, name, `String.${name}`, 'characters', cost, 'n', ahead);
  const grow = (name: string, length: string) =>
    put(
      name,
      `${costs.REPEAT_NS} * result.length`,
      `if (typeof self === 'string' && typeof a === 'number' && ${length} > ${LARGE}) meter.limits.checkText(${length}, 'String.${name}');`,
    );
  grow('repeat', 'self.length * a');
  grow('padStart', 'a');
  grow('padEnd', 'a');
  const parts = `if (typeof self === 'string' && self.length > ${LARGE}) meter.limits.checkElements(3 * meter.limits.partsOf(self, a), 'String.split');`;
  substitute(String.prototype, 'split', textSplit);
  put('split', `${costs.SPLIT_NS} * n + ${costs.TO_COPY_NS} * result.length`, parts);
  for (const name of ['replace', 'replaceAll']) put(name, `${costs.REPLACE_NS} * n`);
  put('match', `(a && a.global ? ${costs.MATCH_NS} : ${costs.REGEXP_NS}) * n`);
  put('matchAll', `${costs.MATCH_NS} * n`);
  put('search', `${costs.REGEXP_NS} * (result === -1 ? n : result)`);
  put('indexOf', `${costs.TEXT_SEARCH_NS} * (result === -1 ? n : result)`);
  put('includes', `${costs.TEXT_SEARCH_NS} * (result ? n / 2 : n)`);
  for (const name of ['toUpperCase', 'toLowerCase']) put(name, `${costs.CASE_NS} * n`);
  put('normalize', `${costs.NORMALIZE_NS} * n`);
  put('localeCompare', `${costs.LOCALE_COMPARE_NS} + n`);
  const length = "(typeof a === 'string' ? a.length : 0)";
  const test = `${costs.REGEXP_CALL_NS} + ${costs.REGEXP_NS} * (result ? 0.5 : 1) * ${length}`;
  replace(RegExp.prototype, 'test', 'RegExp.test', 'characters', test, length);
}

/** Once for the realm, before it is frozen. */
export function patchBuiltins(): void {
  if (isPatched) return;
  patchArrays();
  patchTypedArrays();
  patchTexts();
}
