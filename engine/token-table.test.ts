import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenTable } from './token-table.ts';

describe('a table of tokens', () => {
  it('holds what a Map would, in the order of the keys, whatever comes and goes', () => {
    const step = fc.tuple(fc.constantFrom('set', 'delete', 'get'), fc.integer({ min: 1, max: 400 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
        const table = new TokenTable<number>();
        const map = new Map<number, number>();
        for (const [index, [what, key]] of steps.entries()) {
          if (what === 'set') {
            table.set(key, index);
            map.set(key, index);
          } else if (what === 'delete') expect(table.delete(key)).toBe(map.delete(key));
          else {
            expect(table.get(key)).toBe(map.get(key));
            expect(table.has(key)).toBe(map.has(key));
          }
        }
        const keys = [...map.keys()].sort((a, b) => a - b);
        expect(table.size).toBe(map.size);
        expect(table.keys()).toEqual(keys);
        expect(table.values()).toEqual(keys.map((key) => map.get(key)));
      }),
    );
  });

  it('finds few among numbers that are far apart', () => {
    const table = new TokenTable<string>();
    for (let token = 1; token <= 100_000; token++) {
      table.set(token, `${token}`);
      if (token > 3) table.delete(token - 1);
    }
    expect(table.values()).toEqual(['1', '2', '100000']);
    table.clear();
    expect([table.size, table.get(1)]).toEqual([0, undefined]);
  });
});
