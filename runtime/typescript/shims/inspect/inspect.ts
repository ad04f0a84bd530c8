// util.inspect as of Node 20: the same text for the same value.
import {
  arrayEntries,
  bytesOf,
  collectionEntries,
  formatProperty,
  iteratorEntries,
  promiseEntries,
  shownKeys,
  typedArrayEntries,
} from './entries.ts';
import * as kinds from './kinds.ts';
import { layOut } from './layout.ts';
import { constructorName, describeError, describeFunction, prefixOf } from './names.ts';
import { type Context, formatPrimitive, stylize } from './primitives.ts';

export const CUSTOM = Symbol.for('nodejs.util.inspect.custom');
/** More text than this has no reader: what is nested deeper is left out. */
const BUDGET = 2 ** 27;

export const DEFAULTS = {
  showHidden: false,
  depth: 2 as number | null,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100 as number | null,
  maxStringLength: 10_000 as number | null,
  breakLength: 80,
  compact: 3 as number | boolean,
  sorted: false as Context['sorted'],
  getters: false as Context['getters'],
  numericSeparator: false,
};
export type InspectOptions = Partial<typeof DEFAULTS>;

function makeContext(options: InspectOptions): Context {
  const all = { ...DEFAULTS, ...options };
  const endless = (value: number | null) => value ?? Number.POSITIVE_INFINITY;
  return {
    ...all,
    depth: endless(all.depth),
    maxArrayLength: endless(all.maxArrayLength),
    maxStringLength: endless(all.maxStringLength),
    seen: [],
    circular: null,
    budget: {},
    indentation: 0,
    currentDepth: 0,
    userOptions: options as Record<string, unknown>,
  };
}

export function inspect(value: unknown, options: InspectOptions | boolean = {}, depth?: number | null, colors?: boolean): string {
  const given: InspectOptions = typeof options === 'boolean' ? { showHidden: options } : { ...options };
  if (depth !== undefined) given.depth = depth;
  if (colors !== undefined) given.colors = colors;
  return formatValue(makeContext(given), value, 0);
}

export function formatValue(context: Context, given: unknown, depth: number, inBuffer = false): string {
  if (given === null) return stylize(context, 'null', 'null');
  if (typeof given !== 'object' && typeof given !== 'function') return formatPrimitive(context, given);
  let value: object = given;
  const proxy = kinds.proxies.get(value);
  if (proxy) {
    if (context.showProxy) return formatProxy(context, proxy, depth);
    for (let inner: typeof proxy | undefined = proxy; inner; inner = kinds.proxies.get(value)) value = inner.target;
  }
  if (context.customInspect) {
    const custom = (value as Record<symbol, unknown>)[CUSTOM];
    if (typeof custom === 'function' && custom !== inspect && !isPrototypeOfItsClass(value)) {
      const left = context.depth === Number.POSITIVE_INFINITY ? null : context.depth - depth;
      const result = Reflect.apply(custom, given, [left, userOptions(context), inspect]) as unknown;
      if (result !== given) {
        if (typeof result !== 'object') return `${String(result)}`;
        return formatValue(context, result, depth).replaceAll('\n', `\n${' '.repeat(context.indentation)}`);
      }
    }
  }
  if (context.seen.includes(value)) {
    context.circular ??= new Map();
    const index = context.circular.get(value) ?? context.circular.size + 1;
    context.circular.set(value, index);
    return stylize(context, `[Circular *${index}]`, 'special');
  }
  return formatObject(context, value, depth, inBuffer);
}

function isPrototypeOfItsClass(value: object): boolean {
  const made = (value as { constructor?: { prototype?: unknown } }).constructor;
  return Boolean(made) && made?.prototype === value;
}

function userOptions(context: Context): Record<string, unknown> {
  const plain = (value: number) => (value === Number.POSITIVE_INFINITY ? null : value);
  const {
    seen: _seen,
    circular: _circular,
    budget: _budget,
    indentation: _indentation,
    currentDepth: _depth,
    userOptions: own,
    ...rest
  } = context;
  return {
    ...rest,
    depth: plain(rest.depth),
    ...own,
    stylize: (text: string, style: string) => stylize(context, String(text), style),
  };
}

function formatProxy(context: Context, proxy: { target: object; handler: object }, depth: number): string {
  if (depth > context.depth) return stylize(context, 'Proxy [Array]', 'special');
  context.indentation += 2;
  const output = [formatValue(context, proxy.target, depth + 1), formatValue(context, proxy.handler, depth + 1)];
  context.indentation -= 2;
  return layOut(context, output, '', ['Proxy [', ']'], true, depth + 1, undefined);
}

