import { describe, expect, it } from 'vitest';
import type { Checked } from '#catalogue/check.ts';
import { recordProofs } from './record-proofs.ts';

const checked = (slug: string, survivedRps: readonly number[], problems: readonly string[] = []): Checked => ({
  slug,
  problems,
  proofs: [
    {
      language: 'python',
      what: 'starter',
      problems,
      seen: survivedRps.map((rps, index) => ({
        seed: index + 1,
        survivedRps: rps,
        offeredRps: 5000,
        p99Ms: 12,
        stages: [],
        broken: ['p99'],
        cause: 'hot-row',
        score: 40,
      })),
    },
  ],
});

describe('the record of proofs', () => {
  it('has the lowest and the highest of the seeds', () => {
    expect(recordProofs([checked('wide-lock', [500, 1000])])).toContain(
      '| python | starter | 2 | 500 to 1000 | 12 ms | p99 | hot-row | 40 |',
    );
  });

  it('keeps what it says of challenges that were not checked this time, in the order of their names', () => {
    const all = recordProofs([checked('wide-lock', [500]), checked('hot-row', [150]), checked('slow-tail', [2], ['seed 1: survives 2'])]);
    expect(all).toContain('2 of 3 challenges are sound');
    const again = recordProofs([checked('slow-tail', [1000])], all);
    expect(again).toContain('3 of 3 challenges are sound');
    expect([...again.matchAll(/^## (.*)$/gm)].map(([, name]) => name)).toEqual(['hot-row', 'slow-tail', 'wide-lock']);
    expect(again).toContain('| 150 |');
    expect(recordProofs([checked('slow-tail', [1000])], again)).toBe(again);
  });
});
