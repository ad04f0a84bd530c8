import { describe, expect, it } from 'vitest';
import { exp, ln, power } from './exact-math.ts';
import { RandomStream, ZipfKeys } from './random.ts';

function moments(draw: () => number, n = 200_000): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const x = draw();
    sum += x;
    squares += x * x;
  }
  return { mean: sum / n, variance: squares / n - (sum / n) ** 2 };
}

describe('exact arithmetic', () => {
  it('ln, exp and power agree with Math to 14 digits', () => {
    for (const x of [1e-9, 0.001, 0.3, 0.9999, 1, 1.5, 2, 10, 12345.678, 1e12]) {
      expect(ln(x)).toBeCloseTo(Math.log(x), 12);
      expect(power(x, 0.7) / x ** 0.7).toBeCloseTo(1, 13);
    }
    for (const x of [-20, -1, -0.1, 0, 0.5, 1, 7, 30]) expect(exp(x) / Math.exp(x)).toBeCloseTo(1, 13);
  });
});

describe('named streams', () => {
  it('are the same for the same seed and name, and others for another seed or name', () => {
    const draw = (seed: number, name: string) => {
      const stream = new RandomStream(seed, name);
      return Array.from({ length: 5 }, () => stream.bits());
    };
    expect(draw(1, 'arrivals')).toEqual(draw(1, 'arrivals'));
    expect(draw(1, 'arrivals')).not.toEqual(draw(2, 'arrivals'));
    expect(draw(1, 'arrivals')).not.toEqual(draw(1, 'keys'));
  });

  it('stored values: another engine or another build draws the same', () => {
    const stream = new RandomStream(42, 'stored');
    expect([stream.bits(), stream.bits(), stream.bits()]).toMatchInlineSnapshot(`
      [
        2749996383,
        1581640788,
        2773143217,
      ]
    `);
  });

  it('exponential, normal and lognormal have their mean and variance', () => {
    const stream = new RandomStream(3, 'moments');
    const exponential = moments(() => stream.exponential(2));
    expect(exponential.mean).toBeCloseTo(2, 1);
    expect(exponential.variance / 4).toBeCloseTo(1, 1);
    const normal = moments(() => stream.normal());
    expect(normal.mean).toBeCloseTo(0, 1);
    expect(normal.variance).toBeCloseTo(1, 1);
    const lognormal = moments(() => stream.lognormal(10, 0.5));
    expect(lognormal.mean / (10 * Math.exp(0.125))).toBeCloseTo(1, 1);
  });

  it('Zipf keys follow their law, and exponent 0 is uniform', () => {
    const stream = new RandomStream(5, 'zipf');
    const count = (exponent: number) => {
      const keys = new ZipfKeys(10, exponent);
      const seen = new Array<number>(10).fill(0);
      for (let i = 0; i < 100_000; i++) {
        const key = keys.draw(stream);
        seen[key] = (seen[key] as number) + 1;
      }
      return seen;
    };
    const uniform = count(0);
    expect(Math.max(...uniform) / Math.min(...uniform)).toBeLessThan(1.1);
    const law = count(1);
    expect((law[0] as number) / (law[1] as number)).toBeCloseTo(2, 0);
    expect((law[0] as number) / (law[9] as number)).toBeGreaterThan(8);
  });
});