interface Shape {
  base: string;
  braces: [string, string];
  keys: (string | symbol)[];
  isArray?: boolean;
  /** Nothing else to say if there are no keys. */
  whole?: string;
  entries?: (depth: number) => string[];
}

function formatObject(context: Context, value: object, depth: number, inBuffer: boolean): string {
  const className = constructorName(value, context, depth);
  let tag = (value as Record<symbol, unknown>)[Symbol.toStringTag] as string;
  const listed = (context.showHidden ? Object.hasOwn : enumerable)(value, Symbol.toStringTag);
  if (typeof tag !== 'string' || (tag !== '' && listed)) tag = '';
  const shape = shapeOf(context, value, className, tag, depth, inBuffer);
  if (shape.whole !== undefined && shape.keys.length === 0) return shape.whole;
  if (depth > context.depth) {
    const name = prefixOf(className, tag, Array.isArray(value) ? 'Array' : 'Object').slice(0, -1);
    return stylize(context, className === null ? name : `[${name}]`, 'special');
  }
  const inner = depth + 1;
  context.seen.push(value);
  context.currentDepth = inner;
  const output = shape.entries?.(inner) ?? [];
  for (const key of shape.keys) output.push(formatProperty(formatValue, context, value, inner, key, shape.isArray ? 'extra' : 'property'));
  context.seen.pop();
  const reference = context.circular?.get(value);
  if (reference !== undefined) {
    const text = stylize(context, `<ref *${reference}>`, 'special');
    if (context.compact === true) shape.braces[0] = `${text} ${shape.braces[0]}`;
    else shape.base = shape.base === '' ? text : `${text} ${shape.base}`;
  }
  if (context.sorted) {
    const compare = context.sorted === true ? undefined : context.sorted;
    if (shape.isArray)
      output.splice(output.length - shape.keys.length, shape.keys.length, ...output.slice(output.length - shape.keys.length).sort(compare));
    else output.sort(compare);
  }
  const result = layOut(context, output, shape.base, shape.braces, shape.isArray ?? false, inner, value);
  const written = (context.budget[context.indentation] ?? 0) + result.length;
  context.budget[context.indentation] = written;
  if (written > BUDGET) context.depth = -1;
  return result;
}

const enumerable = (value: object, key: symbol): boolean => Object.prototype.propertyIsEnumerable.call(value, key);

function shapeOf(context: Context, value: object, className: string | null, tag: string, depth: number, inBuffer: boolean): Shape {
  const prefix = (fallback: string, size?: number) => prefixOf(className, tag, fallback, size === undefined ? '' : `(${size})`);
  const keys = (withoutIndices = false) => shownKeys(value, context.showHidden, withoutIndices);
  if (Array.isArray(value)) {
    const head = className !== 'Array' || tag !== '' ? prefix('Array', value.length) : '';
    const whole = value.length === 0 ? `${head}[]` : undefined;
    const shown = keys(true);
    return {
      base: '',
      braces: [`${head}[`, ']'],
      keys: shown,
      isArray: true,
      whole,
      entries: (inner) => arrayEntries(formatValue, context, value, inner),
    };
  }
  if (kinds.isSet(value) || kinds.isMap(value)) {
    const isMap = kinds.isMap(value);
    const size = isMap ? kinds.sizeOfMap(value) : kinds.sizeOfSet(value);
    const head = prefix(isMap ? 'Map' : 'Set', size);
    const entries = (inner: number) => collectionEntries(formatValue, context, value, inner);
    return { base: '', braces: [`${head}{`, '}'], keys: keys(), whole: size === 0 ? `${head}{}` : undefined, entries };
  }
  const typed = kinds.typedArrayName(value);
  if (typed !== undefined) {
    const view = value as unknown as ArrayLike<number>;
    const head = prefix(className === null ? typed : '', view.length);
    const whole = view.length === 0 && !context.showHidden ? `${head}[]` : undefined;
    const entries = (inner: number) => typedArrayEntries(formatValue, context, view, inner);
    return { base: '', braces: [`${head}[`, ']'], keys: keys(true), isArray: true, whole, entries };
  }
  if (kinds.isMapIterator(value) || kinds.isSetIterator(value)) return iteratorShape(context, value, tag);
  return plainShape(context, value, className, tag, depth, inBuffer, keys());
}

