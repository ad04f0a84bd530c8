import { describe, expect, it } from 'vitest';
import { runProgram } from './testing/run-program.ts';

const SERVER = '\nexport default { async fetch() { return null; } };\n';
/** bytes: growth of heapUsed in Node 20 by the same code, after a collection. */
const MEASURED: Readonly<Record<string, { readonly text: string; readonly bytes: number }>> = {
  'a Map of small objects': {
    text: "const held = new Map<number, object>();\nfor (let i = 0; i < 200_000; i++) held.set(i, { id: i, name: 'order ' + i, total: i / 7 });",
    bytes: 26.5e6,
  },
  'a list of numbers': { text: 'const held: number[] = [];\nfor (let i = 0; i < 2_000_000; i++) held.push(i / 3);', bytes: 23.5e6 },
  'a Set of strings': {
    text: "const held = new Set<string>();\nfor (let i = 0; i < 200_000; i++) held.add('session-' + i + '-of-somebody');",
    bytes: 22.6e6,
  },
  'an object as a dictionary': {
    text: "const held: Record<string, number[]> = {};\nfor (let i = 0; i < 100_000; i++) held['key ' + i] = [i, i + 1, i + 2];",
    bytes: 16.6e6,
  },
  'long strings': {
    text: "const held: string[] = [];\nfor (let i = 0; i < 2_000; i++) held.push((String(i) + 'x'.repeat(10_000)).split('').join(''));",
    bytes: 19.8e6,
  },
};

describe('what a program keeps', () => {
  for (const [name, { text, bytes }] of Object.entries(MEASURED)) {
    it(`is named and measured about as V8 does: ${name}`, async () => {
      const { memory } = await runProgram(`// line 1\n${text}${SERVER}`);
      expect(memory?.holder).toMatchObject({ name: 'held', line: 2 });
      expect((memory?.holder.bytes ?? 0) / bytes).toBeGreaterThan(0.7);
      expect((memory?.holder.bytes ?? 0) / bytes).toBeLessThan(1.3);
      expect(memory?.bytes).toBeGreaterThan(65e6);
    });
  }

  it('is seen behind private fields, in static fields, in promises that are kept and in other files', async () => {
    const big = "'y'.repeat(20_000_000)";
    const programs: Readonly<Record<string, string>> = {
      'a private field': `class Store { #text = ${big}; size() { return this.#text.length; } }\nexport const held = new Store();`,
      'a static field': `export class held { static text = ${big}; }`,
      'a private static field': `export class held { static #text = ${big}; static size() { return held.#text.length; } }`,
      'a promise': `export const held = new Map([[1, Promise.resolve(${big})]]);`,
      'a typed array': 'export const held = new Float64Array(2_500_000);',
      'an heir of Map': `class Cache extends Map<string, string> {}\nexport const held = new Cache([['a', ${big}]]);`,
    };
    for (const [name, text] of Object.entries(programs)) {
      const { memory, failed } = await runProgram({
        'main.ts': `import { held } from './store.ts';\nvoid held;${SERVER}`,
        'store.ts': text,
      });
      expect(failed, name).toBeNull();
      expect(memory?.holder.name, name).toBe('held');
      expect(memory?.holder.bytes, name).toBeGreaterThan(19.9e6);
      expect(memory?.holder.line, name).toBeGreaterThan(100_000);
    }
  });

  it('is asked for without running what the program wrote', async () => {
    const { lines, memory } = await runProgram(`
      export const held = {
        get loud() { console.log('getter'); return 1; },
        toJSON() { console.log('toJSON'); },
      };
      export const shy = new Proxy({}, { ownKeys() { throw new Error('no'); }, getPrototypeOf() { throw new Error('no'); } });
      ${SERVER}`);
    expect(lines).toEqual([]);
    expect(memory?.bytes).toBeLessThan(66e6);
  });
});
