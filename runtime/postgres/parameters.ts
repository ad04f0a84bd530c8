// Parameters as drivers hand them in (a JSON array) to the text that Postgres reads for any type.

export function readParameters(json: string): (string | null)[] {
  if (json === '' || json === '[]') return [];
  return (JSON.parse(json) as unknown[]).map(parameterText);
}

function parameterText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return arrayText(value);
  return scalarText(value);
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    if ('$bytes' in value) return `\\x${String(value.$bytes)}`;
    if ('$json' in value) return JSON.stringify(value.$json);
    return JSON.stringify(value);
  }
  return String(value);
}

/** An array literal; every element is quoted, so that no type's syntax can clash with it. */
function arrayText(values: readonly unknown[]): string {
  return `{${values.map(elementText).join(',')}}`;
}

function elementText(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return arrayText(value);
  return `"${scalarText(value).replace(/[\\"]/g, '\\$&')}"`;
}
