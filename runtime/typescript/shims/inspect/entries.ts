// The entries of collections and properties, each as util.inspect writes it.
import { GuestPromise } from '../../kernel/promise.ts';
import { isMap, sizeOfMap, sizeOfSet } from './kinds.ts';
import { layOut } from './layout.ts';
import { type Context, escapeSymbol, formatBigInt, formatNumber, formatPrimitive, quote, stylize } from './primitives.ts';

export type Format = (context: Context, value: unknown, depth: number) => string;

const IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
const INDEX = /^(0|[1-9][0-9]*)$/;

function more(left: number, what = 'item'): string {
  return `... ${left} more ${what}${left > 1 ? 's' : ''}`;
}

function indented<Result>(context: Context, by: number, make: () => Result): Result {
  context.indentation += by;
  try {
    return make();
  } finally {
    context.indentation -= by;
  }
}

/** Own keys without indices, as they are shown. */
export function shownKeys(value: object, showHidden: boolean, withoutIndices: boolean): (string | symbol)[] {
  const found: (string | symbol)[] = [];
  for (const key of Reflect.ownKeys(value)) {
    if (withoutIndices && typeof key === 'string' && INDEX.test(key) && Number(key) < 2 ** 32 - 1) continue;
    if (!showHidden && !Object.prototype.propertyIsEnumerable.call(value, key)) continue;
    found.push(key);
  }
  return found;
}

export function formatProperty(
  format: Format,
  context: Context,
  value: object,
  depth: number,
  key: string | symbol,
  kind: 'element' | 'extra' | 'property',
  original: object = value,
): string {
  const found = Object.getOwnPropertyDescriptor(value, key) ?? {
    value: (value as Record<string | symbol, unknown>)[key],
    enumerable: true,
  };
  let text: string;
  let space = ' ';
  if (found.value !== undefined) {
    const by = context.compact !== true || kind !== 'property' ? 2 : 3;
    text = indented(context, by, () => format(context, found.value, depth));
    if (by === 3 && context.breakLength < text.length) space = `\n${' '.repeat(context.indentation + by)}`;
  } else if (found.get !== undefined) text = formatGetter(format, context, original, found as PropertyDescriptor, depth);
  else if (found.set !== undefined) text = stylize(context, '[Setter]', 'special');
  else text = stylize(context, 'undefined', 'undefined');
  if (kind === 'element') return text;
  return `${keyName(context, key, found.enumerable !== false)}:${space}${text}`;
}

function keyName(context: Context, key: string | symbol, enumerable: boolean): string {
  if (typeof key === 'symbol') return `[${stylize(context, escapeSymbol(Symbol.prototype.toString.call(key)), 'symbol')}]`;
  if (key === '__proto__') return "['__proto__']";
  if (!enumerable) return `[${escapeSymbol(key)}]`;
  return IDENTIFIER.test(key) ? key : stylize(context, quote(key), 'string');
}

