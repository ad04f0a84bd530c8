import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from './histogram.ts';

describe('the histogram', () => {
  it('knows every percentile to one per cent', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000_000 }), { minLength: 1, maxLength: 400 }), (values) => {
        const histogram = new Histogram();
        for (const value of values) histogram.add(value);
        const sorted = [...values].sort((a, b) => a - b);
        for (const q of [0.5, 0.9, 0.99]) {
          const exact = sorted[Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1)] as number;
          const told = histogram.percentile(q);
          expect(told).toBeGreaterThanOrEqual(exact);
          expect(told).toBeLessThanOrEqual(exact * 1.01 + 1);
        }
        expect(histogram.max).toBe(sorted.at(-1));
      }),
    );
  });

  it('is zero when empty', () => {
    const histogram = new Histogram();
    expect([histogram.percentile(0.99), histogram.mean, histogram.max]).toEqual([0, 0, 0]);
  });
});
