// How util.inspect shows values that are no objects.

export interface Context {
  seen: object[];
  circular: Map<object, number> | null;
  budget: Record<number, number>;
  indentation: number;
  currentDepth: number;
  readonly userOptions: Record<string, unknown>;
  showHidden: boolean;
  depth: number;
  colors: boolean;
  customInspect: boolean;
  showProxy: boolean;
  maxArrayLength: number;
  maxStringLength: number;
  breakLength: number;
  compact: number | boolean;
  sorted: boolean | ((a: string, b: string) => number);
  getters: boolean | 'get' | 'set';
  numericSeparator: boolean;
}

const MIN_LINE_WIDTH = 16;
const COLORS: Readonly<Record<string, readonly [number, number]>> = {
  special: [36, 39],
  number: [33, 39],
  bigint: [33, 39],
  boolean: [33, 39],
  undefined: [90, 39],
  null: [1, 22],
  string: [32, 39],
  symbol: [32, 39],
  date: [35, 39],
  regexp: [31, 39],
  module: [4, 24],
};

export function stylize(context: Context, text: string, style: string): string {
  const color = context.colors ? COLORS[style] : undefined;
  return color ? `\u001b[${color[0]}m${text}\u001b[${color[1]}m` : text;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const META = /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const ALL_META = new RegExp(META, 'g');
const NAMED: Readonly<Record<string, string>> = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\' };

/** A string in the quotes that need the fewest escapes. */
export function quote(text: string): string {
  let mark = "'";
  if (text.includes("'")) {
    if (!text.includes('"')) mark = '"';
    else if (!text.includes('`') && !text.includes('${')) mark = '`';
  }
  if (!META.test(text)) return mark + text + mark;
  const escaped = text.replace(ALL_META, (found) => {
    if (found === "'") return mark === "'" ? "\\'" : found;
    const code = found.charCodeAt(0);
    return NAMED[found] ?? (code > 255 ? `\\u${code.toString(16)}` : `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`);
  });
  return mark + escaped + mark;
}

/** Escapes of a symbol's name: as in a string, without quotes. */
export function escapeSymbol(text: string): string {
  return text.replace(ALL_META, (found) => (found === "'" || found === '\\' ? found : quote(found).slice(1, -1)));
}

function separate(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, '_');
}

export function formatNumber(context: Context, value: number): string {
  let text = Object.is(value, -0) ? '-0' : `${value}`;
  if (context.numericSeparator && /^-?\d+(\.\d+)?$/.test(text)) {
    const [whole = '', fraction] = text.split('.');
    const sign = whole.startsWith('-') ? '-' : '';
    text = sign + separate(whole.slice(sign.length)) + (fraction === undefined ? '' : `.${fraction.replace(/(\d{3})(?=\d)/g, '$1_')}`);
  }
  return stylize(context, text, 'number');
}

export function formatBigInt(context: Context, value: bigint): string {
  const text = `${value}`;
  return stylize(context, `${context.numericSeparator ? separate(text) : text}n`, 'bigint');
}

export function formatPrimitive(context: Context, value: unknown): string {
  switch (typeof value) {
    case 'string':
      return formatString(context, value);
    case 'number':
      return formatNumber(context, value);
    case 'bigint':
      return formatBigInt(context, value);
    case 'symbol':
      return stylize(context, Symbol.prototype.toString.call(value), 'symbol');
    case 'undefined':
      return stylize(context, 'undefined', 'undefined');
    default:
      return stylize(context, `${value}`, 'boolean');
  }
}

function formatString(context: Context, given: string): string {
  let text = given;
  let trailer = '';
  if (text.length > context.maxStringLength) {
    const left = text.length - context.maxStringLength;
    text = text.slice(0, context.maxStringLength);
    trailer = `... ${left} more character${left > 1 ? 's' : ''}`;
  }
  if (context.compact !== true && text.length > MIN_LINE_WIDTH && text.length > context.breakLength - context.indentation - 4) {
    const lines = text.split(/(?<=\n)/).map((line) => stylize(context, quote(line), 'string'));
    return lines.join(` +\n${' '.repeat(context.indentation + 2)}`) + trailer;
  }
  return stylize(context, quote(text), 'string') + trailer;
}
