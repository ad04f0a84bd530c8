import { describe, expect, it } from 'vitest';
import type { Proof } from './check-proof.ts';
import { listSlugs, loadMeta, loadReferenceRuns } from './load.ts';
import { checkReferenceRuns, referenceRunsOf } from './reference-runs.ts';

const proof = (what: string, score: number, p99Ms: number): Proof => ({
  language: 'python',
  what,
  problems: [],
  seen: [2, 1].map((seed) => ({
    seed,
    survivedRps: 2000,
    offeredRps: 2000,
    p99Ms: p99Ms * seed,
    stages: [{ offeredRps: 2000, p99Ms: p99Ms * seed }],
    broken: [],
    cause: 'none',
    score: score - seed,
  })),
});

describe('what is recorded of the references', () => {
  it('is what the reference measures with seed 1', () => {
    expect(referenceRunsOf([proof('starter', 10, 900), proof('reference', 95, 40)])).toEqual({
      python: { score: 94, p99Ms: { 2000: 40 } },
    });
    expect(referenceRunsOf([proof('starter', 10, 900)])).toEqual({});
  });

  it('is recorded again when it is no longer what is measured, beyond what small changes make of it', () => {
    const recorded = { python: { score: 94, p99Ms: { 2000: 40 } } };
    expect(checkReferenceRuns([proof('reference', 96, 44)], recorded)).toEqual([]);
    expect(checkReferenceRuns([proof('reference', 90, 40)], recorded)).toHaveLength(1);
    expect(checkReferenceRuns([proof('reference', 95, 80)], recorded)[0]).toContain('python, reference: measures other');
    expect(checkReferenceRuns([proof('reference', 95, 40)], {})).toHaveLength(1);
    expect(checkReferenceRuns([proof('starter', 95, 40)], {})).toEqual([]);
  });

  it('is there for every challenge that is ready, in each of its languages', () => {
    const recorded = loadReferenceRuns();
    for (const slug of listSlugs()) {
      const { status, languages } = loadMeta(slug);
      if (status === 'ready') expect(Object.keys(recorded[slug] ?? {}), slug).toEqual(languages);
    }
  });
});
