// Values with their types, the same in Node and in the simulator.
export function show(value: any): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? JSON.stringify(value) : String(value);
  if (value instanceof Date) return `Date(${Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString()})`;
  if (value instanceof Uint8Array) return `Buffer(${[...value].join(' ')})`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  const entries = Object.keys(value).map((key) => `${key}: ${show(value[key])}`);
  const name = value.constructor?.name ?? 'null';
  return `${name === 'Object' ? '' : `${name} `}{${entries.join(', ')}}`;
}

/** What a promise settles with, in one line. */
export async function outcome(work: any): Promise<string> {
  try {
    return show(await (typeof work === 'function' ? work() : work));
  } catch (error) {
    return `throws ${show(error)}`;
  }
}
