// docs/world-file.md is for people who write worlds by hand: every field of the schema has a row there, with its default.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { WorldFile } from './world-schema.ts';

type Node = z.core.JSONSchema.BaseSchema;

const document = readFileSync(new URL('../docs/world-file.md', import.meta.url), 'utf8');
const rows = new Map(
  document
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, field = '', , fallback = '']) => [field, fallback] as const),
);

/** The latency and failures of a route or a brown-out have the forms of the service's: one row each. */
const SAME_AS_SERVICE = /\.(routes\.\*|brownOuts\[\])\.(latency|failures)$/;

/** Fields that hold a value, by path: `*` for any name, `[]` for any entry. */
function* fieldsOf(node: Node, path: string): Generator<readonly [string, unknown]> {
  if (node.properties && !SAME_AS_SERVICE.test(path)) {
    for (const [name, child] of Object.entries(node.properties)) {
      if (typeof child !== 'boolean') yield* fieldsOf(child, path === '' ? name : `${path}.${name}`);
    }
    return;
  }
  const { items, additionalProperties: values } = node;
  const inside = SAME_AS_SERVICE.test(path)
    ? null
    : typeof items === 'object' && !Array.isArray(items)
      ? items
      : typeof values === 'object'
        ? values
        : null;
  if (inside?.properties) yield* fieldsOf(inside, node.items ? `${path}[]` : `${path}.*`);
  else yield [path, node.default];
}

const fields = [...fieldsOf(z.toJSONSchema(WorldFile, { io: 'input' }) as Node, '')];

describe('docs/world-file.md', () => {
  it.each(fields)('has a row for %s', (path, fallback) => {
    expect(rows.has(`\`${path}\``)).toBe(true);
    if (typeof fallback === 'number' || typeof fallback === 'string') expect(rows.get(`\`${path}\``)).toBe(`\`${fallback}\``);
  });

  it('has no row for a field that does not exist', () => {
    const paths = fields.map(([path]) => `\`${path}\``);
    expect([...rows.keys()].filter((field) => !paths.includes(field))).toEqual([]);
  });
});
