import { describe, expect, it } from 'vitest';
import { runProgram } from './testing/run-program.ts';

const LISTS = `
let state = 12345;
const next = (n) => { state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff; return (state >> 8) % n; };
const shapes = {
  random: (n) => Array.from({ length: n }, () => next(1_000_000)),
  ascending: (n) => Array.from({ length: n }, (_, i) => i),
  nearly: (n) => Array.from({ length: n }, (_, i) => (next(10) ? i : next(n))),
  few: (n) => Array.from({ length: n }, () => next(5)),
};
function told(sort, list) {
  let calls = 0, order = 7;
  const result = sort(list, (a, b) => { calls++; order = (Math.imul(order, 31) + a * 17 + b) | 0; return a - b; });
  return [calls, order, result.every((each, i) => i === 0 || each >= result[i - 1])].join(' ');
}
`;

describe('sort calls the comparator as Node 20 does, whatever the engine under it does', () => {
  // Recorded with Node 20.20. Engines differ here: newer V8 compares lists of a few elements in another order.
  it.each([
    ['random', 5, '7 -662100918 true'],
    ['random', 300, '2076 -426738697 true'],
    ['random', 3000, '30687 -1312224037 true'],
    ['ascending', 10, '9 742500530 true'],
    ['nearly', 1000, '5549 1966846997 true'],
    ['few', 500, '2855 -2134731653 true'],
  ])('%s list of %i', async (shape, size, expected) => {
    const program = `${LISTS} const list = shapes.${shape}(${size});
      console.log(told((l, c) => l.toSorted(c), list)); console.log(told((l, c) => l.sort(c), list)); export default () => null;`;
    expect((await runProgram(program)).lines).toEqual([expected, expected]);
  });

  it('of a typed array', async () => {
    const program = `${LISTS} console.log(told((l, c) => l.sort(c), Float64Array.from(shapes.random(300)))); export default () => null;`;
    expect((await runProgram(program)).lines).toEqual(['2092 -1864644021 true']);
  });

  it('and keeps to the language: holes, undefined, texts, what is no comparator', async () => {
    const { lines } = await runProgram(`
      const list = [3, , 1, undefined, 2]; list.length = 6;
      console.log(list.sort((a, b) => b - a), list.length, Object.keys(list).join());
      console.log([3, , 1].toSorted(), [10, 9, 1].sort(), ['b', undefined, 'a'].sort());
      console.log([{ toString: () => 'z' }, { toString: () => 'a' }].sort().map(String).join());
      console.log(Array.prototype.sort.call({ length: 3, 0: 2, 1: 1 }, (a, b) => a - b));
      try { [1].sort(1); } catch (error) { console.log(error.message); }
      try { Array.prototype.sort.call(null); } catch (error) { console.log(error.message); }
      try { [2, 1].sort(() => { throw new Error('mine'); }); } catch (error) { console.log(error.message); }
      export default () => null;`);
    expect(lines).toEqual([
      '[ 3, 2, 1, undefined, <2 empty items> ] 6 0,1,2,3',
      "[ 1, 3, undefined ] [ 1, 10, 9 ] [ 'a', 'b', undefined ]",
      'a,z',
      "{ '0': 1, '1': 2, length: 3 }",
      'The comparison function must be either a function or undefined',
      'Cannot convert undefined or null to object',
      'mine',
    ]);
  });
});