function formatGetter(format: Format, context: Context, original: object, found: PropertyDescriptor, depth: number): string {
  const label = found.set === undefined ? 'Getter' : 'Getter/Setter';
  const { getters } = context;
  const special = (text: string) => stylize(context, text, 'special');
  const wanted = getters === true || (getters === 'get' && found.set === undefined) || (getters === 'set' && found.set !== undefined);
  if (!wanted) return special(`[${label}]`);
  try {
    const value = Reflect.apply(found.get as () => unknown, original, []) as unknown;
    return indented(context, 2, () => {
      if (value === null) return `${special(`[${label}:`)} ${stylize(context, 'null', 'null')}${special(']')}`;
      if (typeof value === 'object') return `${special(`[${label}]`)} ${format(context, value, depth)}`;
      return `${special(`[${label}:`)} ${formatPrimitive(context, value)}${special(']')}`;
    });
  } catch (error) {
    return `${special(`[${label}:`)} <Inspection threw (${(error as Error).message})>${special(']')}`;
  }
}

export function arrayEntries(format: Format, context: Context, value: unknown[], depth: number): string[] {
  const { length } = value;
  const shown = Math.min(Math.max(0, context.maxArrayLength), length);
  const output: string[] = [];
  for (let i = 0; i < shown; i++) {
    if (!Object.hasOwn(value, i)) return sparseEntries(format, context, value, depth, shown, output, i);
    output.push(formatProperty(format, context, value, depth, String(i), 'element'));
  }
  if (length > shown) output.push(more(length - shown));
  return output;
}

/** An array with holes. */
function sparseEntries(
  format: Format,
  context: Context,
  value: unknown[],
  depth: number,
  most: number,
  output: string[],
  from: number,
): string[] {
  const keys = Object.keys(value);
  let index = from;
  const holes = (count: number) => stylize(context, `<${count} empty item${count > 1 ? 's' : ''}>`, 'undefined');
  for (let i = from; i < keys.length && output.length < most; i++) {
    const key = keys[i] as string;
    if (!INDEX.test(key) || Number(key) > 2 ** 32 - 2) break;
    if (String(index) !== key) {
      output.push(holes(Number(key) - index));
      index = Number(key);
      if (output.length === most) break;
    }
    output.push(formatProperty(format, context, value, depth, key, 'element'));
    index++;
  }
  const left = value.length - index;
  if (left > 0) output.push(output.length === most ? more(left) : holes(left));
  return output;
}

export function collectionEntries(format: Format, context: Context, value: object, depth: number): string[] {
  const output: string[] = [];
  const isPairs = isMap(value);
  const size = isPairs ? sizeOfMap(value) : sizeOfSet(value);
  const shown = Math.min(Math.max(0, context.maxArrayLength), size);
  const entries = isPairs ? Map.prototype.entries.call(value) : Set.prototype.values.call(value as Set<unknown>);
  indented(context, 2, () => {
    for (const entry of entries) {
      if (output.length >= shown) break;
      if (isPairs) {
        const [key, item] = entry as [unknown, unknown];
        output.push(`${format(context, key, depth)} => ${format(context, item, depth)}`);
      } else output.push(format(context, entry, depth));
    }
  });
  if (size > shown) output.push(more(size - shown));
  return output;
}

/** What an iterator of a collection has yet to give. */
export function iteratorEntries(format: Format, context: Context, items: readonly unknown[], ofEntries: boolean, depth: number): string[] {
  const shown = Math.min(Math.max(0, context.maxArrayLength), items.length);
  const output = indented(context, 2, () =>
    items.slice(0, shown).map((item) => {
      if (!ofEntries) return format(context, item, depth);
      const pair = (item as unknown[]).map((part) => format(context, part, depth));
      return layOut(context, pair, '', ['[', ']'], true, depth, undefined);
    }),
  );
  if (items.length > shown) output.push(more(items.length - shown));
  return output;
}

export function typedArrayEntries(format: Format, context: Context, value: ArrayLike<number | bigint>, depth: number): string[] {
  const shown = Math.min(Math.max(0, context.maxArrayLength), value.length);
  const output: string[] = [];
  for (let i = 0; i < shown; i++) {
    const item = value[i] as number | bigint;
    output.push(typeof item === 'bigint' ? formatBigInt(context, item) : formatNumber(context, item));
  }
  if (value.length > shown) output.push(more(value.length - shown));
  if (context.showHidden)
    indented(context, 2, () => {
      for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer'] as const)
        output.push(`[${key}]: ${format(context, (value as unknown as Uint8Array)[key], depth)}`);
    });
  return output;
}

export function bytesOf(context: Context, buffer: ArrayBuffer): string[] {
  const bytes = new Uint8Array(buffer);
  const shown = Math.min(Math.max(0, context.maxArrayLength), bytes.length);
  const hex = [...bytes.subarray(0, shown)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const left = bytes.length - shown;
  return [`${stylize(context, '[Uint8Contents]', 'special')}: <${hex}${left > 0 ? ` ${more(left, 'byte')}` : ''}>`];
}

export function promiseEntries(format: Format, context: Context, value: GuestPromise, depth: number): string[] {
  const { state, value: settled } = GuestPromise.describe(value);
  if (state === 'pending') return [stylize(context, '<pending>', 'special')];
  const text = indented(context, 2, () => format(context, settled, depth));
  return [state === 'rejected' ? `${stylize(context, '<rejected>', 'special')} ${text}` : text];
}
