// Parameters: from the program's values to the text that pg sends, as JSON for the world (null, strings, {$bytes}).
import { worker } from '../../kernel/worker.ts';

type Bytes = { readonly $bytes: string };
type Prepared = string | Bytes | null;

/** The values of one statement as a JSON array. Throws what the program's own toPostgres, toJSON or toString throw. */
export function encodeValues(values: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) text += ',';
    const value = values[i];
    if (typeof value === 'number') text += `"${value}"`;
    else if (typeof value === 'string') text += JSON.stringify(value);
    else text += JSON.stringify(prepareValue(value));
  }
  return `${text}]`;
}

export function prepareValue(value: unknown, seen: unknown[] = []): Prepared {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return String((value as { toString(): unknown }).toString());
  if (ArrayBuffer.isView(value)) return { $bytes: hex(value) };
  if (value instanceof Date) return dateText(value);
  if (Array.isArray(value)) return arrayText(value);
  return prepareObject(value, seen);
}

function prepareObject(value: object, seen: unknown[]): Prepared {
  const { toPostgres } = value as { toPostgres?: unknown };
  if (typeof toPostgres !== 'function') return JSON.stringify(value);
  if (seen.includes(value)) throw new Error(`circular reference detected while preparing "${value}" for query`);
  seen.push(value);
  return prepareValue(
    toPostgres.call(value, (given: unknown) => prepareValue(given)),
    seen,
  );
}

function arrayText(values: readonly unknown[]): string {
  let text = '{';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) text += ',';
    const item = values[i];
    if (item === null || item === undefined) text += 'NULL';
    else if (Array.isArray(item)) text += arrayText(item);
    else if (ArrayBuffer.isView(item)) text += `\\\\x${hex(item)}`;
    else text += quoted(prepareValue(item));
  }
  return `${text}}`;
}

function quoted(value: Prepared): string {
  const text = value !== null && typeof value === 'object' ? `\\x${value.$bytes}` : String(value);
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
}

function hex(view: ArrayBufferView): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  let text = '';
  for (const byte of bytes) text += byte < 16 ? `0${byte.toString(16)}` : byte.toString(16);
  return text;
}

/** The simulated machines' local time is UTC. */
function dateText(date: Date): string {
  const time = date.getTime();
  if (Number.isNaN(time)) return '0NaN-NaN-NaNTNaN:NaN:NaN.NaN+NaN:NaN';
  const year = date.getUTCFullYear();
  const shown = String(year < 1 ? 1 - year : year).padStart(4, '0');
  return `${shown}${date
    .toISOString()
    .replace(/^[+-]?\d+/, '')
    .slice(0, -1)}+00:00${year < 1 ? ' BC' : ''}`;
}

/** utils.prepareValue, whose bytes are a Buffer. */
export function shownValue(value: unknown): unknown {
  const prepared = prepareValue(value);
  if (prepared === null || typeof prepared === 'string') return prepared;
  const { from } = worker().globals.Buffer as { from(text: string, encoding: string): unknown };
  return from(prepared.$bytes, 'hex');
}

export function escapeIdentifier(text: string): string {
  return `"${text.replace(/"/g, '""')}"`;
}

export function escapeLiteral(text: unknown): string {
  if (typeof text !== 'string') return "''";
  const escaped = `'${text.replace(/'/g, "''").replace(/\\/g, '\\\\')}'`;
  return text.includes('\\') ? ` E${escaped}` : escaped;
}
