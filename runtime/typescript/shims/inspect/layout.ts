// How util.inspect breaks entries into lines: on one line if they fit, many short ones in columns, else one a line.
import type { Context } from './primitives.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours are control sequences
const COLOR = /\u001b\[\d\d?m/g;
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3040-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]|[\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /[\p{Cc}\p{Cf}\p{Me}\p{Mn}]/u;

function withoutColors(text: string): string {
  return text.replace(COLOR, '');
}

/** Columns of a terminal. */
export function widthOf(text: string, colors: boolean): number {
  const plain = colors ? withoutColors(text) : text;
  let width = 0;
  for (const character of plain)
    width += character < '\u007f' && character >= ' ' ? 1 : NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

const SEPARATOR = 2;
const MOST_COLUMNS = 15;

/** Entries of a long array as rows of columns. */
function inColumns(context: Context, output: string[], value: unknown): string[] {
  let total = 0;
  let longest = 0;
  // The "... more items" at the end stands on its own.
  const entries = context.maxArrayLength < output.length ? output.length - 1 : output.length;
  const widths: number[] = [];
  for (let i = 0; i < entries; i++) {
    const width = widthOf(output[i] as string, context.colors);
    widths.push(width);
    total += width + SEPARATOR;
    longest = Math.max(longest, width);
  }
  const widest = longest + SEPARATOR;
  if (widest * 3 + context.indentation >= context.breakLength || (total / widest <= 5 && longest > 6)) return output;
  const bias = Math.max(widest - 3 - Math.sqrt(widest - total / output.length), 1);
  const columns = Math.min(
    // Characters are about 2.5 times as high as they are wide: the result is roughly a square.
    Math.round(Math.sqrt(2.5 * bias * entries) / bias),
    Math.floor((context.breakLength - context.indentation) / widest),
    Number(context.compact) * 4,
    MOST_COLUMNS,
  );
  if (columns <= 1) return output;
  const columnWidths: number[] = [];
  for (let i = 0; i < columns; i++) {
    let most = 0;
    for (let j = i; j < output.length; j += columns) most = Math.max(most, widths[j] ?? 0);
    columnWidths.push(most + SEPARATOR);
  }
  const right = isNumeric(value, output.length);
  const rows: string[] = [];
  for (let i = 0; i < entries; i += columns) {
    const end = Math.min(i + columns, entries);
    let row = '';
    for (let j = i; j < end; j++) {
      const entry = output[j] as string;
      const last = j === end - 1;
      const padding = (columnWidths[j - i] as number) + entry.length - (widths[j] as number) - (last ? SEPARATOR : 0);
      const text = last ? entry : `${entry}, `;
      row += right ? text.padStart(padding, ' ') : last ? text : text.padEnd(padding, ' ');
    }
    rows.push(row);
  }
  if (entries < output.length) rows.push(output[entries] as string);
  return rows;
}

function isNumeric(value: unknown, length: number): boolean {
  if (value === undefined) return true;
  for (let i = 0; i < length; i++) {
    const kind = typeof (value as Record<number, unknown>)[i];
    if (kind !== 'number' && kind !== 'bigint') return false;
  }
  return true;
}

function fits(context: Context, output: readonly string[], start: number, base: string): boolean {
  let total = output.length + start;
  if (total + output.length > context.breakLength) return false;
  for (const entry of output) {
    total += context.colors ? withoutColors(entry).length : entry.length;
    if (total > context.breakLength) return false;
  }
  return base === '' || !base.includes('\n');
}

/** The entries of one object between its braces. */
export function layOut(
  context: Context,
  given: string[],
  base: string,
  braces: readonly [string, string],
  isArray: boolean,
  depth: number,
  value: unknown,
): string {
  const { compact } = context;
  const [open, close] = braces;
  const indentation = `\n${' '.repeat(context.indentation)}`;
  if (compact === true) {
    if (fits(context, given, 0, base)) return `${open}${base ? ` ${base}` : ''} ${given.join(', ')} ${close}`;
    const first = base === '' && open.length === 1 ? ' ' : `${base ? ` ${base}` : ''}\n${indentation}  `;
    return `${open}${first}${given.join(`,\n${indentation}  `)} ${close}`;
  }
  const head = `${base ? `${base} ` : ''}${open}`;
  let output = given;
  if (typeof compact === 'number' && compact >= 1) {
    if (isArray && output.length > 6) output = inColumns(context, output, value);
    if (context.currentDepth - depth < compact && output.length === given.length) {
      const start = output.length + context.indentation + open.length + base.length + 10;
      if (fits(context, output, start, base)) {
        const joined = output.join(', ');
        if (!joined.includes('\n')) return `${head} ${joined} ${close}`;
      }
    }
  }
  return `${head}${indentation}  ${output.join(`,${indentation}  `)}${indentation}${close}`;
}
