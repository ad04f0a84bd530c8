// util.format: printf-like, what console.log does with its arguments.

import { type InspectOptions, inspect } from './inspect.ts';
import { INTRINSICS, proxies } from './kinds.ts';

/** Whether the object's text would be one that says nothing: then %s shows it as inspect does. */
function hasOnlyBuiltInToString(value: object): boolean {
  if (proxies.has(value)) return true;
  if (typeof (value as { toString?: unknown }).toString !== 'function') return true;
  if (Object.hasOwn(value, 'toString')) return false;
  let at: object | null = value;
  do at = Object.getPrototypeOf(at) as object | null;
  while (at !== null && !Object.hasOwn(at, 'toString'));
  return at !== null && INTRINSICS.has(at);
}

const number = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

function asString(value: unknown, options: InspectOptions): string {
  if (typeof value === 'number') return number(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null || !hasOnlyBuiltInToString(value)) return String(value);
  return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
}

function asNumber(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'symbol' ? 'NaN' : number(Number(value));
}

function asJson(value: unknown): string {
  try {
    return String(JSON.stringify(value));
  } catch (error) {
    if ((error as Error).name === 'TypeError' && /circular|cyclic/.test((error as Error).message)) return '[Circular]';
    throw error;
  }
}

function substitute(letter: string, value: unknown, options: InspectOptions): string | null {
  switch (letter) {
    case 's':
      return asString(value, options);
    case 'd':
      return asNumber(value);
    case 'i':
      if (typeof value === 'bigint') return `${value}n`;
      return typeof value === 'symbol' ? 'NaN' : number(Number.parseInt(value as string, 10));
    case 'f':
      return typeof value === 'symbol' ? 'NaN' : number(Number.parseFloat(value as string));
    case 'j':
      return asJson(value);
    case 'O':
      return inspect(value, options);
    case 'o':
      return inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 });
    case 'c':
      return '';
    default:
      return null;
  }
}

export function formatWithOptions(options: InspectOptions, ...values: unknown[]): string {
  const [first] = values;
  let used = 0;
  let text = '';
  if (typeof first === 'string') {
    if (values.length === 1) return first;
    used = 1;
    let from = 0;
    for (let i = first.indexOf('%'); i !== -1 && i < first.length - 1; i = first.indexOf('%', from > i ? from : i + 1)) {
      const letter = first[i + 1] as string;
      if (letter === '%') {
        text += first.slice(from, i + 1);
        from = i + 2;
        continue;
      }
      if (used === values.length) continue;
      const put = substitute(letter, values[used], options);
      if (put === null) continue;
      used++;
      text += first.slice(from, i) + put;
      from = i + 2;
    }
    text += first.slice(from);
  }
  for (let i = used; i < values.length; i++) {
    const value = values[i];
    const shown = typeof value === 'string' ? value : inspect(value, { ...options, compact: 3, colors: options.colors ?? false });
    text += i === 0 ? shown : ` ${shown}`;
  }
  return text;
}

export function format(...values: unknown[]): string {
  return formatWithOptions({}, ...values);
}
