import { describe, expect, it } from 'vitest';
import { runProgram } from './testing/run-program.ts';

/** Virtual microseconds that a statement takes, after a preparation. */
async function costOf(prepare: string, statement: string): Promise<number> {
  const { lines, failed } = await runProgram(
    `${prepare}\nconst from = performance.now();\n${statement};\nconsole.log((performance.now() - from) * 1e3);\nexport default () => null;`,
  );
  expect(failed).toBeNull();
  return Number(lines[0]);
}

const ROWS = 'const rows = Array.from({ length: 20_000 }, (_, i) => ({ id: i, name: String(i) }));';

describe('built-ins cost CPU by the size of what they work on', () => {
  it.each([
    ['JSON.stringify', ROWS, 'JSON.stringify(rows)', 1_500, 5_000],
    ['JSON.parse', `${ROWS} const text = JSON.stringify(rows);`, 'JSON.parse(text)', 1_500, 6_000],
    [
      'sort',
      'const numbers = Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 50_000);',
      'numbers.sort((a, b) => a - b)',
      8_000,
      30_000,
    ],
    [
      'sort of a typed array',
      'const numbers = Int32Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 50_000);',
      'numbers.sort()',
      1_500,
      5_000,
    ],
    ['includes', ROWS, 'rows.includes(null)', 8, 20],
    ['map', ROWS, 'rows.map((row) => row.id)', 100, 500],
    ['new Set', ROWS, 'new Set(rows)', 150, 400],
    ['split', "const text = 'a,b,'.repeat(50_000);", "text.split(',')", 80, 300],
    ['a regular expression', "const text = 'a,b,'.repeat(50_000);", 'text.match(/\\w/g)', 400, 1_500],
    ['shift of a long array', 'const queue = new Array(100_000).fill(1);', 'queue.shift()', 30, 60],
    ['structuredClone', ROWS, 'structuredClone(rows)', 3_000, 12_000],
  ])('%s', async (_, prepare, statement, least, most) => {
    const us = await costOf(prepare, statement);
    expect(us).toBeGreaterThan(least);
    expect(us).toBeLessThan(most);
  });

  it('and keep to the language: classes of collections can be inherited from and told apart', async () => {
    const { lines } = await runProgram(`
      class Ages extends Map { oldest() { return Math.max(...this.values()); } }
      const ages = new Ages([['a', 3], ['b', 7]]);
      console.log(ages.oldest(), ages instanceof Map, ages.constructor.name, new Map().constructor === Map, new Set([1, 1]).size);
      console.log([3, 1, 2].toSorted().join(), 'a-b'.split('-').length, [1, 2, 3].reduce((sum, n) => sum + n), [].map.name, [].map.length);
      try { Map(); } catch (error) { console.log(error.message); }
      try { [].reduce((a) => a); } catch (error) { console.log(error.message); }
      export default () => null;`);
    expect(lines).toEqual([
      '7 true Ages true 1',
      '1,2,3 2 6 map 1',
      "Constructor Map requires 'new'",
      'Reduce of empty array with no initial value',
    ]);
  });
});