function iteratorShape(context: Context, value: object, tag: string): Shape {
  const items = kinds.restOfIterator(value);
  // The iterator does not tell whether it gives entries.
  const isPair = (item: unknown) => Array.isArray(item) && item.length === 2 && (kinds.isMapIterator(value) || item[0] === item[1]);
  const ofEntries = items.length > 0 && items.every(isPair);
  const name = ofEntries ? tag.replace('Iterator', 'Entries') : tag;
  const keys = shownKeys(value, context.showHidden, false).filter((key) => key !== 'next');
  return {
    base: '',
    braces: [`[${name}] {`, '}'],
    keys,
    entries: (inner) => iteratorEntries(formatValue, context, items, ofEntries, inner),
  };
}

function plainShape(
  context: Context,
  value: object,
  className: string | null,
  tag: string,
  depth: number,
  inBuffer: boolean,
  keys: (string | symbol)[],
): Shape {
  const prefix = (fallback: string) => prefixOf(className, tag, fallback);
  const simple = (base: string): Shape => ({ base, braces: ['{', '}'], keys, whole: base });
  if (kinds.isArguments(value)) return { base: '', braces: ['[Arguments] {', '}'], keys, whole: '[Arguments] {}' };
  if (className === 'Object' && !kinds.isNativeError(value)) {
    const head = tag === '' ? '' : prefix('Object');
    return { base: '', braces: [`${head}{`, '}'], keys, whole: `${head}{}` };
  }
  if (typeof value === 'function') {
    const base = describeFunction(value, className, tag);
    return { ...simple(base), whole: stylize(context, base, 'special') };
  }
  if (kinds.isRegExp(value)) {
    const head = prefix('RegExp');
    const text = stylize(context, `${head === 'RegExp ' ? '' : head}${RegExp.prototype.toString.call(value)}`, 'regexp');
    return depth > context.depth ? { ...simple(text), keys: [] } : simple(text);
  }
  if (kinds.isDate(value)) {
    const head = prefix('Date');
    const valid = !Number.isNaN(Date.prototype.getTime.call(value));
    const text = valid ? Date.prototype.toISOString.call(value) : 'Invalid Date';
    return simple(stylize(context, `${head === 'Date ' ? '' : head}${text}`, 'date'));
  }
  if (kinds.isNativeError(value)) return simple(describeError(value, className, tag, context, keys));
  if (kinds.isArrayBuffer(value)) {
    const head = prefix('ArrayBuffer');
    if (inBuffer && keys.length === 0) return simple(`${head}{ byteLength: ${formatPrimitive(context, value.byteLength)} }`);
    return { base: '', braces: [`${head}{`, '}'], keys: ['byteLength', ...keys], entries: () => bytesOf(context, value) };
  }
  if (kinds.isDataView(value))
    return { base: '', braces: [`${prefix('DataView')}{`, '}'], keys: ['byteLength', 'byteOffset', 'buffer', ...keys] };
  if (kinds.isPromise(value))
    return {
      base: '',
      braces: [`${prefix('Promise')}{`, '}'],
      keys,
      entries: (inner) => promiseEntries(formatValue, context, value, inner),
    };
  if (kinds.isWeakSet(value) || kinds.isWeakMap(value)) {
    const head = prefix(kinds.isWeakSet(value) ? 'WeakSet' : 'WeakMap');
    return { base: '', braces: [`${head}{`, '}'], keys, entries: () => [stylize(context, '<items unknown>', 'special')] };
  }
  const box = kinds.boxed(value);
  if (box) return boxedShape(context, box, className, tag, keys);
  if (kinds.isGeneratorObject(value)) return { base: '', braces: ['Object [Generator] {', '}'], keys, whole: 'Object [Generator] {}' };
  return { base: '', braces: [`${prefix('Object')}{`, '}'], keys, whole: `${prefix('Object')}{}` };
}

function boxedShape(
  context: Context,
  { type, primitive }: { type: string; primitive: unknown },
  className: string | null,
  tag: string,
  keys: (string | symbol)[],
): Shape {
  const own = type === 'String' ? keys.filter((key) => typeof key === 'symbol' || !/^\d+$/.test(key)) : keys;
  const made = type === className ? '' : className === null ? ' (null prototype)' : ` (${className})`;
  const inner = formatPrimitive({ ...context, colors: false }, primitive);
  const base = `[${type}${made}: ${inner}]${tag !== '' && tag !== className ? ` [${tag}]` : ''}`;
  return { base, braces: ['{', '}'], keys: own, whole: own.length === 0 ? stylize(context, base, type.toLowerCase()) : undefined };
}
