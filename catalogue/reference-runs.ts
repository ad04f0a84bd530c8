// What is recorded of the references, beside what they measure now: the page compares people's runs with it.
import type { Proof, Seen } from './check-proof.ts';
import type { Language, ReferenceRun } from './schema.ts';

type Recorded = Readonly<Partial<Record<Language, ReferenceRun>>>;

/** Points, and a share of the p99: small changes of the engine need no new record. */
const SAME_POINTS = 3;
const SAME_SHARE = 0.25;

/** By language, of the runs with seed 1. */
export function referenceRunsOf(proofs: readonly Proof[]): Recorded {
  const runs = proofs.flatMap(({ language, what, seen }) => {
    const first = what === 'reference' ? seen.find(({ seed }) => seed === 1) : undefined;
    return first === undefined ? [] : [[language, recordOf(first)] as const];
  });
  return Object.fromEntries(runs);
}

function recordOf({ score, stages }: Seen): ReferenceRun {
  return { score, p99Ms: Object.fromEntries(stages.map(({ offeredRps, p99Ms }) => [String(offeredRps), p99Ms])) };
}

export function checkReferenceRuns(proofs: readonly Proof[], recorded: Recorded): string[] {
  return Object.entries(referenceRunsOf(proofs)).flatMap(([language, now]) => {
    const then = recorded[language as Language];
    return then !== undefined && isSame(now, then)
      ? []
      : [`${language}, reference: measures other than challenges/reference-runs.json says: record it with surge check --record`];
  });
}

function isSame(now: ReferenceRun, then: ReferenceRun): boolean {
  const rates = Object.keys(now.p99Ms);
  const close = (rate: string) => Math.abs((now.p99Ms[rate] ?? 0) - (then.p99Ms[rate] ?? 0)) <= SAME_SHARE * (now.p99Ms[rate] ?? 0);
  // A quick check has not been on every rung, and points are counted over all of them.
  const whole = rates.length === Object.keys(then.p99Ms).length;
  return rates.every(close) && (!whole || Math.abs(now.score - then.score) <= SAME_POINTS);
}
