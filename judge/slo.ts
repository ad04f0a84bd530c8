// The stage's promise, row by row: limit beside measured value. Ids are stable: pages, challenges and traps name them.
import type { StageRecording } from '#engine/stage.ts';
import { roundFigure } from './figures.ts';
import type { InvariantResult } from './invariants.ts';
import type { SloRow } from './report.ts';
import type { SloLimits } from './task.ts';

/** Outcomes are disjoint: an answer with a 2xx status counts under its status only if its body was right. */
export function countAnswers(outcomes: StageRecording['outcomes']): {
  readonly right: number;
  readonly wrong: number;
  readonly stale: number;
} {
  let right = 0;
  for (const [outcome, count] of Object.entries(outcomes)) if (/^2\d\d$/.test(outcome)) right += count;
  return { right, wrong: outcomes.wrong ?? 0, stale: outcomes.stale ?? 0 };
}

/** Share of arrivals without a right 2xx answer. A stage that ended before any arrival has kept no promise. */
export function errorRateOf(recording: StageRecording): number {
  if (recording.arrivals === 0) return recording.fault === null ? 0 : 1;
  return Math.min(1, Math.max(0, 1 - countAnswers(recording.outcomes).right / recording.arrivals));
}

/** Share of wrong, stale or made-up bodies among the 2xx answers. */
export function wrongRateOf(recording: StageRecording): number {
  const { right, wrong, stale } = countAnswers(recording.outcomes);
  return wrong + stale === 0 ? 0 : (wrong + stale) / (right + wrong + stale);
}

/**
 * Growth of the open requests during the window as a share of its arrivals. What chance alone makes of it does not count: open
 * requests of a steady service are about Poisson, so their difference has the variance of their sum (two standard deviations).
 */
function backlogGrowthOf({ arrivals, fault, unfinished, openAtStart }: StageRecording): number {
  if (arrivals === 0) return fault === null ? 0 : 1;
  const chance = 2 * Math.sqrt(unfinished + openAtStart);
  return Math.max(0, unfinished - openAtStart - chance) / arrivals;
}

export function measureSlo(recording: StageRecording, limits: SloLimits, clientTimeoutMs: number): SloRow[] {
  const endedEarly = recording.fault !== null && recording.arrivals === 0;
  // Nobody was served before the end: everybody waited as long as a client waits.
  const p99Ms = endedEarly ? clientTimeoutMs : recording.latencyNs.p99 / 1e6;
  return [
    row('p99', limits.p99Ms, p99Ms),
    row('error-rate', limits.errorRate, errorRateOf(recording)),
    row('wrong-rate', limits.wrongRate, wrongRateOf(recording)),
    row('keeps-up', limits.backlogGrowth, backlogGrowthOf(recording)),
  ];
}

/** An invariant is kept or broken: there is no share of lost updates that would be fine. */
export function invariantRows(invariants: readonly InvariantResult[]): SloRow[] {
  return invariants.map(({ id, broken }) => row(`invariant:${id}`, 0, broken));
}

function row(id: string, limit: number, measured: number): SloRow {
  const value = roundFigure(measured);
  return { id, limit, value, passed: value <= limit };
}
