// console.table.
import { type InspectOptions, inspect } from './inspect.ts';
import { isMap, isSet, typedArrayName } from './kinds.ts';
import { widthOf } from './layout.ts';

const INDEX = '(index)';
const ITERATION = '(iteration index)';
const VALUES = 'Values';
const OPTIONS: InspectOptions = { maxArrayLength: 3, breakLength: Number.POSITIVE_INFINITY };

function cell(value: unknown): string {
  const shallow = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 2 ? -1 : 0;
  return inspect(value, { ...OPTIONS, depth: shallow });
}

function draw(heads: readonly string[], columns: readonly (readonly string[])[]): string {
  const height = Math.max(0, ...columns.map((column) => column.length));
  const widths = columns.map(
    (column, i) => Math.max(widthOf(heads[i] ?? '', false), ...column.map((text) => widthOf(text ?? '', false))) + 2,
  );
  const rule = (left: string, middle: string, right: string) => left + widths.map((width) => '─'.repeat(width)).join(middle) + right;
  const row = (cells: readonly string[]) => {
    const padded = cells.map((text, i) => ` ${text}${' '.repeat((widths[i] as number) - widthOf(text, false) - 1)}`);
    return `│${padded.join('│')}│`;
  };
  const lines = [rule('┌', '┬', '┐'), row(heads), rule('├', '┼', '┤')];
  for (let i = 0; i < height; i++) lines.push(row(columns.map((column) => column[i] ?? '')));
  return [...lines, rule('└', '┴', '┘')].join('\n');
}

/** null: the value is no table. */
export function formatTable(data: unknown, wanted?: readonly string[]): string | null {
  if (data === null || typeof data !== 'object') return null;
  if (isMap(data)) {
    const entries = [...data];
    const rows = entries.map((_, i) => String(i));
    return draw([ITERATION, 'Key', VALUES], [rows, entries.map(([key]) => cell(key)), entries.map(([, value]) => cell(value))]);
  }
  const isCollection = isSet(data);
  const values: Record<string, unknown> = isCollection ? { ...[...data] } : (data as Record<string, unknown>);
  const keys = Object.keys(values);
  const columns = new Map<string, string[]>();
  const primitives: string[] = [];
  let hasPrimitives = false;
  for (const [i, key] of keys.entries()) {
    const item = values[key];
    const primitive = item === null || (typeof item !== 'object' && typeof item !== 'function');
    if (primitive) {
      hasPrimitives = true;
      primitives[i] = cell(item);
      continue;
    }
    for (const name of wanted ?? Object.keys(item as object)) {
      const column = columns.get(name) ?? [];
      columns.set(name, column);
      column[i] = Object.hasOwn(item as object, name) ? cell((item as Record<string, unknown>)[name]) : '';
    }
  }
  if (wanted) for (const name of wanted) if (!columns.has(name)) columns.set(name, []);
  const heads = [isCollection || typedArrayName(data) === undefined ? (isCollection ? ITERATION : INDEX) : INDEX, ...columns.keys()];
  const filled = [keys, ...[...columns.values()].map((column) => keys.map((_, i) => column[i] ?? ''))];
  if (hasPrimitives) {
    heads.push(VALUES);
    filled.push(keys.map((_, i) => primitives[i] ?? ''));
  }
  return draw(heads, filled);
}
