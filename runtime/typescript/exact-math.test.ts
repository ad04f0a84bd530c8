import { describe, expect, it } from 'vitest';
import { EXACT } from './kernel/exact/functions.ts';
import { runProgram } from './testing/run-program.ts';

/** The nearest doubles, by arithmetic of 400 bits. */
const NEAREST: readonly (readonly [string, readonly number[], number])[] = [
  ['exp', [0.34], 1.4049475905635938],
  ['exp', [6.5], 665.1416330443618],
  ['exp', [-30.25], 7.287724095819692e-14],
  ['expm1', [1], 1.7182818284590453],
  ['expm1', [1e-5], 1.0000050000166668e-5],
  ['expm1', [-3.5], -0.9698026165776815],
  ['log', [3], 1.0986122886681098],
  ['log', [1e-300], -690.7755278982137],
  ['log', [0.99], -0.01005033585350145],
  ['log2', [763039.1944297769], 19.541397639173127],
  ['log2', [8], 3.0],
  ['log10', [0.5812048709081217], -0.23567075466366721],
  ['log10', [1000], 3.0],
  ['log1p', [2], 1.0986122886681098],
  ['log1p', [1e-9], 9.999999995e-10],
  ['pow', [2, -0.5], Math.SQRT1_2],
  ['pow', [10, -5], 1e-5],
  ['pow', [1.7, 8], 69.75757440999999],
  ['pow', [7.3, -11.9], 5.3266966464443006e-11],
  ['cbrt', [-745.2], -9.066178847264213],
  ['cbrt', [27], 3.0],
  ['sin', [-68.24558788431622], 0.7639744860148608],
  ['sin', [1e22], -0.8522008497671888],
  ['cos', [1000], 0.5623790762907029],
  ['cos', [1000000000000000], -0.5131937377869703],
  ['tan', [1e22], -1.6287782256068988],
  ['tan', [1.5707963267948966], 1.633123935319537e16],
  ['asin', [-0.8883062489045461], -1.093643843536236],
  ['acos', [-0.33386624786378394], 1.9111985339875683],
  ['atan', [Math.PI], 1.2626272556789118],
  ['atan2', [1, 10], 0.09966865249116202],
  ['atan2', [-3, -7], -2.7367008673047097],
  ['sinh', [-0.4537934421492452], -0.4695294286830003],
  ['sinh', [50.5], 4.2740671436490287e21],
  ['cosh', [10], 11013.232920103323],
  ['tanh', [0.2542246355745178], 0.24888575425505355],
  ['asinh', [-745.2], -7.306800269475491],
  ['asinh', [0.3], 0.29567304756342244],
  ['acosh', [1.0857398838636056], 0.41119807093800653],
  ['atanh', [0.5], 0.5493061443340549],
  ['atanh', [-0.01], -0.010000333353334763],
];
/** In units of the last place. */
const distance = (a: number, b: number): number =>
  Object.is(a, b) ? 0 : Math.abs(a - b) / Math.max(Number.MIN_VALUE, Math.abs(b) * Number.EPSILON);

describe('Math has the same last digit on every engine', () => {
  it.each(NEAREST)('%s of %j is the nearest double', (name, values, nearest) => {
    expect(EXACT[name]?.(...values)).toBe(nearest);
  });

  it('which is at most three units from the engine under it, and equal where there is only one answer', () => {
    const edges = [0, -0, 1, -1, 2, -2, 0.5, Number.NaN, 1 / 0, -1 / 0, 5e-324, 1e-310, 1e308, -1e308, 710, -746, 1e22, 123456.7, Math.PI];
    for (const [name, of] of Object.entries(EXACT)) {
      const native = (Math as unknown as Record<string, (...values: number[]) => number>)[name] as typeof of;
      for (const a of edges)
        for (const b of native.length === 1 ? [0] : edges) {
          const [mine, theirs] = [of(a, b), native(a, b)];
          if (Number.isFinite(theirs) && theirs !== 0) expect(distance(mine, theirs), `${name}(${a}, ${b})`).toBeLessThan(3);
          else expect(mine, `${name}(${a}, ${b})`).toBe(theirs);
        }
    }
  });

  it('and so has the operator **', async () => {
    const { lines } = await runProgram(`
      const o = { a: { b: 3 } }; let keys = 0; let x = 7; x **= 0.1; o[(keys++, 'a')].b **= 2;
      class C { n = 2; up() { this.n **= 10; return this.n; } }
      console.log(3 ** -7 === Math.pow(3, -7), 10 ** -5, 2 ** 3 ** 2, (-2) ** 3, x, o.a.b, keys, new C().up(), 2n ** 70n, '2' ** '3');
      for (const bad of [() => 2n ** -1n, () => 2n ** 1]) try { bad(); } catch (error) { console.log(String(error)); }
      console.log(Math.exp('1'), Math.max.name, Math.exp.name, Math.pow.length, Math.hypot(3, 4), Math.hypot());
      export default () => null;`);
    expect(lines).toEqual([
      'true 0.00001 512 -8 1.214814044039067 9 1 1024 1180591620717411303424n 8',
      'RangeError: Exponent must be non-negative',
      'TypeError: Cannot mix BigInt and other types, use explicit conversions',
      '2.718281828459045 max exp 2 5 0',
    ]);
  });
});
